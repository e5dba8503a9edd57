"""One message a day for one person: what waits for them. It belongs to no post and is not changed afterwards."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from slack_sdk.models.blocks import Block, ButtonElement
from sqlalchemy import Connection

from bot.domain.photos import OWN_DEVICE
from bot.domain.post import Task, TaskKind
from bot.domain.trust import Role, School, Trust
from bot.domain.wording import count, glimpse, when
from bot.workflow.chasing import Waiting
from handlers import ids
from handlers.blocks import button, clip, esc, grey, grey_plain, header, mention, section, serialised
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
    """What is next, in a window of its own."""
    # What waits may be about an older version than the one in force: photos of it, or where it is live.
    revision = next((each for each in row.story.revisions if each.id == row.task.revision_id), None)
    number = row.story.post.id
    if revision is None:
        return None
    label = _LABELS.get(row.task.kind, "Review")
    action = ids.keyed(ids.REVIEW, row.task.id)
    return button(action, label, str(revision.seen), primary=first, spoken=f"{label} post {number}")


_LABELS = {TaskKind.PUBLISH: "Publish", TaskKind.PERMISSION: "Answer", TaskKind.DELETION: "See how"}


def _row(row: Waiting, trust: Trust, now: datetime, do: ButtonElement | None) -> list[Block]:
    post, key = row.story.post, f"nudge.{row.task.id}"
    since = when(row.task.opened_at, trust.timezone, now=now)
    at = row.task.due_at
    goes = f" · for {when(at, trust.timezone, now=now)}" if at else ""
    who = f"From {mention(post.author)} · since {since}{goes}"
    what = _what(row, trust.schools.get(post.school), here=do is not None)
    lines = [section(key, f"*Post {post.id}:* {what}\n{who}", do)]
    words = row.story.revision.body.words if row.story.revision else post.draft.words
    return [*lines, grey_plain(f"{key}.words", glimpse(words))]


_HERE = {
    TaskKind.PUBLISH: "please publish it.",
    TaskKind.PERMISSION: "may it show or name you?",
    TaskKind.DELETION: "please delete its photos.",
}


def _what(row: Waiting, school: School | None, *, here: bool) -> str:
    """What to do, and where its card is, unless it opens `here`."""
    if here:
        return _HERE.get(row.task.kind, "please decide.")
    of = f" of {esc(clip(school.short_name, 60))}" if school else ""
    if row.task.kind is TaskKind.PUBLISH:
        return f"please publish it. Its card is in the office’s channel{of}."
    if row.task.kind is TaskKind.DELETION:
        return _to_delete(row.task)
    if row.task.kind is TaskKind.PERMISSION:
        return "may it show or name you? The question is in your messages with socialpost."
    if row.task.role is Role.SLT:
        return f"please decide. Its card is in SLT’s channel{of}."
    return "please decide. Its card is further up here."


def _to_delete(task: Task) -> str:
    """Photos that are left where they should not be (clause PH-2)."""
    if task.place == OWN_DEVICE:
        return "please delete its photos from your own device, and say so. The button is in your messages here."
    return "please delete the photos that you added to it in Slack. They are under *Files*, and only you can."
