"""Modals from the person's side: state, the client's checks, response actions, closing."""

from __future__ import annotations

from typing import Any

import pytest
from slack_sdk import WebClient

from bot.practice import Client, Refused
from tests.practice.formbot import PUPILS, Bot, asking
from tests.practice.making import HELEN, PRIYA, modal, option, plain, section, words

pytestmark = pytest.mark.slow


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
        "photos": {"type": "file_input", "files": []},
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
        {"places": {"places": {"type": "checkboxes", "selected_options": "web"}}},
        {"photos": {"photos": {"type": "file_input", "files": [{"id": "F0PHOTO0421"}]}}},
        {"words": "Our beans"},
        ["words"],
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
