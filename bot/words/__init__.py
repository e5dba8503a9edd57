"""The checks of a post's words: names, personal data, tone … Findings are collected, never raised.

No Slack, no SQL, no clock: a text and its `Surroundings` in, `bot.domain.findings.Finding`s out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from bot.domain.findings import Field, Finding, Strength
from bot.words.accessible import ACCESS
from bot.words.checks import (
    check_accessibility,
    check_borrowed,
    check_confidential,
    check_limits,
    check_location,
    check_personal_data,
    check_sensitive,
    check_tone,
    check_unsuitable,
)
from bot.words.limits import LIMITS
from bot.words.names import find_names
from bot.words.outings import LOCATION
from bot.words.surroundings import Surroundings, Text

__all__ = ["CHECKS", "Check", "Surroundings", "Text", "check"]

Check = Callable[[Text, Surroundings, Sequence[Finding]], Iterable[Finding]]
"""A check of one text. It is told which names were found in it: "with his asthma" weighs more beside one."""

CHECKS: tuple[tuple[str, Check], ...] = (
    ("SP-2", check_personal_data),
    ("RP-2", check_sensitive),
    ("RP-2", check_confidential),
    ("RS-1", check_unsuitable),
    ("SP-3", check_tone),
    ("IP-2", check_borrowed),
    (LOCATION, check_location),
    (ACCESS, check_accessibility),
    (LIMITS, check_limits),
)
"""(clause, check), listed by hand: a forgotten import must not switch a check off. Names are always looked for first."""


def check(texts: Iterable[Text], surroundings: Surroundings) -> tuple[Finding, ...]:
    """Everything that the checks have to say of these texts, text by text, in the order of the characters."""
    found: list[Finding] = []
    for text in texts:
        names = _asked("SP-2", find_names, text, surroundings, ())
        here = [*names]
        for clause, each in CHECKS:
            here += _asked(clause, each, text, surroundings, names)
        found += sorted(here, key=lambda finding: (finding.start, finding.end))
    return tuple(found)


def _asked(
    clause: str, each: Check, text: Text, surroundings: Surroundings, names: Sequence[Finding]
) -> tuple[Finding, ...]:
    """A check that crashes yields an enforcing finding: a failing check blocks and says so."""
    try:
        return tuple(each(text, surroundings, names))
    except Exception as error:  # whatever goes wrong in a check must stop the post, not the bot
        sentence = "One of our checks did not work, so the post cannot be sent. Your words are kept. Please tell IT."
        return (
            Finding(
                clause=clause,
                strength=Strength.ENFORCE,
                code=f"check_failed:{type(error).__name__}",
                field=Field.WORDS,
                sentence=sentence,
                where=text.where,
            ),
        )
