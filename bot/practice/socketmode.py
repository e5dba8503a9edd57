"""Socket Mode: the app's WebSocket connections, who gets which envelope, and the acknowledgements.

Slack: "Using Socket Mode": up to 10 connections, each payload goes to one of them, `hello` first, `disconnect` with a
reason when Slack wants the connection renewed.
"""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING
from uuid import uuid4

from aiohttp import WSMsgType, web

from bot.practice.config import Json
from bot.practice.records import Ack

if TYPE_CHECKING:
    from bot.practice.workspace import Workspace

MOST_CONNECTIONS = 10
TICKET_SECONDS = 30.0


class SocketHub:
    """The open connections of the app. Lives on the server's event loop."""

    def __init__(self, ws: Workspace) -> None:
        self._ws = ws
        self._tickets: dict[str, float] = {}
        self._connections: list[web.WebSocketResponse] = []
        self._retired: list[web.WebSocketResponse] = []
        self._turn = 0
        self._waiting: dict[str, asyncio.Future[Ack]] = {}

    @property
    def connections(self) -> int:
        """How many connections take payloads."""
        return len(self._connections)

    def issue_ticket(self) -> str:
        """A one-time ticket for the URL that apps.connections.open returns."""
        ticket = uuid4().hex
        self._tickets[ticket] = self._ws.now()
        return ticket

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """One WebSocket connection, from handshake to end."""
        issued = self._tickets.pop(request.query.get("ticket", ""), None)
        if issued is None or self._ws.now() - issued > TICKET_SECONDS:
            raise web.HTTPForbidden(text="unknown or used ticket")
        socket = web.WebSocketResponse(heartbeat=30, compress=False)
        await socket.prepare(request)
        if len(self._connections) >= MOST_CONNECTIONS:
            await socket.send_json({"type": "disconnect", "reason": "too_many_websockets"})
            await socket.close()
            return socket
        await self._greet(socket)
        try:
            async for frame in socket:
                if frame.type == WSMsgType.TEXT:
                    self._take(frame.data)
        finally:
            self._forget(socket)
        return socket

    async def _greet(self, socket: web.WebSocketResponse) -> None:
        await socket.send_json(
            {
                "type": "hello",
                "num_connections": len(self._connections) + 1,
                "debug_info": {"host": "practice", "build_number": 1, "approximate_connection_time": 3600},
                "connection_info": {"app_id": self._ws.app.app_id},
            }
        )
        self._connections.append(socket)
        self._ws.note_change()

    def _forget(self, socket: web.WebSocketResponse) -> None:
        for listed in (self._connections, self._retired):
            if socket in listed:
                listed.remove(socket)
        self._ws.note_change()

    def _take(self, text: str) -> None:
        try:
            message = json.loads(text)
        except ValueError:
            return
        future = self._waiting.pop(str(message.get("envelope_id")), None)
        if future is not None and not future.done():
            future.set_result(Ack(True, message.get("payload")))

    async def deliver(self, kind: str, payload: Json, retry: Json | None, timeout: float) -> Ack:
        """Send one envelope and wait for its acknowledgement."""
        socket = self._next()
        if socket is None:
            return Ack(False, error="dispatch_failed")
        envelope_id = str(uuid4())
        envelope: Json = {
            "envelope_id": envelope_id,
            "type": kind,
            "accepts_response_payload": kind != "events_api",
            "payload": payload,
        }
        if kind == "events_api":
            envelope |= retry or {"retry_attempt": 0, "retry_reason": ""}
        future: asyncio.Future[Ack] = asyncio.get_running_loop().create_future()
        self._waiting[envelope_id] = future
        try:
            await socket.send_json(envelope)
            return await asyncio.wait_for(future, timeout)
        except TimeoutError:
            return Ack(False, error="operation_timeout")
        except ConnectionError:
            return Ack(False, error="dispatch_failed")
        finally:
            self._waiting.pop(envelope_id, None)

    def _next(self) -> web.WebSocketResponse | None:
        if not self._connections:
            return None
        self._turn += 1
        return self._connections[self._turn % len(self._connections)]

    async def ask_to_renew(self, reason: str) -> None:
        """Send `disconnect` to every connection; after a mere `warning` they go on taking payloads."""
        for socket in tuple(self._connections):
            if reason != "warning":
                self._connections.remove(socket)
                self._retired.append(socket)
            await socket.send_json({"type": "disconnect", "reason": reason, "debug_info": {"host": "practice"}})

    async def close(self) -> None:
        """End every connection."""
        for socket in (*self._connections, *self._retired):
            await socket.close()
