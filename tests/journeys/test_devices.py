"""The list of devices through Slack: kept by the person who approves devices, and by nobody else (clause PH-1)."""

from __future__ import annotations

from datetime import date

from bot.domain.devices import Camera, Proof, judge
from bot.practice import sample
from bot.practice.reading import text_of
from storage import devices
from tests.journeys.conftest import Brackenfold

CAMERA = {"device_label": "Office camera", "device_make": "Canon", "device_model": "EOS 2000D", "device_serial": "0430"}


def test_who_approves_devices_adds_one_and_retires_it(brackenfold: Brackenfold) -> None:
    """The list, the form on top of it, the mistake at its field; then the device counts until it is retired."""
    lane = brackenfold.person(sample.LANE)
    assert lane.command("/socialpost", "devices")
    assert "*School iPad 12* · Apple iPad (9th generation) · of the school" in text_of(lane.wait_view("devices"))
    assert lane.click_view("device.add:brackenfold").ok
    lane.wait_view("device.add")
    assert "has not come yet" in str(lane.submit({**CAMERA, "device_from": "2031-01-01"}).errors)
    assert lane.submit({**CAMERA, "device_owner": "personal", "device_from": "2026-03-16"}).ok

    assert lane.command("/socialpost", "devices")
    view = lane.wait_view("devices")
    assert "approved by Mr Lane on 16 Mar 2026" in text_of(view)
    _, number = (block["accessory"]["value"] for block in view["blocks"] if block.get("accessory"))
    assert lane.click_view(f"device.retire:{number}").ok
    workspace = brackenfold.rehearsal.workspace
    assert workspace.wait_until(lambda: "counts no more" in str(workspace.stack(sample.LANE)))

    with brackenfold.rehearsal.bot.store.read() as connection:
        kept = devices.of_school(connection, "brackenfold")
    proofs = [
        judge(Camera(make="canon", model="EOS 2000D", serial="0430", captured_on=day), kept).proof
        for day in (date(2026, 3, 15), date(2026, 5, 1), date(2027, 1, 1))
    ]
    assert proofs == [Proof.TOO_EARLY, Proof.PROVED, Proof.RETIRED]
    told = [entry.what for entry in brackenfold.entries() if entry.what.startswith("device:")]
    assert told[-2:] == ["device:approved", "device:retired"]


def test_nobody_else_keeps_the_list(brackenfold: Brackenfold) -> None:
    """A teacher is told whose it is, and that she asked is in the log of refusals only if she tries to change it."""
    assert brackenfold.priya.command("/socialpost", "devices")
    brackenfold.told(brackenfold.priya, "kept by the person who approves devices")
