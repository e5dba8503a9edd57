"""Everything on record for one person, as text and as rows: for the office, and for a subject access request."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, select

from bot.domain.consent import ANY
from storage.confirmed import counts
from storage.entries import OnRecord, history
from storage.tables import PersonRow, table

_PERSON = table(PersonRow)
_SEEN = select(_PERSON).where(counts(_PERSON.c.batch_id))

COLUMNS = (
    "entered_at",
    "state",
    "use",
    "place",
    "given_by",
    "relation",
    "given_on",
    "date_from",
    "begins",
    "ends",
    "conditions",
    "form",
    "wording",
    "post",
    "file",
    "entered_by",
)


@dataclass(frozen=True, slots=True)
class Told:
    """One person's record: who they are in the register, and every entry, the earliest first."""

    person: Any
    entries: tuple[OnRecord, ...]

    def rows(self) -> list[list[str]]:
        """One row an entry, in the order of `COLUMNS`."""
        return [_row(entry) for entry in self.entries]

    def lines(self, places: Mapping[str, str], uses: Mapping[str, str]) -> list[str]:
        """The same for people to read."""
        one = self.person
        lines = [
            f"{one.id}: {shown_name(one)}, {one.role}, {one.school_id}"
            + "".join(f", {part}" for part in (one.year_group, one.class_name) if part),
            f"Legal name: {' '.join(p for p in (one.legal_forename, one.middle_names, one.legal_surname) if p)}.",
            f"The school's number: {one.mis_id or 'none'}.",
        ]
        if one.left_on:
            lines.append(f"Left on {one.left_on:%d/%m/%Y}.")
        if one.never_publish:
            lines.append("Marked: never publish.")
        if one.dob_hmac or one.upn_hmac:
            lines.append(
                "A date of birth or UPN is kept as a keyed hash only, to recognise the person in the next file."
            )
        lines.append(f"{len(self.entries)} on record:" if self.entries else "Nothing is on record.")
        return [*lines, *(_line(entry, places, uses) for entry in self.entries)]


def find(connection: Connection, person: str, school: str = "") -> str | None:
    """The id of somebody by our id, or by the school's own number; None where there is nobody."""
    found = connection.execute(_SEEN.where(_PERSON.c.id == person)).first()
    if found is None and school:
        found = connection.execute(_SEEN.where(_PERSON.c.school_id == school, _PERSON.c.mis_id == person)).first()
    return found.id if found else None


def of(connection: Connection, person: str, *, redact: bool = False) -> Told:
    """Somebody's record. redact: without the names of those who gave the answers, who are people, too."""
    entries = history(connection, person)
    if redact:
        entries = [replace(each, given_by="(name left out)" if each.given_by else "") for each in entries]
    return Told(connection.execute(_SEEN.where(_PERSON.c.id == person)).one(), tuple(entries))


def names(connection: Connection, people: Collection[str]) -> dict[str, str]:
    """The names of these people as lists show them."""
    found: dict[str, str] = {}
    ids = sorted(people)
    for start in range(0, len(ids), 500):
        for row in connection.execute(_SEEN.where(_PERSON.c.id.in_(ids[start : start + 500]))):
            found[row.id] = shown_name(row)
    return found


def shown_name(row: Any) -> str:
    """The chosen name where there is one."""
    return f"{row.chosen_forename or row.legal_forename} {row.chosen_surname or row.legal_surname}".strip()


def _row(entry: OnRecord) -> list[str]:
    days = [day.isoformat() if day else "" for day in (entry.given_on, entry.begins, entry.ends)]
    return [
        entry.entered_at.isoformat(timespec="seconds"),
        entry.state.value,
        entry.use,
        entry.place,
        entry.given_by,
        entry.relation,
        days[0],
        "the file's day" if entry.undated else "the form",
        days[1],
        days[2],
        entry.conditions,
        entry.evidence,
        entry.wording,
        str(entry.post_id or ""),
        entry.file_name,
        entry.entered_by,
    ]


def _line(entry: OnRecord, places: Mapping[str, str], uses: Mapping[str, str]) -> str:
    what = "every use" if entry.use == ANY else uses.get(entry.use, entry.use)
    where = "everywhere" if entry.place == ANY else places.get(entry.place, entry.place)
    given = f"{entry.given_on:%d/%m/%Y}" if entry.given_on else "undated"
    who = " ".join(part for part in (entry.given_by, f"({entry.relation})" if entry.relation else "") if part)
    parts = [
        f"  {given} {entry.state.value}: {what}, {where}",
        who and f"said by {who}",
        entry.conditions and f"condition “{entry.conditions}”",
        entry.begins and f"from {entry.begins:%d/%m/%Y}",
        entry.ends and f"until {entry.ends:%d/%m/%Y}",
        entry.post_id and f"for post {entry.post_id} alone",
        f"form: {entry.evidence or 'none'}",
        entry.wording and f"wording “{entry.wording}”",
        entry.file_name and f"file {entry.file_name}",
        f"entered by {entry.entered_by} on {entry.entered_at:%d/%m/%Y}",
    ]
    return "; ".join(str(part) for part in parts if part)
