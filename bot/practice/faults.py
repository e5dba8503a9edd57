"""Faults on request: what Slack and the network do on bad days, for tests."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field

HANG_LIMIT = 30.0


@dataclass(slots=True)
class Fault:
    """One planned misbehaviour of one method."""

    method: str
    error: str = ""
    times: int = 1
    retry_after: int | None = None
    status: int = 200
    lose_answer: bool = False


@dataclass(slots=True)
class Hang:
    """Holds calls of a method until `release()`, at most `HANG_LIMIT` seconds; a context manager too."""

    method: str
    reached: threading.Event = field(default_factory=threading.Event)
    released: threading.Event = field(default_factory=threading.Event)

    def release(self) -> None:
        """Let the held calls go on."""
        self.released.set()

    def wait_reached(self, timeout: float = 5.0) -> bool:
        """Wait until a call is being held."""
        return self.reached.wait(timeout)

    def __enter__(self) -> Hang:
        return self

    def __exit__(self, *_: object) -> None:
        self.release()


class Faults:
    """The planned faults of a workspace; `"*"` stands for every method."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._planned: list[Fault] = []
        self._hangs: list[Hang] = []

    def fail(
        self,
        method: str,
        error: str,
        times: int = 1,
        retry_after: int | None = None,
        status: int | None = None,
    ) -> None:
        """Answer the next `times` calls of `method` with `error`.

        `ratelimited` goes out as Slack sends it: HTTP 429 with Retry-After (`retry_after`, 30 by default).
        """
        if error == "ratelimited":
            status, retry_after = status or 429, 30 if retry_after is None else retry_after
        with self._lock:
            self._planned.append(Fault(method, error, times, retry_after, status or 200))

    def lose_answer(self, method: str, times: int = 1) -> None:
        """Carry the next calls out, but break the connection instead of answering."""
        with self._lock:
            self._planned.append(Fault(method, times=times, lose_answer=True))

    def hang(self, method: str) -> Hang:
        """Hold every call of `method` from now on until the handle is released."""
        hang = Hang(method)
        with self._lock:
            self._hangs.append(hang)
        return hang

    def clear(self) -> None:
        """Forget planned faults and let held calls go."""
        with self._lock:
            self._planned.clear()
            for hang in self._hangs:
                hang.release()
            self._hangs.clear()

    def next_for(self, method: str) -> Fault | None:
        """The fault for this call, used up by asking."""
        with self._lock:
            for fault in self._planned:
                if fault.method in (method, "*"):
                    fault.times -= 1
                    if fault.times <= 0:
                        self._planned.remove(fault)
                    return fault
        return None

    def hang_for(self, method: str) -> Hang | None:
        """The hold that this call runs into, if any."""
        with self._lock:
            self._hangs = [h for h in self._hangs if not h.released.is_set()]
            return next((h for h in self._hangs if h.method in (method, "*")), None)
