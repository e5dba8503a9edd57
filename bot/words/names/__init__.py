"""Finds the names of children in a text (clause SP-2) and judges how each word is used; staff by name are staff (RS-2)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.domain.findings import FULL_NAME, NAME, Field, Finding, Strength
from bot.words.names.find import Finder
from bot.words.names.hidden import hidden, own_words
from bot.words.names.index import NameIndex
from bot.words.names.page import Page
from bot.words.names.reader import Hit
from bot.words.surroundings import Surroundings, Text
from bot.words.text import skeleton

__all__ = ["MAY_BE_NAME", "NAME_IN_USE", "STAFF_NAMED", "NameIndex", "find_names"]

NAME_IN_USE = "name_in_use"
"""The code of a finding that is part of a child's name, used as a person's."""

MAY_BE_NAME = "may_be_name"
"""The code of a finding that is a word which may be a child's name."""

STAFF_NAMED = "staff_named"
"""The code of a finding that names a member of staff (clause RS-2)."""

_WEIGHT = {Strength.ENFORCE: 3, Strength.HOLD: 2, Strength.WARN: 1, Strength.EVIDENCE: 0}


_FEW = 50


def find_names(text: Text, surroundings: Surroundings, _names: Sequence[Finding] = ()) -> Iterator[Finding]:
    """Findings of clause SP-2, kind "name", and of RS-2, kind "staff". Once a word, where it weighs most."""
    page = Page(text.text, surroundings.names)
    own = own_words(text.text, surroundings.school, surroundings.published)
    secret, done = hidden(page, surroundings.published)
    best: dict[tuple[str, tuple[int, ...], bool], Hit] = {}
    for hit in (*secret, *_open(page, [*done, *own])):
        word = (skeleton(text.text[hit.start : hit.end]), hit.numbers, hit.hidden)
        if word not in best or _WEIGHT[hit.strength] > _WEIGHT[best[word].strength]:
            best[word] = hit
    for hit in sorted(best.values(), key=lambda hit: hit.start):
        yield _finding(text, surroundings.names, hit)


def _open(page: Page, done: Sequence[tuple[int, int]]) -> Iterator[Hit]:
    for hit in Finder(page).hits():
        if not any(hit.start < end and start < hit.end for start, end in done):
            yield hit


def _finding(text: Text, index: NameIndex, hit: Hit) -> Finding:
    span = text.text[hit.start : hit.end]
    code = FULL_NAME if hit.full else NAME_IN_USE if hit.strength is Strength.ENFORCE else MAY_BE_NAME
    return Finding(
        clause="RS-2" if hit.staff else "SP-2",
        strength=hit.strength,
        code=STAFF_NAMED if hit.staff else code,
        field=Field.WORDS,
        sentence=_sentence(span, index, hit),
        people=index.people(hit.numbers),
        kind="staff" if hit.staff else NAME,
        where=text.where,
        start=hit.start,
        end=hit.end,
        span=span,
    )


def _sentence(span: str, index: NameIndex, hit: Hit) -> str:
    word = " ".join(span.split())
    if hit.staff:
        return f"“{word}” is a member of staff. Staff are named only with their permission in writing."
    instead = _instead(index, hit)
    if hit.full:
        return f"“{word}” is a pupil’s full name. Please take it out: “{instead}” says enough."
    if hit.strength is Strength.ENFORCE:
        return f"“{word}” is the name of a pupil. Please take it out: “{instead}” says enough."
    what = "the name of a pupil’s family" if hit.family else "a pupil’s name"
    return f"“{word}” may be {what}. If it is, “{instead}” says enough."


def _instead(index: NameIndex, hit: Hit) -> str:
    if hit.family:
        return "one of our families"
    years = {index.years[number] for number in hit.numbers[:_FEW]}
    year = years.pop() if len(years) == 1 and len(hit.numbers) <= _FEW else ""
    return f"a {year} pupil" if year else "one of our pupils"
