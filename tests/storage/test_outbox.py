"""The outbox: every message is delivered, one worker at a card, and nothing is lost when a process dies."""

from __future__ import annotations

import threading
from collections import Counter
from datetime import timedelta

import pytest
from sqlalchemy import event, insert, select

from storage import outbox
from storage.engine import Store
from storage.outbox import Claim, Counts
from storage.tables import CardRow, OutboxRow, table
from tests.conftest import Clock

LEASE = timedelta(seconds=90)
_CARD, _OUTBOX = table(CardRow), table(OutboxRow)


class Box:
    """Cards and messages for tests, and the verbs of the outbox with this test's clock."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self.store, self.clock = store, clock

    def card(self, number: int) -> None:
        row = {
            "id": number,
            "key": f"card{number}",
            "kind": "slt",
            "school_id": "oak",
            "post_id": None,
            "revision_no": 2,
            "target": "C1",
            "channel": "",
            "ts": "",
            "closed": False,
            "created_at": self.clock.now,
        }
        with self.store.write() as connection:
            connection.execute(insert(_CARD), row)

    def put(self, card: int, *keys: str) -> None:
        """Messages that are due now."""
        rows = [
            {
                "key": key,
                "card_id": card,
                "state": "pending",
                "not_before": self.clock.now,
                "attempts": 0,
                "lease_by": "",
                "last_error": "",
                "created_at": self.clock.now,
            }
            for key in keys
        ]
        with self.store.write() as connection:
            connection.execute(insert(_OUTBOX), rows)

    def claim(self, limit: int = 10, by: str = "one") -> list[Claim]:
        return outbox.claim(self.store, now=self.clock.now, by=by, lease=LEASE, limit=limit)

    def only(self, by: str = "one") -> Claim:
        (found,) = self.claim(by=by)
        return found

    def counts(self) -> Counts:
        with self.store.read() as connection:
            return outbox.counts(connection)

    def dead(self, claimed: Claim, error: str) -> bool:
        with self.store.write() as connection:
            return outbox.dead(connection, claimed, error)


@pytest.fixture
def box(store: Store, clock: Clock) -> Box:
    """An empty outbox with three cards."""
    made = Box(store, clock)
    for number in (1, 2, 3):
        made.card(number)
    return made


def _cards(claims: list[Claim]) -> list[int]:
    return [claimed.card_id for claimed in claims]


def test_a_claim_says_what_a_delivery_needs(box: Box) -> None:
    """The card, where it goes, and until when it is ours."""
    box.put(1, "a")
    claimed = box.only()
    assert claimed == Claim(
        rows=claimed.rows,
        by="one",
        until=box.clock.now + LEASE,
        card_id=1,
        kind="slt",
        school_id="oak",
        post_id=None,
        revision_no=2,
        target="C1",
        channel="",
        ts="",
        attempts=0,
        key="card1",
    )


def test_all_that_is_due_for_a_card_is_one_claim(box: Box) -> None:
    """Three changes of one card are one update of it; cards come in the order in which they began to wait."""
    box.put(2, "a")
    box.put(1, "b", "c")
    box.put(2, "d")
    claims = box.claim()
    assert _cards(claims) == [2, 1]
    assert [len(claimed.rows) for claimed in claims] == [2, 2]
    assert box.claim() == []


def test_no_more_cards_are_claimed_than_asked_for(box: Box) -> None:
    """The rest is for the next claim, or for another worker."""
    for card in (3, 1, 2):
        box.put(card, f"k{card}")
    assert [_cards(box.claim(limit=2)), _cards(box.claim(limit=2))] == [[3, 1], [2]]


def test_what_is_not_due_yet_waits(box: Box) -> None:
    """A message that is to be tried later is left until then."""
    box.put(1, "a")
    claimed = box.only()
    assert outbox.retry(box.store, claimed, at=box.clock.now + timedelta(seconds=30), error="ratelimited")
    assert box.claim() == []
    box.clock.advance(seconds=30)
    assert box.only().attempts == 1


def test_a_card_under_way_is_not_claimed_again(box: Box) -> None:
    """What is put in meanwhile waits until the delivery is done: an older state cannot overwrite a newer one."""
    box.put(1, "a")
    claimed = box.only()
    box.put(1, "b")
    assert box.claim(by="two") == []
    assert outbox.done(box.store, claimed, closed=False)
    again = box.only(by="two")
    assert again.card_id == 1
    assert not set(again.rows) & set(claimed.rows)


def test_a_lease_that_runs_out_makes_the_card_due_again(box: Box) -> None:
    """A process that died holds nothing up, and its attempt is counted: a card that kills every process ends as dead."""
    box.put(1, "a")
    assert box.only().attempts == 0
    box.clock.advance(seconds=90)
    assert box.only(by="two").attempts == 1
    box.clock.advance(seconds=90)
    assert box.only(by="three").attempts == 2


def test_whoever_lost_the_lease_changes_nothing(box: Box) -> None:
    """A late answer of a slow delivery leaves the card to the worker that has it now, even of the same name."""
    box.put(1, "a")
    late = box.only()
    box.clock.advance(seconds=91)
    now = box.only()
    assert not outbox.done(box.store, late, closed=True)
    assert not outbox.retry(box.store, late, at=box.clock.now, error="timeout")
    assert not box.dead(late, "timeout")
    assert Counts(pending=1, dead=0, oldest_pending=box.clock.now - timedelta(seconds=91)) == box.counts()
    assert outbox.done(box.store, now, closed=False)
    with box.store.read() as connection:
        assert not connection.execute(select(_CARD.c.closed).where(_CARD.c.id == 1)).scalar_one()


def test_where_slack_put_a_card_is_remembered(box: Box) -> None:
    """From the first message on the card is updated in its place."""
    box.put(1, "a")
    outbox.record_posted(box.store, 1, "C9", "1700000000.000100")
    claimed = box.only()
    assert (claimed.channel, claimed.ts) == ("C9", "1700000000.000100")


def test_a_card_that_is_finished_is_closed(box: Box) -> None:
    """Nothing enqueues it any more."""
    box.put(1, "a")
    assert outbox.done(box.store, box.only(), closed=True)
    with box.store.read() as connection:
        assert connection.execute(select(_CARD.c.closed).where(_CARD.c.id == 1)).scalar_one()
    assert Counts(pending=0, dead=0, oldest_pending=None) == box.counts()


def test_the_dead_are_counted_and_can_be_tried_again(box: Box) -> None:
    """What was given up stays until somebody asks for it."""
    began = box.clock.now
    box.put(1, "a", "b")
    box.put(2, "c")
    first, second = box.claim()
    assert box.dead(first, "channel_not_found")
    assert outbox.retry(box.store, second, at=box.clock.now + LEASE, error="timeout")
    assert Counts(pending=1, dead=2, oldest_pending=began) == box.counts()
    box.clock.advance(seconds=1)
    assert box.claim() == []
    assert outbox.requeue_dead(box.store, box.clock.now) == 2
    assert outbox.requeue_dead(box.store, box.clock.now) == 0
    revived = box.only()
    assert (revived.card_id, len(revived.rows), revived.attempts) == (1, 2, 0)


def test_an_idle_outbox_is_only_read(box: Box) -> None:
    """The tick asks every second; it must never hold a writer up."""
    began: list[object] = []

    def note(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
        began.append(statement)

    box.put(1, "a")
    outbox.done(box.store, box.only(), closed=False)
    with box.store.write() as busy:
        event.listen(busy.engine, "before_cursor_execute", note)
        before = len(began)
        assert box.claim() == []
        # On PostgreSQL readers and writers share an engine: one SELECT is all that was asked.
        assert len(began) - before <= 1
        event.remove(busy.engine, "before_cursor_execute", note)


def test_workers_that_claim_at_once_never_share_a_card(box: Box) -> None:
    """Eight workers, twenty cards, messages still arriving: every message is delivered, no card by two at once."""
    for number in range(4, 21):
        box.card(number)
    for number in range(1, 21):
        box.put(number, f"{number}:a", f"{number}:b")
    in_hand: Counter[int] = Counter()
    shared: list[int] = []
    delivered: list[int] = []
    guard = threading.Lock()

    def work(name: str) -> None:
        for turn in range(12):
            for claimed in box.claim(limit=3, by=name):
                with guard:
                    in_hand[claimed.card_id] += 1
                    if in_hand[claimed.card_id] > 1:
                        shared.append(claimed.card_id)
                if turn < 2:
                    box.put(claimed.card_id, f"{claimed.card_id}:{name}:{turn}")
                with guard:
                    in_hand[claimed.card_id] -= 1
                    delivered.extend(claimed.rows)
                assert outbox.done(box.store, claimed, closed=False)

    threads = [threading.Thread(target=work, args=(f"w{n}",)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    while rest := box.claim():
        for claimed in rest:
            delivered.extend(claimed.rows)
            outbox.done(box.store, claimed, closed=False)
    assert shared == []
    with box.store.read() as connection:
        assert sorted(connection.execute(select(_OUTBOX.c.id)).scalars()) == sorted(delivered)


def test_workers_that_start_together_claim_each_message_once(box: Box) -> None:
    """Six workers look at the same moment, again and again: what one has just claimed and let go of, nobody claims anew."""
    cards = range(1, 41)
    for number in cards[3:]:
        box.card(number)
    claimed_rows: list[int] = []
    together = threading.Barrier(6)

    def work(name: str) -> None:
        for turn in range(5):
            if together.wait() == 0:
                for number in cards:
                    box.put(number, f"{number}:{turn}")
            together.wait()
            claims = box.claim(limit=20, by=name)
            claimed_rows.extend(row for claimed in claims for row in claimed.rows)
            together.wait()
            for claimed in claims:
                outbox.done(box.store, claimed, closed=False)

    threads = [threading.Thread(target=work, args=(f"w{n}",)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(claimed_rows) == len(set(claimed_rows))


def test_a_claim_does_not_wait_for_another_process(box: Box) -> None:
    """On PostgreSQL a card that somebody is just claiming is passed over, and the next ones are taken."""
    if box.store.dialect != "postgresql":
        return
    for number in (1, 2, 3):
        box.put(number, f"k{number}")
    with box.store.write() as other:
        other.execute(select(_CARD).where(_CARD.c.id == 1).with_for_update(key_share=True))
        assert _cards(box.claim(limit=2)) == [2, 3]
    assert _cards(box.claim()) == [1]


def test_what_is_just_being_put_in_keeps_nobody_from_claiming(box: Box) -> None:
    """On PostgreSQL a transaction that adds a message for a card does not lock the card away from the drain."""
    if box.store.dialect != "postgresql":
        return
    box.put(1, "a")
    with box.store.write() as other:
        row = {"key": "b", "card_id": 1, "state": "pending", "not_before": box.clock.now, "created_at": box.clock.now}
        other.execute(insert(_OUTBOX), row)
        assert _cards(box.claim()) == [1]
