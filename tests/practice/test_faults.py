"""Bad days on request: refusals, rate limits, calls that hang, answers that get lost; redelivery and forged payloads."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from slack_bolt import App
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.practice import Client, PracticeServer, Workspace
from tests.practice.conftest import Run, web_client
from tests.practice.making import PRIYA, STAFF, actions, button, modal, section, words

pytestmark = pytest.mark.slow


def test_a_planned_refusal(web: WebClient, workspace: Workspace, slack: Client) -> None:
    """So many calls fail, the next one is carried out; all stand in the call log."""
    workspace.faults.fail("chat.postMessage", "internal_error", times=2)
    for _ in range(2):
        with pytest.raises(SlackApiError, match="internal_error"):
            web.chat_postMessage(channel=STAFF, text="x")
    assert web.chat_postMessage(channel=STAFF, text="x")["ok"]
    assert [c.error for c in workspace.calls_of("chat.postMessage")] == ["internal_error", "internal_error", None]
    assert len(slack.person(PRIYA).messages(STAFF)) == 1


def test_rate_limited(web: WebClient, workspace: Workspace) -> None:
    """As Slack: HTTP 429 with Retry-After."""
    workspace.faults.fail("*", "ratelimited", retry_after=7)
    with pytest.raises(SlackApiError) as caught:
        web.chat_postMessage(channel=STAFF, text="x")
    response = caught.value.response
    assert (response.status_code, response["error"], response.headers["Retry-After"]) == (429, "ratelimited", "7")
    assert web.auth_test()["ok"]


def test_a_call_that_hangs(server: PracticeServer, workspace: Workspace, slack: Client) -> None:
    """The caller gives up, the call is carried out all the same, as can happen with Slack."""
    impatient = WebClient("xoxb-practice", base_url=server.api_url, timeout=1, retry_handlers=[])
    impatient.timeout = 0.05  # type: ignore[assignment]
    with workspace.faults.hang("chat.postMessage") as hang:
        with pytest.raises(TimeoutError):
            impatient.chat_postMessage(channel=STAFF, text="Late")
        assert hang.wait_reached()
        assert slack.person(PRIYA).messages(STAFF) == []
        assert impatient.auth_test()["ok"]
    assert slack.person(PRIYA).wait_message(STAFF, "Late")


def test_an_answer_that_gets_lost(web: WebClient, workspace: Workspace, slack: Client) -> None:
    """The message is posted, but the bot cannot know."""
    workspace.faults.lose_answer("chat.postMessage")
    with pytest.raises(OSError):
        web.chat_postMessage(channel=STAFF, text="Once")
    assert [m["text"] for m in slack.person(PRIYA).messages(STAFF)] == ["Once"]
    assert [c.error for c in workspace.calls_of("chat.postMessage")] == [None]


def test_the_call_log_wakes_whoever_waits(web: WebClient, workspace: Workspace) -> None:
    """A test waits for a call without polling."""
    thread = threading.Thread(target=web.chat_postMessage, kwargs={"channel": STAFF, "text": "x"})
    thread.start()
    assert workspace.wait_until(lambda: bool(workspace.calls_of("chat.postMessage")))
    thread.join()
    assert workspace.calls_of("chat.postMessage")[0].args == {"channel": STAFF, "text": "x"}


class Recorder:
    """A bot that opens a form on command and keeps every payload that it gets."""

    def __init__(self) -> None:
        self.bodies: list[dict[str, Any]] = []
        self.retries: list[str | None] = []

    def __call__(self, app: App) -> None:
        @app.command("/socialpost")
        def start(ack: Any, body: dict[str, Any], client: Any) -> None:
            self.bodies.append(body)
            client.views_open(trigger_id=body["trigger_id"], view=modal(words(), actions(button("look"))))
            ack("Opened")

        @app.view("post.form")
        def send(ack: Any, body: dict[str, Any]) -> None:
            self.bodies.append(body)
            ack()

        @app.action("look")
        def look(ack: Any, body: dict[str, Any]) -> None:
            self.bodies.append(body)
            ack()

        @app.event("member_joined_channel")
        def joined(body: dict[str, Any], request: Any) -> None:
            self.bodies.append(body)
            self.retries.append(request.headers.get("x-slack-retry-num", [None])[0])

        @app.event("member_left_channel")
        def left() -> None:
            """Subscribed, so it must be acknowledged."""


def test_redelivery(slack: Client, workspace: Workspace, run_bot: Run) -> None:
    """The same payload again, as it was: same view, same ids, so that the bot can tell."""
    bot = Recorder()
    run_bot(bot)
    priya = slack.person(PRIYA)
    priya.command("/socialpost")
    priya.submit({"words": "Our beans"})

    again = workspace.redeliver("view_submission")

    assert again is not None
    assert again.ok
    assert bot.bodies[1]["view"]["id"] == bot.bodies[2]["view"]["id"]
    assert bot.bodies[1]["view"]["hash"] == bot.bodies[2]["view"]["hash"]
    with pytest.raises(LookupError):
        workspace.redeliver("view_closed")


def test_an_event_is_retried_with_its_number(workspace: Workspace, run_bot: Run) -> None:
    """The retry carries the same event_id and says which try it is."""
    bot = Recorder()
    run_bot(bot)
    workspace.join(STAFF, "U0SOCIALPOST")
    workspace.leave(STAFF, PRIYA)
    workspace.join(STAFF, PRIYA)
    workspace.redeliver("member_joined_channel", retry=1)
    assert bot.retries == ["0", "1"]
    assert bot.bodies[0]["event_id"] == bot.bodies[1]["event_id"]


def test_altered_payloads(slack: Client, workspace: Workspace, run_bot: Run) -> None:
    """Another team, another app, nothing at all: for the bot's own checks."""
    bot = Recorder()
    run_bot(bot)
    priya = slack.person(PRIYA)
    workspace.alter_next({"team_id": "T0EVIL", "api_app_id": "A0EVIL"})
    priya.command("/socialpost")
    assert (bot.bodies[0]["team_id"], bot.bodies[0]["api_app_id"]) == ("T0EVIL", "A0EVIL")
    priya.click_view("look")
    assert bot.bodies[1]["team"]["id"] == "T0BRACKEN"
    workspace.redeliver("block_actions", alter={"user.team_id": "T0OTHER", "actions.0.value": "forged"})
    assert (bot.bodies[2]["user"]["team_id"], bot.bodies[2]["actions"][0]["value"]) == ("T0OTHER", "forged")
    workspace.deliver_raw("interactive", {**workspace.sent[-1].payload, "user": {"id": "U0EVIL"}})
    assert bot.bodies[3]["user"] == {"id": "U0EVIL"}


def test_without_a_bot_commands_fail(slack: Client) -> None:
    """Nobody is connected: Slack says so."""
    answer = slack.person(PRIYA).command("/socialpost")
    assert (answer.ok, answer.error) == (False, "dispatch_failed")


def test_a_bot_that_does_not_answer(workspace: Workspace) -> None:
    """After the time for an acknowledgement a command has failed, and a modal stays open."""

    def silent(app: App) -> None:
        @app.command("/broken")
        def broken() -> None:
            raise RuntimeError("no")

        @app.view("post.form")
        def unsent() -> None:
            raise RuntimeError("no")

        @app.action("go")
        def unclicked() -> None:
            raise RuntimeError("no")

    with PracticeServer(workspace, ack_timeout=0.2) as server:
        run = Run(server)
        run(silent)
        priya = Client(server.url).person(PRIYA)
        assert priya.command("/broken").error == "operation_timeout"
        trigger = workspace.new_trigger(workspace.users[PRIYA])
        web_client(server).views_open(trigger_id=trigger, view=modal(words(), actions(button())))
        assert priya.click_view("go").error == "operation_timeout"
        assert priya.submit({"words": "Beans"}).error == "We had some trouble connecting. Try again?"
        assert len(priya.views()) == 1
        run.stop()


def test_answers_that_slack_would_refuse(slack: Client, workspace: Workspace, run_bot: Run) -> None:
    """An unknown block_id in errors, a bad view, bad blocks: the person sees trouble, the test a complaint."""
    answers: list[dict[str, Any]] = [
        {"response_action": "errors", "errors": {"elsewhere": "x"}},
        {"response_action": "update", "view": modal(section("x" * 3_001))},
        {"response_action": "shrug"},
        {"text": "Thank you"},
    ]

    def clumsy(app: App) -> None:
        @app.command("/socialpost")
        def start(ack: Any, body: dict[str, Any], client: Any) -> None:
            client.views_open(trigger_id=body["trigger_id"], view=modal(words()))
            ack({"text": "x", "blocks": [section("x" * 3_001)]})

        @app.view("post.form")
        def send(ack: Any) -> None:
            ack(answers[0])

    run_bot(clumsy)
    priya = slack.person(PRIYA)
    priya.command("/socialpost")
    assert priya.ephemerals() == []
    while answers:
        assert priya.submit({"words": "Beans"}).error
        answers.pop(0)
    assert len(priya.views()) == 1
    assert len(workspace.complaints) == 5
