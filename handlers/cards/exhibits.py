"""Files of ours that a card shows: pictures, a contact sheet, the office's pack. A card names them; the delivery brings them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Kind(StrEnum):
    """PICTURE: one copy of a photo. SHEET: several, small and numbered, as one picture. PACK: all that the office needs,
    as one file in a direct message."""

    PICTURE = "picture"
    SHEET = "sheet"
    PACK = "pack"


@dataclass(frozen=True, slots=True, kw_only=True)
class Exhibit:
    """One file of a card. of: the SHA-256 of each copy that it is made from. name: what it is called, with nobody in it."""

    kind: Kind
    name: str
    of: tuple[str, ...]
    alt: str = ""

    @property
    def key(self) -> str:
        """The same for the same content, on every card."""
        return f"{self.kind.value}:{hashlib.sha256(','.join(self.of).encode()).hexdigest()}"

    @property
    def slot(self) -> str:
        """What stands in a block in place of Slack's id of the file, until there is one."""
        return f"F{hashlib.sha256(self.key.encode()).hexdigest()[:24].upper()}"


def filled(part: Any, ids: Mapping[str, str]) -> Any:
    """Blocks with Slack's ids in the slots. ids: slot -> Slack's id."""
    if isinstance(part, list):
        return [filled(each, ids) for each in part]
    if not isinstance(part, dict):
        return part
    if set(part) == {"id"} and part["id"] in ids:
        return {"id": ids[part["id"]]}
    return {key: filled(value, ids) for key, value in part.items()}
