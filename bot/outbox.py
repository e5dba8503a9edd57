"""The drain: claims what is due in the outbox, has it delivered, and records how that went.

Woken after every commit and by the clockwork's tick. Deliveries run side by side, never two for the same card; a delivery
that hangs holds up nobody else. A lease that runs out (a process died) makes the card due again.
"""

from __future__ import annotations

import logging
import random
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from datetime import datetime, timedelta

from storage import outbox
from storage.engine import Store
from storage.outbox import Claim

LEASE = timedelta(seconds=90)
"""Longer than a delivery's two Slack calls with their timeouts."""

GIVE_UP_AFTER = 12
"""Attempts. With the pauses below that is a little over an hour."""

GIVE_UP_WAITING_AFTER = 60
"""The same where Slack itself asks us to wait: it may do so often in a busy hour, but not for ever."""

LONGEST_PAUSE = timedelta(minutes=10)

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivered:
    """The card is up to date. closed: it will never change again."""

    closed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Failed:
    """It did not work. `error` is Slack's code or an exception's name, never content.

    after: what Slack asked us to wait. for_good: trying again cannot help.
    """

    error: str
    after: timedelta | None = None
    for_good: bool = False


Deliver = Callable[[Claim], Delivered | Failed]
GiveUp = Callable[[Claim, str], None]


class Drain:
    """Runs deliveries in `workers` threads. `give_up(claim, error)` records a dead letter and tells SLT.

    `start` begins a thread that waits for `wake`; tests call `run_until_empty` instead.
    """

    def __init__(
        self,
        *,
        store: Store,
        deliver: Deliver,
        give_up: GiveUp,
        now: Callable[[], datetime],
        name: str,
        workers: int = 8,
    ) -> None:
        self._store, self._deliver, self._give_up, self._now, self._name = store, deliver, give_up, now, name
        self._pool = ThreadPoolExecutor(workers, thread_name_prefix="deliver")
        self._free = threading.Semaphore(workers)
        self._workers = workers
        self._due = threading.Event()
        self._stopped = False
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begins to deliver in the background, first what an earlier process left."""
        self._thread = threading.Thread(target=self._serve, name="drain", daemon=True)
        self._thread.start()
        self.wake()

    def wake(self) -> None:
        """Something may be due. Cheap and never blocks: called after every commit."""
        self._due.set()

    def stop(self) -> None:
        """Lets deliveries in flight finish; whatever is left stays in the outbox."""
        self._stopped = True
        self._due.set()
        if self._thread is not None:
            self._thread.join()
        self._pool.shutdown(wait=True)

    def run_until_empty(self) -> None:
        """Delivers everything that is due now, and returns when nothing is."""
        while claims := self._claim(self._workers):
            wait([self._pool.submit(self._one, claim) for claim in claims])

    def _serve(self) -> None:
        while not self._stopped:
            self._due.wait()
            self._due.clear()
            try:
                self._hand_out()
            except Exception:
                # The database may be away for a moment; the next tick asks again.
                logger.exception("could not read the outbox")

    def _hand_out(self) -> None:
        while not self._stopped:
            self._free.acquire()
            try:
                claims = self._claim(1)
                if claims:
                    self._pool.submit(self._one, claims[0]).add_done_callback(self._finished)
            except BaseException:
                self._free.release()  # nobody works for this one: kept, it would be a worker less for ever
                raise
            if not claims:
                self._free.release()
                return

    def _finished(self, _: Future[None]) -> None:
        self._free.release()
        self._due.set()

    def _claim(self, most: int) -> list[Claim]:
        return outbox.claim(self._store, now=self._now(), by=self._name, lease=LEASE, limit=most)

    def _one(self, claim: Claim) -> None:
        try:
            result = self._deliver(claim)
        except Exception as error:
            logger.exception("delivery of card %s failed", claim.card_id)
            result = Failed(error=type(error).__name__)
        try:
            self._record(claim, result)
        except Exception:
            # The lease runs out and the card becomes due again: rendering it twice is harmless.
            logger.exception("could not record the delivery of card %s", claim.card_id)

    def _record(self, claim: Claim, result: Delivered | Failed) -> None:
        if isinstance(result, Delivered):
            outbox.done(self._store, claim, closed=result.closed)
        elif result.for_good or claim.attempts + 1 >= (GIVE_UP_WAITING_AFTER if result.after else GIVE_UP_AFTER):
            self._give_up(claim, result.error)
        else:
            at = self._now() + (result.after or pause(claim.attempts))
            outbox.retry(self._store, claim, at=at, error=result.error)


def pause(attempts: int) -> timedelta:
    """How long to wait after so many failed attempts: 1, 2, 4 … seconds up to ten minutes, with jitter."""
    longest = min(2.0**attempts, LONGEST_PAUSE.total_seconds())
    return timedelta(seconds=longest * random.uniform(0.5, 1.0))  # noqa: S311 - jitter is no secret
