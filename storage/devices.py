"""The register of devices whose photos may be used (clause PH-1): who approved each and when. Nothing is ever removed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, bindparam, insert, or_, select, update

from bot.domain.devices import Device, Owner
from storage import log
from storage.prepared import Prepared
from storage.tables import DeviceRow, table

EVERY_SCHOOL = ""

_DEVICE = table(DeviceRow)
_OF_SCHOOL = Prepared(
    select(_DEVICE)
    .where(or_(_DEVICE.c.school_id == bindparam("school"), _DEVICE.c.school_id == EVERY_SCHOOL))
    .order_by(_DEVICE.c.id)
)
_ALL = Prepared(select(_DEVICE).order_by(_DEVICE.c.id))
_NEW = Prepared(insert(_DEVICE).returning(_DEVICE.c.id))
_RETIRE = Prepared(
    update(_DEVICE)
    .where(_DEVICE.c.id == bindparam("device_id"), _DEVICE.c.retired_at.is_(None))
    .values(retired_on=bindparam("day"), retired_by=bindparam("who"), retired_at=bindparam("when"))
)


def of_school(connection: Connection, school: str) -> list[Device]:
    """Every device of a school and of the whole trust, the retired ones too: an old photo may be one of theirs."""
    return [_device(row) for row in _OF_SCHOOL.rows(connection, {"school": school})]


def every(connection: Connection) -> list[tuple[str, Device]]:
    """All devices, each with the school whose it is (empty: all of them)."""
    return [(row.school_id, _device(row)) for row in _ALL.rows(connection, {})]


def approve(
    connection: Connection,
    device: Device,
    *,
    school: str,
    by: str,
    at: datetime,
    salts: Callable[[], str] = log.new_salt,
) -> Device:
    """Enters a device and logs who did. The id that it came with is not looked at; its own comes back with it."""
    assert device.approved_on is not None, "an approval has a day"
    row: dict[str, Any] = {
        "school_id": school,
        "label": device.label,
        "make": device.make,
        "model": device.model,
        "serial": device.serial,
        "owner": device.owner.value,
        "approved_by": device.approved_by,
        "approved_on": device.approved_on,
        "entered_by": by,
        "entered_at": at,
        "retired_on": None,
        "retired_by": "",
        "retired_at": None,
    }
    entered = replace(device, id=str(_NEW.value(connection, row)))
    _log(connection, log.What.DEVICE_APPROVED, entered, school=school, by=by, at=at, salts=salts)
    return entered


def retire(
    connection: Connection, device_id: int, *, on: date, by: str, at: datetime, salts: Callable[[], str] = log.new_salt
) -> bool:
    """From `on` a device counts no more; photos from before still do. Whether it was there and not retired before."""
    if _RETIRE.run(connection, {"device_id": device_id, "day": on, "who": by, "when": at}) != 1:
        return False
    school, device = next(entry for entry in every(connection) if entry[1].id == str(device_id))
    _log(connection, log.What.DEVICE_RETIRED, device, school=school, by=by, at=at, salts=salts)
    return True


def _log(
    connection: Connection,
    what: log.What,
    device: Device,
    *,
    school: str,
    by: str,
    at: datetime,
    salts: Callable[[], str],
) -> None:
    """The label may name somebody ("Ms Nair's phone"), so it stands in the part that can be erased."""
    detail = {
        "device": device.id,
        "label": device.label,
        "make": device.make,
        "model": device.model,
        "owner": device.owner.value,
        "approved_by": device.approved_by,
        "approved_on": device.approved_on.isoformat() if device.approved_on else "",
        "retired_on": device.retired_on.isoformat() if device.retired_on else "",
    }
    log.append(connection, log.Entry(at=at, actor=by, what=what, school=school, detail=detail), salts=salts)


def _device(row: Any) -> Device:
    return Device(
        id=str(row.id),
        label=row.label,
        make=row.make,
        model=row.model,
        serial=row.serial,
        owner=Owner(row.owner),
        approved_by=row.approved_by,
        approved_on=row.approved_on,
        retired_on=row.retired_on,
    )
