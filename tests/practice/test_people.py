"""What people can see and do: visibility, guests and strangers, the client's own checks, and the driver."""

from __future__ import annotations

import http.client
import json
import threading
from typing import Any

import pytest
from slack_bolt import App
from slack_sdk import WebClient

from bot.practice import Client, NothingCame, PracticeServer, Refused, Workspace, text_of
from tests.practice.conftest import Run
from tests.practice.making import (
    GUEST,
    HELEN,
    PRIYA,
    SECRET,
    SLT,
    STAFF,
    STRANGER,
    actions,
    button,
    modal,
    option,
    plain,
    section,
    words,
)

PUPILS = [option("Maisie Trent · Year 4", "P0412"), option("Noah Adeyemi · Year 4", "P0418")]


def asking(block_id: str, element: dict[str, Any], **more: Any) -> dict[str, Any]:
    label = plain(f"About {block_id}")
    return {
        "type": "input",
        "block_id": block_id,
        "label": label,
        "element": {**element, "action_id": block_id},
        **more,
    }


def chosen(type_: str, **more: Any) -> dict[str, Any]:
    return {"type": type_, "options": [option("Facebook", "fb"), option("School website", "web")], **more}


FORM = modal(
    words(),
    asking("places", chosen("checkboxes"), optional=True),
    asking("when", chosen("radio_buttons", initial_option=option("Facebook", "fb")), dispatch_action=True),
    asking("purpose", chosen("static_select"), optional=True),
    asking("pupils", {"type": "multi_external_select", "min_query_length": 2}, optional=True),
    asking("staff", {"type": "multi_users_select", "max_selected_items": 1}, optional=True),
    asking("at", {"type": "datetimepicker", "initial_date_time": 1795793400}, optional=True),
    asking("link", {"type": "url_text_input"}, optional=True),
    asking("mail", {"type": "email_text_input"}, optional=True),
    asking("count", {"type": "number_input", "is_decimal_allowed": False, "max_value": "9"}, optional=True),
    notify_on_close=True,
)


class Bot:
    """Opens the form, offers pupils, keeps what it hears."""

    def __init__(self, form: dict[str, Any] = FORM) -> None:
        self.form = form
        self.heard: list[dict[str, Any]] = []
        self.answer: dict[str, Any] = {}

    def __call__(self, app: App) -> None:
        def keep(ack: Any, body: dict[str, Any]) -> None:
            self.heard.append(body)
            ack()

        @app.command("/socialpost")
        def start(ack: Any, body: dict[str, Any], client: Any) -> None:
            self.heard.append(body)
            client.views_open(trigger_id=body["trigger_id"], view=self.form)
            ack()

        @app.options("pupils")
        def pupils(ack: Any, payload: dict[str, Any]) -> None:
            ack(options=[o for o in PUPILS if payload["value"].lower() in o["text"]["text"].lower()])

        @app.view("post.form")
        def send(ack: Any, body: dict[str, Any]) -> None:
            self.heard.append(body)
            ack(self.answer) if self.answer else ack()

        app.shortcut("post.new")(keep)
        app.shortcut("post.from_message")(keep)
        app.action("when")(keep)
        app.action("go")(keep)
        app.view_closed("post.form")(keep)

        @app.event("app_home_opened")
        def home(event: dict[str, Any], client: Any) -> None:
            self.heard.append(event)
            view = {"type": "home", "blocks": [section("*Needs you*"), actions(button())]}
            client.views_publish(user_id=event["user"], view=view)

    def state(self) -> dict[str, Any]:
        values: dict[str, Any] = self.heard[-1]["view"]["state"]["values"]
        return {block: next(iter(entries.values())) for block, entries in values.items()}


@pytest.fixture
def bot(run_bot: Run) -> Bot:
    made = Bot()
    run_bot(made)
    return made


# Seeing ------------------------------------------------------------------------------------------------------------


def test_people_see_their_own_rooms(slack: Client) -> None:
    """Channels that one is a member of, and the direct message with the bot under its name."""
    assert [c["name"] for c in slack.person(PRIYA).channels()] == ["staff", "socialpost"]
    assert [c["name"] for c in slack.person(HELEN).channels()] == ["slt", "staff", "secret", "socialpost"]
    with pytest.raises(Refused):
        slack.person(PRIYA).messages(SLT)
    with pytest.raises(Refused):
        slack.person(PRIYA).say(SECRET, "Hello")
    with pytest.raises(Refused):
        slack.person("U0NOBODY").channels()


def test_state(slack: Client, workspace: Workspace) -> None:
    """What the page draws: team, me, people by kind, commands, shortcuts; without a name the first member."""
    workspace.guide = [{"title": "Write a post", "as": PRIYA}]
    state = slack.get("state")
    assert state["me"]["id"] == PRIYA
    assert state["me"]["initials"] == "PN"
    assert state["guide"] == workspace.guide
    assert {u["name"]: u["kind"] for u in state["users"]} == {
        "socialpost": "bot",
        "Priya Nair": "member",
        "Helen Marsh": "member",
        "Gil Green": "guest",
        "Sam Byrne": "stranger",
    }
    assert state["commands"][0] == {"command": "/socialpost", "description": "Write a post", "usage_hint": "[help]"}
    assert [s["callback_id"] for s in state["shortcuts"]] == ["post.new", "post.from_message"]


def test_unread(slack: Client) -> None:
    """Counted until read; one's own messages do not count."""
    priya, helen = slack.person(PRIYA), slack.person(HELEN)
    helen.say(STAFF, "Hello")
    helen.say(STAFF, "All")
    assert (priya.channels()[0]["unread"], helen.channels()[1]["unread"]) == (2, 0)
    priya.messages(STAFF)
    assert priya.channels()[0]["unread"] == 0


def test_waiting_is_woken_by_what_comes(web: WebClient, slack: Client) -> None:
    """No polling: the waiting person is told."""
    arrived: list[dict[str, Any]] = []
    thread = threading.Thread(target=lambda: arrived.append(slack.person(PRIYA).wait_message(STAFF, "ready")))
    thread.start()
    web.chat_postMessage(channel=STAFF, text="Not yet")
    web.chat_postMessage(channel=STAFF, text="Now it is ready")
    thread.join()
    assert arrived[0]["text"] == "Now it is ready"


def test_nothing_came(web: WebClient, slack: Client) -> None:
    """The error says what was there instead."""
    web.chat_postMessage(channel=STAFF, text="Something else")
    with pytest.raises(NothingCame, match="Something else"):
        slack.person(PRIYA).wait_message(STAFF, "ready", timeout=0.05)
    with pytest.raises(NothingCame):
        slack.person(PRIYA).wait_view(timeout=0.05)


def test_the_stream(server: PracticeServer, web: WebClient) -> None:
    """Server-Sent Events, for the page: other people's private messages are not among them."""
    connection = http.client.HTTPConnection("127.0.0.1", int(server.url.rsplit(":", 1)[1]), timeout=5)
    connection.request("GET", f"/practice/stream?as={PRIYA}")
    stream = connection.getresponse()
    assert stream.readline() == b": here\n"
    web.chat_postEphemeral(channel=STAFF, user=HELEN, text="For Helen")
    web.chat_postMessage(channel=STAFF, text="For all")
    lines = [stream.readline() for _ in range(2)]
    event = json.loads(lines[1].removeprefix(b"data: "))
    assert (event["type"], event["channel"], event["message"]["text"]) == ("message", STAFF, "For all")
    stream.close()
    connection.close()


# Commands, shortcuts, clicks ---------------------------------------------------------------------------------------


def test_command_payload(slack: Client, bot: Bot) -> None:
    """The fields that Slack sends; private rooms go without their names."""
    slack.person(HELEN).command("/socialpost", "  stop all ", channel=SLT)
    body = bot.heard[0]
    assert body | {"response_url": "", "trigger_id": "", "token": ""} == {
        "api_app_id": "A0PRACTICE",
        "channel_id": SLT,
        "channel_name": "privategroup",
        "command": "/socialpost",
        "is_enterprise_install": "false",
        "response_url": "",
        "team_domain": "brackenfold",
        "team_id": "T0BRACKEN",
        "text": "stop all",
        "token": "",
        "trigger_id": "",
        "user_id": HELEN,
        "user_name": "helen.marsh",
    }


def test_commands_that_are_not_there(slack: Client, bot: Bot) -> None:
    """Unknown ones; and for strangers all of them, since the app is not installed in their workspace."""
    assert slack.person(PRIYA).command("/elsewhere").error == "/elsewhere is not a valid command."
    assert slack.person(STRANGER).command("/socialpost", channel=STAFF).ok is False
    assert slack.person(STRANGER).shortcut("post.new").ok is False
    assert slack.person(GUEST).command("/socialpost", channel=STAFF).ok
    assert [b["user_id"] for b in bot.heard] == [GUEST]


def test_shortcuts(slack: Client, bot: Bot, web: WebClient) -> None:
    """Global ones carry neither channel nor app id; those on a message carry the message."""
    priya = slack.person(PRIYA)
    assert priya.shortcut("post.new").ok
    assert "api_app_id" not in bot.heard[0]
    assert "channel" not in bot.heard[0]
    ts = slack.person(HELEN).say(STAFF, "The beans are up!")
    assert priya.message_shortcut("post.from_message", STAFF, ts).ok
    body = bot.heard[1]
    assert (body["type"], body["message"]["text"], body["message_ts"]) == ("message_action", "The beans are up!", ts)
    with pytest.raises(Refused):
        priya.message_shortcut("post.from_message", STAFF, "1.2")
    assert priya.shortcut("post.none").ok is False


def test_click_payload(slack: Client, bot: Bot, web: WebClient) -> None:
    """A stranger's click carries their own team; the button's value is the stored one."""
    web.chat_postMessage(channel=STAFF, text="x", blocks=[actions(button(value="42:1:9f"))])
    (card,) = slack.person(STRANGER).messages(STAFF)
    card["blocks"][0]["elements"][0]["value"] = "forged"
    assert slack.person(STRANGER).click(card, "go").ok
    body = bot.heard[0]
    assert body["user"]["team_id"] == "T0OTHER"
    assert body["team"] == {"id": "T0BRACKEN", "domain": "brackenfold"}
    assert body["container"] == {
        "type": "message",
        "message_ts": card["ts"],
        "channel_id": STAFF,
        "is_ephemeral": False,
    }
    assert body["actions"][0]["value"] == "42:1:9f"
    assert body["message"]["bot_id"] == "B0SOCIALPOST"
    assert body["enterprise"] is None


def test_clicks_that_cannot_be(slack: Client, bot: Bot, web: WebClient) -> None:
    """Buttons that are gone, other people's private ones, a no in the confirmation."""
    web.chat_postEphemeral(channel=STAFF, user=HELEN, text="x", blocks=[actions(button())])
    (private,) = slack.person(HELEN).messages(STAFF)
    with pytest.raises(Refused):
        slack.person(PRIYA).click(private, "go")
    assert slack.person(HELEN).click(private, "go").ok
    assert "message" not in bot.heard[0]
    with pytest.raises(Refused, match="only"):
        slack.person(HELEN).click(private, "gone")
    sure = {n: plain(n) for n in ("title", "text", "confirm", "deny")}
    ts = web.chat_postMessage(channel=STAFF, text="x", blocks=[actions(button(confirm=sure))])["ts"]
    card = slack.person(PRIYA).messages(STAFF)[-1]
    assert slack.person(PRIYA).click(card, "go", confirm=False).error == "denied"
    web.chat_update(channel=STAFF, ts=ts, text="Done", blocks=[section("Done")])
    with pytest.raises(Refused):
        slack.person(PRIYA).click(card, "go")
    assert len(bot.heard) == 1


def test_the_deactivated_cannot_act(slack: Client, workspace: Workspace) -> None:
    """Nor can bots."""
    workspace.change_user(PRIYA, deleted=True)
    for user in (PRIYA, "U0SOCIALPOST"):
        with pytest.raises(Refused):
            slack.person(user).say(STAFF, "Hello")


# Modals ------------------------------------------------------------------------------------------------------------


def test_submission_carries_the_whole_state(slack: Client, bot: Bot) -> None:
    """Every input stands in the state, filled in or not, in Slack's shapes."""
    priya = slack.person(PRIYA)
    priya.command("/socialpost")
    assert priya.options("pupils", "noah") == [{"text": "Noah Adeyemi · Year 4", "value": "P0418"}]
    assert priya.options("pupils", "n") == []
    values = {"words": "Our beans", "places": ["web"], "purpose": "Facebook", "pupils": ["Noah"], "staff": HELEN}
    assert priya.submit(values).ok
    assert bot.state() == {
        "words": {"type": "plain_text_input", "value": "Our beans"},
        "places": {"type": "checkboxes", "selected_options": [option("School website", "web")]},
        "when": {"type": "radio_buttons", "selected_option": option("Facebook", "fb")},
        "purpose": {"type": "static_select", "selected_option": option("Facebook", "fb")},
        "pupils": {"type": "multi_external_select", "selected_options": [PUPILS[1]]},
        "staff": {"type": "multi_users_select", "selected_users": [HELEN]},
        "at": {"type": "datetimepicker", "selected_date_time": 1795793400},
        "link": {"type": "url_text_input", "value": None},
        "mail": {"type": "email_text_input", "value": None},
        "count": {"type": "number_input", "value": None},
    }
    assert priya.view() is None


@pytest.mark.parametrize(
    ("values", "block", "sentence"),
    [
        ({}, "words", "Please complete this required field."),
        ({"words": "No"}, "words", "at least 3"),
        ({"words": "x" * 21}, "words", "no more than 20"),
        ({"link": "facebook.com"}, "link", "valid URL"),
        ({"mail": "office"}, "mail", "valid email"),
        ({"count": "1.5"}, "count", "valid number"),
        ({"count": "10"}, "count", "at most 9"),
        ({"staff": [PRIYA, HELEN]}, "staff", "no more than 1"),
    ],
)
def test_what_the_client_checks(slack: Client, bot: Bot, values: dict[str, Any], block: str, sentence: str) -> None:
    """Slack's client holds a submission back; the bot is not asked."""
    priya = slack.person(PRIYA)
    priya.command("/socialpost")
    answer = priya.submit({"words": "Our beans", **values} if values else {})
    assert (answer.ok, list(answer.errors)) == (False, [block])
    assert sentence in answer.errors[block]
    assert len(bot.heard) == 1
    assert len(priya.views()) == 1


def test_values_that_no_client_could_send(slack: Client, bot: Bot) -> None:
    """Unknown inputs, options that nobody offered, people who do not exist."""
    priya = slack.person(PRIYA)
    priya.command("/socialpost")
    view = priya.view()
    assert view is not None
    forged = {"type": "multi_external_select", "selected_options": [option("Zofia", "P0427")]}
    for values in (
        {"pupils": {"pupils": forged}},
        {"nothing": {"nothing": {"type": "plain_text_input", "value": "x"}}},
        {"words": {"words": {"type": "plain_text_input", "value": 42}}},
        {"staff": {"staff": {"type": "multi_users_select", "selected_users": ["U0NOBODY"]}}},
        {"at": {"at": {"type": "datetimepicker", "selected_date_time": "noon"}}},
        {"purpose": {"purpose": {"type": "checkboxes", "selected_options": []}}},
    ):
        with pytest.raises(Refused):
            slack.post("submit", {"as": PRIYA, "view_id": view["id"], "values": values})
    with pytest.raises(Refused):
        slack.post("submit", {"as": HELEN, "view_id": view["id"], "values": {}})


def test_dispatching_inputs(slack: Client, bot: Bot) -> None:
    """The bot hears of an input with dispatch_action at once, with the state so far; of others it does not."""
    priya = slack.person(PRIYA)
    priya.command("/socialpost")
    priya.fill({"words": "Our beans", "when": "web"})
    assert bot.heard[-1]["type"] == "block_actions"
    assert bot.heard[-1]["actions"][0]["selected_option"] == option("School website", "web")
    assert bot.state()["words"]["value"] == "Our beans"
    quiet = {"block_id": "words", "action_id": "words"}
    with pytest.raises(Refused):
        slack.post("action", {"as": PRIYA, "view_id": priya.views()[0]["id"], "action": quiet})
    assert priya.submit().ok
    assert bot.state()["when"]["selected_option"]["value"] == "web"


def test_what_was_typed_outlives_an_update(slack: Client, bot: Bot, web: WebClient) -> None:
    """As long as block_id and action_id stay the same, and the choice is still offered."""
    priya = slack.person(PRIYA)
    priya.command("/socialpost")
    priya.fill({"words": "Our beans", "purpose": "web"})
    fewer = asking("purpose", {"type": "static_select", "options": [option("Facebook", "fb")]}, optional=True)
    renamed = {**asking("words", {"type": "plain_text_input"}), "block_id": "words2"}
    web.views_update(view_id=priya.views()[0]["id"], view=modal(words(), renamed, fewer))
    values = priya.views()[0]["state"]["values"]
    assert values["words"]["words"]["value"] == "Our beans"
    assert values["words2"]["words"]["value"] is None
    assert values["purpose"]["purpose"]["selected_option"] is None


def test_response_actions(slack: Client, bot: Bot) -> None:
    """errors, push, update, clear."""
    priya = slack.person(PRIYA)
    priya.command("/socialpost")
    bot.answer = {"response_action": "errors", "errors": {"words": "Leave the name out."}}
    assert priya.submit({"words": "Maisie"}).errors == {"words": "Leave the name out."}
    bot.answer = {"response_action": "push", "view": modal(words(), callback_id="post.form", title=plain("Second"))}
    assert priya.submit().ok
    assert [v["title"]["text"] for v in priya.views()] == ["New social post", "Second"]
    assert priya.views()[1]["previous_view_id"] == priya.views()[0]["id"]
    bot.answer = {"response_action": "update", "view": modal(words(), title=plain("Third"))}
    assert priya.submit({"words": "Beans"}).ok
    assert [v["title"]["text"] for v in priya.views()] == ["New social post", "Third"]
    bot.answer = {}
    assert priya.submit({"words": "Beans"}).ok
    assert [v["title"]["text"] for v in priya.views()] == ["New social post"]
    bot.answer = {"response_action": "clear"}
    assert priya.submit({"words": "Beans"}).ok
    priya.wait_no_view()


def test_closing(slack: Client, bot: Bot) -> None:
    """The app is told where it asked to be; a modal beneath shows again."""
    priya = slack.person(PRIYA)
    priya.command("/socialpost")
    bot.answer = {"response_action": "push", "view": modal(section("Second"))}
    priya.submit({"words": "Our beans"})
    priya.close()
    assert priya.wait_view("post.form")["title"]["text"] == "New social post"
    assert bot.heard[-1]["type"] == "view_submission"
    priya.close(clear=True)
    assert (bot.heard[-1]["type"], bot.heard[-1]["is_cleared"]) == ("view_closed", True)
    with pytest.raises(Refused):
        priya.close()


def test_home(slack: Client, bot: Bot) -> None:
    """Opening the Home fires the event; the second time it carries the view; its buttons work."""
    priya = slack.person(PRIYA)
    home = priya.home()
    assert home is not None
    assert "*Needs you*" in text_of(home)
    assert "view" not in bot.heard[0]
    priya.home()
    assert bot.heard[1]["view"]["id"] == home["id"]
    assert priya.click_home("go").ok
    assert bot.heard[-1]["container"] == {"type": "view", "view_id": home["id"]}
    assert priya.wait_home("*Needs you*")["id"] == home["id"]
    with pytest.raises(Refused):
        slack.person(HELEN).click_home("go")


def test_text_of() -> None:
    """Everything that people read, rich text leaves as one run of words."""
    rich = {
        "type": "rich_text",
        "elements": [
            {
                "type": "rich_text_section",
                "elements": [{"type": "text", "text": "A name: "}, {"type": "user", "user_id": PRIYA}],
            }
        ],
    }
    message = {"text": "Fallback", "blocks": [section("*Words*"), rich, actions(button())]}
    assert text_of(message).splitlines() == ["Fallback", "*Words*", f"A name: <@{PRIYA}>", "Go"]
    assert text_of(modal(words())).splitlines() == ["New social post", "What should it say?", "Next", "Cancel"]


# The door ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"Host": "localhost:80"}, 200),
        ({"Host": "practice.example"}, 403),
        ({"Host": "127.0.0.1.practice.example"}, 403),
        ({"Origin": "https://practice.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Content-Type": "text/plain"}, 415),
    ],
)
def test_who_may_knock(server: PracticeServer, headers: dict[str, str], status: int) -> None:
    """Loopback names only; acts from other websites are refused, also those that need no permission to be sent."""
    assert knock(server, headers) == status


def test_own_origin(server: PracticeServer) -> None:
    """The page itself may act; a page of another port may not."""
    assert knock(server, {"Origin": server.url}) == 200
    assert knock(server, {"Origin": "http://127.0.0.1:1"}) == 403


def knock(server: PracticeServer, headers: dict[str, str]) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", int(server.url.rsplit(":", 1)[1]), timeout=5)
    body = json.dumps({"as": PRIYA, "channel": STAFF, "text": "Hello"})
    sent = {"Content-Type": "application/json", "Connection": "close", **headers}
    connection.request("POST", "/practice/say", body, sent)
    response = connection.getresponse()
    response.read()
    connection.close()
    return response.status


def test_the_page_is_served(server: PracticeServer) -> None:
    """The page and what belongs to it, and nothing outside its folder."""
    connection = http.client.HTTPConnection("127.0.0.1", int(server.url.rsplit(":", 1)[1]), timeout=5)
    statuses = []
    for path in ("/", "/page/app.js", "/page/../server.py", "/page/%2e%2e%2fserver.py", "/page/none.js"):
        connection.request("GET", path)
        response = connection.getresponse()
        statuses.append(response.status)
        response.read()
    connection.close()
    assert statuses == [200, 200, 404, 404, 404]


def test_only_loopback() -> None:
    """The server cannot be asked to listen elsewhere."""
    with pytest.raises(ValueError, match="loopback"):
        PracticeServer(Workspace(), "0.0.0.0")
