"""Everybody of a school with every name they have, or those who changed: what the name index is built from and follows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, NamedTuple

from sqlalchemy import BigInteger, Connection, bindparam, func, select

from bot.domain.people import Listed
from storage.changes import last_change
from storage.confirmed import counts
from storage.prepared import Prepared
from storage.tables import ImportBatchRow, PersonRow, table

_PERSON, _BATCH = table(PersonRow), table(ImportBatchRow)
_OF_SCHOOL = select(
    _PERSON.c.id,
    _PERSON.c.role,
    _PERSON.c.legal_forename,
    _PERSON.c.middle_names,
    _PERSON.c.legal_surname,
    _PERSON.c.chosen_forename,
    _PERSON.c.chosen_surname,
    _PERSON.c.year_group,
    _PERSON.c.class_name,
).where(_PERSON.c.school_id == bindparam("school"), counts(_PERSON.c.batch_id))
_EVERYBODY = _OF_SCHOOL.execution_options(yield_per=1000)
_SINCE = bindparam("since", type_=BigInteger)
_BROUGHT = select(_BATCH.c.id).where(_BATCH.c.school_id == bindparam("school"), _BATCH.c.changed > _SINCE)
_IN_SLACK = _PERSON.c.slack_user_id > ""
"""Colleagues come into the register with the first post that shows them, in no file."""
# Each way in by its index; whoever is found in several ways is one row.
_ITSELF, _WITH_A_FILE = _OF_SCHOOL.where(_PERSON.c.changed > _SINCE), _OF_SCHOOL.where(_PERSON.c.batch_id.in_(_BROUGHT))
_CHANGED = _ITSELF.union(_WITH_A_FILE)
_CHANGED_OR_COLLEAGUE = _ITSELF.union(_WITH_A_FILE, _OF_SCHOOL.where(_IN_SLACK))
_COLLEAGUES = Prepared(
    select(func.count().label("number")).where(_IN_SLACK, _PERSON.c.school_id == bindparam("school"))
)


class Seen(NamedTuple):
    """How far a register was read: the number of its last change, and how many colleagues it had from Slack."""

    change: int
    colleagues: int


def seen(connection: Connection, school: str) -> Seen:
    """How far the register can be read at this moment."""
    return Seen(last_change(connection, school), int(_COLLEAGUES.value(connection, {"school": school})))


def listed(connection: Connection, school: str) -> Iterator[Listed]:
    """The people of one school in no certain order. Leavers too: what is said of past pupils counts as well (SP-1)."""
    for row in connection.execute(_EVERYBODY, {"school": school}):
        yield from _called(row)


def changed(
    connection: Connection, school: str, since: int, *, most: int, colleagues: bool = False
) -> list[tuple[Listed, ...]] | None:
    """Who has come or is called otherwise since the change of that number, each with every surname they have.

    colleagues: whoever is in Slack as well, since they change without a number. None where these are more than `most`: then
    it is quicker to read everybody.
    """
    asked = _CHANGED_OR_COLLEAGUE if colleagues else _CHANGED
    rows = connection.execute(asked.limit(most + 1), {"school": school, "since": since}).all()
    return [tuple(_called(row)) for row in rows] if len(rows) <= most else None


def _called(row: Any) -> Iterator[Listed]:
    person = Listed(
        id=row.id,
        role=row.role,
        forename=row.legal_forename,
        middle=row.middle_names,
        surname=row.legal_surname,
        chosen=row.chosen_forename,
        year_group=row.year_group,
        class_name=row.class_name,
    )
    yield person
    if row.chosen_surname:
        yield replace(person, surname=row.chosen_surname)
