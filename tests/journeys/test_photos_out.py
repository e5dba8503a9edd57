"""Photos on their way out: judged on SLT's card, looked at again at each gate, packed for the office, deleted afterwards."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import zipfile
from datetime import UTC, date, datetime
from pathlib import Path

from PIL import ExifTags, Image

from bot.domain.devices import Device, Owner
from bot.media import sha256_of
from bot.practice import sample
from bot.practice.reading import text_of
from bot.workflow.decisions import Done
from storage import devices, queries
from tests.journeys.conftest import LINKS, ONE_WAY, OTHER_WAY, PROMISE, Brackenfold, has
from tests.journeys.test_post_photos import attach, described, send, taken, wait
from tests.photos.making import picture, saved


def pictures_in(message: dict[str, object]) -> list[str]:
    """The ids of the files that a message shows."""
    return [part.split("'")[0] for part in repr(message).split("'slack_file': {'id': '")[1:]]


def ours(school: Brackenfold) -> list[str]:
    """The names of the bot's own files that are still in Slack."""
    workspace = school.rehearsal.workspace
    mine = [file for file in workspace.files.values() if file.user == workspace.app.bot_user_id]
    return sorted(file.name for file in mine if not file.deleted)


def without_metadata(folder: Path, pack: zipfile.ZipFile) -> None:
    """exiftool finds nothing in the pack's pictures but what every JPEG says of its own encoding."""
    if not shutil.which("exiftool"):
        assert os.environ.get("SOCIALPOST_EXIFTOOL") != "required"
        return
    pack.extractall(folder)
    photos = [str(folder / name) for name in pack.namelist() if name.endswith(".jpg")]
    asked = ["exiftool", "-s", "-G1", "-EXIF:all", "-XMP:all", "-IPTC:all", "-ICC_Profile:all", "-MakerNotes:all"]
    found = subprocess.run([*asked, "-Comment", "-PreviewImage", *photos], capture_output=True, text=True, check=False)
    assert "[" not in found.stdout.replace("========", ""), found.stdout


@ONE_WAY
def test_the_office_gets_the_very_copies_that_slt_judged(brackenfold: Brackenfold, tmp_path: Path) -> None:
    """On the card while it is decided, gone afterwards; packed for the one who asks; the author's uploads are asked after."""
    priya = send(brackenfold, ("beans.jpg", taken("Our beans")), ("chart.jpg", taken("Our chart")))
    card = wait(brackenfold.helen, sample.SLT, "post.approve")
    assert len(pictures_in(card)) == 2
    assert "Photo 2 of 2 · Alt text: Bean plants of group 2" in text_of(card)
    assert ours(brackenfold) == ["post-0001-1.jpg", "post-0001-2.jpg"]

    task = brackenfold.approve(card)
    decided = brackenfold.helen.wait_message(sample.SLT, lambda m: "✅ Approved" in str(m))
    assert pictures_in(decided) == []
    assert "post-0001-1.jpg" in text_of(task)

    started = brackenfold.start(task)
    assert brackenfold.sue.click(started, "task.pack").ok
    brackenfold.told(brackenfold.sue, "Nobody else gets it", sample.OFFICE)
    brackenfold.sue.wait_message("dm", lambda m: "The pack · Post 1" in str(m))
    workspace = brackenfold.rehearsal.workspace
    (file,) = (each for each in workspace.files.values() if each.name == "post-0001.zip")
    assert {user for channel in file.shares for user in workspace.channels[channel].members} == {
        sample.SUE,
        workspace.app.bot_user_id,
    }
    with brackenfold.rehearsal.store.read() as connection:
        story = queries.story(connection, 1)
    assert story is not None
    assert story.revision is not None
    with zipfile.ZipFile(io.BytesIO(file.content)) as pack:
        for photo in story.revision.body.photos:
            for place, sha256 in photo.renditions:
                assert sha256_of(pack.read(f"{place}/{photo.name(1)}")) == sha256
        without_metadata(tmp_path, pack)

    assert brackenfold.publish(started, **LINKS).ok
    brackenfold.sue.wait_message("dm", lambda m: "Pack deleted" in str(m))
    brackenfold.sue.wait_message(sample.OFFICE, lambda m: "✅ Published" in str(m))
    brackenfold.rehearsal.workspace.wait_until(lambda: ours(brackenfold) == [])
    assert ours(brackenfold) == []

    priya.wait_message("dm", lambda m: "Please delete photos" in str(m))
    for each in priya.files():
        priya.delete_file(each["id"])
    brackenfold.rehearsal.bot.intaker.sweep()
    priya.wait_message("dm", lambda m: "✅ Photos deleted" in str(m))


@OTHER_WAY
def test_a_pupil_who_joins_makes_a_name_of_what_was_read(brackenfold: Brackenfold) -> None:
    """The writing was looked through when the post was sent; SLT's yes and the office's start ask the register of the day."""
    priya = send(brackenfold, ("list.jpg", taken("Quentin Farrow")))
    task = brackenfold.approve(wait(brackenfold.helen, sample.SLT, "post.approve"))
    brackenfold.add_pupil("Quentin", "Farrow")
    assert brackenfold.sue.click(task, "task.start").ok
    brackenfold.told(brackenfold.sue, "may not go out as it stands", sample.OFFICE)
    held = priya.wait_message("dm", has("post.see_who"))
    assert "Quentin" not in str(held)
    assert priya.click(held, "post.see_who").ok
    assert "“Quentin Farrow” in the photo is a pupil’s name" in text_of(priya.wait_view("post.see_who"))
    card = brackenfold.helen.wait_message(sample.SLT, has("post.approve", "On hold"))
    assert "Quentin" not in str(card)
    assert brackenfold.helen.click(card, "post.approve").ok
    brackenfold.told(brackenfold.helen, "cannot be approved just now", sample.SLT)


@ONE_WAY
def test_a_photo_that_was_not_approved_is_recognised(brackenfold: Brackenfold) -> None:
    """Saved again and sent by somebody else, it is still the same picture: its author says why, and SLT answer before a yes."""
    send(brackenfold, ("beans.jpg", taken("Our beans")))
    card = wait(brackenfold.helen, sample.SLT, "post.approve")
    assert brackenfold.decide(brackenfold.helen, card, "post.reject", "Please not this one.").ok
    brackenfold.helen.wait_message(sample.SLT, lambda m: "Not approved" in str(m))
    brackenfold.rehearsal.workspace.wait_until(lambda: ours(brackenfold) == [])
    assert ours(brackenfold) == []

    priya = send(brackenfold, ("again.jpg", taken("Our beans")))
    asked = wait(priya, "dm", "photo.fine")
    assert "Photo 1 looks like one that was not approved before" in text_of(asked)
    assert priya.click(asked, "photo.fine").ok
    again = wait(brackenfold.helen, sample.SLT, "post.approve")
    assert "Photo 1 looks like one that was not approved before" in text_of(again)
    assert brackenfold.helen.click(again, "post.approve").ok
    assert "not approved before" in text_of(brackenfold.helen.wait_view("post.answer"))


@OTHER_WAY
def test_many_photos_are_a_sheet_that_opens(brackenfold: Brackenfold) -> None:
    """Three photos and more are numbered on one picture; the button opens each at full size, and not for everybody."""
    photos = [(f"{n}.jpg", taken(f"Group {n}")) for n in range(1, 4)]
    send(brackenfold, *photos)
    card = wait(brackenfold.helen, sample.SLT, "post.photos")
    assert len(pictures_in(card)) == 1
    assert brackenfold.helen.click(card, "post.photos").ok
    opened = brackenfold.helen.wait_view("post.photos")
    assert len(pictures_in(opened)) == 3
    assert "Photo 3 of 3 · Alt text: Bean plants of group 3" in text_of(opened)
    with brackenfold.rehearsal.store.read() as connection:
        story = queries.story(connection, 1)
    assert story is not None
    assert story.revision is not None
    copy = story.revision.body.photos[1].renditions[0][1]
    store = brackenfold.rehearsal.bot.workflow.office.desk.pictures.store
    assert store is not None
    store.delete(f"0001/{copy}.jpg")
    outcome = brackenfold.rehearsal.bot.workflow.decisions.approve(sample.HELEN, story.revision.seen)
    assert not isinstance(outcome, Done), "nobody approves what cannot be vouched for"


@ONE_WAY
def test_photos_of_a_personal_device_are_asked_after(brackenfold: Brackenfold) -> None:
    """Until the author says that they are deleted there: in their messages, the daily reminder, the Headteacher's Home."""
    phone = Device(
        id="",
        label="Ms Nair’s phone",
        make="Samsung",
        model="SM-A536B",
        owner=Owner.PERSONAL,
        approved_by="Mr Lane",
        approved_on=date(2026, 9, 1),
    )
    with brackenfold.rehearsal.store.write() as connection:
        devices.approve(connection, phone, school="brackenfold", by=sample.SUE, at=brackenfold.clock())
    block = Image.Exif()
    block[ExifTags.Base.Make], block[ExifTags.Base.Model] = phone.make, phone.model
    block.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = "2026:11:20 10:00:00"
    priya = attach(brackenfold, ("mine.jpg", saved(picture("Our beans", size=(900, 700), pixels=60), exif=block)))
    assert priya.submit({**described(1), "device": phone.label, "promise": PROMISE}).ok
    asked = wait(priya, "dm", "photos.deleted")
    assert "its cloud" in text_of(asked)
    assert "an approved device" in text_of(wait(brackenfold.helen, sample.SLT, "post.approve"))

    head = brackenfold.person(sample.RUTH)
    head.home()
    assert f"<@{sample.PRIYA}>: on their own device since" in text_of(head.wait_home("Photos not deleted yet (2)"))
    brackenfold.clock.now = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
    brackenfold.rehearsal.bot.directory.refresh(brackenfold.clock())
    assert brackenfold.rehearsal.bot.workflow.chasing.sweep()
    reminder = priya.wait_message("dm", lambda m: "please delete its photos from your own device" in str(m))
    assert "Files" in text_of(reminder)

    assert priya.click(asked, "photos.deleted").ok
    priya.wait_message("dm", lambda m: "you said on Wed 25 Nov, 9am that they are deleted" in str(m))
    head.home()
    assert "own device" not in text_of(head.wait_home("Photos not deleted yet (1)"))
    assert "deletion:done" in brackenfold.vocabulary()
