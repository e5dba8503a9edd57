"""The sides of a comparison: our bot, and a bare Bolt app that only says "received", each behind the same two fronts."""

from __future__ import annotations

import re
from contextlib import ExitStack
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.app import Bot, build
from bot.practice import sample
from bot.rehearsal import app_config
from bot.settings import Mode, Settings, load
from bot.sockets import Sockets
from bot.web import PATH, WebServer, wsgi
from storage.engine import Store
from tests.bench.acts import Json
from tests.bench.slack import Slack


class Way(StrEnum):
    """How payloads reach the bot."""

    HTTP = "HTTP"
    SOCKET = "Socket Mode"


_ANY = re.compile(".*")
_CONFIG = app_config()
SIGNING_SECRET = _CONFIG.signing_secret

_SLT = re.compile(r"^slt = .*$", re.MULTILINE)
TRUST = _SLT.sub(f'slt = {{ channel = "{sample.SLT}" }}', sample.TRUST.read_text(encoding="utf-8"))
"""The practice workspace's settings, but that everybody in SLT's channel is SLT: it has 32 people more here."""


def settings_for(api_url: str, database: Path) -> Settings:
    """The bot's settings against a practice workspace, loaded and checked as always."""
    env = {
        "SLACK_BOT_TOKEN": _CONFIG.bot_token,
        "SLACK_APP_TOKEN": _CONFIG.app_token,
        "SLACK_SIGNING_SECRET": SIGNING_SECRET,
        "SLACK_API_URL": api_url,
        "DATABASE_URL": f"sqlite:///{database}",
    }
    return replace(load(env, TRUST, mode=Mode.SOCKET), app_id=_CONFIG.app_id)


def our_bot(stack: ExitStack, api_url: str, database: Path, *, drain: bool) -> Bot:
    """The bot as it is at work, except that the drain may stand still."""
    settings = settings_for(api_url, database)
    store = Store.open(settings.database_url)
    stack.callback(store.close)
    bot = build(settings, store)
    stack.callback(bot.stop)
    bot.directory.refresh(bot.now())
    if drain:
        bot.drain.start()
    return bot


def bolt(api_url: str) -> App:
    """Bolt as it comes, without a listener."""
    client = WebClient(token=_CONFIG.bot_token, base_url=api_url, retry_handlers=[])
    client.proxy = None  # the SDK would take one from the environment, for loopback too
    return App(client=client, signing_secret=SIGNING_SECRET, process_before_response=True)


def bare_echo(api_url: str, act: str) -> App:
    """Bolt with one listener that acknowledges, and nothing else."""
    app = bolt(api_url)
    listen = app.view(_ANY) if act == "submit" else app.action(_ANY)

    def received(ack: Ack) -> None:
        ack()

    listen(received)
    return app


class Fronts:
    """One Bolt app behind the two fronts that `socialpost run` has, and the practice workspace that it answers."""

    def __init__(self, stack: ExitStack, slack: Slack, name: str, app: App) -> None:
        self._slack, self._name = slack, name
        server = WebServer(wsgi(app, lambda: {"ok": True}), host="127.0.0.1", port=0)
        self._url = f"http://127.0.0.1:{server.port}{PATH}"
        server.start()
        stack.callback(server.stop)
        sockets = Sockets(app, _CONFIG.app_token)
        sockets.connect()
        stack.callback(sockets.close)

    def work(self, way: Way, payloads: list[Json], *, said: object = None, at_once: int = 1) -> Delivery:
        """These payloads, ready to be delivered. All of them must be acknowledged with `said`."""
        self._slack.load(self._name, payloads, url=self._url if way is Way.HTTP else None, at_once=at_once)
        return Delivery(self._slack, f"{self._name} over {way}", said)


@dataclass(frozen=True, slots=True)
class Delivery:
    """Payloads on their way from the workspace to the bot. One at a time."""

    slack: Slack
    name: str
    said: object

    def run(self) -> None:
        self.slack.go()

    def walls(self) -> list[float]:
        """Raises AssertionError unless everything was acknowledged as it should be."""
        answers = self.slack.answers()
        wrong = [each for each in answers if not each.ok or each.said != self.said]
        if wrong:
            raise AssertionError(f"{self.name}: {len(wrong)} of {len(answers)} were not acknowledged: {wrong[0]}")
        return [each.seconds for each in answers]
