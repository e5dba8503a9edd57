"""The rows of Home: what each says is to be done, and the button that opens it."""

from __future__ import annotations

from typing import Any

from bot.domain.post import Task, TaskKind
from bot.workflow.chasing import Waiting
from handlers.blocks import serialised
from handlers.loose.nudge import waiting_rows
from tests.domain.making import NOW
from tests.handlers.making import TRUST, Making


def rows_of(making: Making, *kinds: TaskKind) -> list[dict[str, Any]]:
    """The rows with a button, for the tasks of these kinds."""
    story = making.story()
    rows = [Waiting(story=story, task=task) for task in story.tasks if task.kind in kinds]
    return [each for each in serialised(waiting_rows(rows, trust=TRUST, now=NOW, buttons=True)) if "accessory" in each]


def test_photos_to_delete_are_called_so_and_open_the_version_they_are_of() -> None:
    """It is no decision; and a newer version does not lead their button astray."""
    making = Making().sent().left_somewhere("own-device")
    left = making.tasks[-1]
    making.sent(words="Our beans are up!")
    (row,) = rows_of(keeping(making, left), TaskKind.DELETION)
    assert "please delete its photos." in row["text"]["text"]
    assert "please decide" not in str(row)
    assert row["accessory"]["text"]["text"] == "See how"
    assert row["accessory"]["value"] == str(making.story().revisions[0].seen)


def keeping(making: Making, task: Task) -> Making:
    """What is to be deleted stays to be deleted when a new version is sent."""
    making.tasks = [task if each.id == task.id else each for each in making.tasks]
    return making
