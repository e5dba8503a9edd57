"""The Home tab as it is drawn: who is offered what, and in which order."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.domain.gates import NOT_READ, NOT_TRAINED, SUSPENDED_NOW
from bot.domain.lifecycle import Refusal
from bot.domain.post import Declared, Purpose, TaskKind, TaskState
from bot.domain.trust import Role
from bot.workflow.deletion import Left
from bot.workflow.home import Elsewhere, Waiting, Week
from bot.workflow.submitting import NO_STAFF
from handlers.home import HomeFacts, draw_home
from storage.stops import Stop
from tests.domain.making import AUTHOR, HEAD, NOW
from tests.handlers.making import NASTY_TRUST, SITUATIONS, TRUST, Making, situation
from tests.handlers.rules import broken_in_view

HELP = ("Help", "")
DAN, LENA = "U0DANWHITLOCK", "U0LENAODE"


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
    assert buttons(home()[0]) == [("New post", "primary"), HELP]
    assert buttons(home(stopper=True, waits=[waiting()])[0]) == [("New post", ""), ("Stop all posts", "danger"), HELP]
    stop = Stop(id=1, school="brackenfold", reason="x", by=HEAD, at=NOW)
    told, begin, *_ = home(stopper=True, running=[stop])
    assert "Posts at" in told["text"]["text"]
    assert buttons(begin) == [("New post", "primary"), ("Lift the stop", ""), HELP]


@pytest.mark.parametrize("why_not", [NO_STAFF, SUSPENDED_NOW, NOT_TRAINED])
def test_who_may_not_write_is_offered_no_new_post(why_not: Refusal) -> None:
    """Staff read why, on a page that only they see; to anybody else nothing is said of it."""
    assert buttons(home(why_not=why_not)[0]) == [HELP]
    assert (why_not.sentence in str(home(why_not=why_not))) == (why_not is not NO_STAFF)
    assert buttons(home(why_not=why_not, stopper=True)[0]) == [("Stop all posts", "danger"), HELP]


def test_who_has_not_read_the_policy_reads_it_behind_the_button() -> None:
    """That is the way to read it."""
    assert buttons(home(why_not=NOT_READ)[0]) == [("New post", "primary"), HELP]


def elsewhere(making: Making, *, stopped: bool = False) -> str:
    """The row of a post that waits for somebody else."""
    story = making.story()
    head, row, words, _ = home(
        elsewhere=[Elsewhere(story=story, task=story.asked()[-1], stopped=stopped)], mine=[story]
    )[1:5]
    assert head["text"]["text"] == "Waiting for somebody else (1)"
    assert row["accessory"]["text"]["text"] == "See post"
    assert "Beans and bar charts" in str(words)
    said: str = row["text"]["text"]
    return said


REMINDER = {"purpose": Purpose.REMINDER}


@pytest.mark.parametrize(
    ("making", "said"),
    [
        (
            Making().sent(**REMINDER).sign(Role.SLT, HEAD),
            "*Mr Lane or Tanya Matthews* · Post 42 · because it is a reminder",
        ),
        (Making().asking_two(3).sent().sign_one(HEAD), "*SLT (1 of 3 given)* · Post 42 · because every post needs it"),
        (
            Making().sent().asking(DAN, LENA).says(DAN, "yes").sign(Role.SLT, HEAD),
            "*1 of 2 adults to answer* · Post 42 · all sign-offs are given",
        ),
        (Making().sent().stuck_at_approval(), f"*<@{AUTHOR}>* · Post 42 · it cannot go out as it stands"),
        (Making().sent().approved().held(), f"*<@{AUTHOR}> and the office* · Post 42 · it cannot go out as it stands"),
    ],
)
def test_what_waits_for_somebody_else_says_for_whom_and_why(making: Making, said: str) -> None:
    """Never who of the adults, and one sentence for every cause of a missing permission."""
    assert elsewhere(making) == said


def test_while_posts_are_stopped_that_is_what_a_post_waits_for() -> None:
    """Whatever else is open."""
    assert elsewhere(Making().sent(), stopped=True) == "*The stop to be lifted* · Post 42 · nothing is approved before"


@pytest.mark.parametrize(
    ("making", "state"),
    [
        (Making().sent(), "With SLT"),
        (Making().sent(**REMINDER), "With Mr Lane or Tanya Matthews and with SLT"),
        (Making().sent(**REMINDER).sign(Role.SLT, HEAD), "With Mr Lane or Tanya Matthews"),
        (Making().asking_two().sent().sign_one(HEAD), "With SLT (1 of 2 given)"),
        (Making().sent(declared=(Declared.NOT_SURE,)), "With your adviser"),
        (Making().sent().asking(DAN).sign(Role.SLT, HEAD), "Approved, waits for the adult shown to answer"),
    ],
)
def test_an_author_reads_whose_turn_it_is_since_when_and_until_when(making: Making, state: str) -> None:
    """While it waits for an answer; who has said yes already is no more named."""
    rows = str(home(mine=[making.story()]))
    assert f"*{state}* · Post 42 · since Tue 24 Nov" in rows
    assert " · answer by Fri 27 Nov, 3:30pm" in rows


def test_what_lacks_a_permission_needs_its_author_wherever_it_waits() -> None:
    """With the adviser, too."""
    for making in (Making().sent(declared=(Declared.NOT_SURE,)), Making().sent()):
        rows = home(mine=[making.stuck_at_approval().story()])
        assert rows[1]["text"]["text"] == "Needs you (1)"


def test_the_week_is_one_line_a_school_at_the_end() -> None:
    """With the next schools counted from the sixth on."""
    week = Week(school=TRUST.schools["brackenfold"], approved=6, rejected=1, published=5, stopped=False)
    line = "Brackenfold Primary Academy this week: 6 approved, 1 not approved, 5 published. "
    assert home(weeks=[week])[-2]["elements"][0]["text"] == f"{line}Nothing is stopped."
    several = home(weeks=[replace(week, stopped=True)] * 7)[-2]["elements"][0]["text"].split("\n")
    assert several == [f"{line}Posts are stopped."] * 5 + ["and 2 more schools"]
    assert "week" not in str(home())


def test_every_post_reads_well_on_a_home_wherever_it_stands() -> None:
    """What Slack refuses and what our own style forbids, with the nastiest names and words."""
    for n, name in enumerate(SITUATIONS):
        story = situation(name)
        rows = [Waiting(story=story, tasks=(task,)) for task in story.tasks[-1:] if task.state is TaskState.OPEN]
        parts = [Elsewhere(story=story, task=task, stopped=n % 3 == 0) for task in story.asked()[:1]]
        for facts in ({"waits": rows, "mine": [story]}, {"elsewhere": parts}):
            assert list(broken_in_view(draw_home(HomeFacts(trust=NASTY_TRUST, now=NOW, **facts)))) == [], name


def test_the_fullest_home_is_no_longer_than_slack_takes() -> None:
    """Every group with more rows than it shows, and a line between groups."""
    numbered = [replace(story, post=replace(story.post, id=n)) for n, story in enumerate(map(situation, FULL), 100)]
    left = [Left(story=waiting().story, task=waiting().task) for _ in range(7)]
    week = Week(school=TRUST.schools["brackenfold"], approved=1, rejected=1, published=1, stopped=True)
    stop = Stop(id=1, school="", reason="x", by=HEAD, at=NOW)
    facts = HomeFacts(
        trust=NASTY_TRUST,
        now=NOW,
        stopper=True,
        running=[stop],
        waits=[Waiting(story=each.story, tasks=(replace(each.task, id=n),)) for n, each in enumerate([waiting()] * 7)],
        elsewhere=[
            Elsewhere(story=w.story, task=replace(w.task, id=n), stopped=True)
            for n, w in enumerate([waiting()] * 7, 50)
        ],
        left=left,
        mine=numbered,
        weeks=[week] * 7,
    )
    shown = draw_home(facts)
    assert list(broken_in_view(shown)) == []
    kinds = [block["type"] for block in shown["blocks"]]
    assert (kinds.count("header"), kinds.count("divider")) == (7, 6)
    assert str(shown).count("and 2 more") == 8


FULL = [name for name in ("changes", "waiting", "draft", "published") for _ in range(7)]
