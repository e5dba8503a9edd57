"""What an office enters by hand, and what is on record for one person: permissions are added, never changed.

`record` and `mark` are called in a transaction of the ledger, so that the entry, its log line and the posts that it concerns
are committed together:

    def withdraw(book: Book) -> Recorded:
        return entries.record(book, person="p_1", state=ConsentState.WITHDRAWN, places=[ANY], given_by="Mrs Khan",
                              relation="mother", evidence="by telephone", given_on=today, entered_by="U1", as_role="office")

    ledger.run(now, withdraw)
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, insert, select, update

from bot.domain.consent import ANY, ConsentState
from storage import concern, log
from storage.book import Book
from storage.concern import concerned, settled
from storage.intake.errors import RegisterError
from storage.tables import ConsentRecordRow, ImportBatchRow, PersonRow, table

__all__ = ["OnRecord", "Recorded", "concerned", "history", "mark", "record", "settled"]

_PERSON, _RECORD, _BATCH = table(PersonRow), table(ConsentRecordRow), table(ImportBatchRow)

_WHOSE_SCHOOL = select(_PERSON.c.school_id).where(_PERSON.c.id == bindparam("person"))
_NEW = insert(_RECORD).returning(_RECORD.c.id)
_MARK = update(_PERSON).where(_PERSON.c.id == bindparam("person"))
_HISTORY = (
    select(_RECORD, _BATCH.c.file_name, _BATCH.c.confirmed_by)
    .outerjoin(_BATCH, _BATCH.c.id == _RECORD.c.batch_id)
    .where(_RECORD.c.person_id == bindparam("person"), _RECORD.c.batch_id.is_(None) | (_BATCH.c.state == "confirmed"))
    .order_by(_RECORD.c.id)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """What an entry did. posts: the posts concerned, all of them to be looked at again."""

    records: tuple[int, ...]
    posts: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OnRecord:
    """One entry of somebody's history, as it was made. `file_name`: the file that it came with, '' if entered by hand."""

    id: int
    use: str
    place: str
    state: ConsentState
    given_by: str
    relation: str
    given_on: date | None
    undated: bool
    begins: date | None
    ends: date | None
    evidence: str
    wording: str
    conditions: str
    post_id: int | None
    file_name: str
    entered_by: str
    entered_at: datetime


def record(
    book: Book,
    *,
    person: str,
    state: ConsentState,
    places: Iterable[str],
    uses: Iterable[str] = (ANY,),
    given_by: str,
    relation: str,
    evidence: str,
    given_on: date,
    entered_by: str,
    as_role: str = "",
    begins: date | None = None,
    ends: date | None = None,
    wording: str = "",
    conditions: str = "",
    post_id: int | None = None,
) -> Recorded:
    """Adds what somebody said, for each use and place. Call it inside `Ledger.run`; nothing else needs to be done.

    place ANY means every place and can only take away; use ANY means every use. given_by: as it stands in the person's
    history where the same person spoke before, since a giver's later answer replaces their own and nobody else's; '' is the
    answer that the school's system keeps without a name. evidence: the form's reference, or how it was said. given_on: the
    school's own day. post_id: a permission for this post alone. The posts concerned get a new version and an entry in
    `recheck` (see `concern`). Raises `RegisterError` with a sentence where the entry is not whole.
    """
    school = _school_of(book.connection, person)
    if post_id is None:  # one for a post alone changes nothing of others, and whoever enters it holds that post
        concern.change_answers(book.connection)
    which = [(use, place) for use in dict.fromkeys(uses) for place in dict.fromkeys(places)]
    _check(state, which, evidence, given_by)
    said = {
        "person_id": person,
        "state": state.value,
        "given_by": given_by.strip(),
        "relation": relation.strip(),
        "given_on": given_on,
        "undated": False,
        "begins": begins,
        "ends": ends,
        "evidence": evidence.strip(),
        "wording": wording,
        "conditions": conditions.strip(),
        "post_id": post_id,
        "batch_id": None,
        "entered_by": entered_by,
        "entered_at": book.now,
    }
    made = [
        int(book.connection.execute(_NEW, {**said, "use": use, "platform": place}).scalar_one()) for use, place in which
    ]
    concerned = [each for each in concern.posts_of(book.connection, [person]) if post_id in (None, each)]
    posts = concern.reopen(book.connection, concerned, book.now)
    _log(book, school, entered_by, as_role, {"person": person, "records": made, "posts": posts}, state.value)
    return Recorded(records=tuple(made), posts=posts)


def mark(
    book: Book,
    *,
    person: str,
    entered_by: str,
    as_role: str = "",
    never_publish: bool | None = None,
    left_on: date | None = None,
) -> Recorded:
    """Sets what is a mark and no answer: never publish (no reason is kept), and the last day here. None leaves it as it is."""
    school = _school_of(book.connection, person)
    concern.change_answers(book.connection)
    values: dict[str, Any] = {"never_publish": never_publish, "left_on": left_on}
    values = {name: value for name, value in values.items() if value is not None}
    if values:
        book.connection.execute(_MARK.values(values), {"person": person})
    posts = concern.reopen(book.connection, concern.posts_of(book.connection, [person]), book.now)
    _log(book, school, entered_by, as_role, {"person": person, "posts": posts}, ",".join(sorted(values)))
    return Recorded(records=(), posts=posts)


def history(connection: Connection, person: str) -> list[OnRecord]:
    """Everything that was ever on record for one person, the earliest entry first, also what no longer counts."""
    return [_on_record(row) for row in connection.execute(_HISTORY, {"person": person})]


def _school_of(connection: Connection, person: str) -> str:
    school = connection.execute(_WHOSE_SCHOOL, {"person": person}).scalar_one_or_none()
    if school is None:
        raise RegisterError("This person is not in the register (any more). Please look them up again.")
    return str(school)


def _check(state: ConsentState, which: list[tuple[str, str]], evidence: str, given_by: str) -> None:
    if not which:
        raise RegisterError("Please say for which places this is.")
    if any(use == "name" for use, _ in which):
        raise RegisterError("A name is never published, whatever was agreed, so nothing can be recorded for it.")
    if state is not ConsentState.GRANTED:
        return
    if any(place == ANY for _, place in which):
        raise RegisterError("A permission needs its places by name. Only a no can be for all of them.")
    if not evidence.strip() or not given_by.strip():
        raise RegisterError("A permission must be in writing: please say who gave it, and on which form.")


def _log(book: Book, school: str, by: str, as_role: str, detail: dict[str, Any], says: str) -> None:
    what, said = log.What.CONSENTS_RECORDED, [{"says": says}]
    book.log(what, actor=by, as_role=as_role, school=school, findings=said, detail=detail)


def _on_record(row: Row[Any]) -> OnRecord:
    return OnRecord(
        id=row.id,
        use=row.use,
        place=row.platform,
        state=ConsentState(row.state),
        given_by=row.given_by,
        relation=row.relation,
        given_on=row.given_on,
        undated=row.undated,
        begins=row.begins,
        ends=row.ends,
        evidence=row.evidence,
        wording=row.wording,
        conditions=row.conditions,
        post_id=row.post_id,
        file_name=row.file_name or "",
        entered_by=row.entered_by,
        entered_at=row.entered_at,
    )
