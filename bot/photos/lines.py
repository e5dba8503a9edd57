"""Writing as it was read in a picture: what is kept of it, and what is weighed against the register. Plain values only.

A line keeps for every letter the other letters that the engine thought possible. So "Chlvé", whose v might be an o, is
near "Chloé" and not near "Clive", and it stays so when a register that is imported next month is held against it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

Slot = tuple[tuple[str, float], ...]
"""The letters that may stand at one place, likeliest first, with their probability. The empty letter: none stands there."""
Point = tuple[float, float]
Corners = tuple[Point, Point, Point, Point]
"""Four corners (x, y) in pixels of the upright picture, clockwise from the top left of the writing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What one look at a line gave. `slots` spell it out; `places` say where each stands, as a fraction of the line."""

    text: str
    confidence: float
    slots: tuple[Slot, ...]
    places: tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of writing: where it stands and every reading of it, the best one first."""

    corners: Corners
    readings: tuple[Reading, ...]
    frame: int = 0

    @property
    def text(self) -> str:
        return self.readings[0].text

    @property
    def height(self) -> float:
        (ax, ay), _, _, (dx, dy) = self.corners
        return float(((ax - dx) ** 2 + (ay - dy) ** 2) ** 0.5)

    @property
    def middle(self) -> Point:
        return sum(x for x, _ in self.corners) / 4, sum(y for _, y in self.corners) / 4

    def part(self, begin: float, end: float) -> Corners:
        """The corners of what stands between two fractions of the line."""
        a, b, c, d = self.corners
        return _between(a, b, begin), _between(a, b, end), _between(d, c, end), _between(d, c, begin)


def _between(one: Point, other: Point, share: float) -> Point:
    return one[0] + (other[0] - one[0]) * share, one[1] + (other[1] - one[1]) * share


def box_of(corners: Iterable[Point]) -> tuple[int, int, int, int]:
    """(x, y, w, h) of the upright rectangle around some corners."""
    points = list(corners)
    left, top = min(x for x, _ in points), min(y for _, y in points)
    right, bottom = max(x for x, _ in points), max(y for _, y in points)
    return round(left), round(top), round(right - left), round(bottom - top)


def to_json(lines: Iterable[Line]) -> list[dict[str, Any]]:
    """Lines as they are kept and as they cross from the checking process."""
    return [
        {
            "corners": [[round(x, 1), round(y, 1)] for x, y in line.corners],
            "frame": line.frame,
            "readings": [
                {
                    "text": reading.text,
                    "confidence": round(reading.confidence, 4),
                    "slots": [[[letter, chance] for letter, chance in slot] for slot in reading.slots],
                    "places": [round(place, 4) for place in reading.places],
                }
                for reading in line.readings
            ],
        }
        for line in lines
    ]


def from_json(rows: Iterable[Mapping[str, Any]]) -> tuple[Line, ...]:
    """The other way. Rows come from our own process or our own table."""
    return tuple(
        Line(
            corners=_corners(row["corners"]),
            frame=int(row["frame"]),
            readings=tuple(
                Reading(
                    text=str(reading["text"]),
                    confidence=float(reading["confidence"]),
                    slots=tuple(tuple((str(letter), float(p)) for letter, p in slot) for slot in reading["slots"]),
                    places=tuple(float(place) for place in reading["places"]),
                )
                for reading in row["readings"]
            ),
        )
        for row in rows
    )


def _corners(points: Iterable[Iterable[float]]) -> Corners:
    a, b, c, d = ((float(x), float(y)) for x, y in points)
    return a, b, c, d
