"""Photos looked through before a post is written: who may ask, which wait, what was found. Only whoever asked reads it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from bot.domain.devices import Device
from bot.domain.lifecycle import Refusal
from bot.domain.people import Listed
from bot.domain.trust import Role, School
from bot.workflow.desk import Desk
from storage import devices, listed, photochecks
from storage.book import Book
from storage.log import What
from storage.photochecks import CHECKED, FAILED, Note, PhotoCheck

KEPT = timedelta(days=7)
"""What was found may name children, so it is forgotten after that."""
NOT_STAFF = Refusal("no_role", "Only staff of the trust's schools can have photos checked. Please ask the office.")


@dataclass(frozen=True, slots=True, kw_only=True)
class PhotoChecks:
    desk: Desk

    def schools(self, user_id: str) -> tuple[School, ...] | Refusal:
        """The schools whose register photos are held against for this person."""
        with self.desk.ledger.store.read() as connection:
            return self.desk.schools_of(connection, user_id, Role.STAFF) or NOT_STAFF

    def hand_over(self, user_id: str, school: str, *, batch: str, files: Sequence[tuple[str, str]]) -> Refusal | None:
        """Somebody's photos are noted, with the message in which they will read what was found."""

        def use_case(book: Book) -> Refusal | None:
            if school not in {each.key for each in self.desk.schools_of(book.connection, user_id, Role.STAFF)}:
                said = [{"tried": "photos:check", "says": NOT_STAFF.code}]
                book.log(What.ACCESS_REFUSED, actor=user_id, findings=said)
                return NOT_STAFF
            if photochecks.add(book.connection, batch=batch, school=school, user=user_id, files=files, at=book.now):
                book.tell("photos", school=school, target=user_id, about=batch)
            return None

        return self.desk.ledger.run(self.desk.now, use_case)

    def waiting(self) -> list[PhotoCheck]:
        """Photos that nobody has looked at yet."""
        with self.desk.ledger.store.read() as connection:
            return photochecks.waiting(connection)

    def surroundings(self, school: str) -> tuple[list[Listed], list[Device]]:
        """The people and the devices that a school's photos are held against."""
        with self.desk.ledger.store.read() as connection:
            return list(listed.listed(connection, school)), devices.of_school(connection, school)

    def checked(self, check: PhotoCheck, notes: Sequence[Note]) -> None:
        """What was found in one photo."""
        self._became(check, CHECKED, notes)

    def failed(self, check: PhotoCheck, sentence: str) -> None:
        """Why one photo could not be looked at."""
        self._became(check, FAILED, [Note(strength="enforce", sentence=sentence)])

    def forget(self) -> None:
        """Removes what is older than it is kept."""
        self.desk.ledger.run(self.desk.now, lambda book: photochecks.forget(book.connection, before=book.now - KEPT))

    def _became(self, check: PhotoCheck, state: str, notes: Sequence[Note]) -> None:
        def use_case(book: Book) -> None:
            photochecks.became(book.connection, check.id, state, notes)
            book.renew(f"photos:{check.batch}")

        self.desk.ledger.run(self.desk.now, use_case)
