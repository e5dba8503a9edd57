"""What the words around a forename on a wall say of it. What words mean as such, the text checks' vocabulary knows."""

from __future__ import annotations

from collections.abc import Set
from importlib.resources import files

from bot.words.names import vocabulary


def _sections(name: str) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    section = ""
    for line in files(__package__).joinpath(name).read_text("utf-8").splitlines():
        if line.startswith("["):
            section = line.strip("[]")
        elif line and not line.startswith("#"):
            found.setdefault(section, set()).update(line.split())
    return {key: frozenset(value) for key, value in found.items()}


_AROUND = _sections("around.txt")
CUES = _AROUND["cues"]
"""Words that may stand between the beginning of a line and a child's name."""
LAST_CUES = _AROUND["last_cues"]
"""The word before a child's name that says that one follows, on the same line or at the end of the line above."""
AFTER = _AROUND["after"]
"""What may follow a bare forename with a capital letter without being its surname."""
POSTER = _AROUND["poster"]
"""Words of notices: beside them a word that could be a name is most likely the word."""
FORMAL = _AROUND["formal"]
"""What stands by itself on certificates and exercise books."""
MONTH_PARTS = _AROUND["month_parts"]
"""Parts of a date: what stands after them is a month."""
TITLES = (
    vocabulary.STAFF_TITLES
    | vocabulary.SAINTLY
    | frozenset(("captain", "uncle", "san", "santa", "sergeant", "teacher"))
)
"""What stands before the name of somebody who is no pupil."""
HEADS = vocabulary.HEADS
"""What makes a place, a class or an event of the word before: "Rose class", "Florence Street"."""
MONTHS = vocabulary.MONTHS
"""Months, which are forenames as well: with a number beside them they are a date."""
_COMMON = "456789"
FAMOUS = 2


def is_everyday(name: str) -> bool:
    """Whether a forename is a word or a place as well: alone it is a name only where something says so."""
    return name in MONTHS or name in vocabulary.places() or vocabulary.can_be(name, "NVZDPGAR")


def is_common(word: str) -> bool:
    """Whether this is a word that hangs in every school: read as what it is, it is no name that looks like it."""
    known = vocabulary.lexicon().get(word, "")
    return len(known) > 1 and known[-1] in _COMMON


def fame(name: str, words: Set[str]) -> int:
    """How much the other words of a picture say that a name is that of a book or of somebody in history: from `FAMOUS` on
    it is, below that it may be."""
    cues = vocabulary.figures().get(name) or vocabulary.figures().get(name.removesuffix("s"), {})
    return sum(weight for cue, weight in cues.items() if cue in words)
