"""A file from outside becomes upright sRGB pictures, or a sentence that says why not. Nothing else decodes.

What the file is, is told by its content and never by its name. Its size in pixels is read from the header before a
single one is decoded.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np
import pillow_heif
from numpy.typing import NDArray
from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from bot.photos.camera import CameraFacts, facts_of
from bot.photos.limits import Limits

pillow_heif.register_heif_opener()

Pixels = NDArray[np.uint8]
"""A picture: height x width x 3, RGB, as a viewer shows it."""

FORMATS = ("JPEG", "PNG", "GIF", "WEBP", "HEIF")
TEXT_SAMPLE = 512

EMPTY = "This file is empty, so there is no picture to check. Please choose the photo again."
TOO_MUCH = "Opening this picture needs more memory than one picture may take, so it was not opened. Please send a smaller copy."
NO_PICTURE = "This file is not a picture, so it could not be checked. Please send a JPEG, PNG, HEIC or WebP photo."
OTHER_FORMAT = "Pictures of this kind cannot be checked. Please save it as JPEG, PNG, HEIC or WebP and send that."
DAMAGED = "This photo is damaged or cut off, so it could not be checked. Please save it again and send that copy."
ANIMATED = "This animation has more pictures in it than can be checked. Please send a single photo instead."


class UnreadableError(Exception):
    """The file cannot be checked; the message is a sentence for the author."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """The pictures of one file: one, or each different one of an animation, and what the file says of its camera."""

    frames: tuple[Pixels, ...]
    camera: CameraFacts
    format: str
    animated: bool


def open_photo(content: bytes, limits: Limits | None = None) -> Opened:
    """Decodes a file. Raises `UnreadableError` with a sentence; nothing else comes out of a hostile file."""
    limits = limits or Limits()
    if not content:
        raise UnreadableError(EMPTY)
    if len(content) > limits.bytes:
        raise UnreadableError(
            f"This file is larger than {limits.bytes // 1_000_000} MB, so it was not checked. Please send a smaller copy."
        )
    if _kind(content) is None:
        raise UnreadableError(NO_PICTURE if _is_text(content) or not _is_some_picture(content) else OTHER_FORMAT)
    try:
        with _calm(), Image.open(io.BytesIO(content), formats=FORMATS) as image:
            _small_enough(image, limits)
            kind = str(image.format or "")
            camera = facts_of(image)
            frames, animated = _frames(image, limits)
    except UnreadableError:
        raise
    except Image.DecompressionBombError as error:
        raise UnreadableError(_too_large(limits)) from error
    except MemoryError as error:
        raise UnreadableError(TOO_MUCH) from error
    except UnidentifiedImageError as error:
        raise UnreadableError(DAMAGED) from error
    except Exception as error:  # decoders raise whatever they like at a hostile file
        raise UnreadableError(DAMAGED) from error
    return Opened(frames=frames, camera=camera, format=kind, animated=animated)


def _kind(content: bytes) -> str | None:
    """Which of the formats that we open the first bytes announce."""
    if content.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if content.startswith((b"GIF87a", b"GIF89a")):
        return "GIF"
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "WEBP"
    if content[4:8] == b"ftyp" and content[8:12] in (
        b"heic",
        b"heix",
        b"heim",
        b"heis",
        b"hevc",
        b"hevx",
        b"mif1",
        b"msf1",
    ):
        return "HEIF"
    return None


def _is_text(content: bytes) -> bool:
    try:
        sample = content[:TEXT_SAMPLE].decode("utf-8", "strict" if len(content) <= TEXT_SAMPLE else "ignore")
    except UnicodeDecodeError:
        return False
    return all(sign.isprintable() or sign.isspace() for sign in sample)


def _is_some_picture(content: bytes) -> bool:
    """TIFF, BMP, AVIF, a camera's raw file: a picture all the same, so that the sentence says the right thing."""
    return content.startswith((b"II*\x00", b"MM\x00*", b"BM", b"8BPS", b"\x00\x00\x01\x00")) or content[4:8] == b"ftyp"


@contextmanager
def _calm() -> Iterator[None]:
    """Pillow warns of large pictures and odd files; the limits here decide, and a warning is no answer to anybody."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def _small_enough(image: Image.Image, limits: Limits) -> None:
    width, height = image.size
    if width * height > limits.pixels or max(width, height) > limits.side:
        raise UnreadableError(_too_large(limits))
    if min(width, height) < 1:
        raise UnreadableError(DAMAGED)


def _too_large(limits: Limits) -> str:
    return (
        f"This picture has more than {limits.pixels // 1_000_000} million pixels, so it was not opened. "
        "Please send a smaller copy."
    )


def _frames(image: Image.Image, limits: Limits) -> tuple[tuple[Pixels, ...], bool]:
    """Every different picture that a viewer may see. An embedded preview of a JPEG is none: it never leaves."""
    count = getattr(image, "n_frames", 1) if image.format in ("GIF", "PNG", "WEBP") else 1
    if count > limits.frames_looked_at:
        raise UnreadableError(ANIMATED)
    width, height = image.size
    if count * width * height > limits.pixels * 4:
        raise UnreadableError(ANIMATED)
    seen: dict[bytes, Pixels] = {}
    for number in range(count):
        if count > 1:
            image.seek(number)
        pixels = upright(image)
        seen.setdefault(pixels.tobytes() if count > 1 else b"", pixels)
        if len(seen) > limits.frames:
            raise UnreadableError(ANIMATED)
    return tuple(seen.values()), count > 1


def upright(image: Image.Image) -> Pixels:
    """8-bit sRGB, turned as the file says, transparent parts on white: what a viewer shows."""
    image.load()
    turned = ImageOps.exif_transpose(image)
    return np.asarray(_srgb(turned), np.uint8)


def _srgb(image: Image.Image) -> Image.Image:
    if image.mode.startswith(("I", "F")):
        return _eight_bits(image)
    profile = image.info.get("icc_profile")
    if image.mode in ("RGBA", "LA", "PA", "La", "RGBa") or "transparency" in image.info:
        image = _on_white(image)
    if profile and image.mode in ("RGB", "CMYK", "L"):
        converted = _by_profile(image, profile)
        if converted is not None:
            return converted
    return image.convert("RGB")


def _eight_bits(image: Image.Image) -> Image.Image:
    """Sixteen bits a pixel are scaled: cutting them off would leave a white sheet with the writing gone."""
    values = np.asarray(image, np.float64)
    top = (
        65535.0
        if image.mode.startswith("I;16") or 255 < values.max(initial=0) <= 65535
        else max(values.max(initial=0), 255.0)
    )
    if image.mode == "F" and values.max(initial=0) <= 1:
        top = 1.0
    return Image.fromarray(np.clip(values * (255 / top), 0, 255).astype(np.uint8)).convert("RGB")


def _on_white(image: Image.Image) -> Image.Image:
    above = image.convert("RGBA")
    below = Image.new("RGBA", above.size, "white")
    return Image.alpha_composite(below, above).convert("RGB")


def _by_profile(image: Image.Image, profile: bytes) -> Image.Image | None:
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        return ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return None  # a profile that does not fit its picture: viewers ignore it as well
