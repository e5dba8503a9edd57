"""A post with photos was sent: what was sent is kept as it is, and its photos wait to be looked at."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.attached import Looked, as_photos
from bot.domain.policy import Report
from bot.domain.post import Body, Draft, Status, Story
from bot.domain.trust import Role
from bot.workflow.desk import Done, what_was_found
from bot.workflow.sending import ASKED, leave_out, tell_author
from storage import media, submissions
from storage.book import Book
from storage.log import What
from storage.media import MediaState, Medium


def start_checks(book: Book, story: Story, body: Body, key: str, report: Report) -> Done:
    """Notes the photos and what was sent; its author reads that they are being checked. SLT are not asked any more about
    what they had before. key: names the submission."""
    draft = story.post.draft
    story = replace(story, post=replace(story.post, school=body.school))
    files = [(photo.file_id, photo.name) for photo in draft.photos]
    rows = media.add(book.connection, story.post.id, files, at=book.now)
    devices = {photo.file_id: photo.device for photo in draft.photos}
    for row in rows:
        _look_again(book, row, devices[row.file_id])
    leave_out(book, story.post.id, {row.id for row in rows})
    body = replace(body, photos=as_photos(draft.photos, looked(rows)))
    submissions.put(book.connection, story.post.id, body, key, at=book.now)
    book.cancel_open(story, kinds=ASKED)
    tell_author(book, story)
    book.move(story, Status.CHECKING, by=story.post.author)
    book.log(
        What.POST_CHECKING,
        actor=story.post.author,
        as_role=Role.STAFF,
        story=story,
        findings=report.codes(),
        detail=what_was_found(report),
    )
    return Done(story=replace(story, post=replace(story.post, status=Status.CHECKING)))


def looked(rows: list[Medium]) -> dict[str, Looked]:
    """The rows of photos by their files, as a body names them before there are copies."""
    return {row.file_id: Looked(media_id=row.id, blurred=bool(row.blurred)) for row in rows}


def same_as_in_force(book: Book, found: Story, body: Body, draft: Draft) -> bool:
    """Whether the version in force says and shows the very same, its copies left aside."""
    if found.revision is None:
        return False
    rows = media.of_post(book.connection, found.post.id) if body.photos else []
    now = replace(body, photos=as_photos(draft.photos, looked(rows)))
    before = found.revision.body
    bare = replace(before, photos=tuple(replace(photo, renditions=()) for photo in before.photos))
    return bare.canonical() == now.canonical()


def _look_again(book: Book, row: Medium, device: str) -> None:
    """One that could not be looked at before is tried once more: its author has sent it again."""
    media.change(book.connection, row.id, device=device)
    if row.state in {MediaState.FAILED, MediaState.FORGOTTEN}:
        media.change(book.connection, row.id, state=MediaState.WAITING.value, attempts=0, error="", lease_until=None)
