"""SP-1: nobody's child is shown without written permission for that very place."""

from __future__ import annotations

from collections.abc import Iterator

from bot.domain.consent import Person
from bot.domain.findings import fingerprinted
from bot.domain.policy import Facts, Field, Finding, Strength, clause
from bot.domain.post import Body
from bot.domain.wording import count, listing

MOST_TOLD = 6
"""Children named at the field; a class may have more, and an error that fills the screen is read by nobody."""

_Missing = tuple[Person, tuple[str, ...]]


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
    use = facts.use_of(body.photos)
    missing: list[_Missing] = []
    conditional: list[tuple[Person, str]] = []
    for person_id in body.people:
        person = facts.people.get(person_id)
        if person is None or person.school != body.school:
            yield _finding(
                "unknown_person", "One of the children you chose is not in the register. Please choose again."
            )
        elif places := facts.refused_places(person_id, body.places, use=use):
            missing.append((person, places))
        else:
            conditional += [(person, words) for words in facts.conditions(person_id, body.places, use=use)]
    sentence = _no_permission(missing, facts) if missing else ""
    yield from (_not_permitted(person.id, places, sentence) for person, places in missing)
    yield from fingerprinted([_condition(person, words) for person, words in conditional], {})


def _finding(code: str, sentence: str) -> Finding:
    return Finding(clause="SP-1", strength=Strength.ENFORCE, code=code, field=Field.PUPILS, sentence=sentence)


def _not_permitted(person_id: str, places: tuple[str, ...], sentence: str) -> Finding:
    return Finding(
        clause="SP-1",
        strength=Strength.ENFORCE,
        code="no_permission",
        field=Field.PUPILS,
        sentence=sentence,
        people=(person_id,),
        places=places,
    )


def _condition(person: Person, words: str) -> Finding:
    """A yes with conditions is never a plain one: author and SLT have to say that this post keeps to it.

    The sentence stands on SLT's card, so it names no child. The words belong to the question: another condition is another.
    """
    return Finding(
        clause="SP-1",
        strength=Strength.HOLD,
        code="conditional_permission",
        field=Field.PUPILS,
        sentence=f"The permission for a child in it has a condition: “{words}”. The post must keep to it.",
        people=(person.id,),
        kind="condition",
        span=words,
    )


def _no_permission(missing: list[_Missing], facts: Facts) -> str:
    """All of it in one breath, whatever the causes: who may not be shown where, and then once what to do."""
    in_order = sorted(missing, key=lambda one: one[0].name)
    told = "; ".join(_who_and_where(person, places, facts) for person, places in in_order[:MOST_TOLD])
    hidden = len(missing) - MOST_TOLD
    more = f"; and {count(hidden, 'more child', 'more children')}" if hidden > 0 else ""
    place = "that place" if all(len(places) == 1 for _, places in missing) else "those places"
    without = missing[0][0].forename if len(missing) == 1 else "these children"
    return (
        f"There is no permission on record to show {told}{more}. "
        f"Untick {place} below, or choose words without {without}. Only you can see this."
    )


def _who_and_where(person: Person, places: tuple[str, ...], facts: Facts) -> str:
    return f"{person.name} on {listing((place.phrase for place in facts.trust.places(places)), last='or')}"
