"""What a file would change, in sentences for the person who decides whether it shall."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields
from typing import Any

from sqlalchemy import Connection, func, select

from bot.domain.post import Status
from bot.domain.wording import count
from storage import concern
from storage.intake.errors import RegisterError
from storage.intake.staged import Fate
from storage.tables import ImportBatchRow, ImportRowRow, PostRow, table

_BATCH, _ROW, _POST = table(ImportBatchRow), table(ImportRowRow), table(PostRow)

SHOWN = 20
"""Rows that a preview lists; the review lists them all."""


@dataclass(slots=True, kw_only=True)
class Counted:
    """What is counted while a file is read, and kept with it. taken: answers that may end a permission on record.

    unmapped: (consent or column, rows, why it grants nothing); unknown: (consent, value, rows) that the mapping does not
    know. again: the very file was imported before. without_key: there was no key to recognise UPNs and dates of birth by.
    """

    rows: int = 0
    people_changed: int = 0
    given: int = 0
    taken: int = 0
    refused: int = 0
    blank: int = 0
    conditional: int = 0
    marked: int = 0
    missing: int = 0
    unmapped: list[tuple[str, int, str]]
    unknown: list[tuple[str, str, int]]
    again: bool = False
    without_key: bool = False

    def text(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def of(cls, text: str) -> Counted:
        said = {"unmapped": [], "unknown": []} | json.loads(text)
        known = {each.name for each in fields(cls)}
        return cls(**{name: value for name, value in said.items() if name in known})


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """One file as it waits, or as it was. state: reading, staged, confirming, confirmed or discarded.

    people_new: people who would be added. review: rows that wait for a person. unreadable: how many rows were not read
    whole; problems: the first of these, as (row, sentence). posts_open, posts_live: posts whose people would lose something.
    """

    batch: int
    school: str
    file_name: str
    sha256: str
    mapping: str
    state: str
    counted: Counted
    people_new: int
    review: int
    unreadable: int
    problems: tuple[tuple[int, str], ...]
    posts_open: int
    posts_live: int

    @property
    def nothing_new(self) -> bool:
        """Whether confirming would change nothing."""
        told = self.counted
        return not (
            self.people_new
            or told.people_changed
            or told.given
            or told.taken
            or told.refused
            or told.blank
            or told.marked
        )

    def headline(self) -> str:
        """One sentence: 412 rows: 9 new people, 3 permissions withdrawn (2 live posts affected), 4 rows need you."""
        told, live = self.counted, ""
        if self.posts_live:
            live = f" ({count(self.posts_live, 'live post', 'live posts')} affected)"
        parts = [
            self.people_new and count(self.people_new, "new person", "new people"),
            told.people_changed and f"{told.people_changed:,} changed",
            told.given and count(told.given, "permission given", "permissions given"),
            told.taken and count(told.taken, "permission withdrawn", "permissions withdrawn") + live,
            told.refused and f"{told.refused:,} no",
            told.blank and f"{told.blank:,} without an answer",
            self.review and count(self.review, "row needs you", "rows need you"),
            self.unreadable and f"{self.unreadable:,} not read whole",
        ]
        said = ", ".join(part for part in parts if part)
        return f"{count(told.rows, 'row', 'rows')}: {said or 'nothing new'}."

    def sentences(self) -> list[str]:
        """Everything that the person must know before they confirm, one a line."""
        told = self.counted
        lines = [f"{self.file_name} ({self.mapping})", self.headline()]
        if told.again:
            lines.append(
                "This very file was imported before. A yes in it that has no date may be an old one, so it does not count."
            )
        if told.conditional:
            number = count(told.conditional, "permission has a condition", "permissions have conditions")
            lines.append(f"{number}. A post that needs one goes to SLT with its words.")
        if told.marked:
            lines.append(f"{count(told.marked, 'mark is', 'marks are')} new: never publish, or a last day here.")
        if told.missing:
            number = count(told.missing, "person has", "people have")
            lines.append(
                f"{number} a permission from an earlier file of this kind that this one does not repeat. "
                "Nothing changes for them by itself: look at the review."
            )
        if told.without_key:
            lines.append(
                "UPNs and dates of birth were not used: there is no REGISTER_KEY in .env, and without it they are never kept."
            )
        lines += self._listed()
        return lines

    def _listed(self) -> list[str]:
        lines: list[str] = []
        if self.counted.unmapped:
            lines.append("What grants nothing, because the mapping does not name it or says so:")
            lines += [f"  {name} ({rows:,}){': ' + why if why else ''}" for name, rows, why in self.counted.unmapped]
            if not all(why for *_, why in self.counted.unmapped):
                name = self.mapping
                lines.append(
                    f"  Is one of these a permission? Say what it permits in mappings/{name}.toml, and import the file again "
                    f"(socialpost consents mappings --copy {name} puts that file there)."
                )
        if self.counted.unknown:
            lines.append("Values that the mapping does not know, so that they count as no answer:")
            lines += [f"  {name}: “{value}” ({rows:,})" for name, value, rows in self.counted.unknown]
        if self.problems:
            lines.append("Rows that were not read whole:")
            lines += [f"  Row {number}: {why}" for number, why in self.problems]
            if self.unreadable > len(self.problems):
                lines.append(f"  and {self.unreadable - len(self.problems):,} more, in the review")
        return lines


def preview(connection: Connection, batch: int) -> Preview:
    """A file as it stands. Raises `RegisterError` where there is none of this number."""
    row = connection.execute(select(_BATCH).where(_BATCH.c.id == batch)).first()
    if row is None:
        raise RegisterError(f"There is no import of number {batch}.")
    counted = Counted.of(row.summary)
    problems = _problems(connection, batch)
    posts = concern.posts_of_batch(connection, batch, ["less"]) if row.state == "staged" else []
    return Preview(
        batch=batch,
        school=row.school_id,
        file_name=row.file_name,
        sha256=row.sha256,
        mapping=row.mapping,
        state=row.state,
        counted=counted,
        people_new=_people_new(connection, batch) if row.state == "staged" else 0,
        review=_number(connection, batch, _ROW.c.fate == Fate.REVIEW.value),
        unreadable=_number(connection, batch, _not_whole()),
        problems=problems,
        posts_open=len(posts),
        posts_live=_live(connection, posts),
    )


def _not_whole() -> Any:
    return (_ROW.c.why != "") & (_ROW.c.fate != Fate.REVIEW.value)


def _number(connection: Connection, batch: int, which: Any) -> int:
    found = connection.execute(select(func.count()).where(_ROW.c.batch_id == batch, which)).scalar_one()
    return int(found)


def _problems(connection: Connection, batch: int) -> tuple[tuple[int, str], ...]:
    asked = (
        select(_ROW.c.number, _ROW.c.why)
        .where(_ROW.c.batch_id == batch, _not_whole())
        .order_by(_ROW.c.number)
        .limit(SHOWN)
    )
    return tuple((row.number, row.why) for row in connection.execute(asked))


def _people_new(connection: Connection, batch: int) -> int:
    new = (_ROW.c.batch_id == batch) & (_ROW.c.fate == Fate.NEW.value)
    return int(connection.execute(select(func.count(_ROW.c.mis_id.distinct())).where(new)).scalar_one())


def _live(connection: Connection, posts: list[int]) -> int:
    live = 0
    for some in concern.portions(posts):
        asked = select(func.count()).where(_POST.c.id.in_(some), _POST.c.status == Status.PUBLISHED.value)
        live += int(connection.execute(asked).scalar_one())
    return live
