"""What a file says of the camera that took it. Only five things are read; everything else is never looked at."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from PIL import ExifTags, Image

LONGEST = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class CameraFacts:
    """Make, model and serial as the file has them ("" where it has none); `captured` is the camera's own clock."""

    make: str = ""
    model: str = ""
    serial: str = ""
    captured: datetime | None = None
    gps: bool = False


def facts_of(image: Image.Image) -> CameraFacts:
    """Reads an opened picture's EXIF. A block that cannot be read says nothing, so the device stays unproved."""
    try:
        exif = image.getexif()
        detail = exif.get_ifd(ExifTags.IFD.Exif)
        place = exif.get_ifd(ExifTags.IFD.GPSInfo)
    except Exception:  # whatever a hostile block provokes: it then proves nothing, and that is what is said
        return CameraFacts()
    return CameraFacts(
        make=_text(exif.get(ExifTags.Base.Make)),
        model=_text(exif.get(ExifTags.Base.Model)),
        serial=_text(detail.get(ExifTags.Base.BodySerialNumber) or exif.get(ExifTags.Base.CameraSerialNumber)),
        captured=_moment(detail.get(ExifTags.Base.DateTimeOriginal) or detail.get(ExifTags.Base.DateTimeDigitized)),
        gps=any(tag in place for tag in (ExifTags.GPS.GPSLatitude, ExifTags.GPS.GPSLongitude)),
    )


def _text(value: object) -> str:
    if isinstance(value, bytes):
        value = value.decode("utf-8", "replace")
    if not isinstance(value, str):
        return ""
    return " ".join("".join(sign for sign in value if sign.isprintable()).split())[:LONGEST]


def _moment(value: object) -> datetime | None:
    with suppress(ValueError):
        # The camera's clock knows no zone; only its day is ever compared.
        return datetime.strptime(_text(value)[:19], "%Y:%m:%d %H:%M:%S")  # noqa: DTZ007
    return None
