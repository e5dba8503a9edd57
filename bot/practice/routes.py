"""The people's side over HTTP: what the page and the driver ask for, as JSON and as a stream of events."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from aiohttp import web

from bot.practice import files, inputs, posting, shapes
from bot.practice.config import Json
from bot.practice.errors import NotPossible
from bot.practice.records import Channel, User

if TYPE_CHECKING:
    from bot.practice.acts import Acts
    from bot.practice.workspace import Workspace

LONGEST_WAIT = 30.0
STILL_HERE = 15.0
Act = Callable[[Json, User], Awaitable[Json]]


class PeopleRoutes:
    """The handlers under `/practice/`. Every call names who acts, in `as`."""

    def __init__(self, ws: Workspace, acts: Acts, closing: asyncio.Event) -> None:
        self._ws, self._acts, self._closing = ws, acts, closing

    def add_to(self, router: web.UrlDispatcher) -> None:
        """Register the routes."""
        router.add_get("/practice/state", self.state)
        router.add_get("/practice/messages", self.messages)
        router.add_get("/practice/stream", self.stream)
        router.add_get("/practice/wait", self.wait)
        acts: dict[str, Act] = {
            "say": self.say,
            "command": self.command,
            "shortcut": self.shortcut,
            "action": self.action,
            "options": self.options,
            "fill": self.fill,
            "submit": self.submit,
            "close": self.close,
            "home": self.home,
        }
        for name, act in acts.items():
            router.add_post(f"/practice/{name}", self._posted(act))

    def _posted(self, act: Act) -> Callable[[web.Request], Awaitable[web.Response]]:
        async def handler(request: web.Request) -> web.Response:
            if request.content_type != "application/json":
                # A form on some other website could send anything else without asking first.
                raise web.HTTPUnsupportedMediaType(text="send JSON")
            try:
                body = await request.json()
            except ValueError:
                body = None
            if not isinstance(body, dict) or not isinstance(body.get("action") or {}, dict):
                raise NotPossible("Send an object.")
            return web.json_response(await act(body, self._ws.person(body.get("as"))))

        return handler

    def _reader(self, request: web.Request) -> User:
        return self._ws.person(request.query.get("as"))

    # Looking -----------------------------------------------------------------------------------------------------

    async def state(self, request: web.Request) -> web.Response:
        """Everything that the page shows around the messages."""
        if request.query.get("as"):
            return web.json_response(self._state(self._reader(request)))
        first = next((u for u in self._ws.users.values() if u.kind == "member" and not u.deleted), None)
        if first is None:
            raise NotPossible("There is nobody here yet.", status=404)
        return web.json_response(self._state(first))

    def _state(self, user: User) -> Json:
        ws = self._ws
        with ws.lock:
            own = user.team_id == ws.team_id
            if ws.app.messages_tab and own:
                ws.dm(user.id)
            mine = [c for c in ws.channels.values() if user.id in c.members]
            home = ws.home(user.id)
            return {
                "version": ws.version,
                "team": {"id": ws.team_id, "name": ws.team_name, "domain": ws.team_domain},
                "app": {
                    "id": ws.app.app_id,
                    "name": ws.app.bot_name,
                    "user": ws.app.bot_user_id,
                    "home_tab": ws.app.home_tab,
                },
                "me": shapes.page_user(user),
                "users": [shapes.page_user(u) for u in ws.users.values()],
                "channels": [self._channel(user, c) for c in mine],
                "commands": [
                    {"command": c.command, "description": c.description, "usage_hint": c.usage_hint}
                    for c in ws.app.commands
                    if own
                ],
                "shortcuts": [
                    {"name": s.name, "type": s.type, "callback_id": s.callback_id} for s in ws.app.shortcuts if own
                ],
                "views": [shapes.view(v) for v in ws.stack(user.id)],
                "home": shapes.view(home) if home else None,
                "files": files.page_files(ws, user),
                "guide": ws.guide,
            }

    def _channel(self, user: User, channel: Channel) -> Json:
        return {
            "id": channel.id,
            "name": self._ws.app.bot_name if channel.is_im else channel.name,
            "is_private": channel.is_private or channel.is_im,
            "is_im": channel.is_im,
            "is_archived": channel.is_archived,
            "topic": channel.topic,
            "unread": posting.unread(self._ws, user, channel),
            "members": list(channel.members),
        }

    async def messages(self, request: web.Request) -> web.Response:
        """The messages of a channel; reading them marks them as read unless `peek` is given."""
        user = self._reader(request)
        ws = self._ws
        with ws.lock:
            wanted = request.query.get("channel")
            channel = ws.dm(user.id) if wanted == "dm" else ws.readable(user, wanted)
            shown = posting.visible(ws, user, channel)
            if shown and "peek" not in request.query:
                ws.read_up_to[(user.id, channel.id)] = shown[-1].ts
            listed = [shapes.page_message(m) for m in shown]
            return web.json_response({"messages": listed, "channel": channel.id, "version": ws.version})

    async def stream(self, request: web.Request) -> web.StreamResponse:
        """Server-Sent Events of everything that this person's client would hear."""
        user = self._reader(request)
        loop = asyncio.get_running_loop()
        queue: asyncio.Queue[Json] = asyncio.Queue()
        leave = self._ws.subscribe(user.id, lambda e: _soon(loop, queue.put_nowait, e))
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"})
        try:
            await response.prepare(request)
            await response.write(b": here\n\n")
            while not self._closing.is_set():
                line = ": still here\n\n"
                with contextlib.suppress(TimeoutError):
                    event = await asyncio.wait_for(_first(queue.get(), self._closing), STILL_HERE)
                    line = f"data: {json.dumps(event, ensure_ascii=False)}\n\n" if event else line
                await response.write(line.encode())
        except ConnectionError:
            pass
        finally:
            leave()
        return response

    async def wait(self, request: web.Request) -> web.Response:
        """Return as soon as something has changed since version `since`, at the latest after `timeout` seconds."""
        user = self._reader(request)
        try:
            since = int(request.query.get("since", "0"))
            timeout = min(float(request.query.get("timeout", "5")), LONGEST_WAIT)
        except ValueError:
            raise NotPossible("Say since when, and for how long, in numbers.") from None
        loop = asyncio.get_running_loop()
        happened = asyncio.Event()
        leave = self._ws.subscribe(user.id, lambda _: _soon(loop, happened.set))
        try:
            if self._ws.version <= since:
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(_first(happened.wait(), self._closing), timeout)
        finally:
            leave()
        return web.json_response({"version": self._ws.version})

    # Acting ------------------------------------------------------------------------------------------------------

    async def say(self, body: Json, user: User) -> Json:
        """A message of one's own."""
        message = posting.say(self._ws, user, self._room(user, body), str(body.get("text") or ""))
        return {"ok": True, "ts": message.ts}

    def _room(self, user: User, body: Json) -> Channel:
        wanted = body.get("channel")
        return self._ws.dm(user.id) if wanted == "dm" else self._ws.readable(user, wanted)

    async def command(self, body: Json, user: User) -> Json:
        """A slash command."""
        channel = self._room(user, body)
        return await self._acts.command(user, channel, str(body.get("command")), str(body.get("text") or ""))

    async def shortcut(self, body: Json, user: User) -> Json:
        """A shortcut, perhaps on a message."""
        channel = self._room(user, body) if body.get("channel") else None
        return await self._acts.shortcut(user, str(body.get("callback_id")), channel, body.get("ts"))

    async def action(self, body: Json, user: User) -> Json:
        """A click or choice in a message or view."""
        given = body.get("action") or {}
        values = body.get("values") or {}
        if body.get("view_id"):
            return await self._acts.view_action(user, self._acts.view(user, body["view_id"]), given, values)
        return await self._acts.message_action(user, self._room(user, body), body.get("ts"), given, values)

    async def options(self, body: Json, user: User) -> Json:
        """The options of an external select in a view or message."""
        ids = str(body.get("block_id")), str(body.get("action_id"))
        typed = str(body.get("value") or "")
        if body.get("view_id"):
            view = self._acts.view(user, body["view_id"])
            return await self._acts.view_options(user, view, ids, typed, body.get("values") or {})
        return await self._acts.message_options(user, self._room(user, body), body.get("ts"), ids, typed)

    async def fill(self, body: Json, user: User) -> Json:
        """Keep what was typed into a view, without telling the bot."""
        view = self._acts.view(user, body.get("view_id"))
        inputs.merge(self._ws, view, body.get("values") or {})
        return {"ok": True, "view": shapes.view(view)}

    async def submit(self, body: Json, user: User) -> Json:
        """Send a modal."""
        return await self._acts.submit(user, self._acts.view(user, body.get("view_id")), body.get("values") or {})

    async def close(self, body: Json, user: User) -> Json:
        """Close a modal."""
        view = self._acts.view(user, body.get("view_id"))
        return await self._acts.close(user, view, body.get("values") or {}, bool(body.get("clear")))

    async def home(self, body: Json, user: User) -> Json:
        """Open the app's Home."""
        return await self._acts.home(user, str(body.get("tab") or "home"))


def _soon(loop: asyncio.AbstractEventLoop, act: Callable[..., Any], *args: Any) -> None:
    """Act on the server's loop, from whichever thread; too late is not an error."""
    if not loop.is_closed():
        loop.call_soon_threadsafe(act, *args)


async def _first(wanted: Any, closing: asyncio.Event) -> Any:
    """The result of `wanted`, or None if the server closes first."""
    tasks = [asyncio.ensure_future(wanted), asyncio.ensure_future(closing.wait())]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        return tasks[0].result() if tasks[0].done() else None
    finally:
        for task in tasks:
            task.cancel()
