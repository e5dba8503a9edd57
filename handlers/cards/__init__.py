"""Cards: a story in, a message out. Pure functions; `CARDS` says which one makes which kind."""

from collections.abc import Callable, Mapping

from handlers.cards.author import approved, cannot, changes, draft_held, held, published, rejected, time_passed
from handlers.cards.chased import due_now, expired, look_again, takedown_late, unanswered, unanswered_adults
from handlers.cards.deletion import deletion
from handlers.cards.facts import Card, CardFacts
from handlers.cards.notices import dead
from handlers.cards.office import pack, task
from handlers.cards.permission import permission
from handlers.cards.photos import photo, photos_time_passed, sent_back
from handlers.cards.sent import sent
from handlers.cards.slt import advice, escalated, signoff, slt
from handlers.cards.takedown import do_not, takedown

CARDS: Mapping[str, Callable[[CardFacts], Card]] = {
    "slt": slt,
    "signoff": signoff,
    "escalated": escalated,
    "advice": advice,
    "sent": sent,
    "photo": photo,
    "sent_back": sent_back,
    "changes": changes,
    "rejected": rejected,
    "approved": approved,
    "published": published,
    "cannot": cannot,
    "held": held,
    "draft_held": draft_held,
    "do_not": do_not,
    "task": task,
    "pack": pack,
    "takedown": takedown,
    "takedown_late": takedown_late,
    "unanswered": unanswered,
    "unanswered_adults": unanswered_adults,
    "expired": expired,
    "time_passed": time_passed,
    "photos_time_passed": photos_time_passed,
    "deletion": deletion,
    "look_again": look_again,
    "due_now": due_now,
    "permission": permission,
    "dead": dead,
}
"""By card kind, as `card.kind` keeps it."""

PHOTO_CARDS = frozenset({"sent", "photo", "sent_back", "time_passed", "photos_time_passed"})
"""Those that are about a post whose photos are not through yet, too."""

__all__ = ["CARDS", "PHOTO_CARDS", "Card", "CardFacts"]
