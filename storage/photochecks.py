"""Photos that somebody has looked through before they write a post: what was found in each, for some days. No picture is kept."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from storage.tables import PhotoCheckRow, table

_PHOTO = table(PhotoCheckRow)
WAITING, CHECKED, FAILED = "waiting", "checked", "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """One thing that was found. strength: as a finding has it."""

    strength: str
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PhotoCheck:
    """One photo of a batch. notes: what was found, or the one sentence that says why it could not be looked at."""

    id: int
    batch: str
    n: int
    school: str
    user: str
    file_id: str
    name: str
    state: str
    notes: tuple[Note, ...]


def add(
    connection: Connection, *, batch: str, school: str, user: str, files: Sequence[tuple[str, str]], at: datetime
) -> bool:
    """Notes the photos of one form, (Slack id, name) each; False where they were handed over before."""
    if of_batch(connection, batch):
        return False
    rows = [
        {
            "batch": batch,
            "n": n,
            "school_id": school,
            "user_id": user,
            "file_id": file_id,
            "file_name": name,
            "state": WAITING,
            "said": "[]",
            "added_at": at,
        }
        for n, (file_id, name) in enumerate(files, 1)
    ]
    connection.execute(insert(_PHOTO), rows)
    return True


def of_batch(connection: Connection, batch: str) -> list[PhotoCheck]:
    """The photos of one form in their order."""
    found = connection.execute(select(_PHOTO).where(_PHOTO.c.batch == batch).order_by(_PHOTO.c.n))
    return [_check(row) for row in found]


def waiting(connection: Connection) -> list[PhotoCheck]:
    """Photos that nobody has looked at yet, the earliest first; one whose process died is among them."""
    found = connection.execute(select(_PHOTO).where(_PHOTO.c.state == WAITING).order_by(_PHOTO.c.id))
    return [_check(row) for row in found]


def became(connection: Connection, check_id: int, state: str, notes: Sequence[Note]) -> None:
    """Writes what was found."""
    said = json.dumps([[note.strength, note.sentence] for note in notes], ensure_ascii=False)
    connection.execute(update(_PHOTO).where(_PHOTO.c.id == check_id).values(state=state, said=said))


def forget(connection: Connection, before: datetime) -> None:
    """Removes what was found before a moment: it may name children."""
    connection.execute(delete(_PHOTO).where(_PHOTO.c.added_at < before))


def _check(row: Any) -> PhotoCheck:
    return PhotoCheck(
        id=row.id,
        batch=row.batch,
        n=row.n,
        school=row.school_id,
        user=row.user_id,
        file_id=row.file_id,
        name=row.file_name,
        state=row.state,
        notes=tuple(Note(strength=strength, sentence=sentence) for strength, sentence in json.loads(row.said)),
    )
