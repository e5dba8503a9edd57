"""What is done with a post whose permission is gone: marked, held, or taken down. Used at the gates and by the watch.

`by` is who caused it: the person at a gate, or the bot itself (`BOT`). Nobody is named on a card for it, and every card says
the same whatever the cause (clauses SP-1, RS-2, GV-2).
"""

from __future__ import annotations

from collections.abc import Iterable

from bot.domain.lifecycle import TRANSITIONS, Action
from bot.domain.policy import Gate, Report
from bot.domain.post import STOPPED, Revision, Status, Story, Task, TaskKind, TaskState
from bot.domain.trust import Role
from bot.workflow.desk import Desk
from storage.book import Book
from storage.log import What

BOT = "socialpost"


def mark(desk: Desk, book: Book, story: Story, *, by: str) -> None:
    """With SLT: the card says so neutrally and cannot be approved; the author is told privately.

    A yes that SLT gave while others had still to answer is asked for anew, as it is once a post is held.
    """
    post = story.post
    if post.stuck not in ("", STOPPED):
        return
    _reopen_slt(desk, book, story)
    book.move(story, post.status, by=by, stuck=Gate.APPROVE, quietly=True)
    _tell_author(book, story)


def ask_slt_again(desk: Desk, book: Book, story: Story, report: Report) -> None:
    """Every yes was given, and something has come up that only SLT can look at: one sentence to them, whatever it is."""
    _reopen_slt(desk, book, story)
    book.move(story, story.post.status, by=BOT, quietly=True)
    book.log(What.POST_ASKED_AGAIN, actor=BOT, story=story, findings=report.codes())


def _reopen_slt(desk: Desk, book: Book, story: Story) -> None:
    """Who said yes for SLT is told that it does not count any more. The caller moves the post."""
    given = [task for task in story.signoffs() if task.role is Role.SLT and task.state is TaskState.DONE]
    revision = story.revision
    if not given or revision is None:
        return
    book.settle(given, state=TaskState.OPEN)
    _tell_slt(desk, book, story, revision)


def _tell_slt(desk: Desk, book: Book, story: Story, revision: Revision) -> None:
    key = f"look_again:{story.post.id}:{revision.no}:{story.post.version}"
    book.card(story, "look_again", target=desk.school(story).slt_channel, key=key, revision_no=revision.no)


def mark_draft(book: Book, story: Story, *, by: str) -> None:
    """Being written: its author is told privately, and nobody else knows of it."""
    post, revision = story.post, story.revision
    if post.stuck:
        return
    book.move(story, post.status, by=by, stuck=Gate.SUBMIT, quietly=True)
    key = f"draft_held:{post.id}:{post.version}"
    book.card(story, "draft_held", target=post.author, key=key, revision_no=revision.no if revision else 0)


def unmark(book: Book, story: Story, *, by: str) -> None:
    """What was missing is on record again: SLT may decide, and every card says so."""
    if story.post.stuck:
        book.move(story, story.post.status, by=by, quietly=True)


def in_order_again(desk: Desk, book: Book, story: Story, report: Report) -> None:
    """Held, and what was missing is on record again: SLT hear that they can look at it anew; nothing goes out by itself."""
    revision = story.revision
    if story.post.stuck in ("", STOPPED) or revision is None:
        return
    book.move(story, story.post.status, by=BOT, quietly=True)
    _tell_slt(desk, book, story, revision)
    book.log(What.POST_ASKED_AGAIN, actor=BOT, story=story, findings=report.codes())


def hold(desk: Desk, book: Book, story: Story, report: Report, *, by: str, as_role: str = "") -> bool:
    """Approved, or with the office: SLT are asked anew, the office's card turns, the author is told privately.

    The office also gets a message of its own where nobody there caused this: an edited card rings no bell.
    Returns whether the post could be held; what is live already cannot.
    """
    post, revision = story.post, story.revision
    held = TRANSITIONS.get((post.status, Action.HOLD))
    if held is None or revision is None:
        return False
    given = post.status is not Status.APPROVED and bool(story.tasks_of(TaskKind.PUBLISH, revision))
    book.cancel_open(story, kinds=frozenset({TaskKind.PUBLISH}))
    book.settle(asked_again(story), state=TaskState.OPEN)
    if report.blocking:
        book.move(story, held, by=by, stuck=Gate.START)
        _tell_author(book, story)
    else:  # a question has come up that is SLT's alone: there is nothing in it for the author to do
        book.move(story, held, by=by)
        _tell_slt(desk, book, story, revision)
    if by == BOT and given:
        _warn_office(desk, book, story, revision)
    book.log(What.POST_HELD, actor=by, as_role=as_role, story=story, findings=report.codes())
    return True


def take_down(desk: Desk, book: Book, story: Story, revision: Revision, places: Iterable[str]) -> list[str]:
    """It is live there and must not be: a task for each place, with its clock. Returns those that had none yet.

    The caller moves the post.
    """
    down = book.ask_for_takedown(story, revision, places)
    if not down:
        return []
    office = desk.trust.schools[revision.body.school].office_channel
    # A second takedown of the same version (another place, later) is a new message: an edited one rings no bell.
    number = 1 + len({task.opened_at for task in story.tasks_of(TaskKind.TAKEDOWN, revision)})
    key = f"{story.post.id}:{revision.no}" + (f":{number}" if number > 1 else "")
    book.card(story, "takedown", target=office, key=f"takedown:{key}", revision_no=revision.no)
    book.log(
        What.TAKEDOWN_OPENED,
        actor=BOT,
        story=story,
        revision=revision,
        findings=[{"clause": "GV-2", "says": f"opened:{place}"} for place in down],
    )
    return down


def stop_the_rest(desk: Desk, book: Book, story: Story, revision: Revision) -> None:
    """Live in part: the places that are left must not follow, and the office hears so. The caller moves the post."""
    book.cancel_open(story, kinds=frozenset({TaskKind.PUBLISH}))
    _warn_office(desk, book, story, revision)


def _tell_author(book: Book, story: Story) -> None:
    post, revision = story.post, story.revision
    assert revision is not None
    key = f"held:{post.id}:{revision.no}:{post.version}"
    book.card(story, "held", target=post.author, key=key, revision_no=revision.no)


def _warn_office(desk: Desk, book: Book, story: Story, revision: Revision) -> None:
    office = desk.trust.schools[revision.body.school].office_channel
    key = f"do_not:{story.post.id}:{revision.no}:{story.post.version}"
    book.card(story, "do_not", target=office, key=key, revision_no=revision.no)


def asked_again(story: Story) -> list[Task]:
    """The yeses that are asked for again: what the author gave by sending the post is theirs, and stays given."""
    return [task for task in story.signoffs() if task.done_by != story.post.author]
