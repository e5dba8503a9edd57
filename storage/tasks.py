"""What waits for somebody, over all posts: for the sweep, for reminders and for lists."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, select

from bot.domain.post import TaskKind, TaskState
from storage.tables import TaskRow, table

_TASK = table(TaskRow)
_DUE = (
    select(_TASK.c.id, _TASK.c.post_id)
    .where(_TASK.c.state == TaskState.OPEN.value, _TASK.c.next_nudge_at <= bindparam("now"))
    .order_by(_TASK.c.next_nudge_at, _TASK.c.id)
    .limit(bindparam("most"))
)
_OPEN = (
    select(_TASK.c.id, _TASK.c.post_id)
    .where(
        _TASK.c.state == TaskState.OPEN.value,
        _TASK.c.school_id == bindparam("school"),
        _TASK.c.kind.in_(bindparam("kinds", expanding=True)),
    )
    .order_by(_TASK.c.opened_at, _TASK.c.id)
    .limit(bindparam("most"))
)
_OPEN_OF = _OPEN.where(_TASK.c.user_id == bindparam("user"))


@dataclass(frozen=True, slots=True)
class Pending:
    """An open task and the post that it belongs to."""

    task_id: int
    post_id: int


def due(connection: Connection, now: datetime, *, most: int) -> list[Pending]:
    """The open tasks that are to be looked at, the longest overdue first."""
    values = {"now": now, "most": most}
    return [Pending(row.id, row.post_id) for row in connection.execute(_DUE, values)]


def still_open(
    connection: Connection, school: str, kinds: Iterable[TaskKind], *, most: int, user: str = ""
) -> list[Pending]:
    """The open tasks of these kinds in a school, the oldest first; with `user`, those that this person alone is asked."""
    values = {"school": school, "kinds": [kind.value for kind in kinds], "most": most}
    found = connection.execute(_OPEN_OF, {**values, "user": user}) if user else connection.execute(_OPEN, values)
    return [Pending(row.id, row.post_id) for row in found]
