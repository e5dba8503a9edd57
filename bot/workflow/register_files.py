"""A file of the register, handed over in Slack: read, shown, confirmed, and then asked after until Slack has it no more.

For the office of the school, asked anew at every step. Each step is a row: whoever sweeps goes on where a process stopped.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.domain.consent import ConsentState
from bot.domain.lifecycle import Refusal
from bot.domain.trust import Role, School
from bot.workflow.desk import Desk
from bot.workflow.leftover import at_first, next_look
from storage import intake, uploads
from storage.book import Book
from storage.intake import AskError, Dates, FileKind, Hashes, RegisterError, Upload
from storage.log import What
from storage.uploads import ASKS, CONFIRMED, DISCARDED, READING, REFUSED, STAGED, Handed

NOT_OFFICE = Refusal("no_role", "Only the office can import the register. Please ask them.")
UNKNOWN = Refusal("unknown_file", "This file is not waiting any more. Nothing has changed.")
MAPPINGS = "mappings"

_DATES = {"dmy": Dates.DAY_FIRST, "mdy": Dates.MONTH_FIRST}
_X = {"yes": ConsentState.GRANTED, "no": ConsentState.REFUSED}
_OPTIONS = {"dates": frozenset(_DATES), "x": frozenset(_X)}


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterFiles:
    """hashes: by which UPNs and dates of birth are recognised."""

    desk: Desk
    hashes: Hashes

    def kinds(self) -> Mapping[str, FileKind]:
        """How files are read: the presets, and what the office keeps in the folder `mappings`."""
        trust = self.desk.trust
        return intake.file_kinds(trust.platforms.values(), trust.permissions.uses, Path.cwd() / MAPPINGS)

    def schools(self, user_id: str) -> tuple[School, ...] | Refusal:
        """The schools whose register this person may import."""
        with self.desk.ledger.store.read() as connection:
            schools = self.desk.schools_of(connection, user_id, Role.OFFICE)
        return schools or self._refused(user_id)

    def hand_over(self, user_id: str, school: str, *, file_id: str, name: str, mapping: str) -> Refusal | None:
        """Somebody's file is noted, with the message in which they will read what it would change."""

        def use_case(book: Book) -> Refusal | None:
            if not self.may(book, user_id, school):
                return self.refuse(book, user_id)
            kept = mapping if mapping in self.kinds() else ""
            if uploads.add(
                book.connection, file_id=file_id, school=school, user=user_id, name=name, mapping=kept, at=book.now
            ):
                book.tell("register_file", school=school, target=user_id, about=file_id)
            return None

        return self.desk.ledger.run(self.desk.now, use_case)

    def to_read(self) -> list[str]:
        """Files that wait to be read."""
        with self.desk.ledger.store.read() as connection:
            return uploads.to_read(connection)

    def read(self, file_id: str, path: Path) -> None:
        """Reads a file into a batch that waits. What cannot be taken, or must be asked, is told in its message."""
        with self.desk.ledger.store.read() as connection:
            handed = uploads.get(connection, file_id)
        if handed is None or handed.state != READING:
            return
        upload = Upload(
            path=path,
            school=handed.school,
            by=handed.user,
            as_at=handed.added_at.astimezone(self.desk.trust.timezone).date(),
            name=handed.name,
            mapping=handed.mapping,
            dates=_DATES.get(handed.dates),
            x=_X.get(handed.x),
        )
        store = self.desk.ledger.store
        try:
            found = intake.stage(store, upload, kinds=self.kinds(), hashes=self.hashes, at=self.desk.now())
        except AskError as question:
            self._became(file_id, state=ASKS, said=str(question), asks=question.option)
        except RegisterError as error:
            self._became(file_id, state=REFUSED, said=str(error))
        else:
            self._became(file_id, state=STAGED, batch_id=found.batch, said="", asks="")

    def could_not_fetch(self, file_id: str, sentence: str) -> None:
        """Slack did not hand the file out."""
        self._became(file_id, state=REFUSED, said=sentence)

    def answer(self, user_id: str, file_id: str, option: str, value: str) -> Refusal | None:
        """What only a person can say of the file; it is then read again with it."""
        known = _OPTIONS.get(option, frozenset())

        def use_case(book: Book) -> Refusal | None:
            handed = self._theirs(book, user_id, file_id, ASKS)
            if isinstance(handed, Refusal):
                return handed
            if value not in known:
                return UNKNOWN
            self._change(book, file_id, state=READING, **{option: value})
            return None

        return self.desk.ledger.run(self.desk.now, use_case)

    def confirm(self, user_id: str, file_id: str) -> Refusal | None:
        """Takes the file into the register. The posts that it concerns are looked at within seconds."""
        handed = self._waiting(user_id, file_id)
        if isinstance(handed, Refusal):
            return handed
        assert handed.batch is not None
        ledger = self.desk.ledger
        try:
            intake.confirm(
                ledger.store,
                handed.batch,
                by=user_id,
                at=self.desk.now(),
                as_role=Role.OFFICE.value,
                policy_version=ledger.policy_version,
            )
        except RegisterError as error:
            return Refusal("not_confirmed", str(error))
        self._became(file_id, state=CONFIRMED)
        return None

    def discard(self, user_id: str, file_id: str) -> Refusal | None:
        """Throws away what was read; the register stays as it is."""
        handed = self._waiting(user_id, file_id)
        if isinstance(handed, Refusal):
            return handed
        assert handed.batch is not None
        try:
            intake.discard(self.desk.ledger.store, handed.batch, by=user_id)
        except RegisterError as error:
            return Refusal("not_discarded", str(error))
        self._became(file_id, state=DISCARDED)
        return None

    def to_ask_after(self) -> list[str]:
        """Files of which it is time to ask Slack whether they are gone."""
        with self.desk.ledger.store.read() as connection:
            return uploads.to_ask_after(connection, self.desk.now())

    def gone(self, file_id: str) -> None:
        """Slack has it no more: nobody is asked to delete it any longer."""
        self._became(file_id, gone_at=self.desk.now())

    def still_there(self, file_id: str) -> None:
        """Looked at again soon, and from the second hour on once a day, with a reminder to its owner."""

        def use_case(book: Book) -> None:
            handed = uploads.get(book.connection, file_id)
            if handed is None:
                return
            uploads.change(book.connection, file_id, next_look_at=next_look(handed.added_at, book.now))
            if not at_first(handed.added_at, book.now) and handed.state not in {READING, ASKS, STAGED}:
                day = self.desk.trust.calendar.day_of(book.now)
                book.tell("file_left", school=handed.school, target=handed.user, about=f"{file_id}:{day}")

        self.desk.ledger.run(self.desk.now, use_case)

    def _waiting(self, user_id: str, file_id: str) -> Handed | Refusal:
        return self.desk.ledger.run(self.desk.now, lambda book: self._theirs(book, user_id, file_id, STAGED))

    def _theirs(self, book: Book, user_id: str, file_id: str, state: str) -> Handed | Refusal:
        """A file of a school whose office this person is, if it waits in this state."""
        handed = uploads.get(book.connection, file_id, lock=True)
        if handed is None or handed.state != state:
            return UNKNOWN
        return handed if self.may(book, user_id, handed.school) else self.refuse(book, user_id)

    def _became(self, file_id: str, **values: object) -> None:
        self.desk.ledger.run(self.desk.now, lambda book: self._change(book, file_id, **values))

    def _change(self, book: Book, file_id: str, **values: object) -> None:
        uploads.change(book.connection, file_id, **values)
        book.renew(f"register_file:{file_id}")

    def may(self, book: Book, user_id: str, school: str) -> bool:
        """Whether this person is of the school's office."""
        return Role.OFFICE in self.desk.actor(book.connection, user_id, school).roles

    def _refused(self, user_id: str) -> Refusal:
        return self.desk.ledger.run(self.desk.now, lambda book: self.refuse(book, user_id))

    def refuse(self, book: Book, user_id: str) -> Refusal:
        """The one sentence for whoever is not; the try is logged."""
        book.log(What.ACCESS_REFUSED, actor=user_id, findings=[{"says": NOT_OFFICE.code, "tried": "consents:import"}])
        return NOT_OFFICE
