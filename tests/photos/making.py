"""Files and read lines for the tests of photos. Fonts: Pillow's own."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import Any

from PIL import Image, ImageDraw, ImageFont

from bot.domain.people import PUPIL, STAFF, Listed
from bot.photos.lines import Line, Reading, Slot
from bot.photos.roll import Roll


def picture(
    text: str = "", *, size: tuple[int, int] = (640, 480), paper: str = "white", pixels: int = 48
) -> Image.Image:
    """A sheet with one line of writing in its middle."""
    image = Image.new("RGB", size, paper)
    if text:
        middle = (size[0] / 2, size[1] / 2)
        ImageDraw.Draw(image).text(middle, text, font=ImageFont.load_default(pixels), fill="black", anchor="mm")
    return image


def saved(image: Image.Image, kind: str = "JPEG", **options: Any) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def line(
    text: str, *, at: tuple[float, float] = (100, 100), height: float = 40, others: dict[int, str] | None = None
) -> Line:
    """A line as the engine would read it. `others`: at which letter it thought another one half as likely."""
    slots: list[Slot] = []
    for place, letter in enumerate(text):
        other = (others or {}).get(place)
        slots.append(((letter, 0.6), (other, 0.3)) if other else ((letter, 0.99),))
    width = height * 0.6 * len(text)
    x, y = at
    places = tuple((place + 0.5) / len(text) for place in range(len(text)))
    return Line(
        corners=((x, y), (x + width, y), (x + width, y + height), (x, y + height)),
        readings=(Reading(text=text, confidence=0.95, slots=tuple(slots), places=places),),
    )


def column(*texts: str) -> list[Line]:
    """Lines under each other, as on a notice."""
    return [line(text, at=(100, 100 + 90 * row)) for row, text in enumerate(texts)]


def apart(*texts: str) -> list[Line]:
    """Lines far from each other, as on trays."""
    return [line(text, at=(100 + 900 * (index % 3), 100 + 500 * (index // 3))) for index, text in enumerate(texts)]


PUPILS = (
    ("P1", "Maisie", "Trent"),
    ("P2", "Chloé", "Okoro"),
    ("P3", "Rose", "Sugden"),
    ("P4", "May", "Li"),
    ("P5", "Amelia", "Grant"),
    ("P6", "Will", "Pryce-Jones"),
    ("P7", "Michał", "Nowak"),
    ("P8", "Ivy", "O'Neill"),
    ("P9", "Jack", "Hartley"),
    ("P10", "Charlotte", "Dela Cruz"),
    ("P11", "Minh Anh", "Li"),
    ("P12", "Harriet", "King"),
    ("P13", "Henry", "King"),
)
TEACHERS = (("T1", "Paul", "Hartley"), ("T2", "Hanna", "Nowak"))


def roll(pupils: Iterable[tuple[str, str, str]] = PUPILS) -> Roll:
    listed = [Listed(id=i, role=PUPIL, forename=f, surname=s, class_name="Poppy") for i, f, s in pupils]
    listed += [Listed(id=i, role=STAFF, forename=f, surname=s) for i, f, s in TEACHERS]
    return Roll.of(listed)
