"""Photos whose time is over are deleted, with what was read in them; what is still needed is not."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.photos import Photo, Shown
from bot.domain.post import Draft, Status, TaskState
from bot.media import MediaStore, sha256_of
from bot.workflow import Desk, Workflow
from bot.workflow.pictures import MISSING, Pictures
from storage import log, media, queries
from storage.book import Book
from storage.book import Ids as BookIds
from storage.engine import Store
from storage.ledger import Ledger
from storage.media import MediaState, Medium
from tests.conftest import Clock
from tests.domain.making import AUTHOR, TRUST, body

DAYS = 30


@dataclass(slots=True)
class School:
    store: Store
    clock: Clock
    desk: Desk
    workflow: Workflow
    pictures: MediaStore

    def post(self, status: Status, *, left_out: bool = False) -> int:
        """A post in this state with a photo, and one that its author left out."""

        def use_case(book: Book) -> int:
            story = book.keep_draft(None, Draft(school="brackenfold"), author=AUTHOR, form_key=None)
            post = story.post.id
            used, spare = media.add(book.connection, post, [("F1", "IMG_1.jpg"), ("F2", "IMG_2.jpg")], at=book.now)
            for medium in (used, spare):
                master = self.pictures.put(post, f"master {medium.id}".encode())
                media.finish(
                    book.connection,
                    medium.id,
                    at=book.now,
                    master=master,
                    ocr='["Maisie"]',
                    likeness="00ff00ff00ff00ff",
                )
            copy = f"copy {used.id}".encode()
            self.pictures.put(post, copy)
            photo = Photo(
                n=1, media_id=used.id, alt_text="", shown=Shown.WORK, renditions=(("facebook", sha256_of(copy)),)
            )
            if left_out:
                media.drop(book.connection, spare.id)
            revision = book.seal(story, body(photos=(photo,), people=(), nobody=True), submission_key=f"k{post}")
            if status is Status.RELEASED:
                book.give_to_office(story, revision)
            book.move(story, status, by=AUTHOR, revision=revision)
            return post

        return self.desk.ledger.run(self.clock, use_case)

    def media(self, post: int) -> list[Medium]:
        with self.store.read() as connection:
            return media.of_post(connection, post)

    def files(self, post: int) -> int:
        """How many files of a post there are in the store."""
        folder = Path(self.pictures.root) / f"{post:04}"
        return len(list(folder.iterdir())) if folder.exists() else 0


@pytest.fixture
def school(store: Store, clock: Clock, tmp_path: Path) -> School:
    pictures = MediaStore.at(str(tmp_path / "media"))
    ledger = Ledger(store=store, ids=BookIds(salt=lambda: "salt"), policy_version="1", committed=lambda: None)
    desk = Desk(
        ledger=ledger,
        trust=replace(TRUST, photos_days=DAYS),
        now=clock,
        role_max_age=timedelta(hours=12),
        pictures=Pictures(store=pictures),
    )
    return School(store, clock, desk, Workflow.at(desk), pictures)


@pytest.mark.parametrize("status", [Status.REJECTED, Status.WITHDRAWN, Status.PUBLISHED, Status.REMOVED, Status.DRAFT])
def test_photos_go_when_their_time_is_over(school: School, status: Status) -> None:
    """Not a day before; then the pictures, the copies, what was read in them and the files' names, but not the likeness."""
    post = school.post(status)
    school.clock.advance(days=DAYS)
    assert school.workflow.retention.sweep() == 0
    assert school.files(post) == 3
    school.clock.advance(minutes=1)
    assert school.workflow.retention.sweep() == 2
    assert school.files(post) == 0
    for medium in school.media(post):
        assert (medium.state, medium.ocr, medium.master, medium.name) == (MediaState.FORGOTTEN, "[]", "", "")
        assert medium.likeness
    assert school.workflow.retention.sweep() == 0
    with school.store.read() as connection:
        assert log.verify(connection).first_bad is None
        entries = [each for each in log.show(connection, limit=10) if each.what == "photos:forgotten"]
        story = queries.story(connection, post)
    assert [each.findings for each in entries] == [[{"says": "forgotten:2"}]]
    assert story is not None
    assert story.revision is not None
    assert story.revision.body.photos, "what was approved stays on record"


def test_what_the_office_still_has_to_publish_is_kept(school: School) -> None:
    """However long it takes, and until nothing about the post is open."""
    post = school.post(Status.RELEASED)
    school.clock.advance(days=10 * DAYS)
    assert school.workflow.retention.sweep() == 0

    def closed(book: Book) -> None:
        story = book.story(post)
        assert story is not None
        book.settle(story.tasks, state=TaskState.DONE, by="U1", outcome="published")
        book.move(story, Status.PUBLISHED, by="U1", quietly=True)

    school.desk.ledger.run(school.clock, closed)
    assert school.workflow.retention.sweep() == 2


def test_what_an_author_left_out_goes_when_the_post_is_sent(school: School) -> None:
    """Photos that are not used are not kept: but for as long as the post is being written, they may be taken back."""
    sent, written = school.post(Status.WITH_SLT, left_out=True), school.post(Status.CHANGES, left_out=True)
    assert school.workflow.retention.sweep() == 1
    assert [medium.state for medium in school.media(sent)] == [MediaState.CHECKED, MediaState.FORGOTTEN]
    assert (school.files(sent), school.files(written)) == (2, 3)


def test_a_forgotten_photo_cannot_go_out_and_can_be_added_again(school: School) -> None:
    """A version that names it stops; whoever adds the file once more has it looked at anew."""
    post = school.post(Status.REJECTED)
    school.clock.advance(days=DAYS + 1)
    school.workflow.retention.sweep()

    def look(book: Book) -> list[str]:
        story = book.story(post)
        assert story is not None
        assert story.revision is not None
        return [each.code for each in school.desk.look(book, story.revision.body, post=post).blocking]

    assert MISSING in school.desk.ledger.run(school.clock, look)
    with school.store.write() as connection:
        (again,) = media.add(connection, post, [("F1", "IMG_1.jpg")], at=school.clock.now)
    assert (again.state, again.name, again.attempts) == (MediaState.WAITING, "IMG_1.jpg", 0)


def test_one_post_that_breaks_holds_up_no_other(school: School) -> None:
    """It is tried again at the next sweep."""
    first, second = school.post(Status.REJECTED), school.post(Status.REJECTED)
    school.clock.advance(days=DAYS + 1)

    class Stubborn(type(school.pictures.files)):  # type: ignore[misc]
        def rm(self, path: str, *_: object, **__: object) -> None:
            if path.endswith(f"{first:04}"):
                raise PermissionError(path)
            super().rm(path, recursive=True)

    stubborn = MediaStore(files=Stubborn(skip_instance_cache=True), root=school.pictures.root)
    desk = replace(school.desk, pictures=Pictures(store=stubborn))
    assert Workflow.at(desk).retention.sweep() == 2
    assert (school.files(first), school.files(second)) == (3, 0)
    assert school.workflow.retention.sweep() == 2
    assert school.files(first) == 0
