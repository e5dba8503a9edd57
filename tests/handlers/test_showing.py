"""Files of ours in Slack: there before the card that shows them, gone once no card does, whatever stops in between."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from slack_sdk import WebClient

from bot.domain.photos import Photo, Shown
from bot.domain.post import Draft, Status, Story
from bot.media import MediaStore, sha256_of
from bot.outbox import LEASE, Delivered, Failed
from bot.practice import sample
from bot.practice.server import PracticeServer
from bot.practice.workspace import Workspace
from bot.rehearsal import app_config
from bot.workflow.packing import packed
from handlers.cards.exhibits import Exhibit, Kind
from handlers.deliveries import Deliveries
from storage import cardfiles, media, outbox, queries
from storage.book import Book
from storage.book import Ids as BookIds
from storage.engine import Store
from storage.ledger import Ledger
from tests.conftest import Clock, Ids
from tests.domain import making
from tests.photos.making import picture, saved

TRUST = replace(
    making.TRUST,
    schools={
        "brackenfold": replace(
            making.TRUST.schools["brackenfold"], slt_channel=sample.SLT, office_channel=sample.OFFICE
        )
    },
)
COPIES = [saved(picture(size=(64, 48), paper=colour)) for colour in ("red", "green", "blue")]


@dataclass(slots=True)
class Shop:
    """A workspace, and the deliveries of a bot in it; `post` is a post with so many photos."""

    store: Store
    clock: Clock
    workspace: Workspace
    deliveries: Deliveries
    ledger: Ledger
    pictures: MediaStore

    def post(self, photos: int, copies: Sequence[bytes] = COPIES) -> Story:
        def use_case(book: Book) -> None:
            draft = Draft(school="brackenfold")
            story = book.keep_draft(None, draft, author=sample.PRIYA, form_key=None)
            names = [(f"F{n}", f"IMG_{n}.jpg") for n in range(photos)]
            listed = media.add(book.connection, story.post.id, names, at=book.now)
            shown = []
            for n, medium in enumerate(listed, 1):
                copy = copies[n - 1]
                self.pictures.put(story.post.id, copy)
                renditions = tuple((place, sha256_of(copy)) for place in ("facebook", "website"))
                shown.append(
                    Photo(n=n, media_id=medium.id, alt_text=f"Bean {n}", shown=Shown.WORK, renditions=renditions)
                )
            body = making.body(photos=tuple(shown), people=(), nobody=True, source="The gardeners’ book")
            revision = book.seal(story, body, submission_key="k")
            book.move(story, Status.WITH_SLT, by=sample.PRIYA, revision=revision)
            book.card(story, "slt", target=sample.SLT, key="slt:1", revision_no=1)

        self.ledger.run(self.clock, use_case)
        return self.story()

    def story(self) -> Story:
        with self.store.read() as connection:
            found = queries.story(connection, 1)
        assert found is not None
        return found

    def become(self, status: Status, *cards: tuple[str, str]) -> None:
        def use_case(book: Book) -> None:
            story = book.story(1)
            assert story is not None
            if status is Status.RELEASED:
                assert story.revision is not None
                book.give_to_office(story, story.revision)
            book.move(story, status, by=sample.HELEN)
            for kind, target in cards:
                book.card(story, kind, target=target, key=f"{kind}:{target}", revision_no=1)

        self.ledger.run(self.clock, use_case)

    def deliver(self) -> list[Delivered | Failed]:
        """Every message that is due, as the drain does it."""
        results = []
        for claim in outbox.claim(self.store, now=self.clock.now, by="one", lease=LEASE, limit=10):
            result = self.deliveries(claim)
            if isinstance(result, Delivered):
                outbox.done(self.store, claim, closed=result.closed)
            else:
                outbox.retry(self.store, claim, at=self.clock.now, error=result.error)
            results.append(result)
        return results

    def files(self) -> list[str]:
        """The names of our files that Slack has, oldest first."""
        return [file.name for file in self.workspace.files.values() if not file.deleted]

    def seen(self, channel: str) -> str:
        """What the last message there shows."""
        message = self.workspace.messages[channel][-1]
        return repr(message.blocks)

    def kept(self) -> dict[str, Any]:
        return cardfiles.of_card(self.store, 1)


@pytest.fixture
def shop(store: Store, clock: Clock, salts: Ids, tmp_path: Path) -> Iterator[Shop]:
    workspace = sample.workspace(app_config())
    pictures = MediaStore.at(str(tmp_path / "media"))
    with PracticeServer(workspace) as server:
        client = WebClient("xoxb-practice", base_url=server.api_url, retry_handlers=[])
        deliveries = Deliveries(
            client=client,
            store=store,
            trust=TRUST,
            now=clock,
            waiting_for=lambda *_: [],
            held=lambda *_: frozenset(),
            pictures=pictures,
            sheet=b"".join,
        )
        ledger = Ledger(store=store, ids=BookIds(salt=salts), policy_version="1", committed=lambda: None)
        yield Shop(store, clock, workspace, deliveries, ledger, pictures)
        assert workspace.complaints == []


def test_photos_are_there_while_slt_decide_and_gone_afterwards(shop: Shop) -> None:
    """Two photos are two pictures with neutral names and their alt text; once it is decided, Slack has none of them."""
    shop.post(2)
    assert shop.deliver() == [Delivered()]
    assert shop.files() == ["post-0001-1.jpg", "post-0001-2.jpg"]
    assert [file.alt_text for file in shop.workspace.files.values()] == ["Bean 1", "Bean 2"]
    assert all(file.id in shop.seen(sample.SLT) for file in shop.workspace.files.values())
    assert [file.content for file in shop.workspace.files.values()] == COPIES[:2]
    shop.become(Status.REJECTED)
    assert shop.deliver() == [Delivered()]
    assert shop.files() == []
    assert shop.kept() == {}
    assert "slack_file" not in shop.seen(sample.SLT)


def test_a_card_that_changes_uploads_nothing_twice(shop: Shop) -> None:
    """From three photos on it is one sheet, with the photos ready for the button; a second delivery finds them there."""
    shop.post(3)
    shop.deliver()
    before = shop.files()
    assert before == ["post-0001.jpg", "post-0001-1.jpg", "post-0001-2.jpg", "post-0001-3.jpg"]
    shop.become(Status.WITH_SLT)
    assert shop.deliver() == [Delivered()]
    assert shop.files() == before


def test_a_picture_that_slack_has_not_processed_waits(shop: Shop) -> None:
    """Nobody reads a card without its photos: it is posted once they can be shown."""
    shop.workspace.processing_seconds = 3600
    shop.post(1)
    (result,) = shop.deliver()
    assert isinstance(result, Failed)
    assert result.error == "file_not_processed"
    assert result.after is not None
    assert shop.workspace.messages[sample.SLT] == []
    for file in shop.workspace.files.values():
        file.ready_at = 0.0
    assert shop.deliver() == [Delivered()]
    assert shop.files() == ["post-0001-1.jpg"]


@pytest.mark.parametrize("completed", [False, True])
def test_an_upload_that_broke_off_is_taken_up_again(shop: Shop, completed: bool) -> None:
    """The id was kept before: what was completed is used, what was not is made anew, and nothing is left behind."""
    story = shop.post(1)
    shown = dict(story.revisions[0].body.photos[0].renditions)["facebook"]
    begun = shop.deliveries.client.files_getUploadURLExternal(filename="post-0001-1.jpg", length=len(COPIES[0]))
    key = Exhibit(kind=Kind.PICTURE, name="", of=(shown,)).key
    cardfiles.begun(shop.store, 1, key, begun["file_id"], at=shop.clock.now)
    if completed:
        shop.workspace.uploads[begun["file_id"]].content = COPIES[0]
        shop.deliveries.client.files_completeUploadExternal(files=[{"id": begun["file_id"]}])
    assert shop.deliver() == [Delivered()]
    assert len(shop.files()) == 1
    assert (shop.kept()[key].file_id == begun["file_id"]) is completed
    assert shop.kept()[key].there


def test_the_same_picture_twice_is_one_file(shop: Shop) -> None:
    """Whoever adds a photo twice has it shown twice; nothing is uploaded and then forgotten."""
    shop.post(2, copies=[COPIES[0], COPIES[0]])
    assert shop.deliver() == [Delivered()]
    assert len(shop.files()) == len(shop.kept()) == 1


def test_a_missing_copy_keeps_the_card_from_being_shown(shop: Shop) -> None:
    """SLT never get a card with another picture than the one that the version names."""
    story = shop.post(1)
    shop.pictures.remove(story.post.id)
    assert shop.deliver() == [Failed(error="MediaError")]
    assert shop.workspace.messages[sample.SLT] == []


def test_the_office_gets_the_pack_alone_and_until_it_is_published(shop: Shop) -> None:
    """The file comes by direct message to the one who asked, holds everything, and goes with the task."""
    shop.post(2)
    shop.become(Status.RELEASED, ("task", sample.OFFICE), ("pack", sample.SUE))
    assert {type(each) for each in shop.deliver()} == {Delivered}
    (pack,) = (file for file in shop.workspace.files.values() if file.name == "post-0001.zip")
    shared = [shop.workspace.channels[channel] for channel in pack.shares]
    assert [channel.is_im for channel in shared] == [True]
    assert sample.SUE in shared[0].members
    with zipfile.ZipFile(io.BytesIO(pack.content)) as opened:
        contents = {name: opened.read(name) for name in opened.namelist()}
    assert contents["facebook/post-0001-1.jpg"] == contents["website/post-0001-1.jpg"] == COPIES[0]
    assert contents["facebook/words.txt"].decode().strip() == making.body().words
    assert contents["alt.txt"].decode().split("\r\n")[:2] == ["post-0001-1.jpg", "Bean 1"]
    assert "gardeners’ book" in contents["sources.txt"].decode()
    assert b"version 1, for Facebook and the school website" in contents["read-me.txt"]
    thumbnails = shop.seen(sample.OFFICE)
    assert "post-0001-2.jpg" in thumbnails
    assert "Bean 2" in thumbnails
    shop.become(Status.HELD)
    shop.deliver()
    assert [name for name in shop.files() if name.endswith(".zip")] == []


def test_a_pack_is_the_same_bytes_each_time(shop: Shop) -> None:
    """Two people of the office have the same file, and no copy in it is another than the approved one."""
    revision = shop.post(3).revisions[0]
    assert packed(revision, TRUST, shop.pictures) == packed(revision, TRUST, shop.pictures)
