"""What one look at a photo found out, as it is kept and back again: the register changes, the writing does not."""

from __future__ import annotations

import json

from bot.photos.examine import Examined
from bot.photos.lines import Line, from_json, to_json
from storage.media import Medium


def kept_examined(examined: Examined) -> str:
    """All but the writing."""
    return json.dumps({key: value for key, value in examined.to_json().items() if key != "lines"}, ensure_ascii=False)


def kept_lines(lines: tuple[Line, ...]) -> str:
    """The writing, with every letter that each letter may have been."""
    return json.dumps(to_json(lines), ensure_ascii=False, separators=(",", ":"))


def lines_of(medium: Medium) -> tuple[Line, ...]:
    """The writing that can be read in the picture that is used: after a blur, what is left."""
    return from_json(json.loads(medium.ocr))


def examined_of(medium: Medium) -> Examined:
    """What was found out, the master left where it is kept."""
    return Examined.of_json({**json.loads(medium.examined), "lines": json.loads(medium.ocr)})


def resized(examined: str, width: int, height: int) -> str:
    """The same as it is kept, of a picture of another size: what the file said of its camera and its faces stays."""
    return json.dumps({**json.loads(examined), "width": width, "height": height}, ensure_ascii=False)
