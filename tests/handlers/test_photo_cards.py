"""What an author reads about the photos of a post that are not through yet: calm, whole, and never a name on a locked phone."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.domain.attached import Attached
from bot.domain.devices import Device, Owner
from bot.domain.findings import NAME, Field, Finding, Strength
from bot.domain.photos import Photo, Shown
from bot.domain.policy import Report
from bot.domain.post import Status, Story
from bot.photos.crew import GAVE_UP
from bot.workflow.photos.checking import CANNOT_BLUR
from bot.workflow.photos.open import OpenPhoto, Standing
from handlers import ids, modals
from handlers.cards import CARDS, Card
from handlers.metadata import Metadata
from handlers.modals.photo_fields import photo_fields
from handlers.modals.replacing import another_photo
from storage.media import MediaState, Medium
from storage.submissions import Submission
from tests.domain.making import AUTHOR, NOW
from tests.handlers.making import DUE, EVIL, TRUST, card_facts, situation
from tests.handlers.rules import broken_in_card, broken_in_view, buttons, texts

pytestmark = pytest.mark.slow

LATE = DUE + timedelta(hours=1)
KEY = f"0042/{'ab' * 32}.jpg"


def medium(**changes: Any) -> Medium:
    """The second photo of post 42, looked at."""
    values: dict[str, Any] = {
        "id": 7,
        "post_id": 42,
        "file_id": "F2",
        "name": "labels.jpg",
        "state": MediaState.CHECKED,
        "attempts": 1,
        "lease_until": None,
        "master": KEY,
        "blurred": "",
        "preview": KEY,
        "areas": (),
        "examined": '{"animated": false}',
        "ocr": "[]",
        "likeness": "",
        "faces": 0,
        "device": "1",
        "error": "",
        "added_at": NOW,
        "checked_at": NOW,
        "gone_at": None,
    }
    return Medium(**values | changes)


def found(
    strength: Strength, kind: str = NAME, span: str = "Maisie", sentence: str = "“Maisie” in the photo."
) -> Finding:
    return Finding(
        clause="SP-2",
        strength=strength,
        code="name_in_photo",
        field=Field.PHOTOS,
        sentence=sentence,
        kind=kind,
        span=span,
        where="photo:2",
        fingerprint="f1",
    )


SURE, DOUBTFUL = found(Strength.ENFORCE), found(Strength.HOLD)
FACES = found(Strength.HOLD, "faces", "", "There are more faces in this photo than pupils in your list.")
NASTY = found(Strength.ENFORCE, span=EVIL * 20, sentence=EVIL * 20)
GIF = '{"animated": true}'

# What may be the matter with one photo: its row, what was found, whether its blurred picture waits for a yes.
CASES: dict[str, tuple[Medium, tuple[Finding, ...], bool]] = {
    "name": (medium(), (SURE,), False),
    "doubtful": (medium(), (DOUBTFUL,), False),
    "faces": (medium(), (FACES,), False),
    "many": (medium(), (SURE, DOUBTFUL, FACES, *(found(Strength.ENFORCE, span=f"Name {n}") for n in range(9))), False),
    "animated": (medium(examined=GIF), (SURE,), False),
    "not_blurred": (medium(error=CANNOT_BLUR), (SURE,), False),
    "blurring": (medium(state=MediaState.BLURRING), (), False),
    "blurred": (medium(blurred=KEY), (), True),
    "blurred_and_more": (medium(blurred=KEY), (FACES,), True),
    "failed": (medium(state=MediaState.FAILED, error=GAVE_UP, preview="", name=EVIL), (), False),
    "nasty": (medium(), (NASTY,), False),
}


def standing(story: Story, row: Medium, findings: tuple[Finding, ...], *, wants_yes: bool) -> Standing:
    assert story.revision is not None
    photos = tuple(Photo(n=n, media_id=5 + n, alt_text="Beans.", shown=Shown.WORK) for n in (1, 2))
    sent = Submission(post_id=42, body=replace(story.revision.body, photos=photos), key="k", sent_at=NOW)
    needing = OpenPhoto(photo=photos[1], medium=row, findings=findings, wants_yes=wants_yes)
    return Standing(sent=sent, rows={6: medium(id=6), 7: row}, photos=(needing,), report=Report((), findings))


def shown(
    kind: str, case: str, status: Status = Status.CHANGES, *, sent_before: bool = False, now: datetime = NOW
) -> Card:
    story = situation("waiting")
    story = replace(story, post=replace(story.post, status=status))
    row, findings, wants_yes = CASES[case]
    waits = standing(story, row, findings, wants_yes=wants_yes)
    facts = card_facts(story if sent_before else replace(story, revisions=(), tasks=()), target=AUTHOR)
    return CARDS[kind](replace(facts, standing=waits, revision_no=0, about="7:3", now=now))


def pressed(card: Card) -> list[str]:
    return [button["action_id"] for button in buttons(card.blocks)]


@pytest.mark.parametrize("status", [Status.CHANGES, Status.CHECKING, Status.WITH_SLT, Status.WITHDRAWN])
@pytest.mark.parametrize("kind", ["sent", "photo", "sent_back", "photos_time_passed"])
@pytest.mark.parametrize("case", CASES)
def test_every_message_keeps_every_rule(case: str, kind: str, status: Status) -> None:
    """Slack's limits, dead mentions, short sentences, no name and no exclamation mark in what a locked phone shows."""
    for sent_before in (False, True):
        card = shown(kind, case, status, sent_before=sent_before, now=LATE if kind == "photos_time_passed" else NOW)
        assert list(broken_in_card(card)) == []
        assert "Maisie" not in card.text
        said = [card.text, *(text for how, text in texts(card.blocks) if how == "mrkdwn")]
        for sentence in re.split(r"[.:;?]\s|\n", " \n".join(said)):
            assert len(sentence.split()) <= 25, sentence
        assert all(len(button["text"]["text"]) <= 24 for button in buttons(card.blocks))


@pytest.mark.parametrize(
    ("case", "offered"),
    [
        ("name", [ids.PHOTO_BLUR, ids.PHOTO_REPLACE, ids.PHOTO_LEAVE_OUT]),
        ("doubtful", [ids.PHOTO_BLUR, ids.PHOTO_REPLACE, ids.PHOTO_LEAVE_OUT, ids.PHOTO_FINE]),
        ("faces", [ids.PHOTO_REPLACE, ids.PHOTO_LEAVE_OUT, ids.PHOTO_FINE]),
        ("animated", [ids.PHOTO_REPLACE, ids.PHOTO_LEAVE_OUT]),
        ("not_blurred", [ids.PHOTO_REPLACE, ids.PHOTO_LEAVE_OUT]),
        ("blurring", []),
        ("blurred", [ids.PHOTO_USE, ids.PHOTO_REPLACE]),
        ("failed", [ids.PHOTO_REPLACE, ids.PHOTO_LEAVE_OUT]),
    ],
)
def test_only_what_can_help_is_offered(case: str, offered: list[str]) -> None:
    """What is certain cannot be answered away; an animation is not blurred; at most one button is green."""
    card = shown("photo", case)
    assert pressed(card) == offered
    assert sum(button.get("style") == "primary" for button in buttons(card.blocks)) <= 1


def test_a_time_that_passed_offers_the_way_on_until_another_is_set() -> None:
    """What the photos need stands in their own messages."""
    card = shown("photos_time_passed", "name", now=LATE)
    assert pressed(card) == [ids.EDIT, ids.WITHDRAW]
    assert "has passed while it was back with you" in card.text
    for settled in (
        shown("photos_time_passed", "name"),
        shown("photos_time_passed", "name", Status.WITH_SLT, now=LATE),
    ):
        assert pressed(settled) == []
        assert "has moved on since its time passed" in settled.text
    # SLT had asked for changes, that time passed, and these are the changes: the older message offers nothing any more.
    assert pressed(shown("time_passed", "name", sent_before=True, now=LATE)) == []


def test_a_photo_that_is_settled_offers_nothing_and_shows_nothing() -> None:
    """Its picture goes from Slack with the buttons."""
    for status in (Status.CHECKING, Status.WITH_SLT):
        card = shown("photo", "name", status)
        assert (pressed(card), card.files) == ([], ())
    assert [each.of for each in shown("photo", "name").files] == [("ab" * 32,)]


def test_the_author_reads_how_far_the_checks_are() -> None:
    card = shown("sent", "blurring", Status.CHECKING)
    assert card.text == "Checking your photos: 1 of 2 done. Post 42 goes to SLT after that."
    assert pressed(card) == [ids.WITHDRAW]


DEVICES = [
    Device(id="2", label="Ms Nair’s phone", make="Apple", model="iPhone", owner=Owner.PERSONAL, approved_by="Mr Lane"),
    Device(id="1", label="School iPad 12", make="Apple", model="iPad", owner=Owner.SCHOOL),
]


@pytest.mark.parametrize("number", [1, 2, 3, 4, 10])
@pytest.mark.parametrize("devices", [("1",), ("1", "2"), ("different",)])
def test_the_windows_about_photos_are_within_slacks_limits(number: int, devices: tuple[str, ...]) -> None:
    """However many photos with however long names, and whatever was said of them; kept ones are offered once."""
    photos = [
        Attached(
            file_id=f"F{n}",
            name=f"{EVIL * 9}{n}.jpg",
            alt_text="x" * 400,
            shown=Shown.FACES,
            device=devices[n % len(devices)],
        )
        for n in range(number)
    ]
    facts = modals.SecondFacts(trust=TRUST, pupils=3, photos=photos, devices=DEVICES * 60)
    metadata = Metadata(post=42, key="k1", step="0123456789abcdef")
    for view in (modals.second_step(facts, metadata), modals.describe_step(facts, metadata)):
        assert list(broken_in_view(view)) == []
    draft = replace(situation("waiting").post.draft, photos=tuple(photos))
    kept = [block.block_id for block in photo_fields(draft, {"F0"})]
    assert kept == (["kept", "photos"] if number > 1 else ["photos"])
    photo = Photo(n=number, media_id=7, alt_text="Beans.", shown=Shown.PLACE)
    assert list(broken_in_view(another_photo(photo, DEVICES, metadata))) == []
