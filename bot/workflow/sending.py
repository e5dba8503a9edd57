"""A version is sealed and goes to whoever is asked about it: with its form, or once its photos have been checked."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.policy import Gate, Report
from bot.domain.post import Body, Status, Story, TaskKind
from bot.domain.trust import Role
from bot.workflow.asking import ask
from bot.workflow.colleagues import ask_adults
from bot.workflow.deletion import ask_for_deletion
from bot.workflow.desk import Desk, Done, what_was_found
from storage import media, submissions
from storage.book import Book
from storage.log import What
from storage.media import MediaState

ASKED = frozenset({TaskKind.SIGNOFF, TaskKind.ADVICE, TaskKind.PUBLISH, TaskKind.PERMISSION})
"""What is not asked any more once a post is taken back or replaced by a new version."""


def send(desk: Desk, book: Book, story: Story, body: Body, key: str, report: Report) -> Done:
    """The content is sealed, SLT (or an adviser first) have it, and its author reads so. key: names the submission."""
    # The author may have chosen another school: whoever decides from here on must be of the school that SLT's card names.
    story = replace(story, post=replace(story.post, school=body.school))
    book.cancel_open(story, kinds=ASKED)
    if story.post.status in {Status.CHECKING, Status.CHANGES}:  # only there something sent with photos may wait
        submissions.done(book.connection, story.post.id)
        leave_out(book, story.post.id, {photo.media_id for photo in body.photos})
    revision = book.seal(story, body, submission_key=key)
    story = book.note(story, revision, Gate.SUBMIT, report.shown)
    tell_author(book, story)
    advice = ask(desk, book, story, revision)
    book.move(story, Status.ADVICE if advice else Status.WITH_SLT, by=story.post.author, revision=revision)
    ask_adults(desk, book, story, revision)
    book.log(
        What.POST_SUBMITTED,
        actor=story.post.author,
        as_role=Role.STAFF,
        story=story,
        revision=revision,
        findings=report.codes(),
        detail={"declaration": desk.trust.policy.declaration, **(what_was_found(report) or {})},
    )
    ask_for_deletion(desk, book, story, revision)
    return Done(story=replace(story, revisions=(*story.revisions, revision)))


def tell_author(book: Book, story: Story) -> None:
    """The author's one message about the post: it says how it stands, from now to the end."""
    book.card(story, "sent", target=story.post.author, key=f"sent:{story.post.id}", revision_no=0)


def leave_out(book: Book, post_id: int, kept: set[int]) -> None:
    """The photos of a post that are not among those kept are not part of it any more."""
    for row in media.of_post(book.connection, post_id):
        if row.id not in kept and row.state not in {MediaState.DROPPED, MediaState.FORGOTTEN}:
            media.drop(book.connection, row.id)
