"""Rude words that are masked: "f**k", "sh1t", "fuuuck", "b a s t a r d"."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from bot.words.reading import Reading

_MASKED = re.compile(r"(?<![\w@#/.*$])[a-z$@](?:[a-z]*[*#$@!%&0-9+]+[a-z*#$@!%&0-9+]*)(?![\w@/])")
_DRAWN_OUT = re.compile(r"([a-z])\1{2,}")
_SPACED = re.compile(r"(?<![\w'])[a-z](?:[ .*_-]{1,2}[a-z]){3,11}(?![\w'])")
_ROOTS = ("fuck", "shit", "cunt", "wank", "bollock", "twat", "bastard", "bitch")
_LEET = str.maketrans("@$!013457+", "asioieastt")


@cache
def _words() -> tuple[frozenset[str], dict[str, tuple[str, ...]]]:
    """The words, and the same by their first letter."""
    data = tomllib.loads((files("bot.words") / "lexicon" / "unsuitable.toml").read_text(encoding="utf-8"))
    words: frozenset[str] = frozenset(data["masked"])
    return words, {letter: tuple(word for word in words if word[0] == letter) for letter in {word[0] for word in words}}


def masked(reading: Reading) -> Iterator[tuple[int, int]]:
    """Where such words stand, as places of the reading."""
    words, by_letter = _words()
    low = reading.low
    for found in _MASKED.finditer(low):
        word = found[0]
        if not any(sign in word for sign in "*#%&"):
            plain = word.translate(_LEET).rstrip("i") if word.endswith("!") else word.translate(_LEET)
            if (
                (plain in words or plain.startswith(_ROOTS))
                and not plain.isdigit()
                and sum(sign.isalpha() for sign in word) >= 1
            ):
                yield found.span()
        elif _fits(word, by_letter.get(word.translate(_LEET)[0], ())):
            yield found.span()
    for found in _DRAWN_OUT.finditer(low):
        start, end = found.start(), found.end()
        while start and low[start - 1].isalpha():
            start -= 1
        while end < len(low) and low[end].isalpha():
            end += 1
        word = low[start:end]
        if _DRAWN_OUT.sub(r"\1", word) in words or _DRAWN_OUT.sub(r"\1\1", word) in words:
            yield start, end
    for found in _SPACED.finditer(low):
        if re.sub("[^a-z]", "", found[0]) in words:
            yield found.span()


def _fits(masked_word: str, words: tuple[str, ...]) -> bool:
    """Whether stars and signs stand for the missing letters of a rude word. Letters at least two, or all stars but the first."""
    shape = "".join("[a-z]" if sign in "*#%&" else re.escape(sign.translate(_LEET)) for sign in masked_word)
    return any(re.fullmatch(shape, word) for word in words)
