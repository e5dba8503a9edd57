"""Clean copies of a photo for each place, once nothing in it stands against that. The originals are never copied."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from bot.domain.findings import NAME, Strength
from bot.domain.trust import Limits
from bot.photos.crew import Crew
from bot.photos.examine import Examined
from bot.photos.judging import PhotoFinding
from bot.photos.lines import Corners
from bot.photos.naming import find_names
from bot.photos.renditions import MASTER_SIDE, Rendition
from bot.photos.roll import Roll

STOPPED = "No copies were made: see what was found in the photo."
MOVING = "No copies were made: there is a name in an animation, which cannot be blurred. Please use a single photo."
STILL_THERE = "No copies were made: a name can still be read although it was blurred. Please crop it away."


@dataclass(frozen=True, slots=True, kw_only=True)
class Copies:
    """The copies by place (JPEG), or the sentence that says why there are none."""

    files: Mapping[str, bytes] = field(default_factory=dict)
    why_not: str = ""


def make_copies(
    crew: Crew,
    examined: Examined,
    findings: Sequence[PhotoFinding],
    roll: Roll,
    places: Mapping[str, Limits],
    *,
    blur: bool,
) -> Copies:
    """Copies of a photo that was examined with its master. With `blur`, names are made unreadable first, and the result
    is read again: a name that is still there means no copy. Whatever else stops a photo stops its copies."""
    stopping = [finding for finding in findings if finding.strength in (Strength.ENFORCE, Strength.HOLD)]
    names = [finding for finding in stopping if finding.kind == NAME]
    if len(names) < len(stopping) or (names and not blur):
        return Copies(why_not=STOPPED)
    if names and examined.animated:
        return Copies(why_not=MOVING)
    scale = min(1.0, MASTER_SIDE / max(examined.width, examined.height))
    areas = [_scaled(finding.corners, scale) for finding in names if finding.corners]
    if areas:
        whole = crew.render(examined.master, Rendition(name="", side=MASTER_SIDE), areas)
        if find_names(crew.examine(whole).lines, roll):
            return Copies(why_not=STILL_THERE)
    return Copies(
        files={place: crew.render(examined.master, rendition(place, limits), areas) for place, limits in places.items()}
    )


def rendition(place: str, limits: Limits) -> Rendition:
    """What a place takes, as the checking process is told."""
    return Rendition(
        name=place,
        side=limits.picture_side,
        narrowest=limits.picture_narrowest / 100,
        widest=limits.picture_widest / 100,
        bytes=limits.picture_bytes,
    )


def _scaled(corners: Iterable[tuple[float, float]], scale: float) -> Corners:
    a, b, c, d = ((x * scale, y * scale) for x, y in corners)
    return a, b, c, d
