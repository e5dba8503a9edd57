"""The office's views of one person's permissions: complete, within Slack's limits, and dead to whatever a name holds."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from bot.domain.consent import Answer, ConsentRecord, ConsentState, Reason
from bot.workflow.permissions import Giver
from bot.workflow.register_rows import HANDFUL, Handful
from handlers import modals
from storage.intake import Candidate, Waiting
from storage.intake.review import MOST_CANDIDATES
from tests.handlers.consents import MAISIE, MS_TRENT, consent_facts, entry
from tests.handlers.making import EVIL, NASTY_TRUST
from tests.handlers.rules import broken_in_view

NASTY = replace(MAISIE, forename=EVIL * 3, surname=EVIL * 3, class_name=EVIL)
DAY = date(2026, 9, 4)


def _answer(reason: Reason) -> Answer:
    record = ConsentRecord(
        person_id="p_1", place="place1", state=ConsentState.GRANTED, given_on=DAY, evidence="x", order=1
    )
    return Answer(reason=reason, record=record, conditions=(EVIL * 10,))


@pytest.mark.parametrize("reason", Reason)
def test_every_answer_is_said_in_words(reason: Reason) -> None:
    """Each reason of the register has its words, however long what somebody wrote, in as many places as there are."""
    answers = {place: {"photo": _answer(reason), "video": _answer(Reason.NOTHING)} for place in NASTY_TRUST.platforms}
    entries = [entry("granted", place, DAY, given_by=EVIL, evidence=EVIL * 20) for place in NASTY_TRUST.platforms]
    facts = modals.ConsentFacts(person=NASTY, trust=NASTY_TRUST, answers=answers, entries=entries)
    assert list(broken_in_view(modals.consent_record(facts))) == []


def _rows_waiting(rows: int) -> Handful:
    """As many rows as a form shows, each with as many candidates as there are."""
    candidates = tuple(
        Candidate(person_id=f"p_{n}", name=EVIL * 3, group=EVIL, mis_id=EVIL, exact=True)
        for n in range(MOST_CANDIDATES)
    )
    said: dict[str, Any] = {
        "called": EVIL * 3,
        "group": EVIL,
        "says": EVIL * 9,
        "why": EVIL * 9,
        "candidates": candidates,
    }
    waiting = tuple(Waiting(number=n, **said) for n in range(2, 2 + min(rows, HANDFUL)))
    return Handful(file_id="F1", rows=waiting, left=rows)


@pytest.mark.parametrize("posts", [0, 1, 12])
def test_the_way_to_a_withdrawal(posts: int) -> None:
    """The list, the form and what it says afterwards keep the rules, also with names that Slack could misread."""
    many = [replace(NASTY, id=f"p_{n}") for n in range(20)]
    givers = [Giver(entry=n, name="Ms " + "T" * 140, relation=EVIL) for n in range(20)]
    facts = modals.ConsentFacts(person=NASTY, trust=NASTY_TRUST, givers=givers)
    for view in (
        modals.who_is_meant(many, more=True),
        modals.withdraw_form(facts),
        modals.withdrawn(NASTY, posts),
        modals.upload_form(list(NASTY_TRUST.schools.values()) * (1 + posts), [EVIL] * posts),
        modals.being_read(),
        modals.waiting_rows(_rows_waiting(posts)),
        modals.expiring([(modals.Pupil(name=EVIL * 3, group=EVIL), DAY)] * posts * 20),
    ):
        assert list(broken_in_view(view)) == []


def test_every_place_is_ticked_and_so_is_the_only_parent_on_record() -> None:
    """Nobody has to type while the parent waits, whether the register names one or none; of two nobody is presumed."""
    view = modals.withdraw_form(consent_facts())
    caller, places, *_ = [block["element"] for block in view["blocks"] if block["type"] == "input"]
    assert caller["initial_option"] == {"text": caller["options"][0]["text"], "value": "3"}
    assert [each["text"]["text"] for each in caller["options"]] == [
        "Ms Trent, mother",
        "A parent or carer, not named",
        "Somebody else",
    ]
    assert len(places["initial_options"]) == len(places["options"]) == len(consent_facts().trust.platforms)
    nobody = modals.withdraw_form(consent_facts(givers=()))
    assert nobody["blocks"][1]["element"]["initial_option"]["value"] == "somebody"
    two = modals.withdraw_form(consent_facts(givers=(MS_TRENT, Giver(entry=4, name="Mr Trent", relation=""))))
    assert "initial_option'" not in str(two)
