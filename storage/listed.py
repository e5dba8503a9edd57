"""Everybody of a school with every name they have, streamed: what the name index is built from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, Connection, bindparam, func, select

from bot.domain.people import Listed
from storage.confirmed import CONFIRMED, counts
from storage.prepared import Prepared
from storage.tables import ImportBatchRow, PersonRow, table

_PERSON, _BATCH = table(PersonRow), table(ImportBatchRow)
_OF_SCHOOL = (
    select(
        _PERSON.c.id,
        _PERSON.c.role,
        _PERSON.c.legal_forename,
        _PERSON.c.middle_names,
        _PERSON.c.legal_surname,
        _PERSON.c.chosen_forename,
        _PERSON.c.chosen_surname,
        _PERSON.c.year_group,
        _PERSON.c.class_name,
    )
    .where(
        _PERSON.c.school_id == bindparam("school"),
        counts(_PERSON.c.batch_id),
    )
    .execution_options(yield_per=1000)
)
_TELLING: list[ColumnElement[Any]] = [
    func.count().label("files"),
    func.max(_BATCH.c.id).label("newest"),
    func.sum(_BATCH.c.applied_to).label("applied"),
    func.count().filter(_BATCH.c.state == CONFIRMED).label("confirmed"),
]
_IN_SLACK = (
    select(func.count())
    .where(_PERSON.c.slack_user_id > "", _PERSON.c.school_id == bindparam("school"))
    .scalar_subquery()
    .label("in_slack")
)
"""Colleagues come into the register with the first post that shows them, in no file."""

_STAMP = Prepared(
    select(*_TELLING, _IN_SLACK).where(_BATCH.c.school_id == bindparam("school")),
)

Stamp = tuple[object, ...]


def stamp(connection: Connection, school: str) -> Stamp:
    """Changes whenever a file, or a colleague first shown, may have changed who is in a school's register and by which name."""
    return tuple(_STAMP.one(connection, {"school": school}))


def listed(connection: Connection, school: str) -> Iterator[Listed]:
    """The people of one school in no certain order. Leavers too: what is said of past pupils counts as well (SP-1)."""
    for row in connection.execute(_OF_SCHOOL, {"school": school}):
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
