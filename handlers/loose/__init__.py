"""Messages that belong to no post: read what they are about, and render it. `LOOSE` says which one makes which kind.

A use case makes one with `Book.tell` and has it brought up to date with `Book.renew`; what it is about stands in its key,
"kind:about". Like every card it renders the present state, so that repeats and reordering are harmless.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sqlalchemy import Connection

from handlers.cards.facts import Card
from handlers.loose.expiring import expiring
from handlers.loose.facts import Loose
from handlers.loose.notices import live_condition, lost
from handlers.loose.nudge import nudge
from handlers.loose.photos import photos
from handlers.loose.register_file import file_left, register_file
from handlers.loose.stop import stop

LOOSE: Mapping[str, Callable[[Connection, Loose], Card]] = {
    "expiring": expiring,
    "file_left": file_left,
    "live_condition": live_condition,
    "lost": lost,
    "register_file": register_file,
    "nudge": nudge,
    "photos": photos,
    "stop": stop,
}
"""By card kind, as `card.kind` keeps it."""

__all__ = ["LOOSE", "Loose"]
