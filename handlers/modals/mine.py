"""My posts: what needs me, what waits, what is begun and what is done, and one post as it stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from slack_sdk.models.blocks import Block, ButtonElement

from bot.domain.lifecycle import WAITING
from bot.domain.post import STOPPED, Seen, Status, Story
from bot.domain.trust import Trust
from bot.domain.turns import lacks_permission
from bot.domain.wording import glimpse, when
from bot.workflow.holding import BOT
from handlers import ids
from handlers.blocks import button, esc, grey, grey_plain, header, plain_section, section
from handlers.cards.facts import CardFacts, due, live_list, where, words
from handlers.cards.turn import with_whom
from handlers.modals.view import view

MOST_ROWS = 5


class _Group(StrEnum):
    """The headings of the list, in their order."""

    NEEDS_YOU = "Needs you"
    WAITING = "Waiting"
    DRAFTS = "Drafts"
    DONE = "Done"


_GROUPS = {
    Status.CHANGES: _Group.NEEDS_YOU,
    Status.HELD: _Group.NEEDS_YOU,
    Status.CHECKING: _Group.WAITING,
    Status.ADVICE: _Group.WAITING,
    Status.WITH_SLT: _Group.WAITING,
    Status.APPROVED: _Group.WAITING,
    Status.RELEASED: _Group.WAITING,
    Status.DRAFT: _Group.DRAFTS,
}

_STATES = {
    Status.DRAFT: "Not sent yet",
    Status.CHECKING: "Photos being checked",
    Status.ADVICE: "With your adviser",
    Status.WITH_SLT: "With SLT",
    Status.CHANGES: "Changes requested",
    Status.APPROVED: "Approved",
    Status.RELEASED: "With the office",
    Status.HELD: "Cannot go out as it stands",
    Status.PUBLISHED: "Published",
    Status.REMOVED: "Taken down",
    Status.UNPUBLISHED: "Not published",
    Status.REJECTED: "Not approved",
    Status.WITHDRAWN: "Withdrawn",
    Status.EXPIRED: "Time passed",
}

_OVER = frozenset({Status.REJECTED, Status.WITHDRAWN, Status.UNPUBLISHED, Status.REMOVED, Status.EXPIRED})


@dataclass(frozen=True, slots=True, kw_only=True)
class MineRow:
    """One post of the list. stuck: it was found without a permission that it needs. photos: it came back after its photos were
    looked at: they, or something else of it, need the author before SLT see it. whom: whose answer it waits for, as `with_whom`
    says it; answer_by: until when, if the post has a time that is still to come."""

    post_id: int
    status: Status
    stuck: bool
    words: str
    since: datetime
    seen: Seen
    photos: bool = False
    whom: str = ""
    answer_by: datetime | None = None

    @classmethod
    def of(cls, story: Story, trust: Trust) -> MineRow:
        """From a post's story. A draft that was never sent has no version yet."""
        post, revision = story.post, story.revision
        held = post.status is Status.HELD
        return cls(
            post_id=post.id,
            # What a stop sent back, or what is in order again, waits for SLT: there is nothing for its author to change.
            status=Status.WITH_SLT if post.stuck == STOPPED or (held and not post.stuck) else post.status,
            stuck=lacks_permission(post) and post.status in WAITING,
            photos=post.status is Status.CHANGES and post.changed_by == BOT,
            words=post.draft.words,
            since=post.changed_at,
            seen=revision.seen if revision else Seen.of_draft(post.id),
            whom=with_whom(story, trust),
            answer_by=revision.body.at if revision else None,
        )

    @property
    def group(self) -> _Group:
        return _Group.NEEDS_YOU if self.stuck else _GROUPS.get(self.status, _Group.DONE)

    @property
    def state(self) -> str:
        if self.photos:
            return "Needs you before SLT see it"
        return _STATES[Status.HELD] if self.stuck else self.whom or _STATES[self.status]


def mine(rows: Sequence[MineRow], *, trust: Trust, now: datetime) -> dict[str, Any]:
    """All my posts, in groups; at most five rows each, in the order given."""
    blocks = mine_blocks(rows, trust=trust, now=now)
    if not blocks:
        blocks = [section("none", "You have no posts yet.\n*Next:* type `/socialpost` to write one.")]
    return view(ids.MINE_VIEW, "My posts", [*blocks, grey("only", "Only you see this list.")])


def mine_blocks(rows: Sequence[MineRow], *, trust: Trust, now: datetime) -> list[Block]:
    """The groups that have anything in them."""
    blocks: list[Block] = []
    for group in _Group:
        blocks += _rows(group, [row for row in rows if row.group is group], trust, now)
    return blocks


def see_post(facts: CardFacts) -> dict[str, Any]:
    """One post as it stands, for its author."""
    row, title = MineRow.of(facts.story, facts.trust), f"Post {facts.id}"
    state = section("state", f"*{row.state}* since {facts.say(row.since)}")
    if facts.story.revision is None:
        return view(ids.SEE_POST_VIEW, title, [state, plain_section("words", _glimpse(row))])
    placed = f"{esc(where(facts))} · {due(facts)} · version {facts.revision.no}"
    return view(
        ids.SEE_POST_VIEW, title, [state, words(facts, "words"), grey("facts", placed), live_list(facts, "links")]
    )


def _glimpse(row: MineRow) -> str:
    return glimpse(row.words) if row.words.strip() else "Nothing written yet"


def _rows(group: _Group, rows: Sequence[MineRow], trust: Trust, now: datetime) -> list[Block]:
    if not rows:
        return []
    key = group.name.lower()
    hidden = len(rows) - MOST_ROWS
    more = [grey(f"{key}.more", f"and {hidden:,} more")] if hidden > 0 else []
    shown = [block for row in rows[:MOST_ROWS] for block in _row(row, trust, now)]
    return [header(key, f"{group.value} ({len(rows):,})"), *shown, *more]


def _row(row: MineRow, trust: Trust, now: datetime) -> list[Block]:
    """State, number, one button; a line of the post in grey to recognise it by."""
    return [
        section(f"m{row.post_id}", f"*{row.state}* · Post {row.post_id} · {_since(row, trust, now)}", _button(row)),
        grey_plain(f"m{row.post_id}.words", _glimpse(row)),
    ]


def _since(row: MineRow, trust: Trust, now: datetime) -> str:
    """When it came to where it is; of what waits, until when there should be an answer."""
    since = when(row.since, trust.timezone, now=now)
    if row.group is not _Group.WAITING:
        return since
    by = row.answer_by if row.whom else None
    return f"since {since}{f' · answer by {when(by, trust.timezone, now=now)}' if by and by > now else ''}"


def _button(row: MineRow) -> ButtonElement:
    if row.group is _Group.NEEDS_YOU:
        action, label, spoken = ids.EDIT, "Edit", f"Edit post {row.post_id}"
    elif row.group is _Group.DRAFTS:
        action, label, spoken = ids.OPEN_DRAFT, "Continue", f"Continue with post {row.post_id}"
    elif row.status in _OVER:
        action, label, spoken = ids.WRITE_AGAIN, "Use again", f"Use again the words of post {row.post_id}"
    else:
        action, label, spoken = ids.SEE_POST, "See post", f"See post {row.post_id}"
    return button(ids.keyed(action, row.post_id), label, str(row.seen), spoken=spoken)
