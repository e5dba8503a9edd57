"""The office looks somebody up in Slack, and takes a permission back while the parent is still on the telephone."""

from __future__ import annotations

from bot.practice import sample
from bot.practice.reading import text_of
from storage import register
from tests.journeys.conftest import Brackenfold


def test_a_parent_phones_and_the_post_is_held(brackenfold: Brackenfold) -> None:
    """Three clicks: look up, Withdraw now, Withdraw now. The record says who said so, and the office is warned."""
    sue = brackenfold.sue
    brackenfold.approve(brackenfold.send())
    assert sue.command("/socialpost", "consent maisie", sample.STAFF)
    record = text_of(sue.wait_view("consent"))
    assert "Maisie Trent" in record
    assert "Facebook: yes" in record
    assert sue.click_view("consent.withdraw")
    sue.wait_view("consent.withdraw")
    assert sue.submit({}).ok
    done = text_of(sue.wait_view("consent"))
    assert "1 post shows them" in done
    brackenfold.rehearsal.bot.workflow.watch.sweep()
    sue.wait_message(sample.OFFICE, lambda m: m["text"].startswith("Please do not publish post"))
    with brackenfold.rehearsal.store.read() as connection:
        (maisie,) = register.suggest(connection, ["brackenfold"], "maisie trent")
        newest = register.history(connection, maisie.id)[-1]
    assert (newest.given_by, newest.relation) == ("Ms Trent", "mother")
    assert (newest.evidence, newest.entered_by) == ("by telephone", sample.SUE)
    sue.close(clear=True)
    sue.command("/socialpost", "consent Maisie Trent")
    assert "no, withdrawn" in text_of(sue.wait_view("consent"))
    assert [m for m in sue.messages(sample.STAFF) if "Maisie" in str(m)] == []


def test_only_the_office_sees_permissions(brackenfold: Brackenfold) -> None:
    """A teacher and SLT are refused alike, and a form that was open is asked again; every try and every look is logged."""
    for person in (brackenfold.priya, brackenfold.helen):
        person.command("/socialpost", "consent Maisie")
        brackenfold.told(person, "Only the office can see permissions")
        assert person.view() is None
    sue = brackenfold.sue
    sue.command("/socialpost", "consent Noah Adeyemi")
    sue.wait_view("consent")
    brackenfold.rehearsal.workspace.alter_next({"user.id": sample.PRIYA})
    sue.click_view("consent.withdraw")
    assert "consent:record" in str([entry.findings for entry in brackenfold.entries()])
    assert brackenfold.vocabulary().count("pupils:shown") == 1
    assert brackenfold.refusals("access:refused") == ["no_role"] * 3


def test_namesakes_are_told_apart_and_nobody_is_guessed(brackenfold: Brackenfold) -> None:
    """Several begin alike: a list with their classes. Nobody does, or nothing was typed: a sentence."""
    sue = brackenfold.sue
    sue.command("/socialpost", "consent o")
    listed = sue.wait_view("consent")
    assert text_of(listed).count("Year") >= 2
    first = next(b["accessory"]["action_id"] for b in listed["blocks"] if "accessory" in b)
    assert sue.click_view(first)
    workspace = brackenfold.rehearsal.workspace
    assert workspace.wait_until(lambda: len(workspace.stack(sample.SUE)) == 2)
    sue.close(clear=True)
    sue.command("/socialpost", "consent zzz")
    brackenfold.told(sue, "Nobody in the register")
    sue.command("/socialpost", "consent")
    brackenfold.told(sue, "Type the name as well")
    sue.command("/socialpost", "help")
    brackenfold.told(sue, "/socialpost consent NAME")
