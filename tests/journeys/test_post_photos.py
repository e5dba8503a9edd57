"""Photos are part of a post: looked at in the background, shown to their author where something stands against one, mended."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PIL import ExifTags, Image

from bot.photos.crew import GAVE_UP, Crew, Worker
from bot.practice import sample
from bot.practice.people import Person, Refused
from bot.practice.reading import text_of
from bot.workflow.photos.checking import LEASE
from storage import queries
from tests.journeys.conftest import ONE_WAY, OTHER_WAY, PROMISE, Brackenfold, Message, has
from tests.photos.making import picture, saved

PATIENTLY = 60.0
"""Seconds that a photo may take on a busy machine."""


def taken(words: str = "", *, model: str = "iPad (9th generation)") -> bytes:
    """A drawn photo, taken with the school's tablet unless another model is named."""
    block = Image.Exif()
    block[ExifTags.Base.Make], block[ExifTags.Base.Model] = "Apple", model
    return saved(picture(words, size=(900, 700), pixels=60), exif=block)


def attach(school: Brackenfold, *photos: tuple[str, bytes]) -> Person:
    """Opens the form, fills it and adds photos; the next window opens."""
    priya = school.priya
    assert priya.command("/socialpost")
    priya.wait_view("post.form")
    files: list[Any] = [priya.upload("photos", name, content) for name, content in photos]
    assert priya.submit(school.fill(priya, photos=files))
    priya.wait_view("post.describe" if len(photos) > 3 else "post.second")
    return priya


def described(*numbers: int) -> dict[str, Any]:
    """What every check lets through."""
    alts = {f"alt:{n}": f"Bean plants of group {n} on a windowsill." for n in numbers}
    return alts | {f"shown:{n}": "work" for n in numbers}


TABLET = "School iPad 12"
"""The one device of the sample's list."""
LAST = {"device": TABLET, "promise": PROMISE}


def send(school: Brackenfold, *photos: tuple[str, bytes]) -> Person:
    """A post with photos, on its way."""
    priya = attach(school, *photos)
    sent = priya.submit({**described(*range(1, len(photos) + 1)), **LAST})
    assert sent.ok, sent
    return priya


def wait(person: Person, where: str, action: str, fragment: str = "") -> Message:
    return person.wait_message(where, has(action, fragment), timeout=PATIENTLY)


def press(person: Person, action: str, fragment: str = "") -> None:
    """Clicks in a message that may be drawn anew in that very moment, as every card of a post is after each step."""
    for _ in range(5):
        try:
            assert person.click(wait(person, "dm", action, fragment), action).ok
        except Refused:
            continue
        return
    raise AssertionError(f"{action} could not be clicked")


@OTHER_WAY
def test_photos_reach_slt_once_each_has_been_looked_at(brackenfold: Brackenfold) -> None:
    """What is missing in the second window stands at its field; SLT approve these very copies; nothing of Slack's own file is
    kept but its number."""
    priya = attach(brackenfold, ("beans.jpg", taken()), ("chart.jpg", taken("Our chart")))
    wrong = priya.submit({**described(1, 2), **LAST, "alt:1": "beans.jpg", "alt:2": "Maisie Trent and a bean plant."})
    assert "name of a file" in wrong.errors["alt:1"]
    assert priya.submit({"alt:1": "Photo of beans"}).errors["alt:1"].startswith("Please leave out “Photo of”")
    assert "Maisie Trent" in priya.submit({"alt:1": "Bean plants on a windowsill."}).errors["alt:2"]
    assert priya.submit({"alt:2": "A bean plant beside a ruler."}).ok

    card = wait(brackenfold.helen, sample.SLT, "post.approve")
    assert "Bean plants on a windowsill." in text_of(card)
    priya.wait_message("dm", lambda m: "2 photos, both checked" in str(m))
    with brackenfold.rehearsal.store.read() as connection:
        story = queries.story(connection, 1)
    assert story is not None
    assert story.revision is not None
    places = [[place for place, _ in photo.renditions] for photo in story.revision.body.photos]
    assert places == [["facebook", "website"]] * 2
    assert brackenfold.vocabulary()[-3:] == ["post:checking", "post:submitted", "deletion:asked"]
    brackenfold.approve(card)


@ONE_WAY
def test_a_name_in_a_photo_is_blurred_and_a_doubtful_one_goes_to_slt(brackenfold: Brackenfold) -> None:
    """One tap blurs, the author sees the result before it counts; what is no child's name SLT decide on. Nobody else, no
    notification and no log entry has a name before that."""
    labels = ("labels.jpg", saved(Image.open(sample.LABELS)))
    priya = send(brackenfold, labels, ("story.jpg", taken("We saw how Maisie helped")))
    certain = wait(priya, "dm", "photo.blur", "One photo to fix")
    wait(priya, "dm", "photo.fine")
    assert "A child’s name can be read in photo 1: “Maisie”" in text_of(certain)
    assert any(block["type"] == "image" for block in certain["blocks"])
    assert not any("Maisie" in message["text"] for message in priya.messages("dm"))
    assert not any("Maisie" in str(each.messages("dm")) for each in (brackenfold.helen, brackenfold.sue))
    assert "Maisie" not in "".join(str(entry.findings) for entry in brackenfold.entries())

    assert priya.click(certain, "photo.blur").ok
    blurred = wait(priya, "dm", "photo.use")
    assert "blurred where the name was" in text_of(blurred)
    assert priya.click(blurred, "photo.use").ok
    priya.wait_message("dm", lambda m: "Nothing stands against this photo" in str(m))
    press(priya, "photo.fine")

    card = wait(brackenfold.helen, sample.SLT, "post.approve", "Maisie")
    assert "Taken on: School iPad 12" in text_of(card), "its file does not say: that rests on the author's word"
    assert brackenfold.helen.click(card, "post.approve").ok
    brackenfold.helen.wait_view("post.answer")


@OTHER_WAY
def test_a_photo_is_replaced_and_a_file_that_is_none_left_out(brackenfold: Brackenfold) -> None:
    """A device that is not approved, and a text that is called a photo: each is told in a sentence, other posts go on."""
    priya = send(
        brackenfold, ("phone.jpg", taken(model="Galaxy S9")), ("notes.jpg", b"no photo at all"), ("ok.jpg", taken())
    )
    phone = wait(priya, "dm", "photo.replace", "a device that is not approved")
    broken = wait(priya, "dm", "photo.leave_out", "not a picture")
    assert priya.click(broken, "photo.leave_out").ok
    priya.wait_message("dm", lambda m: "not part of post 1 any more" in str(m))

    assert phone["blocks"] != broken["blocks"]
    press(priya, "photo.replace", "a device that is not approved")
    priya.wait_view("photo.replace")
    another: list[Any] = [priya.upload("photos", "tablet.jpg", taken("Beans"))]
    values = {"photos": another, "device": TABLET, "alt:1": "A photo of the bean plants of the whole class."}
    assert "Please leave out" in priya.submit(values).errors["alt:1"]
    assert priya.submit({"alt:1": "The bean plants of the whole class."}).ok
    card = wait(brackenfold.helen, sample.SLT, "post.approve", "The bean plants of the whole class.")
    assert "It has 2 photos" in card["text"]


@ONE_WAY
def test_while_slack_gives_no_files_a_post_waits_and_a_restart_goes_on_with_it(brackenfold: Brackenfold) -> None:
    """A bot that ends in the middle of a photo leaves it to the next, once its lease is over; a checking process that dies
    twice is told, and so is a file that its owner deleted before it was read."""
    workspace, bot = brackenfold.rehearsal.workspace, brackenfold.rehearsal.bot
    workspace.faults.fail("files.info", "internal_error", times=1000)
    priya = send(brackenfold, ("one.jpg", taken()), ("two.jpg", taken("Beans")), ("three.jpg", taken("Chart")))
    assert "0 of 3 done" in text_of(priya.wait_message("dm", lambda m: "Checking your photos" in str(m)))
    assert workspace.wait_until(lambda: bool(workspace.calls_of("files.info")) and not bot.developing.busy)
    deleted = next(each for each in priya.files() if each["name"] == "three.jpg")
    priya.delete_file(deleted["id"])
    lost = bot.workflow.checking.lease(1)
    workspace.faults.clear()

    hasty = Crew(1, hire=lambda: Worker(seconds=0.01))
    replace(bot.developing, crew=hasty).sweep()
    hasty.close()
    assert not any(has("photo.leave_out")(each) for each in priya.messages("dm")), (
        "one still waits for its lease to end"
    )
    brackenfold.clock.advance(minutes=LEASE.seconds // 60 + 1)
    bot.developing.sweep()

    assert lost[0].name == "one.jpg"
    assert GAVE_UP in text_of(wait(priya, "dm", "photo.replace", "two.jpg"))
    assert "was deleted before it could be read" in text_of(wait(priya, "dm", "photo.leave_out", "three.jpg"))
    for name in ("two.jpg", "three.jpg"):
        press(priya, "photo.leave_out", name)
    wait(brackenfold.helen, sample.SLT, "post.approve", "It has 1 photo")


@OTHER_WAY
def test_many_photos_are_described_in_a_window_of_their_own_and_kept_ones_are_offered(brackenfold: Brackenfold) -> None:
    """Back loses nothing; editing offers the photos that are there as ticks; videos are refused in a sentence."""
    priya = attach(brackenfold, *((f"{n}.jpg", taken(f"Group {n}")) for n in range(1, 5)))
    assert "a file" in priya.submit(described(1, 2, 3, 4) | {"alt:4": "4.jpg"}).errors["alt:4"]
    assert priya.submit({"alt:4": "A chart."})
    priya.wait_view("post.second")
    assert priya.submit({**LAST, "device": "different"})
    workspace = brackenfold.rehearsal.workspace
    assert workspace.wait_until(lambda: "What was photo 4 taken on?" in str(workspace.stack(priya.id)))
    assert priya.submit({"promise": PROMISE, **{f"device:{n}": TABLET for n in range(1, 5)}}).ok
    card = wait(brackenfold.helen, sample.SLT, "post.approve", "It has 4 photos")
    brackenfold.decide(brackenfold.helen, card, "post.request_changes", "Two are enough.")

    assert priya.click(priya.wait_message("dm", has("post.edit")), "post.edit").ok
    view = priya.wait_view("post.form")
    kept = next(block for block in view["blocks"] if block["block_id"] == "kept")["element"]
    assert [each["text"]["text"] for each in kept["initial_options"]] == [
        f"Keep photo {n} ({n}.jpg)" for n in range(1, 5)
    ]
    assert priya.submit({"kept": [each["value"] for each in kept["options"][:2]], "promise": PROMISE})
    second = priya.wait_view("post.second")
    assert "Bean plants of group 1 on a windowsill." in str(second)
    assert priya.submit({"promise": PROMISE}).ok
    wait(brackenfold.helen, sample.SLT, "post.approve", "version 2")
