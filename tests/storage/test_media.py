"""The photos of posts in the database, on SQLite and on PostgreSQL."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.domain.photos import Photo, Shown
from bot.domain.post import Draft
from storage import media, queries
from storage.book import Book
from storage.book import Ids as BookIds
from storage.engine import Store
from storage.ledger import Ledger
from storage.media import MediaState
from storage.tables import RevisionMediaRow, table
from tests.conftest import Clock, Ids
from tests.domain import making

FILES = [("F1", "IMG_1.jpg"), ("F2", "IMG_2.jpg")]
AREA = ((1.0, 2.0), (9.0, 2.0), (9.0, 5.0), (1.0, 5.0))


@pytest.fixture
def ledger(store: Store, salts: Ids) -> Ledger:
    return Ledger(store=store, ids=BookIds(salt=salts), policy_version="2021-06", committed=lambda: None)


@pytest.fixture
def post(ledger: Ledger, clock: Clock) -> int:
    draft = Draft(school="brackenfold")
    return ledger.run(clock, lambda book: book.keep_draft(None, draft, author="U1", form_key=None).post.id)


def test_a_photo_is_noted_once(store: Store, clock: Clock, post: int) -> None:
    """Handing the same file over again changes nothing, and the order asked for is the order returned."""
    with store.write() as connection:
        media.add(connection, post, FILES, at=clock.now)
        again = media.add(connection, post, FILES[::-1], at=clock.now)
        assert [each.file_id for each in again] == ["F2", "F1"]
        assert [each.id for each in media.of_post(connection, post)] == sorted(each.id for each in again)


def test_a_photo_is_given_to_one_at_a_time(store: Store, clock: Clock, post: int) -> None:
    """What is taken comes back only when the lease ran out, with the number of times that it was begun."""
    until = clock.now + timedelta(minutes=10)
    with store.write() as connection:
        media.add(connection, post, FILES, at=clock.now)
    with store.write() as connection:
        taken = media.lease(connection, now=clock.now, until=until, most=1)
        assert [(each.file_id, each.attempts) for each in taken] == [("F1", 1)]
    with store.write() as connection:
        others = media.lease(connection, now=clock.now, until=until, most=5)
        assert [each.file_id for each in others] == ["F2"]
        media.finish(connection, others[0].id, at=clock.now, master="0001/m.jpg", likeness="00ff", faces=2)
    with store.write() as connection:
        back = media.lease(connection, now=until, until=until + timedelta(minutes=10), most=5)
        assert [(each.file_id, each.attempts) for each in back] == [("F1", 2)]


def test_what_was_found_is_kept(store: Store, clock: Clock, post: int) -> None:
    """A checked photo has its master, a failed one its sentence, and after a blur the blurred picture is the one used."""
    with store.write() as connection:
        first, second = media.add(connection, post, FILES, at=clock.now)
        media.finish(connection, first.id, at=clock.now, examined='{"make":"Canon"}', master="master", likeness="00ff")
        media.finish(connection, second.id, at=clock.now, error="This is no picture.")
        media.blurred(connection, first.id, picture="blurred", areas=[AREA], ocr="[]")
        one, other = media.of_post(connection, post)
    assert (one.state, one.examined, one.picture, one.areas) == (
        MediaState.CHECKED,
        '{"make":"Canon"}',
        "blurred",
        (AREA,),
    )
    assert (other.state, other.error, other.picture) == (MediaState.FAILED, "This is no picture.", "")


def test_a_photo_that_was_left_out_comes_back_as_it_was(store: Store, clock: Clock, post: int) -> None:
    """Nobody has to look at it a second time."""
    with store.write() as connection:
        first, second = media.add(connection, post, FILES, at=clock.now)
        media.finish(connection, first.id, at=clock.now, master="master")
        media.drop(connection, first.id)
        media.drop(connection, second.id)
        back = media.add(connection, post, FILES, at=clock.now)
        assert [each.state for each in back] == [MediaState.CHECKED, MediaState.WAITING]


def test_a_sealed_version_names_its_photos(ledger: Ledger, store: Store, clock: Clock, post: int) -> None:
    """The version reads back with its photos, and their bytes and alt texts belong to what was approved."""
    with store.write() as connection:
        first, second = media.add(connection, post, FILES, at=clock.now)
        media.finish(connection, first.id, at=clock.now, master="master")
        media.blurred(connection, first.id, picture="blurred", areas=[AREA], ocr="[]")
    photos = tuple(
        Photo(n=n, media_id=each.id, alt_text=f"Alt {n}", shown=Shown.WORK, renditions=(("facebook", f"{n}" * 64),))
        for n, each in enumerate((second, first), 1)
    )

    def seal(book: Book) -> None:
        story = book.story(post)
        assert story is not None
        book.seal(story, making.body(photos=photos, people=(), nobody=True), submission_key="k")

    ledger.run(clock, seal)
    with store.read() as connection:
        story = queries.story(connection, post)
        assert story is not None
        assert story.revisions[-1].body.photos == photos
        shown = connection.execute(select(table(RevisionMediaRow)).order_by(table(RevisionMediaRow).c.n)).all()
    assert [(row.n, row.media_id, row.renditions_sha256) for row in shown] == [
        (1, second.id, photos[0].sha256),
        (2, first.id, photos[1].sha256),
    ]
    assert [row.blur for row in shown] == ["[]", "[[[1.0, 2.0], [9.0, 2.0], [9.0, 5.0], [1.0, 5.0]]]"]
