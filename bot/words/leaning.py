"""How a whole post leans: what no single word tells, many faint ones do together.

Digs and grumbles are made of ordinary words, so no list of phrases has them all. Those of labelled posts lean all the same:
"their", "couldn't", "another", "some of you" against times, thanks and things made. `tools/learn_tone.py` learns a weight for
each word and pair of words; a post's are summed here. It is the last resort: asked only where nothing else was found, and
what it finds is only pointed out.
"""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from itertools import pairwise

from bot.words.reading import Reading, Sentence

_GRAM = re.compile(r"[a-z]+(?:'[a-z]+)*|[!?:🙄😂💅😏🤣🙃🤢]|\d+")
_FEW = 14
"""Words; a shorter text has too little to tell."""


def grams(low: str) -> frozenset[str]:
    """The words of a text in small letters, its signs and the pairs of neighbours; every number is the same."""
    words = ["0" if word[0].isdigit() else word for word in _GRAM.findall(low)]
    return frozenset((*words, *(f"{first} {second}" for first, second in pairwise(words))))


@cache
def _learned() -> tuple[Mapping[str, float], float, float]:
    """(weight by word or pair, bias, the score from which a post is pointed out)."""
    data = tomllib.loads((files("bot.words") / "lexicon" / "leaning.toml").read_text(encoding="utf-8"))
    weights = {gram: int(tenths) / 10 for tenths, grams in data["words"].items() for gram in grams}
    return weights, float(data["bias"]), float(data["enough"])


def leaning(reading: Reading) -> float:
    """How far the post leans: above nought rather sour, below rather cheerful. Nought where there is too little text."""
    said = grams(reading.low)
    weights, bias, _ = _learned()
    return _sum(said, weights) + bias if len(said) >= 2 * _FEW else 0.0


def sour_sentence(reading: Reading) -> Sentence | None:
    """The sentence that leans most, of a post that leans towards a dig or a grumble."""
    weights, _, enough = _learned()
    if leaning(reading) < enough:
        return None
    return max(reading.sentences, key=lambda sentence: _sum(grams(reading.words_of(sentence)), weights))


def _sum(said: frozenset[str], weights: Mapping[str, float]) -> float:
    return sum(weights.get(gram, 0.0) for gram in said) / math.sqrt(len(said) or 1)
