"""The checks of `bot.words` beside the names: each looks at one text and yields findings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from bot.domain.findings import Finding
from bot.words.accessible import accessibility
from bot.words.confidential import confidential
from bot.words.limits import over_limits
from bot.words.outings import location
from bot.words.personal import personal_data
from bot.words.sensitive import sensitive
from bot.words.sources import borrowed
from bot.words.tone import tone
from bot.words.unsuitable import unsuitable

if TYPE_CHECKING:  # the name index, which surroundings hold, imports them in turn
    from bot.words.surroundings import Surroundings, Text

WORDS = "words"
"""The text that is the post itself; alt texts, file names and sources are read for other things only."""


def check_personal_data(text: Text, around: Surroundings, names: Sequence[Finding]) -> Iterable[Finding]:
    """SP-2 and CO-1: personal data; the school's own contact details are no leak."""
    return personal_data(text.text, around.published, names, where=text.where)


def check_sensitive(text: Text, around: Surroundings, names: Sequence[Finding]) -> Iterable[Finding]:
    """RP-2: what is private of one person."""
    return sensitive(text.text, names, where=text.where)


def check_confidential(text: Text, around: Surroundings, names: Sequence[Finding]) -> Iterable[Finding]:
    """RP-2: matters of the school that are not for the public."""
    return confidential(text.text, names, where=text.where)


def check_unsuitable(text: Text, around: Surroundings, names: Sequence[Finding]) -> Iterable[Finding]:
    """RP-1, RS-1 and CO-3: what may offend, shame or run down somebody, and references."""
    return unsuitable(text.text, names, where=text.where)


def check_tone(text: Text, around: Surroundings, names: Sequence[Finding]) -> Iterable[Finding]:
    """SP-3: a grumble."""
    return tone(text.text, names, where=text.where)


def check_borrowed(text: Text, around: Surroundings, names: Sequence[Finding]) -> Iterable[Finding]:
    """IP-2: what looks like somebody else's words or picture."""
    return borrowed(text.text, where=text.where) if text.where == WORDS else ()


def check_location(text: Text, around: Surroundings, names: Sequence[Finding]) -> Iterable[Finding]:
    """Where children are now or will be soon."""
    return location(text.text, where=text.where)


def check_accessibility(text: Text, around: Surroundings, names: Sequence[Finding]) -> Iterable[Finding]:
    """What makes the post hard to read or to listen to."""
    return accessibility(text.text, where=text.where) if text.where == WORDS else ()


def check_limits(text: Text, around: Surroundings, names: Sequence[Finding]) -> Iterable[Finding]:
    """What is more than one of the post's places takes."""
    chosen = [place for place in around.platforms if place.key in around.places]
    return over_limits(text.text, chosen, where=text.where) if text.where == WORDS else ()
