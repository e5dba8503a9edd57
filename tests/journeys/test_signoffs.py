"""Who else must say yes: logos and copyright, authors who are not sure, permissions of one's own, two of SLT."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from bot.domain.standing import EXTRA, Kind
from bot.practice import sample
from bot.rehearsal import Rehearsal
from storage import standings
from tests.conftest import Clock
from tests.journeys.conftest import Brackenfold, has, without

TWO = sample.TRUST.read_text(encoding="utf-8") + "\n[signoffs]\nslt_quorum = 2\n"


def stands(school: Brackenfold, kind: Kind, user: str, value: str = "") -> None:
    """An entry in a register, from the first of the month on."""
    with school.rehearsal.store.write() as connection:
        standings.enter(
            connection,
            kind=kind,
            school="brackenfold",
            user_id=user,
            begins=date(2026, 11, 1),
            ends=None,
            value=value,
            evidence="",
            by=sample.RUTH,
            at=school.clock(),
        )


def signed(school: Brackenfold) -> list[tuple[str, str]]:
    """Who said yes in which roles, as the log has it."""
    yes = ("post:signed", "post:approved", "post:advised")
    return [(entry.actor, entry.as_role) for entry in school.entries() if entry.what in yes]


def test_a_logo_needs_the_headteacher_who_gives_both_yeses_in_one_click(brackenfold: Brackenfold) -> None:
    """SLT's yes alone leaves it; the Headteacher, who is of SLT, gives hers and SLT's at once, and the log has both."""
    brackenfold.send(applies=["logo"])
    ruth = brackenfold.person(sample.RUTH)
    card = ruth.wait_message("dm", has("post.approve", "because it shows a logo"))
    assert "because it shows a logo" in str(brackenfold.slt_card())
    assert ruth.click(card, "post.approve").ok
    brackenfold.sue.wait_message(sample.OFFICE, has("task.start"))
    assert signed(brackenfold) == [(sample.RUTH, "headteacher,slt")]


def test_the_schools_own_logo_may_be_settled_once_for_all(brackenfold: Brackenfold) -> None:
    """Without the standing permission the Headteacher is asked, with it nobody is."""
    brackenfold.send(applies=["own_logo"])
    brackenfold.person(sample.RUTH).wait_message("dm", has("post.approve"))
    stands(brackenfold, Kind.LOGO, "")
    brackenfold.send(brackenfold.person(sample.DAN), applies=["own_logo"])
    card = brackenfold.slt_card("Post 2")
    assert "Headteacher" not in str(card)
    brackenfold.approve(card)


def test_who_is_not_sure_gets_advice_before_slt_hear_of_it(brackenfold: Brackenfold) -> None:
    """The line manager reads the question, and sends it on; only then is there a card for SLT."""
    stands(brackenfold, Kind.LINE_MANAGER, sample.PRIYA, sample.NADIA)
    nadia = brackenfold.person(sample.NADIA)
    assert brackenfold.priya.command("/socialpost")
    brackenfold.priya.wait_view("post.form")
    brackenfold.priya.fill(brackenfold.fill(brackenfold.priya, applies=["not_sure"]))
    workspace = brackenfold.rehearsal.workspace
    assert workspace.wait_until(lambda: any("like to ask" in str(view) for view in workspace.stack(sample.PRIYA)))
    answer = brackenfold.priya.submit({"question": "\u200b"})
    assert "say what you would like to ask" in answer.errors["question"]
    assert brackenfold.priya.submit({"question": "May we say which windowsill won?"}).ok
    card = nadia.wait_message("dm", has("post.approve", "May we say which windowsill won?"))
    assert brackenfold.helen.messages(sample.SLT) == []

    assert nadia.click(card, "post.approve").ok
    nadia.wait_message("dm", without("post.approve", "sent it on to SLT"))
    brackenfold.approve()
    assert signed(brackenfold) == [(sample.NADIA, "adviser"), (sample.HELEN, "slt")]


def test_a_reminder_by_the_one_who_authorises_reminders_needs_slt_alone(brackenfold: Brackenfold) -> None:
    """Sending it counts as the permission that is Mr Lane's to give; SLT's yes is not."""
    lane = brackenfold.person(sample.LANE)
    card = brackenfold.send(lane, purpose="reminder")
    assert "by sending it" in str(card)
    brackenfold.approve(card)
    assert signed(brackenfold) == [(sample.LANE, "reminder_authoriser"), (sample.HELEN, "slt")]


def test_the_ceo_sees_every_reminder_and_may_stand_in(brackenfold: Brackenfold) -> None:
    """And the Headteacher sees the posts of somebody under extra scrutiny, without anybody reading why."""
    stands(brackenfold, Kind.RESTRICTION, sample.PRIYA, EXTRA)
    brackenfold.send(purpose="reminder")
    ellery, ruth = brackenfold.person(sample.ELLERY), brackenfold.person(sample.RUTH)
    assert ellery.click(ellery.wait_message("dm", has("post.approve")), "post.approve").ok
    head = ruth.wait_message("dm", has("post.approve", "because they asked to see it"))
    assert "restrict" not in str(head).lower()
    assert ruth.click(head, "post.approve").ok
    brackenfold.sue.wait_message(sample.OFFICE, has("task.start"))
    assert signed(brackenfold) == [(sample.ELLERY, "reminder_authoriser"), (sample.RUTH, "headteacher,slt")]


@pytest.fixture
def careful(database_url: str, place: str, clock: Clock, tmp_path: Path) -> Iterator[Brackenfold]:
    """The school where two of SLT must say yes."""
    with Rehearsal(database_url, http=place.endswith("http"), tick=False, now=clock, trust=TWO) as rehearsal:
        yield Brackenfold(rehearsal, clock)


def test_where_two_of_slt_must_say_yes_one_of_them_cannot_do_it_twice(careful: Brackenfold) -> None:
    """The same person is told; a colleague completes it."""
    card = careful.send()
    assert careful.helen.click(card, "post.approve").ok
    card = careful.imran.wait_message(sample.SLT, has("post.approve", "Sign-offs: 1 of 2 given"))
    careful.helen.click(card, "post.approve")
    careful.told(careful.helen, "has been given already", sample.SLT)
    careful.approve(card, by=careful.imran)


def test_what_an_author_gave_by_sending_stays_given_when_the_post_is_held(careful: Brackenfold) -> None:
    """SLT are asked anew, and nobody is asked for a permission that the author has given."""
    lane = careful.person(sample.LANE)
    first = careful.send(lane, purpose="reminder")
    assert careful.helen.click(first, "post.approve").ok
    card = careful.imran.wait_message(sample.SLT, has("post.approve", "Sign-offs: 2 of 3 given"))
    task = careful.approve(card, by=careful.imran)
    careful.withdraw_permission("Trent")
    assert careful.sue.click(task, "task.start").ok
    held = careful.helen.wait_message(sample.SLT, has("post.approve", "On hold"))
    assert "Sign-offs: 1 of 3 given" in str(held)


def test_who_has_said_yes_is_not_asked_again_in_a_list(careful: Brackenfold) -> None:
    """One row a post, however many seats are open; after their yes none, and the others keep theirs."""
    card = careful.send()
    look = careful.rehearsal.bot.workflow.home.look
    assert len(look(sample.HELEN).waits) == 1
    assert careful.helen.click(card, "post.approve").ok
    assert careful.rehearsal.workspace.wait_until(lambda: len(signed(careful)) == 1)
    assert look(sample.HELEN).waits == []
    assert [each.story.post.id for each in look(sample.HELEN).elsewhere] == [1]
    assert len(look(sample.IMRAN).waits) == 1
