"""The list of devices whose photos may be used, in Slack: kept by who approves devices in a school (clause PH-1)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from bot.domain.devices import Device, Owner
from bot.domain.lifecycle import Refusal
from bot.domain.trust import Role, School
from bot.domain.typed import clean
from bot.workflow.desk import Desk
from storage import devices
from storage.book import Book
from storage.log import What

LONGEST = 60
NOT_APPROVER = Refusal("no_role", "This list is kept by the person who approves devices. Nothing has changed.")
UNKNOWN = Refusal("unknown", "This device is not in use any more. Please close the list and open it again.")
EMPTY = Refusal("empty", "Please fill in what colleagues call it, the make and the model.")
LATER = Refusal("later", "This day has not come yet. A device is entered once it is approved.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One school's devices, with those of the whole trust: first what is in use. names: Slack id -> display name."""

    school: School
    devices: tuple[Device, ...]
    names: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDevice:
    """A device as somebody typed it; approved_on None: today."""

    school: str
    label: str
    make: str
    model: str
    serial: str = ""
    personal: bool = False
    approved_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceRegister:
    desk: Desk

    def of(self, user_id: str) -> tuple[Listed, ...] | Refusal:
        """The lists that somebody keeps: one for each school whose devices they approve."""
        with self.desk.ledger.store.read() as connection:
            schools = self.desk.schools_of(connection, user_id, Role.DEVICE_APPROVER)
            return tuple(self._listed(connection, school) for school in schools) or NOT_APPROVER

    def is_approver(self, user_id: str) -> bool:
        """Whether the help names the command to them."""
        with self.desk.ledger.store.read() as connection:
            return bool(self.desk.schools_of(connection, user_id, Role.DEVICE_APPROVER))

    def approve(self, user_id: str, wanted: NewDevice) -> Device | Refusal:
        """Enters a device that this person approves."""
        device = Device(
            id="",
            label=clean(wanted.label)[:LONGEST],
            make=clean(wanted.make)[:LONGEST],
            model=clean(wanted.model)[:LONGEST],
            serial=clean(wanted.serial)[:LONGEST],
            owner=Owner.PERSONAL if wanted.personal else Owner.SCHOOL,
            approved_by=user_id,
            approved_on=wanted.approved_on or self.desk.today(),
        )

        def use_case(book: Book) -> Device | Refusal:
            refusal = self._refusal(book.connection, user_id, wanted.school) or self._wrong(device)
            if refusal is not None:
                return self._refused(book, user_id, refusal)
            return devices.approve(
                book.connection, device, school=wanted.school, by=user_id, at=book.now, salts=book.ids.salt
            )

        return self.desk.ledger.run(self.desk.now, use_case)

    def retire(self, user_id: str, school: str, device_id: str) -> Device | Refusal:
        """From today on a device counts no more; photos from before still do."""

        def use_case(book: Book) -> Device | Refusal:
            if (refusal := self._refusal(book.connection, user_id, school)) is not None:
                return self._refused(book, user_id, refusal)
            own = {device.id: device for of, device in devices.every(book.connection) if of == school}
            found = own.get(device_id)
            if found is None or not devices.retire(
                book.connection,
                int(device_id),
                on=self.desk.today(),
                by=user_id,
                at=book.now,
                salts=book.ids.salt,
            ):
                return self._refused(book, user_id, UNKNOWN)
            return found

        return self.desk.ledger.run(self.desk.now, use_case)

    def _listed(self, connection: Connection, school: School) -> Listed:
        found = sorted(devices.of_school(connection, school.key), key=lambda device: device.retired_on is not None)
        names = self.desk.names(connection, {device.approved_by for device in found})
        return Listed(school=school, devices=tuple(found), names=names)

    def _refusal(self, connection: Connection, user_id: str, school: str) -> Refusal | None:
        allowed = self.desk.schools_of(connection, user_id, Role.DEVICE_APPROVER)
        return None if school in {each.key for each in allowed} else NOT_APPROVER

    def _wrong(self, device: Device) -> Refusal | None:
        if not (device.label and device.make and device.model):
            return EMPTY
        assert device.approved_on is not None
        return LATER if device.approved_on > self.desk.today() else None

    def _refused(self, book: Book, user_id: str, refusal: Refusal) -> Refusal:
        book.log(What.ACCESS_REFUSED, actor=user_id, findings=[{"tried": "device", "says": refusal.code}])
        return refusal
