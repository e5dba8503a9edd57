"""SP-1: nobody's child is shown without written permission for that very place."""

from __future__ import annotations

from collections.abc import Iterator

from bot.domain.policy import Facts, Field, Finding, Strength, clause
from bot.domain.post import Body
from bot.domain.wording import listing


@clause("SP-1", "Parents of every pupil featured have given written permission, for every place", Strength.ENFORCE)
def pupils_have_permission(body: Body, facts: Facts) -> Iterator[Finding]:
    """Either the author says that no pupil can be recognised, or every pupil listed is permitted in every place."""
    if not body.people and not body.nobody:
        yield _finding(
            "nobody_listed",
            "Please list the children who are in it, or tick the box below if there are none.",
        )
    if body.people and body.nobody:
        yield _finding(
            "listed_and_nobody", "You listed children and also ticked that there are none. Please choose one."
        )
    for person_id in body.people:
        person = facts.people.get(person_id)
        if person is None or person.school != body.school:
            yield _finding(
                "unknown_person", "One of the children you chose is not in the register. Please choose again."
            )
        elif places := facts.refused_places(person_id, body.places):
            yield _missing(person_id, person.name, person.forename, places, facts)


def _finding(code: str, sentence: str) -> Finding:
    return Finding(clause="SP-1", strength=Strength.ENFORCE, code=code, field=Field.PUPILS, sentence=sentence)


def _missing(person_id: str, name: str, forename: str, places: tuple[str, ...], facts: Facts) -> Finding:
    where = listing((place.phrase for place in facts.trust.places(places)), last="or")
    return Finding(
        clause="SP-1",
        strength=Strength.ENFORCE,
        code="no_permission",
        field=Field.PUPILS,
        sentence=(
            f"There is no permission on record to show {name} on {where}. "
            f"Untick that place below, or choose words without {forename}. Only you can see this."
        ),
        people=(person_id,),
        places=places,
    )
