"""The rows of Home: what each says is to be done, and the button that opens it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from bot.domain.photos import OWN_DEVICE, SLACK_UPLOAD
from bot.domain.post import Task, TaskKind
from bot.workflow.home import Waiting
from handlers import ids
from handlers.blocks import serialised
from handlers.cards import CARDS
from handlers.loose.nudge import waiting_list, waiting_rows
from handlers.modals.review import review
from tests.domain.making import DEPUTY, HEAD, NOW
from tests.handlers.making import TRUST, Making, card_facts


def row_of(making: Making, *kinds: TaskKind) -> Waiting:
    """What of these kinds waits in one window."""
    story = making.story()
    return Waiting(story=story, tasks=tuple(task for task in story.tasks if task.kind in kinds))


def rows_of(making: Making, *kinds: TaskKind) -> list[dict[str, Any]]:
    """The rows with a button, for the tasks of these kinds."""
    rows = [row_of(making, *kinds)]
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


def test_photos_that_are_left_in_two_places_are_asked_for_in_one_breath() -> None:
    """Each place has its own way to delete them."""
    row = row_of(Making().sent().left_somewhere(OWN_DEVICE, SLACK_UPLOAD), TaskKind.DELETION)
    card = waiting_list([row], trust=TRUST, now=NOW)
    assert card.text.startswith("1 post waits")
    assert "please delete its photos from your own device" in str(card.blocks)
    assert "Please delete the photos that you added to it in Slack" in str(card.blocks)


def test_a_takedown_says_from_where_and_by_when_and_opens_the_version_that_is_live() -> None:
    """Never why; and what was written since is not what must come down."""
    making = Making().sent().approved().live("facebook", "website").only_from("facebook", "website")
    down = [task for task in making.tasks if task.kind is TaskKind.TAKEDOWN]
    making.sent(words="Our beans are up!")
    making.tasks = [*(task for task in making.tasks if task.kind is not TaskKind.TAKEDOWN), *down]
    waits, early = row_of(making, TaskKind.TAKEDOWN), NOW - timedelta(hours=2)
    row, words = serialised(waiting_rows([waits], trust=TRUST, now=early, buttons=True))
    assert "please remove it from Facebook and the school website." in row["text"]["text"]
    assert " · by Tue 24 Nov, 3:25pm" in row["text"]["text"]
    assert (row["accessory"]["text"]["text"], row["accessory"]["style"]) == ("Take down", "primary")
    assert row["accessory"]["value"] == str(making.story().revisions[0].seen)
    assert "Beans and bar charts" in str(words)

    late = waiting_list([waits], trust=TRUST, now=NOW)
    assert "⚠️ late, was due Tue 24 Nov, 3:25pm" in str(late.blocks)
    assert "Its card is in the office’s channel" in str(late.blocks)


def test_every_kind_of_row_opens_its_card() -> None:
    """The window has the buttons with which it is done."""
    making = Making().sent().approved().live("facebook", "website").only_from("facebook").left_somewhere(OWN_DEVICE)
    making.asking(DEPUTY)
    shown = {each.kind: str(review(card_facts(making.story(), target=each.user_id), each, {})) for each in making.tasks}
    assert ids.REMOVED in shown[TaskKind.TAKEDOWN]
    assert ids.PHOTOS_DELETED in shown[TaskKind.DELETION]
    assert {TaskKind.SIGNOFF, TaskKind.PUBLISH, TaskKind.PERMISSION} < shown.keys()


def test_who_has_said_yes_is_offered_no_second_one_in_their_window() -> None:
    """Two of SLT must say yes: the channel's card keeps its button for the other; they can still ask for changes."""
    story = Making().asking_two().sent().sign_one(HEAD).story()
    task = story.signoffs()[0]
    mine, other = (str(review(card_facts(story, target=each), task, {})) for each in (HEAD, DEPUTY))
    assert "Waiting for others" in mine
    assert (f"'{ids.APPROVE}'" in mine, f"'{ids.REQUEST_CHANGES}'" in mine) == (False, True)
    assert (f"'{ids.APPROVE}'" in other, "For your approval" in other) == (True, True)
    assert f"'{ids.APPROVE}'" in str(CARDS["slt"](card_facts(story)).blocks)
