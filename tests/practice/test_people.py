"""What people see and do outside modals: rooms, commands, shortcuts, clicks, the Home."""

from __future__ import annotations

import http.client
import json
import threading
from dataclasses import replace
from typing import Any

import pytest
from slack_sdk import WebClient

from bot.practice import Client, Command, NothingCame, PracticeServer, Refused, Workspace, text_of
from bot.practice.reading import framed, narrated
from tests.practice.formbot import Bot
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
    plain,
    section,
    words,
)

pytestmark = pytest.mark.slow

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
    assert state["app"]["home_tab"] is True


def test_what_people_say_is_kept_escaped(slack: Client) -> None:
    """As Slack does: what they type is words, never a mention or an entity."""
    slack.person(HELEN).say(STAFF, "<!channel> Q&A &amp; 3 > 2")
    (message,) = slack.person(PRIYA).messages(STAFF)
    assert message["text"] == "&lt;!channel&gt; Q&amp;A &amp;amp; 3 &gt; 2"


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


def test_patience_may_be_longer_than_a_connection(server: PracticeServer) -> None:
    """Photos may take longer to be looked at than one request is kept waiting: then it is asked again."""
    with pytest.raises(NothingCame):
        Client(server.url, timeout=1.0).person(PRIYA).wait_message(STAFF, "ready", timeout=1.2)


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


def test_names_in_a_command(slack: Client, workspace: Workspace, bot: Bot) -> None:
    """With should_escape Slack puts ids in their place; without, the text stays as typed."""
    typed = "for @helen.marsh in #staff, not @nobody"
    slack.person(PRIYA).command("/socialpost", typed)
    workspace.app = replace(workspace.app, commands=[Command("/socialpost", should_escape=True)])
    slack.person(PRIYA).command("/socialpost", typed)
    escaped = f"for <@{HELEN}|helen.marsh> in <#{STAFF}|staff>, not @nobody"
    assert [b["text"] for b in bot.heard] == [typed, escaped]


def test_the_archived_is_quiet(slack: Client, workspace: Workspace, bot: Bot) -> None:
    """No commands and no messages."""
    workspace.archive(STAFF)
    assert slack.person(PRIYA).command("/socialpost", channel=STAFF).ok is False
    with pytest.raises(Refused):
        slack.person(PRIYA).say(STAFF, "Hello")


def test_the_deactivated_cannot_act(slack: Client, workspace: Workspace) -> None:
    """Nor can bots."""
    workspace.change_user(PRIYA, deleted=True)
    for user in (PRIYA, "U0SOCIALPOST"):
        with pytest.raises(Refused):
            slack.person(user).say(STAFF, "Hello")


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


def test_a_message_is_narrated_with_names_marks_and_buttons() -> None:
    """For a terminal: no ids and no marks of bold, what is quoted stays words, and a line that is too long keeps its mark."""
    card = [
        {"type": "header", "text": {"type": "plain_text", "text": "For *your* approval"}},
        {
            "type": "section",
            "text": {"type": "mrkdwn", "text": f"*From:* <@{PRIYA}> &amp; 2*3\n<https://a.example|Here>"},
        },
        {"type": "divider"},
        {
            "type": "rich_text",
            "elements": [
                {"type": "rich_text_quote", "elements": [{"type": "text", "text": "Our *beans*."}]},
                {
                    "type": "rich_text_list",
                    "style": "bullet",
                    "elements": [{"type": "rich_text_section", "elements": [{"type": "user", "user_id": PRIYA}]}],
                },
            ],
        },
        {"type": "image", "slack_file": {"id": "F1"}, "alt_text": "Four pots"},
        {"type": "actions", "elements": [button(text=plain("Approve")), button("no", text=plain("Reject"))]},
    ]
    assert narrated({"text": "A locked phone shows this", "blocks": card}, {PRIYA: "Priya Nair"}) == [
        "For *your* approval",
        "From: @Priya Nair & 2*3",
        "Here (https://a.example)",
        "> Our *beans*.",
        "- @Priya Nair",
        "(picture: Four pots)",
        "[ Approve ]  [ Reject ]",
    ]
    assert narrated({"text": "Only words"}, {}) == ["Only words"]
    (long,) = framed([f"> {'Beans grow. ' * 12}"])
    assert [line[:8] for line in long.splitlines()] == ["    │ > "] * 2


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
