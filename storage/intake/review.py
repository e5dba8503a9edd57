"""Rows that wait for a person: who they could be about, and what somebody said."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from difflib import get_close_matches
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, delete, func, insert, select, update

from storage import log
from storage.confirmed import CONFIRMED, counts
from storage.engine import Store
from storage.intake.confirming import take
from storage.intake.errors import RegisterError
from storage.intake.matching import full_names, match_key
from storage.intake.preview import Counted
from storage.intake.staged import Fate, Staged, compare, on_record
from storage.names import fold, prefix_range
from storage.tables import ImportBatchRow, ImportRowRow, PersonMatchRow, PersonNameRow, PersonRow, table

_BATCH, _ROW, _PERSON, _NAME, _MATCH = (
    table(ImportBatchRow),
    table(ImportRowRow),
    table(PersonRow),
    table(PersonNameRow),
    table(PersonMatchRow),
)
MOST_CANDIDATES = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """Somebody whom a row could be about. exact: has exactly this name, and this class where the row names one."""

    person_id: str
    name: str
    group: str
    mis_id: str
    exact: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """One row that waits: what it calls the person, where, what it says of them, why it waits, and who it could be."""

    number: int
    called: str
    group: str
    says: str
    why: str
    candidates: tuple[Candidate, ...]

    @property
    def only(self) -> Candidate | None:
        """The one person with exactly this name (and class), if there is just one."""
        exact = [each for each in self.candidates if each.exact]
        return exact[0] if len(exact) == 1 else None


def waiting(connection: Connection, batch: int, *, after: int = 0, limit: int | None = None) -> Iterator[Waiting]:
    """The rows of a batch that wait for a person, in order; those behind the row of number `after`."""
    school = _batch(connection, batch).school_id
    asked = select(_ROW).where(_wait(batch), _ROW.c.number > after).order_by(_ROW.c.number)
    for row in connection.execute(asked.limit(limit)).all():
        staged = Staged.of(row)
        names = staged.names or {}
        says = sorted({f"{said.state.value} for {said.place}" for said in (*staged.new, *staged.same)})
        group = " ".join(part for part in (names.get("year_group", ""), names.get("class_name", "")) if part)
        yield Waiting(
            number=staged.number,
            called=staged.called,
            group=group,
            says=", ".join(says),
            why=staged.why,
            candidates=tuple(_candidates(connection, school, staged)),
        )


def count_waiting(connection: Connection, batch: int) -> int:
    """How many rows of a batch wait for a person."""
    return int(connection.execute(select(func.count()).where(_wait(batch))).scalar_one())


def still_waiting(connection: Connection, batch: int, numbers: Iterable[int]) -> list[int]:
    """Those of these rows of a batch that still wait, in order."""
    asked = select(_ROW.c.number).where(_wait(batch), _ROW.c.number.in_(list(numbers))).order_by(_ROW.c.number)
    return list(connection.execute(asked).scalars())


def _wait(batch: int) -> ColumnElement[bool]:
    return and_(_ROW.c.batch_id == batch, _ROW.c.fate == Fate.REVIEW.value)


def settle(
    store: Store,
    batch: int,
    number: int,
    person_id: str,
    *,
    by: str,
    at: datetime,
    salts: Callable[[], str] = log.new_salt,
) -> tuple[int, ...]:
    """Somebody says whom a row is about, or with '' that it shall be left out. Where the batch is confirmed, it counts at once.

    A name without a number is remembered, so that the next file need not ask again. Returns the posts concerned. Raises
    `RegisterError` where the row does not wait (any more), or the person is of another school.
    """
    with store.write() as connection:
        about = _batch(connection, batch, lock=True)
        row = _waiting_row(connection, about, number)
        where = (_ROW.c.batch_id == batch) & (_ROW.c.number == number)
        posts: tuple[int, ...] = ()
        if not person_id:
            connection.execute(delete(_ROW).where(where))
        else:
            _place(connection, about, row, person_id, by=by, at=at)
            values = row.row(batch)
            del values["batch_id"], values["number"]
            connection.execute(update(_ROW).where(where).values(values))
            if about.state == CONFIRMED:
                posts = take(connection, about, [row], by=by, at=at)
                connection.execute(delete(_ROW).where(where))
            else:
                _count(connection, about, row)
        detail = {"batch": batch, "row": number, "person": person_id}
        log.append(
            connection,
            log.Entry(at=at, actor=by, what=log.What.CONSENTS_MATCHED, school=about.school_id, detail=detail),
            salts=salts,
        )
    return posts


def _batch(connection: Connection, batch: int, *, lock: bool = False) -> Any:
    asked = select(_BATCH).where(_BATCH.c.id == batch)
    row = connection.execute(asked.with_for_update() if lock else asked).first()
    if row is None:
        raise RegisterError(f"There is no import of number {batch}.")
    return row


def _waiting_row(connection: Connection, about: Any, number: int) -> Staged:
    if about.state not in {"staged", CONFIRMED}:
        raise RegisterError(f"The import {about.id} is {about.state}, so its rows cannot be settled now.")
    row = connection.execute(select(_ROW).where(_ROW.c.batch_id == about.id, _ROW.c.number == number)).first()
    if row is None or row.fate != Fate.REVIEW.value:
        raise RegisterError(f"Row {number} of the import {about.id} does not wait for anybody.")
    return Staged.of(row)


def _place(connection: Connection, about: Any, row: Staged, person_id: str, *, by: str, at: datetime) -> None:
    asked = select(_PERSON).where(_PERSON.c.id == person_id, counts(_PERSON.c.batch_id))
    person = connection.execute(asked).first()
    if person is None or person.school_id != about.school_id:
        raise RegisterError("This person is not in the register of that school. Please choose again.")
    key = match_key(row)
    row.fate, row.person_id, row.why = Fate.KNOWN, person_id, ""
    # What a person matched by hand says of names is left alone: a slip in a form is no new name.
    row.names, row.details = {}, False
    compare(row, on_record(connection, [person_id]).get(person_id, {}), again=Counted.of(about.summary).again)
    if not row.mis_id:
        _remember(connection, about.school_id, key, person_id, by=by, at=at)


def _remember(connection: Connection, school: str, key: str, person_id: str, *, by: str, at: datetime) -> None:
    connection.execute(delete(_MATCH).where(_MATCH.c.school_id == school, _MATCH.c.key == key))
    connection.execute(insert(_MATCH), {"school_id": school, "key": key, "person_id": person_id, "by": by, "at": at})


def _count(connection: Connection, about: Any, row: Staged) -> None:
    counted = Counted.of(about.summary)
    given = sum(said.state.value == "granted" for said in row.new)
    counted.given += given
    counted.refused += len(row.new) - given
    counted.marked += (row.never_publish is not None) + bool(row.left_on)
    connection.execute(update(_BATCH).where(_BATCH.c.id == about.id).values(summary=counted.text()))


def _candidates(connection: Connection, school: str, row: Staged) -> list[Candidate]:
    """Who has the row's name, then who has nearly the same; at most a handful."""
    seen = select(_PERSON).where(_PERSON.c.school_id == school, counts(_PERSON.c.batch_id))
    names = full_names(row)
    exact = select(_NAME.c.person_id).where(_NAME.c.school_id == school, _NAME.c.folded.in_(names))
    found = {person.id: person for person in connection.execute(seen.where(_PERSON.c.id.in_(exact)).limit(20))}
    same_number = seen.where(_PERSON.c.mis_id == row.mis_id) if row.mis_id else None
    if same_number is not None:
        found |= {person.id: person for person in connection.execute(same_number)}
    certain = set(found)
    if not found:
        found = {person.id: person for name in names for person in _nearly(connection, school, name)}
    return [_candidate(person, row, person.id in certain) for person in found.values()][:MOST_CANDIDATES]


def _nearly(connection: Connection, school: str, name: str) -> list[Any]:
    """People whose full name is nearly this one: same first letter of a name, few letters differ."""
    near: set[str] = set()
    for word in name.split():
        begin, end = prefix_range(word[:2])
        asked = (
            select(_NAME.c.person_id, _PERSON.c.sort_name)
            .join(_PERSON, _PERSON.c.id == _NAME.c.person_id)
            .where(_NAME.c.school_id == school, _NAME.c.folded >= begin, _NAME.c.folded < end)
            .limit(2000)
        )
        people = {row.person_id: row.sort_name for row in connection.execute(asked)}
        close = set(get_close_matches(name, set(people.values()), n=MOST_CANDIDATES, cutoff=0.75))
        near |= {person for person, shown in people.items() if shown in close}
    asked_people = select(_PERSON).where(_PERSON.c.id.in_(sorted(near)), counts(_PERSON.c.batch_id))
    return list(connection.execute(asked_people.order_by(_PERSON.c.sort_name)))


def _candidate(person: Any, row: Staged, same_name: bool) -> Candidate:
    forename = person.chosen_forename or person.legal_forename
    there = fold((row.names or {}).get("class_name", ""))
    here = {fold(person.class_name), fold(f"{person.year_group} {person.class_name}")}
    return Candidate(
        person_id=person.id,
        name=f"{forename} {person.chosen_surname or person.legal_surname}".strip(),
        group=" ".join(part for part in (person.year_group, person.class_name) if part),
        mis_id=person.mis_id,
        exact=same_name and not row.mis_id and (not there or there in here),
    )


def batches(connection: Connection, *, limit: int = 20) -> list[Any]:
    """The last files, the newest first, each with the number of rows that wait (`waiting`)."""
    left = (
        select(func.count())
        .where(_ROW.c.batch_id == _BATCH.c.id, _ROW.c.fate == Fate.REVIEW.value)
        .scalar_subquery()
        .label("waiting")
    )
    return list(connection.execute(select(_BATCH, left).order_by(_BATCH.c.id.desc()).limit(limit)))
