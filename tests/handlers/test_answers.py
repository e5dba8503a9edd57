"""Of two quick choices in a form, the later one's drawing stays."""

from __future__ import annotations

from typing import Any

import pytest
from slack_sdk import WebClient

from bot.practice import AppConfig, Workspace
from handlers.answers import Answers

PRIYA = "U0PRIYANAIR"


@pytest.fixture
def workspace() -> Workspace:
    ws = Workspace(AppConfig(scopes=()))
    ws.add_user(PRIYA, "Priya Nair")
    return ws


def form(title: str) -> dict[str, Any]:
    text = {"type": "plain_text", "text": title}
    return {"type": "modal", "title": text, "blocks": [{"type": "section", "text": text}]}


def shown(workspace: Workspace) -> str:
    return str(workspace.stack(PRIYA)[-1].body["title"]["text"])


def opened(workspace: Workspace, client: WebClient) -> str:
    trigger = workspace.new_trigger(workspace.users[PRIYA], None)
    return str(client.views_open(trigger_id=trigger, view=form("Empty"))["view"]["id"])


def test_a_choice_made_while_another_is_drawn(workspace: Workspace, client: WebClient) -> None:
    """The second was made in the form as it stood before; it is drawn all the same, and after the first."""
    view_id, answers = opened(workspace, client), Answers(client)
    with workspace.faults.hang("views.update") as held:
        answers.update(view_id, form("First"), chosen_at="100.000001")
        assert held.wait_reached()
        answers.update(view_id, form("Second"), chosen_at="100.000002")
    answers.close()
    assert shown(workspace) == "Second"


def test_a_choice_that_reaches_us_late(workspace: Workspace, client: WebClient) -> None:
    """It is not drawn over what was chosen after it."""
    view_id, answers = opened(workspace, client), Answers(client, workers=1)
    answers.update(view_id, form("Second"), chosen_at="100.000002")
    answers.update(view_id, form("First"), chosen_at="100.000001")
    answers.close()
    assert shown(workspace) == "Second"


def test_choices_in_their_order(workspace: Workspace, client: WebClient) -> None:
    """Each form goes by its own choices."""
    view_id, answers = opened(workspace, client), Answers(client)
    answers.update("V0ANOTHER", form("Another"), chosen_at="200.000001")
    answers.update(view_id, form("First"), chosen_at="100.000001")
    answers.update(view_id, form("Second"), chosen_at="100.000002")
    answers.close()
    assert shown(workspace) == "Second"
