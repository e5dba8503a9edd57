"""A photo as part of a post: what an approval of it covers. Its bytes are elsewhere; here are their hashes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

LONGEST_ALT = 300
"""Characters of an alt text: what a screen reader says in one breath."""
MOST_PHOTOS = 10

OWN_DEVICE, SLACK_UPLOAD = "device", "slack"
"""Where photos are left that must go: on the author's own device (clause PH-2), and in Slack as their upload."""
DELETION_DECLARED = "deleted-from-own-device-1"
"""The id of the declaration of clause PH-2, as forms and messages word it."""


class Shown(StrEnum):
    """What can be seen in a photo, as its author says."""

    FACES = "faces"
    DISTANCE = "distance"
    WORK = "work"
    PLACE = "place"
    STAFF = "staff"

    @property
    def label(self) -> str:
        """As the form and the cards say it."""
        return _SHOWN[self]


ONLY_WORK = frozenset({Shown.WORK, Shown.PLACE})
"""Where nobody can be seen."""

_SHOWN = {
    Shown.FACES: "Children’s faces",
    Shown.DISTANCE: "Children from behind or at a distance",
    Shown.WORK: "Work or a display",
    Shown.PLACE: "A place",
    Shown.STAFF: "Staff",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Photo:
    """One photo of a version, number `n` from 1. `media_id`: the row that knows where its picture is kept.

    device: the id of a device of the register, or '' where the author said "not listed". declaration: what the author
    declared of it, as an id of the wording. blurred: names in it were made unreadable.
    renditions: (place, SHA-256 in hex) of the very bytes for each place, once the checks ended.
    """

    n: int
    media_id: int
    alt_text: str
    shown: Shown
    device: str = ""
    declaration: str = ""
    blurred: bool = False
    renditions: tuple[tuple[str, str], ...] = ()

    def to_json(self) -> dict[str, Any]:
        """For the body's one spelling."""
        return {
            "n": self.n,
            "media_id": self.media_id,
            "alt_text": self.alt_text,
            "shown": self.shown.value,
            "device": self.device,
            "declaration": self.declaration,
            "blurred": self.blurred,
            "renditions": [list(each) for each in sorted(self.renditions)],
        }

    @classmethod
    def of_json(cls, data: Mapping[str, Any]) -> Photo:
        """The inverse of `to_json`."""
        renditions = tuple((str(place), str(sha256)) for place, sha256 in data["renditions"])
        return cls(**{**data, "shown": Shown(data["shown"]), "renditions": renditions})

    @property
    def sha256(self) -> str:
        """Over all renditions and the alt text: changes where anything that is seen or read out changes."""
        said = json.dumps([sorted(self.renditions), self.alt_text], ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(said.encode()).hexdigest()

    def name(self, post_id: int) -> str:
        """What its file is called outside: it says nothing of whoever is in it."""
        return f"post-{post_id:04}-{self.n}.jpg"
