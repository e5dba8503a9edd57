"""A post's photos on cards: large to judge, small to recognise, one numbered sheet where there are many."""

from __future__ import annotations

from collections.abc import Sequence

from slack_sdk.models.blocks import Block, ImageBlock, ImageElement, SectionBlock

from bot.domain.photos import Photo
from bot.domain.wording import count
from handlers import ids
from handlers.blocks import actions, button, clip, grey_plain, plain
from handlers.cards.exhibits import Exhibit, Kind
from handlers.cards.facts import CardFacts

FEW = 2
"""So many photos are shown one by one; from three on they are a numbered sheet."""


def exhibit(facts: CardFacts, photo: Photo) -> Exhibit:
    """The copy of a photo that a card shows: the one for the first of the post's places."""
    renditions = dict(photo.renditions)
    place = next((place.key for place in facts.places if place.key in renditions), None)
    sha256 = renditions[place] if place else ""
    return Exhibit(kind=Kind.PICTURE, name=photo.name(facts.id), of=(sha256,), alt=photo.alt_text)


def sheet(facts: CardFacts) -> Exhibit:
    """All photos, small and numbered, in one picture."""
    of = tuple(exhibit(facts, photo).of[0] for photo in facts.body.photos)
    return Exhibit(kind=Kind.SHEET, name=f"post-{facts.id:04}.jpg", of=of, alt=_sheet_alt(facts))


def to_judge(facts: CardFacts) -> list[Block]:
    """For those who say yes or no: full width, changed ones first; from three on a sheet and a button."""
    photos = facts.body.photos
    if len(photos) > FEW:
        return [_image(facts, "photos", sheet(facts)), _full_size(facts)]
    changed = [photo for photo in photos if _is_new(facts, photo)]
    same = [photo for photo in photos if photo not in changed]
    large, small = (changed, same) if changed else (same, [])
    return [*(block for photo in large for block in _large(facts, photo)), *(_small(facts, photo) for photo in small)]


def to_match(facts: CardFacts) -> list[Block]:
    """For the office, who match files: each photo small, with its file's name and its alt text."""
    return [
        _thumbnail(facts, photo, f"Photo {photo.n} · {photo.name(facts.id)}\nAlt text: {photo.alt_text}", "t.photo")
        for photo in facts.body.photos
    ]


def files_to_judge(facts: CardFacts) -> tuple[Exhibit, ...]:
    """What `to_judge` shows, and what opens from its button."""
    pictures = tuple(exhibit(facts, photo) for photo in facts.body.photos)
    return (sheet(facts), *pictures) if len(pictures) > FEW else pictures


def files_to_match(facts: CardFacts) -> tuple[Exhibit, ...]:
    """What `to_match` shows."""
    return tuple(exhibit(facts, photo) for photo in facts.body.photos)


def full_size(facts: CardFacts) -> list[Block]:
    """Every photo at its full width, with its alt text: for the window that opens from a sheet."""
    return [block for photo in facts.body.photos for block in _large(facts, photo)]


def how_many(facts: CardFacts) -> str:
    """For the notification: "it has 2 photos"; nothing for none."""
    return f"it has {count(len(facts.body.photos), 'photo')}" if facts.body.photos else ""


def these(facts: CardFacts) -> str:
    """What a yes covers: "these words", "these words and these 2 photos"."""
    number = len(facts.body.photos)
    return f"these words and {'this photo' if number == 1 else f'these {number} photos'}" if number else "these words"


def _is_new(facts: CardFacts, photo: Photo) -> bool:
    """Whether this version is the first that shows this very picture with this very alt text."""
    earlier = facts.story.numbered(facts.revision.no - 1)
    return earlier is None or photo.sha256 not in {each.sha256 for each in earlier.body.photos}


def _large(facts: CardFacts, photo: Photo) -> list[Block]:
    new = ", new" if facts.revision.no > 1 and _is_new(facts, photo) else ""
    caption = f"Photo {photo.n} of {len(facts.body.photos)}{new} · Alt text: {photo.alt_text}"
    return [
        _image(facts, f"photo{photo.n}", exhibit(facts, photo)),
        grey_plain(facts.bid(f"alt{photo.n}"), caption),
    ]


def _small(facts: CardFacts, photo: Photo) -> Block:
    lead = f"Photo {photo.n} of {len(facts.body.photos)}, as before"
    return _thumbnail(facts, photo, f"{lead}\nAlt text: {photo.alt_text}", "photo")


def _thumbnail(facts: CardFacts, photo: Photo, said: str, name: str) -> Block:
    shown = exhibit(facts, photo)
    picture = ImageElement(slack_file={"id": shown.slot}, alt_text=clip(shown.alt, 2000))
    return SectionBlock(block_id=facts.bid(f"{name}{photo.n}"), text=plain(said), accessory=picture)


def _image(facts: CardFacts, name: str, shown: Exhibit) -> Block:
    return ImageBlock(block_id=facts.bid(name), slack_file={"id": shown.slot}, alt_text=clip(shown.alt, 2000))


def _full_size(facts: CardFacts) -> Block:
    number = len(facts.body.photos)
    spoken = f"See photos full size: the {number} photos of {facts.post}, with alt text"
    return actions(facts.bid("full"), button(ids.SEE_PHOTOS, "See photos full size", facts.value, spoken=spoken))


def _sheet_alt(facts: CardFacts) -> str:
    number = len(facts.body.photos)
    return f"{number} numbered photos. Each one’s own alt text is under “See photos full size”."


def changed_photos(before: Sequence[Photo], after: Sequence[Photo]) -> list[str]:
    """What changed about the photos, a line each: "Photo 2: a new picture and new alt text"."""
    was = {photo.media_id: photo for photo in before}
    lines = [f"Photo {photo.n}: {said}" for photo in after if (said := _what_changed(photo, was))]
    gone = sum(photo.media_id not in {each.media_id for each in after} for photo in before)
    if gone and len(after) < len(before):
        lines.append(f"Photos: {count(len(before) - len(after), 'photo')} taken out")
    order = [photo.media_id for photo in before if photo.media_id in {each.media_id for each in after}]
    if order != [photo.media_id for photo in after if photo.media_id in was]:
        lines.append("Photos: in another order")
    return lines


def _what_changed(photo: Photo, was: dict[int, Photo]) -> str:
    earlier = was.get(photo.media_id)
    if earlier is None:
        return "a new picture and new alt text" if was else "new"
    parts = [
        *(["new alt text"] if photo.alt_text != earlier.alt_text else []),
        *(["part of it is blurred now"] if photo.blurred and not earlier.blurred else []),
        *(["not blurred any more"] if earlier.blurred and not photo.blurred else []),
    ]
    if not parts and sorted(photo.renditions) != sorted(earlier.renditions):
        return "the copies were made anew" if dict(photo.renditions).keys() == dict(earlier.renditions).keys() else ""
    return " and ".join(parts)
