"""Example tables of the word checks: for each what passes and what fails. The tests hold the checks to them.

`docs/checks.md` shows the first passing and the first failing example of every table (`python -m tests.words.table`). In an
example `{Mei}` marks the certain name of a pupil; the braces are no part of the text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.domain.findings import Field, Finding, Strength


@dataclass(frozen=True, slots=True, kw_only=True)
class Examples:
    """One check's examples. failing: (text, part of it that the finding must touch). kinds: those of its findings."""

    check: str
    clause: str
    strength: Strength
    kinds: frozenset[str]
    passing: tuple[str, ...]
    failing: tuple[tuple[str, str], ...]
    place: str = ""


def plain(example: str) -> str:
    """The text of an example, without its braces."""
    return re.sub(r"[{}]", "", example)


def marked(example: str) -> tuple[str, tuple[Finding, ...]]:
    """The text of an example, and a certain finding for every name in braces."""
    text, names = "", []
    for part in re.split(r"(\{[^}]*\})", example):
        start = len(text)
        text += part.strip("{}") if part.startswith("{") else part
        if part.startswith("{"):
            names.append(
                Finding(
                    clause="SP-2",
                    strength=Strength.ENFORCE,
                    code="first_name",
                    field=Field.WORDS,
                    sentence="",
                    people=("p1",),
                    kind="name",
                    start=start,
                    end=len(text),
                    span=text[start:],
                )
            )
    return text, tuple(names)
