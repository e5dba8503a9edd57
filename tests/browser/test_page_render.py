"""The practice page in a real browser: a Bolt app of a few lines behind it, people's hands in front."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect
from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient

from bot.practice import AppConfig, Command, PracticeServer, Shortcut, Workspace
from tests.browser.conftest import Open
from tests.browser.desk import PHONE
from tests.practice.conftest import SCOPES, bolt_app, stop_quickly
from tests.practice.making import actions, button, modal, option, plain, section, words

pytestmark = [pytest.mark.slow, pytest.mark.browser]

PRIYA, HELEN = "U0PRIYANAIR", "U0HELENMARSH"
STAFF, SLT = "C0STAFFROOM", "C0SLTROOM"
NASTY = "<img src=x onerror=\"document.title='owned'\"> & *stars*"


def pupils() -> dict[str, Any]:
    return {
        "type": "input",
        "block_id": "pupils",
        "optional": True,
        "label": plain("Which children are in it?"),
        "element": {"type": "multi_external_select", "action_id": "pupils", "min_query_length": 2},
    }


def photos() -> dict[str, Any]:
    return {
        "type": "input",
        "block_id": "photos",
        "label": plain("Which photos?"),
        "element": {"type": "file_input", "action_id": "photos", "filetypes": ["png"], "max_files": 2},
    }


def when() -> dict[str, Any]:
    return {
        "type": "input",
        "block_id": "when",
        "dispatch_action": True,
        "label": plain("When should it go out?"),
        "element": {
            "type": "radio_buttons",
            "action_id": "when",
            "options": [option("As soon as it is approved", "asap"), option("At a set time", "set")],
        },
    }


def moment() -> dict[str, Any]:
    return {
        "type": "input",
        "block_id": "at",
        "label": plain("Date and time"),
        "element": {"type": "datetimepicker", "action_id": "at"},
    }


CONFIRM = {
    "title": plain("Approve post 42?"),
    "text": plain("Have you looked?"),
    "confirm": plain("Yes, approve"),
    "deny": plain("Go back"),
}


class Bot:
    """Answers as the real one would, and keeps what it was sent."""

    def __init__(self, app: App) -> None:
        self.submitted: list[dict[str, Any]] = []
        self.clicks: list[str] = []
        app.command("/socialpost")(self.start)
        app.options("pupils")(self.look_up)
        app.action("when")(self.choose_when)
        app.view("post.form")(self.send)
        app.action("approve")(self.approve)

    def start(self, ack: Any, body: dict[str, Any], client: Any) -> None:
        asked = (words(), photos()) if body["text"] == "photos" else (words(), pupils(), when())
        client.views_open(trigger_id=body["trigger_id"], view=modal(*asked))
        ack()

    def look_up(self, ack: Any, payload: dict[str, Any]) -> None:
        names = ["Maisie Trent", "Max Marlow", "Noah Adeyemi"]
        found = [n for n in names if payload["value"].lower() in n.lower()]
        ack(options=[{**option(name, name.lower()), "description": plain("Year 4 Hazel")} for name in found])

    def choose_when(self, ack: Any, body: dict[str, Any], client: Any) -> None:
        chosen = body["actions"][0]["selected_option"]["value"]
        later = [moment()] if chosen == "set" else []
        client.views_update(view_id=body["view"]["id"], view=modal(words(), pupils(), when(), *later))
        ack()

    def send(self, ack: Any, view: dict[str, Any], body: dict[str, Any], client: Any) -> None:
        values = view["state"]["values"]
        if "Maisie" in values["words"]["words"]["value"]:
            ack(response_action="errors", errors={"words": "Please take out “Maisie”."})
            return
        self.submitted.append(values)
        card = [
            section("*For your approval*", block_id="head"),
            actions(button("approve", confirm=CONFIRM), block_id="decide"),
        ]
        client.chat_postMessage(channel=SLT, text="Priya Nair asks SLT to approve post 42.", blocks=card)
        ack()

    def approve(self, ack: Any, body: dict[str, Any], client: Any) -> None:
        self.clicks.append(body["user"]["id"])
        client.chat_update(
            channel=SLT,
            ts=body["message"]["ts"],
            text="Post 42 is approved.",
            blocks=[section("*Approved*", block_id="done")],
        )
        ack()


@pytest.fixture
def server() -> Iterator[PracticeServer]:
    app = AppConfig(
        scopes=SCOPES,
        commands=(Command("/socialpost", "Write a post", "[help]"),),
        shortcuts=(Shortcut("New post", "post.new"), Shortcut("Make it a post", "post.from_message", "message")),
    )
    ws = Workspace(app, team_id="T0BRACKEN", team_name="Brackenfold", team_domain="brackenfold")
    ws.add_user(PRIYA, "Priya Nair", title="Year 4 teacher")
    ws.add_user(HELEN, "Helen Marsh", title="SLT")
    ws.add_channel(STAFF, "staff", members=[PRIYA, HELEN])
    ws.add_channel(SLT, "slt", members=[HELEN], is_private=True)
    with PracticeServer(ws) as running:
        yield running


@pytest.fixture
def web(server: PracticeServer) -> WebClient:
    return WebClient("xoxb-practice", base_url=server.api_url, retry_handlers=[])


@pytest.fixture
def bot(server: PracticeServer, web: WebClient) -> Iterator[Bot]:
    app, executor = bolt_app(web)
    answering = Bot(app)
    handler = SocketModeHandler(app, "xapp-practice")
    handler.connect()
    assert server.wait_connected()
    yield answering
    stop_quickly(server, handler)
    executor.shutdown()


@pytest.fixture
def window(windows: Open, server: PracticeServer) -> Open:
    """Opens a window as somebody."""
    return partial(windows, server.url)


def test_a_card_is_drawn_and_words_stay_words(server: PracticeServer, web: WebClient, window: Open) -> None:
    """Markup, mentions and escapes: shown as Slack shows them, and nothing that was typed becomes part of the page."""
    escaped = NASTY.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    bold = {"type": "text", "text": "was", "style": {"strike": True}}
    blocks: list[dict[str, Any]] = [
        {"type": "header", "text": plain("For your approval · Post 42")},
        section(f"*From:* <@{PRIYA}>, <https://example.org/a?b=1&amp;c=2|the page> {escaped.replace('*', '')}"),
        {"type": "section", "text": plain(NASTY)},
        {
            "type": "rich_text",
            "elements": [
                {"type": "rich_text_quote", "elements": [{"type": "text", "text": NASTY}, bold]},
                {"type": "rich_text_preformatted", "elements": [{"type": "text", "text": NASTY}]},
            ],
        },
        {"type": "context", "elements": [{"type": "plain_text", "text": "Photo 1 of 2"}]},
        section("leaked <!channel>"),
    ]
    ts = web.chat_postMessage(channel=SLT, text="A card", blocks=blocks)["ts"]
    page = window(HELEN, SLT)
    card = page.get_by_test_id(f"message-{ts}")

    expect(card.get_by_role("heading", name="For your approval · Post 42")).to_be_visible()
    expect(card.locator("strong", has_text="From:")).to_be_visible()
    expect(card.locator(f".mention[data-user={PRIYA}]")).to_have_text("@Priya Nair")
    expect(card.get_by_role("link", name="the page")).to_have_attribute("href", "https://example.org/a?b=1&c=2")
    expect(card.locator(".block-section .plain")).to_have_text(NASTY)
    expect(card.locator("blockquote")).to_have_text(f"{NASTY}was")
    expect(card.locator("blockquote s")).to_have_text("was")
    expect(card.locator("pre")).to_have_text(NASTY)
    expect(card.locator(".mention-live")).to_contain_text("@channel")
    assert card.locator("img:not(.avatar)").count() == 0
    expect(page).to_have_title(re.compile("slt"))


def test_from_command_to_approval_in_two_windows(bot: Bot, window: Open) -> None:
    """Errors at their field, pupils by search, a set time in UK time; then a card that the other window approves."""
    priya, helen = window(PRIYA, STAFF), window(HELEN, SLT)
    composer = priya.get_by_test_id("composer")
    composer.fill("/so")
    expect(priya.get_by_test_id("command-socialpost")).to_contain_text("Write a post")
    composer.fill("/socialpost")
    composer.press("Enter")
    expect(priya.get_by_test_id("modal").get_by_role("heading", name="New social post")).to_be_focused()

    field = priya.get_by_label("What should it say?")
    field.fill("Maisie's beans")
    search = priya.get_by_test_id("field-pupils").get_by_role("combobox")
    search.fill("m")
    expect(priya.get_by_text("Type at least 2 letters to search")).to_be_visible()
    search.fill("ma")
    priya.get_by_role("option", name="Maisie Trent").click()
    search.fill("noah")
    expect(priya.get_by_role("option", name="Noah Adeyemi")).to_be_visible()
    search.press("Enter")
    priya.get_by_label("At a set time").check()
    priya.get_by_test_id("date-at").fill("2026-07-03")
    priya.get_by_test_id("time-at").fill("15:30")
    expect(field).to_have_value("Maisie's beans")  # typed before the view was updated

    priya.get_by_test_id("modal-submit").click()
    expect(priya.get_by_test_id("error-words")).to_contain_text("Please take out “Maisie”.")
    expect(field).to_be_focused()
    expect(field).to_have_attribute("aria-invalid", "true")
    field.fill("Our beans grow")
    priya.get_by_role("button", name="Remove Noah Adeyemi").click()
    priya.get_by_test_id("modal-submit").click()
    expect(priya.get_by_test_id("modal")).to_be_hidden()

    values = bot.submitted[0]
    assert [o["value"] for o in values["pupils"]["pupils"]["selected_options"]] == ["maisie trent"]
    at = datetime.fromtimestamp(values["at"]["at"]["selected_date_time"], ZoneInfo("Europe/London"))
    assert f"{at:%Y-%m-%d %H:%M}" == "2026-07-03 15:30"

    approve = helen.get_by_test_id("action-approve")
    approve.click()
    expect(helen.get_by_test_id("confirm-deny")).to_be_focused()
    helen.keyboard.press("Escape")
    expect(helen.get_by_test_id("confirm")).to_have_count(0)
    assert bot.clicks == []
    approve.click()
    helen.get_by_test_id("confirm-ok").click()
    expect(helen.locator("article").filter(has_text="Approved")).to_be_visible()
    expect(approve).to_have_count(0)
    assert bot.clicks == [HELEN]


def test_slacks_own_checks_and_the_way_out(bot: Bot, window: Open) -> None:
    """Too much text is counted and kept, a missing answer is named, and Escape closes."""
    page = window(PRIYA, STAFF)
    page.get_by_test_id("composer").fill("/socialpost")
    page.get_by_test_id("composer").press("Enter")
    page.get_by_label("What should it say?").fill("x" * 23)
    expect(page.get_by_test_id("field-words")).to_contain_text("3 too many")
    page.get_by_test_id("modal-submit").click()
    expect(page.get_by_test_id("error-words")).to_be_visible()
    expect(page.get_by_test_id("error-when")).to_be_visible()
    expect(page.get_by_test_id("error-pupils")).to_be_hidden()
    page.keyboard.press("Escape")
    expect(page.get_by_test_id("modal")).to_be_hidden()
    expect(page.get_by_test_id("composer")).to_be_focused()
    assert bot.submitted == []


def test_a_reload_keeps_what_is_open(bot: Bot, window: Open) -> None:
    """The stack of modals belongs to the person, not to the window."""
    page = window(PRIYA, STAFF)
    page.get_by_test_id("composer").fill("/socialpost")
    page.get_by_test_id("composer").press("Enter")
    expect(page.get_by_test_id("modal-submit")).to_be_visible()
    page.reload()
    expect(page.get_by_test_id("modal-submit")).to_be_visible()
    page.get_by_test_id("modal-close").click()
    expect(page.get_by_test_id("modal")).to_be_hidden()


def test_on_a_phone_one_pane_at_a_time(bot: Bot, web: WebClient, window: Open) -> None:
    """List, conversation, back; nothing wider than the screen; the deed stays in sight in a modal."""
    web.chat_postMessage(channel=STAFF, text="word " * 60 + "averylongword" * 12)
    page = window(PRIYA, size=PHONE)
    expect(page.get_by_test_id(f"unread-{STAFF}")).to_contain_text("1")
    page.get_by_test_id(f"channel-{STAFF}").click()
    expect(page.get_by_test_id("composer")).to_be_visible()
    expect(page.get_by_test_id(f"channel-{STAFF}")).to_be_hidden()
    page.get_by_test_id("composer").fill("/socialpost")
    page.get_by_test_id("composer-send").click()
    expect(page.get_by_test_id("modal-submit")).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    page.get_by_test_id("modal-close").click()
    page.get_by_test_id("back").click()
    expect(page.get_by_test_id(f"channel-{STAFF}")).to_be_focused()
    expect(page.get_by_test_id(f"unread-{STAFF}")).to_have_count(0)


def test_the_reader_is_not_moved(web: WebClient, window: Open) -> None:
    """News at the end neither scrolls somebody who reads further up nor goes unnoticed; an edit keeps the place too."""
    posted = [web.chat_postMessage(channel=STAFF, text=f"Message {n}\n" * 4)["ts"] for n in range(20)]
    page = window(PRIYA, STAFF)
    scroller = page.get_by_role("region", name="Messages")
    expect(page.get_by_test_id(f"message-{posted[-1]}")).to_be_in_viewport()
    scroller.evaluate("e => { e.scrollTop = 400 }")
    middle = page.locator("article").filter(has_text="Message 7").first
    before = middle.bounding_box()
    web.chat_update(channel=STAFF, ts=posted[0], text="Longer now\n" * 30)
    web.chat_postMessage(channel=STAFF, text="At the end")
    expect(page.get_by_role("button", name="New messages")).to_be_visible()
    expect(page.get_by_test_id(f"message-{posted[0]}")).to_contain_text("Longer now")
    assert middle.bounding_box() == before
    page.get_by_role("button", name="New messages").click()
    expect(page.locator("article").filter(has_text="At the end")).to_be_in_viewport()


def test_what_somebody_says_stays_words(web: WebClient, window: Open) -> None:
    """A typed message is shown as it was typed: no mention rings, no entity is undone; Slack keeps it escaped."""
    said = "<!channel> <@U0HELENMARSH> 3 < 5 &amp; Q&A"
    priya, helen = window(PRIYA, STAFF), window(HELEN, STAFF)
    priya.get_by_test_id("composer").fill(said)
    priya.get_by_test_id("composer-send").click()
    for page in (priya, helen):
        message = page.locator("article", has_text="Q&A")
        expect(message.locator(".block-text")).to_have_text(said)
        expect(message.locator(".mention")).to_have_count(0)


def test_the_four_signs_are_drawn_where_no_font_has_them(web: WebClient, window: Open) -> None:
    """As a picture for the eye, while the character stays for copying and for screen readers."""
    head = {"type": "header", "text": {**plain("✅ Approved · Post 42"), "emoji": True}}
    ts = web.chat_postMessage(channel=SLT, text="Post 42", blocks=[head, section("⏳ *SLT*, ⚠️ and 🛑 too")])["ts"]
    card = window(HELEN, SLT).get_by_test_id(f"message-{ts}")
    expect(card.get_by_role("heading")).to_have_text("✅ Approved · Post 42")
    expect(card.locator(".sign")).to_have_text(["✅", "⏳", "⚠️", "🛑"])


def test_another_person_is_another_world(web: WebClient, window: Open) -> None:
    """Changing the person takes everything of the one before away, address and all."""
    ts = web.chat_postMessage(channel=SLT, text="For SLT only")["ts"]
    page = window(HELEN, SLT)
    expect(page.get_by_test_id(f"message-{ts}")).to_be_visible()
    page.get_by_test_id("person-select").select_option(PRIYA)
    expect(page).to_have_url(re.compile(f"as={PRIYA}"))
    expect(page.get_by_test_id(f"channel-{SLT}")).to_have_count(0)
    expect(page.get_by_text("For SLT only")).to_have_count(0)


def test_files_are_added_shown_and_deleted_by_their_owner(bot: Bot, web: WebClient, window: Open) -> None:
    """Picked, taken out again, sent; what cannot be added says why; one's own files can be deleted for everybody."""
    picture = {"name": "beans.png", "mimeType": "image/png", "buffer": b"\x89PNG" + bytes(50)}
    page = window(PRIYA, STAFF)
    page.get_by_test_id("composer").fill("/socialpost photos")
    page.get_by_test_id("composer").press("Enter")
    page.get_by_label("What should it say?").fill("Our beans grow")
    field = page.get_by_test_id("field-photos")
    field.locator("input[type=file]").set_input_files([{**picture, "name": "beans.gif"}, picture])
    expect(field.get_by_role("status")).to_contain_text("These kinds can: png")
    expect(field.locator(".file-row")).to_have_count(1)
    field.get_by_role("button", name="Remove beans.png").click()
    page.get_by_test_id("modal-submit").click()
    expect(page.get_by_test_id("error-photos")).to_be_visible()
    field.locator("input[type=file]").set_input_files([picture])
    page.get_by_test_id("modal-submit").click()
    expect(page.get_by_test_id("modal")).to_be_hidden()
    assert [file["name"] for file in bot.submitted[0]["photos"]["photos"]["files"]] == ["beans.png"]

    own = page.get_by_role("button", name="Delete beans.png")
    expect(own).to_have_count(2)
    own.first.click()
    page.get_by_test_id("confirm-ok").click()
    expect(own).to_have_count(1)
