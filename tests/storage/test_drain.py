"""The drain goes on, whatever happens to the database or to a message that nobody can be told of."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import Any

from sqlalchemy import event, insert, update

from bot.outbox import Delivered, Drain, Failed
from bot.workflow import Desk, Workflow
from storage import log
from storage.book import Ids
from storage.engine import Store
from storage.ledger import Ledger
from storage.outbox import Claim
from storage.tables import CardRow, PostRow, table
from tests.conftest import Clock
from tests.domain.making import TRUST
from tests.storage.test_outbox import Box, box

__all__ = ["box"]

PATIENCE = 10


class _Outage:
    """A database that answers nothing while `away`, and counts how often it was asked in vain."""

    def __init__(self, store: Store) -> None:
        self.away, self._asked = True, threading.Semaphore(0)
        event.listen(store._readers, "before_cursor_execute", self._fail)

    def _fail(self, *_: Any) -> None:
        if self.away:
            self._asked.release()
            raise ConnectionError("the database is away")

    def asked(self) -> bool:
        """Waits until it was asked once more."""
        return self._asked.acquire(timeout=PATIENCE)


def test_a_drain_outlives_an_outage_of_any_length(box: Box, clock: Clock) -> None:
    """The database fails more often than there are workers; when it is back, what waited is delivered."""
    box.put(1, "m1")
    delivered = threading.Event()

    def deliver(_: Claim) -> Delivered:
        delivered.set()
        return Delivered()

    outage = _Outage(box.store)
    drain = Drain(
        store=box.store, deliver=deliver, give_up=lambda *_: None, now=lambda: clock.now, name="one", workers=2
    )
    drain.start()
    try:
        for _ in range(4):
            assert outage.asked()
            drain.wake()
        outage.away = False
        drain.wake()
        assert delivered.wait(PATIENCE)
    finally:
        outage.away = False
        drain.stop()


def _workflow(box: Box) -> Workflow:
    ledger = Ledger(store=box.store, ids=Ids(salt=lambda: "salt"), policy_version="", committed=lambda: None)
    desk = Desk(ledger=ledger, trust=TRUST, now=lambda: box.clock.now, role_max_age=timedelta(hours=12))
    return Workflow.at(desk)


def _about_a_post(box: Box, card: int, school: str) -> None:
    """Makes a card one of a post of this school."""
    row = {"id": 7, "school_id": school, "author_id": "U1", "status": "draft", "version": 1, "changed_by": ""}
    draft = '{"school":"","purpose":null,"words":"","places":[],"pupils":[],"classes":[],'
    row |= {"draft": draft + '"nobody":false,"scheduled":false,"at":null,"promise":""}', "why": "", "stuck": ""}
    row |= {"changed_at": box.clock.now, "created_at": box.clock.now}
    with box.store.write() as connection:
        connection.execute(insert(table(PostRow)), row)
        cards = table(CardRow)
        connection.execute(update(cards).where(cards.c.id == card).values(post_id=7, school_id=school))


def _logged(box: Box) -> list[str]:
    with box.store.read() as connection:
        return [entry.what for entry in log.show(connection)]


def test_a_message_of_a_school_that_left_the_trust_is_given_up_once(box: Box, clock: Clock) -> None:
    """Nobody is left to be told; the log has it, and it is not tried for ever."""
    _about_a_post(box, 1, "gone")
    box.put(1, "m1")
    drain = Drain(
        store=box.store,
        deliver=lambda _: Failed(error="channel_not_found", for_good=True),
        give_up=_workflow(box).access.undeliverable,
        now=lambda: clock.now,
        name="one",
    )
    drain.run_until_empty()
    assert (box.counts().pending, box.counts().dead) == (0, 1)
    assert _logged(box) == ["outbox:dead"]
    drain.stop()


def test_whoever_lost_the_lease_raises_no_alarm(box: Box, clock: Clock) -> None:
    """A worker that was slow reports a failure when another has the message: nobody is told that it is lost."""
    _about_a_post(box, 1, "brackenfold")
    box.put(1, "m1")
    slow = box.only()
    clock.advance(seconds=91)
    box.only(by="two")
    _workflow(box).access.undeliverable(slow, "timeout")
    assert (box.counts().pending, box.counts().dead) == (1, 0)
    assert _logged(box) == []
