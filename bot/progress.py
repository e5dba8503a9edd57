"""How far something long has come, on one line of a terminal; nothing is shown of what is quick."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import TextIO

QUIET_SECONDS = 2.0
_WIDTH = 30


class Bar:
    """Called with what is done and what there is in all. `close` ends its line, if there is one."""

    def __init__(self, what: str, *, out: TextIO | None = None, clock: Callable[[], float] = time.monotonic) -> None:
        self._what, self._out, self._clock = what, out or sys.stderr, clock
        self._begun = clock()
        self._shown = -1

    def __call__(self, done: int, total: int) -> None:
        percent = min(100, done * 100 // total) if total else 100
        if self._clock() - self._begun < QUIET_SECONDS or percent == self._shown:
            return
        self._shown = percent
        full = percent * _WIDTH // 100
        self._out.write(f"\r{self._what} [{'#' * full}{'.' * (_WIDTH - full)}] {percent:>3} %")
        self._out.flush()

    def close(self) -> None:
        """Leaves the line as it is and goes on below it."""
        if self._shown >= 0:
            self._out.write("\n")
            self._shown = -1
