"""Whether a photo was taken with a device that was approved by then (clause PH-1). Pure: facts in, a verdict out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.domain.findings import Strength


class Owner(StrEnum):
    """Whose device it is. What the school owns may be used; anybody else's needs its approval first."""

    SCHOOL = "school"
    PERSONAL = "personal"


@dataclass(frozen=True, slots=True, kw_only=True)
class Device:
    """One entry of the device register. Dates are school days; `retired_on` is the first day on which it counts no more."""

    id: str
    label: str
    make: str
    model: str
    serial: str = ""
    owner: Owner = Owner.PERSONAL
    approved_by: str = ""
    approved_on: date | None = None
    retired_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Camera:
    """What a photo's file says of the device that took it. "" and None: it says nothing."""

    make: str = ""
    model: str = ""
    serial: str = ""
    captured_on: date | None = None


class Proof(StrEnum):
    """How far the file bears out that the device was approved."""

    PROVED = "proved"
    MODEL_MATCHES = "model_matches"
    UNKNOWN = "unknown"
    NOT_LISTED = "not_listed"
    TOO_EARLY = "too_early"
    RETIRED = "retired"


STRENGTHS = {
    Proof.PROVED: Strength.EVIDENCE,
    Proof.MODEL_MATCHES: Strength.EVIDENCE,
    Proof.UNKNOWN: Strength.HOLD,
    Proof.NOT_LISTED: Strength.ENFORCE,
    Proof.TOO_EARLY: Strength.ENFORCE,
    Proof.RETIRED: Strength.ENFORCE,
}

SENTENCES = {
    Proof.PROVED: "The photo comes from {label}, which is approved.",
    Proof.MODEL_MATCHES: (
        "The model matches {label}. The file has no serial number, so it cannot be proved which device it was: "
        "that rests on your word."
    ),
    Proof.UNKNOWN: (
        "The file does not say which device took the photo. Please be sure that it was a school device, or one that was "
        "approved beforehand."
    ),
    Proof.NOT_LISTED: (
        "The photo was taken with a device that is not approved. Please use a photo from a school device, or one that "
        "was approved beforehand."
    ),
    Proof.TOO_EARLY: (
        "The photo was taken before its device was approved. Please use a photo that was taken after the approval, or "
        "one from a school device."
    ),
    Proof.RETIRED: (
        "The photo was taken when its device was no longer approved. Please use a photo from a school device, or one "
        "that is approved."
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What the register says of one photo's device, with the entry that speaks for it where there is one."""

    proof: Proof
    device: Device | None = None

    @property
    def strength(self) -> Strength:
        return STRENGTHS[self.proof]

    @property
    def sentence(self) -> str:
        return SENTENCES[self.proof].format(label=self.device.label if self.device else "")


def judge(camera: Camera, devices: Iterable[Device]) -> Verdict:
    """Holds a photo's file against the register at the day of its capture.

    A serial number in the file has to be the device's own. Most phones and tablets write none: then the model may
    match and nothing more can be said. A personal device counts from the day of its approval on; a file that does not
    say when it was taken cannot show that.
    """
    if not camera.make and not camera.model:
        return Verdict(proof=Proof.UNKNOWN)
    answers = [_held_against(camera, device) for device in devices if _may_be(camera, device)]
    if not answers:
        return Verdict(proof=Proof.NOT_LISTED)
    return min(answers, key=lambda answer: list(Proof).index(answer.proof))


def _may_be(camera: Camera, device: Device) -> bool:
    if _plain(camera.make) != _plain(device.make) or _plain(camera.model) != _plain(device.model):
        return False
    return not camera.serial or _plain(camera.serial) == _plain(device.serial)


def _held_against(camera: Camera, device: Device) -> Verdict:
    day = camera.captured_on
    if device.retired_on is not None and (day is None or day >= device.retired_on):
        return Verdict(proof=Proof.RETIRED, device=device)
    approved = device.approved_on
    if device.owner is not Owner.SCHOOL and (approved is None or day is None or day < approved):
        return Verdict(proof=Proof.TOO_EARLY, device=device)
    return Verdict(proof=Proof.PROVED if camera.serial else Proof.MODEL_MATCHES, device=device)


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()
