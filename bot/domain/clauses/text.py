"""What the checks of the words found, clause by clause. The checks themselves are `bot.words`; here they become the policy."""

from __future__ import annotations

from collections.abc import Iterator

from bot.domain.policy import Facts, Finding, Strength, clause
from bot.domain.post import Body


@clause("SP-2", "Nothing in a post tells which child it is about: no names, even with permission", Strength.ENFORCE)
def nobody_is_named(body: Body, facts: Facts) -> Iterator[Finding]:
    """An unmistakable name blocks; a word that may be a name asks the author, and then SLT."""
    yield from _found("SP-2", facts)


def _found(clause_id: str, facts: Facts) -> Iterator[Finding]:
    return (finding for finding in facts.found if finding.clause == clause_id)
