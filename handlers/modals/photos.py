"""The form in which photos are handed over, to be looked through before a post is written."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from slack_sdk.models.blocks import InputBlock, StaticSelectElement

from bot.domain.trust import School
from bot.domain.wording import count
from handlers import ids
from handlers.blocks import field, file_input, grey, option, plain, section
from handlers.metadata import Metadata
from handlers.modals.view import MOST_OPTIONS, view

MOST_PHOTOS = 10
KINDS = ["jpg", "jpeg", "png", "heic", "webp", "gif"]


def photos_form(schools: Sequence[School], metadata: Metadata) -> dict[str, Any]:
    """Up to ten photos, and the school whose register they are held against."""
    return view(
        ids.PHOTOS_FORM,
        "Check photos",
        [
            grey("intro", "Names in the pictures and the device are looked at. Only you read what is found."),
            _school(schools),
            field(
                ids.PHOTO_FILES,
                "Which photos?",
                file_input(ids.PHOTO_FILES, kinds=KINDS, most=MOST_PHOTOS),
                hint="Up to ten, 10 MB each: JPEG, PNG, HEIC, WebP or GIF.",
            ),
        ],
        submit="Check them",
        close="Cancel",
        metadata=metadata,
    )


def being_checked(photos: int) -> dict[str, Any]:
    """They are noted; the rest comes as a message."""
    said = (
        f"{count(photos, 'photo is', 'photos are')} being checked.\n*Next:* you get a message here with what was found."
    )
    return view(ids.NOTICE_VIEW, "Checking", [section("checking", said)])


def _school(schools: Sequence[School]) -> InputBlock | None:
    if len(schools) < 2:
        return None
    offered = [option(school.name, school.key) for school in schools[:MOST_OPTIONS]]
    element = StaticSelectElement(action_id=ids.SCHOOL, placeholder=plain("Choose one"), options=offered)
    return field(ids.SCHOOL, "Which school are they of?", element)
