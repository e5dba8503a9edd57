"""Photos that are left where they should not be: on somebody's own device (clause PH-2), and in Slack as their upload.

Both are tasks of the author, chased on every school day until they are done. The device is the author's word; of Slack the bot
asks Slack itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bot.domain.devices import Owner
from bot.domain.lifecycle import Refusal
from bot.domain.photos import DELETION_DECLARED, OWN_DEVICE, SLACK_UPLOAD, Photo
from bot.domain.post import Revision, Story, Task, TaskKind, TaskState
from bot.domain.trust import Role
from bot.photos.judging import device_verdict
from bot.photos.kept import examined_of
from bot.workflow.desk import NOT_FOUND, Desk, Done
from bot.workflow.holding import BOT
from bot.workflow.leftover import next_look
from storage import devices, media, queries, tasks
from storage.book import Book
from storage.log import What
from storage.media import Medium

MOST_LISTED = 100
NOT_YOURS = Refusal("not_author", "Only the person who added these photos can say that.")
SETTLED = Refusal("settled", "That is settled already. Thank you.")


def ask_for_deletion(desk: Desk, book: Book, story: Story, revision: Revision) -> None:
    """Opens what a version's photos leave to be deleted, once: what is asked already, or was done for them, is not asked again.

    The originals are needed no longer, since the version was made from pictures of our own.
    """
    if not revision.body.photos:
        return
    known = {each.id: each for each in media.of_post(book.connection, story.post.id)}
    personal = [photo for photo in revision.body.photos if _is_personal(book, revision, photo, known)]
    new = [photo for photo in personal if photo.media_id not in _settled(story, OWN_DEVICE)]
    open_places = {task.place for task in _tasks(story) if task.state is TaskState.OPEN}
    wanted = []
    if new and OWN_DEVICE not in open_places:
        declared = all(photo.declaration for photo in new)
        book.ask_to_delete(story, revision, OWN_DEVICE, declaration=DELETION_DECLARED if declared else "")
        wanted.append((OWN_DEVICE, "declared" if declared else "asked"))
    left = [each for each in known.values() if each.gone_at is None and each.file_id]
    if left and SLACK_UPLOAD not in open_places:
        book.ask_to_delete(story, revision, SLACK_UPLOAD)
        wanted.append((SLACK_UPLOAD, "asked"))
    for each in left:
        media.change(book.connection, each.id, next_look_at=book.now)
    if not wanted:
        return
    author = story.post.author
    key = f"deletion:{story.post.id}:{revision.no}"
    book.card(story, "deletion", target=author, key=key, revision_no=revision.no)
    said = [{"clause": "PH-2", "says": f"{what}:{where}"} for where, what in wanted]
    book.log(What.DELETION_ASKED, actor=author, story=story, revision=revision, findings=said)


def _is_personal(book: Book, revision: Revision, photo: Photo, known: dict[int, Medium]) -> bool:
    """Whether a photo may still be on a device of somebody's own: only the school's own devices are not asked about."""
    listed = devices.of_school(book.connection, revision.body.school)
    chosen = next((device for device in listed if device.id == photo.device), None)
    if chosen is None and photo.media_id in known:
        chosen = device_verdict(examined_of(known[photo.media_id]), listed).device
    return chosen is None or chosen.owner is not Owner.SCHOOL


def _settled(story: Story, where: str) -> set[int]:
    """The photos for which it was said already: those of every version that there was by then."""
    last = max((task.done_at for task in _tasks(story, where) if task.done_at), default=None)
    known = [each for each in story.revisions if last is not None and each.sealed_at <= last]
    return {photo.media_id for each in known for photo in each.body.photos}


def _tasks(story: Story, where: str = "") -> list[Task]:
    return [task for task in story.tasks if task.kind is TaskKind.DELETION and (not where or task.place == where)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """Photos of a post that are not deleted yet, with the task that says where."""

    story: Story
    task: Task


@dataclass(frozen=True, slots=True, kw_only=True)
class Deletion:
    desk: Desk

    def declare(self, user_id: str, post_id: int) -> Done | Refusal:
        """The author says that all photos are copied to a school device and deleted from theirs, its cloud included."""

        def use_case(book: Book) -> Done | Refusal:
            story = book.story(post_id)
            if story is None:
                return NOT_FOUND
            if user_id != story.post.author:
                return NOT_YOURS
            left = [task for task in _tasks(story, OWN_DEVICE) if task.state is TaskState.OPEN]
            if not left:
                return SETTLED
            book.settle(left, state=TaskState.DONE, by=user_id, outcome="deleted", proof=DELETION_DECLARED)
            book.touch(story)
            said = [{"clause": "PH-2", "says": f"declared:{OWN_DEVICE}"}]
            book.log(
                What.DELETION_DONE,
                actor=user_id,
                as_role=Role.STAFF,
                story=story,
                findings=said,
                detail={"declaration": DELETION_DECLARED},
            )
            return Done(story=story)

        return self.desk.ledger.run(self.desk.now, use_case)

    def left(self, user_id: str) -> list[Left]:
        """What is not deleted yet in the schools of a Headteacher, the oldest first: for their Home."""
        found = []
        with self.desk.ledger.store.read() as connection:
            for school in self.desk.schools_of(connection, user_id, Role.HEADTEACHER):
                for pending in tasks.still_open(connection, school.key, [TaskKind.DELETION], most=MOST_LISTED):
                    story = queries.story(connection, pending.post_id)
                    task = next((each for each in story.tasks if each.id == pending.task_id), None) if story else None
                    if story and task:
                        found.append(Left(story=story, task=task))
        return sorted(found, key=lambda each: each.task.opened_at)

    def to_ask_after(self) -> list[str]:
        """Uploads of which it is time to ask Slack whether they are gone (Slack's ids)."""
        with self.desk.ledger.store.read() as connection:
            return media.to_ask_after(connection, self.desk.now())

    def gone(self, file_id: str) -> None:
        """Slack has it no more. With the last one of a post its author is asked no longer."""

        def use_case(book: Book) -> None:
            for medium in media.with_file(book.connection, file_id):
                media.change(book.connection, medium.id, gone_at=book.now, next_look_at=None)
                self._all_gone(book, medium.post_id)

        self.desk.ledger.run(self.desk.now, use_case)

    def still_there(self, file_id: str) -> None:
        """Looked at again soon, and from the second hour on once a day. The reminder is the daily message's."""

        def use_case(book: Book) -> None:
            for medium in media.with_file(book.connection, file_id):
                asked_at = medium.checked_at or medium.added_at
                media.change(book.connection, medium.id, next_look_at=next_look(asked_at, book.now))

        self.desk.ledger.run(self.desk.now, use_case)

    def _all_gone(self, book: Book, post_id: int) -> None:
        story = book.story(post_id)
        left = [each for each in media.of_post(book.connection, post_id) if each.gone_at is None]
        if story is None or left:
            return
        open_ones = [task for task in _tasks(story, SLACK_UPLOAD) if task.state is TaskState.OPEN]
        if open_ones:
            book.settle(open_ones, state=TaskState.DONE, by=BOT, outcome="deleted", proof="files.info")
            book.touch(story)
            said = [{"clause": "PH-2", "says": f"gone:{SLACK_UPLOAD}"}]
            book.log(What.DELETION_DONE, actor=BOT, story=story, findings=said)


def places_left(all_tasks: Iterable[Task]) -> set[str]:
    """Where photos of a post are still to be deleted."""
    return {task.place for task in all_tasks if task.kind is TaskKind.DELETION and task.state is TaskState.OPEN}
