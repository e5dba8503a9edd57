"""`/socialpost photos`: photos are handed over and looked through before a post is written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.domain.lifecycle import Refusal
from handlers import ids
from handlers.acks import at_fields, drawn
from handlers.forms import read_photos, read_school, values_of
from handlers.hall import Ack, Hall
from handlers.metadata import Metadata
from handlers.modals import photos as windows

NO_PHOTO = "Please add at least one photo."


def form(hall: Hall, user: str) -> dict[str, Any] | Refusal:
    """The form, or why there is none."""
    schools = hall.workflow.photos.schools(user)
    if isinstance(schools, Refusal):
        return schools
    return windows.photos_form(schools, Metadata(key=hall.new_key(), school=schools[0].key))


def submitted(hall: Hall, user: str, view: Mapping[str, Any], metadata: Metadata) -> Ack:
    """The photos are noted before the form is acknowledged; they are looked at beside it."""
    values = values_of(view)
    files = read_photos(values)[: windows.MOST_PHOTOS]
    if not files:
        return at_fields({ids.PHOTO_FILES: NO_PHOTO})
    school = read_school(values, school=metadata.school)
    refused = hall.workflow.photos.hand_over(user, school, batch=metadata.key, files=files)
    if refused is not None:
        return at_fields({ids.PHOTO_FILES: refused.sentence})
    hall.check_photos()
    return drawn(windows.being_checked(len(files)))
