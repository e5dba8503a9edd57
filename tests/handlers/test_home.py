"""The Home tab as it is drawn: who is offered what, and in which order."""

from __future__ import annotations

from typing import Any

import pytest

from bot.domain.gates import NOT_READ, NOT_TRAINED, SUSPENDED_NOW
from bot.domain.lifecycle import Refusal
from bot.domain.post import TaskKind
from bot.workflow.home import Waiting
from bot.workflow.submitting import NO_STAFF
from handlers.home import HomeFacts, draw_home
from storage.stops import Stop
from tests.domain.making import HEAD, NOW
from tests.handlers.making import TRUST, Making


def home(**facts: Any) -> list[dict[str, Any]]:
    """The blocks of somebody's Home."""
    blocks: list[dict[str, Any]] = draw_home(HomeFacts(trust=TRUST, now=NOW, **facts))["blocks"]
    return blocks


def buttons(block: dict[str, Any]) -> list[tuple[str, str]]:
    """What a row of buttons says, with its colours."""
    return [
        (each["text"]["text"], each.get("style", "")) for each in block.get("elements", ()) if each["type"] == "button"
    ]


def waiting() -> Waiting:
    story = Making().sent().story()
    return Waiting(story=story, tasks=story.tasks_of(TaskKind.SIGNOFF))


def test_a_new_post_stands_at_the_top_and_is_green_where_nothing_waits() -> None:
    """With something to decide, that is green instead; the stop is red and always there."""
    assert buttons(home()[0]) == [("New post", "primary")]
    assert buttons(home(stopper=True, waits=[waiting()])[0]) == [("New post", ""), ("Stop all posts", "danger")]
    stop = Stop(id=1, school="brackenfold", reason="x", by=HEAD, at=NOW)
    told, begin, *_ = home(stopper=True, running=[stop])
    assert "Posts at" in told["text"]["text"]
    assert buttons(begin) == [("New post", "primary"), ("Lift the stop", "")]


@pytest.mark.parametrize("why_not", [NO_STAFF, SUSPENDED_NOW, NOT_TRAINED])
def test_who_may_not_write_is_offered_no_new_post(why_not: Refusal) -> None:
    """Staff read why, on a page that only they see; to anybody else nothing is said of it."""
    assert "New post" not in str(home(why_not=why_not))
    assert (why_not.sentence in str(home(why_not=why_not))) == (why_not is not NO_STAFF)
    assert buttons(home(why_not=why_not, stopper=True)[0]) == [("Stop all posts", "danger")]


def test_who_has_not_read_the_policy_reads_it_behind_the_button() -> None:
    """That is the way to read it."""
    assert buttons(home(why_not=NOT_READ)[0]) == [("New post", "primary")]
