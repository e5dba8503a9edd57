"""The sweep: what becomes due while nobody does anything. Computed from rows, so any replica may do it and nothing is lost."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from bot.domain.chasing import ASKED, Due, Step
from bot.domain.lifecycle import TRANSITIONS, Action
from bot.domain.post import Story, Task, TaskKind, TaskState
from bot.domain.signoffs import givers
from bot.domain.trust import Role
from bot.domain.turns import THEIR_OWN, lacks_permission, may_still_give
from bot.workflow import holding
from bot.workflow.desk import Desk
from bot.workflow.holding import BOT
from storage import tasks
from storage.book import Book
from storage.log import What
from storage.tasks import Pending

MOST_AT_ONCE = 500
"""Tasks in one sweep. The clockwork sweeps every minute, so what is left waits that long."""

WHILE_STOPPED = timedelta(minutes=15)

logger = logging.getLogger(__name__)


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

    def _look(self, book: Book, pending: Pending) -> None:
        """One task at this moment. Somebody else may have looked since it was found."""
        story = book.story(pending.post_id)
        task = _task(story, pending)
        if story is None or task is None or task.state is not TaskState.OPEN:
            return None
        if task.next_nudge_at is None or task.next_nudge_at > book.now:
            return None
        stuck = lacks_permission(story.post)
        due = self.desk.ledger.pace.at(task.school).look(task, story.post.status, stuck=stuck, now=book.now)
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
        """Whose yes, or whose work, would settle this task; never the author's, and nobody's who has said yes already."""
        school, connection = story.post.school, book.connection
        if task.kind in THEIR_OWN:
            return [task.user_id]  # nobody else can say it for them
        if task.user_id and self.desk.actor(connection, task.user_id, school).roles:
            return [task.user_id]
        held = [self.desk.members(connection, role, school) for role in givers(task.role)]
        # Those who only stand in are asked where there is nobody else.
        people = held[0] or [each for others in held[1:] for each in others]
        return [each for each in people if may_still_give(story, task, each)]

    def _heads(self, book: Book, story: Story) -> list[str]:
        school = story.post.school
        heads = self.desk.members(book.connection, Role.HEADTEACHER, school)
        return heads or self.desk.members(book.connection, Role.SLT, school)

    def _card(self, book: Book, story: Story, kind: str, *, target: str, key: str) -> None:
        assert story.revision is not None
        book.card_alone(story, kind, target=target, key=key, revision_no=story.revision.no)


def _task(story: Story | None, pending: Pending) -> Task | None:
    return next((task for task in story.tasks if task.id == pending.task_id), None) if story else None
