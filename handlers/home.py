"""The Home tab: what somebody may begin, what needs them, then their own posts; the stop always in the same place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from slack_sdk.models.blocks import Block, ButtonElement
from slack_sdk.models.views import View

from bot.domain.gates import NOT_READ
from bot.domain.lifecycle import Refusal
from bot.domain.photos import OWN_DEVICE, SLACK_UPLOAD
from bot.domain.post import Story
from bot.domain.trust import Trust
from bot.domain.wording import count, glimpse, when
from bot.workflow.deletion import Left
from bot.workflow.home import Elsewhere, Waiting, Week
from bot.workflow.submitting import NO_STAFF
from handlers import ids
from handlers.blocks import actions, button, clip, divider, esc, grey, grey_plain, header, mention, plain, section
from handlers.cards.turn import somebody_else
from handlers.hall import Hall
from handlers.loose.nudge import waiting_rows
from handlers.modals.mine import MineRow, mine_blocks
from storage.stops import Stop

MOST_ROWS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeFacts:
    """What one person's Home is made from.

    why_not: why they may not write a post today, or None. stopper: whether they may stop posts; running: the stops that they
    may lift. waits: what waits for them; elsewhere: what they have a part in and waits for others; left: photos not deleted
    yet, for a Headteacher; mine: their own posts; weeks: this week in the schools that they look after.
    """

    trust: Trust
    now: datetime
    why_not: Refusal | None = None
    stopper: bool = False
    running: Sequence[Stop] = ()
    waits: Sequence[Waiting] = ()
    elsewhere: Sequence[Elsewhere] = ()
    left: Sequence[Left] = ()
    mine: Sequence[Story] = ()
    weeks: Sequence[Week] = ()


def home_view(hall: Hall, user: str) -> dict[str, Any]:
    """Made anew each time somebody opens it."""
    workflow = hall.workflow
    lists = workflow.home.look(user)
    return draw_home(
        HomeFacts(
            trust=hall.trust,
            now=hall.now(),
            why_not=workflow.drafts.why_not(user),
            stopper=workflow.stopping.is_stopper(user),
            running=workflow.stopping.running(user),
            waits=lists.waits,
            elsewhere=lists.elsewhere,
            left=workflow.deletion.left(user),
            mine=workflow.drafts.mine(user),
            weeks=workflow.home.weeks(user),
        )
    )


def draw_home(facts: HomeFacts) -> dict[str, Any]:
    """At most five rows a group."""
    blocks = [
        _stopped(facts),
        _begin(facts),
        _not_today(facts),
        *_waiting(facts),
        *_elsewhere(facts),
        *_not_deleted(facts),
        *mine_blocks([MineRow.of(story, facts.trust) for story in facts.mine], trust=facts.trust, now=facts.now),
        None if facts.mine or facts.waits else section("none", "Nothing waits for you, and you have no posts yet."),
        _this_week(facts),
        grey("only", "Only you see this. It is made anew each time you open it."),
    ]
    return View(type="home", blocks=list(_divided(block for block in blocks if block is not None))).to_dict()


def _divided(blocks: Iterable[Block]) -> Iterator[Block]:
    """A line between groups."""
    first = True
    for block in blocks:
        if block.type == "header":
            if not first:
                yield divider(f"{block.block_id}.line")
            first = False
        yield block


def _stopped(facts: HomeFacts) -> Block | None:
    if not facts.running:
        return None
    school = facts.trust.schools.get(facts.running[0].school)
    where = esc(clip(school.short_name, 60)) if school else "all schools"
    return section("stopped", f"🛑 *Posts at {where} are stopped.*")


def _begin(facts: HomeFacts) -> Block:
    """A new post for who may write one (who has not read the policy reads it behind that), the stop for who may stop, help."""
    buttons = []
    if facts.why_not in (None, NOT_READ):
        buttons.append(button(ids.NEW_POST, "New post", "new", primary=not facts.waits))
    if facts.stopper:
        buttons.append(_stop(facts))
    return actions("do", *buttons, button(ids.HELP, "Help", "help"))


def _stop(facts: HomeFacts) -> ButtonElement:
    """Red for this alone. While posts are stopped it is the way to lift that."""
    if facts.running:
        return button(ids.OPEN_STOP, "Lift the stop", "lift")
    return ButtonElement(action_id=ids.OPEN_STOP, text=plain("Stop all posts"), value="stop", style="danger")


def _not_today(facts: HomeFacts) -> Block | None:
    """Why staff who could write are not offered to: nobody else sees it."""
    if facts.why_not in (None, NOT_READ, NO_STAFF):
        return None
    return grey_plain("begin.not", facts.why_not.sentence)


def _waiting(facts: HomeFacts) -> list[Block | None]:
    if not facts.waits:
        return []
    rows = waiting_rows(facts.waits, trust=facts.trust, now=facts.now, buttons=True)
    return [header("needs", f"Waiting for you ({len(facts.waits):,})"), *rows]


def _elsewhere(facts: HomeFacts) -> list[Block]:
    if not facts.elsewhere:
        return []
    rows = [block for row in facts.elsewhere[:MOST_ROWS] for block in _waits_elsewhere(row, facts)]
    hidden = len(facts.elsewhere) - MOST_ROWS
    more = [grey("else.more", f"and {hidden:,} more")] if hidden > 0 else []
    return [header("else", f"Waiting for somebody else ({len(facts.elsewhere):,})"), *rows, *more]


def _waits_elsewhere(row: Elsewhere, facts: HomeFacts) -> list[Block]:
    """Whom it waits for and why; the button opens this reader's own card of it."""
    number, revision = row.story.post.id, row.story.revision
    assert revision is not None  # somebody is asked, so something was sent
    whom, why = somebody_else(row.story, facts.trust, stopped=row.stopped)
    see = button(ids.keyed(ids.REVIEW, row.task.id), "See post", str(revision.seen), spoken=f"See post {number}")
    return [
        section(f"else.{row.task.id}", f"*{whom}* · Post {number} · {why}", see),
        grey_plain(f"else.{row.task.id}.words", glimpse(revision.body.words)),
    ]


def _this_week(facts: HomeFacts) -> Block | None:
    """One line a school."""
    lines = [
        f"{esc(clip(week.school.name, 100))} this week: {week.approved:,} approved, {week.rejected:,} not approved, "
        f"{week.published:,} published. {'Posts are stopped.' if week.stopped else 'Nothing is stopped.'}"
        for week in facts.weeks[:MOST_ROWS]
    ]
    if len(facts.weeks) > len(lines):
        lines.append(f"and {count(len(facts.weeks) - len(lines), 'more school')}")
    return grey("week", "\n".join(lines)) if lines else None


def _not_deleted(facts: HomeFacts) -> list[Block]:
    """For a Headteacher: photos of children that are still on somebody's device, or in Slack as their upload (PH-2)."""
    left = facts.left
    lines = [
        f"Post {each.story.post.id}, {mention(each.task.user_id)}: {_WHERE_LEFT.get(each.task.place, 'not deleted')} "
        f"since {when(each.task.opened_at, facts.trust.timezone, now=facts.now)}"
        for each in left[:MOST_ROWS]
    ]
    if len(left) > len(lines):
        lines.append(f"and {len(left) - len(lines):,} more")
    if not lines:
        return []
    return [header("left", f"Photos not deleted yet ({len(left):,})"), section("left.list", "\n".join(lines))]


_WHERE_LEFT = {OWN_DEVICE: "on their own device", SLACK_UPLOAD: "in Slack"}
