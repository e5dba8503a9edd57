"""The emergency stop, and a post that is taken down by hand."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.domain.lifecycle import Refusal
from bot.domain.post import Seen
from bot.practice import sample
from tests.journeys.conftest import OTHER_WAY, Brackenfold, Message, has, without
from tests.journeys.test_waiting import quiet, wait_until

pytestmark = OTHER_WAY

__all__ = ["quiet"]


def stop(school: Brackenfold, user: str, why: str = "A death in the school community") -> None:
    """`/socialpost stop`, a reason, and the button."""
    person = school.person(user)
    assert person.command("/socialpost", "stop")
    person.wait_view("stop.now")
    assert person.submit({"reason": why}).ok


def seen_on(card: Message) -> Seen:
    """What the buttons of a card carry: a click that was on its way when the card changed."""
    values = [
        element["value"] for block in card["blocks"] for element in block.get("elements", ()) if "value" in element
    ]
    seen = Seen.parse(values[0])
    assert seen is not None
    return seen


def lift(school: Brackenfold, user: str) -> None:
    """The same command, which offers to lift it now."""
    person = school.person(user)
    assert person.command("/socialpost", "stop")
    person.wait_view("stop.lift")
    assert person.submit().ok


def test_a_stop_holds_every_post_at_once_and_lifting_it_lets_nothing_out(quiet: Brackenfold) -> None:
    """At night: one with SLT, one approved, one started. The office is told what not to do, SLT why."""
    quiet.send(quiet.person(sample.DAN))
    first = quiet.approve(quiet.send())
    started = quiet.start(first)
    quiet.clock.now = datetime(2026, 11, 24, 23, 0, tzinfo=UTC)
    quiet.rehearsal.bot.directory.refresh(quiet.clock())
    stop(quiet, sample.IMRAN)

    told = quiet.sue.wait_message(sample.OFFICE, lambda m: "do not publish anything" in m["text"])
    assert "death" not in str(quiet.sue.messages(sample.OFFICE))
    assert "death" in str(quiet.helen.wait_message(sample.SLT, has("stop.open")))
    quiet.sue.wait_message(sample.OFFICE, without("task.published", "Stop: do not publish"))
    quiet.helen.wait_message(sample.SLT, without("post.approve", "Posts at Brackenfold are stopped"))
    assert told

    assert isinstance(quiet.rehearsal.bot.workflow.office.start(sample.SUE, seen_on(started)), Refusal)
    quiet.helen.command("/socialpost", "stop")
    quiet.helen.wait_view("stop.lift")
    quiet.helen.close()

    wait_until(quiet, 2026, 11, 25, 9, 0)
    lift(quiet, sample.HELEN)
    quiet.sue.wait_message(sample.OFFICE, lambda m: "no longer stopped" in m["text"])
    card = quiet.helen.wait_message(sample.SLT, has("post.approve", "waited while posts were stopped"))
    assert not any(has("task.start")(m) or has("task.words")(m) for m in quiet.sue.messages(sample.OFFICE))
    quiet.approve(card)
    assert [what for what in quiet.vocabulary() if what.startswith("stop:")] == ["stop:made", "stop:lifted"]


def test_while_posts_are_stopped_no_click_slips_by_and_what_is_live_comes_down(quiet: Brackenfold) -> None:
    """Cards that lag behind are refused; a link of something that went out is taken, and opens a takedown."""
    waiting = quiet.send(quiet.person(sample.DAN))
    task = quiet.approve(quiet.send())
    stop(quiet, sample.HELEN)

    workflow = quiet.rehearsal.bot.workflow
    approved = workflow.decisions.approve(sample.IMRAN, seen_on(waiting))
    started = workflow.office.start(sample.SUE, seen_on(task))
    assert isinstance(approved, Refusal)
    assert (
        approved.sentence == "Posts at Brackenfold are stopped, so this cannot be approved. You can still write drafts."
    )
    assert isinstance(started, Refusal)
    card = quiet.sue.wait_message(sample.OFFICE, has("task.already_live", "Stop: do not publish"))
    assert quiet.sue.click(card, "task.already_live").ok
    quiet.sue.wait_view("task.published")
    assert quiet.sue.submit({"link:facebook": "https://facebook.example/brackenfold/1042"}).ok
    quiet.sue.wait_message(sample.OFFICE, has("takedown.removed"))
    assert quiet.refusals() == ["stopped", "not_possible"]


def test_only_slt_the_headteacher_and_the_ceo_can_stop_posts(brackenfold: Brackenfold) -> None:
    """A teacher and the office are told whom to ring; two who stop at once make one stop."""
    for user in (sample.PRIYA, sample.SUE):
        assert brackenfold.person(user).command("/socialpost", "stop")
        brackenfold.told(brackenfold.person(user), "Please ring one of them now")
    stop(brackenfold, sample.ELLERY)
    stopping = brackenfold.rehearsal.bot.workflow.stopping
    stopping.stop(sample.RUTH, "brackenfold", "The same")
    assert isinstance(stopping.stop(sample.RUTH, "brackenfold", "About Maisie Trent"), Refusal)
    assert brackenfold.vocabulary().count("stop:made") == 1


def test_slt_take_a_post_down_and_the_reason_stays_with_them(brackenfold: Brackenfold) -> None:
    """The office reads where, never why; each place is proved, and the log has who asked."""
    task = brackenfold.start(brackenfold.approve(brackenfold.send()))
    assert brackenfold.publish(task).ok
    published = brackenfold.helen.wait_message(sample.SLT, has("post.take_down"))
    asked = brackenfold.decide(brackenfold.helen, published, "post.take_down", "A parent has complained")
    assert asked.ok
    card = brackenfold.sue.wait_message(sample.OFFICE, has("takedown.removed", "takedown.removed:facebook"))
    assert "complained" not in str(brackenfold.sue.messages(sample.OFFICE))

    again = brackenfold.rehearsal.bot.workflow.office.take_down(sample.HELEN, seen_on(published), "Once more")
    assert isinstance(again, Refusal)
    assert "coming down already" in again.sentence
    assert brackenfold.sue.click(card, "takedown.removed:facebook").ok
    card = brackenfold.sue.wait_message(sample.OFFICE, without("takedown.removed:facebook", "removed by"))
    assert brackenfold.sue.click(card, "takedown.removed:website").ok
    brackenfold.helen.wait_message(sample.SLT, lambda m: "down everywhere" in m["text"])
    told = [what for what in brackenfold.vocabulary() if what.startswith("takedown:")]
    assert told == ["takedown:asked", "takedown:opened", "takedown:removed", "takedown:removed"]
