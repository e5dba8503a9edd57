"""The sweep: what becomes due while nobody does anything. Computed from rows, so any replica may do it and nothing is lost."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from sqlalchemy import Connection

from bot.domain.chasing import ASKED, Due, Step
from bot.domain.lifecycle import TRANSITIONS, WAITING, Action, Refusal, has_given
from bot.domain.post import Seen, Status, Story, Task, TaskKind, TaskState
from bot.domain.signoffs import givers, may_settle
from bot.domain.trust import Role
from bot.workflow import holding
from bot.workflow.desk import NOT_FOUND, Desk
from bot.workflow.holding import BOT, STOPPED
from storage import cardfiles, queries, stops, tasks
from storage.book import Book
from storage.log import What
from storage.tasks import Pending

MOST_AT_ONCE = 500
"""Tasks in one sweep. The clockwork sweeps every minute, so what is left waits that long."""

MOST_LISTED = 200
"""Open tasks of a school that a list of somebody's own is made from."""

WHILE_STOPPED = timedelta(minutes=15)

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A task that waits for the person asked about, with its post."""

    story: Story
    task: Task


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


NOT_THEIRS = Refusal("no_role", "This does not wait for you any more. Please open your Home again.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Chasing:
    desk: Desk

    def sweep(self) -> int:
        """Looks at every task that is due, the longest overdue first, each in a transaction of its own. How many there were.

        One that breaks is told to the process log and holds up no other; it is tried again at the next sweep.
        """
        with self.desk.ledger.store.read() as connection:
            found = tasks.due(connection, self.desk.now(), most=MOST_AT_ONCE)
        for each in found:
            try:
                self.desk.ledger.run(self.desk.now, partial(self._look, pending=each))
            except Exception:
                logger.exception("could not look at task %s", each.task_id)
        return len(found)

    def all_waiting_for(self, user_id: str) -> list[Waiting]:
        """What waits for this person, reminded or not, for their Home."""
        with self.desk.ledger.store.read() as connection:
            return self.waiting_for(connection, user_id, reminded=False)

    def review(self, user_id: str, seen: Seen, task_id: int) -> Review | Refusal:
        """What a row of somebody's own list is about, if it is theirs; as it stands now, done or not."""
        with self.desk.ledger.store.read() as connection:
            story = queries.story(connection, seen.post_id)
            task = next((each for each in story.tasks if each.id == task_id), None) if story else None
            revision = story.numbered(seen.no) if story else None
            if story is None or task is None or revision is None or revision.seen != seen:
                return NOT_FOUND
            roles = self.desk.actor(connection, user_id, story.post.school).roles
            if task.revision_id != revision.id or not _is_for(task, user_id, roles):
                return NOT_THEIRS
            return Review(
                story=story,
                task=task,
                held=roles,
                stopped=bool(stops.in_force(connection, story.post.school)),
                files=cardfiles.of_post(connection, story.post.id),
            )

    def waiting_for(self, connection: Connection, user_id: str, *, reminded: bool = True) -> list[Waiting]:
        """What waits for this person, the oldest first; if `reminded`, only what there has been a reminder of."""
        found = []
        for school in self.desk.trust.schools:
            roles = self.desk.actor(connection, user_id, school).roles
            # Who is shown in a post, or has photos of it, is asked whatever their roles are.
            kinds = [*ASKED, *_THEIR_OWN] if roles else [*_THEIR_OWN]
            kinds += [TaskKind.PUBLISH] if Role.OFFICE in roles else []
            for pending in tasks.still_open(connection, school, kinds, most=MOST_LISTED):
                story = queries.story(connection, pending.post_id)
                task = _task(story, pending)
                if (
                    story
                    and task
                    and (task.level or not reminded)
                    and _theirs(story, task, user_id, roles)
                    and _not_their_own(story, task, user_id)
                    and (story.post.status is not Status.APPROVED or task.kind is TaskKind.DELETION)
                ):
                    found.append(Waiting(story=story, task=task))
        return _once(sorted(found, key=lambda each: (each.task.opened_at, each.task.id)))

    def _look(self, book: Book, pending: Pending) -> None:
        """One task at this moment. Somebody else may have looked since it was found."""
        story = book.story(pending.post_id)
        task = _task(story, pending)
        if story is None or task is None or task.state is not TaskState.OPEN:
            return None
        if task.next_nudge_at is None or task.next_nudge_at > book.now:
            return None
        due = self.desk.ledger.pace.at(task.school).look(
            task, story.post.status, stuck=_stuck(story, task), now=book.now
        )
        if due.step is Step.EXPIRE:
            return self._expire(book, story)
        if (
            task.kind not in {TaskKind.TAKEDOWN, TaskKind.DELETION}
            and self.desk.stopped(book, story, "published") is not None
        ):
            # Nobody could do it now; it is looked at again, unchanged, once the stop may have been lifted.
            return book.look_again(task, at=book.now + WHILE_STOPPED, level=task.level)
        if due.step is Step.RELEASE and not self._release(book, story):
            return None  # it is held: the task is closed
        taken = self._take(book, story, task, due)
        return book.look_again(task, at=due.look_again, level=task.level + taken)

    def _take(self, book: Book, story: Story, task: Task, due: Due) -> int:
        """Takes the step. How far that is: 0 where nobody was reached, who may be tomorrow."""
        if due.step in {Step.WAIT, Step.RELEASE}:
            return 0
        if task.kind is TaskKind.PUBLISH and not task.level and self._is_time(book, story, task):
            return 1
        if task.kind is TaskKind.TAKEDOWN:
            return self._takedown_is_late(book, story, task, due.step)
        if task.kind is TaskKind.CHANGE:
            self._time_passed(book, story, task)
            return 1
        asked = self._who_can(book, story, task)
        if due.step is Step.NUDGE and asked:
            return self._nudge(book, story, task, asked)
        if task.kind in ASKED and due.step in {Step.NUDGE, Step.ESCALATE}:
            # Where nobody can say yes at all, there is nobody to remind first.
            self._escalate(book, story, task)
            return 2 - task.level if task.level < 2 else 1
        if due.step is Step.TELL_AUTHOR:
            self._nudge(book, story, task, asked)
            if task.kind is TaskKind.PERMISSION:
                self._tell_of_adults(book, story, task)
            else:
                self._tell_author(book, story, task)
        return 1

    def _expire(self, book: Book, story: Story) -> None:
        """Its time passed without a yes, or nobody published it: it does not go out, and everybody's card says so."""
        answer = TRANSITIONS.get((story.post.status, Action.EXPIRE))
        revision = story.revision
        if answer is None or revision is None:
            return
        book.cancel_open(story, kinds=frozenset(TaskKind) - {TaskKind.TAKEDOWN, TaskKind.DELETION})
        book.move(story, answer, by=BOT)
        key = f"expired:{story.post.id}:{revision.no}"
        book.card(story, "expired", target=story.post.author, key=key, revision_no=revision.no)
        book.log(What.POST_EXPIRED, actor=BOT, story=story, findings=[{"says": f"was:{story.post.status.value}"}])

    def _release(self, book: Book, story: Story) -> bool:
        """The office gets an approved post ahead of its time, after one more look. Whether it does."""
        revision = story.revision
        assert revision is not None
        report = self.desk.look(book, revision.body, story.answers, post=story.post.id)
        if report.blocking:
            holding.hold(self.desk, book, story, report, by=BOT)
            return False
        post = story.post
        book.move(story, TRANSITIONS[(post.status, Action.RELEASE)], by=post.changed_by, quietly=True)
        office = self.desk.school(story).office_channel
        key = f"task:{post.id}:{revision.no}:{post.version}"
        book.card(story, "task", target=office, key=key, revision_no=revision.no)
        book.log(What.POST_RELEASED, actor=BOT, story=story, findings=report.codes())
        return True

    def _is_time(self, book: Book, story: Story, task: Task) -> bool:
        """The office's reminder at the time of a post, in its channel. What is a day late goes into people's own message."""
        due, revision = task.due_at, story.revision
        if due is None or revision is None or book.now - due > timedelta(days=1):
            return False
        office = self.desk.school(story).office_channel
        key = f"due_now:{story.post.id}:{revision.no}"
        book.card_alone(story, "due_now", target=office, key=key, revision_no=revision.no)
        said = [{"clause": task.clause, "says": "due", "role": task.role.value}]
        book.log(What.TASK_NUDGED, actor=BOT, story=story, findings=said)
        return True

    def _nudge(self, book: Book, story: Story, task: Task, people: Iterable[str]) -> int:
        """One message a day for each person, about everything that waits for them."""
        day = self.desk.trust.calendar.day_of(book.now)
        school = story.post.school
        reached = [each for each in people if book.ring("nudge", school=school, target=each, about=f"{each}:{day}")]
        if reached:
            said = [{"clause": task.clause, "says": f"nudged:{len(reached)}", "role": task.role.value}]
            book.log(What.TASK_NUDGED, actor=BOT, story=story, findings=said)
        return 1 if reached else 0

    def _escalate(self, book: Book, story: Story, task: Task) -> None:
        """To the Headteacher or whoever stands in; without one, to SLT."""
        heads = [each for each in self._heads(book, story) if each != story.post.author]
        revision = story.revision
        assert revision is not None
        for head in heads:
            key = f"escalated:{story.post.id}:{revision.no}:{head}"
            self._card(book, story, "escalated", target=head, key=key)
        said = [{"clause": task.clause, "says": f"escalated:{len(heads)}", "role": task.role.value}]
        book.log(What.TASK_ESCALATED, actor=BOT, story=story, findings=said)

    def _tell_author(self, book: Book, story: Story, task: Task) -> None:
        revision = story.revision
        assert revision is not None
        key = f"unanswered:{story.post.id}:{revision.no}"
        self._card(book, story, "unanswered", target=story.post.author, key=key)
        book.log(What.AUTHOR_TOLD, actor=BOT, story=story, findings=[{"says": f"waits:{task.role.value}"}])

    def _time_passed(self, book: Book, story: Story, task: Task) -> None:
        """The author has it back, from SLT or with a photo to mend, and has not sent it on by the time that they had set."""
        revision = next((each for each in story.revisions if each.id == task.revision_id), None)
        kind, no = ("time_passed", revision.no) if revision else ("photos_time_passed", 0)
        key = f"{kind}:{story.post.id}:{task.id}"
        book.card_alone(story, kind, target=story.post.author, key=key, revision_no=no)
        book.log(What.AUTHOR_TOLD, actor=BOT, story=story, findings=[{"says": "time_passed"}])

    def _tell_of_adults(self, book: Book, story: Story, task: Task) -> None:
        """That adults who are shown have not answered: once a version, and never who (clause RS-2)."""
        revision = story.revision
        assert revision is not None
        if any(each.level > task.level for each in story.tasks_of(TaskKind.PERMISSION)):
            return  # told when the first one was late
        key = f"unanswered_adults:{story.post.id}:{revision.no}"
        self._card(book, story, "unanswered_adults", target=story.post.author, key=key)
        book.log(What.AUTHOR_TOLD, actor=BOT, story=story, findings=[{"clause": task.clause, "says": "waits:adults"}])

    def _takedown_is_late(self, book: Book, story: Story, task: Task, step: Step) -> int:
        """The office is reminded in its channel; then the Headteacher as well, until it is done (clause GV-2)."""
        revision = next((each for each in story.revisions if each.id == task.revision_id), None)
        school = self.desk.trust.schools.get(revision.body.school if revision else story.post.school)
        if revision is None or school is None:
            return 1
        heads = self._heads(book, story) if step is Step.ESCALATE else []
        hour = f"{book.now:%Y%m%d%H}"  # places that are due together are one message
        for target in (school.office_channel, *heads):
            key = f"takedown_late:{story.post.id}:{revision.no}:{step.value}:{hour}:{target}"
            book.card_alone(story, "takedown_late", target=target, key=key, revision_no=revision.no)
        what = What.TASK_ESCALATED if heads else What.TASK_NUDGED
        said = [{"clause": "GV-2", "says": f"late:{task.place}", "role": Role.OFFICE.value}]
        book.log(what, actor=BOT, story=story, revision=revision, findings=said)
        return 1

    def _who_can(self, book: Book, story: Story, task: Task) -> list[str]:
        """Whose yes, or whose work, would settle this task; the author never gives SLT's."""
        school, connection = story.post.school, book.connection
        if task.kind in _THEIR_OWN:
            return [task.user_id]  # nobody else can say it for them
        if task.user_id and self.desk.actor(connection, task.user_id, school).roles:
            return [task.user_id]
        held = [self.desk.members(connection, role, school) for role in givers(task.role)]
        # Those who only stand in are asked where there is nobody else.
        people = held[0] or [each for others in held[1:] for each in others]
        return [each for each in people if _not_their_own(story, task, each)]

    def _heads(self, book: Book, story: Story) -> list[str]:
        school = story.post.school
        heads = self.desk.members(book.connection, Role.HEADTEACHER, school)
        return heads or self.desk.members(book.connection, Role.SLT, school)

    def _card(self, book: Book, story: Story, kind: str, *, target: str, key: str) -> None:
        assert story.revision is not None
        book.card_alone(story, kind, target=target, key=key, revision_no=story.revision.no)


_THEIR_OWN = (TaskKind.PERMISSION, TaskKind.DELETION)
"""What only the person who is asked can settle, whatever their roles are."""


def _task(story: Story | None, pending: Pending) -> Task | None:
    return next((task for task in story.tasks if task.id == pending.task_id), None) if story else None


def _stuck(story: Story, task: Task) -> bool:
    """A permission is missing: only the author can change that, and knows."""
    return task.kind in {*ASKED, TaskKind.PERMISSION} and story.post.stuck not in ("", STOPPED)


def _theirs(story: Story, task: Task, user_id: str, roles: frozenset[Role]) -> bool:
    """Whether this waits for them. Who is shown is asked about the version in force, while it waits to be approved."""
    if task.kind is TaskKind.DELETION:
        return task.user_id == user_id
    if task.kind is not TaskKind.PERMISSION:
        given = task.kind in ASKED and has_given(story, task.role, user_id)
        return may_settle(task, user_id, roles) and not given
    in_force = story.revision is not None and task.revision_id == story.revision.id
    return task.user_id == user_id and in_force and story.post.status in WAITING and not _stuck(story, task)


def _once(rows: Iterable[Waiting]) -> list[Waiting]:
    """One row a post of what somebody is to decide: they give the yes of all their roles by one click."""
    kept: dict[tuple[int, int], Waiting] = {}
    for row in rows:
        kept.setdefault((row.story.post.id, 0 if row.task.kind in ASKED else row.task.id), row)
    return list(kept.values())


def _is_for(task: Task, user_id: str, roles: frozenset[Role]) -> bool:
    """Whether somebody has to do with this task, open or not."""
    if task.kind in _THEIR_OWN:
        return task.user_id == user_id
    return may_settle(task, user_id, roles)


def _not_their_own(story: Story, task: Task, user_id: str) -> bool:
    return task.kind not in ASKED or user_id != story.post.author
