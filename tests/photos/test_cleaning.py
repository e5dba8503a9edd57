"""The copies that may leave: nothing in the file but the picture, and of the picture what was not to be hidden."""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest
from PIL import ExifTags, Image

from bot.photos.cleaning import BADGE, CELL, GAP, blur, master, render, sheet
from bot.photos.opening import open_photo
from bot.photos.renditions import Rendition
from tests.photos.making import picture, saved

PLACE = Rendition(name="Instagram", side=1080, narrowest=0.8, widest=1.91, bytes=200_000)
ALLOWED = {"SourceFile", "ExifToolVersion"}


def dressed() -> bytes:
    """A photo with everything in the file that should not leave: EXIF with a preview and a place, comment, XMP, profile."""
    block = Image.Exif()
    block[ExifTags.Base.Make] = "Apple"
    block[ExifTags.Base.Artist] = "Maisie Trent"
    block[ExifTags.Base.Orientation] = 6
    block.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitude] = (52.0, 3.0, 0.0)
    from PIL import ImageCms

    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    image = picture("Hello", size=(1600, 1200))
    return saved(image, "JPEG", exif=block, comment=b"taken by Maisie", xmp=b"<x:xmpmeta/>", icc_profile=profile)


def copies() -> list[bytes]:
    pixels = open_photo(dressed()).frames[0]
    return [master(pixels), render(pixels, PLACE), render(pixels, PLACE, [((10, 10), (90, 10), (90, 40), (10, 40))])]


def test_a_copy_holds_the_picture_and_nothing_else() -> None:
    """No EXIF, no comment, no profile, no preview; turned as the file said before that was thrown away."""
    for content in copies():
        image = Image.open(io.BytesIO(content))
        assert image.format == "JPEG"
        assert not image.getexif()
        assert {"jfif", "jfif_version", "jfif_unit", "jfif_density"} >= set(image.info)
        assert image.height > image.width
        assert b"Maisie" not in content
        assert b"Exif" not in content


@pytest.mark.skipif(
    not shutil.which("exiftool") and os.environ.get("SOCIALPOST_EXIFTOOL") != "required", reason="exiftool is not here"
)
def test_exiftool_finds_no_metadata_in_a_copy(tmp_path: Path) -> None:
    """The judge that others use: nothing beyond what every JPEG has to say of its own encoding."""
    for number, content in enumerate(copies()):
        path = tmp_path / f"post-0042-{number}.jpg"
        path.write_bytes(content)
        said = subprocess.run(["exiftool", "-json", "-G", "-a", "-u", str(path)], capture_output=True, check=True)
        (found,) = json.loads(said.stdout)
        groups = {key.split(":")[0] for key in found} - ALLOWED
        assert {"ExifTool", "File", "JFIF", "Composite"} >= groups
        assert "File:Comment" not in found


def test_a_copy_is_the_same_picture() -> None:
    """Beyond encoding again and its size nothing changes."""
    pixels = open_photo(saved(picture("Hello", size=(800, 600)), "PNG")).frames[0]
    again = np.asarray(Image.open(io.BytesIO(master(pixels))))
    difference = np.abs(again.astype(int) - pixels.astype(int))
    assert difference.mean() < 1


def test_a_copy_fits_its_place() -> None:
    """Longest side, ratio and bytes are those of the place; white is added, nothing cropped."""
    rough = np.random.default_rng(1).integers(0, 255, (3000, 1000, 3)).astype(np.uint8)
    content = render(rough, PLACE)
    image = Image.open(io.BytesIO(content))
    assert len(content) <= PLACE.bytes
    assert max(image.size) <= PLACE.side
    assert image.width / image.height == pytest.approx(0.8, abs=0.01)
    assert np.asarray(image)[10, 3].min() > 240


def test_what_is_blurred_cannot_be_read_and_the_rest_is_untouched() -> None:
    """No letter is left within the box, only a shade as wide as several; far from it every pixel stays."""
    pixels = open_photo(saved(picture("Maisie Trent", size=(800, 600), pixels=60), "PNG")).frames[0]
    box = ((200.0, 260.0), (600.0, 260.0), (600.0, 340.0), (200.0, 340.0))
    hidden = blur(pixels, [box])
    inside = hidden[270:330, 210:590].mean(axis=2)
    assert np.ptp(inside, axis=0).max() < 2
    assert np.count_nonzero(np.diff(np.sign(np.diff(inside[0])[np.diff(inside[0]) != 0]))) < 5
    assert np.abs(np.diff(pixels[250:350, 190:610].astype(int), axis=1)).max() > 150
    assert np.array_equal(hidden[:200], pixels[:200])
    assert np.array_equal(hidden[400:], pixels[400:])


def test_nobody_guesses_blurred_letters_from_a_small_copy() -> None:
    """What is left of them has fewer shades than there are letters: seen from afar, too, it spells nothing."""
    whole = picture("Maisie Trent", size=(900, 700), pixels=60)
    shown = blur(np.asarray(whole), [((279.0, 318.0), (624.0, 318.0), (624.0, 385.0), (279.0, 385.0))])
    for side in (900, 300, 150):
        small = np.asarray(Image.fromarray(shown).convert("L").resize((side, side * 7 // 9))).astype(int)
        rows = small[round(side * 0.36) : round(side * 0.42), round(side * 0.32) : round(side * 0.68)]
        steps = [np.diff(row // 24) for row in rows]
        turns = [np.count_nonzero(np.diff(np.sign(step[step != 0]))) for step in steps]
        assert max(turns) <= len("Maisie Trent") // 2


def test_a_sheet_shows_every_photo_whole_and_numbered() -> None:
    """Three in a row, nothing cut off, and in each corner a badge that is not part of the photo."""
    colours = [(200, 30, 30), (30, 160, 30), (30, 30, 200), (160, 160, 30)]
    wide, high = CELL
    parts = [np.full((200, 800, 3), colours[0], np.uint8), *(np.full((900, 300, 3), c, np.uint8) for c in colours[1:])]
    made = np.asarray(Image.open(io.BytesIO(sheet(parts))))
    assert made.shape[:2] == (2 * high + GAP, 3 * wide + 2 * GAP)
    for n, colour in enumerate(colours):
        row, column = divmod(n, 3)
        cell = made[row * (high + GAP) :, column * (wide + GAP) :][:high, :wide].astype(int)
        same = np.abs(cell - colour).max(axis=2) < 30
        share = (800 / 200 if n == 0 else 300 / 900) / (wide / high)
        assert same.mean() == pytest.approx(min(share, 1 / share), abs=0.05), n
        badge = cell[GAP + BADGE // 2, GAP + BADGE // 6]
        assert badge.min() > 240, "white around the number"
