"""Finds the names of children in a text (clause SP-2) and judges how each word is used."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.domain.findings import FULL_NAME, NAME, Field, Finding, Strength
from bot.words.names.index import Entry, NameIndex
from bot.words.surroundings import Surroundings, Text
from bot.words.text import Word, words

__all__ = ["MAY_BE_NAME", "NameIndex", "find_names"]

MAY_BE_NAME = "may_be_name"
"""The code of a finding that is a word which may be a child's name."""


def find_names(text: Text, surroundings: Surroundings, _names: Sequence[Finding] = ()) -> Iterator[Finding]:
    """Findings of clause SP-2, kind "name". Once per word."""
    index, tokens = surroundings.names, words(text.text)
    seen: set[tuple[str, tuple[str, ...]]] = set()
    position = 0
    while position < len(tokens):
        width, entry = _longest(index, tokens, position)
        if entry is None:
            position += 1
            continue
        numbers = set(entry.forename) | set(entry.surname)
        code, strength = MAY_BE_NAME, Strength.HOLD
        behind, surname = _longest(index, tokens, position + width)
        if surname is not None and (both := set(entry.forename) & set(surname.surname)):
            numbers, width = both, width + behind
            code, strength = FULL_NAME, Strength.ENFORCE
        start, end = tokens[position].start, tokens[position + width - 1].end
        people = index.people(sorted(numbers))
        span = text.text[start:end]
        if people and (span.casefold(), people) not in seen:
            seen.add((span.casefold(), people))
            yield Finding(
                clause="SP-2",
                strength=strength,
                code=code,
                field=Field.WORDS,
                sentence=f"“{span}” is the name of a pupil."
                if code == FULL_NAME
                else f"“{span}” may be a pupil’s name.",
                people=people,
                kind=NAME,
                where=text.where,
                start=start,
                end=end,
                span=span,
            )
        position += width


def _longest(index: NameIndex, tokens: Sequence[Word], position: int) -> tuple[int, Entry | None]:
    """The longest name that begins at this word, and of how many words it is."""
    if position >= len(tokens):
        return 0, None
    first = tokens[position].plain
    for width in range(index.longest.get(first, 1), 1, -1):
        entry = index.entries.get("".join(word.plain for word in tokens[position : position + width]))
        if entry is not None:
            return width, entry
    return 1, index.entries.get(first)
