"""Files from outside: what is opened, and with which sentence the rest is refused."""

from __future__ import annotations

import io
import struct
import zlib

import numpy as np
import pytest
from PIL import ExifTags, Image

from bot.photos import opening
from bot.photos.limits import Limits
from bot.photos.opening import UnreadableError, open_photo
from tests.photos.making import picture, saved


def exif(**values: object) -> Image.Exif:
    block = Image.Exif()
    for name, value in values.items():
        block[ExifTags.Base[name]] = value
    return block


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "HEIF", "GIF"])
def test_every_kind_that_phones_and_schools_use_is_opened(kind: str) -> None:
    """By content: no name is ever asked for."""
    opened = open_photo(saved(picture("Hello"), kind))
    assert kind == opened.format
    assert opened.frames[0].shape == (480, 640, 3)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photo_lies_as_a_viewer_shows_it(orientation: int) -> None:
    """All eight ways in which a camera can have been held."""
    image = Image.new("RGB", (60, 40), "white")
    image.paste("black", (0, 0, 20, 10))
    turned = {1: None, 2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}[orientation]
    stored = image if turned is None else image.transpose(Image.Transpose(turned))
    pixels = open_photo(saved(stored, "PNG", exif=exif(Orientation=orientation))).frames[0]
    assert pixels.shape == (40, 60, 3)
    assert pixels[2, 2].max() < 50 < 200 < pixels[30, 50].min()


def test_sixteen_bits_cmyk_and_transparency_become_what_people_see() -> None:
    """Scaled, not cut off; converted; on white."""
    grey = Image.fromarray(np.linspace(0, 65535, 64 * 64).reshape(64, 64).astype(np.uint16))
    pixels = open_photo(saved(grey, "PNG")).frames[0]
    assert pixels.min() < 3 < 250 < pixels.max()
    assert 100 < pixels.mean() < 155
    ink = open_photo(saved(Image.new("CMYK", (32, 32), (0, 255, 255, 0)), "JPEG")).frames[0]
    assert ink[..., 0].mean() > 180 > 90 > ink[..., 2].mean()
    clear = open_photo(saved(Image.new("RGBA", (32, 32), (0, 0, 0, 0)), "PNG")).frames[0]
    assert clear.min() == 255


def test_what_the_file_says_of_the_camera_is_read_and_nothing_else() -> None:
    """Make, model, serial, the camera's own clock, and whether it says where."""
    block = exif(Make="Canon\x00 ", Model="EOS  2000D")
    block.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.BodySerialNumber] = "0430"
    block.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = "2026:03:15 10:11:12"
    block.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitude] = (52.0, 3.0, 0.0)
    camera = open_photo(saved(picture(), "JPEG", exif=block)).camera
    assert (
        camera.make,
        camera.model,
        camera.serial,
        camera.captured and camera.captured.isoformat(),
        camera.gps,
    ) == ("Canon", "EOS 2000D", "0430", "2026-03-15T10:11:12", True)


def test_an_animation_is_opened_picture_by_picture() -> None:
    """Each different picture once; more than can be looked at is refused."""
    frames = [picture(word) for word in ("one", "one", "two", "one")]
    moving = saved(frames[0], "GIF", save_all=True, append_images=frames[1:], duration=50)
    opened = open_photo(moving)
    assert (opened.animated, len(opened.frames)) == (True, 2)
    with pytest.raises(UnreadableError, match="animation"):
        open_photo(moving, Limits(frames=1))


def bomb() -> bytes:
    """A small file that says it holds nine hundred million pixels."""
    header = struct.pack(">IIBBBBB", 30_000, 30_000, 1, 0, 0, 0, 0)
    chunks = [(b"IHDR", header), (b"IDAT", zlib.compress(b"\x00" * 100_000)), (b"IEND", b"")]
    written = [
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(written)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", opening.EMPTY),
        (b"Dear parents, this is no photo.\n" * 40, opening.NO_PICTURE),
        (b"\x00\x01\x02" * 100, opening.NO_PICTURE),
        (b"II*\x00" + b"\x00" * 100, opening.OTHER_FORMAT),
        (saved(picture("x"))[:2000], opening.DAMAGED),
        (b"\xff\xd8\xff" + b"\x00" * 500, opening.DAMAGED),
        (saved(picture("x"), "PNG")[:300], opening.DAMAGED),
        (saved(picture("x"), "HEIF")[:600], opening.DAMAGED),
    ],
)
def test_what_cannot_be_checked_is_said_in_a_sentence(content: bytes, sentence: str) -> None:
    """Empty, text, something else, damaged, cut off: never an exception, never "nothing found"."""
    with pytest.raises(UnreadableError) as refused:
        open_photo(content)
    assert sentence == str(refused.value)


def test_a_bomb_is_refused_by_its_header() -> None:
    """Nothing of it is decoded."""
    with pytest.raises(UnreadableError, match="million pixels"):
        open_photo(bomb())


def test_a_file_that_is_too_large_is_not_looked_into() -> None:
    """By its bytes, before anything else."""
    with pytest.raises(UnreadableError, match="larger than"):
        open_photo(b"\xff\xd8\xff" + b"\x00" * 2_000_000, Limits(bytes=1_000_000))


def test_a_giant_exif_block_is_neither_read_nor_shown() -> None:
    """Make and model come out of it, the rest is left."""
    block = exif(Make="Apple", Model="iPad")
    block.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.MakerNote] = b"\x07" * 60_000
    opened = open_photo(saved(picture(), "JPEG", exif=block, comment=b"c" * 60_000))
    assert (opened.camera.make, opened.camera.model) == ("Apple", "iPad")


def test_a_name_says_nothing_of_what_a_file_is() -> None:
    """There is no name to go by: JPEG that was called PNG is JPEG."""
    assert open_photo(io.BytesIO(saved(picture())).getvalue()).format == "JPEG"
