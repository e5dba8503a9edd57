"""Photos by people at the practice page, in a real browser: chosen in the file chooser, described, mended, and seen by SLT."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect

from bot.practice import sample
from bot.rehearsal import Rehearsal
from storage import queries
from tests.browser.conftest import Shot, Sit
from tests.browser.desk import Desk

pytestmark = [pytest.mark.slow, pytest.mark.browser]

SILL, TRAYS = "A bean plant on a classroom windowsill.", "Four plant pots in a row on a shelf."
PATIENTLY = 90_000
"""Milliseconds that looking at photos may take on a busy machine."""


def seen(picture: Locator) -> bytes:
    """The file that a picture shows, once it has been drawn."""
    expect(picture).to_be_visible(timeout=PATIENTLY)
    assert picture.evaluate("picture => picture.decode().then(() => picture.naturalWidth)") > 0
    return picture.page.request.get(str(picture.evaluate("picture => picture.src"))).body()


def approvable(school: Rehearsal) -> set[str]:
    """The SHA-256 of every copy for a place that belongs to post 1 as SLT have it."""
    with school.store.read() as connection:
        story = queries.story(connection, 1)
    assert story is not None
    assert story.revision is not None
    return {sha256 for photo in story.revision.body.photos for _, sha256 in photo.renditions}


def save_photos(priya: Desk, folder: Path) -> list[Path]:
    """The guide's own photos, saved on this computer as somebody does who has nothing but the page."""
    saved = []
    for name in ("beans.jpg", "labels.jpg"):
        with priya.page.expect_download() as download:
            priya.page.get_by_role("link", name=f"Save {name}").click()
        assert download.value.suggested_filename == name
        download.value.save_as(folder / name)
        saved.append(folder / name)
    assert [each.read_bytes() for each in saved] == [sample.BEANS.read_bytes(), sample.LABELS.read_bytes()]
    return saved


def choose_photos(priya: Desk, photos: list[Path]) -> None:
    """Two by the chooser and a file that is no photo; one of them again, by a second look, and out again."""
    priya.attach("photos", *photos, sample.REGISTER)
    field = priya.page.get_by_test_id("field-photos")
    expect(field).to_contain_text("“register.csv” cannot be added here.")
    priya.attach("photos", photos[0])
    expect(field.get_by_label("Remove beans.jpg")).to_have_count(2)
    field.get_by_label("Remove beans.jpg").last.click()
    expect(field.locator("li")).to_have_text([re.compile("beans.jpg"), re.compile("labels.jpg")])


def describe_photos(priya: Desk) -> None:
    """The second step; the description that is missing at first stands at its field, and what was filled in stays."""
    expect(priya.form.get_by_text("Step 2 of 2")).to_be_visible()
    priya.page.get_by_label("Describe photo 1").fill(SILL)
    for number in (1, 2):
        priya.choose(f"shown:{number}", "Work or a display")
    priya.choose("device", "School iPad 12")
    priya.tick("Yes, I have")
    priya.page.get_by_test_id("modal-submit").click()
    expect(priya.page.get_by_test_id("error-alt:2")).to_contain_text("Please complete this required field.")
    expect(priya.page.get_by_label("Describe photo 1")).to_have_value(SILL)
    priya.nothing_sticks_out()
    priya.page.get_by_label("Describe photo 2").fill(TRAYS)
    priya.send()


def test_photos_are_chosen_described_and_seen_by_slt(school: Rehearsal, sit: Sit, shot: Shot, tmp_path: Path) -> None:
    """A name in one is blurred with one press before SLT see any of it; they see the very copies that a yes is about."""
    priya, helen = sit(sample.PRIYA, sample.STAFF), sit(sample.HELEN, sample.SLT)
    photos = save_photos(priya, tmp_path)
    priya.write("/socialpost")
    priya.fill_in("Our beans grow a little every day.", "Facebook", "School website")
    choose_photos(priya, photos)
    shot(priya.page, "60-photos-chosen")
    priya.page.get_by_test_id("modal-submit").click()
    describe_photos(priya)

    priya.go_to_bot()
    fix = priya.card("One photo to fix")
    expect(fix).to_contain_text("A child’s name can be read in photo 2: “Maisie”", timeout=PATIENTLY)
    boxed = seen(fix.get_by_alt_text("Your photo 2, with a red box around each name."))
    shot(priya.page, "61-photo-to-fix")
    expect(helen.page.locator("article")).to_have_count(0)
    priya.press("Blur it for me", fix)
    fit = priya.card("Will this do?")
    blurred = seen(fit.get_by_alt_text("Your photo 2, blurred where the name was."))
    shot(priya.page, "62-photo-blurred")
    priya.press("Use it", fit)

    card = helen.card("For your approval")
    expect(card).to_contain_text(f"Photo 1 of 2 · Alt text: {SILL}", timeout=PATIENTLY)
    expect(card).to_contain_text(f"Photo 2 of 2 · Alt text: {TRAYS}")
    shown = [seen(card.get_by_alt_text(alt)) for alt in (SILL, TRAYS)]
    assert {hashlib.sha256(each).hexdigest() for each in shown} <= approvable(school)
    assert not {*(each.read_bytes() for each in photos), boxed, blurred} & set(shown)
    expect(card).to_contain_text("an approved device")
    expect(card).not_to_contain_text("Maisie")
    helen.nothing_sticks_out()
    shot(helen.page, "63-photos-with-slt")
