"""What the checks of the words found, clause by clause. The checks themselves are `bot.words`; here they become the policy."""

from __future__ import annotations

from collections.abc import Iterator

from bot.domain.policy import Facts, Finding, Strength, clause
from bot.domain.post import Body


@clause("SP-2", "Nothing in a post tells which child it is about: no names, even with permission", Strength.ENFORCE)
def nobody_is_named(body: Body, facts: Facts) -> Iterator[Finding]:
    """An unmistakable name blocks; a word that may be a name asks the author, and then SLT."""
    yield from _found("SP-2", facts)


@clause("PH-1", "Photos come from the school's devices, or from ones approved beforehand", Strength.ENFORCE)
def devices_are_approved(body: Body, facts: Facts) -> Iterator[Finding]:
    """Another device blocks; a file that names none rests on the author's word, and SLT decide."""
    yield from _found("PH-1", facts) if body.photos else ()


@clause("CO-1", "No personal information about a colleague", Strength.ENFORCE)
def no_colleagues_data(body: Body, facts: Facts) -> Iterator[Finding]:
    """Contact details and homes of staff; what the school publishes itself is no leak."""
    yield from _found("CO-1", facts)


@clause("RP-1", "Nothing disparaging about anybody", Strength.HOLD)
def nothing_disparaging(body: Body, facts: Facts) -> Iterator[Finding]:
    """Shown with the words; the author says why they may stay, and SLT decide."""
    yield from _found("RP-1", facts)


@clause("RP-2", "Nothing private of one person, and no confidential matter of the school", Strength.HOLD)
def nothing_confidential(body: Body, facts: Facts) -> Iterator[Finding]:
    """Health, needs, care, money, religion and so on of one person; staffing, money and complaints of the school."""
    yield from _found("RP-2", facts)


@clause("RS-1", "Nothing offensive", Strength.HOLD)
def nothing_offensive(body: Body, facts: Facts) -> Iterator[Finding]:
    """Discrimination, insults and obscenity, masked ones too."""
    yield from _found("RS-1", facts)


@clause("CO-3", "No references for individuals", Strength.HOLD)
def no_references(body: Body, facts: Facts) -> Iterator[Finding]:
    """Words of recommendation for one person."""
    yield from _found("CO-3", facts)


def _found(clause_id: str, facts: Facts) -> Iterator[Finding]:
    return (finding for finding in facts.found if finding.clause == clause_id)
