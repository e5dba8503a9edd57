"""Private answers to the person who just acted: forms that open, and sentences that only they see.

They leave by threads of their own, so that an acknowledgement never waits for Slack. If one is lost, nothing committed is:
the person clicks again, and every lasting message goes through the outbox.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.webhook import WebhookClient

TIMEOUT_SECONDS = 2
REMEMBERED = 1000
"""Forms whose newest choice is kept in mind: far more than are open at a time."""

TOO_LATE = "Slack took too long to open the form. Nothing is lost: please try again."

logger = logging.getLogger(__name__)

View = dict[str, Any]


class Answers:
    """Calls `views.*` and response URLs in the background. `client` has the short timeout."""

    def __init__(self, client: WebClient, *, workers: int = 32) -> None:
        self._client = client
        self._pool = ThreadPoolExecutor(workers, thread_name_prefix="answer")
        self._lock = threading.Lock()
        self._newest: dict[str, str] = {}
        self._drawing = tuple(threading.Lock() for _ in range(workers))

    def open(self, trigger_id: str, view: View, *, response_url: str = "") -> None:
        """A form for somebody who clicked outside of one. The trigger holds for three seconds."""
        self._later(lambda: self._client.views_open(trigger_id=trigger_id, view=view), response_url)

    def push(self, trigger_id: str, view: View) -> None:
        """A form on top of the one in which somebody clicked."""
        self._later(lambda: self._client.views_push(trigger_id=trigger_id, view=view), "")

    def update(self, view_id: str, view: View, *, chosen_at: str = "") -> None:
        """The same form, drawn again. chosen_at: when the choice was made that it follows (`action_ts`, Slack's own text).

        Of two quick choices the later one's drawing stays, in whichever order they reach us. Slack's `hash` cannot tell them
        apart: the later choice was made in the form as it stood before the first was drawn.
        """
        with self._lock:
            if chosen_at < self._newest.get(view_id, ""):
                return
            self._newest.pop(view_id, None)
            self._newest[view_id] = chosen_at
            if len(self._newest) > REMEMBERED:
                self._newest.pop(next(iter(self._newest)))
        self._later(lambda: self._draw(view_id, view, chosen_at), "")

    def publish(self, user_id: str, view: View) -> None:
        """Somebody's Home, as they open it."""
        self._later(lambda: self._client.views_publish(user_id=user_id, view=view), "")

    def tell(self, response_url: str, text: str, blocks: list[dict[str, Any]] | None = None) -> None:
        """A sentence that only this person sees, under the message in which they clicked."""
        if response_url:
            self._later(lambda: self._respond(response_url, text, blocks), "")

    def beside(self, work: Callable[[], None]) -> None:
        """Something that takes longer than an acknowledgement may. It is in the database already, or can be done again."""
        self._later(work, "")

    def close(self) -> None:
        """Waits for the answers under way."""
        self._pool.shutdown(wait=True)

    def _draw(self, view_id: str, view: View, chosen_at: str) -> None:
        """One drawing of a form at a time, and none that a later choice has overtaken."""
        with self._drawing[hash(view_id) % len(self._drawing)]:
            if self._newest.get(view_id, chosen_at) == chosen_at:
                self._client.views_update(view_id=view_id, view=view)

    def _later(self, call: Callable[[], object], response_url: str) -> None:
        self._pool.submit(self._safely, call, response_url)

    def _safely(self, call: Callable[[], object], response_url: str) -> None:
        try:
            call()
        except SlackApiError as error:
            code = error.response.get("error", "unknown")
            logger.warning("a private answer was refused: %s", code)
            if response_url and code in {"expired_trigger_id", "exchanged_trigger_id"}:
                self.tell(response_url, TOO_LATE)
        except OSError as error:
            logger.warning("a private answer did not arrive: %s", type(error).__name__)
            if response_url:
                self.tell(response_url, TOO_LATE)
        except Exception:
            logger.exception("a private answer failed")

    def _respond(self, response_url: str, text: str, blocks: list[dict[str, Any]] | None) -> None:
        webhook = WebhookClient(response_url, timeout=TIMEOUT_SECONDS, retry_handlers=[])
        reply = webhook.send(text=text, blocks=blocks, response_type="ephemeral", replace_original=False)
        if reply.status_code != 200:
            logger.warning("a private answer was refused: HTTP %s", reply.status_code)
