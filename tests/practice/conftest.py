"""A small Bolt app, real in every part but its purpose, against the practice workspace."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from slack_bolt import App, BoltRequest
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient

from bot.practice import AppConfig, Client, Command, PracticeServer, Shortcut, Workspace
from tests.practice.formbot import Bot
from tests.practice.making import GUEST, HELEN, PRIYA, SECRET, SLT, STAFF, STRANGER

SCOPES = (
    "chat:write",
    "commands",
    "users:read",
    "usergroups:read",
    "channels:read",
    "groups:read",
    "im:write",
    "files:read",
    "files:write",
)


Register = Callable[[App], None]


class Clock:
    """A clock that moves only when told to."""

    def __init__(self) -> None:
        self.now = 1_795_600_000.0

    def __call__(self) -> float:
        return self.now

    def advance(self, seconds: float) -> None:
        self.now += seconds


@pytest.fixture(autouse=True)
def no_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    """slack_sdk takes a proxy from the environment, and Bolt OAuth settings."""
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy", "SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def app_config() -> AppConfig:
    return AppConfig(
        scopes=SCOPES,
        commands=(Command("/socialpost", "Write a post", "[help]"), Command("/broken", "Fails")),
        shortcuts=(
            Shortcut("New post", "post.new"),
            Shortcut("Make it a post", "post.from_message", "message"),
        ),
    )


@pytest.fixture
def workspace(clock: Clock, app_config: AppConfig) -> Workspace:
    ws = Workspace(app_config, team_id="T0BRACKEN", team_name="Brackenfold", team_domain="brackenfold", now=clock)
    ws.add_user(PRIYA, "Priya Nair", title="Year 4")
    ws.add_user(HELEN, "Helen Marsh", title="SLT")
    ws.add_user(GUEST, "Gil Green", is_restricted=True)
    ws.add_user(STRANGER, "Sam Byrne", is_stranger=True, team_id="T0OTHER")
    ws.add_channel(SLT, "slt", members=[HELEN], is_private=True)
    ws.add_channel(STAFF, "staff", members=[PRIYA, HELEN, GUEST, STRANGER])
    ws.add_channel(SECRET, "secret", members=[HELEN], is_private=True, with_bot=False)
    ws.add_group("S0SLT", "slt", [HELEN])
    return ws


@pytest.fixture
def server(workspace: Workspace) -> Iterator[PracticeServer]:
    with PracticeServer(workspace) as running:
        yield running


@pytest.fixture
def web(server: PracticeServer) -> WebClient:
    return web_client(server)


@pytest.fixture
def slack(server: PracticeServer) -> Client:
    return Client(server.url)


class Run:
    """Starts Bolt apps on Socket Mode with the listeners that a test registers, and stops them."""

    def __init__(self, server: PracticeServer) -> None:
        self._server = server
        self._running: list[tuple[SocketModeHandler, ThreadPoolExecutor]] = []

    def __call__(self, register: Register) -> App:
        app, executor = bolt_app(web_client(self._server))
        register(app)
        handler = SocketModeHandler(app, "xapp-practice")
        handler.connect()
        self._running.append((handler, executor))
        assert self._server.wait_connected(len(self._running))
        return app

    def stop(self) -> None:
        for handler, executor in self._running:
            stop_quickly(self._server, handler)
            executor.shutdown()


@pytest.fixture
def run_bot(server: PracticeServer) -> Iterator[Run]:
    run = Run(server)
    yield run
    run.stop()


@pytest.fixture
def bot(run_bot: Run) -> Bot:
    """The form bot, connected."""
    made = Bot()
    run_bot(made)
    return made


def web_client(server: PracticeServer) -> WebClient:
    return WebClient("xoxb-practice", base_url=server.api_url, retry_handlers=[])


def stop_quickly(server: PracticeServer, handler: SocketModeHandler) -> None:
    """Close Bolt's client without sitting out its receive and queue timeouts (3 s and 1 s)."""
    client = handler.client
    client.auto_reconnect_enabled = client.default_auto_reconnect_enabled = False
    client.closed = True
    client.message_queue.put(None)
    client.current_session_state.terminated = True
    server.hang_up()
    # The receiving thread closes the socket itself; closing it from here at the same time is a race in the client.
    client.current_session_runner.shutdown()
    handler.close()


def bolt_app(web: WebClient) -> tuple[App, ThreadPoolExecutor]:
    executor = ThreadPoolExecutor(4)
    logger = logging.getLogger("practice-test-bot")
    logger.setLevel(logging.CRITICAL)
    app = App(
        client=web,
        signing_secret="practice-signing-secret",
        process_before_response=True,
        listener_executor=executor,
        logger=logger,
    )
    return app, executor


class HttpBot:
    """The same app behind an HTTP server, as in HTTP mode."""

    def __init__(self, app: App) -> None:
        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                headers: dict[str, Any] = dict(self.headers.items())
                answer = app.dispatch(BoltRequest(body=body, headers=headers))
                content = (answer.body or "").encode()
                self.send_response(answer.status)
                for name, values in answer.headers.items():
                    for value in values:
                        self.send_header(name, value)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *_: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/slack/events"
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01})
        self.thread.start()

    def close(self) -> None:
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()
