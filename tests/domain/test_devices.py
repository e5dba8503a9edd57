"""Which device took a photo, and whether it was approved by then (clause PH-1)."""

from __future__ import annotations

from datetime import date

import pytest

from bot.domain.devices import Camera, Device, Owner, Proof, judge
from bot.domain.findings import Strength

TABLET = Device(
    id="1", label="Hazel iPad", make="Apple", model="iPad (9th generation)", serial="DMP1", owner=Owner.SCHOOL
)
CAMERA = Device(id="2", label="Office camera", make="Canon", model="EOS 2000D", serial="0430", owner=Owner.SCHOOL)
PHONE = Device(
    id="3", label="Ms Nair's phone", make="Samsung", model="SM-A536B", serial="R5C", approved_on=date(2026, 3, 16)
)
GONE = Device(id="4", label="Old tablet", make="Apple", model="iPad", owner=Owner.SCHOOL, retired_on=date(2026, 1, 5))
ALL = (TABLET, CAMERA, PHONE, GONE)


@pytest.mark.parametrize(
    ("camera", "proof"),
    [
        (Camera(make="Canon", model="EOS 2000D", serial="0430"), Proof.PROVED),
        (Camera(make="CANON", model="eos 2000d ", serial="0430"), Proof.PROVED),
        (Camera(make="Canon", model="EOS 2000D", serial="9999"), Proof.NOT_LISTED),
        (Camera(make="Apple", model="iPad (9th generation)"), Proof.MODEL_MATCHES),
        (Camera(make="Apple", model="iPhone 13"), Proof.NOT_LISTED),
        (Camera(make="Apple"), Proof.NOT_LISTED),
        (Camera(), Proof.UNKNOWN),
        (Camera(captured_on=date(2026, 3, 1)), Proof.UNKNOWN),
        (Camera(make="samsung", model="SM-A536B", captured_on=date(2026, 3, 15)), Proof.TOO_EARLY),
        (Camera(make="samsung", model="SM-A536B", captured_on=date(2026, 3, 16)), Proof.MODEL_MATCHES),
        (Camera(make="samsung", model="SM-A536B"), Proof.TOO_EARLY),
        (Camera(make="Apple", model="iPad", captured_on=date(2026, 1, 4)), Proof.MODEL_MATCHES),
        (Camera(make="Apple", model="iPad", captured_on=date(2026, 1, 5)), Proof.RETIRED),
        (Camera(make="Apple", model="iPad"), Proof.RETIRED),
    ],
)
def test_a_device_counts_where_the_file_fits_it_on_the_day_of_the_photo(camera: Camera, proof: Proof) -> None:
    """Make and model in any case, the serial where the file has one, and the approval before the capture."""
    assert proof == judge(camera, ALL).proof


def test_the_entry_that_speaks_best_for_a_photo_is_the_one_that_counts() -> None:
    """Of two tablets of one model, one retired, the other one may have taken it."""
    again = Device(id="5", label="New tablet", make="Apple", model="iPad", owner=Owner.SCHOOL)
    verdict = judge(Camera(make="Apple", model="iPad", captured_on=date(2026, 6, 1)), (GONE, again))
    assert (verdict.proof, verdict.device and verdict.device.id) == (Proof.MODEL_MATCHES, "5")


def test_what_cannot_be_proved_is_said_and_what_is_unknown_is_asked() -> None:
    """A model without a serial stops nobody and says so; no camera at all is held; a strange one stops the photo."""
    matches = judge(Camera(make="Apple", model="iPad (9th generation)"), ALL)
    assert matches.strength is Strength.EVIDENCE
    assert "cannot be proved" in matches.sentence
    assert "Hazel iPad" in matches.sentence
    assert judge(Camera(), ALL).strength is Strength.HOLD
    assert judge(Camera(make="Apple", model="iPhone 13"), ALL).strength is Strength.ENFORCE
