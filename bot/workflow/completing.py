"""The last yes to a post, whoever gives it: one look at everything as it is at that moment, and it is with the office.

SLT may say yes before the adults who are shown have answered. Then the last of those answers completes the post, and nobody
of SLT has it before them: whatever is not in order any more brings it back to them, with a sentence that says so.
"""

from __future__ import annotations

from collections.abc import Iterable

from bot.domain.lifecycle import TRANSITIONS, Action, Refusal, all_said_yes
from bot.domain.policy import Report
from bot.domain.post import Story, Task, TaskKind, TaskState
from bot.domain.signoffs import CHECKLIST_ID
from bot.domain.trust import Role
from bot.workflow import holding
from bot.workflow.desk import Desk, what_was_found
from bot.workflow.holding import BOT
from storage.book import Book
from storage.colleagues import slack_ids
from storage.log import What


def complete(desk: Desk, book: Book, story: Story) -> None:
    """Somebody who is shown has answered, or a permission came: where that was the last thing missing, the post goes on.

    story: as it stands in the book now.
    """
    if not all_said_yes(story):
        return
    assert story.revision is not None
    report = desk.look(book, story.revision.body, story.answers, post=story.post.id)
    stopped = desk.stopped(book, story, "approved") is not None
    if stopped or (not report.blocking and author_may_not(desk, book, story) is not None):
        holding.ask_slt_again(desk, book, story, report)
    else:
        conclude(desk, book, story, report, by=BOT)


def author_may_not(desk: Desk, book: Book, story: Story) -> Refusal | None:
    """Why nobody's yes counts just now, whatever the content: the author could not send a post today (ED-1, ED-2, GV-4).

    It says the same whichever it is: that is for them and the Headteacher alone, and told to them where they begin a post.
    Asked after the content, of which they are told without being asked.
    """
    closed = desk.may_write(book.connection, story.post.author, story.post.school)
    if closed is None:
        return None
    return Refusal(
        closed.code,
        f"Post {story.post.id} cannot be approved just now. Please ask its author to type /socialpost: it tells them why.",
    )


def conclude(desk: Desk, book: Book, story: Story, report: Report, *, by: str, given: tuple[Task, ...] = ()) -> bool:
    """The last yes is given: approved, or why not yet. Whether it is approved.

    by, given: who gave which sign-offs with it; the bot none, where an answer completes it. The caller has settled these and
    not moved the post.
    """
    if report.only_waits:
        _ask_adults_again(desk, book, story, report)
    elif report.blocking:
        holding.mark(desk, book, story, by=by)
    elif report.undecided:
        holding.ask_slt_again(desk, book, story, report)
    else:
        _release(desk, book, story, report, by=by, given=given)
        return True
    return False


def roles_of(given: Iterable[Task]) -> str:
    """As what somebody gave these sign-offs, for the log."""
    return ",".join(task.role.value for task in given)


def checked(given: Iterable[Task]) -> list[dict[str, str]]:
    """That SLT said it of this post that it is true and poses as nobody (clause CO-2), for the log."""
    by_slt = any(task.role is Role.SLT for task in given)
    return [{"clause": "CO-2", "says": CHECKLIST_ID}] if by_slt else []


def _release(desk: Desk, book: Book, story: Story, report: Report, *, by: str, given: tuple[Task, ...]) -> None:
    """With the office at once or some days ahead of its time; all of it in the same transaction."""
    revision, post = story.revision, story.post
    assert revision is not None
    book.give_to_office(story, revision)
    at = revision.body.at
    later = at is not None and desk.ledger.pace.at(post.school).released_at(at) > book.now
    approved = TRANSITIONS[(post.status, Action.LAST_SIGN)]
    book.move(story, approved if later else TRANSITIONS[(approved, Action.RELEASE)], by=by)
    key = f"{post.id}:{revision.no}:{post.version}"
    if not later:
        office = desk.school(story).office_channel
        book.card(story, "task", target=office, key=f"task:{key}", revision_no=revision.no)
    book.card(story, "approved", target=post.author, key=f"approved:{key}", revision_no=revision.no)
    book.log(
        What.POST_APPROVED,
        actor=by,
        as_role=roles_of(given),
        story=story,
        findings=[*report.codes(), *checked(given)],
        detail=what_was_found(report),
    )
    if not later:
        book.log(What.POST_RELEASED, actor=BOT, story=story)


def _ask_adults_again(desk: Desk, book: Book, story: Story, report: Report) -> None:
    """They had said yes, and that holds no more (a yes for the year has ended): silence is no, so they are asked anew."""
    revision = story.revision
    assert revision is not None
    missing = {person for finding in report.blocking for person in finding.people}
    people = desk.facts(book.connection, missing, book.now).people
    asked = {task.user_id: task for task in story.tasks_of(TaskKind.PERMISSION)}
    for user in sorted(set(slack_ids(people).values())):
        if user in asked:
            book.settle([asked[user]], state=TaskState.OPEN)
        else:
            book.ask_person(story, revision, user)
        key = f"permission:{story.post.id}:{revision.no}:{user}"
        book.card(story, "permission", target=user, key=key, revision_no=revision.no)
    book.move(story, story.post.status, by=BOT, quietly=True)
