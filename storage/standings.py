"""The registers of what stands for a person or a school: look-ups, entries and their ends. Every change is logged with it."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, insert, or_, select, update

from bot.domain.standing import Kind, Standing
from storage.prepared import Prepared
from storage.tables import StandingRow, table

EVERY_SCHOOL = ""

_STANDING = table(StandingRow)
_HERE = or_(_STANDING.c.school_id == bindparam("school"), _STANDING.c.school_id == EVERY_SCHOOL)
_LIVE = or_(_STANDING.c.ends.is_(None), _STANDING.c.ends >= bindparam("today", type_=_STANDING.c.ends.type))
_OF_PERSON = Prepared(
    select(_STANDING)
    .where(or_(_STANDING.c.user_id == bindparam("user"), _STANDING.c.user_id == ""), _HERE, _LIVE)
    .order_by(_STANDING.c.id)
)
_OF_KIND = Prepared(
    select(_STANDING).where(_STANDING.c.kind == bindparam("kind"), _HERE, _LIVE).order_by(_STANDING.c.id)
)
_BY_ID = Prepared(select(_STANDING).where(_STANDING.c.id == bindparam("standing_id")))
_NEW = Prepared(insert(_STANDING).returning(_STANDING.c.id))
_END = Prepared(
    update(_STANDING)
    .where(_STANDING.c.id == bindparam("standing_id"), _STANDING.c.ended_at.is_(None))
    .values(ends=bindparam("last"), ended_by=bindparam("who"), ended_at=bindparam("when"))
)


def of_person(connection: Connection, user_id: str, school: str, today: date) -> list[Standing]:
    """Everything that has not ended by today for a person in a school, and for the school itself."""
    return [_standing(row) for row in _OF_PERSON.rows(connection, {"user": user_id, "school": school, "today": today})]


def of_kind(connection: Connection, kind: Kind, school: str, today: date) -> list[Standing]:
    """One register of a school: what has not ended by today, in the order in which it was entered."""
    return [_standing(row) for row in _OF_KIND.rows(connection, {"kind": kind.value, "school": school, "today": today})]


def by_id(connection: Connection, standing_id: int) -> Standing | None:
    row = _BY_ID.one(connection, {"standing_id": standing_id})
    return _standing(row) if row is not None else None


def enter(
    connection: Connection,
    *,
    kind: Kind,
    school: str,
    user_id: str,
    begins: date,
    ends: date | None,
    value: str,
    evidence: str,
    by: str,
    at: datetime,
) -> int:
    """A new entry. The caller logs it in the same transaction."""
    row: dict[str, Any] = {
        "school_id": school,
        "user_id": user_id,
        "kind": kind.value,
        "begins": begins,
        "ends": ends,
        "value": value,
        "evidence": evidence,
        "entered_by": by,
        "entered_at": at,
        "ended_by": "",
        "ended_at": None,
    }
    return int(_NEW.value(connection, row))


def end(connection: Connection, standing: Standing, *, by: str, at: datetime, today: date) -> bool:
    """Ends an entry: it holds no more from this day on. Whether nobody had ended it before."""
    last = today - timedelta(days=1)
    values = {"standing_id": standing.id, "last": last, "who": by, "when": at}
    return _END.run(connection, values) == 1


def _standing(row: Any) -> Standing:
    return Standing(
        id=row.id,
        school=row.school_id,
        user_id=row.user_id,
        kind=Kind(row.kind),
        begins=row.begins,
        ends=row.ends,
        value=row.value,
        evidence=row.evidence,
        by=row.entered_by,
    )
