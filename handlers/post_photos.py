"""What an author does about a photo of a post that something stands against: one tap, or another photo in its place."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from bot.domain.attached import Attached, described
from bot.domain.lifecycle import Refusal
from bot.domain.photos import MOST_PHOTOS
from bot.workflow.desk import Blocked, Done
from bot.workflow.submitting import Asks, Form
from handlers import ids
from handlers.acks import CLOSED, at_fields, field_errors, input_blocks
from handlers.forms import read_photos, told, values_of
from handlers.hall import DAMAGED, Ack, Answer, Click, Hall
from handlers.metadata import Metadata
from handlers.modals.replacing import another_photo

NO_PHOTO = "Please add one photo."


Step = Callable[[str, int, int], Done | Refusal]
"""A use case about one photo: the person, the post and the photo."""


def mend(step: Callable[[Hall], Step]) -> Callable[[Hall, Click], Answer]:
    """One tap on the message about a photo."""

    def handle(hall: Hall, click: Click) -> Answer:
        which = _which(click.value)
        outcome = step(hall)(click.user, *which) if which is not None else DAMAGED
        if isinstance(outcome, Done):
            hall.develop()
        return outcome

    return handle


def ask_for_another(hall: Hall, click: Click) -> Answer:
    """The window in which another photo is chosen."""
    which = _which(click.value)
    found = hall.workflow.mending.look(click.user, *which) if which is not None else DAMAGED
    if isinstance(found, Refusal):
        return found
    metadata = Metadata(post=found.story.post.id, key=hall.new_key(), step=str(found.photo.medium.id))
    return another_photo(found.photo.photo, found.devices, metadata)


def replaced(hall: Hall, user: str, view: Mapping[str, Any], metadata: Metadata) -> Ack:
    """Another photo, with its description: the post goes on with it, all else as it was sent."""
    values = values_of(view)
    files = read_photos(values)
    if not files or not metadata.step.isdigit():
        return at_fields({ids.PHOTOS: NO_PHOTO})
    file_id, name = files[0]
    number = next((n for n in range(1, MOST_PHOTOS + 1) if f"{ids.ALT}{n}" in input_blocks(view)), 1)
    photo = described([Attached(file_id=file_id, name=name or "photo")], [replace(told(values, number), n=1)])[0]
    form = Form(key=metadata.key, post_id=metadata.post or None)
    outcome = hall.workflow.drafts.replace_photo(user, form, int(metadata.step), photo)
    return _answer(hall, view, outcome)


def _answer(hall: Hall, view: Mapping[str, Any], outcome: Done | Blocked | Asks | Refusal) -> Ack:
    if isinstance(outcome, Done):
        hall.develop()
        return CLOSED
    if isinstance(outcome, Blocked):
        return at_fields(field_errors(outcome.problems, input_blocks(view)))
    if isinstance(outcome, Refusal):
        return at_fields({ids.PHOTOS: outcome.sentence})
    return at_fields({ids.PHOTOS: OTHER})


OTHER = "Something else about the post needs you first. Please press “Edit” in /socialpost mine and send it from there."


def _which(value: str) -> tuple[int, int] | None:
    """The post and the photo of a button, as we wrote them."""
    post, _, photo = value.partition(":")
    if all(part.isascii() and part.isdigit() and len(part) < 12 for part in (post, photo)):
        return int(post), int(photo)
    return None
