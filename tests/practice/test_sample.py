"""The sample school: what its guide asks for can be done in it."""

from __future__ import annotations

from bot.practice import sample
from bot.rehearsal import app_config


def test_every_step_of_the_guide_leads_somewhere() -> None:
    """Each step names a person of the sample and a place that this person can see."""
    workspace = sample.workspace(app_config())

    lost = [
        step["title"]
        for step in workspace.guide
        if step["channel"] != "dm" and step["as"] not in workspace.channels[step["channel"]].members
    ]

    assert len(workspace.guide) >= 5
    assert {step["as"] for step in workspace.guide} <= workspace.users.keys()
    assert lost == []
