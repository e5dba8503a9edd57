"""Photos are handed over in Slack and looked through before a post is written; only whoever asked reads what was found."""

from __future__ import annotations

from typing import Any

import pytest
from PIL import ExifTags, Image
from sqlalchemy import func, select

from bot.practice import sample
from bot.practice.people import Person
from bot.practice.reading import text_of
from storage.tables import PhotoCheckRow, table
from tests.journeys.conftest import Brackenfold
from tests.photos.making import picture, saved


def taken(words: str = "") -> bytes:
    """A photo of a sheet, taken with a phone that nobody has approved."""
    block = Image.Exif()
    block[ExifTags.Base.Make], block[ExifTags.Base.Model] = "Apple", "iPhone 13"
    return saved(picture(words, size=(1200, 900), pixels=60), exif=block)


def hand_over(person: Person, *photos: tuple[str, bytes]) -> None:
    assert person.command("/socialpost", "photos")
    person.wait_view("photos.check")
    files: list[Any] = [person.upload("photos", name, content) for name, content in photos]
    assert person.submit({"photos": files}).ok
    assert "being checked" in text_of(person.wait_view("notice"))
    person.close()


@pytest.mark.parametrize("place", ["sqlite-socket"])
def test_names_and_devices_are_told_to_whoever_asked_and_nobody_else(brackenfold: Brackenfold) -> None:
    """One photo with a name, one without, one that is none: each has its sentences, no notification says a name, and
    what was found is forgotten after a week."""
    priya = brackenfold.priya
    hand_over(priya, ("a.jpg", taken("Maisie Trent")), ("b.jpg", taken("Hello")), ("c.jpg", b"no photo at all"))
    brackenfold.rehearsal.bot.darkroom.sweep()

    message = priya.wait_message("dm", lambda m: m["text"] == "3 photos checked: 3 need you.")
    shown = text_of(message)
    assert "“Maisie Trent” in the photo is a pupil’s name" in shown
    assert shown.count("a device that is not approved") == 2
    assert "This file is not a picture" in shown
    assert shown.count("No pupil’s name was found") == 0
    others = [brackenfold.person(who) for who in (sample.HELEN, sample.SUE)]
    assert not any("Maisie" in str(other.messages("dm")) for other in others)
    assert "Maisie" not in "".join(map(str, brackenfold.entries()))

    assert kept(brackenfold) == 3
    brackenfold.clock.advance(days=8)
    brackenfold.rehearsal.bot.darkroom.sweep()
    assert kept(brackenfold) == 0


def kept(school: Brackenfold) -> int:
    """In how many photos what was found is still known. No photo itself is ever kept."""
    with school.rehearsal.store.read() as connection:
        return int(connection.scalar(select(func.count()).select_from(table(PhotoCheckRow))) or 0)
