"""The office's side: start, mark as published, cannot publish, mark as removed (clauses SP-6, GV-2)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.domain.lifecycle import TAKERS, Action, Actor, Refusal
from bot.domain.policy import Gate, Report
from bot.domain.post import Publication, Revision, Seen, Status, Story, TaskKind, TaskState
from bot.domain.trust import Role
from bot.workflow import holding
from bot.workflow.decisions import reason_or_refusal
from bot.workflow.desk import NOT_FOUND, Desk, Done
from storage.book import Book
from storage.log import What


@dataclass(frozen=True, slots=True, kw_only=True)
class Started:
    """The words may be copied now."""

    story: Story
    revision: Revision


@dataclass(frozen=True, slots=True, kw_only=True)
class ToRecord:
    """What the form that asks for links shows. in_order: whether the post may still go out at this moment."""

    story: Story
    revision: Revision
    open_places: tuple[str, ...]
    in_order: bool


NO_LINKS = Refusal("no_links", "Please paste at least one link, or tick a place where it is out.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    desk: Desk

    def start(self, user_id: str, seen: Seen) -> Started | Refusal:
        """Looks again at permission, content and status, and only then opens the words; else the post is held."""
        return self._opened(user_id, seen)

    def get_pack(self, user_id: str, seen: Seen) -> Started | Refusal:
        """The same look; then everything in one file, to this person alone. Asked for again, it is brought up to date."""
        return self._opened(user_id, seen, pack=True)

    def _opened(self, user_id: str, seen: Seen, *, pack: bool = False) -> Started | Refusal:
        def use_case(book: Book) -> Started | Refusal:
            found = self.desk.judge(book, user_id, seen, Action.START)
            if isinstance(found, Refusal):
                return found
            story, actor, _ = found
            assert story.revision is not None
            if (stopped := self.desk.stopped(book, story, "published")) is not None:
                return self.desk.refuse(book, stopped, actor=actor, tried=Action.START, story=story, gate=Gate.START)
            report = self.desk.look(book, story.revision.body, story.answers, post=story.post.id)
            if report.blocking or report.undecided:
                return self._hold(book, story, actor, report)
            task = story.publish_task
            if task is not None and task.outcome != "started":
                book.settle([task], state=TaskState.OPEN, by=user_id, outcome="started")
                book.move(story, story.post.status, by=user_id, quietly=True)
            if pack:
                no = story.revision.no
                key = f"pack:{story.post.id}:{no}:{story.post.version}:{user_id}"
                book.card_alone(story, "pack", target=user_id, key=key, revision_no=no)
            said = [*([{"says": "pack"}] if pack else []), *report.codes()]
            book.log(What.POST_STARTED, actor=user_id, as_role=Role.OFFICE, story=story, findings=said)
            return Started(story=story, revision=story.revision)

        return self.desk.ledger.run(self.desk.now, use_case)

    def to_record(self, user_id: str, seen: Seen) -> ToRecord | Refusal:
        """What is still to be recorded as published, looked at just now."""

        def use_case(book: Book) -> ToRecord | Refusal:
            found = self._revision_given_to_office(book, user_id, seen, Action.PUBLISH)
            if isinstance(found, Refusal):
                return found
            story, _, revision = found
            return ToRecord(
                story=story,
                revision=revision,
                open_places=_not_live_yet(story, revision),
                in_order=self._in_order(book, story, revision)[0],
            )

        return self.desk.ledger.run(self.desk.now, use_case)

    def publish(self, user_id: str, seen: Seen, links: Mapping[str, str]) -> Done | Refusal:
        """Records where the post is live: place -> link ("" for places without one). What is true is never refused.

        If the post may no longer go out, it is recorded all the same and a takedown opens for each place (SP-1, GV-2).
        """

        def use_case(book: Book) -> Done | Refusal:
            found = self._revision_given_to_office(book, user_id, seen, Action.PUBLISH)
            if isinstance(found, Refusal):
                return found
            story, actor, revision = found
            places = [place for place in _not_live_yet(story, revision) if place in links]
            if not places:
                # Told a second time (Slack delivers twice, a person taps twice): it stands recorded already.
                return Done(story=story) if set(links) & set(revision.body.places) else NO_LINKS
            in_order, report = self._in_order(book, story, revision)
            action = Action.PUBLISH if in_order else Action.ALREADY_LIVE
            answer = self.desk.decide(book, story, action, actor, None)
            if isinstance(answer, Refusal):
                return self.desk.refuse(book, answer, actor=actor, tried=action, story=story)
            made = [book.record_live(revision, place=place, url=links[place], by=user_id) for place in places]
            book.move(story, answer.next, by=user_id)
            if in_order:
                return self._published(book, story, revision, made, actor, report)
            return self._already_live(book, story, revision, made, actor, report)

        return self.desk.ledger.run(self.desk.now, use_case)

    def take_down(self, user_id: str, seen: Seen, text: str) -> Done | Refusal:
        """SLT or the office want a live post removed (clause GV-2): a task for every place where this version is live."""
        reason = reason_or_refusal(text)
        if isinstance(reason, Refusal):
            return reason

        def use_case(book: Book) -> Done | Refusal:
            found = self._may_take_down(book, user_id, seen)
            if isinstance(found, Refusal):
                return found
            story, actor, revision = found
            if (named := self.desk.no_names(book, reason, revision.body.school)) is not None:
                return self.desk.refuse(book, named, actor=actor, tried=Action.TAKE_DOWN, story=story)
            live = [each.place for each in story.live if each.revision_id == revision.id]
            roles = ",".join(sorted(role.value for role in actor.roles & TAKERS))
            book.log(
                What.TAKEDOWN_ASKED,
                actor=user_id,
                as_role=roles,
                story=story,
                revision=revision,
                detail={"reason": reason},
            )
            if any(task.state is TaskState.OPEN for task in story.tasks_of(TaskKind.PUBLISH, revision)):
                holding.stop_the_rest(self.desk, book, story, revision)
            if holding.take_down(self.desk, book, story, revision, live):
                book.move(story, story.post.status, by=user_id, quietly=True)
            return Done(story=story)

        return self.desk.ledger.run(self.desk.now, use_case)

    def may_take_down(self, user_id: str, seen: Seen) -> Story | Refusal:
        """Asked before the form opens, so that nobody writes a reason in vain."""

        def use_case(book: Book) -> Story | Refusal:
            found = self._may_take_down(book, user_id, seen)
            return found if isinstance(found, Refusal) else found[0]

        return self.desk.ledger.run(self.desk.now, use_case)

    def _may_take_down(self, book: Book, user_id: str, seen: Seen) -> tuple[Story, Actor, Revision] | Refusal:
        """The exact version of a click, live somewhere; what is coming down already is not asked for again."""
        story = book.story(seen.post_id)
        revision = story.numbered(seen.no) if story else None
        if story is None or revision is None:
            return NOT_FOUND
        actor = self.desk.actor(book.connection, user_id, revision.body.school)
        answer = self.desk.decide(book, story, Action.TAKE_DOWN, actor, None)
        if isinstance(answer, Refusal):
            return self.desk.refuse(book, answer, actor=actor, tried=Action.TAKE_DOWN, story=story)
        asked = {task.place for task in story.tasks_of(TaskKind.TAKEDOWN, revision)}
        live = {each.place for each in story.live if each.revision_id == revision.id}
        if revision.seen != seen or not live - asked:
            late = Refusal("late", "This is coming down already, or is not live. There is nothing left to do.")
            return self.desk.refuse(book, late, actor=actor, tried=Action.TAKE_DOWN, story=story)
        return story, actor, revision

    def cannot_publish(self, user_id: str, seen: Seen, text: str) -> Done | Refusal:
        """The office says why not; the author and SLT are told."""
        reason = reason_or_refusal(text)
        if isinstance(reason, Refusal):
            return reason

        def use_case(book: Book) -> Done | Refusal:
            found = self.desk.judge(book, user_id, seen, Action.CANNOT_PUBLISH)
            if isinstance(found, Refusal):
                return found
            story, actor, answer = found
            if (named := self.desk.no_names(book, reason, story.post.school)) is not None:
                return self.desk.refuse(book, named, actor=actor, tried=Action.CANNOT_PUBLISH, story=story)
            post, revision = story.post, story.revision
            assert revision is not None
            task = [task for task in story.tasks_of(TaskKind.PUBLISH) if task.state is TaskState.OPEN]
            book.settle(task, state=TaskState.DONE, by=user_id, outcome="cannot", reason=reason)
            book.move(story, answer.next, by=user_id, why=reason)
            for target in (post.author, self.desk.school(story).slt_channel):
                key = f"cannot:{post.id}:{post.version}:{target}"
                book.card(story, "cannot", target=target, key=key, revision_no=revision.no)
            book.log(
                What.POST_CANNOT_PUBLISH, actor=user_id, as_role=Role.OFFICE, story=story, detail={"reason": reason}
            )
            return Done(story=story)

        return self.desk.ledger.run(self.desk.now, use_case)

    def may_say_why(self, user_id: str, seen: Seen) -> Story | Refusal:
        """Asked before the form opens, so that nobody writes a reason in vain."""

        def use_case(book: Book) -> Story | Refusal:
            found = self.desk.judge(book, user_id, seen, Action.CANNOT_PUBLISH)
            return found if isinstance(found, Refusal) else found[0]

        return self.desk.ledger.run(self.desk.now, use_case)

    def removed(self, user_id: str, seen: Seen, place: str) -> Done | Refusal:
        """Somebody of the office looked and it is gone from this place: their name and the time are the proof."""

        def use_case(book: Book) -> Done | Refusal:
            found = self._revision_given_to_office(book, user_id, seen, Action.REMOVE)
            if isinstance(found, Refusal):
                return found
            story, actor, revision = found
            live = [each for each in story.live if each.revision_id == revision.id and each.place == place]
            if not live:
                return Refusal("late", "This has been marked as removed already. There is nothing left to do.")
            task = [
                task
                for task in story.tasks_of(TaskKind.TAKEDOWN, revision)
                if task.place == place and task.state is TaskState.OPEN
            ]
            action = Action.LAST_REMOVE if len(story.live) == 1 else Action.REMOVE
            answer = self.desk.decide(book, story, action, actor, None)
            if isinstance(answer, Refusal):
                return self.desk.refuse(book, answer, actor=actor, tried=action, story=story)
            book.record_removed(live[0], by=user_id)
            book.settle(task, state=TaskState.DONE, by=user_id, outcome="removed", proof="looked and confirmed")
            book.move(story, answer.next, by=user_id)
            book.log(
                What.TAKEDOWN_REMOVED,
                actor=actor.user_id,
                as_role=Role.OFFICE,
                story=story,
                revision=revision,
                findings=[{"clause": "GV-2", "says": f"removed:{place}"}],
            )
            return Done(story=story)

        return self.desk.ledger.run(self.desk.now, use_case)

    def _revision_given_to_office(
        self, book: Book, user_id: str, seen: Seen, tried: Action
    ) -> tuple[Story, Actor, Revision] | Refusal:
        """The exact revision of a click, which the office must have had a task for: only then can it be live."""
        story = book.story(seen.post_id)
        if story is None:
            return NOT_FOUND
        revision = story.numbered(seen.no)
        school = revision.body.school if revision else story.post.school  # the post may be another school's by now
        actor = self.desk.actor(book.connection, user_id, school)
        if Role.OFFICE not in actor.roles:
            refusal = Refusal("no_role", "Only the office can do this. Nothing has changed.")
        elif revision is None or revision.seen != seen or not story.tasks_of(TaskKind.PUBLISH, revision):
            refusal = Refusal("hash_mismatch", "This card does not match the post on record. Please tell IT.")
        else:
            return story, actor, revision
        return self.desk.refuse(book, refusal, actor=actor, tried=tried, story=story)

    def _in_order(self, book: Book, story: Story, revision: Revision) -> tuple[bool, Report]:
        report = self.desk.look(book, revision.body, story.answers, post=story.post.id)
        current = story.revision is not None and revision.id == story.revision.id
        allowed = current and story.post.status in {Status.RELEASED, Status.PUBLISHED}
        going = allowed and self.desk.stopped(book, story, "published") is None
        return going and _still_meant(story, revision) and not report.blocking, report

    def _hold(self, book: Book, story: Story, actor: Actor, report: Report) -> Refusal:
        """The words stay closed. SLT are asked anew, the office's card turns, the author is told privately."""
        number = story.post.id
        sentence = f"Post {number} may not go out as it stands. Please do not publish it. The author has been told."
        refusal = Refusal("cannot_go_out", sentence)
        assert story.revision is not None
        story = book.note(story, story.revision, Gate.START, report.shown)
        if holding.hold(self.desk, book, story, report, by=actor.user_id, as_role=Role.OFFICE):
            return refusal
        # Live in some places already, so it cannot be held: the words for the others stay closed.
        return self.desk.refuse(
            book, refusal, actor=actor, tried=Action.START, story=story, gate=Gate.START, report=report
        )

    def _published(
        self, book: Book, story: Story, revision: Revision, made: list[Publication], actor: Actor, report: Report
    ) -> Done:
        post = story.post
        complete = len(made) == len(_not_live_yet(story, revision))
        if complete:
            self._close_task(book, story, revision, actor)
        key = f"published:{post.id}:{revision.no}"
        book.card(story, "published", target=post.author, key=key, revision_no=revision.no)
        self._log_live(book, What.POST_PUBLISHED, story, revision, made, actor, report)
        return Done(story=story)

    def _already_live(
        self, book: Book, story: Story, revision: Revision, made: list[Publication], actor: Actor, report: Report
    ) -> Done:
        """It is out and must not be: recorded as live, and down it comes."""
        post = story.post
        book.cancel_open(story, kinds=frozenset({TaskKind.SIGNOFF, TaskKind.PUBLISH}))
        self._close_task(book, story, revision, actor)
        live = [each.place for each in story.live if each.revision_id == revision.id]
        book.card(
            story, "published", target=post.author, key=f"published:{post.id}:{revision.no}", revision_no=revision.no
        )
        self._log_live(book, What.POST_ALREADY_LIVE, story, revision, made, actor, report)
        holding.take_down(self.desk, book, story, revision, [*live, *(each.place for each in made)])
        return Done(story=story)

    def _close_task(self, book: Book, story: Story, revision: Revision, actor: Actor) -> None:
        book.settle(
            story.tasks_of(TaskKind.PUBLISH, revision), state=TaskState.DONE, by=actor.user_id, outcome="published"
        )

    def _log_live(
        self,
        book: Book,
        what: What,
        story: Story,
        revision: Revision,
        made: list[Publication],
        actor: Actor,
        report: Report,
    ) -> None:
        book.log(
            what,
            actor=actor.user_id,
            as_role=Role.OFFICE,
            story=story,
            revision=revision,
            findings=[{"clause": "SP-6", "says": f"live:{each.place}"} for each in made] + report.codes(),
            detail={"links": {each.place: each.url for each in made}},
        )


def _not_live_yet(story: Story, revision: Revision) -> tuple[str, ...]:
    """The places of a revision that nobody has recorded yet; a place recorded once stays recorded."""
    recorded = {each.place for each in story.publications if each.revision_id == revision.id}
    return tuple(place for place in revision.body.places if place not in recorded)


def _still_meant(story: Story, revision: Revision) -> bool:
    """Whether the office is still to publish this, or said that it could not and then could.

    "Published" alone does not tell: what was found live after a withdrawal is published too, and must come down everywhere.
    """
    tasks = story.tasks_of(TaskKind.PUBLISH, revision)
    return any(task.state is TaskState.OPEN or task.outcome == "cannot" for task in tasks)
