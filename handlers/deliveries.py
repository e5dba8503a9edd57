"""An outbox effect -> Slack calls. The only place that posts to channels and DMs.

A card's first post is an inert placeholder with the final notification sentence; its ts is recorded, and then it is filled by
`chat.update`, which can be repeated. Delivery renders the present state, so repeats and reordering are harmless.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from sqlalchemy import Connection

from bot.domain.post import Story
from bot.domain.trust import Role, Trust
from bot.media import MediaError, MediaStore
from bot.outbox import Delivered, Failed
from bot.photos.crew import WorkerDiedError
from bot.workflow.packing import packed
from bot.workflow.photos.open import Standing
from handlers.blocks import grey, serialised
from handlers.cards import CARDS, PHOTO_CARDS, Card, CardFacts
from handlers.cards.exhibits import Exhibit, Kind, filled
from handlers.loose import LOOSE, Loose
from handlers.loose.facts import WaitingFor
from handlers.showing import Showing, UploadError
from storage import outbox, queries, stops
from storage.engine import Store
from storage.outbox import Claim

TIMEOUT_SECONDS = 10

# Slack: errors of chat.postMessage and chat.update that another try cannot mend.
OPENING = "One moment: this opens here."
"""What a message says until its card is drawn."""

FOR_GOOD = frozenset(
    {
        "account_inactive",
        "cannot_dm_bot",
        "channel_not_found",
        "ekm_access_denied",
        "invalid_arguments",
        "invalid_auth",
        "invalid_blocks",
        "is_archived",
        "messages_tab_disabled",
        "missing_scope",
        "msg_blocks_too_long",
        "msg_too_long",
        "no_permission",
        "not_authed",
        "not_in_channel",
        "restricted_action",
        "token_revoked",
        "user_disabled",
        "user_not_found",
    }
)
# The message is gone or may not be edited any more: a new one takes its place.
GONE = frozenset({"message_not_found", "cant_update_message", "edit_window_closed"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Deliveries:
    """Brings one card up to date. `client` retries nothing by itself: the outbox owns that.

    waiting_for: what waits for a person, for the message that reminds them of it. held: the roles of a person in a school.
    pictures: where the copies of photos are. sheet: makes one numbered picture of several. standing: how a post stands whose
    photos are not through yet.
    """

    client: WebClient
    store: Store
    trust: Trust
    now: Callable[[], datetime]
    waiting_for: WaitingFor
    held: Callable[[Connection, str, str], frozenset[Role]]
    pictures: MediaStore
    sheet: Callable[[Sequence[bytes]], bytes]
    standing: Callable[[Connection, Story], Standing | None] = lambda connection, story: None

    def __call__(self, claim: Claim) -> Delivered | Failed:
        try:
            return self._deliver(claim)
        except SlackApiError as error:
            return failed(error)
        except (OSError, MediaError, UploadError, WorkerDiedError) as error:
            return Failed(error=type(error).__name__)

    def _deliver(self, claim: Claim) -> Delivered | Failed:
        with self.store.read() as connection:
            card = self._loose(connection, claim) if claim.kind in LOOSE else self._of_post(connection, claim)
        if card is None:
            return Failed(error="post_not_found", for_good=True)
        if not claim.ts and any(each.kind is Kind.PACK for each in card.files):
            claim = self._place(claim, card)  # it is shared where the message is
        showing = Showing(client=self.client, store=self.store, make=self._made, now=self.now)
        shown = showing.bring(claim, card.files)
        if isinstance(shown, Failed):
            return shown
        blocks = filled(card.blocks, shown)
        if not claim.ts:
            claim = self._place(claim, card)
        try:
            self.client.chat_update(channel=claim.channel, ts=claim.ts, text=card.text, blocks=blocks)
        except SlackApiError as error:
            if error.response.get("error") not in GONE:
                raise
            claim = self._place(claim, card)
            self.client.chat_update(channel=claim.channel, ts=claim.ts, text=card.text, blocks=blocks)
        showing.clear(claim, card.files)
        return Delivered(closed=card.closed)

    def _made(self, claim: Claim, exhibit: Exhibit) -> bytes:
        """The content of a file that a card shows, each copy exactly as it was approved."""
        assert claim.post_id is not None
        if exhibit.kind is Kind.PACK:
            with self.store.read() as connection:
                story = queries.story(connection, claim.post_id)
            revision = story.numbered(claim.revision_no) if story else None
            assert revision is not None, "a pack is of a version"
            return packed(revision, self.trust, self.pictures)
        copies = [self.pictures.rendition(claim.post_id, sha256) for sha256 in exhibit.of]
        return self.sheet(copies) if exhibit.kind is Kind.SHEET else copies[0]

    def _of_post(self, connection: Connection, claim: Claim) -> Card | None:
        story = queries.story(connection, claim.post_id) if claim.post_id is not None else None
        if story is None:
            return None
        facts = CardFacts(
            story=story,
            trust=self.trust,
            revision_no=claim.revision_no,
            now=self.now(),
            target=claim.target,
            held=self.held(connection, claim.target, story.post.school),
            stopped=bool(stops.in_force(connection, story.post.school)),
            standing=self.standing(connection, story) if claim.kind in PHOTO_CARDS else None,
            about=claim.about,
            superseded=_newest(connection, claim) != claim.card_id,
        )
        return CARDS[claim.kind](facts)

    def _loose(self, connection: Connection, claim: Claim) -> Card:
        facts = Loose(
            about=claim.about,
            school=claim.school_id,
            target=claim.target,
            trust=self.trust,
            now=self.now(),
            waiting_for=self.waiting_for,
        )
        return LOOSE[claim.kind](connection, facts)

    def _place(self, claim: Claim, card: Card) -> Claim:
        """Posts the placeholder and records where it is. If we die in between, what stays behind can do nothing."""
        answer = self.client.chat_postMessage(
            channel=claim.target,
            text=card.text,
            blocks=serialised([grey(f"card{claim.card_id}.placeholder", OPENING)]),
            unfurl_links=False,
            unfurl_media=False,
        )
        placed = replace(claim, channel=str(answer["channel"]), ts=str(answer["ts"]))
        outbox.record_posted(self.store, placed.card_id, placed.channel, placed.ts)
        return placed


def _newest(connection: Connection, claim: Claim) -> int | None:
    """The reader's newest card of this kind about this post; of those about single photos, about this photo."""
    if claim.kind == "photo":
        return queries.newest_about(connection, claim.post_id or 0, claim.key.rpartition(":")[0] + ":")
    return queries.newest_card(connection, claim.post_id or 0, claim.kind, claim.target)


_CODE = re.compile(r"[a-z0-9_]{1,80}")


def failed(error: SlackApiError) -> Failed:
    """What to make of a refusal. Slack's codes are one word; a page of something on the way to it is only its status."""
    code = str(error.response.get("error"))
    if not _CODE.fullmatch(code):
        code = f"http_{error.response.status_code}"
    return Failed(error=code, after=_retry_after(error.response.headers), for_good=code in FOR_GOOD)


def _retry_after(headers: Mapping[str, Any]) -> timedelta | None:
    """What Slack asks us to wait (header Retry-After, seconds)."""
    for name, value in headers.items():
        if name.casefold() == "retry-after":
            seconds = value[0] if isinstance(value, list) else value
            return timedelta(seconds=max(1, int(seconds))) if str(seconds).isdigit() else None
    return None
