"""The register of people and what has been agreed for them: look-ups, each one indexed query. `intake` and `entries` fill it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, bindparam, case, exists, select

from bot.domain.consent import ConsentRecord, ConsentState, Person
from storage.confirmed import counts
from storage.entries import OnRecord, Recorded, concerned, history, mark, record, settled
from storage.groups import PUPIL, class_members, classes
from storage.intake.errors import RegisterError
from storage.names import fold, prefix_range
from storage.prepared import Prepared, PreparedList
from storage.tables import ConsentRecordRow, PersonNameRow, PersonRow, table

__all__ = [
    "PUPIL",
    "OnRecord",
    "Recorded",
    "RegisterError",
    "class_members",
    "classes",
    "concerned",
    "consents",
    "history",
    "mark",
    "people",
    "record",
    "settled",
    "suggest",
]


_PERSON, _NAME, _RECORD = table(PersonRow), table(PersonNameRow), table(ConsentRecordRow)
_MOST_WORDS = 8
_ALIKE = 20
"""Entries of the index that are read beyond the people to be shown: some have two names that begin alike."""

_SHOWN = (
    _PERSON.c.id,
    case((_PERSON.c.chosen_forename != "", _PERSON.c.chosen_forename), else_=_PERSON.c.legal_forename).label(
        "forename"
    ),
    case((_PERSON.c.chosen_surname != "", _PERSON.c.chosen_surname), else_=_PERSON.c.legal_surname).label("surname"),
    _PERSON.c.role,
    _PERSON.c.year_group,
    _PERSON.c.class_name,
    _PERSON.c.never_publish,
    _PERSON.c.left_on,
    _PERSON.c.slack_user_id,
    _PERSON.c.sort_name,
)


_PEOPLE = PreparedList(lambda people: select(_PERSON).where(_PERSON.c.id.in_(people), counts(_PERSON.c.batch_id)))
_RECORDS = PreparedList(
    lambda people: (
        select(
            _RECORD.c.id,
            _RECORD.c.person_id,
            _RECORD.c.platform,
            _RECORD.c.state,
            _RECORD.c.given_on,
            _RECORD.c.evidence,
            _RECORD.c.use,
            _RECORD.c.given_by,
            _RECORD.c.relation,
            _RECORD.c.begins,
            _RECORD.c.ends,
            _RECORD.c.conditions,
            _RECORD.c.undated,
            _RECORD.c.batch_id,
            _RECORD.c.post_id,
        )
        .where(_RECORD.c.person_id.in_(people), counts(_RECORD.c.batch_id))
        .order_by(_RECORD.c.id)
    )
)


def suggest(
    connection: Connection, schools: Collection[str], typed: str, *, limit: int = 95, everybody: bool = False
) -> list[Person]:
    """Pupils of these schools in whose names every word of `typed` begins some part, in the order of their names.

    Legal and chosen forenames, middle names and surnames count, in any order: "kh bo" finds Bo Khan. Nothing typed that
    a name could begin with, nothing suggested. everybody: adults in the register as well.
    """
    words = sorted(set(fold(typed).split()), key=len, reverse=True)[:_MOST_WORDS]
    if not words or not schools:
        return []
    values: dict[str, Any] = {"most": limit + _ALIKE}
    for n, word in enumerate(words):
        values[f"from_{n}"], values[f"to_{n}"] = prefix_range(word)
    asked, found = _suggest(len(words), everybody), dict[str, tuple[Any, str]]()
    for school in dict.fromkeys(schools):
        found |= {row.id: (row, school) for row in asked.rows(connection, {**values, "school": school})}
    in_order = sorted(found.values(), key=_by_name)
    return [_suggested(row, school) for row, school in in_order[:limit]]


def people(connection: Connection, ids: Collection[str]) -> dict[str, Person]:
    """These people, by id; ids that nobody has are left out."""
    return {row.id: _person(row) for row in _PEOPLE.rows(connection, ids)}


def consents(
    connection: Connection, ids: Collection[str], *, post: int | None = None
) -> dict[str, tuple[ConsentRecord, ...]]:
    """Everything on record for these people, the earliest first; people without a record are left out.

    What somebody agreed for one post alone is left out, unless it is `post`.
    """
    found: defaultdict[str, list[ConsentRecord]] = defaultdict(list)
    for row in _RECORDS.rows(connection, ids):
        if row.post_id not in (None, post):
            continue
        record = ConsentRecord(
            person_id=row.person_id,
            place=row.platform,
            state=ConsentState(row.state),
            given_on=row.given_on,
            evidence=row.evidence,
            order=row.id,
            use=row.use,
            given_by=row.given_by,
            relation=row.relation,
            begins=row.begins,
            ends=row.ends,
            conditions=row.conditions,
            undated=row.undated,
            by_hand=row.batch_id is None,
        )
        found[row.person_id].append(record)
    return {person: tuple(records) for person, records in found.items()}


@cache
def _suggest(words: int, everybody: bool) -> Prepared:
    """The first (longest) word finds people of one school by the index, in its order; each further word is looked up for those.

    No more entries are read than a list can show: of thousands whose names begin so, those come first whose names come
    first, and whoever types another letter sees others. Nothing is sorted, so a million people cost no more than a thousand.
    """
    also: list[ColumnElement[bool]] = [
        exists().where(
            other.c.person_id == _PERSON.c.id,
            other.c.folded >= bindparam(f"from_{n}"),
            other.c.folded < bindparam(f"to_{n}"),
        )
        for n, other in ((n, _NAME.alias(f"name_{n}")) for n in range(1, words))
    ]
    if not everybody:
        also.append(_PERSON.c.role == PUPIL)
    return Prepared(
        select(*_SHOWN)
        .join_from(_NAME, _PERSON, _PERSON.c.id == _NAME.c.person_id)
        .where(
            _NAME.c.school_id == bindparam("school"),
            _NAME.c.folded >= bindparam("from_0"),
            _NAME.c.folded < bindparam("to_0"),
            _NAME.c.folded.not_like("% %"),  # whole names are there for files to match
            counts(_PERSON.c.batch_id),
            *also,
        )
        .order_by(_NAME.c.folded, _NAME.c.person_id)
        .limit(bindparam("most"))
    )


def _by_name(found: tuple[Any, str]) -> tuple[str, str, str, str]:
    row, _ = found
    return row.sort_name, row.year_group, row.class_name, row.id


def _suggested(row: Any, school: str) -> Person:
    return Person(
        id=row.id,
        school=school,
        role=row.role,
        forename=row.forename,
        surname=row.surname,
        year_group=row.year_group,
        class_name=row.class_name,
        never_publish=row.never_publish,
        left_on=row.left_on,
        slack_user_id=row.slack_user_id,
    )


def _person(row: Row[Any]) -> Person:
    return Person(
        id=row.id,
        school=row.school_id,
        role=row.role,
        forename=row.chosen_forename or row.legal_forename,
        surname=row.chosen_surname or row.legal_surname,
        year_group=row.year_group,
        class_name=row.class_name,
        never_publish=row.never_publish,
        left_on=row.left_on,
        slack_user_id=row.slack_user_id,
    )
