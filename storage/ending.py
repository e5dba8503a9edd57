"""Whose permission ends in the days to come: asked of the rows that can end then, and judged by the one function."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, or_, select

from bot.domain.consent import ConsentState, Person, Rules, Validity, answer
from storage import register
from storage.concern import portions
from storage.tables import ConsentRecordRow, PersonRow, table

_PERSON, _RECORD = table(PersonRow), table(ConsentRecordRow)


def ending(
    connection: Connection, school: str, *, first: date, last: date, today: date, places: Iterable[str], rules: Rules
) -> list[tuple[Person, date]]:
    """People of a school whose yes for any of these places has its last day from `first` to `last`, with the earliest such day.

    By day, then by name. Somebody whose permission was renewed meanwhile, or is gone already, is not among them.
    """
    candidates = connection.execute(_candidates(school, first, last, rules)).scalars().all()
    where = tuple(places)
    found: list[tuple[Person, date]] = []
    for some in portions(sorted(candidates)):
        people, records = register.people(connection, some), register.consents(connection, some)
        for person in people.values():
            days = _last_days(person, records.get(person.id, ()), where, today, rules)
            soon = [day for day in days if first <= day <= last]
            if soon:
                found.append((person, min(soon)))
    return sorted(found, key=lambda one: (one[1], one[0].surname, one[0].forename, one[0].id))


def _last_days(person: Person, records: Sequence[Any], places: Iterable[str], today: date, rules: Rules) -> set[date]:
    said = (
        answer(person, records, use=use, place=place, today=today, rules=rules)
        for place in places
        for use in rules.uses
    )
    return {one.last_day for one in said if (one.yes or one.hold) and one.last_day is not None}


def _candidates(school: str, first: date, last: date, rules: Rules) -> Select[Any]:
    """Everybody with a yes that may end in these days, by its own end or by its age. It may name too many, never too few."""
    ends: list[ColumnElement[bool]] = [_RECORD.c.ends.between(first, last)]
    ends += [_RECORD.c.given_on.between(begin, end) for begin, end in _given_between(first, last, rules)]
    return (
        select(_RECORD.c.person_id)
        .distinct()
        .join(_PERSON, _PERSON.c.id == _RECORD.c.person_id)
        .where(_PERSON.c.school_id == school, _RECORD.c.state == ConsentState.GRANTED.value, or_(*ends))
    )


def _given_between(first: date, last: date, rules: Rules) -> list[tuple[date, date]]:
    """The days on which a yes was given that ends from `first` to `last` by its age alone."""
    if rules.validity is Validity.YEARS:
        return [(_years_before(first, rules.years), _years_before(last, rules.years))]
    if rules.validity is Validity.ACADEMIC_YEAR:
        years = range(first.year, last.year + 1)
        begins = [date(year, rules.year_begins, 1) for year in years]
        return [
            (day.replace(year=day.year - 1), _day_before(day)) for day in begins if first <= _day_before(day) <= last
        ]
    return []


def _day_before(day: date) -> date:
    return date.fromordinal(day.toordinal() - 1)


def _years_before(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:  # 29 February
        return day.replace(year=day.year - years, day=28)
