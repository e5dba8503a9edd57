"""The office's modals: the words to copy, and where the post went live."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from slack_sdk.models.blocks import Block, InputBlock, UrlInputElement

from bot.domain.trust import Platform
from bot.domain.wording import listing
from handlers import ids
from handlers.blocks import capital, clip, esc, field, grey, option, plain, section, to_copy
from handlers.cards.facts import CardFacts, approver, missing_places
from handlers.cards.office import due_line
from handlers.metadata import Metadata
from handlers.modals.view import choices, view

MOST_PLACES = 80
LOOKED_AGAIN = "Permission and sign-offs were looked at again just now: all in order."
NO_LONGER = (
    "*This post may no longer go out.* If it is already live, save the links: we record it and open the takedown."
)
NOT_YET = "Not up yet somewhere? Leave that place empty and the task stays open for it."
NOT_LIVE = "Leave a place empty where it is not live. Not live anywhere? Close this form, and please do not publish it."


def words_to_copy(facts: CardFacts) -> dict[str, Any]:
    """The text ready to copy: one grey box per different wording, named for its places."""
    made = approver(facts)
    return view(
        ids.WORDS_VIEW,
        "Words to publish",
        [
            section("due", due_line(facts)),
            *_boxes(facts),
            *_source(facts),
            grey("ok", f"Approved for SLT by {facts.name(made.by)}, {facts.say(made.at)}.") if made else None,
            grey("next", f"*Next:* {_what_to_use(facts)}, then press *Mark as published* on the card."),
        ],
    )


def _what_to_use(facts: CardFacts) -> str:
    if not facts.body.photos:
        return "copy exactly these words"
    its = "its photo" if len(facts.body.photos) == 1 else "its photos"
    return f"copy exactly these words and take {its} from the pack (*Get the pack* on the card)"


def _boxes(facts: CardFacts) -> list[Block]:
    blocks: list[Block] = []
    for n, (words, places) in enumerate(_wordings(facts), 1):
        named = esc(clip(listing(place.phrase for place in places), 1000))
        blocks += [section(f"for{n}", f"*Words for {named}*"), to_copy(f"copy{n}", words)]
    return blocks


def _source(facts: CardFacts) -> list[Block]:
    """What to name beside the words (clause IP-2)."""
    if not facts.body.source:
        return []
    return [section("source", "*Source, to be named with it*"), to_copy("source_copy", facts.body.source)]


def _wordings(facts: CardFacts) -> list[tuple[str, Sequence[Platform]]]:
    """Which words go where. All places get the same words for now; those that are done need none."""
    return [(facts.body.words, missing_places(facts) or facts.places)]


def mark_published(facts: CardFacts, *, in_order: bool) -> dict[str, Any]:
    """One link for each place that is still open, each may wait. Not in order: what is live is recorded all the same."""
    places = missing_places(facts)[:MOST_PLACES]
    again = grey("again", f"Post {facts.id} · {LOOKED_AGAIN}") if in_order else section("again", NO_LONGER)
    if not places:
        settled = "Every place of this post is recorded already. There is nothing left to do here."
        return view(ids.NOTICE_VIEW, "Mark as published", [section("settled", settled)])
    return view(
        ids.PUBLISHED_FORM,
        "Mark as published",
        [
            again,
            *(_link_field(place) for place in places if place.has_link),
            _unlinked_field([place for place in places if not place.has_link]),
            grey("open", NOT_YET if in_order else NOT_LIVE),
            _as_approved(facts) if in_order else None,
        ],
        submit="Save links",
        close="Cancel",
        metadata=Metadata(seen=facts.revision.seen),
    )


def _link_field(place: Platform) -> InputBlock:
    element = UrlInputElement(action_id=f"{ids.LINK}{place.key}", placeholder=plain("Paste the link"))
    return field(f"{ids.LINK}{place.key}", f"{capital(clip(place.listed, 200))} link", element, optional=True)


def _unlinked_field(places: Sequence[Platform]) -> InputBlock | None:
    """Places without an address of their own, such as a printed newsletter."""
    if not places:
        return None
    offered = [option(capital(place.listed), place.key) for place in places]
    return field(ids.UNLINKED, "Also out in", choices(ids.UNLINKED, offered), optional=True)


def _as_approved(facts: CardFacts) -> InputBlock:
    photos = {0: "", 1: " and photo"}.get(len(facts.body.photos), " and photos")
    tick = option(f"I used the approved words{photos}", ids.AS_APPROVED_TICK)
    return field(ids.AS_APPROVED, "Please confirm", choices(ids.AS_APPROVED, [tick]))
