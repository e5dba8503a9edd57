"""What waits for somebody: for their Home, for the message that reminds them, and what a row of either opens."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from sqlalchemy import Connection

from bot.domain.chasing import ASKED
from bot.domain.lifecycle import Refusal
from bot.domain.post import Revision, Seen, Story, Task, TaskKind
from bot.domain.trust import Role, School
from bot.domain.turns import THEIR_OWN, concerns, part_of, waits_for
from bot.workflow.desk import NOT_FOUND, Desk
from bot.workflow.stopping import STOPPERS
from storage import cardfiles, log, queries, stops, tasks
from storage.log import What

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
class Elsewhere:
    """A post that somebody has, or had, a part in deciding, and that waits for others now. task: their part.

    stopped: whether it waits for an emergency stop to be lifted.
    """

    story: Story
    task: Task
    stopped: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Lists:
    """What waits for one person, and what they have a part in and waits for somebody else."""

    waits: list[Waiting]
    elsewhere: list[Elsewhere]


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """What became of a school's posts since Monday, each counted in posts, and whether they are stopped now."""

    school: School
    approved: int
    rejected: int
    published: int
    stopped: bool


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

    def look(self, user_id: str) -> Lists:
        """For somebody's Home, reminded or not."""
        with self.desk.ledger.store.read() as connection:
            rooms = self._rooms(connection, user_id)
        return Lists(
            waits=_grouped(each for room in rooms for each in room.theirs()),
            elsewhere=sorted(
                (each for room in rooms for each in room.elsewhere()),
                key=lambda each: (each.task.opened_at, each.task.id),
            ),
        )

    def waiting_for(self, connection: Connection, user_id: str) -> list[Waiting]:
        """What waits for this person and they were reminded of."""
        rooms = self._rooms(connection, user_id)
        return _grouped((story, task) for room in rooms for story, task in room.theirs() if task.level)

    def weeks(self, user_id: str) -> list[Week]:
        """This week in each school where somebody could stop posts: SLT, the Headteacher, the CEO."""
        with self.desk.ledger.store.read() as connection:
            return [
                self._week(connection, school)
                for key, school in self.desk.trust.schools.items()
                if STOPPERS & self.desk.actor(connection, user_id, key).roles
            ]

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

    def _week(self, connection: Connection, school: School) -> Week:
        today = self.desk.today()
        monday = datetime.combine(today - timedelta(days=today.weekday()), time(), tzinfo=self.desk.trust.timezone)
        whats = (What.POST_APPROVED, What.POST_REJECTED, What.POST_PUBLISHED)
        posts = log.posts_since(connection, school.key, whats, monday)
        return Week(
            school=school,
            approved=posts[What.POST_APPROVED],
            rejected=posts[What.POST_REJECTED],
            published=posts[What.POST_PUBLISHED],
            stopped=bool(stops.in_force(connection, school.key)),
        )

    def _rooms(self, connection: Connection, user_id: str) -> list[_Room]:
        return [self._room(connection, user_id, school) for school in self.desk.trust.schools]

    def _room(self, connection: Connection, user_id: str, school: str) -> _Room:
        roles = self.desk.actor(connection, user_id, school).roles
        # Who is shown in a post, or has photos of it, is asked whatever their roles are.
        found = tasks.still_open(connection, school, THEIR_OWN, most=MOST_LISTED, user=user_id)
        for kind in _kinds(roles):
            found += tasks.still_open(connection, school, [kind], most=MOST_LISTED)
        stories = (queries.story(connection, post_id) for post_id in dict.fromkeys(each.post_id for each in found))
        return _Room(
            school=school,
            user_id=user_id,
            roles=roles,
            stopped=bool(stops.in_force(connection, school)),
            stories=[story for story in stories if story],
            open_tasks={each.task_id for each in found},
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Room:
    """What is open in one school, as one person looks at it with the roles that they hold there."""

    school: str
    user_id: str
    roles: frozenset[Role]
    stopped: bool
    stories: list[Story]
    open_tasks: set[int]

    def theirs(self) -> Iterator[tuple[Story, Task]]:
        """What they can do now. While posts are stopped nobody decides or publishes."""
        for story in self.stories:
            for task in story.tasks:
                held = self.stopped and task.kind in {*ASKED, TaskKind.PUBLISH}
                if task.id in self.open_tasks and not held and waits_for(story, task, self.user_id, self.roles):
                    yield story, task

    def elsewhere(self) -> Iterator[Elsewhere]:
        """What they have a part in, and others have to go on with."""
        theirs = {story.post.id for story, task in self.theirs() if task.kind in ASKED}
        for story in self.stories:
            part = part_of(story, self.user_id, self.roles)
            if part is not None and part.school == self.school and story.post.id not in theirs:
                yield Elsewhere(story=story, task=part, stopped=self.stopped)


def _kinds(roles: frozenset[Role]) -> list[TaskKind]:
    """What can wait for somebody by their roles, and what posts can wait for in which they have a part."""
    office = [TaskKind.TAKEDOWN, TaskKind.PUBLISH] if Role.OFFICE in roles else []
    return [*office, *sorted(ASKED), TaskKind.PERMISSION] if roles else []


def _rank(task: Task) -> int:
    """What must come down stands before everything else."""
    return 0 if task.kind is TaskKind.TAKEDOWN else 1


def _grouped(found: Iterable[tuple[Story, Task]]) -> list[Waiting]:
    """What must come down, then the oldest first; one row for what is done in one window, where the first of it stands."""
    rows: dict[tuple[int, str, int | None], Waiting] = {}
    for story, task in sorted(found, key=lambda each: (_rank(each[1]), each[1].opened_at, each[1].id)):
        row = rows.get(key := _window(story, task))
        rows[key] = Waiting(story=story, tasks=(*row.tasks, task) if row else (task,))
    return list(rows.values())


def _window(story: Story, task: Task) -> tuple[int, str, int | None]:
    """Somebody gives the yes of all their roles by one click; photos are left wherever they are, whichever version's; what
    must come down is one version's."""
    kind = "yes" if task.kind in ASKED else task.kind.value
    return story.post.id, kind, task.revision_id if task.kind is TaskKind.TAKEDOWN else None
