"""A bot that opens a form with every kind of input, and keeps what it hears."""

from __future__ import annotations

from typing import Any

from slack_bolt import App

from tests.practice.making import actions, button, modal, option, plain, section, words

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
    asking("photos", {"type": "file_input"}, optional=True),
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
