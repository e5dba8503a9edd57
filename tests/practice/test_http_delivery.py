"""The same Bolt app in HTTP mode: signed requests, and what happens when it does not answer."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from slack_bolt import App
from slack_sdk.signature import SignatureVerifier

from bot.practice import AppConfig, Client, PracticeServer, Workspace
from bot.practice.delivery import encoded, signature
from tests.practice.conftest import HttpBot, bolt_app, web_client
from tests.practice.making import HELEN, PRIYA, STAFF, modal, words


def test_signature() -> None:
    """The one that slack_sdk verifies, over the body as it is sent."""
    body, content_type = encoded("interactive", {"type": "block_actions"})
    now = str(int(time.time()))
    assert content_type == "application/x-www-form-urlencoded"
    assert SignatureVerifier("secret").is_valid(body, now, signature("secret", now, body))


class Listening:
    """Keeps what the app heard."""

    def __init__(self) -> None:
        self.heard: list[Any] = []

    def register(self, app: App) -> None:
        @app.command("/socialpost")
        def start(ack: Any, body: dict[str, Any], client: Any) -> None:
            client.views_open(trigger_id=body["trigger_id"], view=modal(words()))
            ack(text="Opened", response_type="in_channel")

        @app.command("/broken")
        def broken() -> None:
            raise RuntimeError("no")

        @app.view("post.form")
        def send(ack: Any, view: dict[str, Any]) -> None:
            self.heard.append(view["state"]["values"]["words"]["words"]["value"])
            ack(response_action="errors", errors={"words": "Leave the name out."})

        @app.event("user_change")
        def changed(event: dict[str, Any], request: Any) -> None:
            self.heard.append((event["user"]["id"], request.headers.get("x-slack-retry-num")))


@pytest.fixture
def listening(server: PracticeServer) -> Iterator[Listening]:
    """A workspace that delivers to an HTTP app."""
    app, executor = bolt_app(web_client(server))
    listening = Listening()
    listening.register(app)
    bot = HttpBot(app)
    server.deliver_to(bot.url)
    yield listening
    server.deliver_to(None)
    bot.close()
    executor.shutdown()


def test_commands_modals_and_events(slack: Client, listening: Listening, workspace: Workspace) -> None:
    """The responses to the requests are the acknowledgements."""
    priya = slack.person(PRIYA)
    assert priya.command("/socialpost", channel=STAFF).ok
    assert slack.person(HELEN).messages(STAFF)[-1]["text"] == "Opened"
    assert priya.submit({"words": "Our beans"}).errors == {"words": "Leave the name out."}
    workspace.change_user(HELEN, title="Head")
    workspace.redeliver("user_change", retry=2)
    assert listening.heard == ["Our beans", (HELEN, None), (HELEN, ["2"])]


@pytest.mark.usefixtures("listening")
def test_an_error_of_the_app(slack: Client) -> None:
    """It is a failed command."""
    assert slack.person(PRIYA).command("/broken").error == "dispatch_failed"


def test_nobody_listens(app_config: AppConfig) -> None:
    """A refused connection is a failed command too."""
    ws = Workspace(app_config)
    ws.add_user(PRIYA, "Priya Nair")
    with PracticeServer(ws, deliver_to="http://127.0.0.1:9/slack/events") as server:
        assert Client(server.url).person(PRIYA).command("/socialpost").error == "dispatch_failed"


def test_a_wrong_secret(
    slack: Client, server: PracticeServer, listening: Listening, workspace: Workspace, app_config: AppConfig
) -> None:
    """The app refuses what is not signed with its secret, and what was signed too long ago."""
    workspace.app = replace(app_config, signing_secret="another")
    server.deliver_to(server.request_url)
    assert slack.person(PRIYA).command("/socialpost").error == "dispatch_failed"
    assert listening.heard == []
