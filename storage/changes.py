"""Counts what changes in a school's register of people, so that names kept in memory follow at the cost of the change.

Whoever changes people takes the school's next number, writes it beside what changed, and holds it until the transaction ends:
the numbers that somebody sees are therefore all of them up to that one, however many write at the same time. Where posts are
locked in the same transaction, the number is taken first.
"""

from __future__ import annotations

from sqlalchemy import Connection, bindparam, select, text

from storage.prepared import Prepared
from storage.tables import RegisterChangeRow, table

_CHANGE = table(RegisterChangeRow)
_NEXT = text(
    "INSERT INTO register_change (school_id, number) VALUES (:school, 1)"
    " ON CONFLICT (school_id) DO UPDATE SET number = register_change.number + 1 RETURNING number"
)
_NOW = Prepared(select(_CHANGE.c.number).where(_CHANGE.c.school_id == bindparam("school")))


def next_change(connection: Connection, school: str) -> int:
    """The number of the change that this transaction makes; others who change people of this school wait for its end."""
    return int(connection.execute(_NEXT, {"school": school}).scalar_one())


def last_change(connection: Connection, school: str) -> int:
    """The number of the last change that counts; 0 where nothing has ever changed."""
    rows = _NOW.rows(connection, {"school": school})
    return int(rows[0].number) if rows else 0
