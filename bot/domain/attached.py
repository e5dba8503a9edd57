"""The photos of a form while it is written: files as Slack has them, and what their author says of each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from bot.domain.photos import DELETION_DECLARED, Photo, Shown
from bot.domain.typed import clean

DIFFERENT = "different"
"""Said of the device while the author means to say for each photo."""

NOT_LISTED = "not listed"
"""A photo's device where its author says that it does not stand in the device register."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attached:
    """A photo of a draft: the file as Slack has it, and what its author says of it, as far as they have.

    device: an id of the device register, NOT_LISTED, or "" while nobody has said.
    deleted: whether the author says that it is copied to a school device and gone from their own (clause PH-2).
    """

    file_id: str
    name: str = ""
    alt_text: str = ""
    shown: Shown | None = None
    device: str = ""
    deleted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What one window of the form says of the photo with number `n`; None where it does not ask."""

    n: int
    alt_text: str | None = None
    shown: Shown | None = None
    device: str | None = None
    deleted: bool | None = None


def described(photos: Iterable[Attached], told: Iterable[Told]) -> tuple[Attached, ...]:
    """The photos with what was said of them; what a window does not ask stays."""
    said = {each.n: each for each in told}
    return tuple(_with(photo, said.get(n)) for n, photo in enumerate(photos, 1))


def _with(photo: Attached, told: Told | None) -> Attached:
    if told is None:
        return photo
    return replace(
        photo,
        alt_text=photo.alt_text if told.alt_text is None else told.alt_text,
        shown=told.shown or photo.shown,
        device=photo.device if told.device is None else told.device,
        deleted=photo.deleted if told.deleted is None else told.deleted,
    )


def undescribed(photos: Iterable[Attached]) -> tuple[Attached, ...]:
    """The same files, with nothing said of them: what belongs to the first step of the form."""
    return tuple(Attached(file_id=photo.file_id, name=photo.name) for photo in photos)


def kept_on(photos: Iterable[Attached], before: Iterable[Attached]) -> tuple[Attached, ...]:
    """The photos of a form with what was said of each before. One that is to be kept is only known by its file: where the
    draft has no such photo, it is none of ours."""
    known = {photo.file_id: photo for photo in before}
    chosen = {photo.file_id: known.get(photo.file_id, photo) for photo in photos}
    return tuple(photo for photo in chosen.values() if photo.name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """What is kept of a photo that was looked at: its row, and the hashes of its copies by place."""

    media_id: int = 0
    blurred: bool = False
    renditions: tuple[tuple[str, str], ...] = ()


def as_photos(photos: Iterable[Attached], looked: Mapping[str, Looked]) -> tuple[Photo, ...]:
    """Described photos as they belong to a body. looked: by file; one that nobody has looked at has no row yet (0)."""
    return tuple(
        _as_photo(n, photo, photo.shown, looked.get(photo.file_id, Looked()))
        for n, photo in enumerate(photos, 1)
        if photo.shown is not None
    )


def _as_photo(n: int, photo: Attached, shown: Shown, looked: Looked) -> Photo:
    return Photo(
        n=n,
        media_id=looked.media_id,
        alt_text=clean(photo.alt_text),
        shown=shown,
        device="" if photo.device == NOT_LISTED else photo.device,
        declaration=DELETION_DECLARED if photo.deleted else "",
        blurred=looked.blurred,
        renditions=looked.renditions,
    )
