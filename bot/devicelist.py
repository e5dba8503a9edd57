"""`socialpost devices …`: the list of devices whose photos may be used (clause PH-1), without Slack."""

from __future__ import annotations

import argparse
import sys
from datetime import date

from bot.domain.devices import Device, Owner
from bot.offline import opened
from storage import devices


def add_verbs(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The verbs of `socialpost devices`."""
    add = verbs.add_parser("add", help="enter a device that is approved")
    add.add_argument("label", metavar="LABEL", help="what colleagues call it: “Hazel iPad”")
    add.add_argument("--make", required=True, help="as its photos say: Apple, samsung, Canon")
    add.add_argument("--model", required=True, help="as its photos say: iPad (9th generation), SM-A536B")
    add.add_argument("--serial", default="", help="most cameras write it into their photos, most phones do not")
    add.add_argument("--personal", action="store_true", help="it belongs to a person and not to the school")
    add.add_argument("--approved-by", required=True, metavar="NAME")
    add.add_argument("--approved-on", type=date.fromisoformat, metavar="YYYY-MM-DD", help="left out: today")
    add.add_argument("--school", default="", help="the school's key in trust.toml; left out, it counts for all")
    add.set_defaults(verb=_add)
    verbs.add_parser("list", help="all devices, the retired ones too").set_defaults(verb=_list)
    retire = verbs.add_parser("retire", help="a device counts no more; its photos from before still do")
    retire.add_argument("device", type=int, metavar="NUMBER")
    retire.add_argument("--on", type=date.fromisoformat, metavar="YYYY-MM-DD", help="left out: today")
    retire.set_defaults(verb=_retire)


def _add(parsed: argparse.Namespace) -> int:
    with opened() as desk:
        if parsed.school and parsed.school not in desk.settings.trust.schools:
            print(f"Which school? One of: {', '.join(desk.settings.trust.schools)}.", file=sys.stderr)
            return 2
        approved_on = parsed.approved_on or desk.today
        if approved_on > desk.today:
            print(f"{approved_on} has not come yet. An approval is entered once it is given.", file=sys.stderr)
            return 2
        device = Device(
            id="",
            label=parsed.label.strip(),
            make=parsed.make.strip(),
            model=parsed.model.strip(),
            serial=parsed.serial.strip(),
            owner=Owner.PERSONAL if parsed.personal else Owner.SCHOOL,
            approved_by=parsed.approved_by.strip(),
            approved_on=approved_on,
        )
        if not all((device.label, device.make, device.model, device.approved_by)):
            print("Label, make, model and who approved it must not be empty.", file=sys.stderr)
            return 2
        with desk.store.write() as connection:
            entered = devices.approve(connection, device, school=parsed.school, by=desk.by, at=desk.now)
    print(f"{entered.label} is on the list as number {entered.id}.")
    return 0


def _list(parsed: argparse.Namespace) -> int:
    with opened() as desk, desk.store.read() as connection:
        listed = devices.every(connection)
    for school, device in listed:
        where = school or "all schools"
        serial = f", serial {device.serial}" if device.serial else ""
        retired = f", retired on {device.retired_on}" if device.retired_on else ""
        print(
            f"{device.id:>4}  {device.label}: {device.make} {device.model}{serial} ({device.owner.value}, {where}); "
            f"approved by {device.approved_by} on {device.approved_on}{retired}"
        )
    if not listed:
        print("No device is on the list yet: socialpost devices add.")
    return 0


def _retire(parsed: argparse.Namespace) -> int:
    with opened() as desk, desk.store.write() as connection:
        done = devices.retire(connection, parsed.device, on=parsed.on or desk.today, by=desk.by, at=desk.now)
    if not done:
        print(f"No device of number {parsed.device} is in use. socialpost devices list shows them.", file=sys.stderr)
        return 1
    print(f"Device {parsed.device} counts no more from {parsed.on or 'today'} on.")
    return 0
