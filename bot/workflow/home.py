"""What waits for somebody: for their Home, for the message that reminds them, and what a row of either opens."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection

from bot.domain.chasing import ASKED
from bot.domain.lifecycle import Refusal
from bot.domain.post import Revision, Seen, Story, Task, TaskKind
from bot.domain.trust import Role
from bot.domain.turns import THEIR_OWN, concerns, waits_for
from bot.workflow.desk import NOT_FOUND, Desk
from storage import cardfiles, queries, stops, tasks

MOST_LISTED = 200
"""Open tasks of one kind in a school that somebody's list is made from."""

NOT_THEIRS = Refusal("no_role", "This does not wait for you any more. Please open your Home again.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """What waits for the person asked about in one post, to be done in one window: a yes of several roles, a takedown in
    several places."""

    story: Story
    tasks: tuple[Task, ...]

    @property
    def task(self) -> Task:
        """The one that has waited longest."""
        return self.tasks[0]

    @property
    def revision(self) -> Revision | None:
        """The version that it is about, which may be older than the one in force."""
        return next((each for each in self.story.revisions if each.id == self.task.revision_id), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """One thing that waits, or waited, for somebody, to be done from a list. held: their roles in the post's school.

    files: what of the post is in Slack, key of the content -> Slack's id.
    """

    story: Story
    task: Task
    held: frozenset[Role]
    stopped: bool
    files: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    desk: Desk

    def all_waiting_for(self, user_id: str) -> list[Waiting]:
        """What waits for this person, reminded or not."""
        with self.desk.ledger.store.read() as connection:
            return self.waiting_for(connection, user_id, reminded=False)

    def waiting_for(self, connection: Connection, user_id: str, *, reminded: bool = True) -> list[Waiting]:
        """What waits for this person: what must come down, then the oldest first. reminded: only what they were reminded of."""
        found = [
            (story, task)
            for school in self.desk.trust.schools
            for story, task in self._of_school(connection, user_id, school)
            if task.level or not reminded
        ]
        return _grouped(sorted(found, key=lambda each: (_rank(each[1]), each[1].opened_at, each[1].id)))

    def review(self, user_id: str, seen: Seen, task_id: int) -> Review | Refusal:
        """What a row of somebody's own list is about, if it is theirs; as it stands now, done or not."""
        with self.desk.ledger.store.read() as connection:
            story = queries.story(connection, seen.post_id)
            task = next((each for each in story.tasks if each.id == task_id), None) if story else None
            revision = story.numbered(seen.no) if story else None
            if story is None or task is None or revision is None or revision.seen != seen:
                return NOT_FOUND
            roles = self.desk.actor(connection, user_id, task.school).roles
            if task.revision_id != revision.id or not concerns(task, user_id, roles):
                return NOT_THEIRS
            return Review(
                story=story,
                task=task,
                held=roles,
                stopped=bool(stops.in_force(connection, task.school)),
                files=cardfiles.of_post(connection, story.post.id),
            )

    def _of_school(self, connection: Connection, user_id: str, school: str) -> Iterator[tuple[Story, Task]]:
        """What waits for them in one school."""
        roles = self.desk.actor(connection, user_id, school).roles
        stories: dict[int, Story | None] = {}
        for kind in _kinds(roles):
            for pending in tasks.still_open(connection, school, [kind], most=MOST_LISTED):
                if pending.post_id not in stories:
                    stories[pending.post_id] = queries.story(connection, pending.post_id)
                story = stories[pending.post_id]
                task = next((each for each in story.tasks if each.id == pending.task_id), None) if story else None
                if story and task and waits_for(story, task, user_id, roles):
                    yield story, task


def _kinds(roles: frozenset[Role]) -> list[TaskKind]:
    """What can wait for somebody at all. Who is shown in a post, or has photos of it, is asked whatever their roles are."""
    office = [TaskKind.TAKEDOWN, TaskKind.PUBLISH] if Role.OFFICE in roles else []
    return [*office, *(sorted(ASKED) if roles else []), *sorted(THEIR_OWN)]


def _rank(task: Task) -> int:
    """What must come down stands before everything else."""
    return 0 if task.kind is TaskKind.TAKEDOWN else 1


def _grouped(found: Iterable[tuple[Story, Task]]) -> list[Waiting]:
    """One row for what is done in one window, where the first of it stands."""
    rows: dict[tuple[int, str, int | None], Waiting] = {}
    for story, task in found:
        row = rows.get(key := _window(story, task))
        rows[key] = Waiting(story=story, tasks=(*row.tasks, task) if row else (task,))
    return list(rows.values())


def _window(story: Story, task: Task) -> tuple[int, str, int | None]:
    """Somebody gives the yes of all their roles by one click; photos are left wherever they are, whichever version's; what
    must come down is one version's."""
    kind = "yes" if task.kind in ASKED else task.kind.value
    return story.post.id, kind, task.revision_id if task.kind is TaskKind.TAKEDOWN else None
