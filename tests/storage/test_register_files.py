"""The message about a file of the register: every state in words, within Slack's limits, on both databases."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from bot.domain.lifecycle import Refusal
from bot.workflow import Desk, Workflow
from handlers.loose import LOOSE, Loose
from storage import outbox, uploads
from storage.book import Ids
from storage.engine import Store
from storage.ledger import Ledger
from tests.conftest import Clock
from tests.conftest import Ids as Counting
from tests.domain.making import TRUST
from tests.handlers.making import EVIL
from tests.handlers.rules import broken_in_card

FILE = "F0REGISTER1"


@pytest.fixture
def workflow(store: Store, clock: Clock, salts: Counting) -> Workflow:
    ledger = Ledger(store=store, ids=Ids(salt=salts), policy_version="", committed=lambda: None)
    return Workflow.at(Desk(ledger=ledger, trust=TRUST, now=clock, role_max_age=timedelta(hours=12)))


def add(store: Store, clock: Clock, **values: Any) -> None:
    with store.write() as connection:
        uploads.add(
            connection, file_id=FILE, school="brackenfold", user="U0SUE", name=EVIL * 9, mapping="", at=clock.now
        )
        if values:
            uploads.change(connection, FILE, **values)


@pytest.mark.parametrize("gone", [False, True])
@pytest.mark.parametrize("state", ["reading", "asks", "refused", "staged", "confirmed", "discarded"])
def test_every_state_has_its_words(store: Store, clock: Clock, state: str, gone: bool) -> None:
    """Whatever a file is called and whatever is said of it: dead text, and no longer than Slack takes."""
    add(store, clock, state=state, said=EVIL * 30, asks="dates", gone_at=clock.now if gone else None)
    with store.read() as connection:
        for kind, about in (("register_file", FILE), ("file_left", f"{FILE}:2026-11-25"), ("register_file", "F0NONE")):
            card = LOOSE[kind](
                connection, Loose(about=about, school="brackenfold", target="U0SUE", trust=TRUST, now=clock.now)
            )
            assert list(broken_in_card(card)) == [], (kind, about)


def test_a_file_is_noted_once_and_nobody_else_decides(store: Store, clock: Clock, workflow: Workflow) -> None:
    """Slack delivers twice: one file, one message. Who is not of the office is refused at every step, and logged."""
    files = workflow.register_files
    assert isinstance(files.hand_over("U0PRIYA", "brackenfold", file_id=FILE, name="r.csv", mapping=""), Refusal)
    add(store, clock, state="staged", batch_id=1)
    for refused in (files.confirm("U0PRIYA", FILE), files.discard("U0PRIYA", FILE)):
        assert isinstance(refused, Refusal)
        assert refused.code == "no_role"
    refused = files.answer("U0PRIYA", FILE, "dates", "dmy")
    assert isinstance(refused, Refusal)
    assert refused.code == "unknown_file"


def test_slack_is_asked_often_at_first_and_then_once_a_day(store: Store, clock: Clock, workflow: Workflow) -> None:
    """A reminder a day from the second hour on; none once the file is gone."""
    files = workflow.register_files
    add(store, clock, state="confirmed")
    assert files.to_ask_after() == [FILE]
    files.still_there(FILE)
    assert files.to_ask_after() == []
    clock.advance(minutes=5)
    assert files.to_ask_after() == [FILE]
    clock.advance(hours=2)
    files.still_there(FILE)
    clock.advance(hours=23)
    assert files.to_ask_after() == []
    clock.advance(hours=1)
    files.still_there(FILE)
    reminders = outbox.claim(store, now=clock.now + timedelta(days=3), by="one", lease=timedelta(seconds=90), limit=9)
    assert [claim.kind for claim in reminders] == ["file_left", "file_left"]
    files.gone(FILE)
    clock.advance(days=2)
    assert files.to_ask_after() == []
