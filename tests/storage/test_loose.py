"""Messages that belong to no post: made once for what they are about, brought up to date as often as is needed."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.outbox import Failed
from bot.workflow import Desk, Workflow
from handlers.loose import LOOSE, Loose
from storage import outbox
from storage.book import Book, Ids
from storage.engine import Store
from storage.ledger import Ledger
from tests.conftest import Clock
from tests.conftest import Ids as Counting
from tests.domain.making import TRUST
from tests.handlers.rules import broken_in_card

LEASE = timedelta(seconds=90)


@pytest.fixture
def ledger(store: Store, salts: Counting) -> Ledger:
    return Ledger(store=store, ids=Ids(salt=salts), policy_version="", committed=lambda: None)


def _claims(store: Store, clock: Clock) -> list[outbox.Claim]:
    return outbox.claim(store, now=clock.now, by="one", lease=LEASE, limit=10)


def _tell(book: Book) -> str:
    return book.tell("expiring", school="brackenfold", target="C0OFFICE", about="2026-11")


def test_it_is_told_once_and_then_kept_up_to_date(ledger: Ledger, store: Store, clock: Clock) -> None:
    """The same message again is not sent again; each renewal is delivered, until the message is closed."""
    key = ledger.run(clock, _tell)
    assert ledger.run(clock, _tell) == key == "expiring:2026-11"
    (claim,) = _claims(store, clock)
    assert (claim.kind, claim.about, claim.post_id, claim.target) == ("expiring", "2026-11", None, "C0OFFICE")
    outbox.done(store, claim, closed=False)
    for _ in range(2):
        ledger.run(clock, lambda book: book.renew(key))
    (claim,) = _claims(store, clock)
    assert len(claim.rows) == 2
    outbox.done(store, claim, closed=True)
    ledger.run(clock, lambda book: book.renew(key))
    ledger.run(clock, lambda book: book.renew("expiring:never told"))
    assert _claims(store, clock) == []


def test_one_that_cannot_be_delivered_is_told_to_slt(ledger: Ledger, store: Store, clock: Clock) -> None:
    """Without a post there is no post to speak of; and what tells of it makes no further message itself."""
    desk = Desk(ledger=ledger, trust=TRUST, now=clock, role_max_age=timedelta(hours=12))
    access = Workflow.at(desk).access
    ledger.run(clock, _tell)
    (claim,) = _claims(store, clock)
    access.undeliverable(claim, Failed(error="is_archived").error)
    (lost,) = _claims(store, clock)
    assert (lost.kind, lost.target) == ("lost", TRUST.schools["brackenfold"].slt_channel)
    access.undeliverable(lost, "is_archived")
    assert _claims(store, clock) == []


def test_the_notice_keeps_the_rules_of_cards(store: Store, clock: Clock) -> None:
    """No pupil, no content, and a sentence that says what to do."""
    facts = Loose(about="1:C0SLT", school="brackenfold", target="C0SLT", trust=TRUST, now=clock.now)
    with store.read() as connection:
        card = LOOSE["lost"](connection, facts)
    assert list(broken_in_card(card)) == []
    assert card.closed
