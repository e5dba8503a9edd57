"""One message a day for one person: what waits for them. It belongs to no post and is not changed afterwards."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from slack_sdk.models.blocks import Block
from sqlalchemy import Connection

from bot.domain.post import TaskKind
from bot.domain.trust import Role, School, Trust
from bot.domain.wording import count, glimpse, when
from bot.workflow.chasing import Waiting
from handlers.blocks import clip, esc, grey, grey_plain, header, mention, section, serialised
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


def waiting_rows(rows: Sequence[Waiting], *, trust: Trust, now: datetime) -> list[Block | None]:
    """The first few, and how many more there are."""
    hidden = len(rows) - MOST_ROWS
    shown: list[Block | None] = [block for row in rows[:MOST_ROWS] for block in _row(row, trust, now)]
    return [*shown, grey("nudge.more", f"and {hidden:,} more") if hidden > 0 else None]


def _row(row: Waiting, trust: Trust, now: datetime) -> list[Block]:
    post, key = row.story.post, f"nudge.{row.task.id}"
    since = when(row.task.opened_at, trust.timezone, now=now)
    at = row.task.due_at
    goes = f" · for {when(at, trust.timezone, now=now)}" if at else ""
    who = f"From {mention(post.author)} · since {since}{goes}"
    lines = [section(key, f"*Post {post.id}:* {_what(row, trust.schools.get(post.school))}\n{who}")]
    words = row.story.revision.body.words if row.story.revision else post.draft.words
    return [*lines, grey_plain(f"{key}.words", glimpse(words))]


def _what(row: Waiting, school: School | None) -> str:
    """What to do, and where its card is."""
    of = f" of {esc(clip(school.short_name, 60))}" if school else ""
    if row.task.kind is TaskKind.PUBLISH:
        return f"please publish it. Its card is in the office’s channel{of}."
    if row.task.kind is TaskKind.PERMISSION:
        return "may it show or name you? The question is in your messages with socialpost."
    if row.task.role is Role.SLT:
        return f"please decide. Its card is in SLT’s channel{of}."
    return "please decide. Its card is further up here."
