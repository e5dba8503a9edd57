"""What is kept of a file's rows until it is confirmed, and how a row compares with what is on record."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Select, select

from bot.domain.consent import ConsentState
from storage.confirmed import counts
from storage.intake.identity import Hashes
from storage.intake.reading import Answers, Row, Said
from storage.prepared import PreparedList
from storage.tables import ConsentRecordRow, table

_RECORD = table(ConsentRecordRow)

_ON_RECORD = PreparedList(
    lambda people: (
        select(
            _RECORD.c.id,
            _RECORD.c.person_id,
            _RECORD.c.use,
            _RECORD.c.platform,
            _RECORD.c.state,
            _RECORD.c.given_by,
            _RECORD.c.given_on,
            _RECORD.c.evidence,
            _RECORD.c.conditions,
            _RECORD.c.ends,
        )
        .where(_RECORD.c.person_id.in_(people), _RECORD.c.post_id.is_(None), counts(_RECORD.c.batch_id))
        .order_by(_RECORD.c.id)
    )
)
AT_A_TIME = 1000
_STATES = {state.value: state for state in ConsentState}
_JSON = json.JSONEncoder(ensure_ascii=False, check_circular=False).encode


class Fate(StrEnum):
    """What becomes of a row: it is about somebody known, or new, or a person must look, or it says nothing usable."""

    KNOWN = "known"
    NEW = "new"
    REVIEW = "review"
    UNREADABLE = "unreadable"


@dataclass(slots=True, kw_only=True)
class Staged:
    """A row as it waits. new: answers that would be recorded; same: those that are on record, or change nothing.

    changes: "more" if a permission is given, "less" if one may be taken, else ''. details: what the row says of the person
    is not as on record. Days stand as text, hashes instead of UPN and date of birth.
    """

    number: int
    fate: Fate
    person_id: str
    mis_id: str
    names: dict[str, str] | None
    called: str
    upn: str
    born: str
    given_by: str
    relation: str
    given_on: str
    begins: str
    ends: str
    evidence: str
    never_publish: bool | None
    left_on: str
    details: bool = False
    new: Answers = ()
    same: Answers = ()
    why: str = ""

    @property
    def changes(self) -> str:
        """Marks and last days take away as well; they are few."""
        if self.fate not in {Fate.KNOWN, Fate.NEW}:
            return ""
        if (
            any(said.state is not ConsentState.GRANTED for said in self.new)
            or self.never_publish is not None
            or self.left_on
        ):
            return "less"
        return "more" if self.new else ""

    def row(self, batch: int) -> dict[str, Any]:
        """As `import_row` keeps it."""
        return {
            "batch_id": batch,
            "number": self.number,
            "fate": self.fate.value,
            "person_id": self.person_id,
            "mis_id": self.mis_id,
            "changes": self.changes,
            "details": self.details,
            "given_by": self.given_by,
            "relation": self.relation,
            "given_on": self.given_on,
            "begins": self.begins,
            "ends": self.ends,
            "evidence": self.evidence,
            "answers": _text_of(self.new),
            "body": _JSON(
                (self.names, self.called, self.upn, self.born, self.never_publish, self.left_on, _text_of(self.same))
            ),
            "why": self.why,
        }

    @classmethod
    def of(cls, row: Any) -> Staged:
        """The inverse of `row`."""
        names, called, upn, born, never, left_on, same = json.loads(row.body)
        return cls(
            number=row.number,
            fate=Fate(row.fate),
            person_id=row.person_id,
            mis_id=row.mis_id,
            names=names,
            called=called,
            upn=upn,
            born=born,
            given_by=row.given_by,
            relation=row.relation,
            given_on=row.given_on,
            begins=row.begins,
            ends=row.ends,
            evidence=row.evidence,
            never_publish=never,
            left_on=left_on,
            details=row.details,
            new=_answers_of(row.answers),
            same=_answers_of(same),
            why=row.why,
        )


# A file has many rows and few sets of answers: most families tick the same.
@lru_cache(maxsize=5_000)
def _text_of(answers: Answers) -> str:
    return _JSON(answers)


@lru_cache(maxsize=5_000)
def _answers_of(text: str) -> Answers:
    return tuple(Said(use, place, _STATES[state], *rest) for use, place, state, *rest in json.loads(text))


def staged(row: Row, hashes: Hashes) -> Staged:
    """A row before anybody looked whom it is about."""
    return Staged(
        number=row.number,
        fate=Fate.REVIEW,
        person_id="",
        mis_id=row.mis_id,
        names=row.names,
        called=row.called,
        upn=hashes.upn(row.upn) if row.upn else "",
        born=hashes.birth(row.born) if row.born else "",
        given_by=row.given_by,
        relation=row.relation,
        given_on=_text(row.given_on),
        begins=_text(row.begins),
        ends=_text(row.ends),
        evidence=row.evidence,
        never_publish=row.never_publish,
        left_on=_text(row.left_on),
        new=row.answers,
        why=" ".join(row.problems),
    )


def _text(day: date | None) -> str:
    return day.isoformat() if day else ""


Latest = dict[tuple[str, str], list[Any]]
"""(use, place) -> the records of one person, in the order of entry."""


def on_record(connection: Connection, people: Collection[str]) -> Mapping[str, Latest]:
    """What these people have on record, by use and place."""
    found: defaultdict[str, Latest] = defaultdict(dict)
    for record in _ON_RECORD.rows(connection, people):
        found[record.person_id].setdefault((record.use, record.platform), []).append(record)
    return found


def compare(row: Staged, records: Latest, *, again: bool) -> None:
    """Sorts the row's answers into those that are new and those that change nothing.

    again: the very file was imported before, so that an undated yes in it may be an old one, and does not count.
    """
    answers = row.new + row.same
    if row.given_on and not records:
        row.new, row.same = answers, ()
        return
    new: list[Said] = []
    same: list[Said] = []
    for said in answers:
        known = records.get((said.use, said.place), ())
        old = again and said.state is ConsentState.GRANTED and not row.given_on
        (same if old or _says_the_same(row, said, known) else new).append(said)
    row.new, row.same = tuple(new), tuple(same)


def _says_the_same(row: Staged, said: Said, known: Sequence[Any]) -> bool:
    """Whether an answer is on record. A row without a date or form of its own does not question those on record."""
    if not known:
        # Nothing on record, and nothing said: but a dated blank counts against an older yes that comes in after it.
        return said.state is ConsentState.UNKNOWN and not row.given_on
    giver = " ".join(row.given_by.casefold().split())
    own = [each for each in known if " ".join(each.given_by.casefold().split()) == giver]
    if not row.given_on:
        own = sorted(own, key=lambda each: (each.given_on or date.min, each.id))[-1:]
    return any(
        each.state == said.state.value
        and _same_day(row, said, each)
        and (not row.evidence or row.evidence == each.evidence or said.state is ConsentState.UNKNOWN)
        and said.conditions == each.conditions
        and row.ends == _text(each.ends)
        for each in own
    )


def _same_day(row: Staged, said: Said, known: Any) -> bool:
    """Whether what is on record covers the day of the row's answer; a later blank covers an earlier one."""
    day = _text(known.given_on)
    return not row.given_on or row.given_on == day or (said.state is ConsentState.UNKNOWN and row.given_on < day)


def streamed(connection: Connection, asked: Select[Any]) -> Iterator[Any]:
    """Rows as the database hands them out, some at a time: a file can have a million."""
    with connection.execute(asked.execution_options(yield_per=AT_A_TIME)) as rows:
        yield from rows


def portions_of(rows: Iterable[Row]) -> Iterable[list[Row]]:
    """Rows in portions that are read, matched and written together."""
    some: list[Row] = []
    for row in rows:
        some.append(row)
        if len(some) == AT_A_TIME:
            yield some
            some = []
    if some:
        yield some
