"""What an author does about a photo that something stands against: blur, use, leave out, or say that it may stay."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from bot.domain.devices import Device
from bot.domain.findings import Strength
from bot.domain.lifecycle import Action, Refusal
from bot.domain.post import Status, Story
from bot.domain.trust import Role
from bot.workflow.desk import NOT_FOUND, Desk, Done
from bot.workflow.photos.open import OpenPhoto, Standing, accepted, answered, standing
from storage import devices, media, submissions
from storage.book import Book
from storage.log import What
from storage.media import MediaState

SETTLED = Refusal("settled", "This photo is settled already. There is nothing left to do here.")
NOT_SO = Refusal("not_possible", "This cannot be left as it is. Please blur it, use another photo, or leave it out.")

Step = Callable[[Book, Story, Standing, OpenPhoto], Story | Refusal]
"""One thing done to a photo: the post as it stands then, or why it was not done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ToReplace:
    """A photo that needs its author, and what another one may have been taken on."""

    story: Story
    photo: OpenPhoto
    devices: tuple[Device, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mending:
    desk: Desk

    def standing(self, connection: Connection, story: Story) -> Standing | None:
        """How a post stands whose photos are not through yet, for the messages to its author."""
        if story.post.status not in {Status.CHECKING, Status.CHANGES}:
            return None
        ledger = self.desk.ledger
        book = Book(connection=connection, now=self.desk.now(), ids=ledger.ids, policy_version=ledger.policy_version)
        return standing(self.desk, book, story)

    def look(self, user_id: str, post_id: int, media_id: int) -> ToReplace | Refusal:
        """A photo that needs its author, for the window in which they choose another one."""

        def use_case(book: Book) -> ToReplace | Refusal:
            found = self._find(book, user_id, post_id, media_id)
            if isinstance(found, Refusal):
                return found
            story, _, photo = found
            known = tuple(devices.of_school(book.connection, story.post.school))
            return ToReplace(story=story, photo=photo, devices=known)

        return self.desk.ledger.run(self.desk.now, use_case)

    def blur(self, user_id: str, post_id: int, media_id: int) -> Done | Refusal:
        """The names in a photo are made unreadable, in the background; its author then sees whether that will do."""

        def step(book: Book, story: Story, now: Standing, photo: OpenPhoto) -> Story | Refusal:
            if not photo.can_blur:
                return NOT_SO
            media.change(
                book.connection, media_id, state=MediaState.BLURRING.value, attempts=0, lease_until=None, error=""
            )
            return story

        return self._do(user_id, post_id, media_id, step, "blur")

    def use(self, user_id: str, post_id: int, media_id: int) -> Done | Refusal:
        """The author has looked at the blurred picture, and it will do."""

        def step(book: Book, story: Story, now: Standing, photo: OpenPhoto) -> Story | Refusal:
            if not photo.wants_yes:
                return SETTLED
            return book.answer(story, [accepted(photo.medium, story, book)])

        return self._do(user_id, post_id, media_id, step, "use")

    def fine(self, user_id: str, post_id: int, media_id: int) -> Done | Refusal:
        """What was found may stay: it is not a child, or there is nothing to mend. SLT see that the author says so."""

        def step(book: Book, story: Story, now: Standing, photo: OpenPhoto) -> Story | Refusal:
            if photo.stops:
                return NOT_SO
            asked = [each for each in photo.findings if each.strength is not Strength.ENFORCE]
            return book.answer(story, answered(asked, story, book)) if asked else SETTLED

        return self._do(user_id, post_id, media_id, step, "fine")

    def leave_out(self, user_id: str, post_id: int, media_id: int) -> Done | Refusal:
        """The post goes without this photo."""

        def step(book: Book, story: Story, now: Standing, photo: OpenPhoto) -> Story | Refusal:
            kept = [each for each in now.sent.body.photos if each.media_id != media_id]
            photos = tuple(replace(each, n=n) for n, each in enumerate(kept, 1))
            submissions.change(book.connection, post_id, replace(now.sent.body, photos=photos))
            media.drop(book.connection, media_id)
            draft = story.post.draft
            left = tuple(each for each in draft.photos if each.file_id != photo.medium.file_id)
            return book.keep_draft(story, replace(draft, photos=left), author=user_id, form_key=None)

        return self._do(user_id, post_id, media_id, step, "leave_out")

    def _do(self, user_id: str, post_id: int, media_id: int, step: Step, what: str) -> Done | Refusal:
        def use_case(book: Book) -> Done | Refusal:
            found = self._find(book, user_id, post_id, media_id)
            if isinstance(found, Refusal):
                return found
            story, now, photo = found
            done = step(book, story, now, photo)
            if isinstance(done, Refusal):
                return done
            book.log(
                What.POST_PHOTO_CHANGED,
                actor=user_id,
                as_role=Role.STAFF,
                story=done,
                findings=[{"says": what, "photo": str(media_id)}],
            )
            return self._further(book, done)

        return self.desk.ledger.run(self.desk.now, use_case)

    def _find(
        self, book: Book, user_id: str, post_id: int, media_id: int
    ) -> tuple[Story, Standing, OpenPhoto] | Refusal:
        story = book.story(post_id)
        if story is None or story.post.author != user_id:
            return NOT_FOUND
        if story.post.status is not Status.CHANGES or (now := standing(self.desk, book, story)) is None:
            return SETTLED
        photo = next((each for each in now.photos if each.medium.id == media_id), None)
        return (story, now, photo) if photo is not None else SETTLED

    def _further(self, book: Book, story: Story) -> Done | Refusal:
        """On to SLT once nothing stands against any photo; else the other messages say what is left."""
        now = standing(self.desk, book, story)
        if now is None or now.photos:
            book.touch(story)
            return Done(story=story)
        actor = self.desk.actor(book.connection, story.post.author, story.post.school)
        answer = self.desk.decide(book, story, Action.CHECK, actor, None)
        if isinstance(answer, Refusal):
            return self.desk.refuse(book, answer, actor=actor, tried=Action.CHECK, story=story)
        book.move(story, Status.CHECKING, by=story.post.author)
        return Done(story=replace(story, post=replace(story.post, status=Status.CHECKING)))
