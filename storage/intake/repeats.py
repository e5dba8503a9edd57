"""Rows of one file that are about the same person: what contradicts itself is no yes."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, func, select, update

from bot.domain.consent import ConsentState
from storage.engine import Store
from storage.intake.identity import differ
from storage.intake.preview import Counted
from storage.intake.reading import Said
from storage.intake.staged import AT_A_TIME, Fate, Staged, streamed
from storage.names import fold
from storage.tables import ImportRowRow, table

_ROW = table(ImportRowRow)
_CONTRADICTED = "Another row says otherwise for the same permission, so this yes does not count."
_TWO_PEOPLE = "Two rows have this number but not the same name. Whose is it?"


def settle_repeats(store: Store, batch: int, counted: Counted) -> None:
    """Looks at everybody who has several rows, one person at a time, and changes the rows that contradict others."""
    with store.read() as connection:
        changed = (row for who in ("person_id", "mis_id") for group in _groups(connection, batch, who)
                   for row in _settled(group, counted))  # fmt: skip
        for some in iter(lambda: list(itertools.islice(changed, AT_A_TIME)), []):
            _write(store, batch, some)


def _groups(connection: Connection, batch: int, who: str) -> Iterator[list[Staged]]:
    """The rows of each person with several of them: of people on record by who they are, of new ones by their number."""
    column = _ROW.c[who]
    fate = Fate.KNOWN if who == "person_id" else Fate.NEW
    which = (_ROW.c.batch_id == batch) & (_ROW.c.fate == fate.value)
    several = select(column).where(which).group_by(column).having(func.count() > 1)
    rows = streamed(connection, select(_ROW).where(which, column.in_(several)).order_by(column, _ROW.c.number))
    for _, group in itertools.groupby(rows, key=lambda row: getattr(row, who)):
        yield [Staged.of(row) for row in group]


def _settled(group: list[Staged], counted: Counted) -> Iterable[Staged]:
    if group[0].fate is Fate.NEW and not all(_same(group[0], row) for row in group[1:]):
        for row in group:
            counted.given -= sum(said.state is ConsentState.GRANTED for said in row.new)
            row.fate, row.why = Fate.REVIEW, f"{_TWO_PEOPLE} {row.why}".strip()
        return group
    against = [(row, said) for row in group for said in (*row.new, *row.same) if said.state is not ConsentState.GRANTED]
    changed = []
    for row in group:
        kept = tuple(
            said for said in row.new if said.state is not ConsentState.GRANTED or not _denied(row, said, against)
        )
        if len(kept) < len(row.new):
            counted.given -= len(row.new) - len(kept)
            row.new, row.why = kept, f"{_CONTRADICTED} {row.why}".strip()
            changed.append(row)
    return changed


def _denied(row: Staged, said: Said, against: Sequence[tuple[Staged, Said]]) -> bool:
    """Whether another row of the same giver says otherwise, and no later date of a named giver decides between them."""
    for other, no in against:
        if (no.use, no.place) != (said.use, said.place) or _giver(other) != _giver(row):
            continue
        decided = row.given_by and row.given_on and other.given_on and row.given_on > other.given_on
        if not decided:
            return True
    return False


def _same(one: Staged, other: Staged) -> bool:
    if differ(one.born, other.born) or differ(one.upn, other.upn):
        return False
    first, second = ({fold((row.names or {}).get("legal_forename", "") or row.called)} - {""} for row in (one, other))
    return not first or not second or first == second or bool(one.born and one.born == other.born)


def _giver(row: Staged) -> str:
    return " ".join(row.given_by.casefold().split())


def _write(store: Store, batch: int, rows: Iterable[Staged]) -> None:
    with store.write() as connection:
        for row in rows:
            values: dict[str, Any] = row.row(batch)
            del values["batch_id"], values["number"]
            connection.execute(update(_ROW).where(_ROW.c.batch_id == batch, _ROW.c.number == row.number).values(values))
