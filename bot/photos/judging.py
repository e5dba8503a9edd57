"""What the policy says of one examined photo: names (SP-2), device (PH-1), faces, seen before. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bot.domain.devices import Camera, Device, Proof, Verdict, judge
from bot.domain.findings import NAME, Strength
from bot.photos.examine import Examined
from bot.photos.lines import Corners
from bot.photos.naming import Sighting, find_names
from bot.photos.roll import Roll

DEVICE = "device"
FACES = "faces"
FACE = "face"
LARGE_FACE = 0.35
"""A face that is higher than this share of the picture is a portrait."""


MORE_FACES = (
    "There are more faces in this photo than pupils in your list. Please add everybody who can be seen, or use another "
    "photo."
)
A_FACE = (
    "A face can be seen in this photo, although you say that nobody is. Please list everybody who can be seen and say so of "
    "the photo, or use another one."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PhotoFinding:
    """What one clause says of one photo. `corners`: where it stands, in pixels of the upright picture; none: nowhere."""

    clause: str
    strength: Strength
    kind: str
    message: str
    text: str = ""
    people: tuple[str, ...] = ()
    corners: Corners | None = None
    box: tuple[int, int, int, int] | None = None
    code: str = ""


def judge_photo(
    examined: Examined, roll: Roll, devices: Iterable[Device], *, pupils: int | None = None
) -> tuple[PhotoFinding, ...]:
    """All findings about a photo that could be opened. `pupils`: how many the author declared; None: nobody was asked."""
    return judge_sightings(examined, find_names(examined.lines, roll), devices, pupils=pupils)


def judge_sightings(
    examined: Examined, names: Iterable[Sighting], devices: Iterable[Device], *, pupils: int | None = None
) -> tuple[PhotoFinding, ...]:
    """The same where the names in it are known already."""
    found = [_name(sighting) for sighting in names]
    found.append(device_finding(device_verdict(examined, devices)))
    found.extend(_faces(examined, pupils))
    return tuple(found)


def device_verdict(examined: Examined, devices: Iterable[Device]) -> Verdict:
    """What the device register says of the device that took the photo."""
    captured = examined.captured.date() if examined.captured else None
    camera = Camera(make=examined.make, model=examined.model, serial=examined.serial, captured_on=captured)
    return judge(camera, devices)


def device_finding(verdict: Verdict) -> PhotoFinding:
    return PhotoFinding(
        clause="PH-1",
        strength=verdict.strength,
        kind=DEVICE,
        code=verdict.proof.value,
        text=verdict.device.label if verdict.device and verdict.proof in (Proof.PROVED, Proof.MODEL_MATCHES) else "",
        message=verdict.sentence,
    )


def _name(sighting: Sighting) -> PhotoFinding:
    clear = sighting.strength is Strength.ENFORCE
    what = "is a pupil’s name" if clear else "may be a pupil’s name"
    next_step = (
        "Crop it away or blur it, or take the photo again."
        if clear
        else "Please look: if it is a child, crop it away or blur it."
    )
    return PhotoFinding(
        clause="SP-2",
        strength=sighting.strength,
        kind=NAME,
        code="name_in_photo" if clear else "may_be_name_in_photo",
        text=sighting.text,
        people=sighting.people,
        corners=sighting.corners,
        box=sighting.box,
        message=f"“{sighting.text}” in the photo {what}. {next_step}",
    )


def _faces(examined: Examined, pupils: int | None) -> Iterable[PhotoFinding]:
    if pupils is not None and examined.faces > pupils:
        yield PhotoFinding(
            clause="SP-1",
            strength=Strength.HOLD,
            kind=FACES,
            code="more_faces",
            message=MORE_FACES if pupils else A_FACE,
        )
    if examined.faces == 1 and examined.largest_face >= LARGE_FACE:
        yield PhotoFinding(
            clause="SP-1",
            strength=Strength.WARN,
            kind=FACE,
            code="large_face",
            message=(
                "This photo shows one face close up. Guidance of May 2026 advises schools to show children from further "
                "away or from behind, since such photos have been misused. Would another photo do?"
            ),
        )
