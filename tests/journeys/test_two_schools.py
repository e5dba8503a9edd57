"""A trust with two schools: each sees and decides only its own posts, and nobody's pupils are shown elsewhere."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.practice import sample
from bot.practice.config import AppConfig
from bot.practice.reading import text_of
from bot.practice.workspace import Workspace
from bot.rehearsal import Rehearsal
from tests.conftest import Clock
from tests.journeys.conftest import ONE_WAY, Brackenfold, has

pytestmark = ONE_WAY

ASHCOMBE = """
[schools.ashcombe]
name = "Ashcombe Primary Academy"
slt_channel = "C0ASHSLT"
office_channel = "C0ASHOFFICE"

[schools.ashcombe.roles]
staff = { users = ["U0PRIYANAIR", "U0ASHTEACHER"] }
slt = { users = ["U0ASHHEAD"] }
office = { users = ["U0ASHOFFICE"] }
"""
PUPIL = (
    "person_id,role,legal_forename,middle_names,legal_surname,chosen_forename,year_group,class_name,"
    "facebook,instagram,x,linkedin,website,newsletter\n"
    "A1,pupil,Maisie,,Ashworth,,Year 1,Elm,yes,yes,yes,yes,yes,yes\n"
)


def both_schools(app: AppConfig) -> Workspace:
    made = sample.workspace(app)
    for user, name in (("U0ASHTEACHER", "Tom Reeve"), ("U0ASHHEAD", "Nora Quinn"), ("U0ASHOFFICE", "Bela Varga")):
        made.add_user(user, name)
    made.add_channel("C0ASHSLT", "ashcombe-slt", members=("U0ASHHEAD", sample.HELEN), is_private=True)
    made.add_channel("C0ASHOFFICE", "ashcombe-office", members=("U0ASHOFFICE",), is_private=True)
    return made


@pytest.fixture
def trust(database_url: str, place: str, clock: Clock) -> Iterator[Brackenfold]:
    text = sample.TRUST.read_text(encoding="utf-8") + ASHCOMBE
    with Rehearsal(
        database_url,
        http=place.endswith("http"),
        tick=False,
        now=clock,
        trust=text,
        make_workspace=both_schools,
    ) as rehearsal:
        rehearsal.load_register("ashcombe", PUPIL.encode(), "ashcombe.csv")
        yield Brackenfold(rehearsal, clock)


def test_the_school_is_asked_only_where_there_is_a_choice(trust: Brackenfold) -> None:
    """Somebody who works in both chooses; somebody who works in one is not asked."""
    trust.priya.command("/socialpost")
    assert "school" in [block["block_id"] for block in trust.priya.wait_view("post.form")["blocks"]]
    tom = trust.person("U0ASHTEACHER")
    tom.command("/socialpost")
    assert "school" not in [block["block_id"] for block in tom.wait_view("post.form")["blocks"]]


def test_a_post_goes_to_its_own_schools_slt(trust: Brackenfold) -> None:
    """Ashcombe's post reaches Ashcombe, and Brackenfold's SLT cannot decide on it even where they see it."""
    tom = trust.person("U0ASHTEACHER")
    assert trust.try_to_send(tom, pupils=["Ashworth"]).ok
    nora = trust.person("U0ASHHEAD")
    card = nora.wait_message("C0ASHSLT", has("post.approve"))
    trust.helen.click(card, "post.approve")
    trust.told(trust.helen, "Only SLT can decide on posts", "C0ASHSLT")
    assert not trust.helen.messages(sample.SLT)
    assert nora.click(card, "post.approve")
    trust.person("U0ASHOFFICE").wait_message("C0ASHOFFICE", has("task.start"))
    assert not trust.sue.messages(sample.OFFICE)


def test_pupils_are_found_and_featured_only_in_their_own_school(trust: Brackenfold) -> None:
    """The picker offers one school's children; a child of the other school does not pass as one of this."""
    tom = trust.person("U0ASHTEACHER")
    tom.command("/socialpost")
    tom.wait_view("post.form")
    assert [option["text"] for option in tom.options("pupils", "Maisie")] == ["Maisie Ashworth · Year 1 Elm"]
    trust.priya.command("/socialpost")
    trust.priya.wait_view("post.form")
    trust.priya.fill({"school": "ashcombe"})
    ours = trust.priya.options("pupils", "Maisie")
    trust.priya.fill({"pupils": ours})
    answer = trust.priya.submit({**trust.fill(trust.priya, pupils=[]), "pupils": ours, "school": "brackenfold"})
    assert "not in the register" in (answer.errors or {})["pupils"]


def test_somebody_who_is_no_staff_finds_nobody(trust: Brackenfold) -> None:
    """Without the role the command answers with a sentence, and a forged search offers no child."""
    nora = trust.person("U0ASHHEAD")
    nora.command("/socialpost", "", "C0ASHSLT")
    trust.told(nora, "socialpost is for staff", "C0ASHSLT")
    trust.priya.command("/socialpost")
    trust.priya.wait_view("post.form")
    trust.rehearsal.workspace.alter_next({"user.id": "U0ASHHEAD"})
    assert trust.priya.options("pupils", "Maisie") == []
    assert "access:refused" in trust.vocabulary()


def test_a_role_that_was_taken_away_counts_no_more(trust: Brackenfold) -> None:
    """Dan leaves the staff channel: the event takes his role before the next refresh."""
    dan = trust.person(sample.DAN)
    dan.command("/socialpost")
    dan.wait_view("post.form")
    values = trust.fill(dan)
    trust.rehearsal.workspace.leave(sample.STAFF, sample.DAN)
    workspace = trust.rehearsal.workspace
    assert workspace.wait_until(lambda: sample.DAN not in workspace.channels[sample.STAFF].members)
    trust.rehearsal.bot.directory.refresh(trust.clock())
    answer = dan.submit(values)
    assert "socialpost is for staff" in str(answer.errors)
    assert "post:submitted" not in trust.vocabulary()


def test_the_card_says_nothing_of_the_other_school(trust: Brackenfold) -> None:
    """The school's own name stands on its card."""
    assert trust.try_to_send(trust.person("U0ASHTEACHER"), pupils=["Ashworth"]).ok
    card = trust.person("U0ASHHEAD").wait_message("C0ASHSLT", has("post.approve"))
    assert "Ashcombe Primary Academy" in text_of(card)
    assert "Brackenfold" not in text_of(card)
