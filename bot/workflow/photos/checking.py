"""The background's side: which photos wait, what was found in each, and what follows once a post's photos are all through."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from bot.domain.lifecycle import Action, Actor, Refusal
from bot.domain.post import Body, Status, Story
from bot.domain.trust import Role
from bot.photos.kept import examined_of
from bot.photos.naming import find_names
from bot.photos.renditions import MASTER_SIDE
from bot.workflow.asking import nobody_to_ask
from bot.workflow.desk import Desk, what_was_found
from bot.workflow.holding import BOT
from bot.workflow.photos.open import OpenPhoto, Standing, standing
from bot.workflow.sending import send, tell_author
from storage import media, submissions
from storage.book import Book
from storage.concern import hold_answers
from storage.log import What
from storage.media import Area, MediaState, Medium

LEASE = timedelta(minutes=10)
"""Longer than the checking process may take for one photo, its second try included."""

TRIES = 2
"""How often looking at a photo is begun, where the whole bot ends in the middle of it."""

Renditions = tuple[tuple[str, str], ...]
"""(place, SHA-256 in hex) of the copies of a photo."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What one look at a photo found out, as it is kept. master: its key in the media store."""

    master: str
    examined: str
    ocr: str
    likeness: str
    faces: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Ready:
    """A post whose photos have all been looked at: what was sent of it, and its photos in no order."""

    post_id: int
    body: Body
    photos: tuple[Medium, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PhotoChecking:
    desk: Desk

    def lease(self, most: int, state: MediaState = MediaState.WAITING) -> list[Medium]:
        """Takes photos to look at (or to blur); nobody else gets them meanwhile."""

        def use_case(book: Book) -> list[Medium]:
            return media.lease(book.connection, now=book.now, until=book.now + LEASE, most=most, state=state)

        return self.desk.ledger.run(self.desk.now, use_case)

    def put_back(self, medium: Medium) -> None:
        """Nobody could look just now, and the photo is not to blame."""

        def use_case(book: Book) -> None:
            media.change(book.connection, medium.id, lease_until=None, attempts=medium.attempts - 1)

        self.desk.ledger.run(self.desk.now, use_case)

    def found(self, medium: Medium, seen: Seen) -> None:
        """What one look found out."""

        def use_case(book: Book) -> None:
            if self._ours(book, medium):
                media.finish(
                    book.connection,
                    medium.id,
                    at=book.now,
                    examined=seen.examined,
                    ocr=seen.ocr,
                    likeness=seen.likeness,
                    faces=seen.faces,
                    master=seen.master,
                )
                book.renew(f"sent:{medium.post_id}")

        self.desk.ledger.run(self.desk.now, use_case)

    def failed(self, medium: Medium, sentence: str) -> None:
        """Why a photo could not be looked at."""

        def use_case(book: Book) -> None:
            if self._ours(book, medium):
                media.finish(book.connection, medium.id, at=book.now, error=sentence)
                if medium.state is MediaState.BLURRING:
                    self._redraw(book, medium.post_id)
                else:
                    book.renew(f"sent:{medium.post_id}")

        self.desk.ledger.run(self.desk.now, use_case)

    def school_of(self, medium: Medium) -> str:
        """The school whose register a photo is held against."""
        with self.desk.ledger.store.read() as connection:
            sent = submissions.waiting(connection, medium.post_id)
        return sent.body.school if sent is not None else ""

    def blurred(
        self, medium: Medium, *, picture: str, preview: str, areas: Sequence[Area], ocr: str, examined: str
    ) -> None:
        """Names in a photo were made unreadable; its author looks at it next. picture "": it could not be done."""

        def use_case(book: Book) -> None:
            if not self._ours(book, medium):
                return
            if picture:
                media.blurred(book.connection, medium.id, picture=picture, areas=areas, ocr=ocr)
                media.change(book.connection, medium.id, examined=examined, preview=preview)
            media.change(
                book.connection,
                medium.id,
                state=MediaState.CHECKED.value,
                lease_until=None,
                error="" if picture else CANNOT_BLUR,
            )
            self._redraw(book, medium.post_id)

        self.desk.ledger.run(self.desk.now, use_case)

    def ready(self) -> list[Ready]:
        """Posts that wait for nothing but what follows from their photos."""
        with self.desk.ledger.store.read() as connection:
            waiting = [submissions.waiting(connection, post_id) for post_id in submissions.through(connection)]
            return [
                Ready(
                    post_id=sent.post_id,
                    body=sent.body,
                    photos=tuple(media.named(connection, [photo.media_id for photo in sent.body.photos])),
                )
                for sent in waiting
                if sent is not None
            ]

    def needing(self, post_id: int) -> list[Medium]:
        """The photos of a post whose author will be shown what stands against them."""

        def use_case(book: Book) -> list[Medium]:
            story = book.story(post_id)
            now = standing(self.desk, book, story) if story is not None else None
            return [each.medium for each in now.photos if not each.error] if now is not None else []

        return self.desk.ledger.run(self.desk.now, use_case)

    def names_at(self, medium: Medium, school: str) -> tuple[Area, ...]:
        """Where names stand in a photo, by the register as it is now: corners in pixels of its picture in the store."""
        with self.desk.ledger.store.read() as connection:
            roll = self.desk.pictures.roll(connection, school)
        examined = examined_of(medium)
        scale = min(1.0, MASTER_SIDE / max(examined.width, examined.height, 1))
        return tuple(_scaled(each.corners, scale) for each in find_names(examined.lines, roll))

    def shown(self, medium: Medium, preview: str) -> None:
        """What a photo's author is shown of it: a key of the media store."""
        self.desk.ledger.run(self.desk.now, lambda book: media.change(book.connection, medium.id, preview=preview))

    def through(self, ready: Ready, renditions: Mapping[int, Renditions]) -> None:
        """All photos of a post have been looked at. It goes to SLT, or its author is told what stands against which.

        renditions: by photo; there is none where a photo needs its author. Where something else was sent of the post
        meanwhile, the next sweep sees to that.
        """

        def use_case(book: Book) -> None:
            hold_answers(book.connection)
            story = book.story(ready.post_id)
            if story is None or story.post.status is not Status.CHECKING:
                return
            now = standing(self.desk, book, story)
            if now is None or now.sent.body != ready.body:
                return
            if now.photos or now.others or not self._can_go(book, story, ready.body):
                self._back(book, story, now)
            elif all(photo.media_id in renditions for photo in ready.body.photos):
                self._on(book, story, now, renditions)

        self.desk.ledger.run(self.desk.now, use_case)

    def broke(self, post_id: int) -> None:
        """Something went wrong here: the author hears of it rather than wait for ever."""

        def use_case(book: Book) -> None:
            story = book.story(post_id)
            now = standing(self.desk, book, story) if story is not None else None
            if story is not None and now is not None and story.post.status is Status.CHECKING:
                self._back(book, story, replace(now, photos=()))

        self.desk.ledger.run(self.desk.now, use_case)

    def _can_go(self, book: Book, story: Story, body: Body) -> bool:
        """Whether its time is still to come, its author may still send it, and there is somebody to ask."""
        author = story.post.author
        if body.at is not None and body.at <= book.now:
            return False
        if Role.STAFF not in self.desk.actor(book.connection, author, body.school).roles:
            return False
        closed = self.desk.may_write(book.connection, author, body.school)
        return closed is None and not nobody_to_ask(self.desk, book.connection, body, author)

    def _on(self, book: Book, story: Story, now: Standing, renditions: Mapping[int, Renditions]) -> None:
        body = now.sent.body
        photos = tuple(
            replace(each, blurred=bool(now.rows[each.media_id].blurred), renditions=renditions[each.media_id])
            for each in body.photos
        )
        body = replace(body, photos=photos)
        actor = self.desk.actor(book.connection, story.post.author, body.school)
        answer = self.desk.decide(book, story, Action.SUBMIT, actor, None)
        if isinstance(answer, Refusal):
            self.desk.refuse(book, answer, actor=actor, tried=Action.SUBMIT, story=story)
            return
        story = book.answer(story, [each for each in now.report.answers if each not in story.answers])
        send(self.desk, book, story, body, now.sent.key, now.report)

    def _back(self, book: Book, story: Story, now: Standing) -> None:
        """Its author has to look: a message for each photo, and one for all else."""
        bot = Actor(user_id=BOT, roles=frozenset[Role]())
        answer = self.desk.decide(book, story, Action.FOUND, bot, None)
        if isinstance(answer, Refusal):
            return
        tell_author(book, story)
        for each in now.photos:
            photo_card(book, story, each)
        if not now.photos or now.others:
            key = f"sent_back:{story.post.id}:{story.post.version}"
            book.card(story, "sent_back", target=story.post.author, key=key, revision_no=0)
        book.await_changes(story, now.sent.body.at)
        book.move(story, answer.next, by=BOT)
        found = [{"clause": "form", "says": "photo_failed"} for each in now.photos if each.error]
        book.log(
            What.POST_PHOTOS_FOUND,
            actor=BOT,
            story=story,
            findings=[*found, *now.report.codes()],
            detail=what_was_found(now.report),
        )

    def _ours(self, book: Book, medium: Medium) -> bool:
        """Whether a photo still waits for this look: its author may have left it out, and another may have been quicker."""
        now = media.get(book.connection, medium.id)
        return now is not None and now.state is medium.state and now.lease_until == medium.lease_until

    def _redraw(self, book: Book, post_id: int) -> None:
        story = book.story(post_id)
        if story is not None:
            book.touch(story)


CANNOT_BLUR = "The name can still be read after blurring. Please crop the photo, or use another one."


def _scaled(corners: Iterable[tuple[float, float]], scale: float) -> Area:
    a, b, c, d = ((x * scale, y * scale) for x, y in corners)
    return a, b, c, d


def photo_card(book: Book, story: Story, each: OpenPhoto) -> None:
    """One message about one photo. When the post comes back because of it once more, that is a message of its own."""
    key = f"photo:{each.medium.id}:{story.post.version}"
    book.card(story, "photo", target=story.post.author, key=key, revision_no=0)
