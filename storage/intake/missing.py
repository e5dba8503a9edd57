"""Permissions from earlier files of the same kind that a new file does not repeat: listed for a person, never changed."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from bot.domain.consent import ConsentState
from storage.confirmed import CONFIRMED
from storage.intake.staged import Fate, Staged, streamed
from storage.tables import ConsentRecordRow, ImportBatchRow, ImportRowRow, PersonRow, table

_BATCH, _ROW, _RECORD, _PERSON = (
    table(ImportBatchRow),
    table(ImportRowRow),
    table(ConsentRecordRow),
    table(PersonRow),
)


@dataclass(frozen=True, slots=True)
class Missing:
    """Somebody with permissions that the file does not repeat. permits: (use, place), sorted."""

    person_id: str
    permits: tuple[tuple[str, str], ...]


def missing(connection: Connection, batch: int) -> Iterator[Missing]:
    """Everybody concerned, in the order of their ids; both sides are read in that order, so memory stays flat."""
    about = connection.execute(select(_BATCH).where(_BATCH.c.id == batch)).one()
    rows = _said(connection, batch)
    said = next(rows, None)
    for person, permits in _given(connection, about):
        while said is not None and said[0] < person:
            said = next(rows, None)
        left = permits - (said[1] if said is not None and said[0] == person else set())
        if left:
            yield Missing(person, tuple(sorted(left)))


def _given(connection: Connection, about: Any) -> Iterator[tuple[str, set[tuple[str, str]]]]:
    """What earlier files of this kind gave, for the places that this file is about, to people who have not left."""
    earlier = (
        select(_BATCH.c.id)
        .where(
            _BATCH.c.school_id == about.school_id,
            _BATCH.c.mapping == about.mapping,
            _BATCH.c.state == CONFIRMED,
            _BATCH.c.id != about.id,
        )
        .scalar_subquery()
    )
    asked = (
        select(_RECORD.c.person_id, _RECORD.c.use, _RECORD.c.platform)
        .join(_PERSON, _PERSON.c.id == _RECORD.c.person_id)
        .where(
            _RECORD.c.batch_id.in_(earlier), _RECORD.c.state == ConsentState.GRANTED.value, _PERSON.c.left_on.is_(None)
        )
        .order_by(_RECORD.c.person_id)
    )
    covered = {(use, place) for use, place in json.loads(about.places)}
    rows = streamed(connection, asked)
    for person, group in itertools.groupby(rows, key=lambda row: row.person_id):
        permits = {(row.use, row.platform) for row in group} & covered
        if permits:
            yield person, permits


def _said(connection: Connection, batch: int) -> Iterator[tuple[str, set[tuple[str, str]]]]:
    """Whatever this file says of people on record, yes or no."""
    asked = (
        select(_ROW)
        .where(_ROW.c.batch_id == batch, _ROW.c.fate == Fate.KNOWN.value)
        .order_by(_ROW.c.person_id, _ROW.c.number)
    )
    rows = streamed(connection, asked)
    for person, group in itertools.groupby(rows, key=lambda row: row.person_id):
        found: set[tuple[str, str]] = set()
        for row in map(Staged.of, group):
            found.update((said.use, said.place) for said in (*row.new, *row.same))
        yield person, found
