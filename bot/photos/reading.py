"""Reads the writing in a picture: one pass over all of it, then second looks where the first one was not sure.

The first pass looks for writing in a reduced picture and reads what it finds in the full one: finding is dear and works
on small letters, reading is cheap and gains from every pixel. Second looks go to lines that were read with doubt (turned
round, another scale, more contrast) and to places where there may be writing, enlarged.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from bot.photos.engine import Engine, Pixels, Quad
from bot.photos.lines import Corners, Line, Reading

FIRST_PASS = 1280
"""Longest side, in pixels, of the picture in which writing is looked for first."""
STRIP_LIMIT = 96
SURE = 0.97
NOISE = 0.3
"""Below this confidence a reading is no writing."""
SECOND_LOOKS = 12
SECOND_HEIGHT = 44
"""Height in pixels to which a place is enlarged for a second look."""
SECOND_SIDE = 640
SMALL_PASS = 720
NEAR_PASS = 960
NEAR_HEIGHT = 60


@dataclass(frozen=True, slots=True)
class _Piece:
    quad: Quad
    sideways: bool


def read_writing(engine: Engine, picture: Pixels, *, frame: int = 0) -> tuple[Line, ...]:
    """Every line of writing in an upright picture, with all its readings."""
    scale = min(1.0, FIRST_PASS / max(picture.shape[:2]))
    reduced = _resized(picture, scale)
    sure, maybe = (_scaled(quads, 1 / scale) for quads in engine.find(reduced))
    for more, doubtful in (_smaller(engine, picture), _nearer(engine, picture, sure)):
        sure += [quad for quad in more if not _covered(quad, sure)]
        maybe += doubtful
    lines = _read(engine, picture, reduced, scale, _pieces(sure), frame)
    places = [quad for quad in maybe if not _covered(quad, sure)]
    lines += _second_looks(engine, picture, places, lines, frame)
    return tuple(lines)


def _smaller(engine: Engine, picture: Pixels) -> tuple[list[Quad], list[Quad]]:
    """Another pass over a smaller picture: large thin letters are found there that fall apart in a larger one."""
    scale = SMALL_PASS / max(picture.shape[:2])
    if scale > 0.8:
        return [], []
    sure, _ = engine.find(_resized(picture, scale))
    return _scaled(sure, 1 / scale), []


def _nearer(engine: Engine, picture: Pixels, known: Sequence[Quad]) -> tuple[list[Quad], list[Quad]]:
    """Another pass over the part of the picture that has writing in it, enlarged, where that part is small."""
    if not known:
        return [], []
    corners = np.concatenate(known)
    height = float(np.median([min(_length(quad[0], quad[3]), _length(quad[0], quad[1])) for quad in known]))
    left, top = np.maximum(corners.min(axis=0) - 4 * height, 0).astype(int)
    right, bottom = (corners.max(axis=0) + 4 * height).astype(int)
    part = picture[top:bottom, left:right]
    scale = min(NEAR_PASS / max(part.shape[:2]), NEAR_HEIGHT / max(height, 4.0), 2.0)
    first = FIRST_PASS / max(picture.shape[:2])
    if scale < 1.3 * min(1.0, first):
        return [], []
    sure, maybe = engine.find(_resized(part, scale))
    origin = np.array([left, top], np.float32)
    return [quad + origin for quad in _scaled(sure, 1 / scale)], [quad + origin for quad in _scaled(maybe, 1 / scale)]


def _scaled(quads: Iterable[Quad], scale: float) -> list[Quad]:
    return [np.asarray(quad * scale, np.float32) for quad in quads]


def _read(
    engine: Engine, picture: Pixels, reduced: Pixels, scale: float, pieces: Sequence[_Piece], frame: int
) -> list[Line]:
    if not pieces:
        return []
    strips = [_strip(picture, piece) for piece in pieces]
    first = engine.read(strips)
    doubtful = [index for index, reading in enumerate(first) if reading.confidence < SURE]
    turned = dict(zip(doubtful, engine.read([_upside_down(strips[index]) for index in doubtful]), strict=True))
    if _is_upside_down(first, turned):
        rest = [index for index in range(len(pieces)) if index not in turned]
        turned |= dict(zip(rest, engine.read([_upside_down(strips[index]) for index in rest]), strict=True))
        flipped = set(range(len(pieces)))
    else:
        flipped = {index for index in doubtful if turned[index].confidence > first[index].confidence + 0.1}
    readings = [[turned[index] if index in flipped else reading] for index, reading in enumerate(first)]
    again = [index for index, found in enumerate(readings) if found[0].confidence < SURE]
    for kind in (_from_reduced, _contrasted):
        looks = [kind(reduced, scale, pieces[i], strips[i]) for i in again]
        looks = [_upside_down(look) if i in flipped else look for i, look in zip(again, looks, strict=True)]
        for index, reading in zip(again, engine.read(looks), strict=True):
            readings[index].append(reading)
    return [
        Line(corners=_corners(piece, index in flipped), readings=_ranked(found), frame=frame)
        for index, (piece, found) in enumerate(zip(pieces, readings, strict=True))
        if max(reading.confidence for reading in found) >= NOISE and any(reading.text.strip() for reading in found)
    ]


def _second_looks(
    engine: Engine, picture: Pixels, places: Sequence[Quad], known: Sequence[Line], frame: int
) -> list[Line]:
    """Enlarges the places where there may be writing, looks for it there and reads it."""
    lines: list[Line] = []
    largest = sorted(places, key=lambda quad: -float(cv2.contourArea(quad)))[:SECOND_LOOKS]
    for quad in largest:
        part, origin = _around(picture, quad)
        if part is None:
            continue
        height = max(4.0, min(_length(quad[0], quad[3]), _length(quad[0], quad[1])))
        scale = min(3.0, SECOND_HEIGHT / height, SECOND_SIDE / max(part.shape[:2]))
        enlarged = _stretched(_resized(part, scale))
        sure, _ = engine.find(enlarged)
        pieces = _pieces([found / scale for found in sure])
        for line in _read(engine, part, enlarged, scale, pieces, frame):
            moved = tuple((x + origin[0], y + origin[1]) for x, y in line.corners)
            lines.append(Line(corners=moved, readings=line.readings, frame=frame))  # type: ignore[arg-type]
    return [line for line in lines if not _already_read(line, known)]


def _already_read(line: Line, known: Iterable[Line]) -> bool:
    x, y = line.middle
    return any(
        cv2.pointPolygonTest(np.asarray(other.corners, np.float32), (x, y), False) >= 0
        and other.readings[0].confidence >= line.readings[0].confidence
        for other in known
    )


def _ranked(readings: Sequence[Reading]) -> tuple[Reading, ...]:
    kept = {reading.text: reading for reading in sorted(readings, key=lambda r: r.confidence)}
    return tuple(sorted(kept.values(), key=lambda reading: -reading.confidence))


def _pieces(quads: Sequence[Quad]) -> list[_Piece]:
    """Which strips lie on their side: the tall ones, and the squarish ones with them where most of a picture does."""
    tall = [_length(quad[0], quad[3]) >= 1.5 * _length(quad[0], quad[1]) for quad in quads]
    flat = [_length(quad[0], quad[1]) >= 1.5 * _length(quad[0], quad[3]) for quad in quads]
    mostly = sum(tall) > sum(flat)
    return [
        _Piece(quad, sideways=is_tall or (mostly and not is_flat))
        for quad, is_tall, is_flat in zip(quads, tall, flat, strict=True)
    ]


def _is_upside_down(first: Sequence[Reading], turned: dict[int, Reading]) -> bool:
    better = sum(len(turned[i].text) for i in turned if turned[i].confidence > first[i].confidence + 0.02)
    return bool(turned) and better > 0.6 * sum(len(reading.text) for reading in first)


def _strip(picture: Pixels, piece: _Piece) -> Pixels:
    quad = piece.quad
    width, height = max(1.0, _length(quad[0], quad[1])), max(1.0, _length(quad[0], quad[3]))
    shrink = min(1.0, STRIP_LIMIT / (width if piece.sideways else height))
    size = (max(2, round(width * shrink)), max(2, round(height * shrink)))
    corners = np.array([[0, 0], [size[0], 0], size, [0, size[1]]], np.float32)
    # Reduced by an averaging step first where much is lost: warping alone would pick single pixels.
    source, moved = _local(picture, quad, shrink)
    matrix = cv2.getPerspectiveTransform(moved, corners)
    strip = cv2.warpPerspective(source, matrix, size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    return np.ascontiguousarray(np.rot90(strip)) if piece.sideways else np.asarray(strip, np.uint8)


def _local(picture: Pixels, quad: Quad, shrink: float) -> tuple[Pixels, Quad]:
    left, top = np.maximum(np.floor(quad.min(axis=0)).astype(int) - 2, 0)
    right, bottom = np.ceil(quad.max(axis=0)).astype(int) + 2
    part = picture[top:bottom, left:right]
    moved = (quad - np.array([left, top], np.float32)).astype(np.float32)
    if shrink > 0.7 or min(part.shape[:2]) < 4:
        return part, moved
    return _resized(part, shrink), (moved * shrink).astype(np.float32)


def _from_reduced(reduced: Pixels, scale: float, piece: _Piece, strip: Pixels) -> Pixels:
    """The same line at another scale: what the first pass saw."""
    return _strip(reduced, _Piece((piece.quad * scale).astype(np.float32), piece.sideways))


def _contrasted(reduced: Pixels, scale: float, piece: _Piece, strip: Pixels) -> Pixels:
    return _stretched(strip)


def _stretched(picture: Pixels) -> Pixels:
    """Grey, with the contrast spread locally: pale pencil on coloured card becomes dark on light."""
    grey = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
    spread = cv2.createCLAHE(clipLimit=3.0, tileGridSize=(2, 4)).apply(grey)
    return np.asarray(cv2.cvtColor(spread, cv2.COLOR_GRAY2RGB), np.uint8)


def _upside_down(strip: Pixels) -> Pixels:
    return np.ascontiguousarray(strip[::-1, ::-1])


def _corners(piece: _Piece, flipped: bool) -> Corners:
    points = [(float(x), float(y)) for x, y in piece.quad]
    if piece.sideways:  # the strip was turned anticlockwise: its top left is the top right of the quadrilateral
        points = [points[1], points[2], points[3], points[0]]
    if flipped:
        points = points[2:] + points[:2]
    return points[0], points[1], points[2], points[3]


def _around(picture: Pixels, quad: Quad) -> tuple[Pixels | None, tuple[int, int]]:
    """The place with as much again around it: a name is longer than the letters that were seen of it."""
    height = max(8.0, min(_length(quad[0], quad[3]), _length(quad[0], quad[1])))
    left, top = (quad.min(axis=0) - 1.2 * height).astype(int)
    right, bottom = (quad.max(axis=0) + 1.2 * height).astype(int)
    left, top = max(0, int(left)), max(0, int(top))
    part = picture[top : int(bottom), left : int(right)]
    return (part if min(part.shape[:2], default=0) >= 12 else None), (left, top)


def _covered(quad: Quad, others: Sequence[Quad]) -> bool:
    area = max(1.0, float(cv2.contourArea(quad)))
    return any(float(cv2.intersectConvexConvex(quad, other)[0]) > 0.6 * area for other in others)


def _resized(picture: Pixels, scale: float) -> Pixels:
    if scale == 1.0:
        return picture
    size = (max(1, round(picture.shape[1] * scale)), max(1, round(picture.shape[0] * scale)))
    method = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(picture, size, interpolation=method), np.uint8)


def _length(one: NDArray[np.float32], other: NDArray[np.float32]) -> float:
    return float(np.hypot(*(one - other)))
