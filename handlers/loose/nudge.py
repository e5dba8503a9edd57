"""One message a day for one person: what waits for them. It belongs to no post and is not changed afterwards."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from slack_sdk.models.blocks import Block, ButtonElement
from sqlalchemy import Connection

from bot.domain.photos import OWN_DEVICE, SLACK_UPLOAD
from bot.domain.post import TaskKind
from bot.domain.trust import Role, School, Trust
from bot.domain.wording import count, glimpse, listing, when
from bot.workflow.home import Waiting
from handlers import ids
from handlers.blocks import button, capital, clip, esc, grey, grey_plain, header, mention, section, serialised
from handlers.cards.facts import Card
from handlers.loose.facts import Loose

MOST_ROWS = 5


def nudge(connection: Connection, facts: Loose) -> Card:
    """What waits for its reader at this moment."""
    return waiting_list(facts.waiting_for(connection, facts.target), trust=facts.trust, now=facts.now)


def waiting_list(rows: Sequence[Waiting], *, trust: Trust, now: datetime) -> Card:
    """The oldest first, with where each one's card is."""
    if not rows:
        nothing = "Nothing waits for you any more."
        return Card(text=nothing, blocks=serialised([section("nudge.none", nothing)]), closed=True)
    waits = f"{count(len(rows), 'post')} {'waits' if len(rows) == 1 else 'wait'} for you"
    blocks: list[Block | None] = [header("nudge.head", f"⏳ {waits}")]
    blocks += waiting_rows(rows, trust=trust, now=now)
    blocks.append(grey("nudge.once", "You get one such message a day, and none when nothing waits."))
    which = "it" if len(rows) == 1 else "each of them"
    return Card(text=f"{waits}. Open this message to see where {which} is.", blocks=serialised(blocks), closed=True)


def waiting_rows(rows: Sequence[Waiting], *, trust: Trust, now: datetime, buttons: bool = False) -> list[Block | None]:
    """The first few, and how many more there are. buttons: each opens what is next; only the oldest is green."""
    hidden = len(rows) - MOST_ROWS
    shown: list[Block | None] = [
        block
        for n, row in enumerate(rows[:MOST_ROWS])
        for block in _row(row, trust, now, _open(row, first=n == 0) if buttons else None)
    ]
    return [*shown, grey("nudge.more", f"and {hidden:,} more") if hidden > 0 else None]


def _open(row: Waiting, *, first: bool) -> ButtonElement | None:
    """What is next, in a window of its own, about the version that it concerns."""
    number = row.story.post.id
    if row.revision is None:
        return None
    label = _LABELS.get(row.task.kind, "Review")
    action = ids.keyed(ids.REVIEW, row.task.id)
    return button(action, label, str(row.revision.seen), primary=first, spoken=f"{label} post {number}")


_LABELS = {
    TaskKind.TAKEDOWN: "Take down",
    TaskKind.PUBLISH: "Publish",
    TaskKind.PERMISSION: "Answer",
    TaskKind.DELETION: "See how",
}


def _row(row: Waiting, trust: Trust, now: datetime, do: ButtonElement | None) -> list[Block]:
    post, key = row.story.post, f"nudge.{row.task.id}"
    since = when(row.task.opened_at, trust.timezone, now=now)
    who = f"From {mention(post.author)} · since {since}{_due(row, trust, now)}"
    lines = [section(key, f"*Post {post.id}:* {_what(row, trust, here=do is not None)}\n{who}", do)]
    words = row.revision.body.words if row.revision else post.draft.words
    return [*lines, grey_plain(f"{key}.words", glimpse(words))]


def _due(row: Waiting, trust: Trust, now: datetime) -> str:
    """When the post is for, or until when it must be down."""
    at = min((task.due_at for task in row.tasks if task.due_at), default=None)
    if at is None:
        return ""
    moment = when(at, trust.timezone, now=now)
    if row.task.kind is not TaskKind.TAKEDOWN:
        return f" · for {moment}"
    return f" · by {moment}" if at > now else f" · ⚠️ late, was due {moment}"


_HERE = {
    TaskKind.PUBLISH: "please publish it.",
    TaskKind.PERMISSION: "may it show or name you?",
    TaskKind.DELETION: "please delete its photos.",
}


def _what(row: Waiting, trust: Trust, *, here: bool) -> str:
    """What to do, and where its card is, unless it opens `here`."""
    if row.task.kind is TaskKind.TAKEDOWN:
        return _to_take_down(row, trust, here=here)
    if here:
        return _HERE.get(row.task.kind, "please decide.")
    school = trust.schools.get(row.story.post.school)
    if row.task.kind is TaskKind.PUBLISH:
        return f"please publish it. {_card_of('the office', school)}"
    if row.task.kind is TaskKind.DELETION:
        return _to_delete(row)
    if row.task.kind is TaskKind.PERMISSION:
        return "may it show or name you? The question is in your messages with socialpost."
    if row.task.role is Role.SLT:
        return f"please decide. {_card_of('SLT', school)}"
    return "please decide. Its card is further up here."


def _card_of(whose: str, school: School | None) -> str:
    """Whose channel it stands in."""
    return f"Its card is in {whose}’s channel{f' of {esc(clip(school.short_name, 60))}' if school else ''}."


def _to_take_down(row: Waiting, trust: Trust, *, here: bool) -> str:
    """From where it must go; never why (clause GV-2)."""
    places = clip(listing(each.phrase for each in trust.places(tuple(task.place for task in row.tasks))), 120)
    school = trust.schools.get(row.task.school)
    return f"please remove it from {esc(places)}.{'' if here else ' ' + _card_of('the office', school)}"


def _to_delete(row: Waiting) -> str:
    """Photos that are left where they should not be (clause PH-2)."""
    left = {task.place for task in row.tasks}
    first, *others = (say for place, say in _WHERE_LEFT.items() if place in left)
    return " ".join([first, *(capital(say) for say in others)])


_WHERE_LEFT = {
    OWN_DEVICE: "please delete its photos from your own device, and say so. The button is in your messages here.",
    SLACK_UPLOAD: "please delete the photos that you added to it in Slack. They are under *Files*, and only you can delete them.",
}
