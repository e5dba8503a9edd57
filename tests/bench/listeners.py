"""Row 2: what all our listeners cost against a single one, for each kind of payload, by requests as Slack signs them.

Both sides have the same doorkeeper, the same handler and the same error handler; whoever stands behind them (the use cases,
the database, Slack) answers at once, so that the search for the listener is all that can make a difference.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

from slack_bolt import App

from bot.domain.lifecycle import Refusal
from bot.practice import sample
from bot.practice.delivery import encoded, signature
from bot.settings import Settings
from bot.web import bolt_request
from handlers import ids, register
from handlers.door import House
from handlers.hall import Hall
from tests.bench.acts import Acts, Json
from tests.bench.measure import Meter, Side, interleave
from tests.bench.sides import SIGNING_SECRET, bolt, settings_for
from tests.bench.slack import Slack
from tests.bench.table import Line

MOST = 1.3
OPERATIONS = 20
LAPS = 4


def listener_table(slack: Slack, meter: Meter, acts: Acts, folder: Path) -> Iterator[Line]:
    """One ratio for each kind of payload, named as the method that registers its listener."""
    api_url = slack.open("listeners")
    settings = settings_for(api_url, folder / "unused.db")
    whole = _registered(bolt(api_url), settings)
    sides: dict[str, Side] = {}
    payloads = _payloads(acts)
    for kind, (sort, payload) in payloads.items():
        request = _Request.signed(sort, payload)
        single = _registered(_Only(bolt(api_url), kind), settings)
        sides[f"all {kind}"] = partial(_act, whole, request, f"all {kind}")
        sides[f"one {kind}"] = partial(_act, single, request, f"one {kind}")
    measured = interleave(meter, sides, laps=LAPS)
    for kind in payloads:
        yield Line.ratio(measured, kind, f"all {kind}", (f"one {kind}",), MOST)


@dataclass(frozen=True, slots=True)
class _Request:
    """A request as it came in by HTTP."""

    raw: str
    headers: Mapping[str, str]

    @classmethod
    def signed(cls, sort: str, payload: Json) -> _Request:
        body, content_type = encoded(sort, payload)
        now = str(int(time.time()))
        signed = {"x-slack-request-timestamp": now, "x-slack-signature": signature(SIGNING_SECRET, now, body)}
        return cls(body.decode(), {**signed, "content-type": content_type})


@dataclass(frozen=True, slots=True)
class _Dispatches:
    """The same request again and again, each time parsed, verified and dispatched."""

    app: App
    request: _Request
    seconds: list[float] = field(default_factory=list)

    def run(self) -> None:
        for _ in range(OPERATIONS):
            begun = time.perf_counter()
            answer = self.app.dispatch(bolt_request(self.request.raw, dict(self.request.headers)))
            self.seconds.append(time.perf_counter() - begun)
            if answer.status != 200:
                raise AssertionError(f"{answer.status}: {answer.body}")

    def walls(self) -> list[float]:
        return self.seconds


def _act(app: App, request: _Request, side: str, meter: Meter) -> None:
    meter.time(side, _Dispatches(app, request))


class _Only:
    """An app that takes the listener of one kind and leaves all the others."""

    def __init__(self, app: App, kind: str) -> None:
        self.app, self._kept = app, {kind, "use", "error"}

    def __getattr__(self, name: str) -> Any:
        return getattr(self.app, name) if name in self._kept else _left


def _left(*_: object) -> Callable[[object], object]:
    return lambda listener: listener


def _registered(app: App | _Only, settings: Settings) -> App:
    hall = SimpleNamespace(
        workflow=SimpleNamespace(drafts=SimpleNamespace(open=lambda *_, **__: Refusal("nobody", "Nobody is here."))),
        trust=settings.trust,
        answers=SimpleNamespace(open=lambda *_, **__: None),
        directory=SimpleNamespace(look_up=lambda *_: SimpleNamespace(refused=""), channel_changed=lambda *_: None),
        now=time.time,
    )
    register(cast(App, app), cast(Hall, hall), House(app_id=settings.app_id, team_id=sample.TEAM))
    return app.app if isinstance(app, _Only) else app


def _payloads(acts: Acts) -> dict[str, tuple[str, Json]]:
    """For each kind: how Slack delivers it, and a payload whose handler has next to nothing to do."""
    click, form = acts.click, acts.submission
    common = {name: click[name] for name in ("user", "team", "token", "api_app_id", "trigger_id")}
    view = {**form["view"], "callback_id": ids.REJECT_FORM, "private_metadata": "{}"}
    option = {"action_id": "nothing", "block_id": "nothing", "value": "ma"}
    joined = {"type": "member_joined_channel", "channel": sample.STAFF, "user": sample.PRIYA}
    event = {"type": "event_callback", "team_id": sample.TEAM, "api_app_id": click["api_app_id"], "event": joined}
    return {
        "action": ("interactive", {**click, "actions": [{**click["actions"][0], "action_id": "nothing"}]}),
        "view": ("interactive", {**form, "view": view}),
        "options": ("interactive", {**common, **option, "type": "block_suggestion", "view": view}),
        "command": ("slash_commands", acts.command),
        "shortcut": ("interactive", {**common, "type": "shortcut", "callback_id": ids.NEW_POST_SHORTCUT}),
        "view_closed": ("interactive", {**form, "type": "view_closed", "view": view}),
        "event": ("events_api", event),
    }
