"""The scenarios for training staff: each plays to its end, and each can be tried by hand on the page."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot import __main__
from bot.practice import sample
from bot.rehearsal import app_config
from bot.scenarios import SCENARIOS, play


@pytest.mark.slow
@pytest.mark.parametrize("name", SCENARIOS)
def test_a_scenario_plays_to_its_end(name: str, tmp_path: Path) -> None:
    """Every step went as it must, and the log is whole."""
    told: list[str] = []
    assert play(name, f"sqlite:///{tmp_path}/play.db", told.append) == 0
    assert told[0].endswith(".")
    assert told[-1].startswith("\nThe decision log is whole")


def test_every_scenario_stands_in_the_pages_guide() -> None:
    """Whoever trains staff finds the same list there, with who to be and where."""
    guide = sample.workspace(app_config()).guide
    named = {name for name in SCENARIOS for step in guide if f"`make play SCENARIO={name}`" in step["text"]}
    assert named == set(SCENARIOS) == set(__main__.SCENARIOS)
    assert "`make play`" in guide[0]["text"]
    assert unspoken_for(guide) == []


NUMBERS = {"these five steps": 5, "these four steps": 4}


def unspoken_for(guide: list[dict[str, Any]]) -> list[str]:
    """The steps that nobody can watch: a step says it of itself, or of so many from itself on."""
    lost, left = [], 0
    for step in guide:
        if "`make play" in step["text"]:
            assert left == 0, step["title"]
            left = next((count for words, count in NUMBERS.items() if words in step["text"]), 1)
        if not left:
            lost.append(step["title"])
        left = max(0, left - 1)
    return lost
