"""SP-3, SP-6 and CO-2: what a post may be for, and what its author declares."""

from __future__ import annotations

from collections.abc import Iterator

from bot.domain.policy import Facts, Field, Finding, Strength, clause
from bot.domain.post import Body, Purpose


@clause(
    "SP-3",
    "A post celebrates children, staff, the school or an achievement, or informs parents",
    Strength.ENFORCE,
)
def purpose_is_allowed(body: Body, facts: Facts) -> Iterator[Finding]:
    """The picker offers only the policy's purposes; anything else did not come from our form."""
    if body.purpose not in tuple(Purpose):
        yield Finding(
            clause="SP-3",
            strength=Strength.ENFORCE,
            code="purpose_unknown",
            field=Field.PURPOSE,
            sentence="Please choose what the post is for.",
        )


@clause("SP-6", "The author takes responsibility together with SLT and the office", Strength.ENFORCE)
def declared_responsible(body: Body, facts: Facts) -> Iterator[Finding]:
    """The declaration must be the wording in force: a tick under an older wording does not count."""
    yield from _declared("SP-6", body, facts)


@clause("CO-2", "The author declares that nothing in it is false or misleading", Strength.ENFORCE)
def declared_true(body: Body, facts: Facts) -> Iterator[Finding]:
    """Covered by the same declaration as SP-6, whose wording says both."""
    yield from _declared("CO-2", body, facts)


_PROMISE_IS_OLD = "The promise has changed since you gave it. Please read it again, and tick it."


def _declared(clause_id: str, body: Body, facts: Facts) -> Iterator[Finding]:
    if body.promise != facts.trust.policy.declaration_id:
        yield Finding(
            clause=clause_id,
            strength=Strength.ENFORCE,
            code="not_declared",
            field=Field.PROMISE,
            sentence=_PROMISE_IS_OLD if body.promise else "Please tick this once you have checked your post.",
        )
