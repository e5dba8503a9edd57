"""A trust with two schools: a post belongs to one of them, and only that school's people decide on it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.practice import sample
from bot.practice.config import AppConfig
from bot.practice.workspace import Workspace
from bot.rehearsal import Rehearsal
from tests.conftest import Clock
from tests.journeys.conftest import LINKS, PROMISE, Brackenfold, has, without

OTHER_SLT, OTHER_OFFICE = "C0SLTWREN", "C0OFFICEWREN"
WREN = f"""
[schools.wren]
name = "Wren Park Primary"
slt_channel = "{OTHER_SLT}"
office_channel = "{OTHER_OFFICE}"

[schools.wren.roles]
staff = {{ channel = "C0STAFF" }}
slt = {{ users = ["{sample.LANE}"] }}
office = {{ users = ["{sample.TANYA}"] }}
"""


def two_schools(app: AppConfig) -> Workspace:
    made = sample.workspace(app)
    made.add_channel(OTHER_SLT, "wren-slt", members=(sample.LANE,), is_private=True)
    made.add_channel(OTHER_OFFICE, "wren-office", members=(sample.TANYA,), is_private=True)
    return made


@pytest.fixture
def trust(database_url: str, place: str, clock: Clock, tmp_path: Path) -> Iterator[Brackenfold]:
    """Brackenfold and Wren Park; the register is Brackenfold's."""
    settings = tmp_path / "trust.toml"
    settings.write_text(f"{sample.TRUST.read_text(encoding='utf-8')}\n{WREN}", encoding="utf-8")
    http = place.endswith("http")
    with Rehearsal(
        database_url, http=http, tick=False, now=clock, trust=settings, make_workspace=two_schools
    ) as rehearsal:
        yield Brackenfold(rehearsal, clock)
        assert rehearsal.workspace.complaints == []


def test_a_post_sent_for_the_wrong_school_moves_to_the_right_one(trust: Brackenfold) -> None:
    """The author chooses the other school and sends it again: from then on that school's SLT and office have it, alone."""
    card = trust.send(school="brackenfold", nobody=["nobody"])
    trust.decide(trust.helen, card, "post.request_changes", "This is Wren Park’s.")
    trust.priya.click(trust.priya.wait_message("dm", has("post.edit")), "post.edit")
    trust.priya.wait_view("post.form")
    assert trust.priya.submit({"school": "wren", "promise": PROMISE}).ok
    lane, tanya = trust.person(sample.LANE), trust.person(sample.TANYA)
    card = lane.wait_message(OTHER_SLT, has("post.approve", "Wren Park"))
    trust.rehearsal.workspace.join(OTHER_SLT, sample.HELEN)
    trust.helen.click(card, "post.approve")
    trust.told(trust.helen, "Only SLT can decide", OTHER_SLT)
    assert lane.click(card, "post.approve").ok
    task = tanya.wait_message(OTHER_OFFICE, has("task.start"))
    assert tanya.click(task, "task.start").ok
    tanya.wait_view("task.words")
    assert not trust.sue.messages(sample.OFFICE)
    trust.helen.wait_message(sample.SLT, without("post.approve", "Version 2 is with SLT of Wren Park Primary."))


def test_the_office_that_put_a_version_out_takes_it_down(trust: Brackenfold) -> None:
    """The post moved to the other school after Start: its first office can still say that it is live, and removes it."""
    task = trust.start(trust.approve(trust.send(school="brackenfold", pupils=["Maisie"])))
    trust.withdraw_permission("Trent")
    trust.sue.click(task, "task.words")
    trust.priya.click(trust.priya.wait_message("dm", has("post.see_who")), "post.edit")
    trust.priya.wait_view("post.form")
    assert trust.priya.submit({"school": "wren", "pupils": [], "nobody": ["nobody"], "promise": PROMISE}).ok
    task = trust.sue.wait_message(sample.OFFICE, has("task.already_live", "version 2"))
    trust.sue.click(task, "task.already_live")
    trust.sue.wait_view("task.published")
    assert trust.sue.submit({"link:facebook": LINKS["link:facebook"]}).ok
    takedown = trust.sue.wait_message(sample.OFFICE, has("takedown.removed"))
    assert trust.sue.click(takedown, "takedown.removed:facebook").ok
    trust.sue.wait_message(sample.OFFICE, "down everywhere")
    assert not trust.person(sample.TANYA).messages(OTHER_OFFICE)
