"""Everybody of a school with every name they have, streamed: what the name index is built from."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, bindparam, select

from bot.domain.people import Listed
from storage.tables import PersonRow, table

_PERSON = table(PersonRow)
_OF_SCHOOL = (
    select(
        _PERSON.c.id,
        _PERSON.c.role,
        _PERSON.c.legal_forename,
        _PERSON.c.middle_names,
        _PERSON.c.legal_surname,
        _PERSON.c.chosen_forename,
        _PERSON.c.year_group,
        _PERSON.c.class_name,
    )
    .where(_PERSON.c.school_id == bindparam("school"))
    .execution_options(yield_per=1000)
)


def listed(connection: Connection, school: str) -> Iterator[Listed]:
    """The people of one school in no certain order. Leavers too: what is said of past pupils counts as well (SP-1)."""
    for row in connection.execute(_OF_SCHOOL, {"school": school}):
        yield Listed(
            id=row.id,
            role=row.role,
            forename=row.legal_forename,
            middle=row.middle_names,
            surname=row.legal_surname,
            chosen=row.chosen_forename,
            year_group=row.year_group,
            class_name=row.class_name,
        )
