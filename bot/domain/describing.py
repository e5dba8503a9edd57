"""The photos of a form: what may be added, and what their author has to say of each before anybody looks at it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from pathlib import PurePath

from bot.domain.attached import NOT_LISTED, Attached
from bot.domain.drafting import Mistake
from bot.domain.findings import Field
from bot.domain.photos import LONGEST_ALT, MOST_PHOTOS
from bot.domain.typed import clean, has_letters

KINDS = ("jpg", "jpeg", "png", "heic", "webp", "gif")
FEW = 3
"""With more photos than this, their descriptions are a step of the form by themselves."""

_VIDEOS = frozenset({"mp4", "mov", "m4v", "avi", "mkv", "webm", "mpg", "mpeg", "3gp", "wmv", "hevc"})
_IMAGE_OF = re.compile(r"(an?\s+|the\s+)?(image|photo|photograph|picture|pic)\s+(of|showing)\b", re.IGNORECASE)
_FILE_NAME = re.compile(
    r"\S+\.[a-z0-9]{2,5}|(img|dsc|dscn|dscf|pxl|image|photo|screenshot)[\s_-]*\d+\S*", re.IGNORECASE
)


def photo_mistakes(photos: Collection[Attached]) -> Iterable[Mistake]:
    """What cannot be added, by number and by kind; the file itself is looked at later."""
    if len(photos) > MOST_PHOTOS:
        sentence = f"These are {len(photos)} photos. Please keep {MOST_PHOTOS} or fewer."
        yield Mistake(field=Field.PHOTOS, code="too_many_photos", sentence=sentence)
    for photo in photos:
        kind = PurePath(photo.name).suffix.casefold().removeprefix(".")
        if kind in _VIDEOS:
            sentence = f"“{photo.name}” is a video. A post takes photos only; please take it out."
            yield Mistake(field=Field.PHOTOS, code="video", sentence=sentence)
        elif kind not in KINDS:
            sentence = (
                f"“{photo.name}” is not a photo that we can read. Please save it as JPEG or PNG and add that copy."
            )
            yield Mistake(field=Field.PHOTOS, code="not_a_photo", sentence=sentence)


def description_mistakes(photos: Iterable[Attached]) -> Iterable[Mistake]:
    """What is missing or wrong in what the author says of each photo, at the field of that photo."""
    for n, photo in enumerate(photos, 1):
        if said := _alt_mistake(photo, n):
            yield Mistake(field=Field.PHOTOS, where=f"alt:{n}", code="alt_text", sentence=said)
        if photo.shown is None:
            sentence = f"Please choose what photo {n} shows."
            yield Mistake(field=Field.PHOTOS, where=f"shown:{n}", code="no_kind", sentence=sentence)


def device_mistakes(photos: Iterable[Attached], known: Collection[str]) -> Iterable[Mistake]:
    """Where nobody has said which device took a photo. known: the ids of the device register that may be chosen now."""
    for n, photo in enumerate(photos, 1):
        if photo.device != NOT_LISTED and photo.device not in known:
            sentence = f"Please choose what photo {n} was taken on."
            yield Mistake(field=Field.DEVICE, where=f"device:{n}", code="no_device", sentence=sentence)


def _alt_mistake(photo: Attached, n: int) -> str:
    text = clean(photo.alt_text)
    if not has_letters(text):
        return f"Please describe photo {n} for people who cannot see it."
    if len(text) > LONGEST_ALT:
        return f"This is {len(text)} characters. Please shorten it to {LONGEST_ALT} or fewer."
    if _is_file_name(text, photo.name):
        return "This is the name of a file. Please say what is happening in the photo."
    if beginning := _IMAGE_OF.match(text):
        return f"Please leave out “{beginning.group()}” and begin with what can be seen: screen readers say the rest."
    return ""


def _is_file_name(text: str, name: str) -> bool:
    return text.casefold() in {name.casefold(), PurePath(name).stem.casefold()} or bool(_FILE_NAME.fullmatch(text))
