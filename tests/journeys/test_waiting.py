"""Nobody answers: reminders, the Headteacher, the author; and the quiet hours in which nobody hears of anything."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.practice import sample
from bot.rehearsal import Rehearsal
from tests.conftest import Clock
from tests.journeys.conftest import LINKS, ONE_WAY, Brackenfold, has, without

pytestmark = ONE_WAY

QUIET = sample.TRUST.read_text(encoding="utf-8").replace("quiet_hours = false", "quiet_hours = true")


@pytest.fixture
def quiet(database_url: str, place: str, clock: Clock, tmp_path: Path) -> Iterator[Brackenfold]:
    """The school with its quiet hours kept."""
    with Rehearsal(database_url, http=place.endswith("http"), tick=False, now=clock, trust=QUIET) as rehearsal:
        yield Brackenfold(rehearsal, clock)
        assert rehearsal.workspace.complaints == []


def wait_until(school: Brackenfold, *moment: int) -> None:
    """Lets time pass to this moment (UTC), refreshes who has which role, sweeps and delivers."""
    school.clock.now = datetime(*moment, tzinfo=UTC)
    school.rehearsal.bot.directory.refresh(school.clock())
    school.rehearsal.bot.workflow.chasing.sweep()
    school.rehearsal.bot.drain.wake()


def direct(school: Brackenfold, user: str, fragment: str) -> list[str]:
    """The notifications in somebody's messages from socialpost that say this."""
    return [m["text"] for m in school.person(user).messages("dm") if fragment in m["text"]]


def test_a_post_that_nobody_answers_goes_from_slt_to_the_headteacher_to_its_author(quiet: Brackenfold) -> None:
    """One message a day for each, on school days, and the yes that comes in the end counts."""
    quiet.send()
    wait_until(quiet, 2026, 11, 25, 11, 4)
    assert direct(quiet, sample.IMRAN, "waits for you") == []

    wait_until(quiet, 2026, 11, 25, 11, 5)
    quiet.imran.wait_message("dm", lambda m: "1 post waits for you" in m["text"])
    assert direct(quiet, sample.PRIYA, "waits for you") == []
    wait_until(quiet, 2026, 11, 25, 16, 59)

    wait_until(quiet, 2026, 11, 26, 8, 0)
    ruth = quiet.person(sample.RUTH)
    card = ruth.wait_message("dm", has("post.approve", "nobody has answered yet"))
    wait_until(quiet, 2026, 11, 27, 8, 0)
    quiet.priya.wait_message("dm", lambda m: "still waits for an answer" in m["text"])
    wait_until(quiet, 2026, 11, 28, 12, 0)  # a Saturday

    wait_until(quiet, 2026, 11, 30, 8, 0)
    quiet.imran.wait_message("dm", lambda m: len(direct(quiet, sample.IMRAN, "waits for you")) == 3)

    assert ruth.click(card, "post.approve").ok
    quiet.sue.wait_message(sample.OFFICE, has("task.start"))
    told = [what for what in quiet.vocabulary() if what.startswith(("task:", "author:"))]
    assert told == ["task:nudged", "task:escalated", "task:nudged", "author:told", "task:nudged"]


def test_a_colleague_who_does_not_answer_is_reminded_and_the_author_hears_how_many(quiet: Brackenfold) -> None:
    """One message on a school day; then the author is told, and never who (clause RS-2)."""
    dan = quiet.person(sample.DAN)
    quiet.send(staff=[sample.DAN])
    wait_until(quiet, 2026, 11, 25, 11, 4)
    assert direct(quiet, sample.DAN, "waits for you") == []
    wait_until(quiet, 2026, 11, 25, 11, 5)
    dan.wait_message("dm", lambda m: "1 post waits for you" in m["text"] and "may it show or name you" in str(m))
    wait_until(quiet, 2026, 11, 26, 8, 0)
    told = quiet.priya.wait_message("dm", has("post.withdraw", "0 of 1 have answered. Reminders"))
    assert "still waits for adults" in told["text"]
    assert sample.DAN not in str(told)
    assert "Dan" not in str(told)


def test_what_is_sent_at_night_rings_for_nobody_until_the_morning(quiet: Brackenfold) -> None:
    """The author is answered at once; SLT hear of it when they are at work."""
    quiet.clock.now = datetime(2026, 11, 24, 22, 30, tzinfo=UTC)
    quiet.rehearsal.bot.directory.refresh(quiet.clock())
    assert quiet.try_to_send(quiet.priya).ok
    quiet.priya.wait_message("dm", has("post.withdraw"))
    wait_until(quiet, 2026, 11, 25, 7, 59)
    assert quiet.helen.messages(sample.SLT) == []

    wait_until(quiet, 2026, 11, 25, 8, 0)
    quiet.slt_card()
    wait_until(quiet, 2026, 11, 25, 12, 0)
    quiet.imran.wait_message("dm", lambda m: "1 post waits for you" in m["text"])


def test_a_takedown_that_nobody_does_reaches_the_headteacher_on_a_saturday_night(quiet: Brackenfold) -> None:
    """Quiet hours are not for what is live and must not be."""
    task = quiet.start(quiet.approve(quiet.send()))
    assert quiet.sue.click(task, "task.published").ok
    quiet.sue.wait_view("task.published")
    quiet.withdraw_permission("Trent")
    assert quiet.sue.submit(LINKS).ok  # at 16:05 on a Tuesday: recorded as live, and a takedown opens
    quiet.sue.wait_message(sample.OFFICE, has("takedown.removed"))

    wait_until(quiet, 2026, 11, 24, 17, 5)
    quiet.sue.wait_message(sample.OFFICE, lambda m: "Please do it by Tue 24 Nov, 6:05pm" in str(m))
    wait_until(quiet, 2026, 11, 24, 18, 5)
    quiet.person(sample.RUTH).wait_message("dm", lambda m: "is still live and must come down" in m["text"])
    wait_until(quiet, 2026, 11, 28, 3, 0)  # after an outage, on a Saturday night
    assert quiet.vocabulary().count("task:escalated") == 4

    for place in ("facebook", "website"):
        card = quiet.sue.wait_message(sample.OFFICE, has("takedown.removed", f"takedown.removed:{place}"))
        assert quiet.sue.click(card, f"takedown.removed:{place}").ok
    quiet.person(sample.RUTH).wait_message("dm", lambda m: "There is nothing left to do" in m["text"])
    assert "Maisie" not in str(quiet.person(sample.RUTH).messages("dm"))


def test_two_bots_over_one_database_remind_nobody_twice(quiet: Brackenfold) -> None:
    """Any replica may sweep."""
    quiet.send()
    second = quiet.rehearsal.second_bot()
    wait_until(quiet, 2026, 11, 25, 11, 5)
    second.workflow.chasing.sweep()
    quiet.imran.wait_message("dm", lambda m: "1 post waits for you" in m["text"])
    assert quiet.vocabulary().count("task:nudged") == 1


def test_a_post_whose_time_passes_does_not_go_out_and_its_words_are_kept(quiet: Brackenfold) -> None:
    """Nobody answers before its time; everybody reads so, and the author writes it again."""
    at = datetime(2026, 11, 25, 18, 0, tzinfo=UTC)
    quiet.send_at(at)
    wait_until(quiet, 2026, 11, 25, 18, 0)
    assert quiet.helen.messages(sample.SLT)[-1]["ts"]
    quiet.helen.wait_message(sample.SLT, without("post.approve", "Its time has passed"))
    assert direct(quiet, sample.PRIYA, "Open this message to see what you can do") == []

    wait_until(quiet, 2026, 11, 26, 8, 0)
    card = quiet.priya.wait_message("dm", has("post.again", "It was not approved in time"))
    assert quiet.priya.click(card, "post.again").ok
    quiet.priya.wait_view("post.form")
    assert quiet.vocabulary()[-1] == "post:expired"


def test_a_scheduled_post_reaches_the_office_ahead_of_its_time_and_is_looked_at_again(quiet: Brackenfold) -> None:
    """Three school days ahead; a permission that is gone by then holds it, and the office never sees it."""
    for _ in range(2):
        quiet.send_at(datetime(2026, 12, 9, 15, 30, tzinfo=UTC))
        assert quiet.helen.click(quiet.slt_card(), "post.approve").ok
        quiet.helen.wait_message(sample.SLT, without("post.approve", "✅ Approved"))
    quiet.priya.wait_message("dm", lambda m: "Post 1 is approved" in m["text"])
    assert quiet.sue.messages(sample.OFFICE) == []

    wait_until(quiet, 2026, 12, 4, 8, 0)
    task = quiet.sue.wait_message(sample.OFFICE, has("task.start", "Post 1"))
    quiet.start(task)
    wait_until(quiet, 2026, 12, 9, 15, 30)
    quiet.sue.wait_message(sample.OFFICE, lambda m: "is due on Wed 9 Dec, 3:30pm" in m["text"])
    wait_until(quiet, 2026, 12, 24, 12, 0)  # ten school days later, in the holidays
    assert quiet.vocabulary().count("post:expired") == 2
    assert quiet.refusals() == []
