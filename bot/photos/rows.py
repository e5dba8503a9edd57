"""Lines as they were found become rows as a person reads them: words in order, and what stands above and below."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import atan2, cos, hypot, sin

from bot.photos.lines import Corners, Line, Point, Reading
from bot.photos.spelling import Letters, best_of, plain_letters

SPACE = 0.5
GAP = 1.3
"""Pieces of one row stand at most this many letter heights apart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """A word as it was read. `text` as it stands there, `letters` as names are compared; begin and end are fractions
    of its line."""

    text: str
    letters: tuple[Letters, ...]
    plain: str
    line: Line
    begin: float
    end: float

    @property
    def capital(self) -> bool:
        first = next((sign for sign in self.text if sign.isalpha()), "")
        return first.isupper()

    @property
    def shouted(self) -> bool:
        letters = [sign for sign in self.text if sign.isalpha()]
        return len(letters) > 1 and all(sign.isupper() for sign in letters)


@dataclass(slots=True, kw_only=True)
class Row:
    """Words that stand beside each other, left to right as the writing runs."""

    words: list[Word]
    lines: list[Line]
    above: list[Row] = field(default_factory=list)
    below: list[Row] = field(default_factory=list)

    @property
    def height(self) -> float:
        return max(line.height for line in self.lines)

    @property
    def plains(self) -> list[str]:
        return [word.plain for word in self.words]


def rows_of(lines: Sequence[Line], look: int) -> list[Row]:
    """The rows of one frame, by the `look`-th reading of each line (the last one it has, where it has fewer)."""
    left = sorted(lines, key=lambda line: line.middle)
    rows: list[Row] = []
    taken: set[int] = set()
    for start, line in enumerate(left):
        if start in taken:
            continue
        taken.add(start)
        chain = [line]
        while (found := _right_of(chain[-1], left, taken)) is not None:
            taken.add(found)
            chain.append(left[found])
        while (found := _left_of(chain[0], left, taken)) is not None:
            taken.add(found)
            chain.insert(0, left[found])
        words = [word for each in chain for word in _words(each, each.readings[min(look, len(each.readings) - 1)])]
        if words:
            rows.append(Row(words=words, lines=chain))
    for row in rows:
        for other in rows:
            if other is not row and _is_above(other, row):
                row.above.append(other)
                other.below.append(row)
    return rows


def _words(line: Line, reading: Reading) -> list[Word]:
    found: list[Word] = []
    start = 0
    for stop in range(len(reading.slots) + 1):
        if stop < len(reading.slots) and not _is_space(reading, stop):
            continue
        slots = reading.slots[start:stop]
        text = "".join(slot[0][0] for slot in slots).strip()
        letters = plain_letters(slots)
        if text and any(place for place in letters):
            begin = reading.places[start - 1] if start else 0.0
            end = reading.places[stop] if stop < len(reading.slots) else 1.0
            plain = best_of(letters)
            found.append(Word(text=text, letters=letters, plain=plain, line=line, begin=begin, end=end))
        start = stop + 1
    return found


def _is_space(reading: Reading, place: int) -> bool:
    return reading.slots[place][0][0] == " "


def _direction(line: Line) -> Point:
    (ax, ay), (bx, by), _, _ = line.corners
    length = hypot(bx - ax, by - ay) or 1.0
    return (bx - ax) / length, (by - ay) / length


def _along(line: Line, point: Point) -> Point:
    """(along, across) of a point as seen from the middle of a line's beginning, in pixels."""
    dx, dy = _direction(line)
    (ax, ay), _, _, (ex, ey) = line.corners
    x, y = point[0] - (ax + ex) / 2, point[1] - (ay + ey) / 2
    return x * dx + y * dy, -x * dy + y * dx


def _length(line: Line) -> float:
    (ax, ay), (bx, by), _, _ = line.corners
    return hypot(bx - ax, by - ay)


def _similar(one: Line, other: Line) -> bool:
    if not 0.55 <= one.height / (other.height or 1.0) <= 1.8:
        return False
    (ax, ay), (bx, by) = _direction(one), _direction(other)
    return abs(atan2(ax * by - ay * bx, ax * bx + ay * by)) < 0.25


def _begin(line: Line) -> Point:
    (ax, ay), _, _, (ex, ey) = line.corners
    return (ax + ex) / 2, (ay + ey) / 2


def _right_of(line: Line, lines: Sequence[Line], taken: set[int]) -> int | None:
    best: tuple[float, int] | None = None
    for index, other in enumerate(lines):
        if index in taken or not _similar(line, other):
            continue
        along, across = _along(line, _begin(other))
        gap = along - _length(line)
        if -0.5 * line.height <= gap <= GAP * line.height and abs(across) < 0.5 * line.height:
            best = min(best or (gap, index), (gap, index))
    return best[1] if best else None


def _left_of(line: Line, lines: Sequence[Line], taken: set[int]) -> int | None:
    for index, other in enumerate(lines):
        if index not in taken and _right_of(other, [line], set()) == 0:
            return index
    return None


def _is_above(upper: Row, lower: Row) -> bool:
    """Whether `upper` is among the rows just above: within three heights, and not beside it."""
    line = lower.lines[0]
    along, across = _along(line, upper.lines[0].middle)
    width = sum(_length(each) for each in lower.lines)
    reach = max(width, sum(_length(each) for each in upper.lines)) * 0.75 + line.height
    far = 2.6 * max(line.height, upper.height * 0.7)
    return -far - upper.height / 2 < across < -0.3 * line.height and abs(along - width / 2) < reach


def corners_of(words: Sequence[Word]) -> Corners:
    """Where some words of a row stand: the corners around them, along the first one's line."""
    if all(word.line is words[0].line for word in words):
        return words[0].line.part(words[0].begin, words[-1].end)
    line = words[0].line
    angle = atan2(*reversed(_direction(line)))
    points = [point for word in words for point in word.line.part(word.begin, word.end)]
    turned = [(x * cos(angle) + y * sin(angle), -x * sin(angle) + y * cos(angle)) for x, y in points]
    left, right = min(x for x, _ in turned), max(x for x, _ in turned)
    top, bottom = min(y for _, y in turned), max(y for _, y in turned)
    back = [
        (x * cos(angle) - y * sin(angle), x * sin(angle) + y * cos(angle))
        for x, y in ((left, top), (right, top), (right, bottom), (left, bottom))
    ]
    return back[0], back[1], back[2], back[3]
