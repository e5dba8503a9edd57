"""The copies that may leave: upright, sRGB, of the right size, with nothing in the file but the picture.

A copy is built from bare pixels, so there is nothing to strip and nothing to forget: no EXIF, no XMP, no comments, no
maker notes, no embedded preview that shows what was cropped away.
"""

from __future__ import annotations

import io
from collections.abc import Sequence

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from bot.photos.engine import Pixels
from bot.photos.lines import Corners
from bot.photos.renditions import MASTER_SIDE, Rendition

MASTER_QUALITY = 93
QUALITIES = (90, 85, 78, 70, 60, 50)
ACROSS, CELL, GAP, BADGE = 3, (640, 480), 12, 104
"""A sheet: pictures in a row; pixels of one, between two, and of the badge with the number."""
BESIDE = 238
"""The grey beside a picture that is not as wide or as high as its place in a sheet."""
SHEET_QUALITY = 82
MARGIN = 0.25
"""How far beyond the letters a blur reaches, in letter heights: ascenders, and what the box left out."""


def master(picture: Pixels) -> bytes:
    """The picture as it is kept, and from which all copies are made: JPEG without anything else in it."""
    return _jpeg(_fitted(picture, MASTER_SIDE), MASTER_QUALITY)


def render(picture: Pixels, wanted: Rendition, blurred: Sequence[Corners] = (), boxed: Sequence[Corners] = ()) -> bytes:
    """One copy for one place. `blurred`: corners in pixels of `picture` whose inside is made unreadable first; `boxed`: those
    around which a red box is drawn, for the author's eyes."""
    covered = blur(picture, blurred) if blurred else picture
    covered = box(covered, boxed) if boxed else covered
    fitted = _fitted(_in_ratio(covered, wanted), wanted.side)
    for quality in QUALITIES:
        content = _jpeg(fitted, quality)
        if not wanted.bytes or len(content) <= wanted.bytes:
            return content
    while min(fitted.shape[:2]) > 64:
        fitted = _fitted(fitted, round(max(fitted.shape[:2]) * 0.8))
        content = _jpeg(fitted, QUALITIES[-1])
        if len(content) <= wanted.bytes:
            break
    return content


def sheet(pictures: Sequence[Pixels]) -> bytes:
    """Pictures small and numbered in one, three in a row, each whole: what is cut off cannot be judged."""
    wide, high = CELL
    rows = -(-len(pictures) // ACROSS)
    whole = np.full((rows * (high + GAP) - GAP, ACROSS * (wide + GAP) - GAP, 3), 255, np.uint8)
    for n, picture in enumerate(pictures):
        scale = min(wide / picture.shape[1], high / picture.shape[0])
        size = (max(1, round(picture.shape[1] * scale)), max(1, round(picture.shape[0] * scale)))
        small = cv2.resize(picture, size, interpolation=cv2.INTER_AREA)
        cell = np.full((high, wide, 3), BESIDE, np.uint8)
        top, left = (high - size[1]) // 2, (wide - size[0]) // 2
        cell[top : top + size[1], left : left + size[0]] = small
        row, column = divmod(n, ACROSS)
        y, x = row * (high + GAP), column * (wide + GAP)
        whole[y : y + high, x : x + wide] = cell
    return _jpeg(_numbered(whole, len(pictures)), SHEET_QUALITY)


def _numbered(whole: Pixels, number: int) -> Pixels:
    """With a white badge in the corner of each picture: its number has to be found on a phone."""
    image = Image.fromarray(whole)
    draw = ImageDraw.Draw(image)
    font = ImageFont.load_default(BADGE * 0.62)
    for n in range(number):
        row, column = divmod(n, ACROSS)
        x, y = column * (CELL[0] + GAP) + GAP, row * (CELL[1] + GAP) + GAP
        wide = BADGE if n < 9 else BADGE * 1.35
        draw.rounded_rectangle(
            (x, y, x + wide, y + BADGE), BADGE / 2, fill=(255, 255, 255), outline=(90, 90, 90), width=2
        )
        draw.text((x + wide / 2, y + BADGE / 2), str(n + 1), (20, 20, 20), font, anchor="mm")
    return np.asarray(image, np.uint8)


def blur(picture: Pixels, areas: Sequence[Corners]) -> Pixels:
    """The picture with the inside of each area unreadable: coarse patches, blurred, edges and a margin included."""
    covered = picture.copy()
    for corners in areas:
        quad = _widened(np.asarray(corners, np.float32))
        left, top = np.maximum(np.floor(quad.min(axis=0)).astype(int), 0)
        right, bottom = np.ceil(quad.max(axis=0)).astype(int)
        part = covered[top:bottom, left:right]
        if min(part.shape[:2], default=0) < 1:
            continue
        # One patch as high as the line itself holds two or three letters: of none is anything left to guess or to sharpen.
        patch = min(part.shape[:2])
        patches = (max(1, part.shape[1] // patch), max(1, part.shape[0] // patch))
        coarse = cv2.resize(part, patches, interpolation=cv2.INTER_AREA)
        smooth = cv2.resize(coarse, part.shape[1::-1], interpolation=cv2.INTER_LINEAR)
        mask = np.zeros(part.shape[:2], np.uint8)
        cv2.fillConvexPoly(mask, np.round(quad - [left, top]).astype(np.int32), 1)
        covered[top:bottom, left:right] = np.where(mask[:, :, None] == 1, smooth, part)
    return covered


def box(picture: Pixels, areas: Sequence[Corners]) -> Pixels:
    """The picture with a red box, edged in white, around each area: to be found at a glance on a phone."""
    marked = picture.copy()
    line = max(3, max(picture.shape[:2]) // 200)
    for corners in areas:
        quad = np.round(_widened(np.asarray(corners, np.float32))).astype(np.int32)
        for colour, width in (((255, 255, 255), line * 2), ((214, 40, 32), line)):
            cv2.polylines(marked, [quad], True, colour, width, cv2.LINE_AA)
    return marked


def _widened(quad: np.ndarray) -> np.ndarray:
    along = quad[1] - quad[0]
    down = quad[3] - quad[0]
    height = float(np.hypot(*down)) or 1.0
    unit = along / (float(np.hypot(*along)) or 1.0) * height * MARGIN
    deep = down * MARGIN
    return quad + np.array([-unit - deep, unit - deep, unit + deep, -unit + deep], np.float32)


def _in_ratio(picture: Pixels, wanted: Rendition) -> Pixels:
    """White beside a picture that is too tall or too wide for its place: cropping would decide what is seen."""
    height, width = picture.shape[:2]
    ratio = width / height
    if wanted.narrowest and ratio < wanted.narrowest:
        more = round(height * wanted.narrowest) - width
        return _padded(picture, 0, more)
    if wanted.widest and ratio > wanted.widest:
        more = round(width / wanted.widest) - height
        return _padded(picture, more, 0)
    return picture


def _padded(picture: Pixels, rows: int, columns: int) -> Pixels:
    sides = (rows // 2, rows - rows // 2, columns // 2, columns - columns // 2)
    return np.asarray(cv2.copyMakeBorder(picture, *sides, cv2.BORDER_CONSTANT, value=(255, 255, 255)), np.uint8)


def _fitted(picture: Pixels, side: int) -> Pixels:
    scale = side / max(picture.shape[:2])
    if scale >= 1:
        return picture
    size = (max(1, round(picture.shape[1] * scale)), max(1, round(picture.shape[0] * scale)))
    return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), np.uint8)


def _jpeg(picture: Pixels, quality: int) -> bytes:
    out = io.BytesIO()
    Image.fromarray(np.ascontiguousarray(picture)).save(
        out, "JPEG", quality=quality, optimize=True, subsampling=0 if quality > 90 else 2
    )
    return out.getvalue()
