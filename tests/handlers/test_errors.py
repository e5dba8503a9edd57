"""When something breaks that nobody expected: what the person reads, and that nothing typed is thrown away."""

from __future__ import annotations

import json
from types import SimpleNamespace
from typing import Any, cast

import pytest

from handlers import ids
from handlers.errors import on_error
from handlers.hall import Hall


@pytest.fixture
def told() -> list[tuple[Any, ...]]:
    return []


@pytest.fixture
def hall(told: list[tuple[Any, ...]]) -> Hall:
    answers = SimpleNamespace(tell=lambda *said: told.append(said), open=lambda *said: told.append(said))
    access = SimpleNamespace(broke=lambda *said: None)
    made = SimpleNamespace(reference=lambda: "K7Q2", answers=answers, workflow=SimpleNamespace(access=access))
    return cast(Hall, made)


def _submitted(callback_id: str, *blocks: dict[str, Any]) -> dict[str, Any]:
    view = {"callback_id": callback_id, "blocks": list(blocks)}
    return {"type": "view_submission", "user": {"id": "U1"}, "view": view}


def _answered(hall: Hall, body: dict[str, Any]) -> Any:
    response = on_error(hall)(RuntimeError("somebody's words"), body)
    assert response.status == 200
    assert "somebody" not in response.body
    return json.loads(response.body or "null")


def test_a_posts_form_says_that_it_is_kept(hall: Hall) -> None:
    """It is a draft by then; the notice takes its place and says where to look."""
    answer = _answered(hall, _submitted(ids.FORM, {"type": "input", "block_id": "words"}))
    assert answer["response_action"] == "update"
    sentence = answer["view"]["blocks"][0]["text"]["text"]
    assert sentence == (
        "Something went wrong here. What you wrote is kept: /socialpost mine shows how it stands. "
        "Please try again. If it happens twice, give IT the code K7Q2."
    )


def test_any_other_form_stays_as_it_was_typed(hall: Hall) -> None:
    """A reason is kept nowhere, so its form must not close; the sentence stands at the first field."""
    answer = _answered(
        hall, _submitted(ids.REJECT_FORM, {"type": "context"}, {"type": "input", "block_id": ids.REASON})
    )
    assert answer["response_action"] == "errors"
    assert "It may have gone through all the same" in answer["errors"][ids.REASON]
    assert "is kept" not in answer["errors"][ids.REASON]


def test_a_click_is_answered_privately(hall: Hall, told: list[tuple[Any, ...]]) -> None:
    """Under the card, to the one who clicked; and it promises nothing that we do not know."""
    _answered(hall, {"type": "block_actions", "user": {"id": "U1"}, "response_url": "https://slack.example/r"})
    ((url, sentence),) = told
    assert url == "https://slack.example/r"
    assert "K7Q2" in sentence
    assert "nothing was sent" not in sentence
