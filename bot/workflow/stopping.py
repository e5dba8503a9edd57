"""The emergency stop: nothing is approved, released or started in a school, or in all of them, until it is lifted.

Gates ask at every decision whether a stop is in force. What is approved already goes back to be looked at again, so lifting a
stop lets nothing out by itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection

from bot.domain.lifecycle import TRANSITIONS, Action, Refusal
from bot.domain.post import STOPPED, Status, TaskKind, TaskState
from bot.domain.trust import Role, School
from bot.workflow import holding
from bot.workflow.decisions import reason_or_refusal
from bot.workflow.desk import Desk
from storage import stops
from storage.book import Book
from storage.log import What
from storage.stops import Stop

STOPPERS = frozenset({Role.SLT, Role.HEADTEACHER, Role.CEO})
LONGEST_REASON = 150
NO_STOPPER = Refusal("no_role", "Only SLT, the Headteacher and the CEO can stop posts. Please ring one of them now.")
NOT_STOPPED = Refusal("late", "Posts are not stopped there any more. There is nothing left to do.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Brake:
    """What the form shows. schools: those that this person may stop; everywhere: whether they may stop all at once.

    running: the stops that hold now and that they may lift. held: how many open posts a stop would hold, by school.
    """

    schools: tuple[School, ...]
    everywhere: bool
    running: tuple[Stop, ...]
    held: dict[str, int]
    names: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stopping:
    desk: Desk

    def look(self, user_id: str) -> Brake | Refusal:
        """What somebody may stop or lift. Who may not is logged, like every refusal."""

        def use_case(book: Book) -> Brake | Refusal:
            schools = self._schools(book.connection, user_id)
            if not schools:
                return self._refused(book, user_id, NO_STOPPER)
            running = {stop.id: stop for each in schools for stop in stops.in_force(book.connection, each.key)}
            return Brake(
                schools=schools,
                everywhere=self._everywhere(book.connection, user_id),
                running=tuple(running.values()),
                held={each.key: len(stops.open_posts(book.connection, each.key)) for each in schools},
                names=self.desk.names(book.connection, [stop.by for stop in running.values()]),
            )

        return self.desk.ledger.run(self.desk.now, use_case)

    def running(self, user_id: str) -> list[Stop]:
        """The stops that hold now and that this person may lift."""
        with self.desk.ledger.store.read() as connection:
            schools = self._schools(connection, user_id)
            found = {stop.id: stop for each in schools for stop in stops.in_force(connection, each.key)}
        return list(found.values())

    def is_stopper(self, user_id: str) -> bool:
        """Whether the help names the command to them."""
        with self.desk.ledger.store.read() as connection:
            return bool(self._schools(connection, user_id))

    def stop(self, user_id: str, school: str, text: str) -> Stop | Refusal:
        """Stops a school, or all of them (`school` ''). A second stop of the same changes nothing."""
        reason = reason_or_refusal(text[: LONGEST_REASON + 1])
        if isinstance(reason, Refusal):
            return Refusal("no_reason", "Please write a few words, so that your colleagues know why.")
        if len(reason) > LONGEST_REASON:
            return Refusal("reason_too_long", f"Please shorten this to {LONGEST_REASON} characters.")

        def use_case(book: Book) -> Stop | Refusal:
            if not self._may(book.connection, user_id, school):
                return self._refused(book, user_id, NO_STOPPER)
            if (named := self._named(book, reason, school)) is not None:
                return self._refused(book, user_id, named)
            same = [each for each in stops.in_force(book.connection, school) if each.school == school]
            if same:
                return same[0]
            made = stops.make(book.connection, school=school, reason=reason, by=user_id, at=book.now)
            said = [{"says": f"school:{school or 'all'}"}]
            book.log(What.STOP_MADE, actor=user_id, school=school, findings=said, detail={"reason": reason})
            for each in self._affected(school):
                self._tell(book, each, made)
                for post_id in stops.open_posts(book.connection, each.key):
                    self._hold(book, post_id, user_id)
            return Stop(id=made, school=school, reason=reason, by=user_id, at=book.now)

        return self.desk.ledger.run(self.desk.now, use_case)

    def lift(self, user_id: str, stop_id: int) -> Stop | Refusal:
        """Ends a stop. Each post that it held is with SLT again, and is looked at anew."""

        def use_case(book: Book) -> Stop | Refusal:
            stop = stops.by_id(book.connection, stop_id)
            if stop is None or not self._may(book.connection, user_id, stop.school):
                return self._refused(book, user_id, NO_STOPPER)
            if not stops.lift(book.connection, stop, by=user_id, at=book.now):
                return NOT_STOPPED
            said = [{"says": f"school:{stop.school or 'all'}"}]
            book.log(What.STOP_LIFTED, actor=user_id, school=stop.school, findings=said)
            for school in self._affected(stop.school):
                for channel in (school.office_channel, school.slt_channel):
                    book.renew(f"stop:{stop.id}:{channel}")
                for post_id in stops.open_posts(book.connection, school.key):
                    if (story := book.story(post_id)) is not None:
                        book.touch(story)
            return stop

        return self.desk.ledger.run(self.desk.now, use_case)

    def _hold(self, book: Book, post_id: int, by: str) -> None:
        """One post: what SLT had said yes to is asked anew, and what the office had is taken back."""
        story = book.story(post_id)
        if story is None:
            return
        status, revision = story.post.status, story.revision
        following = TRANSITIONS.get((status, Action.HOLD))
        if following is not None and revision is not None:
            book.cancel_open(story, kinds=frozenset({TaskKind.PUBLISH}))
            book.settle(holding.asked_again(story), state=TaskState.OPEN)
            book.move(story, following, by=by, stuck=STOPPED)
            book.log(What.POST_HELD, actor=by, story=story, findings=[{"says": STOPPED}])
            return
        if status is Status.WITH_SLT:
            book.settle(holding.asked_again(story), state=TaskState.OPEN)
        book.touch(story)

    def _tell(self, book: Book, school: School, stop_id: int) -> None:
        """At any hour: the office what not to do, SLT who stopped and why."""
        for channel in (school.office_channel, school.slt_channel):
            book.tell("stop", school=school.key, target=channel, about=f"{stop_id}:{channel}")

    def _affected(self, school: str) -> Iterable[School]:
        return [each for each in self.desk.trust.schools.values() if school in ("", each.key)]

    def _may(self, connection: Connection, user_id: str, school: str) -> bool:
        if not school:
            return self._everywhere(connection, user_id)
        return school in {each.key for each in self._schools(connection, user_id)}

    def _schools(self, connection: Connection, user_id: str) -> tuple[School, ...]:
        return tuple(
            each
            for each in self.desk.trust.schools.values()
            if STOPPERS & self.desk.actor(connection, user_id, each.key).roles
        )

    def _everywhere(self, connection: Connection, user_id: str) -> bool:
        """All schools at once: for the CEO, and for those who may stop each of several anyway."""
        roles = [self.desk.actor(connection, user_id, school).roles for school in self.desk.trust.schools]
        return len(roles) > 1 and all(STOPPERS & each for each in roles)

    def _named(self, book: Book, reason: str, school: str) -> Refusal | None:
        """No child is named in the reason, which stands in SLT's channel."""
        for each in self._affected(school):
            if (named := self.desk.no_names(book, reason, each.key)) is not None:
                return named
        return None

    def _refused(self, book: Book, user_id: str, refusal: Refusal) -> Refusal:
        book.log(What.ACCESS_REFUSED, actor=user_id, findings=[{"tried": "stop", "says": refusal.code}])
        return refusal
