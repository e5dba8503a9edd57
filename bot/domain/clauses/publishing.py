"""SP-3, SP-6, CO-2 and IP-2: what a post may be for, and what its author declares."""

from __future__ import annotations

from collections.abc import Iterator

from bot.domain.policy import Facts, Field, Finding, Strength, clause
from bot.domain.post import Body, Declared, Purpose
from bot.domain.typed import has_letters


@clause(
    "SP-3",
    "A post celebrates children, staff, the school or an achievement, or informs parents",
    Strength.ENFORCE,
)
def purpose_is_allowed(body: Body, facts: Facts) -> Iterator[Finding]:
    """The picker offers only the policy's purposes; anything else did not come from our form. Grumbling is pointed out."""
    yield from (finding for finding in facts.found if finding.clause == "SP-3")
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


@clause("IP-2", "Words and pictures of others go out with their source", Strength.ENFORCE)
def sources_are_named(body: Body, facts: Facts) -> Iterator[Finding]:
    """What the author says is somebody else's needs to say whose; the office publishes it with the post."""
    if Declared.THIRD_PARTY in body.declared and not has_letters(body.source):
        yield Finding(
            clause="IP-2",
            strength=Strength.ENFORCE,
            code="no_source",
            field=Field.SOURCE,
            sentence="Please say whose it is and where it came from, or untick that it is somebody else’s.",
        )
    yield from (finding for finding in facts.found if finding.clause == "IP-2")
