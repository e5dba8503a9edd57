"""Emergency stops: in force from the moment they are made until somebody lifts them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, insert, or_, select, update

from bot.domain.post import Status, TaskKind, TaskState
from storage.prepared import Prepared
from storage.tables import PostRow, StopRow, TaskRow, table

EVERY_SCHOOL = ""

OPEN = (Status.ADVICE, Status.WITH_SLT, Status.APPROVED, Status.RELEASED, Status.HELD)

_STOP, _POST, _TASK = table(StopRow), table(PostRow), table(TaskRow)
_IN_FORCE = Prepared(
    select(_STOP)
    .where(
        _STOP.c.lifted_at.is_(None), or_(_STOP.c.school_id == bindparam("school"), _STOP.c.school_id == EVERY_SCHOOL)
    )
    .order_by(_STOP.c.id)
)
_NEW = Prepared(insert(_STOP).returning(_STOP.c.id))
_BY_ID = Prepared(select(_STOP).where(_STOP.c.id == bindparam("stop_id")))
# Drafts and what is back with its author are not held: they go nowhere before they are sent.
_OPEN_POSTS = (
    select(_POST.c.id)
    .where(_POST.c.school_id == bindparam("school"), _POST.c.status.in_([status.value for status in OPEN]))
    .order_by(_POST.c.id)
)
_PARTLY_OUT = (
    select(_POST.c.id)
    .join(_TASK, _TASK.c.post_id == _POST.c.id)
    .where(
        _POST.c.school_id == bindparam("school"),
        _POST.c.status == Status.PUBLISHED.value,
        _TASK.c.kind == TaskKind.PUBLISH.value,
        _TASK.c.state == TaskState.OPEN.value,
    )
    .order_by(_POST.c.id)
)
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
    lifted_at: datetime | None = None


def in_force(connection: Connection, school: str) -> list[Stop]:
    """The stops that hold in this school now, the first first."""
    return [_stop(row) for row in _IN_FORCE.rows(connection, {"school": school})]


def by_id(connection: Connection, stop_id: int) -> Stop | None:
    """A stop, in force or lifted."""
    row = _BY_ID.one(connection, {"stop_id": stop_id})
    return _stop(row) if row is not None else None


def open_posts(connection: Connection, school: str) -> list[int]:
    """The posts that could still go out, or go on, in this school: in the order in which they were written."""
    found = connection.execute(_OPEN_POSTS, {"school": school}).scalars().all()
    return sorted({*found, *connection.execute(_PARTLY_OUT, {"school": school}).scalars()})


def make(connection: Connection, *, school: str, reason: str, by: str, at: datetime) -> int:
    """A new stop. The caller logs it in the same transaction."""
    row = {"school_id": school, "reason": reason, "stopped_by": by, "at": at, "lifted_by": "", "lifted_at": None}
    return int(_NEW.value(connection, row))


def lift(connection: Connection, stop: Stop, *, by: str, at: datetime) -> bool:
    """Ends a stop. Whether nobody had lifted it before."""
    return _LIFT.run(connection, {"stop_id": stop.id, "who": by, "when": at}) == 1


def _stop(row: Any) -> Stop:
    return Stop(
        id=row.id, school=row.school_id, reason=row.reason, by=row.stopped_by, at=row.at, lifted_at=row.lifted_at
    )
