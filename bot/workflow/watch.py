"""A permission changed: every post that shows the person is looked at again at once, wherever it stands (SP-1, RS-2, GV-2).

The register writes down which posts are concerned, in the transaction of the change itself. This looks at each of them in a
transaction of its own and takes the note away in the same breath: a crash in between only means that it is looked at again.
The gates ask the same question at every decision; this is what does not wait for one.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass

from bot.domain.policy import Finding, Report
from bot.domain.post import Publication, Revision, Status, Story, TaskKind, TaskState
from bot.workflow import holding
from bot.workflow.colleagues import ON_RECORD
from bot.workflow.completing import complete
from bot.workflow.desk import Desk
from bot.workflow.holding import BOT
from storage import register
from storage.book import Book
from storage.colleagues import slack_ids

PERMISSION = frozenset({"SP-1", "RS-2"})
"""The clauses that ask the register."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    desk: Desk

    def sweep(self) -> int:
        """Looks at every post that waits for it, the earliest first. Returns how many; one that fails waits for the next time."""
        with self.desk.ledger.store.read() as connection:
            waiting = register.concerned(connection)
        return sum(self._safely(post_id, upto) for post_id, upto in waiting.items())

    def _safely(self, post_id: int, upto: int) -> bool:
        try:
            self.desk.ledger.run(self.desk.now, lambda book: self._look(book, post_id, upto))
        except Exception:
            # The others must not wait for this one; its note stays, so it is tried again.
            logger.exception("could not look at post %s again", post_id)
            return False
        return True

    def _look(self, book: Book, post_id: int, upto: int) -> None:
        story = book.story(post_id)
        act = _ACTS.get(story.post.status) if story is not None else None
        if story is not None and act is not None:
            act(self.desk, book, story)
        register.settled(book.connection, post_id, upto)


def _lost(report: Report) -> tuple[Finding, ...]:
    """What keeps a post from going out and is the register's to say; a check that does not work counts too."""
    return tuple(finding for finding in report.blocking if finding.clause in PERMISSION and not finding.later)


def _written(desk: Desk, book: Book, story: Story) -> None:
    """A draft, or back with its author: told privately, who finds out at the field when they go on with it."""
    draft = story.post.draft
    pupils = set(draft.pupils)
    for label in draft.classes:
        pupils.update(register.class_members(book.connection, draft.school, label))
    facts = desk.facts(book.connection, {*pupils, *draft.adults}, book.now)
    use = facts.use_of(draft.photos)
    refused = [*(facts.refused_places(person, draft.places, use=use) for person in pupils)]
    refused += [facts.refused_places(person, draft.places) for person in draft.adults]
    if any(refused):
        holding.mark_draft(book, story, by=BOT)
    else:
        holding.unmark(book, story, by=BOT)


def _with_slt(desk: Desk, book: Book, story: Story) -> None:
    assert story.revision is not None
    report = desk.look(book, story.revision.body, story.answers, post=story.post.id)
    if _lost(report):
        holding.mark(desk, book, story, by=BOT)
    elif not report.blocking or report.only_waits:
        holding.unmark(book, story, by=BOT)
        _answered_elsewhere(desk, book, _up_to_date(book, story))
        complete(desk, book, _up_to_date(book, story))


def _up_to_date(book: Book, story: Story) -> Story:
    """The same post after what was written in this transaction."""
    return book.story(story.post.id) or story


def _answered_elsewhere(desk: Desk, book: Book, story: Story) -> None:
    """Who is asked and has a permission on record by now (a yes for the year, a form at the office) is asked no more."""
    revision = story.revision
    assert revision is not None
    facts = desk.facts(book.connection, revision.body.adults, book.now, post=story.post.id)
    refused = {
        user for person, user in slack_ids(facts.people).items() if facts.refused_places(person, revision.body.places)
    }
    asked = (task for task in story.tasks_of(TaskKind.PERMISSION) if task.state is TaskState.OPEN)
    settled = [task for task in asked if task.user_id not in refused]
    for task in settled:
        book.settle([task], state=TaskState.DONE, by=task.user_id, outcome=ON_RECORD)
    if settled:
        book.touch(story)


def _on_its_way(desk: Desk, book: Book, story: Story) -> None:
    """Approved or with the office: held, and the office is told before it posts."""
    assert story.revision is not None
    report = desk.look(book, story.revision.body, story.answers, post=story.post.id)
    if _lost(report):
        holding.hold(desk, book, story, report, by=BOT)


def _held(desk: Desk, book: Book, story: Story) -> None:
    """Held for a permission: once it is on record again, SLT are asked; nobody else could set it going."""
    assert story.revision is not None
    report = desk.look(book, story.revision.body, story.answers, post=story.post.id)
    if not report.blocking or report.only_waits:
        holding.in_order_again(desk, book, story, report)


def _live(desk: Desk, book: Book, story: Story) -> None:
    """Live: a takedown for each link of a place where somebody may not be shown any more, and nothing more goes out.

    A last day that has passed takes nothing down: the yes covered what went out under it, and the office was told a month
    ahead. A yes that has a condition now is a question, so the office is asked to look.
    """
    opened = False
    for revision in story.revisions:
        live = [each for each in story.live if each.revision_id == revision.id]
        gone = _places_lost(desk, book, revision)
        back = [each.place for each in live if each.place in gone and _taken_back(desk, book, revision, each)]
        opened |= bool(holding.take_down(desk, book, story, revision, back))
        if len(back) < len(live):
            _tell_of_conditions(desk, book, story, revision)
    stopped = _stop_the_rest(desk, book, story)
    if opened or stopped:
        book.move(story, story.post.status, by=BOT, quietly=True)


def _taken_back(desk: Desk, book: Book, revision: Revision, live: Publication) -> bool:
    """Whether today's register says no for the day of publication, too: not so where a yes has ended since, or somebody left."""
    facts = desk.facts(book.connection, revision.body.everybody, live.live_at, post=revision.post_id)
    return any(facts.refused_places(person, [live.place]) for person in revision.body.everybody)


def _tell_of_conditions(desk: Desk, book: Book, story: Story, revision: Revision) -> None:
    """Once for each condition on which SLT did not decide before the post went out."""
    school = desk.trust.schools.get(story.post.school)
    report = desk.look(book, revision.body, story.answers, post=story.post.id)
    for finding in report.undecided:
        if finding.clause in PERMISSION and school is not None:
            about = f"{story.post.id}:{finding.fingerprint}"
            book.tell("live_condition", school=school.key, target=school.office_channel, about=about)


def _stop_the_rest(desk: Desk, book: Book, story: Story) -> bool:
    """Where a place is still to come that must not come any more, the office's task ends here."""
    task, revision = story.publish_task, story.revision
    if task is None or revision is None or task.state is not TaskState.OPEN:
        return False
    recorded = {each.place for each in story.publications if each.revision_id == revision.id}
    to_come = set(revision.body.places) - recorded
    if not to_come & _places_lost(desk, book, revision):
        return False
    holding.stop_the_rest(desk, book, story, revision)
    return True


def _places_lost(desk: Desk, book: Book, revision: Revision) -> set[str]:
    """The places of a version in which somebody may not be shown; a check that does not work names none."""
    return {
        place for finding in _lost(desk.look(book, revision.body, post=revision.post_id)) for place in finding.places
    }


_ACTS: dict[Status, Callable[[Desk, Book, Story], None]] = {
    Status.DRAFT: _written,
    Status.CHANGES: _written,
    Status.ADVICE: _with_slt,
    Status.WITH_SLT: _with_slt,
    Status.APPROVED: _on_its_way,
    Status.RELEASED: _on_its_way,
    Status.HELD: _held,
    Status.PUBLISHED: _live,
}
