"""What every handler is handed: the use cases, the trust, and the ways to answer. No globals, nothing at import time."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from slack_bolt import BoltResponse

from bot.domain.lifecycle import Refusal
from bot.domain.post import Seen, Story
from bot.domain.trust import Trust
from bot.workflow import Done, Workflow
from handlers.answers import Answers
from handlers.cards import CardFacts
from handlers.people import Directory

Body = Mapping[str, Any]
Ack = dict[str, Any] | None
"""What goes back to Slack with the acknowledgement: nothing, or the JSON that fits the payload."""

View = dict[str, Any]
Answer = View | Refusal | Done | str | None
"""What whoever clicked sees of it: a form, a sentence, why not; nothing where it is done, since the cards say so."""

DAMAGED = Refusal("damaged", "This button cannot be read. Nothing has changed. Please tell IT.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Hall:
    """new_key mints the key of a form; reference mints the code that a person gives to IT when something broke.

    read_files: has the files that were handed over read in the background; check_photos: the same for photos; develop: for
    the photos of posts.
    """

    workflow: Workflow
    trust: Trust
    answers: Answers
    directory: Directory
    now: Callable[[], datetime]
    new_key: Callable[[], str]
    reference: Callable[[], str]
    read_files: Callable[[], None] = lambda: None
    check_photos: Callable[[], None] = lambda: None
    develop: Callable[[], None] = lambda: None

    def facts(self, story: Story, revision_no: int | None = None) -> CardFacts:
        """What a card or a form about this post is made from; of the version in force unless another is named."""
        no = revision_no or (story.revision.no if story.revision else 0)
        return CardFacts(story=story, trust=self.trust, revision_no=no, now=self.now(), target="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Click:
    """One action in a message, a form or the Home tab. `action_id` without its key; `value` as our button carried it.

    at: when it was clicked, in Slack's own text (`action_ts`), which sorts as time does.
    home: nothing can be pushed on top of that tab, so an answer opens as a window of its own.
    """

    user: str
    action_id: str
    key: str
    value: str
    trigger_id: str
    response_url: str
    view: Mapping[str, Any] | None
    at: str = ""
    home: bool = False

    @property
    def seen(self) -> Seen | None:
        """The exact content that the card showed."""
        return Seen.parse(self.value)

    @classmethod
    def of(cls, body: Body) -> Click:
        """From a block_actions payload; what Slack leaves out is empty."""
        action = (body.get("actions") or [{}])[0]
        home = (body.get("view") or {}).get("type") == "home"
        action_id, _, key = str(action.get("action_id", "")).partition(":")
        return cls(
            user=user_of(body),
            action_id=action_id,
            key=key,
            value=str(action.get("value") or ""),
            trigger_id=str(body.get("trigger_id") or ""),
            response_url=str(body.get("response_url") or ""),
            view=None if home else body.get("view"),
            at=str(action.get("action_ts") or ""),
            home=home,
        )


def user_of(body: Body) -> str:
    """The person who acts, in any payload of a person; "" where there is none."""
    user = body.get("user")
    if isinstance(user, Mapping):
        return str(user.get("id") or "")
    return str(body.get("user_id") or "")


def reply(ack: Ack) -> BoltResponse:
    """The acknowledgement as Slack takes it: an empty 200, or JSON."""
    if ack is None:
        return BoltResponse(status=200, body="")
    return BoltResponse(status=200, body=json.dumps(ack), headers={"content-type": "application/json"})
