"""Whose turn it is, as lists of posts say it."""

from __future__ import annotations

from bot.domain.post import Status, Story, Task, TaskState
from bot.domain.signoffs import why
from bot.domain.trust import Role, Trust
from bot.domain.turns import awaited, lacks_permission
from bot.domain.wording import listing
from handlers.blocks import capital, clip, esc, mention
from handlers.cards.facts import ON_HOLD, adults_to_answer, role_title


def with_whom(story: Story, trust: Trust) -> str:
    """To its author: "With SLT and with the Headteacher"; "" where the post waits for nobody's answer."""
    if waits := awaited(story):
        return capital(listing(f"with {_who(story, task, trust)}" for task in waits))
    adults = adults_to_answer(story) if story.post.status is Status.WITH_SLT else ""
    return f"Approved, waits for {adults}" if adults else ""


def somebody_else(story: Story, trust: Trust, *, stopped: bool) -> tuple[str, str]:
    """To a colleague who decides too: whom it waits for, and why. Neutral where a permission is missing, whatever the cause."""
    if stopped:
        return "The stop to be lifted", "nothing is approved before"
    if lacks_permission(story.post):
        others = " and the office" if story.post.status is Status.HELD else ""
        return f"{mention(story.post.author)}{others}", f"it {ON_HOLD.rstrip('.')}"
    if waits := awaited(story):
        reason = why(",".join(task.clause for task in waits))
        return capital(listing(_who(story, task, trust) for task in waits)), reason
    return capital(adults_to_answer(story)), "all sign-offs are given"


def _who(story: Story, task: Task, trust: Trust) -> str:
    """Somebody asked in person, or a role; of several who must say yes, how many have."""
    if task.user_id:
        return mention(task.user_id)
    name = "your adviser" if task.role is Role.ADVISER else esc(clip(role_title(task.role, trust), 80))
    seats = [each for each in story.asked() if each.role is task.role]
    given = sum(each.state is TaskState.DONE for each in seats)
    return f"{name} ({given} of {len(seats)} given)" if len(seats) > 1 else name
