"""Writes what rows say of people: new ones, their names as they are searched, and what changed of those on record."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from storage.changes import next_change
from storage.confirmed import CONFIRMED
from storage.intake.matching import everybody, same_person
from storage.intake.reading import NAMES
from storage.intake.staged import Fate, Staged
from storage.names import fold, searchable
from storage.prepared import Prepared
from storage.tables import ImportBatchRow, PersonNameRow, PersonRow, table

_PERSON, _NAME, _BATCH = table(PersonRow), table(PersonNameRow), table(ImportBatchRow)
_TOLD = ("role", *NAMES, "year_group", "class_name")

_NEW_PERSON, _NEW_NAME = Prepared(insert(_PERSON)), Prepared(insert(_NAME))
_CHANGED = (*_TOLD, "sort_name", "upn_hmac", "dob_hmac")
_CHANGE_PERSON = Prepared(
    update(_PERSON)
    .where(_PERSON.c.id == bindparam("person"))
    .values({column: bindparam(f"new_{column}") for column in (*_CHANGED, "changed")})
)
_TAKEN_OVER = Prepared(update(_PERSON).where(_PERSON.c.id == bindparam("person")).values(batch_id=bindparam("batch")))
_FORGET_NAMES = delete(_NAME).where(_NAME.c.person_id.in_(bindparam("people", expanding=True)))
_BY_NUMBER = (
    select(_PERSON, _BATCH.c.state)
    .outerjoin(_BATCH, _BATCH.c.id == _PERSON.c.batch_id)
    .where(_PERSON.c.school_id == bindparam("school"), _PERSON.c.mis_id.in_(bindparam("mis_ids", expanding=True)))
)
_BY_ID = select(_PERSON).where(_PERSON.c.id.in_(bindparam("people", expanding=True)))


def new_people(connection: Connection, batch: Any, rows: Sequence[Staged], *, ids: Callable[[], str]) -> list[Staged]:
    """Makes everybody whom the rows bring, and says of each row who it is. Returns the rows that are about nobody new.

    Somebody may be there by now: from an earlier row, or from another file. If that can be no one else, it is them;
    else the row is left to a person. Whoever a file brought that was never confirmed is taken over.
    """
    if not rows:
        return []
    values = {"school": batch.school_id, "mis_ids": sorted({row.mis_id for row in rows})}
    known = {person.mis_id: person for person in connection.execute(_BY_NUMBER, values)}
    made: dict[str, str] = {}
    people: list[dict[str, Any]] = []
    named: dict[str, Mapping[str, str]] = {}
    again: list[Staged] = []
    otherwise: list[Staged] = []
    for row in rows:
        person = known.get(row.mis_id)
        if row.mis_id in made:
            row.person_id = made[row.mis_id]
        elif person is None:
            row.person_id = made[row.mis_id] = ids()
            told = _told(row, {})
            people.append(_person(row, batch, told))
            named[row.person_id] = told
        elif person.batch_id == batch.id:
            row.person_id = made[row.mis_id] = person.id
        elif person.state not in {None, CONFIRMED}:
            row.person_id = made[row.mis_id] = person.id
            again.append(row)
        elif same_person(row, person):
            row.person_id, row.fate = person.id, Fate.KNOWN
            otherwise.append(row)
        else:
            row.fate, row.why = Fate.REVIEW, "Another file brought somebody else with this number meanwhile."
            otherwise.append(row)
    _NEW_PERSON.run_all(connection, people)
    _TAKEN_OVER.run_all(connection, [{"person": row.person_id, "batch": batch.id} for row in again])
    change_people(connection, batch.school_id, again)  # nobody sees them yet
    _name(connection, batch.school_id, named)
    return otherwise


def change_people(connection: Connection, school: str, rows: Sequence[Staged]) -> None:
    """What these rows say of people on record, other than their answers; a column that the file lacks stays as it is."""
    if not rows:
        return
    people = {row.person_id: row for row in rows}  # of several rows, the last one's
    number = next_change(connection, school)
    changed, named = [], {}
    for known in connection.execute(_BY_ID, {"people": list(people)}):
        row = people[known.id]
        told = _told(row, {name: getattr(known, name) for name in _TOLD})
        values = told | {"upn_hmac": row.upn or known.upn_hmac, "dob_hmac": row.born or known.dob_hmac}
        new = {f"new_{name}": values[name] for name in _CHANGED}
        changed.append({"person": known.id, "new_changed": number, **new})
        named[known.id] = told
    _CHANGE_PERSON.run_all(connection, changed)
    connection.execute(_FORGET_NAMES, {"people": list(named)})
    _name(connection, school, named)


def _person(row: Staged, batch: Any, told: Mapping[str, str]) -> dict[str, Any]:
    return {
        "id": row.person_id,
        "school_id": batch.school_id,
        "mis_id": row.mis_id,
        **told,
        "upn_hmac": row.upn,
        "dob_hmac": row.born,
        "never_publish": bool(row.never_publish),
        "left_on": date.fromisoformat(row.left_on) if row.left_on else None,
        "slack_user_id": "",
        "batch_id": batch.id,
    }


def _told(row: Staged, known: Mapping[str, str]) -> dict[str, str]:
    """Everything that is told of a person, what the row does not say as it was."""
    names = row.names or {}
    told = {name: names.get(name, known.get(name, "")) for name in _TOLD}
    if not (told["legal_forename"] or told["legal_surname"]):
        told["legal_forename"], told["legal_surname"] = split_name(row.called)
    forename = told["chosen_forename"] or told["legal_forename"]
    told["sort_name"] = f"{fold(forename)} {fold(told['chosen_surname'] or told['legal_surname'])}".strip()
    return told


def split_name(called: str) -> tuple[str, str]:
    """Forename and surname of a name that stands in one cell: "Ayesha Khan", or "Khan, Ayesha"."""
    last, comma, first = called.partition(",")
    if comma:
        return first.strip(), last.strip()
    first, _, last = called.rpartition(" ")
    return first.strip(), last.strip()


def _name(connection: Connection, school: str, people: Mapping[str, Mapping[str, str]]) -> None:
    groups = (
        ({"person_id": person, "school_id": school}, [(folded,) for folded in _searched(told)])
        for person, told in people.items()
    )
    _NEW_NAME.run_varied(connection, groups, ["folded"])


def _searched(told: Mapping[str, str]) -> frozenset[str]:
    """Every part of every name, and every full name: what a picker and a file can call somebody."""
    parts = searchable(*(told[name] for name in NAMES))
    forenames = {told["legal_forename"], told["chosen_forename"]}
    return parts | everybody(forenames, {told["legal_surname"], told["chosen_surname"]})
