"""What a check may know beside the text itself."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.domain.post import Purpose
from bot.domain.trust import Platform, Published
from bot.words.names.index import NameIndex


@dataclass(frozen=True, slots=True)
class Text:
    """One text of a post. `where`: "words", or "alt:2" and "file:2" of the second photo. Offsets count its characters."""

    where: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """Whose names are looked for, how the school is called and what it publishes itself, where the post goes, what it is for.

    places: platform keys; platforms: those of them whose limits are known; purpose: None where nobody has said.
    """

    names: NameIndex
    school: str = ""
    published: Published = field(default_factory=Published)
    places: tuple[str, ...] = ()
    platforms: tuple[Platform, ...] = ()
    purpose: Purpose | None = None
