"""Rows of a file that nobody could place: the office of its school says whom each is about, some at a time.

Names stand only in the form of the one who asks, who is asked anew at every step; that they looked is logged.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection

from bot.domain.lifecycle import Refusal
from bot.domain.trust import Role
from bot.workflow.register_files import UNKNOWN, RegisterFiles
from storage import intake, uploads
from storage.book import Book
from storage.intake import RegisterError, Waiting
from storage.log import What
from storage.uploads import CONFIRMED, STAGED, Handed

HANDFUL = 5
"""Rows that a form shows: more could not be looked at with care."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Handful:
    """The next rows. last: the number of the last of them, from which the next form goes on; left: how many wait in all."""

    file_id: str
    rows: tuple[Waiting, ...]
    left: int

    @property
    def last(self) -> int:
        return self.rows[-1].number if self.rows else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterRows:
    files: RegisterFiles

    def waiting(self, user_id: str, file_id: str, *, after: int = 0) -> Handful | Refusal:
        """The next rows of a file that wait. That they were looked at is committed before they are shown."""

        def use_case(book: Book) -> Handful | Refusal:
            handed = self._file(book, user_id, file_id)
            if isinstance(handed, Refusal):
                return handed
            book.log(
                What.PUPILS_SHOWN,
                actor=user_id,
                as_role=Role.OFFICE,
                school=handed.school,
                findings=[{"says": "waiting_rows"}],
                detail={"batch": handed.batch},
            )
            return _handful(book.connection, handed, after)

        return self.files.desk.ledger.run(self.files.desk.now, use_case)

    def settle(self, user_id: str, file_id: str, said: Mapping[int, str]) -> dict[int, str] | Refusal:
        """Whom rows are about, each by its number; '' leaves a row out. Returns a sentence for each that could not be settled.

        What somebody else has settled meanwhile stays as they said. Where the file is in the register already, it counts at once.
        """
        desk = self.files.desk
        handed = desk.ledger.run(desk.now, lambda book: self._file(book, user_id, file_id))
        if isinstance(handed, Refusal):
            return handed
        assert handed.batch is not None
        store, wrong = desk.ledger.store, dict[int, str]()
        with store.read() as connection:
            still = intake.still_waiting(connection, handed.batch, said)
        for number in still:
            try:
                intake.settle(store, handed.batch, number, said[number], by=user_id, at=desk.now())
            except RegisterError as error:
                wrong[number] = str(error)
        desk.ledger.run(desk.now, lambda book: book.renew(f"register_file:{file_id}"))
        return wrong

    def _file(self, book: Book, user_id: str, file_id: str) -> Handed | Refusal:
        handed = uploads.get(book.connection, file_id)
        if handed is None or handed.state not in {STAGED, CONFIRMED} or handed.batch is None:
            return UNKNOWN
        return handed if self.files.may(book, user_id, handed.school) else self.files.refuse(book, user_id)


def _handful(connection: Connection, handed: Handed, after: int) -> Handful:
    assert handed.batch is not None
    rows = tuple(intake.waiting(connection, handed.batch, after=after, limit=HANDFUL))
    return Handful(file_id=handed.file_id, rows=rows, left=intake.count_waiting(connection, handed.batch))
