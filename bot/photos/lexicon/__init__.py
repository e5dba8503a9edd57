"""Words that decide whether a forename on a wall is a child's: titles, cues, everyday words, books and famous people."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from bot.words.text import words


def _lines(name: str) -> list[str]:
    text = files(__package__).joinpath(name).read_text("utf-8")
    return [line for line in text.splitlines() if line.strip() and not line.startswith("#")]


def _sections(name: str) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    section = ""
    for line in _lines(name):
        if line.startswith("["):
            section = line.strip("[]")
        found.setdefault(section, set()).update(() if line.startswith("[") else line.split())
    return {key: frozenset(value) for key, value in found.items()}


_AROUND = _sections("around.txt")

TITLES = _AROUND["titles"]
"""What stands before the name of somebody who is no pupil."""
CUES = _AROUND["cues"]
"""Words that may stand between the beginning of a line and a child's name."""
LAST_CUES = _AROUND["last_cues"]
"""The word before a child's name that says that one follows, on the same line or at the end of the line above."""
AFTER = _AROUND["after"]
"""What may follow a bare forename with a capital letter without being its surname."""
POSTER = _AROUND["poster"]
"""Words of notices: beside them a word that could be a name is most likely the word."""
MONTH_PARTS = _AROUND["month_parts"]
"""Parts of a date: what stands after them is a month."""
MONTHS = _AROUND["months"]
"""Months, which are forenames as well: with a number beside them they are a date."""
COMMON = _AROUND["common"]
"""Words that hang in every school: read as what they are, they are no name that looks like them."""


@cache
def everyday() -> frozenset[str]:
    """Forenames that are words as well, plain."""
    return frozenset(word for line in _lines("words.txt") for word in line.split())


@cache
def known_by_word() -> dict[str, tuple[tuple[str, ...], ...]]:
    """The books and famous people that a plain word occurs in, each as its plain words."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for line in _lines("known.txt"):
        phrase = tuple(word.plain for word in words(line))
        for word in phrase:
            found.setdefault(word, []).append(phrase)
    return {word: tuple(phrases) for word, phrases in found.items()}
