"""The Home tab: what needs this person, then their own posts; and for those who may, the stop, always in the same place."""

from __future__ import annotations

from typing import Any

from slack_sdk.models.blocks import Block, ButtonElement
from slack_sdk.models.views import View

from bot.domain.photos import OWN_DEVICE, SLACK_UPLOAD
from bot.domain.wording import when
from handlers import ids
from handlers.blocks import actions, button, clip, esc, grey, header, mention, plain, section
from handlers.hall import Hall
from handlers.loose.nudge import waiting_rows
from handlers.modals.mine import MineRow, mine_blocks

MOST_ROWS = 5


def home_view(hall: Hall, user: str) -> dict[str, Any]:
    """Made anew each time somebody opens it. At most five rows a group."""
    workflow, now = hall.workflow, hall.now()
    blocks: list[Block | None] = []
    if workflow.stopping.is_stopper(user):
        blocks += _stop(hall, user)
    waits = workflow.home.all_waiting_for(user)
    if waits:
        blocks += [
            header("needs", f"Waiting for you ({len(waits):,})"),
            *waiting_rows(waits, trust=hall.trust, now=now, buttons=True),
        ]
    blocks += _not_deleted(hall, user)
    rows = [MineRow.of(story) for story in workflow.drafts.mine(user)]
    blocks += mine_blocks(rows, trust=hall.trust, now=now)
    if not rows and not waits:
        blocks.append(section("none", "Nothing waits for you, and you have no posts yet."))
    blocks.append(actions("do", button(ids.NEW_POST, "New post", "new", primary=not waits)))
    blocks.append(grey("only", "Only you see this. It is made anew each time you open it."))
    return View(type="home", blocks=[block for block in blocks if block is not None]).to_dict()


def _not_deleted(hall: Hall, user: str) -> list[Block]:
    """For a Headteacher: photos of children that are still on somebody's device, or in Slack as their upload (PH-2)."""
    left = hall.workflow.deletion.left(user)
    lines = [
        f"Post {each.story.post.id}, {mention(each.task.user_id)}: {_WHERE_LEFT.get(each.task.place, 'not deleted')} "
        f"since {when(each.task.opened_at, hall.trust.timezone, now=hall.now())}"
        for each in left[:MOST_ROWS]
    ]
    if len(left) > len(lines):
        lines.append(f"and {len(left) - len(lines):,} more")
    if not lines:
        return []
    return [header("left", f"Photos not deleted yet ({len(left):,})"), section("left.list", "\n".join(lines))]


_WHERE_LEFT = {OWN_DEVICE: "on their own device", SLACK_UPLOAD: "in Slack"}


def _stop(hall: Hall, user: str) -> list[Block]:
    """Red for this alone. While posts are stopped it is the way to lift that."""
    running = hall.workflow.stopping.running(user)
    if running:
        school = hall.trust.schools.get(running[0].school)
        where = esc(clip(school.short_name, 60)) if school else "all schools"
        return [
            section("stopped", f"🛑 *Posts at {where} are stopped.*"),
            actions("stop", button(ids.OPEN_STOP, "Lift the stop", "lift")),
        ]
    red = ButtonElement(action_id=ids.OPEN_STOP, text=plain("Stop all posts"), value="stop", style="danger")
    return [actions("stop", red)]
