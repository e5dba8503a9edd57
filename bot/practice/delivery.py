"""How payloads reach the bot: by Socket Mode, or signed over HTTP. Slack: "Verifying requests", "Events API"."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import time
from collections.abc import Callable
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import aiohttp

from bot.practice.config import Json
from bot.practice.records import Ack, Sent
from bot.practice.socketmode import SocketHub

if TYPE_CHECKING:
    from bot.practice.workspace import Workspace


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """Slack's `v0=` signature of a request."""
    base = b"v0:" + timestamp.encode() + b":" + body
    return "v0=" + hmac.new(secret.encode(), base, hashlib.sha256).hexdigest()


def encoded(kind: str, payload: Json) -> tuple[bytes, str]:
    """Body and content type as Slack sends them for this kind of payload."""
    if kind == "slash_commands":
        return urlencode(payload).encode(), "application/x-www-form-urlencoded"
    if kind == "interactive":
        return urlencode({"payload": json.dumps(payload)}).encode(), "application/x-www-form-urlencoded"
    return json.dumps(payload).encode(), "application/json"


class HttpDelivery:
    """POSTs payloads to the app's request URL. Signatures use the real clock, which the app checks them against."""

    def __init__(self, url: str, secret: str, signed_at: Callable[[], float] = time.time) -> None:
        self._url, self._secret, self._signed_at = url, secret, signed_at
        self._session: aiohttp.ClientSession | None = None

    async def deliver(self, kind: str, payload: Json, retry: Json | None, timeout: float) -> Ack:
        """Send one request; its response is the acknowledgement."""
        body, content_type = encoded(kind, payload)
        timestamp = str(int(self._signed_at()))
        headers = {
            "Content-Type": content_type,
            "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
            "X-Slack-Request-Timestamp": timestamp,
            "X-Slack-Signature": signature(self._secret, timestamp, body),
        }
        if retry:
            headers["X-Slack-Retry-Num"] = str(retry["retry_attempt"])
            headers["X-Slack-Retry-Reason"] = str(retry["retry_reason"])
        if self._session is None:
            self._session = aiohttp.ClientSession()
        limit = aiohttp.ClientTimeout(total=timeout)
        try:
            async with self._session.post(self._url, data=body, headers=headers, timeout=limit) as answer:
                text = await answer.text()
                if not 200 <= answer.status < 300 or (answer.status != 200 and kind != "events_api"):
                    return Ack(False, text, "dispatch_failed")
                return Ack(True, _parsed(text))
        except TimeoutError:
            return Ack(False, error="operation_timeout")
        except aiohttp.ClientError:
            return Ack(False, error="dispatch_failed")

    async def close(self) -> None:
        """Close the connections to the app."""
        if self._session is not None:
            await self._session.close()


def _parsed(text: str) -> Json | str | None:
    if not text:
        return None
    try:
        parsed = json.loads(text)
    except ValueError:
        return text
    return parsed if isinstance(parsed, dict) else text


class Courier:
    """Takes payloads to the bot and keeps a record of them. Lives on the server's event loop."""

    def __init__(self, ws: Workspace, sockets: SocketHub, http: HttpDelivery | None, ack_timeout: float) -> None:
        self._ws, self.sockets, self.http, self.ack_timeout = ws, sockets, http, ack_timeout
        self._loop = asyncio.get_running_loop()

    async def deliver(self, kind: str, payload: Json, retry: Json | None = None) -> Ack:
        """Deliver a payload and wait for the acknowledgement, as long as Slack would."""
        with self._ws.lock:
            self._ws.sent.append(Sent(kind, payload, self._ws.now()))
            self._ws.note_change()
        way = self.http or self.sockets
        return await way.deliver(kind, payload, retry, self.ack_timeout)

    async def switch(self, http: HttpDelivery | None) -> None:
        """Deliver over HTTP from now on, or by Socket Mode again."""
        before, self.http = self.http, http
        if before is not None:
            await before.close()

    def deliver_and_wait(self, kind: str, payload: Json, retry: Json | None = None) -> Ack:
        """The same for other threads than the server's own."""
        try:
            running: asyncio.AbstractEventLoop | None = asyncio.get_running_loop()
        except RuntimeError:
            running = None
        if running is self._loop:
            raise RuntimeError("the server's own thread cannot wait for itself")
        work = asyncio.run_coroutine_threadsafe(self.deliver(kind, payload, retry), self._loop)
        return work.result(self.ack_timeout + 10)
