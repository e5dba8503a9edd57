"""The drain goes on, whatever happens to the database or to a message that nobody can be told of."""

from __future__ import annotations

import threading
from typing import Any

from sqlalchemy import event

from bot.outbox import Delivered, Drain
from storage.engine import Store
from storage.outbox import Claim
from tests.conftest import Clock
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
