"""The only writer of posts: state, decision log and outbox in ONE transaction.

A use case is handed a `Book`, reads the story in it, decides, writes with the Book's few verbs, and leaves. On the way out the
Book appends the log entries and enqueues every open card of the posts it touched. All is committed, then the drain is woken.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from sqlalchemy.exc import IntegrityError, OperationalError

from bot.domain.chasing import Pace
from storage.book import Book, Ids, StaleError
from storage.engine import Store

T = TypeVar("T")

TRIES = 4
"""How often a use case is decided anew when others change the same post at the same moment."""


_DEADLOCK = "40P01"
"""PostgreSQL: two transactions waited for each other, and this one was undone so that the other can go on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """Opens Books. `committed` is called after each commit: it wakes the drain. `pace`: what is due when, quiet hours."""

    store: Store
    ids: Ids
    policy_version: str
    committed: Callable[[], None]
    pace: Pace = field(default_factory=Pace)

    def run(self, now: Callable[[], datetime], use_case: Callable[[Book], T]) -> T:
        """One use case in one transaction. Where somebody else was faster, it is read and decided again.

        Raises `StaleError` only if that happened `TRIES` times running.
        """
        for _ in range(TRIES - 1):
            try:
                return self._once(now(), use_case)
            except (StaleError, IntegrityError):
                continue
            except OperationalError as error:
                if getattr(error.orig, "sqlstate", "") != _DEADLOCK:
                    raise
        return self._once(now(), use_case)

    def _once(self, now: datetime, use_case: Callable[[Book], T]) -> T:
        with self.store.write() as connection:
            book = Book(
                connection=connection, now=now, ids=self.ids, policy_version=self.policy_version, pace=self.pace
            )
            result = use_case(book)
            book.close()
        self.committed()
        return result
