"""Takes a school's consents file into the register: people as they are now, answers as history that only grows.

People and answers that the file does not name stay as they are. Everything of one file happens in one transaction, with its
log entry; every open post that features somebody whose answer changed gets a new `version`, so that a decision
made on the old answer is made again.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import UTC, datetime
from typing import Any, TypeVar

from sqlalchemy import Connection, bindparam, delete, insert, select, text, update
from sqlalchemy import Row as Record

from bot.domain.consent import ConsentState
from bot.domain.drafting import clean
from bot.domain.trust import Platform
from bot.domain.wording import count
from storage import concern, log
from storage.consentfile import Names, Row, read
from storage.engine import Store
from storage.names import fold, searchable
from storage.tables import ConsentRecordRow, ImportBatchRow, PersonNameRow, PersonRow, table

_PERSON, _NAME, _RECORD = table(PersonRow), table(PersonNameRow), table(ConsentRecordRow)
_BATCH = table(ImportBatchRow)

_TOLD = [
    "role",
    "legal_forename",
    "middle_names",
    "legal_surname",
    "chosen_forename",
    "year_group",
    "class_name",
    "sort_name",
]
"""What changes of a person with a new file: what it says of them, and the name that lists sort by."""

_SAID = [column.name for column in fields(Names)]

_AT_A_TIME = 500

T = TypeVar("T")

# Two imports at once would both find a person missing; SQLite has one writer anyway.
_ONE_IMPORT_AT_A_TIME = text("LOCK TABLE import_batch IN SHARE ROW EXCLUSIVE MODE")
_SAME_FILE = (
    select(_BATCH.c.id)
    .where(
        _BATCH.c.school_id == bindparam("school"),
        _BATCH.c.sha256 == bindparam("sha256"),
        _BATCH.c.places == bindparam("places"),
    )
    .limit(1)
)
_NEW_BATCH = insert(_BATCH).returning(_BATCH.c.id)
_KNOWN = select(_PERSON).where(
    _PERSON.c.school_id == bindparam("school"), _PERSON.c.mis_id.in_(bindparam("mis_ids", expanding=True))
)
_IN_FORCE = (
    select(_RECORD)
    .where(_RECORD.c.person_id.in_(bindparam("people", expanding=True)), _RECORD.c.use == "any")
    .order_by(_RECORD.c.id)
)
_NEW_PERSON, _NEW_NAME, _NEW_RECORD = insert(_PERSON), insert(_NAME), insert(_RECORD)
_CHANGE_PERSON = (
    update(_PERSON)
    .where(_PERSON.c.id == bindparam("person"))
    .values({column: bindparam(f"new_{column}") for column in _TOLD})
)
_FORGET_NAMES = delete(_NAME).where(_NAME.c.person_id.in_(bindparam("people", expanding=True)))


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportReport:
    """What a file changed. granted, refused and blank count answers that are new or different; unchanged, those on record.

    unreadable: (row, sentence), rows counted as a spreadsheet does. again: the same file was imported before, so that no
    yes in it counted. already: and nothing else in it was new, so that nothing was done.
    """

    file_name: str
    batch_sha256: str
    people_new: int = 0
    people_changed: int = 0
    granted: int = 0
    refused: int = 0
    blank: int = 0
    unchanged: int = 0
    unreadable: tuple[tuple[int, str], ...] = ()
    again: bool = False
    already: bool = False

    def summary(self) -> str:
        """Sentences for the person who imports, one a line."""
        if self.already:
            return f"{self.file_name} was imported before. Nothing has changed."
        if self.again:
            return (
                f"{self.file_name} was imported before, so only what takes a permission away was taken from it: "
                f"{self.refused:,} no, {self.blank:,} blank. For a yes, please import a new file with the date of the form."
            )
        lines = [
            f"{self.file_name}: {count(self.people_new, 'new person', 'new people')}, {self.people_changed:,} changed.",
            f"Answers: {self.granted:,} yes, {self.refused:,} no, {self.blank:,} blank; {self.unchanged:,} as before.",
        ]
        if self.unreadable:
            lines.append("What could not be read, and counts as no permission:")
        return "\n".join([*lines, *(f"  Row {row}: {sentence}" for row, sentence in self.unreadable)])


def new_id() -> str:
    """An opaque id for a person, which says nothing about them."""
    return "p_" + secrets.token_hex(8)


def columns_of(platforms: Iterable[Platform]) -> dict[str, str]:
    """Heading -> platform key: a column may be headed by a platform's name or by its key."""
    return {heading: platform.key for platform in platforms for heading in (platform.key, platform.name)}


def import_csv(
    store: Store,
    *,
    school: str,
    content: bytes,
    file_name: str,
    platforms: Mapping[str, str],
    by: str,
    at: datetime,
    ids: Callable[[], str] = new_id,
    salts: Callable[[], str] = log.new_salt,
) -> ImportReport:
    """Takes a consents file of one school into the register. `platforms`: heading -> platform key, see `columns_of`.

    A file that was imported before gives no permission again, since it may be an old one; what it takes away counts, since
    it may just as well be new (a yes given and withdrawn makes the same file twice). Writers wait meanwhile: a tenth of a
    second for a school of 500. Raises `RegisterError` where the file as a whole cannot be understood; nothing is changed
    then.
    """
    file = read(content, platforms)
    name, sha256 = clean(file_name), hashlib.sha256(content).hexdigest()
    batch = {
        "school_id": school,
        "file_name": name,
        "sha256": sha256,
        "places": json.dumps(file.places),
        "state": "confirmed",
        "imported_by": by,
        "imported_at": at,
    }
    with store.write() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(_ONE_IMPORT_AT_A_TIME)
        same = {"school": school, "sha256": sha256, "places": batch["places"]}
        again = connection.execute(_SAME_FILE, same).first() is not None
        attempt = connection.begin_nested()
        taken = _Intake(
            connection=connection,
            school=school,
            batch_id=connection.execute(_NEW_BATCH, batch).scalar_one(),
            evidence=f"{name} ({sha256[:12]})",
            by=by,
            at=at,
            ids=ids,
        )
        for rows in _portions([_without_yes(row) for row in file.rows] if again else file.rows):
            taken.take(rows)
        if again and not taken.answered:
            attempt.rollback()
            return ImportReport(file_name=name, batch_sha256=sha256, again=True, already=True)
        concern.reopen(connection, concern.posts_of(connection, taken.answered), at)
        report = replace(taken.report(name, sha256, file.unreadable), again=again)
        log.append(connection, _entry(report, school=school, by=by, at=at), salts=salts)
    return report


@dataclass(slots=True, kw_only=True)
class _Intake:
    """One import under way. `answered`: ids of the people for whom something was recorded."""

    connection: Connection
    school: str
    batch_id: int
    evidence: str
    by: str
    at: datetime
    ids: Callable[[], str]
    counted: Counter[str] = field(default_factory=Counter)
    answered: set[str] = field(default_factory=set)

    def take(self, rows: Sequence[Row]) -> None:
        """People first, then what the rows say for those whom the register knows now."""
        values = {"school": self.school, "mis_ids": [row.mis_id for row in rows]}
        known = {person.mis_id: person for person in self.connection.execute(_KNOWN, values)}
        self._change([(known[row.mis_id], row.person) for row in rows if row.mis_id in known and row.person])
        person_of = {mis_id: str(person.id) for mis_id, person in known.items()}
        person_of.update(self._add([row for row in rows if row.mis_id not in known and row.person]))
        self._record([(person_of[row.mis_id], row) for row in rows if row.mis_id in person_of])

    def report(self, file_name: str, sha256: str, unreadable: tuple[tuple[int, str], ...]) -> ImportReport:
        """What was done so far."""
        return ImportReport(
            file_name=file_name,
            batch_sha256=sha256,
            people_new=self.counted["people_new"],
            people_changed=self.counted["people_changed"],
            granted=self.counted["granted"],
            refused=self.counted["refused"],
            blank=self.counted["blank"],
            unchanged=self.counted["unchanged"],
            unreadable=unreadable,
        )

    def _add(self, rows: Sequence[Row]) -> dict[str, str]:
        made = {row.mis_id: self.ids() for row in rows}
        people = [
            {"id": made[row.mis_id], "school_id": self.school, "mis_id": row.mis_id, **_told(row.person)}
            for row in rows
            if row.person
        ]
        if people:
            self.connection.execute(_NEW_PERSON, people)
            self._name({made[row.mis_id]: row.person for row in rows if row.person})
        self.counted["people_new"] += len(people)
        return made

    def _change(self, pairs: Sequence[tuple[Record[Any], Names]]) -> None:
        told = [(known, names, _told(names)) for known, names in pairs]
        changed = [each for each in told if any(getattr(each[0], column) != each[2][column] for column in _TOLD)]
        if changed:
            rows = [
                {"person": known.id, **{f"new_{column}": says[column] for column in _TOLD}}
                for known, _, says in changed
            ]
            self.connection.execute(_CHANGE_PERSON, rows)
            self.connection.execute(_FORGET_NAMES, {"people": [known.id for known, _, _ in changed]})
            self._name({known.id: names for known, names, _ in changed})
        self.counted["people_changed"] += len(changed)

    def _name(self, people: Mapping[str, Names]) -> None:
        rows = [
            {"person_id": person, "folded": folded, "school_id": self.school}
            for person, names in people.items()
            for folded in searchable(
                names.legal_forename, names.middle_names, names.legal_surname, names.chosen_forename
            )
        ]
        if rows:
            self.connection.execute(_NEW_NAME, rows)

    def _record(self, answers: Sequence[tuple[str, Row]]) -> None:
        people = [person for person, _ in answers]
        in_force = {
            (record.person_id, record.platform): record
            for record in self.connection.execute(_IN_FORCE, {"people": people})
        }
        records = []
        for person, row in answers:
            for place, state in row.answers.items():
                if _says_the_same(in_force.get((person, place)), row, state):
                    self.counted["unchanged"] += 1
                else:
                    self.counted[_COUNTED_AS[state]] += 1
                    self.answered.add(person)
                    records.append(self._answer(person, row, place, state))
        if records:
            self.connection.execute(_NEW_RECORD, records)

    def _answer(self, person: str, row: Row, place: str, state: ConsentState) -> dict[str, Any]:
        return {
            "person_id": person,
            "use": "any",
            "platform": place,
            "state": state.value,
            # Without a date of its own an answer counts from its import; the UTC day is never ahead of the school's.
            "given_on": row.given_on or self.at.astimezone(UTC).date(),
            "evidence": row.form_ref or self.evidence,
            "batch_id": self.batch_id,
            "entered_by": self.by,
            "entered_at": self.at,
        }


_COUNTED_AS = {ConsentState.GRANTED: "granted", ConsentState.REFUSED: "refused", ConsentState.UNKNOWN: "blank"}


def _without_yes(row: Row) -> Row:
    """What a row takes away, and nothing that it gives or says of the person."""
    kept = {place: state for place, state in row.answers.items() if state is not ConsentState.GRANTED}
    return replace(row, person=None, answers=kept)


def _told(names: Names) -> dict[str, str]:
    return {
        **asdict(names),
        "sort_name": fold(f"{names.chosen_forename or names.legal_forename} {names.legal_surname}"),
    }


def _says_the_same(record: Record[Any] | None, row: Row, state: ConsentState) -> bool:
    """Whether what is in force already says this. A row without a date or form of its own does not question them."""
    if record is None or record.state != state.value:
        return False
    same_date = row.given_on is None or row.given_on == record.given_on
    same_form = not row.form_ref or row.form_ref == record.evidence
    return state is ConsentState.UNKNOWN or (same_date and same_form)


def _entry(report: ImportReport, *, school: str, by: str, at: datetime) -> log.Entry:
    detail = {**asdict(report), "unreadable": len(report.unreadable)}
    del detail["already"]
    return log.Entry(
        at=at, actor=by, what=log.What.CONSENTS_IMPORTED, school=school, sha256=report.batch_sha256, detail=detail
    )


def _portions(items: Sequence[T]) -> Iterator[Sequence[T]]:
    return (items[start : start + _AT_A_TIME] for start in range(0, len(items), _AT_A_TIME))
