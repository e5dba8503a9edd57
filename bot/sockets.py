"""Socket Mode: two connections, so that one may reconnect while the other answers, and a way to stop that loses no answer."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable

from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk.socket_mode.builtin import SocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest

CONNECTIONS = 2
LONGEST_DRAIN_SECONDS = 10.0

_closing = logging.getLogger(f"{__name__}.closing")
"""Silent: what the SDK stumbles over while it closes (see `_close`) would be the last words that somebody reads on Ctrl+C."""
_closing.setLevel(logging.CRITICAL)


class _Connection(SocketModeHandler):
    """One connection that counts what it is answering."""

    def __init__(self, app: App, app_token: str) -> None:
        super().__init__(app, app_token)
        self._idle = threading.Condition()
        self._in_flight = 0

    def handle(self, client: SocketModeClient, req: SocketModeRequest) -> None:  # type: ignore[override]
        with self._idle:
            self._in_flight += 1
        try:
            super().handle(client, req)
        finally:
            with self._idle:
                self._in_flight -= 1
                self._idle.notify_all()

    def drain(self, deadline: float) -> None:
        """Waits until everything received is answered: closing first would drop those acknowledgements."""
        with self._idle:
            while self._in_flight or not self.client.message_queue.empty():
                left = deadline - time.monotonic()
                if left <= 0:
                    return
                self._idle.wait(min(left, 0.05))


def _close(connection: _Connection) -> None:
    """Closes a client of the SDK, which stumbles (AttributeError) where Slack hangs up in the same moment."""
    client = connection.client
    # The thread that hands out messages waits up to a second for the next one: an empty one, which it passes over, wakes it.
    client.closed = True
    client.message_queue.put(None)
    try:
        client.close()
    except AttributeError:
        client.close()


class Sockets:
    """The bot's connections to Slack."""

    def __init__(self, app: App, app_token: str, *, connections: int = CONNECTIONS) -> None:
        self._connections = [_Connection(app, app_token) for _ in range(connections)]

    def connect(self) -> None:
        """Opens them all. Raises Slack's error where the app-level token will not do."""
        for connection in self._connections:
            connection.client.connect()

    def connected(self) -> bool:
        """Whether at least one of them is alive."""
        return any(connection.client.is_connected() for connection in self._connections)

    def close(self, *, before: Callable[[], None] | None = None) -> None:
        """Lets what was received be answered, then closes."""
        deadline = time.monotonic() + LONGEST_DRAIN_SECONDS
        for connection in self._connections:
            connection.client.auto_reconnect_enabled = False
        for connection in self._connections:
            connection.drain(deadline)
            connection.client.logger = _closing
        if before is not None:
            before()
        # Side by side: each waits up to three seconds for its socket to be read once more.
        # Bounded: closed right after connecting, the SDK may wait for a thread of its own that never ends.
        closing = [threading.Thread(target=_close, args=(each,), daemon=True) for each in self._connections]
        for thread in closing:
            thread.start()
        for thread in closing:
            thread.join(LONGEST_DRAIN_SECONDS)
