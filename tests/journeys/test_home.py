"""The Home tab: what needs somebody, their own posts, and the stop for those who may."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bot.domain.lifecycle import Refusal
from bot.domain.post import Seen
from bot.practice import sample
from bot.practice.people import Person
from bot.practice.reading import text_of
from tests.journeys.conftest import Brackenfold, has


def test_home_shows_what_waits_and_the_stop_only_to_those_who_may(brackenfold: Brackenfold) -> None:
    """The author sees their post, SLT what waits for them and the stop at the top; a guest sees nothing."""
    brackenfold.send()
    priya, helen = brackenfold.priya, brackenfold.helen
    priya.home()
    mine = priya.wait_home("With SLT")
    assert "Stop all posts" not in text_of(mine)
    assert "Waiting for you" not in text_of(mine)
    assert [e["text"]["text"] for e in mine["blocks"][0]["elements"]] == ["New post", "Help"]

    helen.home()
    shown = helen.wait_home("Waiting for you")
    assert [e["text"]["text"] for e in shown["blocks"][0]["elements"]] == ["New post", "Stop all posts", "Help"]
    assert helen.click_home("stop.open").ok
    helen.wait_view("stop.now")
    assert helen.submit({"reason": "An accident near the school"}).ok
    helen.home()
    helen.wait_home("Posts at Brackenfold are stopped")
    assert "New post" in text_of(helen.wait_home("Lift the stop"))

    assert priya.click_home("home.help").ok
    assert "/socialpost stop" not in text_of(priya.wait_view("help"))
    priya.close()
    assert priya.click_home("post.open:1").ok
    priya.wait_view("post.open")
    guest = brackenfold.person(sample.GUEST)
    guest.home()
    assert guest.command("/socialpost", "help")
    brackenfold.told(guest, "works only for members")
    assert guest.home() is None


def test_each_row_of_home_opens_what_is_next(brackenfold: Brackenfold) -> None:
    """From three Homes: a colleague answers, SLT look who is featured and approve, the office starts, and takes it down."""
    brackenfold.send(staff=[sample.DAN])
    dan, helen, sue = brackenfold.person(sample.DAN), brackenfold.helen, brackenfold.sue
    helen.home()
    row = helen.wait_home("please decide")
    assert [e["style"] for b in row["blocks"] if (e := b.get("accessory")) and "style" in e] == ["primary"]
    press(helen, row, "post.review")
    helen.wait_view("post.review")
    helen.click_view("post.who")
    assert "Maisie" in text_of(helen.wait_view("post.who"))
    helen.close()
    helen.click_view("post.approve")
    workspace = brackenfold.rehearsal.workspace
    assert workspace.wait_until(lambda: "waits for the adult shown to answer" in str(workspace.stack(helen.id)))

    dan.home()
    press(dan, dan.wait_home("may it show or name you"), "post.review")
    dan.wait_view("post.review")
    dan.click_view("permission.yes")
    assert workspace.wait_until(lambda: "You said" in str(workspace.stack(dan.id)))
    sue.wait_message(sample.OFFICE, has("task.start"))

    sue.home()
    press(sue, sue.wait_home("please publish it"), "post.review")
    sue.wait_view("post.review")
    sue.click_view("task.start")
    sue.wait_view("task.words")
    sue.close()
    assert workspace.wait_until(lambda: "task.published" in str(workspace.stack(sue.id)))
    brackenfold.priya.home()
    assert "post.review" not in str(brackenfold.priya.wait_home("Waiting"))

    sue.close()
    brackenfold.publish(sue.wait_message(sample.OFFICE, has("task.published")))
    live = helen.wait_message(sample.SLT, has("post.take_down"))
    assert brackenfold.decide(helen, live, "post.take_down", "It is not ours.").ok
    sue.wait_message(sample.OFFICE, has("takedown.removed"))
    sue.home()
    press(sue, sue.wait_home("please remove it from Facebook and the school website"), "post.review")
    sue.wait_view("post.review")
    for place in ("facebook", "website"):
        sue.click_view(f"takedown.removed:{place}")
    assert workspace.wait_until(lambda: "It is down everywhere" in str(workspace.stack(sue.id)))
    sue.home()
    sue.wait_home(lambda shown: "please remove it" not in str(shown))


def test_a_row_that_is_somebody_elses_opens_nothing(brackenfold: Brackenfold) -> None:
    """Whose task it is, is asked again when the button comes back."""
    brackenfold.send()
    brackenfold.helen.home()
    row = brackenfold.helen.wait_home("please decide")
    press(brackenfold.helen, row, "post.review")
    brackenfold.helen.wait_view("post.review")
    element = next(e for b in row["blocks"] if (e := b.get("accessory")) and e["action_id"].startswith("post.review"))
    seen, task = Seen.parse(element["value"]), int(element["action_id"].partition(":")[2])
    assert seen is not None
    review = brackenfold.rehearsal.bot.workflow.home.review
    assert isinstance(review(sample.PRIYA, seen, task), Refusal)
    assert isinstance(review(sample.HELEN, replace(seen, digest="0" * 12), task), Refusal)
    assert not isinstance(review(sample.HELEN, seen, task), Refusal)


def press(person: Person, home: dict[str, Any], action: str) -> None:
    """The first such button of a Home."""
    found = (e["action_id"] for b in home["blocks"] if (e := b.get("accessory")) and e["action_id"].startswith(action))
    assert person.click_home(next(found)).ok
