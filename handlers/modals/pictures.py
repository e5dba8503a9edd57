"""The photos of a post at full size, each with its alt text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from handlers import ids
from handlers.blocks import grey, section
from handlers.cards.exhibits import filled
from handlers.cards.facts import CardFacts
from handlers.cards.pictures import exhibit, full_size
from handlers.modals.view import view

NOT_HERE = (
    "The photos are not in Slack now: they are there only while somebody decides on the post. Please look at the card "
    "again."
)


def see_photos(facts: CardFacts, files: Mapping[str, str]) -> dict[str, Any]:
    """files: what is in Slack, key of the content -> Slack's id. All photos or a sentence: nobody decides on a part."""
    title = f"Photos · Post {facts.id}"
    shown = [exhibit(facts, photo) for photo in facts.body.photos]
    if not shown or not all(each.key in files for each in shown):
        return view(ids.SEE_PHOTOS_VIEW, title, [section("gone", NOT_HERE)])
    only = grey("only", "These are the very pictures that the office gets. You decide on the card.")
    made = view(ids.SEE_PHOTOS_VIEW, title, [*full_size(facts), only])
    return {**made, "blocks": filled(made["blocks"], {each.slot: files[each.key] for each in shown})}
