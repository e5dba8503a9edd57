"""The form as it is drawn from what the use case opened."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

from bot.domain.post import Draft
from bot.workflow.drafts import Form, Opened
from handlers.hall import Hall
from handlers.opening import draw_form
from tests.domain.making import MAISIE, NOW
from tests.handlers.making import TRUST


def test_those_already_chosen_keep_their_names() -> None:
    """A form that is opened again shows the children and classes that were picked, each by name, year and class."""
    hall = cast(Hall, SimpleNamespace(trust=TRUST, now=lambda: NOW))
    opened = Opened(draft=Draft(school="brackenfold"), schools=(), people=(MAISIE,), classes=(("Year 2 Willow", 8),))
    view = draw_form(hall, opened, Form(key="k1", post_id=42), "U0PRIYANAIR")
    element: dict[str, Any] = next(b["element"] for b in view["blocks"] if b.get("block_id") == "pupils")
    chosen = [(each["value"], each["text"]["text"]) for each in element["initial_options"]]
    assert chosen == [
        ("class:Year 2 Willow", "Whole class: Year 2 Willow (8 pupils)"),
        ("p1", "Maisie Trent · Year 4 Hazel"),
    ]
