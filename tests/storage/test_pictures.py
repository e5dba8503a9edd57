"""A post's photos at a gate: held against the register, the devices and what came down before, as they are at that moment."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest
from sqlalchemy import insert, update

from bot.domain.devices import Device, Owner
from bot.domain.findings import Field, Finding, Strength
from bot.domain.photos import Photo, Shown
from bot.domain.post import Body, Draft, Status
from bot.media import MediaStore, key_of, sha256_of
from bot.photos.examine import Examined
from bot.photos.kept import kept_examined, kept_lines
from bot.photos.lines import Line, Reading
from bot.workflow.pictures import MISSING, SEEN_BEFORE, Pictures
from storage import devices, media
from storage.book import Book
from storage.book import Ids as BookIds
from storage.engine import Store
from storage.ledger import Ledger
from storage.media import MediaState
from storage.tables import PersonRow, PostRow, RegisterChangeRow, table
from tests.conftest import Clock, Ids
from tests.domain import making

COPY = b"\xff\xd8 a copy"
CAMERA = Examined(make="Canon", model="Canon EOS 2000D", serial="0430", captured=datetime(2026, 11, 20, 10, 0))  # noqa: DTZ001
LIKENESS = "00ff00ff00ff00ff"


def writing(text: str) -> Line:
    """A line that was read without any doubt."""
    slots = tuple(((letter, 0.99),) for letter in text)
    places = tuple((n + 0.5) / len(text) for n in range(len(text)))
    reading = Reading(text=text, confidence=0.99, slots=slots, places=places)
    return Line(corners=((10, 10), (210, 10), (210, 40), (10, 40)), readings=(reading,))


@pytest.fixture
def ledger(store: Store, salts: Ids) -> Ledger:
    return Ledger(store=store, ids=BookIds(salt=salts), policy_version="2021-06", committed=lambda: None)


@pytest.fixture
def pictures(tmp_path: Path) -> Pictures:
    return Pictures(store=MediaStore.at(str(tmp_path / "media")))


@pytest.fixture
def camera(store: Store, clock: Clock) -> None:
    """The school's own camera, with which every photo here is taken."""
    device = Device(id="", label="Office camera", make=CAMERA.make, model=CAMERA.model, serial=CAMERA.serial)
    device = replace(device, owner=Owner.SCHOOL, approved_by="U0MRLANE", approved_on=date(2026, 9, 1))
    with store.write() as connection:
        devices.approve(connection, device, school="brackenfold", by="U0MRLANE", at=clock.now)


def checked(
    ledger: Ledger,
    clock: Clock,
    pictures: Pictures,
    examined: Examined = CAMERA,
    *,
    likeness: str = LIKENESS,
    n: int = 1,
) -> Photo:
    """A checked photo of a new post, with its copy kept."""

    def use_case(book: Book) -> Photo:
        draft = Draft(school="brackenfold")
        post = book.keep_draft(None, draft, author="U1", form_key=None).post.id
        (medium,) = media.add(book.connection, post, [("F1", "IMG_1.jpg")], at=book.now)
        media.finish(
            book.connection,
            medium.id,
            at=book.now,
            examined=kept_examined(examined),
            ocr=kept_lines(examined.lines),
            likeness=likeness,
            master="0001/master",
        )
        assert pictures.store is not None
        pictures.store.put(post, COPY)
        renditions = (("facebook", sha256_of(COPY)),)
        return Photo(n=n, media_id=medium.id, alt_text="A bean", shown=Shown.WORK, renditions=renditions)

    return ledger.run(clock, use_case)


def findings(store: Store, pictures: Pictures, *photos: Photo, **changes: object) -> tuple[Finding, ...]:
    body: Body = making.body(photos=photos, people=(), nobody=True)
    with store.read() as connection:
        return pictures.post(connection, replace(body, **changes))  # type: ignore[arg-type]


def enrol(store: Store, forename: str, surname: str) -> None:
    """One more pupil, as an import leaves them."""
    person = {"id": f"p_{forename}", "school_id": "brackenfold", "mis_id": forename, "role": "pupil"}
    person |= {"legal_forename": forename, "legal_surname": surname, "middle_names": "", "chosen_forename": ""}
    person |= {"year_group": "", "class_name": "", "sort_name": forename.casefold(), "changed": 1}
    with store.write() as connection:
        connection.execute(insert(table(PersonRow)), person)
        connection.execute(insert(table(RegisterChangeRow)), {"school_id": "brackenfold", "number": 1})


@pytest.mark.usefixtures("camera")
def test_a_photo_in_order_says_nothing(store: Store, ledger: Ledger, clock: Clock, pictures: Pictures) -> None:
    """Nobody's name, the school's camera, no faces, the very bytes that were shown."""
    assert findings(store, pictures, checked(ledger, clock, pictures)) == ()


@pytest.mark.usefixtures("camera")
def test_a_name_counts_once_the_register_has_it(store: Store, ledger: Ledger, clock: Clock, pictures: Pictures) -> None:
    """The writing was read long ago; a pupil who joins later makes a name of it, and it stops the post."""
    examined = replace(CAMERA, lines=(writing("Zofia Lis"),))
    photo = checked(ledger, clock, pictures, examined)
    assert findings(store, pictures, photo) == ()
    enrol(store, "Zofia", "Lis")
    (found,) = findings(store, pictures, replace(photo, n=2))
    assert (found.clause, found.strength, found.where, found.field) == (
        "SP-2",
        Strength.ENFORCE,
        "photo:2",
        Field.PHOTOS,
    )
    assert found.people == ("p_Zofia",)
    assert found.is_name
    assert not found.contestable
    assert found.fingerprint


@pytest.mark.usefixtures("camera")
def test_an_answer_belongs_to_the_picture(store: Store, ledger: Ledger, clock: Clock, pictures: Pictures) -> None:
    """The same question about the same picture at another place is the same one; about another picture it is not."""
    examined = replace(CAMERA, faces=2)
    one, other = (checked(ledger, clock, pictures, examined, likeness=mark * 16) for mark in "0f")
    (first,) = findings(store, pictures, one)
    (moved,) = findings(store, pictures, replace(one, n=2))
    (another,) = findings(store, pictures, other)
    assert first.fingerprint == moved.fingerprint != another.fingerprint
    assert (first.clause, first.strength, first.code) == ("SP-1", Strength.HOLD, "more_faces")


def test_a_device_that_is_not_listed_stops_it(store: Store, ledger: Ledger, clock: Clock, pictures: Pictures) -> None:
    """Asked anew each time: a device that is retired meanwhile counts as the register has it."""
    (found,) = findings(store, pictures, checked(ledger, clock, pictures))
    assert (found.clause, found.strength, found.code) == ("PH-1", Strength.ENFORCE, "not_listed")


@pytest.mark.usefixtures("camera")
@pytest.mark.parametrize("what", ["gone", "changed", "forgotten", "no_store"])
def test_bytes_that_are_not_those_that_were_shown_stop_it(
    store: Store, ledger: Ledger, clock: Clock, pictures: Pictures, what: str
) -> None:
    """A copy that is missing or another one, and a photo that is not kept any more, cannot be vouched for."""
    photo = checked(ledger, clock, pictures)
    assert pictures.store is not None
    with store.write() as connection:
        medium = media.get(connection, photo.media_id)
        assert medium is not None
        key = key_of(medium.post_id, sha256_of(COPY))
        if what == "gone":
            pictures.store.delete(key)
        elif what == "changed":
            pictures.store.files.pipe_file(f"{pictures.store.root}/{key}", b"another")
        elif what == "forgotten":
            media.change(connection, medium.id, state=MediaState.FORGOTTEN.value)
        else:
            pictures = replace(pictures, store=None)
    (found,) = findings(store, pictures, photo)
    assert (found.strength, found.code) == (Strength.ENFORCE, MISSING)
    assert "Photo 1" in found.sentence


@pytest.mark.usefixtures("camera")
@pytest.mark.parametrize(
    ("difference", "same"), [("00ff00ff00ff00ff", True), ("03ff00ff00ff00ff", True), ("ff00", False)]
)
def test_a_photo_that_was_turned_down_is_asked_about(
    store: Store, ledger: Ledger, clock: Clock, pictures: Pictures, difference: str, same: bool
) -> None:
    """A picture saved again is still the same one; it holds, whoever sends it, and never for its own post."""
    before = checked(ledger, clock, pictures)

    def rejected(book: Book) -> None:
        medium = media.get(book.connection, before.media_id)
        assert medium is not None
        story = book.story(medium.post_id)
        assert story is not None
        book.seal(story, making.body(photos=(before,), people=(), nobody=True), submission_key="k")
        set_rejected = update(table(PostRow)).where(table(PostRow).c.id == medium.post_id)
        book.connection.execute(set_rejected.values(status=Status.REJECTED.value))

    ledger.run(clock, rejected)
    photo = checked(ledger, clock, pictures, likeness=difference.rjust(16, "0"))
    found = findings(store, pictures, photo)
    assert [(each.code, each.strength) for each in found] == ([(SEEN_BEFORE, Strength.HOLD)] if same else [])
    assert findings(store, pictures, before) == ()


@pytest.mark.usefixtures("camera")
def test_a_look_that_breaks_stops_the_post(store: Store, ledger: Ledger, clock: Clock, pictures: Pictures) -> None:
    """Nothing is taken to be in order because nobody could look."""
    photo = checked(ledger, clock, pictures)
    with store.write() as connection:
        media.change(connection, photo.media_id, ocr="no JSON")
    (found,) = findings(store, pictures, photo)
    assert (found.strength, found.code) == (Strength.ENFORCE, "check_failed:JSONDecodeError")
