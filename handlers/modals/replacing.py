"""Another photo in the place of one: the file, its description, what it shows, and what it was taken on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.domain.attached import Attached
from bot.domain.describing import KINDS
from bot.domain.devices import Device
from bot.domain.photos import Photo
from handlers import ids
from handlers.blocks import field, file_input, grey
from handlers.metadata import Metadata
from handlers.modals.photo_fields import alt_field, deleted_field, device_fields, shown_field
from handlers.modals.view import view


def another_photo(photo: Photo, devices: Sequence[Device], metadata: Metadata) -> dict[str, Any]:
    """All else of the post stays as it was sent."""
    blank = Attached(file_id="", device="", shown=photo.shown)
    return view(
        ids.REPLACE_FORM,
        f"Replace photo {photo.n}",
        [
            grey("intro", "Everything else stays as you sent it. The new photo is checked like the others."),
            field(
                ids.PHOTOS,
                "Which photo instead?",
                file_input(ids.PHOTOS, kinds=KINDS, most=1),
                hint="10 MB at most: JPEG, PNG, HEIC, WebP or GIF.",
            ),
            alt_field(photo.n, blank),
            shown_field(photo.n, blank),
            *device_fields([blank], devices),
            deleted_field([blank]),
        ],
        submit="Replace photo",
        close="Cancel",
        metadata=metadata,
    )
