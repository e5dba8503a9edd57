"""The list of devices whose photos may be used, and the form that adds one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from slack_sdk.models.blocks import Block, DatePickerElement, InputBlock, PlainTextInputElement, RadioButtonsElement

from bot.domain.devices import Device, Owner
from bot.domain.trust import School
from bot.workflow.device_register import LONGEST, Listed
from handlers import ids
from handlers.blocks import actions, button, clip, esc, field, grey, header, option, plain, section
from handlers.metadata import Metadata
from handlers.modals.view import view

MOST_DEVICES = 12
MOST_SCHOOLS = 6


def devices(found: Sequence[Listed]) -> dict[str, Any]:
    """Each school's devices, those in use with a way to retire them."""
    blocks: list[Block | None] = [
        grey("who", "Only photos from these devices may be used. Every change is recorded with your name.")
    ]
    for each in found[:MOST_SCHOOLS]:
        blocks += _school(each)
    return view(ids.DEVICES_VIEW, "Devices", blocks)


def _school(listed: Listed) -> list[Block | None]:
    key = listed.school.key
    hidden = len(listed.devices) - MOST_DEVICES
    return [
        header(key, listed.school.short_name),
        *(_device(listed, device) for device in listed.devices[:MOST_DEVICES]),
        grey(f"{key}.none", "No device is on the list yet.") if not listed.devices else None,
        grey(f"{key}.more", f"and {hidden} more: socialpost devices list shows them") if hidden > 0 else None,
        actions(f"{key}.do", button(ids.keyed(ids.DEVICE_ADD, key), "Add a device", key)),
    ]


def _device(listed: Listed, device: Device) -> Block:
    serial = f", serial {esc(clip(device.serial, 40))}" if device.serial else ""
    whose = "of the school" if device.owner is Owner.SCHOOL else "personal"
    by = esc(clip(listed.names.get(device.approved_by, device.approved_by), 60))
    said = (
        f"*{esc(clip(device.label, LONGEST))}* · {esc(clip(device.make, LONGEST))} {esc(clip(device.model, LONGEST))}{serial}"
        f" · {whose} · approved by {by} on {_day(device.approved_on)}"
    )
    block = f"device.{listed.school.key}.{device.id}"
    if device.retired_on is not None:
        return section(block, f"{said} · _counts no more since {_day(device.retired_on)}_")
    value = f"{listed.school.key}.{device.id}"
    spoken = clip(f"Retire {device.label}", 75)
    return section(block, said, button(ids.keyed(ids.DEVICE_RETIRE, value), "Retire", value, spoken=spoken))


def add_device(school: School) -> dict[str, Any]:
    """One device: what it is called, what its photos say of it, whose it is, and since when it is approved."""
    offered = [
        option("It belongs to the school", Owner.SCHOOL.value),
        option("It belongs to a person", Owner.PERSONAL.value, "Its photos count from the day of the approval on"),
    ]
    owner = RadioButtonsElement(action_id=ids.DEVICE_OWNER, options=offered, initial_option=offered[0])
    since = DatePickerElement(action_id=ids.DEVICE_FROM)
    return view(
        ids.DEVICE_FORM,
        "Add a device",
        [
            grey("school", esc(clip(school.name, 100))),
            _text(ids.DEVICE_LABEL, "What do colleagues call it?", "Hazel class iPad"),
            _text(ids.DEVICE_MAKE, "Make", "Apple", hint="As its photos say, in any case."),
            _text(ids.DEVICE_MODEL, "Model", "iPad (9th generation)", hint="As its photos say: Settings, About."),
            _text(ids.DEVICE_SERIAL, "Serial number", "Cameras write it into photos", optional=True),
            field(ids.DEVICE_OWNER, "Whose is it?", owner),
            field(ids.DEVICE_FROM, "Approved on", since, hint="Left empty: today.", optional=True),
        ],
        submit="Approve it",
        close="Back",
        metadata=Metadata(school=school.key),
    )


def _text(block: str, label: str, example: str, *, hint: str = "", optional: bool = False) -> InputBlock:
    element = PlainTextInputElement(action_id=block, max_length=LONGEST, placeholder=plain(example))
    return field(block, label, element, hint=hint, optional=optional)


def _day(day: date | None) -> str:
    return f"{day.day} {day:%b %Y}" if day else "an unknown day"
