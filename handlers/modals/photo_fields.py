"""The fields about photos: which they are in the first window of the form, and what each shows in the next."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from slack_sdk.models.blocks import (
    Block,
    CheckboxesElement,
    InputBlock,
    Option,
    PlainTextInputElement,
    StaticSelectElement,
)

from bot.domain.attached import DIFFERENT, NOT_LISTED, Attached
from bot.domain.describing import FEW, KINDS
from bot.domain.devices import Device, Owner
from bot.domain.photos import LONGEST_ALT, MOST_PHOTOS, Shown
from bot.domain.post import Draft
from handlers import ids
from handlers.blocks import clip, field, file_input, option, plain
from handlers.modals.view import MOST_OPTIONS

LONGEST_NAME = 40
"""Characters of a file's name: enough to know it by."""


def photo_fields(draft: Draft, uploading: Collection[str]) -> Iterable[InputBlock]:
    """Photos to keep, each a tick, and the field for new ones. uploading: the files that stand in that field already."""
    kept = [photo for photo in draft.photos if photo.file_id not in uploading]
    numbered = {photo.file_id: n for n, photo in enumerate(draft.photos, 1)}
    if kept:
        offered = [
            option(f"Keep photo {numbered[photo.file_id]} ({_name(photo)})", photo.file_id)
            for photo in kept[:MOST_PHOTOS]
        ]
        ticks = CheckboxesElement(action_id=ids.KEPT, options=offered, initial_options=offered)
        yield field(ids.KEPT, "Photos so far", ticks, hint="Take a tick away to leave a photo out.", optional=True)
    element = file_input(ids.PHOTOS, kinds=KINDS, most=MOST_PHOTOS)
    hint = "School devices, or approved ones. From behind or far away is safest."
    yield field(ids.PHOTOS, "More photos" if kept else "Photos", element, hint=hint, optional=True)


def descriptions(photos: Sequence[Attached]) -> Iterable[Block]:
    """For each photo, by number and file name: its description, and what it shows."""
    for n, photo in enumerate(photos, 1):
        yield alt_field(n, photo)
        yield shown_field(n, photo)


def alt_field(n: int, photo: Attached) -> InputBlock:
    """Optional to Slack only: what is missing is said in a sentence."""
    element = PlainTextInputElement(
        action_id=f"{ids.ALT}{n}",
        multiline=True,
        max_length=LONGEST_ALT,
        placeholder=plain("One sentence, no names"),
        initial_value=photo.alt_text[:LONGEST_ALT] or None,
    )
    hint = "Say what is happening, for people who cannot see it. It is published with the photo."
    label = f"Describe photo {n} ({_name(photo)})" if photo.name else "Describe it"
    return field(f"{ids.ALT}{n}", label, element, hint=hint)


def shown_field(n: int, photo: Attached) -> InputBlock:
    offered = {shown: option(shown.label, shown.value) for shown in Shown}
    element = StaticSelectElement(
        action_id=f"{ids.SHOWN}{n}",
        placeholder=plain("Choose the first that fits"),
        options=list(offered.values()),
        initial_option=offered[photo.shown] if photo.shown else None,
    )
    return field(f"{ids.SHOWN}{n}", f"What does photo {n} show?", element)


def device_fields(photos: Sequence[Attached], devices: Sequence[Device]) -> Iterable[Block]:
    """One question for all photos; for each where they come from different devices."""
    offered = [*_devices(devices), option("Not on this list", NOT_LISTED)]
    said = {photo.device for photo in photos}
    if len(said) > 1 or DIFFERENT in said:
        for n, photo in enumerate(photos, 1):
            yield _device(f"{ids.DEVICE_OF}{n}", f"What was photo {n} taken on?", offered, photo.device)
        return
    more = [option("Different devices: ask me for each", DIFFERENT)] if len(photos) > 1 else []
    what = "it" if len(photos) == 1 else "they"
    label = f"What {'was it' if what == 'it' else 'were they'} taken on?"
    yield _device(ids.DEVICE, label, [*offered, *more], next(iter(said), ""))


def deleted_field(photos: Sequence[Attached]) -> InputBlock:
    """Clause PH-2, for who took them on a device of their own. It may be ticked later: until then there are reminders."""
    tick = option("Done, with those I did not use and its cloud", ids.DELETED_TICK)
    ticked = bool(photos) and all(photo.deleted for photo in photos)
    element = CheckboxesElement(action_id=ids.DELETED, options=[tick], initial_options=[tick] if ticked else None)
    label = "Your own device? Copy them to a school device, then delete all of them from yours"
    hint = "Slack is no school device. It can wait: you are reminded on school days until you say so."
    return field(ids.DELETED, label, element, hint=hint, optional=True)


def many(photos: Sequence[Attached]) -> bool:
    """Whether descriptions are a window of their own."""
    return len(photos) > FEW


def _devices(devices: Sequence[Device]) -> list[Option]:
    """The school's own first. A retired one may have taken a photo while it counted."""
    ordered = sorted(devices, key=lambda each: (each.retired_on is not None, each.owner is not Owner.SCHOOL))
    return [option(clip(each.label, 75), each.id, _about(each)) for each in ordered[: MOST_OPTIONS - 2]]


def _about(device: Device) -> str:
    if device.retired_on is not None:
        return "Not in use any more"
    if device.owner is Owner.SCHOOL:
        return ""
    return f"Personal, approved by {device.approved_by}" if device.approved_by else "Personal, approved"


def _device(block_id: str, label: str, offered: Sequence[Option], chosen: str) -> InputBlock:
    element = StaticSelectElement(
        action_id=block_id,
        placeholder=plain("Choose one"),
        options=list(offered),
        initial_option=next((each for each in offered if each.value == chosen), None),
    )
    return field(block_id, label, element)


def _name(photo: Attached) -> str:
    return clip(photo.name, LONGEST_NAME)
