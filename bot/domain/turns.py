"""Whose turn it is: what waits for somebody now, for their lists and for whom a reminder reaches."""

from __future__ import annotations

from bot.domain.chasing import ASKED
from bot.domain.lifecycle import WAITING, has_given
from bot.domain.post import STOPPED, Post, Status, Story, Task, TaskKind, TaskState
from bot.domain.signoffs import may_settle
from bot.domain.trust import Role

THEIR_OWN = frozenset({TaskKind.PERMISSION, TaskKind.DELETION})
"""What only the person who is asked can settle, whatever their roles are."""


def lacks_permission(post: Post) -> bool:
    """Whether a permission is missing: then nobody can say yes, and whoever can change that knows."""
    return post.stuck not in ("", STOPPED)


def concerns(task: Task, user_id: str, roles: frozenset[Role]) -> bool:
    """Whether somebody with these roles in its school has to do with a task, open or not."""
    if task.kind in THEIR_OWN:
        return task.user_id == user_id
    return may_settle(task, user_id, roles)


def waits_for(story: Story, task: Task, user_id: str, roles: frozenset[Role]) -> bool:
    """Whether this task waits for somebody: they can do it, and it can be done now."""
    if task.state is not TaskState.OPEN or not concerns(task, user_id, roles):
        return False
    if task.kind in ASKED:
        return not lacks_permission(story.post) and may_still_give(story, task, user_id)
    if task.kind is TaskKind.PERMISSION:
        # Who is shown is asked about the version in force, while it waits to be approved.
        return task in story.tasks_of(task.kind) and story.post.status in WAITING and not lacks_permission(story.post)
    # An approved post is the office's from its release on.
    return task.kind is not TaskKind.PUBLISH or story.post.status is not Status.APPROVED


def may_still_give(story: Story, task: Task, user_id: str) -> bool:
    """Whether a yes can still come from somebody who may give it: never from the author (SP-5), and one from each person."""
    if task.kind not in ASKED:
        return True
    return user_id != story.post.author and not has_given(story, task.role, user_id)


def part_of(story: Story, user_id: str, roles: frozenset[Role]) -> Task | None:
    """Somebody's part in what a post waits for: the yes that is, or was, theirs to give. Its author has none."""
    if story.post.status not in WAITING or user_id == story.post.author:
        return None
    return next((task for task in story.asked() if concerns(task, user_id, roles)), None)


def awaited(story: Story) -> tuple[Task, ...]:
    """The yeses that a post still waits for, the first of each role; () where it waits for nobody's."""
    if story.post.status not in WAITING:
        return ()
    still_open: dict[Role, Task] = {}
    for task in story.asked():
        if task.state is TaskState.OPEN:
            still_open.setdefault(task.role, task)
    return tuple(still_open.values())
