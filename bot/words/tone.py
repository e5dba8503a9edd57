"""SP-3: a post is positive. What sours it is pointed out to its author and to SLT; it never stops a post.

Three things are looked for. Turns of phrase that sour a post whatever else it says: sarcasm is made of cheerful words
("Lovely to see the council has found money"), so these are not outweighed by any. And words of a grumble, weighed by the
paragraph against its cheerful words: "we lost, and we loved it" is no grumble. Where neither tells, how the whole post leans
(`leaning.py`).

A general sentiment lexicon was tried (vaderSentiment: last release 2020): at 8 % of clean posts warned it found 31 % of the
unsuitable ones, fewer than the phrases here do with 2 %; school posts are full of wicked wolves and happy sarcasm.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.domain.findings import Finding, Strength
from bot.words.confidential import confidential
from bot.words.leaning import leaning, sour_sentence
from bot.words.lexicon_reader import Hit, lexicon
from bot.words.mirrored import mirrored
from bot.words.persons import about
from bot.words.reading import Reading, finding, overlaps, read
from bot.words.unsuitable import unsuitable

_WORDS = lexicon("unsuitable")
_SOUR = lexicon("sour")
_TREATS = lexicon("confidential")
_WEIGHT = {
    "sour.moan": 4,
    "sour.dreary": 2,
    "unsuitable.weary": 4,
    "unsuitable.weary_light": 2,
    "unsuitable.scorn": 2,
    "unsuitable.insult_sure": 2,
    "unsuitable.weary_faint": 1,
    "unsuitable.cheer": -2,
}
ENOUGH = 2
"""From this weight on a paragraph reads as a grumble: more grumbling than cheerful words, or two that are faint."""
SURE = 3
"""Below this a paragraph has one word of a grumble only, which many cheerful posts have: it counts where the whole post leans."""

_SARCASM = ("SP-3", "negative", "{} may read as sarcasm. Readers may not hear a smile: can you say it straight?")
_GRUMBLE = "{} reads as a grumble. A post is meant to be positive: can you say what went well, or what would help?"
_LEANS = "{} may not read as kindly as it is meant. Would everybody it is about be glad to read it?"
_DIG = ("RP-1", "disparaging", "{} may read as a dig at others. Can you say what our own school did well instead?")
_RUN_DOWN = ("RP-1", "disparaging", "{} may read as running somebody down. Can you say it kindly, or leave it out?")
_SOURED = {
    "sour.mock": _SARCASM,
    "sour.arch": _SARCASM,
    "sour.rhetoric": _SARCASM,
    "sour.faint_praise": ("SP-3", "negative", "{} is praise that may read as blame. Can you say what was good?"),
    "sour.weary_turn": ("SP-3", "negative", _GRUMBLE),
    "sour.rival": _DIG,
    "sour.boast": _DIG,
    "sour.worse_than": _RUN_DOWN,
    "sour.contempt": _RUN_DOWN,
    "sour.gossip": ("RP-1", "disparaging", "{} may read as gossip about somebody. Please leave it out."),
    "sour.stereotype": (
        "RS-1",
        "discriminatory",
        "{} may read as a joke about what people are. Please say it so that nobody is the joke.",
    ),
    "sour.hush": ("RP-2", "confidential", "{} sounds like something that is not public yet. Is everybody told?"),
    "sour.vouch": ("CO-3", "reference", "{} may read as a reference for one person, which the policy does not allow."),
}
_NOT_IN_STORIES = frozenset({"sour.stereotype", "sour.contempt", "sour.worse_than", "sour.gossip"})
"""What counts of people here only: not of the wolf."""
_SOMEBODY = re.compile(r"\b(?:him|her|them|mr|mrs|miss|ms|former|man|woman|lady)\b")


def tone(text: str, names: Sequence[Finding] = (), *, where: str = "words") -> tuple[Finding, ...]:
    """What sours each sentence, and the first grumbling words of each paragraph that reads as a grumble."""
    reading = read(text)
    sour = _SOUR.find(reading.low)
    told = [*_soured(reading, sour, names), *_grumbles(reading, sour)]
    told += ((Hit("sour.stereotype", *span), _SOURED["sour.stereotype"]) for span in mirrored(reading))
    leans = None if told else sour_sentence(reading)
    if told or leans:  # what is held already need not be pointed out as well
        held = [(each.start, each.end) for each in (*unsuitable(text, names), *confidential(text, names))]
        told = [one for one in told if not overlaps(*reading.span(one[0].start, one[0].end), held)]
        if leans and not held:
            told = [(Hit("leaning", leans.start, leans.end), ("SP-3", "negative", _LEANS))]
    return tuple(
        finding(
            reading, hit.start, hit.end, clause=clause, strength=Strength.WARN, kind=kind, sentence=says, where=where
        )
        for hit, (clause, kind, says) in told
    )


def _soured(
    reading: Reading, hits: Sequence[Hit], names: Sequence[Finding]
) -> Iterator[tuple[Hit, tuple[str, str, str]]]:
    """The first of each kind in a sentence."""
    seen: set[tuple[int, str]] = set()
    for hit in hits:
        number = reading.sentence_at(hit.start)
        name = _turned(hit, hits, reading.sentences[number].end)
        said = reading.low[hit.start : hit.end]
        if name not in _SOURED or (number, name) in seen or not _is_meant(name, said, reading, number, names):
            continue
        seen.add((number, name))
        yield hit, _SOURED[name]


def _turned(hit: Hit, hits: Sequence[Hit], end: int) -> str:
    """The list that a hit counts for: a polite opening is mockery if it goes on with a body or a grudging word."""
    turns = {"sour.greeting": {"sour.body", "sour.grudging"}, "sour.thanks": {"sour.grudging"}}.get(hit.name)
    if not turns:
        return hit.name
    return "sour.mock" if any(hit.end <= other.start < end and other.name in turns for other in hits) else ""


def _is_meant(name: str, said: str, reading: Reading, number: int, names: Sequence[Finding]) -> bool:
    """Whether it is meant of people here: not the wolf's, not a surprise for Christmas, not a book that is recommended."""
    if name == "sour.hush":
        return not any(
            hit.name == "confidential.treat" and reading.low[hit.start : hit.end] != "christmas"
            for hit in _TREATS.find(reading.low)
        )
    who = about(reading, names)[number]
    if name == "sour.vouch":
        return bool(_SOMEBODY.search(said)) or bool(who.one or who.pronoun or who.staff or who.maybe_named)
    return not (name in _NOT_IN_STORIES and (who.story or who.animal))


def _grumbles(reading: Reading, sour: Sequence[Hit]) -> Iterator[tuple[Hit, tuple[str, str, str]]]:
    """The first grumbling words of each paragraph that has more of them than of cheerful ones."""
    weights: dict[int, int] = {}
    first: dict[int, Hit] = {}
    last_end = -1
    for hit in sorted([*sour, *_WORDS.find(reading.low)], key=lambda hit: (hit.start, -_WEIGHT.get(hit.name, 0))):
        weight = _WEIGHT.get(hit.name, 0)
        if not weight or hit.start < last_end:
            continue
        last_end = hit.end
        paragraph = reading.sentences[reading.sentence_at(hit.start)].paragraph
        weights[paragraph] = weights.get(paragraph, 0) + weight
        if weight > 0:
            first.setdefault(paragraph, hit)
    for paragraph, weight in weights.items():
        if weight >= (ENOUGH if leaning(reading) >= 0 else SURE):
            yield first[paragraph], ("SP-3", "negative", _GRUMBLE)
