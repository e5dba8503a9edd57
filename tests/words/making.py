"""A small school for the word checks."""

from __future__ import annotations

from bot.domain.findings import Finding
from bot.domain.people import PUPIL, STAFF, Listed
from bot.words import Surroundings, Text, check
from bot.words.names.index import NameIndex


def pupil(id: str, forename: str, surname: str = "", **rest: str) -> Listed:  # noqa: A002
    """A pupil with as many names as told."""
    return Listed(id=id, role=PUPIL, forename=forename, surname=surname, **rest)


def staff(id: str, forename: str, surname: str) -> Listed:  # noqa: A002
    """A member of staff."""
    return Listed(id=id, role=STAFF, forename=forename, surname=surname)


def around(*people: Listed, **rest: object) -> Surroundings:
    """Surroundings in which these people are the register."""
    return Surroundings(names=NameIndex.of(people), **rest)  # type: ignore[arg-type]


def found(text: str, surroundings: Surroundings, kind: str = "name") -> list[Finding]:
    """The findings of one kind in a post of these words alone."""
    return [finding for finding in check([Text("words", text)], surroundings) if finding.kind == kind]


__all__ = ["around", "found", "pupil", "staff"]
