"""The forms that ask why: one required box, and who will read it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from slack_sdk.models.blocks import PlainTextInputElement

from bot.domain.lifecycle import Action
from bot.domain.post import Story
from handlers import ids
from handlers.blocks import capital, clip, field, grey_plain, plain
from handlers.cards.facts import CardFacts
from handlers.metadata import Metadata
from handlers.modals.view import view

LONGEST_REASON = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asks:
    callback_id: str
    title: str
    question: str
    prompt: str
    readers: str
    submit: str


_ASKS = {
    Action.REQUEST_CHANGES: _Asks(
        callback_id=ids.REQUEST_CHANGES_FORM,
        title="Request changes",
        question="What should change?",
        prompt="Say what to change, and to what",
        readers="{author} and SLT see this with your name.",
        submit="Send to author",
    ),
    Action.REJECT: _Asks(
        callback_id=ids.REJECT_FORM,
        title="Reject this post",
        question="Why not?",
        prompt="Say why it should not go out",
        readers="{author} and SLT see this with your name.",
        submit="Tell the author",
    ),
    Action.TAKE_DOWN: _Asks(
        callback_id=ids.TAKE_DOWN_FORM,
        title="Take it down",
        question="Why should it come down?",
        prompt="Say why, in a few words",
        readers="Kept on record with your name, and shown to nobody here.",
        submit="Take it down",
    ),
    Action.CANNOT_PUBLISH: _Asks(
        callback_id=ids.CANNOT_PUBLISH_FORM,
        title="Cannot publish",
        question="What is in the way?",
        prompt="Say what you tried and what happened",
        readers="{author}, SLT and the office see this with your name.",
        submit="Tell author and SLT",
    ),
}


def request_changes(facts: CardFacts) -> dict[str, Any]:
    """What should change? Goes to the author."""
    return _form(facts, _ASKS[Action.REQUEST_CHANGES])


def reject(facts: CardFacts) -> dict[str, Any]:
    """Why not? Goes to the author."""
    return _form(facts, _ASKS[Action.REJECT])


def take_down(facts: CardFacts) -> dict[str, Any]:
    """Why should it come down? Kept in the log alone: the card that the office gets is the same for every cause."""
    return _form(facts, _ASKS[Action.TAKE_DOWN])


def cannot_publish(facts: CardFacts) -> dict[str, Any]:
    """What is in the way? Goes to author and SLT."""
    return _form(facts, _ASKS[Action.CANNOT_PUBLISH])


def _form(facts: CardFacts, asks: _Asks) -> dict[str, Any]:
    element = PlainTextInputElement(
        action_id=ids.REASON,
        multiline=True,
        min_length=3,
        max_length=LONGEST_REASON,
        placeholder=plain(asks.prompt),
        focus_on_load=True,
    )
    hint = f"{asks.readers.replace('{author}', _first_name(facts.story))} Please do not name a child."
    return view(
        asks.callback_id,
        asks.title,
        [grey_plain("what", _which(facts)), field(ids.REASON, asks.question, element, hint=hint)],
        submit=asks.submit,
        close="Cancel",
        metadata=Metadata(seen=facts.revision.seen),
    )


def _which(facts: CardFacts) -> str:
    version = f", version {facts.revision.no}," if facts.revision.no > 1 else ""
    by = clip(facts.story.name(facts.story.post.author), 60)
    at = f" · for {facts.say(facts.body.at)}" if facts.body.at else ""
    return f"Post {facts.id}{version} by {by}{at}"


def _first_name(story: Story) -> str:
    """As colleagues say it, where Slack has told us a name."""
    name = story.names.get(story.post.author, "").split()
    return capital(clip(name[0], 40)) if name else "The author"
