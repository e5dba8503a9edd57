"""A card as a window: what a row of the Home tab opens, so that nobody has to look for the message."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.domain.post import Task, TaskKind
from bot.domain.trust import Role
from handlers import ids
from handlers.blocks import grey
from handlers.cards import CARDS
from handlers.cards.exhibits import filled
from handlers.cards.facts import CardFacts
from handlers.cards.pictures import exhibit
from handlers.metadata import Metadata
from handlers.modals.pictures import NOT_HERE
from handlers.modals.view import view

_CARD_OF = {
    TaskKind.SIGNOFF: "signoff",
    TaskKind.ADVICE: "advice",
    TaskKind.PUBLISH: "task",
    TaskKind.TAKEDOWN: "takedown",
    TaskKind.PERMISSION: "permission",
    TaskKind.DELETION: "deletion",
}


def review(facts: CardFacts, task: Task, files: Mapping[str, str]) -> dict[str, Any]:
    """The reader's card about this task. files: what is in Slack, key of the content -> Slack's id.

    All of its photos or none of it: nobody decides on a part.
    """
    photos = [exhibit(facts, photo) for photo in facts.body.photos]
    # SLT read SLT's own card, whatever else they are.
    of_slt = task.kind is TaskKind.SIGNOFF and task.role is Role.SLT
    card = CARDS["slt" if of_slt else _CARD_OF[task.kind]](facts)
    ids_of = {each.slot: files[each.key] for each in (*photos, *card.files) if each.key in files}
    made = view(
        ids.REVIEW_VIEW,
        f"Post {facts.id}",
        [grey("review", NOT_HERE if _incomplete(card.blocks, ids_of) else "Only you see this window.")],
        metadata=Metadata(key=str(task.id), seen=facts.revision.seen),
    )
    if _incomplete(card.blocks, ids_of):
        return made
    return {**made, "blocks": [*filled(card.blocks, ids_of), *made["blocks"]]}


def _incomplete(part: Any, ids_of: Mapping[str, str]) -> bool:
    """Whether a picture of it is not in Slack now."""
    if isinstance(part, list):
        return any(_incomplete(each, ids_of) for each in part)
    if not isinstance(part, dict):
        return False
    file = part.get("slack_file")
    if isinstance(file, dict) and file.get("id") not in ids_of:
        return True
    return any(_incomplete(each, ids_of) for each in part.values())
