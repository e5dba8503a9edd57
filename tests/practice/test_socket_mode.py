"""The unchanged Bolt stack over Socket Mode: commands, modals, submissions, buttons."""

from __future__ import annotations

from typing import Any

from slack_bolt import App

from bot.practice import Client
from tests.practice.conftest import Run
from tests.practice.making import PRIYA, STAFF, actions, button, modal, section, words


def opens_the_form(app: App) -> None:
    @app.command("/socialpost")
    def start(ack: Any, body: dict[str, Any], client: Any) -> None:
        client.views_open(trigger_id=body["trigger_id"], view=modal(words(), private_metadata="draft 1"))
        ack()

    @app.view("post.form")
    def send(ack: Any, view: dict[str, Any], body: dict[str, Any], client: Any) -> None:
        text = view["state"]["values"]["words"]["words"]["value"]
        if "Maisie" in text:
            ack(response_action="errors", errors={"words": "Please take the name out."})
            return
        client.chat_postMessage(
            channel=body["user"]["id"], text=f"Sent: {text}", blocks=[section(text), actions(button("withdraw"))]
        )
        ack()

    @app.action("withdraw")
    def withdraw(ack: Any, body: dict[str, Any], respond: Any) -> None:
        respond(f"Withdrawn {body['actions'][0]['value']}")
        ack()


def test_from_command_to_button(slack: Client, run_bot: Run) -> None:
    """A command opens a modal, its submission posts a card, the card's button answers privately."""
    run_bot(opens_the_form)
    priya = slack.person(PRIYA)

    assert priya.command("/socialpost", channel=STAFF).ok
    assert priya.view()["private_metadata"] == "draft 1"
    assert priya.submit({"words": "Maisie's beans"}).errors == {"words": "Please take the name out."}
    assert priya.submit({"words": "Our beans grow"}).ok
    assert priya.views() == []

    card = priya.wait_message("dm", "Our beans grow")
    assert priya.click(card, "withdraw").ok
    assert priya.ephemerals()[-1]["text"] == "Withdrawn 42:1"
