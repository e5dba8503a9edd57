"""Reads a file into a batch that waits: nothing of it counts, and nobody sees it, before somebody confirms it.

Rows are read, matched and kept in portions, each in a short transaction, so that nobody waits and memory stays flat.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from bot.domain.consent import ConsentState
from bot.domain.typed import clean
from storage.confirmed import CONFIRMED
from storage.engine import Store
from storage.intake.days import Days
from storage.intake.errors import RegisterError
from storage.intake.identity import Hashes
from storage.intake.mapping import Dates, FileKind, Shape, recognise, with_meaning
from storage.intake.matching import match
from storage.intake.missing import missing
from storage.intake.preview import Counted, Preview, preview
from storage.intake.reading import Answers, Reader
from storage.intake.repeats import settle_repeats
from storage.intake.sheet import Sheet, open_sheet
from storage.intake.staged import Fate, Latest, Staged, compare, on_record, portions_of, staged
from storage.intake.survey import survey
from storage.prepared import Prepared
from storage.tables import ImportBatchRow, ImportRowRow, table

_BATCH, _ROW = table(ImportBatchRow), table(ImportRowRow)
_ADD = Prepared(insert(_ROW))
_ABANDONED = timedelta(days=1)

Progress = Callable[[int, int], None]
"""Told now and then: rows done, rows in all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A file and what a person said of it. mapping: the key of one, or '' to recognise the file by its headings.

    consent: the consent type that the whole file is about; '' takes the file's own name. as_at: the school day for which
    answers without a date stand. dates, x: what they said when they were asked.
    """

    path: Path
    school: str
    by: str
    as_at: date
    name: str = ""
    mapping: str = ""
    consent: str = ""
    dates: Dates | None = None
    x: ConsentState | None = None

    @property
    def file_name(self) -> str:
        return clean(self.name or self.path.name)


def stage(
    store: Store,
    upload: Upload,
    *,
    kinds: Mapping[str, FileKind],
    hashes: Hashes,
    at: datetime,
    progress: Progress = lambda done, total: None,
) -> Preview:
    """Reads a file of one school into a new batch, and says what it would change. Nothing in the register changes.

    Raises `AskError` for what only a person can say, and `RegisterError` for what cannot be taken, both with a sentence.
    """
    sheet = open_sheet(upload.path, frozenset().union(*(kind.known for kind in kinds.values())))
    kind = with_meaning(_kind(sheet, upload, kinds), dates=upload.dates, x=upload.x)
    consent = (upload.consent or Path(upload.file_name).stem) if kind.shape is Shape.ONE else ""
    found = survey(sheet, kind, consent)
    reader = Reader(kind, sheet.headings, Days(found.dates), consent=consent)
    counted = Counted(
        rows=found.rows, unmapped=list(found.unmapped), unknown=list(found.unknown), without_key=not hashes
    )
    batch = _open(store, upload, sheet, kind.key, reader.covers, counted, at)
    try:
        done = 0
        rows = (reader.read(number, cells) for number, cells in sheet.rows())
        for some in portions_of(rows):
            _keep(store, upload, batch, [staged(row, hashes) for row in some], counted)
            done += len(some)
            progress(done, found.rows)
        settle_repeats(store, batch, counted)
        with store.read() as connection:
            counted.missing = sum(1 for _ in missing(connection, batch))
        with store.write() as connection:
            _set(connection, batch, state="staged", summary=counted.text())
    except BaseException:
        drop(store, batch, "discarded")
        raise
    with store.read() as connection:
        return preview(connection, batch)


def drop(store: Store, batch: int, state: str) -> None:
    """Takes the rows of a batch away, some at a time, and says how it ended."""
    with store.write() as connection:
        _set(connection, batch, state=state)
    for _ in _deleting(store, batch, _ROW.c.number > 0):
        pass


def drop_settled(store: Store, batch: int) -> None:
    """Takes away the rows that are in the register now; those that wait for a person stay."""
    for _ in _deleting(store, batch, _ROW.c.fate.in_([Fate.KNOWN.value, Fate.NEW.value])):
        pass


def _deleting(store: Store, batch: int, which: Any) -> Iterator[int]:
    some = select(_ROW.c.number).where(_ROW.c.batch_id == batch, which).limit(5000)
    while True:
        with store.write() as connection:
            gone = connection.execute(delete(_ROW).where(_ROW.c.batch_id == batch, _ROW.c.number.in_(some))).rowcount
        if not gone:
            return
        yield gone


def _kind(sheet: Sheet, upload: Upload, kinds: Mapping[str, FileKind]) -> FileKind:
    if upload.mapping:
        if upload.mapping not in kinds:
            raise RegisterError(f"There is no mapping “{upload.mapping}”. Known are: {', '.join(kinds)}.")
        return kinds[upload.mapping]
    found = recognise(sheet.headings, kinds.values())
    if found is None:
        raise RegisterError(
            f"{upload.file_name} is of no kind that we recognise by its headings. Say which mapping to use "
            f"({', '.join(kinds)}), or copy one of them and write the headings of your file into it."
        )
    return found


def _open(
    store: Store,
    upload: Upload,
    sheet: Sheet,
    mapping: str,
    covers: frozenset[tuple[str, str]],
    counted: Counted,
    at: datetime,
) -> int:
    row = {
        "school_id": upload.school,
        "file_name": upload.file_name,
        "sha256": sheet.sha256,
        "places": json.dumps(sorted(covers)),
        "state": "reading",
        "imported_by": upload.by,
        "imported_at": at,
        "mapping": mapping,
        "as_at": upload.as_at.isoformat(),
    }
    with store.write() as connection:
        forgotten = select(_BATCH.c.id).where(_BATCH.c.state == "reading", _BATCH.c.imported_at < at - _ABANDONED)
        abandoned = connection.execute(forgotten).scalars().all()
        same = (_BATCH.c.school_id == upload.school) & (_BATCH.c.sha256 == sheet.sha256) & (_BATCH.c.state == CONFIRMED)
        counted.again = connection.execute(select(_BATCH.c.id).where(same).limit(1)).first() is not None
        batch = int(connection.execute(insert(_BATCH).returning(_BATCH.c.id), row).scalar_one())
        _set(connection, batch, summary=counted.text())
    for each in abandoned:
        drop(store, each, "discarded")
    return batch


def _keep(store: Store, upload: Upload, batch: int, rows: list[Staged], counted: Counted) -> None:
    """One portion: looked up in a snapshot, then kept in a transaction of its own."""
    with store.read() as connection:
        match(connection, upload.school, rows)
        known = on_record(connection, sorted({row.person_id for row in rows} - {""}))
    sets = Counter[Answers]()
    for row in rows:
        if row.fate in {Fate.KNOWN, Fate.NEW}:
            theirs = known.get(row.person_id, {})
            compare(row, theirs, again=counted.again)
            counted.people_changed += row.details
            counted.marked += (row.never_publish is not None) + bool(row.left_on)
            if theirs:
                _count(counted, row.new, theirs)
            else:
                sets[row.new] += 1
    for answers, rows_alike in sets.items():
        _count(counted, answers, {}, rows_alike)
    with store.write() as connection:
        _ADD.run_all(connection, [row.row(batch) for row in rows])


def _count(counted: Counted, answers: Answers, records: Latest, rows: int = 1) -> None:
    """Counts what so many rows say, with the records of the one whom they are about, if there are any."""
    for said in answers:
        if said.state is ConsentState.GRANTED:
            counted.given += rows
            counted.conditional += rows * bool(said.conditions)
        elif any(each.state == ConsentState.GRANTED.value for each in records.get((said.use, said.place), ())):
            counted.taken += rows
        elif said.state in {ConsentState.REFUSED, ConsentState.WITHDRAWN}:
            counted.refused += rows
        else:
            counted.blank += rows


def _set(connection: Connection, batch: int, **values: Any) -> None:
    connection.execute(update(_BATCH).where(_BATCH.c.id == batch).values(values))
