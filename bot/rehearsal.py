"""The practice workspace and the unchanged bot in it: for `socialpost practice`, for training, and for our own journeys."""

from __future__ import annotations

from collections.abc import Callable, Collection
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import Any

import yaml

from bot.app import Bot, build
from bot.checkphotos import read_devices
from bot.domain.standing import Kind
from bot.practice import sample
from bot.practice.config import AppConfig, Command, Shortcut
from bot.practice.people import Client
from bot.practice.server import PracticeServer
from bot.practice.workspace import Workspace
from bot.settings import Mode, Settings, load
from bot.sockets import Sockets
from bot.web import PATH, WebServer, wsgi
from storage import devices, standings
from storage.engine import Store
from storage.intake import Hashes, Upload, confirm, file_kinds, stage

MANIFEST = Path(__file__).parent.parent / "manifest.yml"
SIGNING_SECRET = "practice-only-and-no-secret"  # noqa: S105 - opens nothing but the practice workspace
APP_ID = "A0PRACTICE"


def app_config(manifest: Path = MANIFEST) -> AppConfig:
    """The app as the practice workspace installs it: scopes, command and shortcuts straight from the manifest."""
    said: dict[str, Any] = yaml.safe_load(manifest.read_text(encoding="utf-8"))
    features = said["features"]
    return AppConfig(
        app_id=APP_ID,
        scopes=tuple(said["oauth_config"]["scopes"]["bot"]),
        commands=tuple(
            Command(
                command=each["command"],
                description=each["description"],
                usage_hint=each.get("usage_hint", ""),
                should_escape=each.get("should_escape", False),
            )
            for each in features["slash_commands"]
        ),
        shortcuts=tuple(
            Shortcut(
                name=each["name"],
                callback_id=each["callback_id"],
                type=each["type"],
                description=each["description"],
            )
            for each in features["shortcuts"]
        ),
        bot_name=features["bot_user"]["display_name"],
        bot_token="xoxb-practice",  # noqa: S106 - opens nothing but the practice workspace
        app_token=f"xapp-1-{APP_ID}-practice",
        signing_secret=SIGNING_SECRET,
        events=tuple(said["settings"]["event_subscriptions"]["bot_events"]),
        home_tab=features["app_home"]["home_tab_enabled"],
    )


def settings_for(
    server: PracticeServer, app: AppConfig, trust: str | Path, database_url: str, media_url: str
) -> Settings:
    """The bot's settings against this server: the same loading and checking as for a real workspace."""
    env = {
        "SLACK_BOT_TOKEN": app.bot_token,
        "SLACK_APP_TOKEN": app.app_token,
        "SLACK_SIGNING_SECRET": app.signing_secret,
        "SLACK_API_URL": server.api_url,
        "DATABASE_URL": database_url,
        "MEDIA_URL": media_url,
    }
    return replace(load(env, trust, mode=Mode.SOCKET), app_id=app.app_id)


class Rehearsal:
    """A practice workspace with the sample school, and the bot in it. A context manager; `url` is the page.

    http: the workspace delivers by signed HTTP instead of Socket Mode. tick: whether APScheduler runs (journeys drive
    the drain by commits alone). drains: whether messages leave by themselves; otherwise whoever turns the clock has them
    delivered. now: the bot's clock. unread: who has not read the policy yet; everybody else has.
    """

    def __init__(
        self,
        database_url: str,
        *,
        port: int = 0,
        http: bool = False,
        tick: bool = True,
        drains: bool = True,
        trust: str | Path = sample.TRUST,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        make_workspace: Callable[[AppConfig], Workspace] = sample.workspace,
        unread: Collection[str] = (),
        **wiring: Any,
    ) -> None:
        self._database_url, self._port, self._http, self._tick, self._drains = database_url, port, http, tick, drains
        self._trust, self._now, self._wiring = trust, now, wiring
        self._unread = unread
        self._config = app_config()
        self.workspace = make_workspace(self._config)
        self._running = ExitStack()
        self._web: _Web | None = None
        self.bot: Bot
        self.server: PracticeServer
        self.settings: Settings
        self.store: Store
        self.people: Client

    def __enter__(self) -> Rehearsal:
        with ExitStack() as starting:
            self._start(starting)
            self._running = starting.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._running.close()

    @property
    def url(self) -> str:
        """Where the page is."""
        return self.server.url

    @property
    def names(self) -> dict[str, str]:
        """Everybody's name, by Slack's id."""
        return {user.id: user.real_name for user in self.workspace.users.values()}

    def _start(self, stack: ExitStack) -> None:
        web = self._web = _Web() if self._http else None
        deliver_to = f"http://127.0.0.1:{web.port}{PATH}" if web else None
        self.server = stack.enter_context(PracticeServer(self.workspace, port=self._port, deliver_to=deliver_to))
        self.people = Client(self.server.url)
        pictures = stack.enter_context(TemporaryDirectory(prefix="socialpost-media-"))
        settings = settings_for(self.server, self._config, self._trust, self._database_url, pictures)
        self.store = Store.open(settings.database_url)
        stack.callback(self.store.close)
        self.settings = settings
        school = next(iter(settings.trust.schools))
        self.load_register(school, sample.REGISTER.read_bytes(), sample.REGISTER.name)
        self._devices_were_approved(school)
        self.bot = build(settings, self.store, now=self._now, **self._wiring)
        self._policy_was_read()
        stack.callback(self.bot.stop)
        if self._tick:
            self.bot.start()
        else:
            self.bot.warm()
            self.bot.directory.refresh(self._now())
            if self._drains:
                self.bot.drain.start()
        if web is not None:
            web.serve(self.bot)
            stack.callback(web.stop)
        else:
            sockets = Sockets(self.bot.app, settings.secrets.app_token)
            sockets.connect()
            # A workspace that hangs up spares the bot three seconds of listening for more.
            stack.callback(lambda: sockets.close(before=self.server.hang_up))
            self.server.wait_connected()

    @property
    def web_port(self) -> int:
        """The port of the bot's own HTTP front, where it has one."""
        assert self._web is not None
        return self._web.port

    def second_bot(self) -> Bot:
        """Another bot over the same database and workspace, not started: the next process, or a replica."""
        bot = build(self.settings, self.store, now=self._now)
        self._running.callback(bot.stop)
        bot.directory.refresh(self._now())
        return bot

    def _policy_was_read(self) -> None:
        """Everybody had read the policy before the story begins, but for those whose story that is."""
        with self.store.write() as connection:
            for user in sorted(self.workspace.users.keys() - set(self._unread)):
                standings.enter(
                    connection,
                    kind=Kind.ACKNOWLEDGEMENT,
                    school=standings.EVERY_SCHOOL,
                    user_id=user,
                    begins=date(2020, 1, 1),
                    ends=None,
                    value=self.settings.trust.policy.version,
                    evidence="",
                    by=user,
                    at=self._now(),
                )

    def _devices_were_approved(self, school: str) -> None:
        """The devices of the sample are on the school's list."""
        with self.store.write() as connection:
            for device in read_devices(sample.DEVICES):
                devices.approve(connection, device, school=school, by="practice", at=self._now())

    def load_register(self, school: str, content: bytes, file_name: str) -> None:
        """Imports a register as the office would, and confirms it."""
        trust, now = self.settings.trust, self._now()
        with TemporaryDirectory(prefix="socialpost-") as folder:
            path = Path(folder) / file_name
            path.write_bytes(content)
            upload = Upload(path=path, school=school, by="practice", as_at=now.astimezone(trust.timezone).date())
            kinds = file_kinds(trust.platforms.values(), trust.permissions.uses)
            found = stage(self.store, upload, kinds=kinds, hashes=Hashes(""), at=now)
            confirm(self.store, found.batch, by="practice", at=now, policy_version=trust.policy.version)


class _Web:
    """The HTTP front on a free loopback port: the port is taken first, since the workspace must know it."""

    def __init__(self) -> None:
        self._app: Callable[..., Any] | None = None
        self._server = WebServer(self._answer, host="127.0.0.1", port=0)

    @property
    def port(self) -> int:
        return self._server.port

    def serve(self, bot: Bot) -> None:
        self._app = wsgi(bot.app, bot.health)
        self._server.start()

    def stop(self) -> None:
        self._server.stop()

    def _answer(self, environ: Any, start_response: Any) -> Any:
        assert self._app is not None
        return self._app(environ, start_response)
