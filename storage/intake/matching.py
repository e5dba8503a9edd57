"""Whom a row is about: by number, then UPN, then full name and date of birth, then by what a person said before.

Never by a name alone. Whoever could be two people, or another one than the number says, is left to a person.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, select

from bot.domain.consent import ConsentState
from storage.confirmed import counts
from storage.intake.identity import differ
from storage.intake.reading import NAMES
from storage.intake.staged import Fate, Staged
from storage.names import fold
from storage.tables import PersonMatchRow, PersonNameRow, PersonRow, table

_PERSON, _NAME, _MATCH = table(PersonRow), table(PersonNameRow), table(PersonMatchRow)

_SEEN = select(_PERSON).where(counts(_PERSON.c.batch_id))
_FORENAMES = ("legal_forename", "chosen_forename")
_SAID = ("role", *NAMES, "year_group", "class_name")

NO_DATE = "The name alone does not say who this is: two children can have the same."


def match(connection: Connection, school: str, rows: Sequence[Staged]) -> None:
    """Says of each row whom it is about, or that a person must look. What cannot be used at all stays unreadable."""
    usable = [row for row in rows if row.names is not None]
    by_number = _by(connection, school, "mis_id", {row.mis_id for row in rows})
    by_upn = _by(connection, school, "upn_hmac", {row.upn for row in usable if row.mis_id not in by_number})
    left = [row for row in usable if not _by_number_or_upn(row, by_number, by_upn)]
    if left:
        _by_name(connection, school, left)
    for row in rows:
        if row.names is None:
            _take_away_only(row, by_number.get(row.mis_id))


def _take_away_only(row: Staged, person: Any) -> None:
    """A row that does not say properly whom it is about: for somebody whose number it has, its yes does not count."""
    row.fate = Fate.UNREADABLE
    if person is not None:
        row.fate, row.person_id = Fate.KNOWN, person.id
        row.new = tuple(said for said in row.new if said.state is not ConsentState.GRANTED)


def _by(connection: Connection, school: str, column: str, values: Collection[str]) -> dict[str, Any]:
    """Who has one of these in this school; whom two share is nobody."""
    wanted = sorted(values - {""})  # type: ignore[operator]
    if not wanted:
        return {}
    which = _PERSON.c[column]
    found: dict[str, Any] = {}
    for person in connection.execute(_SEEN.where(_PERSON.c.school_id == school, which.in_(wanted))):
        value = getattr(person, column)
        found[value] = None if value in found else person
    return {value: person for value, person in found.items() if person is not None}


def _by_number_or_upn(row: Staged, by_number: dict[str, Any], by_upn: dict[str, Any]) -> bool:
    person = by_number.get(row.mis_id)
    if person is not None:
        if differ(row.born, person.dob_hmac) or differ(row.upn, person.upn_hmac):
            _look(
                row, "This number belongs to somebody with another date of birth or UPN. Was it given to a new child?"
            )
        elif not same_person(row, person):
            _look(row, "This number belongs to somebody with another name. Was it given to a new child?")
        else:
            _known(row, person)
        return True
    person = by_upn.get(row.upn)
    if person is None:
        return False
    if row.mis_id and person.mis_id:
        _look(row, "The UPN belongs to somebody who has another number. Is it the same child?")
    elif differ(row.born, person.dob_hmac):
        _look(row, "The UPN belongs to somebody with another date of birth.")
    else:
        _known(row, person)
    return True


def _by_name(connection: Connection, school: str, rows: Sequence[Staged]) -> None:
    called = [full_names(row) for row in rows]
    namesakes = _namesakes(connection, school, set[str]().union(*called))
    said = _said_before(connection, school, [row for row in rows if not row.mis_id])
    for row, names in zip(rows, called, strict=True):
        found = {person.id: person for name in names for person in namesakes.get(name, ())}
        born_then = [p for p in found.values() if row.born and p.dob_hmac == row.born]
        if row.mis_id:
            _maybe_new(row, list(found.values()), born_then)
        elif len(born_then) == 1:
            _known(row, born_then[0], by_name=True)
        elif len(born_then) > 1:
            _look(row, "Two people of this name were born on that day.")
        elif (person := _chosen_before(connection, said.get(match_key(row), ""), found)) is not None:
            _known(row, person, by_name=True)
        elif row.born:
            _look(row, "Nobody of this name was born on that day.")
        else:
            _look(row, NO_DATE)


def _maybe_new(row: Staged, namesakes: Sequence[Any], born_then: Sequence[Any]) -> None:
    """A number that nobody has: somebody new, unless it looks like somebody who has another."""
    names = row.names or {}
    if not any(names.get(name) for name in ("legal_forename", "legal_surname")) and not row.called:
        _look(row, "Nobody has this number, and the row has no name.")
    elif born_then:
        _look(row, "Somebody of this name and date of birth has another number. Is it the same child?")
    elif any(_same_class(row, person) and not differ(row.born, person.dob_hmac) for person in namesakes):
        _look(row, "Somebody of this name in this class has another number. Is it the same child?")
    else:
        row.fate = Fate.NEW
        row.never_publish = row.never_publish or None


def _same_class(row: Staged, person: Any) -> bool:
    names = row.names or {}
    return fold(names.get("class_name", "")) == fold(person.class_name) and (
        not row.born or not person.dob_hmac or row.born == person.dob_hmac
    )


def _known(row: Staged, person: Any, *, by_name: bool = False) -> None:
    """by_name: the file knows no numbers, so how it spells names and classes is no news of the person."""
    row.fate, row.person_id = Fate.KNOWN, person.id
    names = row.names or {}
    row.details = not by_name and (
        any(names[name] != getattr(person, name) for name in _SAID if name in names)
        or bool(row.born and not person.dob_hmac)
        or bool(row.upn and not person.upn_hmac)
    )
    if row.never_publish is False and not person.never_publish:
        row.never_publish = None
    if row.never_publish and person.never_publish:
        row.never_publish = None
    if row.left_on and person.left_on and row.left_on == person.left_on.isoformat():
        row.left_on = ""


def _look(row: Staged, why: str) -> None:
    row.fate, row.why = Fate.REVIEW, f"{why} {row.why}".strip()


def same_person(row: Staged, person: Any) -> bool:
    """Whether the row can be about this person: a forename is the same, or the date of birth. Siblings share a surname."""
    names = row.names or {}
    forenames = {fold(names.get(name, "")) for name in _FORENAMES}
    given = forenames - {""} or set(fold(row.called).split())
    theirs = {fold(getattr(person, name)) for name in _FORENAMES} - {""}
    return not given or bool(given & theirs) or bool(row.born and row.born == person.dob_hmac)


def full_names(row: Staged) -> set[str]:
    """Every forename with every surname of a row, folded, and the name that stands in one cell."""
    names = row.names or {}
    called = row.called
    if "," in called:
        last, _, first = called.partition(",")
        called = f"{first} {last}"
    return everybody(
        {names.get("legal_forename", ""), names.get("chosen_forename", "")},
        {names.get("legal_surname", ""), names.get("chosen_surname", "")},
    ) | ({fold(called)} - {""})


def everybody(forenames: Iterable[str], surnames: Collection[str]) -> set[str]:
    """Full names, folded, of all these forenames and surnames; "" is none."""
    firsts, lasts = set(map(fold, forenames)) - {""}, set(map(fold, surnames)) - {""}
    return {f"{first} {last}" for first in firsts for last in lasts}


def match_key(row: Staged) -> str:
    """What is remembered of a row that a person looked at: its name and class."""
    return f"{fold(row.called)}|{fold((row.names or {}).get('class_name', ''))}"


def _namesakes(connection: Connection, school: str, names: Collection[str]) -> dict[str, list[Any]]:
    found: defaultdict[str, list[Any]] = defaultdict(list)
    wanted = sorted(names)
    for start in range(0, len(wanted), 500):
        asked = (
            _SEEN.add_columns(_NAME.c.folded)
            .join(_NAME, _NAME.c.person_id == _PERSON.c.id)
            .where(_NAME.c.school_id == school, _NAME.c.folded.in_(wanted[start : start + 500]))
        )
        for person in connection.execute(asked):
            found[person.folded].append(person)
    return found


def _said_before(connection: Connection, school: str, rows: Sequence[Staged]) -> dict[str, str]:
    keys = sorted({match_key(row) for row in rows})
    if not keys:
        return {}
    asked = select(_MATCH.c.key, _MATCH.c.person_id).where(_MATCH.c.school_id == school, _MATCH.c.key.in_(keys))
    return {row.key: row.person_id for row in connection.execute(asked)}


def _chosen_before(connection: Connection, person: str, found: Mapping[str, Any]) -> Any:
    """Whom somebody chose for this name and class before, as long as nobody else is called so; None else."""
    if not person or set(found) - {person}:
        return None
    return found.get(person) or connection.execute(_SEEN.where(_PERSON.c.id == person)).first()
