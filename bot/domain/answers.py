"""What the author and SLT say to what the checks found: each answer belongs to one question, by its fingerprint."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.findings import Finding, Strength


class Side(StrEnum):
    """On whose behalf somebody answers."""

    AUTHOR = "author"
    SLT = "slt"


class Said(StrEnum):
    """The answers there are. TOLD is none: the author has read at the field what is in the way, and may contest it now."""

    TOLD = "told"
    NOT_A_CHILD = "not_a_child"
    GO_ON = "go_on"
    FINE = "fine"


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """One answer as it is kept. `by`: Slack id; `reason`: in the person's own words, empty where none is asked."""

    fingerprint: str
    side: Side
    said: Said
    by: str
    at: datetime
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What stands in the form beside one question, sent or not: a tick, or a reason."""

    fingerprint: str
    ticked: bool = False
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    """A finding of a version that somebody had, or has, to answer: what SLT's card shows."""

    revision_id: int
    finding: Finding


def response_to(finding: Finding, answers: Iterable[Response], side: Side) -> Response | None:
    """The last answer of this side to this very question, if there is one."""
    if not finding.fingerprint:
        return None
    given = [each for each in answers if each.fingerprint == finding.fingerprint and each.side is side]
    return next((each for each in reversed(given) if each.said is not Said.TOLD), None)


def was_told(finding: Finding, answers: Iterable[Response]) -> bool:
    """Whether the author has read at the field that this is in the way."""
    return any(each.fingerprint == finding.fingerprint and each.side is Side.AUTHOR for each in answers)


def grouped(findings: Iterable[Finding]) -> tuple[tuple[Finding, ...], ...]:
    """The findings as they are asked about: each name alone, all else of one kind in one text together.

    "asthma" and "inhaler" are one question; an answer to it is an answer to each. The first one names the question.
    """
    groups: dict[tuple[str, ...], list[Finding]] = {}
    for finding in findings:
        alone = (finding.fingerprint,) if finding.is_name else ()
        key = (finding.clause, finding.strength, finding.kind, finding.where, *alone)
        groups.setdefault(key, []).append(finding)
    return tuple(map(tuple, groups.values()))


def wants_reason(finding: Finding) -> bool:
    """A word that may be a name is answered with a tick; all else in the author's own words."""
    return not (finding.is_name and finding.strength is Strength.HOLD)


def reply_counts(finding: Finding, reply: Reply) -> bool:
    """Whether this is an answer to this question: a tick where a tick is asked, words where words are."""
    return bool(reply.reason.strip()) if wants_reason(finding) else reply.ticked


def said_by_author(finding: Finding) -> Said:
    """What an author's answer to this finding says."""
    return Said.NOT_A_CHILD if finding.is_name else Said.GO_ON
