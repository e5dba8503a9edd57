"""Takes a file that waits into the register, or throws it away.

Confirming writes people and answers in short transactions; none of it counts or shows until one last transaction flips the
batch, together with its log entry and the posts concerned. Killed before the flip, the register is as it was, and confirming
goes on where it stopped. After the flip, names and classes of people on record follow, again in portions that can go on.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, bindparam, select, text, update

from storage import concern, log
from storage.changes import next_change
from storage.confirmed import CONFIRMED
from storage.engine import Store
from storage.intake.errors import RegisterError
from storage.intake.preview import Counted, preview
from storage.intake.recording import record_rows
from storage.intake.staged import AT_A_TIME, Fate, Staged
from storage.intake.staging import Progress, drop, drop_settled
from storage.intake.writing import change_people, new_people
from storage.prepared import Prepared
from storage.tables import ImportBatchRow, ImportRowRow, PersonRow, table

_BATCH, _ROW, _PERSON = table(ImportBatchRow), table(ImportRowRow), table(PersonRow)
_LOCK = select(_BATCH).where(_BATCH.c.id == bindparam("batch")).with_for_update()
# SQLite has one writer anyway. The number only has to be ours; no lock on the table, since portions under way write to it.
_ONE_BEGINS_AT_A_TIME = text("SELECT pg_advisory_xact_lock(7623148812)")
_UNDER_WAY = select(_BATCH.c.id).where(_BATCH.c.school_id == bindparam("school"), _BATCH.c.state == "confirming")
_NEXT = (
    select(_ROW)
    .where(
        _ROW.c.batch_id == bindparam("batch"),
        _ROW.c.number > bindparam("after"),
        _ROW.c.fate.in_([Fate.KNOWN.value, Fate.NEW.value]),
    )
    .order_by(_ROW.c.number)
    .limit(AT_A_TIME)
)
_NEXT_DETAILS = _NEXT.where(_ROW.c.details, _ROW.c.fate == Fate.KNOWN.value)
_PLACED = Prepared(
    update(_ROW)
    .where(_ROW.c.batch_id == bindparam("batch"), _ROW.c.number == bindparam("which"))
    .values(person_id=bindparam("person"), fate=bindparam("new_fate"), why=bindparam("new_why"))
)
_FINISHED = -1
"""As `applied_to` of a batch that is confirmed: its names and classes are in the register, too."""


class NewIds:
    """Opaque ids for people, which say nothing about them. Call it for each.

    Those of some hundred people in a row begin alike: what is written together then stands together in every index, which
    spares the database most of its writing.
    """

    def __init__(self) -> None:
        self._begin, self._left = "", 0

    def __call__(self) -> str:
        if not self._left:
            self._begin, self._left = f"p_{secrets.token_hex(2)}", AT_A_TIME
        self._left -= 1
        return self._begin + secrets.token_hex(6)


def confirm(
    store: Store,
    batch: int,
    *,
    by: str,
    at: datetime,
    as_role: str = "",
    policy_version: str = "",
    ids: Callable[[], str] | None = None,
    salts: Callable[[], str] = log.new_salt,
    progress: Progress = lambda done, total: None,
) -> tuple[int, ...]:
    """Takes a batch into the register; rows that wait for a person stay behind and can be settled later.

    Returns the posts concerned, which have a new version and an entry in `recheck`. Confirming twice does nothing the second
    time. Raises `RegisterError` where there is nothing to confirm.
    """
    with store.write() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(_ONE_BEGINS_AT_A_TIME)
        row = _locked(connection, batch)
        if row.state == CONFIRMED:
            return ()
        if row.state not in {"staged", "confirming"}:
            raise RegisterError(
                f"The import {batch} is {row.state}, so it cannot be confirmed. Please import the file anew."
            )
        _wait_for_no_other(connection, row)
        connection.execute(update(_BATCH).where(_BATCH.c.id == batch).values(state="confirming"))
    total, new_ids = Counted.of(row.summary).rows, ids or NewIds()
    after, done = int(row.applied_to), 0
    while True:
        with store.write() as connection:
            rows = connection.execute(_NEXT, {"batch": batch, "after": after}).all()
            if rows:
                after = _apply(connection, row, rows, by=by, at=at, ids=new_ids)
        if not rows:
            break
        done += len(rows)
        progress(done, total)
    with store.write() as connection:
        posts = _flip(connection, batch, by=by, at=at, as_role=as_role, policy_version=policy_version, salts=salts)
    finish(store)
    return posts


def discard(store: Store, batch: int, *, by: str) -> None:
    """Throws a batch away that was not confirmed. Raises `RegisterError` for one that was."""
    with store.read() as connection:
        found = preview(connection, batch)
    if found.state == CONFIRMED:
        raise RegisterError(
            f"The import {batch} is in the register already. What it said can be changed, not taken back."
        )
    drop(store, batch, "discarded")


def finish(store: Store) -> None:
    """Brings the names and classes of every confirmed batch into the register, from where somebody was interrupted."""
    with store.read() as connection:
        unfinished = connection.execute(
            select(_BATCH).where(_BATCH.c.state == CONFIRMED, _BATCH.c.applied_to != _FINISHED).order_by(_BATCH.c.id)
        ).all()
    for batch in unfinished:
        after = int(batch.applied_to)
        while True:
            with store.write() as connection:
                found = connection.execute(_NEXT_DETAILS, {"batch": batch.id, "after": after})
                rows = [Staged.of(row) for row in found]
                after = rows[-1].number if rows else _FINISHED
                # The batch first: whoever settles a row of it waits for the batch and then for the change's number.
                connection.execute(update(_BATCH).where(_BATCH.c.id == batch.id).values(applied_to=after))
                change_people(connection, batch.school_id, rows)
            if not rows:
                break
        drop_settled(store, batch.id)


def take(connection: Connection, batch: Any, rows: Sequence[Staged], *, by: str, at: datetime) -> tuple[int, ...]:
    """Takes single rows of a confirmed batch into the register, as they stand there after somebody said whom they are about."""
    for row in rows:
        record_rows(connection, batch, first=row.number, last=row.number, by=by, at=at)
        _mark(connection, [row])
        change_people(connection, batch.school_id, [row])
    concern.change_answers(connection)
    return concern.reopen(connection, concern.posts_of(connection, {row.person_id for row in rows}), at)


def _locked(connection: Connection, batch: int) -> Any:
    row = connection.execute(_LOCK, {"batch": batch}).first()
    if row is None:
        raise RegisterError(f"There is no import of number {batch}.")
    return row


def _wait_for_no_other(connection: Connection, row: Any) -> None:
    """One file of a school at a time: of two that bring the same child, one could be thrown away after all."""
    others = connection.execute(_UNDER_WAY, {"school": row.school_id}).scalars()
    if under_way := [each for each in others if each != row.id]:
        raise RegisterError(
            f"Another file of this school, import {under_way[0]}, is being taken in. Please try again in a moment. "
            "If that one was interrupted, confirm or discard it first."
        )


def _apply(
    connection: Connection, batch: Any, rows: Sequence[Any], *, by: str, at: datetime, ids: Callable[[], str]
) -> int:
    """One portion of people and answers, which do not count yet; of rows as they are kept. Returns how far this went."""
    now = _locked(connection, batch.id)
    if now.state == "discarded":
        raise RegisterError(
            f"Somebody threw the import {batch.id} away meanwhile. Nothing in the register has changed."
        )
    if now.state == CONFIRMED or now.applied_to >= rows[-1].number:  # two confirm at once, and the other was faster
        return int(rows[-1].number)
    brought = [Staged.of(row) for row in rows if row.fate == Fate.NEW.value]
    placed_otherwise = new_people(connection, batch, brought, ids=ids)
    placed = [
        {
            "batch": batch.id,
            "which": row.number,
            "person": row.person_id,
            "new_fate": row.fate.value,
            "new_why": row.why,
        }
        for row in placed_otherwise
    ]
    _PLACED.run_all(connection, placed)
    record_rows(connection, batch, first=rows[0].number, last=rows[-1].number, by=by, at=at)
    connection.execute(update(_BATCH).where(_BATCH.c.id == batch.id).values(applied_to=rows[-1].number))
    return int(rows[-1].number)


def _flip(
    connection: Connection,
    batch: int,
    *,
    by: str,
    at: datetime,
    as_role: str,
    policy_version: str,
    salts: Callable[[], str],
) -> tuple[int, ...]:
    """From here on everything of the file counts, and every post concerned is looked at again."""
    row = _locked(connection, batch)
    if row.state == CONFIRMED:
        return ()
    changed = next_change(connection, row.school_id)
    marked = select(_ROW).where(_ROW.c.batch_id == batch, _ROW.c.changes == "less", _ROW.c.person_id != "")
    counted = Counted.of(row.summary)
    if counted.marked:
        for some in concern.portions(connection.execute(marked).all()):
            _mark(connection, [Staged.of(each) for each in some])
    concern.change_answers(connection)
    posts = concern.reopen(connection, concern.posts_of_batch(connection, batch), at)
    values = {"state": CONFIRMED, "applied_to": 0, "confirmed_by": by, "confirmed_at": at, "changed": changed}
    connection.execute(update(_BATCH).where(_BATCH.c.id == batch).values(values))
    told = {"batch": batch, "file_name": row.file_name, "mapping": row.mapping, "posts": len(posts)}
    told |= {name: getattr(counted, name) for name in ("rows", "given", "taken", "refused", "blank", "people_changed")}
    entry = log.Entry(
        at=at,
        actor=by,
        as_role=as_role,
        what=log.What.CONSENTS_IMPORTED,
        school=row.school_id,
        sha256=row.sha256,
        policy_version=policy_version,
        detail=told,
    )
    log.append(connection, entry, salts=salts)
    return posts


def _mark(connection: Connection, rows: Sequence[Staged]) -> None:
    for row in rows:
        values: dict[str, Any] = {}
        if row.never_publish is not None:
            values["never_publish"] = row.never_publish
        if row.left_on:
            values["left_on"] = date.fromisoformat(row.left_on)
        if values:
            connection.execute(update(_PERSON).where(_PERSON.c.id == row.person_id).values(values))
