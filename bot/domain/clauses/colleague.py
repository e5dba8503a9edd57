"""RS-2: no adult is shown without their own written permission for that very place."""

from __future__ import annotations

from collections.abc import Iterator

from bot.domain.consent import Person, Reason
from bot.domain.policy import Facts, Field, Finding, Strength, clause
from bot.domain.post import Body
from bot.domain.wording import listing

_SAID_NO = frozenset({Reason.REFUSED, Reason.WITHDRAWN, Reason.NEVER_PUBLISH})


@clause("RS-2", "Every adult featured has given their own written permission, for every place", Strength.ENFORCE)
def adults_have_permission(body: Body, facts: Facts) -> Iterator[Finding]:
    """Colleagues in Slack are asked by message, so their answer may still come; of everybody else it must be on record."""
    for person_id in body.adults:
        person = facts.people.get(person_id)
        if person is None:
            yield _finding(
                "unknown_adult", "One of the adults you chose is not on record any more. Please choose again."
            )
        elif places := facts.refused_places(person_id, body.places):
            yield (
                _asked(person, places) if _may_still_answer(person, places, facts) else _missing(person, places, facts)
            )


def _may_still_answer(person: Person, places: tuple[str, ...], facts: Facts) -> bool:
    answers = [facts.answer(person.id, place) for place in places]
    return bool(person.slack_user_id) and not any(said is None or said.reason in _SAID_NO for said in answers)


def _finding(code: str, sentence: str) -> Finding:
    return Finding(clause="RS-2", strength=Strength.ENFORCE, code=code, field=Field.ADULTS, sentence=sentence)


def _asked(person: Person, places: tuple[str, ...]) -> Finding:
    """Silence is no: the post waits. It may be sent meanwhile, and cannot be approved."""
    return Finding(
        clause="RS-2",
        strength=Strength.ENFORCE,
        code="not_answered",
        field=Field.STAFF,
        sentence=f"{person.name} has not said yet whether this may show them.",
        people=(person.id,),
        places=places,
        later=True,
    )


def _missing(person: Person, places: tuple[str, ...], facts: Facts) -> Finding:
    """One sentence for every cause, as for children."""
    where = listing((place.phrase for place in facts.trust.places(places)), last="or")
    return Finding(
        clause="RS-2",
        strength=Strength.ENFORCE,
        code="no_permission",
        field=Field.STAFF if person.slack_user_id else Field.ADULTS,
        sentence=(
            f"There is no permission on record to show {person.name} on {where}. "
            "Take them out, or ask the office to put one on record. Only you can see this."
        ),
        people=(person.id,),
        places=places,
    )
