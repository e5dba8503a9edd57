"""Everything that one look at one photo finds out. Runs in the checking process; its answer is plain JSON."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.photos.lines import Line, from_json, to_json


@dataclass(frozen=True, slots=True, kw_only=True)
class Examined:
    """What was found in one photo, or the sentence that says why it could not be looked at."""

    error: str | None = None
    make: str = ""
    model: str = ""
    serial: str = ""
    captured: datetime | None = None
    gps: bool = False
    lines: tuple[Line, ...] = ()
    faces: int = 0
    largest_face: float = 0.0
    likeness: str = ""
    width: int = 0
    height: int = 0
    animated: bool = False
    master: bytes = field(default=b"", repr=False)

    def to_json(self) -> dict[str, Any]:
        """As it crosses from the checking process; the master goes beside it."""
        return {
            "error": self.error,
            "make": self.make,
            "model": self.model,
            "serial": self.serial,
            "captured": self.captured.isoformat() if self.captured else None,
            "gps": self.gps,
            "lines": to_json(self.lines),
            "faces": self.faces,
            "largest_face": self.largest_face,
            "likeness": self.likeness,
            "width": self.width,
            "height": self.height,
            "animated": self.animated,
        }

    @classmethod
    def of_json(cls, said: dict[str, Any], master: bytes = b"") -> Examined:
        """The other way. Whatever the checking process says is taken as plain values of these kinds and nothing else."""
        captured = said.get("captured")
        return cls(
            error=None if said.get("error") is None else str(said["error"]),
            make=str(said.get("make", "")),
            model=str(said.get("model", "")),
            serial=str(said.get("serial", "")),
            captured=datetime.fromisoformat(str(captured)) if captured else None,
            gps=bool(said.get("gps")),
            lines=from_json(said.get("lines", ())),
            faces=int(said.get("faces", 0)),
            largest_face=float(said.get("largest_face", 0.0)),
            likeness=str(said.get("likeness", "")),
            width=int(said.get("width", 0)),
            height=int(said.get("height", 0)),
            animated=bool(said.get("animated")),
            master=master,
        )
