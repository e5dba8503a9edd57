"""What becomes due while nobody does anything: reminders, escalation, release and expiry, as one pure table of steps.

A task says when it is to be looked at next; here stands what is done then and when to look again. Every step is taken once,
in order, however late the look comes: after a week's outage there is one reminder, not five.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.calendar import Calendar
from bot.domain.deadlines import Deadlines
from bot.domain.lifecycle import WAITING
from bot.domain.post import Status, Task, TaskKind


class Step(StrEnum):
    """What is done at a look. WAIT: nothing yet, look again later."""

    WAIT = "wait"
    NUDGE = "nudge"
    ESCALATE = "escalate"
    TELL_AUTHOR = "tell_author"
    RELEASE = "release"
    EXPIRE = "expire"


@dataclass(frozen=True, slots=True)
class Due:
    """What to do now, and when to look again (None: never)."""

    step: Step
    look_again: datetime | None


ASKED = frozenset({TaskKind.SIGNOFF, TaskKind.ADVICE})
"""Tasks that are done by saying yes or no."""

_AGAIN = timedelta(hours=12)
"""After a takedown was escalated: it is said again, day and night, until it is done."""

_SIGNOFF = (Step.NUDGE, Step.ESCALATE, Step.TELL_AUTHOR)
_PERMISSION = (Step.NUDGE, Step.TELL_AUTHOR)
_TAKEDOWN = (Step.NUDGE, Step.ESCALATE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """The trust's calendar and deadlines: how fast things become due. schools: the calendars of those that have their own."""

    calendar: Calendar = field(default_factory=lambda: Calendar(quiet_hours=False))
    deadlines: Deadlines = field(default_factory=Deadlines)
    schools: Mapping[str, Calendar] = field(default_factory=dict)

    def at(self, school: str) -> Pace:
        """The pace in one school."""
        own = self.schools.get(school)
        return replace(self, calendar=own) if own else self

    def due_at(self, kind: TaskKind, opened_at: datetime, due_at: datetime | None) -> datetime | None:
        """Until when it should be done: as the post says, and for a takedown by its own clock (clause GV-2)."""
        return opened_at + self.deadlines.takedown_within if kind is TaskKind.TAKEDOWN else due_at

    def first_look(self, kind: TaskKind, opened_at: datetime, due_at: datetime | None) -> datetime | None:
        """When a task that opens now is looked at for the first time; None where nobody chases it."""
        patience = self.calendar.working_later(opened_at, self.deadlines.nudge_after)
        if kind is TaskKind.TAKEDOWN:
            return opened_at + self.deadlines.takedown_within / 2
        if kind is TaskKind.PUBLISH and due_at is not None and due_at > opened_at:
            released = self.released_at(due_at)
            return released if released > opened_at else self._in_time(due_at, opened_at)
        if kind in ASKED or kind is TaskKind.PERMISSION:
            return _sooner(patience, due_at)
        if kind is TaskKind.CHANGE:
            return due_at
        if kind is TaskKind.DELETION:
            return self.calendar.next_morning(opened_at)
        return patience if kind is TaskKind.PUBLISH else None

    def released_at(self, due_at: datetime) -> datetime:
        """When the office gets a post that goes out at this time: some school days ahead, in the morning."""
        day = self.calendar.school_days_before(self.calendar.day_of(due_at), self.deadlines.ahead_days)
        return min(self.calendar.opening(day), due_at)

    def holds_until(self, task: Task) -> datetime:
        """How long an approval holds that nobody publishes: some school days after its time, or after it was given."""
        since = max(task.due_at or task.opened_at, task.opened_at)
        day = self.calendar.school_days_later(self.calendar.day_of(since), self.deadlines.publish_within_days)
        return self.calendar.closing(day)

    def look(self, task: Task, status: Status, *, stuck: bool, now: datetime) -> Due:
        """What is due of an open task at this moment. stuck: the post waits for its author, not for those who are asked."""
        if task.kind is TaskKind.TAKEDOWN:
            return self._takedown(task, now)
        if task.kind in ASKED:
            return self._asked(task, stuck=stuck, now=now)
        if task.kind is TaskKind.PUBLISH:
            return self._publish(task, status, now)
        if task.kind is TaskKind.DELETION:
            return self._deletion(now)
        if task.kind is TaskKind.PERMISSION and status in WAITING:
            return self._permission(task, stuck=stuck, now=now)
        if task.kind is TaskKind.CHANGE and status is Status.CHANGES:
            # It is with its author, who goes on with it or not: nothing ends, they are only told, and once.
            return Due(Step.TELL_AUTHOR, None)
        return Due(Step.WAIT, None)

    def _asked(self, task: Task, *, stuck: bool, now: datetime) -> Due:
        """The time of a post passes at night too: then it does not go out, though nobody hears of it before the morning."""
        if task.due_at is not None and task.due_at <= now:
            return Due(Step.EXPIRE, None)
        if (may := self.calendar.may_message(now)) > now:
            return Due(Step.WAIT, _sooner(may, task.due_at))
        step = Step.WAIT if stuck else _nth(_SIGNOFF, task.level)
        return Due(step, _sooner(self.calendar.next_morning(now), task.due_at))

    def _permission(self, task: Task, *, stuck: bool, now: datetime) -> Due:
        """An adult who is shown has not answered (clause RS-2). Their yes must be free, so it is taken to no superior of theirs.

        Everybody else may have said yes by the time of the post: then this is what lets it expire.
        """
        if task.due_at is not None and task.due_at <= now:
            return Due(Step.EXPIRE, None)
        if (may := self.calendar.may_message(now)) > now:
            return Due(Step.WAIT, _sooner(may, task.due_at))
        step = Step.WAIT if stuck else _nth(_PERMISSION, task.level)
        return Due(step, _sooner(self.calendar.next_morning(now), task.due_at))

    def _deletion(self, now: datetime) -> Due:
        """Photos are left on a device or in Slack (clause PH-2): once on every school day, whatever became of the post."""
        if (may := self.calendar.may_message(now)) > now:
            return Due(Step.WAIT, may)
        return Due(Step.NUDGE, self.calendar.next_morning(now))

    def _publish(self, task: Task, status: Status, now: datetime) -> Due:
        if status is Status.APPROVED:
            # At its release it is looked at again, and then waits for its time.
            due = task.due_at
            return Due(Step.RELEASE, self._in_time(due, now) if due and due > now else self.calendar.next_morning(now))
        if status not in {Status.RELEASED, Status.PUBLISHED}:
            return Due(Step.WAIT, None)
        until = self.holds_until(task)
        if until <= now:
            return Due(Step.EXPIRE if status is Status.RELEASED else Step.WAIT, None)
        if (may := self.calendar.may_message(now)) > now:
            return Due(Step.WAIT, _sooner(may, until))
        return Due(Step.NUDGE, _sooner(self.calendar.next_morning(now), until))

    def _takedown(self, task: Task, now: datetime) -> Due:
        step = _nth(_TAKEDOWN, task.level, last=Step.ESCALATE)
        due = task.due_at or task.opened_at + self.deadlines.takedown_within
        if step is Step.NUDGE and now < due:
            return Due(step, due)
        # A look that comes too late for the reminder alone goes straight to those who can make it happen.
        return Due(Step.ESCALATE, now + _AGAIN)

    def _in_time(self, due_at: datetime, opened_at: datetime) -> datetime:
        """At its time; where that is in quiet hours, before them, if there is any time left before them."""
        if not self.calendar.quiet_hours:
            return due_at
        before = self.calendar.last_open(due_at)
        return before if before > opened_at else due_at


def _sooner(at: datetime, limit: datetime | None) -> datetime:
    return at if limit is None else min(at, limit)


def _nth(steps: tuple[Step, ...], level: int, *, last: Step = Step.NUDGE) -> Step:
    """The step after so many were taken; the last one for ever after all of them."""
    return steps[level] if level < len(steps) else last
