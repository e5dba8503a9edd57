"""Files of the register that somebody handed over in Slack: what became of each, and whether Slack still has it.

A file in Slack stays its owner's. It is read once, and then asked after until Slack says that it is gone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update

from storage.tables import RegisterUploadRow, table

_FILE = table(RegisterUploadRow)

_BY_ID = select(_FILE).where(_FILE.c.file_id == bindparam("file"))
_LOCKED = _BY_ID.with_for_update()
_TO_READ = select(_FILE.c.file_id).where(_FILE.c.state == "reading").order_by(_FILE.c.added_at)
_TO_ASK_AFTER = (
    select(_FILE.c.file_id)
    .where(_FILE.c.gone_at.is_(None), _FILE.c.next_look_at <= bindparam("now"))
    .order_by(_FILE.c.next_look_at)
    .limit(50)
)
_SET = update(_FILE).where(_FILE.c.file_id == bindparam("file"))

READING, ASKS, STAGED, REFUSED, CONFIRMED, DISCARDED = "reading", "asks", "staged", "refused", "confirmed", "discarded"


@dataclass(frozen=True, slots=True, kw_only=True)
class Handed:
    """One file. said: the sentence of a refusal, or of a question (`asks` is its option). dates, x: what was answered."""

    file_id: str
    school: str
    user: str
    name: str
    mapping: str
    state: str
    batch: int | None
    said: str
    asks: str
    dates: str
    x: str
    added_at: datetime
    gone_at: datetime | None


def add(connection: Connection, *, file_id: str, school: str, user: str, name: str, mapping: str, at: datetime) -> bool:
    """Notes a file that waits to be read; False where it was handed over before (Slack delivers twice)."""
    if get(connection, file_id) is not None:
        return False
    row: dict[str, Any] = {
        "file_id": file_id,
        "school_id": school,
        "user_id": user,
        "file_name": name,
        "mapping": mapping,
    }
    row |= {"state": READING, "added_at": at, "next_look_at": at, "said": "", "asks": "", "dates": "", "x": ""}
    connection.execute(insert(_FILE), row)
    return True


def get(connection: Connection, file_id: str, *, lock: bool = False) -> Handed | None:
    """What is known of a file."""
    row = connection.execute(_LOCKED if lock else _BY_ID, {"file": file_id}).first()
    return _handed(row) if row is not None else None


def to_read(connection: Connection) -> list[str]:
    """Files that wait to be read, the earliest first; one whose process died is among them."""
    return list(connection.execute(_TO_READ).scalars())


def to_ask_after(connection: Connection, now: datetime) -> list[str]:
    """Files of which it is time to ask Slack whether they are gone."""
    return list(connection.execute(_TO_ASK_AFTER, {"now": now}).scalars())


def change(connection: Connection, file_id: str, **values: Any) -> None:
    """Writes what became of it."""
    connection.execute(_SET.values(values), {"file": file_id})


def _handed(row: Any) -> Handed:
    return Handed(
        file_id=row.file_id,
        school=row.school_id,
        user=row.user_id,
        name=row.file_name,
        mapping=row.mapping,
        state=row.state,
        batch=row.batch_id,
        said=row.said,
        asks=row.asks,
        dates=row.dates,
        x=row.x,
        added_at=row.added_at,
        gone_at=row.gone_at,
    )
