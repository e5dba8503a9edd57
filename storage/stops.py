"""Emergency stops: in force from the moment they are made until somebody lifts them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, insert, or_, select, update

from storage.prepared import Prepared
from storage.tables import StopRow, table

EVERY_SCHOOL = ""

_STOP = table(StopRow)
_IN_FORCE = Prepared(
    select(_STOP)
    .where(
        _STOP.c.lifted_at.is_(None), or_(_STOP.c.school_id == bindparam("school"), _STOP.c.school_id == EVERY_SCHOOL)
    )
    .order_by(_STOP.c.id)
)
_NEW = Prepared(insert(_STOP).returning(_STOP.c.id))
_LIFT = Prepared(
    update(_STOP)
    .where(_STOP.c.id == bindparam("stop_id"), _STOP.c.lifted_at.is_(None))
    .values(lifted_by=bindparam("who"), lifted_at=bindparam("when"))
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """school: a school's key, or '' for all. reason: for SLT's eyes, never for the office's."""

    id: int
    school: str
    reason: str
    by: str
    at: datetime


def in_force(connection: Connection, school: str) -> list[Stop]:
    """The stops that hold in this school now, the first first."""
    return [
        Stop(id=row.id, school=row.school_id, reason=row.reason, by=row.stopped_by, at=row.at)
        for row in _IN_FORCE.rows(connection, {"school": school})
    ]


def make(connection: Connection, *, school: str, reason: str, by: str, at: datetime) -> int:
    """A new stop. The caller logs it in the same transaction."""
    row = {"school_id": school, "reason": reason, "stopped_by": by, "at": at, "lifted_by": "", "lifted_at": None}
    return int(_NEW.value(connection, row))


def lift(connection: Connection, stop: Stop, *, by: str, at: datetime) -> bool:
    """Ends a stop. Whether nobody had lifted it before."""
    return _LIFT.run(connection, {"stop_id": stop.id, "who": by, "when": at}) == 1
