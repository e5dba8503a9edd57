"""What was sent with photos: kept as it was sent, found again once its photos are through, and forgotten when it is sealed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.domain.post import Draft, Status, Story
from storage import media, submissions
from storage.book import Book
from storage.book import Ids as BookIds
from storage.engine import Store
from storage.ledger import Ledger
from storage.media import MediaState
from tests.conftest import Clock, Ids
from tests.domain.making import body, photo


def test_what_was_sent_waits_for_all_of_its_photos(store: Store, clock: Clock, salts: Ids) -> None:
    """Whatever happens to the draft; one that is looked at or blurred just now is waited for, one that was left out is not;
    what is sent again takes the place of what was sent before."""
    ledger = Ledger(store=store, ids=BookIds(salt=salts), policy_version="2021-06", committed=lambda: None)

    def sent(book: Book) -> Story:
        story = book.keep_draft(None, Draft(school="brackenfold"), author="U1", form_key=None)
        media.add(book.connection, story.post.id, [("F1", "a.jpg"), ("F2", "b.jpg")], at=book.now)
        submissions.put(book.connection, story.post.id, body(photos=(photo(),)), "key-1", at=book.now)
        submissions.put(book.connection, story.post.id, body(photos=(photo(), photo(n=2))), "key-2", at=book.now)
        book.move(story, Status.CHECKING, by="U1")
        return story

    post = ledger.run(clock, sent).post.id
    with store.write() as connection:
        waits = submissions.waiting(connection, post)
        assert waits is not None
        assert (waits.key, waits.body.photos) == ("key-2", (photo(), photo(n=2)))
        first, second = media.of_post(connection, post)
        assert submissions.through(connection) == []
        media.finish(connection, first.id, at=clock.now, master="0001/m.jpg")
        media.change(connection, second.id, state=MediaState.BLURRING.value)
        assert submissions.through(connection) == []
        until = clock.now + timedelta(minutes=10)
        assert media.lease(connection, now=clock.now, until=until, most=5) == []
        blurring = media.lease(connection, now=clock.now, until=until, most=5, state=MediaState.BLURRING)
        assert [each.id for each in blurring] == [second.id]
        media.drop(connection, second.id)
        assert submissions.through(connection) == [post]
        submissions.change(connection, post, replace(waits.body, photos=()))
        changed = submissions.waiting(connection, post)
        assert changed is not None
        assert changed.body.photos == ()
        submissions.done(connection, post)
        assert (submissions.waiting(connection, post), submissions.through(connection)) == (None, [])
