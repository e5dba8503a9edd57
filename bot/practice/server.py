"""The practice workspace on loopback: Slack's Web API, Socket Mode and response_urls on one side, people on the other.

`with PracticeServer(workspace) as server:` runs it in a thread of its own. It listens on 127.0.0.1 only, answers only
to loopback host names (against DNS rebinding) and takes people's acts only from its own page.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import socket
import threading
import time
from collections.abc import Awaitable, Callable, Coroutine
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from aiohttp import web

from bot.practice import posting, webapi
from bot.practice.acts import Acts
from bot.practice.config import Json
from bot.practice.delivery import Courier, HttpDelivery
from bot.practice.errors import NotPossible, SlackRefusal
from bot.practice.faults import HANG_LIMIT
from bot.practice.fileroutes import FileRoutes
from bot.practice.routes import PeopleRoutes
from bot.practice.socketmode import SocketHub
from bot.practice.workspace import Workspace

PAGE = Path(__file__).parent / "page"
LOOPBACK = ("127.0.0.1", "localhost", "::1")
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class PracticeServer:
    """Serves one workspace. `deliver_to` switches from Socket Mode to signed HTTP delivery."""

    def __init__(
        self,
        workspace: Workspace,
        host: str = "127.0.0.1",
        port: int = 0,
        *,
        deliver_to: str | None = None,
        ack_timeout: float = 3.0,
        signed_at: Callable[[], float] = time.time,
    ) -> None:
        if host not in LOOPBACK:
            raise ValueError("the practice workspace listens on loopback only")
        self.workspace = workspace
        self._host, self._port = host, port
        self.request_url, self._ack_timeout, self._signed_at = deliver_to, ack_timeout, signed_at
        self._thread: threading.Thread | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._started = threading.Event()
        self._failure: BaseException | None = None
        self._sockets: SocketHub | None = None
        self._courier: Courier | None = None
        self._stop = asyncio.Event()

    # Running -----------------------------------------------------------------------------------------------------

    @property
    def url(self) -> str:
        """Where people look."""
        return f"http://{self._host}:{self._port}"

    @property
    def api_url(self) -> str:
        """The base_url for the bot's WebClient."""
        return f"{self.url}/api/"

    def start(self) -> PracticeServer:
        """Start serving and return once requests are taken."""
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, args=(self._loop,), name="practice-workspace", daemon=True)
        self._thread.start()
        self._started.wait()
        if self._failure is not None:
            self._thread.join()
            raise self._failure
        return self

    def stop(self) -> None:
        """Let held calls go, close every connection and end the thread."""
        self.workspace.faults.clear()
        self.workspace.deliver = None
        if self._loop is None or self._thread is None:
            return
        if self._thread.is_alive():
            with contextlib.suppress(RuntimeError):
                self._loop.call_soon_threadsafe(self._stop.set)
            self._thread.join()

    def __enter__(self) -> PracticeServer:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    def deliver_to(self, url: str | None) -> None:
        """Send payloads to this request URL, signed; None goes back to Socket Mode."""
        assert self._courier is not None
        self.request_url = url
        self._on_loop(self._courier.switch(self._http(url)))

    def disconnect(self, reason: str = "refresh_requested") -> None:
        """Ask the app to renew its Socket Mode connections (`warning`, `refresh_requested`, `link_disabled`)."""
        if self._sockets is not None:
            self._on_loop(self._sockets.ask_to_renew(reason))

    def hang_up(self) -> None:
        """Break the app's Socket Mode connections off, without notice."""
        if self._sockets is not None:
            self._on_loop(self._sockets.close())

    def connections(self) -> int:
        """How many Socket Mode connections take payloads now."""
        return self._sockets.connections if self._sockets else 0

    def wait_connected(self, count: int = 1, timeout: float = 5.0) -> bool:
        """Wait until the app has that many Socket Mode connections."""
        return self.workspace.wait_until(lambda: self.connections() >= count, timeout)

    def _on_loop(self, work: Coroutine[Any, Any, None]) -> None:
        assert self._loop is not None
        asyncio.run_coroutine_threadsafe(work, self._loop).result(10)

    def _run(self, loop: asyncio.AbstractEventLoop) -> None:
        asyncio.set_event_loop(loop)
        try:
            loop.run_until_complete(self._serve())
        except BaseException as failure:
            # Handed over to the thread that waits in start().
            self._failure = failure
        finally:
            loop.run_until_complete(loop.shutdown_asyncgens())
            loop.run_until_complete(loop.shutdown_default_executor())
            loop.close()
            self._started.set()

    async def _serve(self) -> None:
        ws = self.workspace
        self._sockets = sockets = SocketHub(ws)
        self._courier = courier = Courier(ws, sockets, self._http(self.request_url), self._ack_timeout)
        app = web.Application(middlewares=[self._guard, _refusals], client_max_size=8 * 1024**2)
        self._routes(app, Acts(ws, courier))
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
        await runner.setup()
        try:
            listening = _listen(self._host, self._port)
            self._port = listening.getsockname()[1]
            ws.base_url = self.url
            await web.SockSite(runner, listening).start()
            ws.deliver = courier.deliver_and_wait
            self._started.set()
            await self._stop.wait()
        finally:
            ws.deliver = None
            await sockets.close()
            await courier.switch(None)
            await runner.cleanup()

    def _http(self, url: str | None) -> HttpDelivery | None:
        return HttpDelivery(url, self.workspace.app.signing_secret, self._signed_at) if url else None

    def _routes(self, app: web.Application, acts: Acts) -> None:
        app.router.add_route("*", "/api/{method}", self._api)
        app.router.add_get("/link", self._link)
        app.router.add_post("/response/{id}", self._response)
        PeopleRoutes(self.workspace, acts, self._stop).add_to(app.router)
        FileRoutes(self.workspace, acts).add_to(app.router)
        app.router.add_get("/", self._index)
        app.router.add_get("/page/{name}", self._asset)

    # Slack's side ------------------------------------------------------------------------------------------------

    async def _api(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        raw = await _arguments(request)
        token = request.headers.get("Authorization", "").removeprefix("Bearer ").strip() or raw.get("token")
        hang = self.workspace.faults.hang_for(method)
        if hang is not None:
            hang.reached.set()
            await asyncio.get_running_loop().run_in_executor(None, hang.released.wait, HANG_LIMIT)
        answer = webapi.call(self.workspace, method, webapi.decoded(raw), token)
        if answer.body is None:
            if request.transport is not None:
                request.transport.close()
            raise ConnectionResetError
        body = answer.body
        if method == "apps.connections.open" and body["ok"] and self._sockets is not None:
            host = self.url.removeprefix("http://")
            body = {**body, "url": f"ws://{host}/link?ticket={self._sockets.issue_ticket()}"}
        headers = {"X-OAuth-Scopes": ",".join(sorted(self.workspace.app.scopes))}
        if answer.retry_after is not None:
            headers["Retry-After"] = str(answer.retry_after)
        return web.json_response(body, status=answer.status, headers=headers)

    async def _link(self, request: web.Request) -> web.StreamResponse:
        if self._sockets is None:
            raise web.HTTPServiceUnavailable
        return await self._sockets.serve(request)

    async def _response(self, request: web.Request) -> web.StreamResponse:
        try:
            body = await _arguments(request)
            if isinstance(body.get("payload"), str):
                body = json.loads(body["payload"])
            posting.respond(self.workspace, request.match_info["id"], webapi.decoded(body))
        except SlackRefusal as refusal:
            status = refusal.extra.pop("status", 400)
            self.workspace.complaints.append(f"A response_url refused: {refusal.code} {refusal.extra}")
            return web.json_response({"ok": False, "error": refusal.code, **refusal.extra}, status=status)
        return web.Response(text="ok")

    # The page ----------------------------------------------------------------------------------------------------

    async def _index(self, _: web.Request) -> web.StreamResponse:
        return _file("index.html")

    async def _asset(self, request: web.Request) -> web.StreamResponse:
        return _file(request.match_info["name"])

    @web.middleware
    async def _guard(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Only loopback names as host; people's acts only from this page or from no browser at all."""
        if _host_of(request.headers.get("Host", "")) not in LOOPBACK:
            raise web.HTTPForbidden(text="this is a loopback server")
        origin = request.headers.get("Origin")
        if origin is not None and request.path != "/link" and not self._is_own(origin):
            raise web.HTTPForbidden(text="this comes from another website")
        return await handler(request)

    def _is_own(self, origin: str) -> bool:
        parts = urlsplit(origin)
        return parts.scheme == "http" and parts.hostname in LOOPBACK and parts.port == self._port


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, port))
    except BaseException:
        listening.close()
        raise
    return listening


def _host_of(header: str) -> str:
    """The host name of a Host header, without the port."""
    with contextlib.suppress(ValueError):
        return urlsplit(f"//{header}").hostname or ""
    return ""


async def _arguments(request: web.Request) -> Json:
    """Arguments from the query, a form or JSON, as slack_sdk sends them."""
    args: Json = dict(request.query)
    if request.method == "POST":
        if request.content_type == "application/json":
            text = await request.text()
            try:
                body = json.loads(text or "{}")
            except ValueError:
                raise SlackRefusal("invalid_json") from None
            if not isinstance(body, dict):
                raise SlackRefusal("json_not_object")
            args |= body
        else:
            args |= dict(await request.post())
    return args


def _file(name: str) -> web.StreamResponse:
    path = PAGE / name
    if path.parent != PAGE or not path.is_file():
        raise web.HTTPNotFound
    headers = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY"}
    return web.FileResponse(path, headers=headers)


@web.middleware
async def _refusals(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refusals as JSON."""
    try:
        return await handler(request)
    except NotPossible as refusal:
        return web.json_response({"ok": False, "error": refusal.sentence}, status=refusal.status)
    except SlackRefusal as refusal:
        return web.json_response({"ok": False, "error": refusal.code, **refusal.extra})
