"""What stands for a person, as the use cases ask about it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.domain.signoffs import CHECKLIST_ID
from bot.domain.standing import SUSPENDED, Kind, Standing
from bot.workflow import Done
from bot.workflow.registers import CLI, Wanted
from storage import log
from storage.engine import Store
from storage.stops import Stop
from tests.conftest import Clock
from tests.domain.making import AUTHOR, HEAD, OFFICE
from tests.storage.test_answers import School


@pytest.fixture
def school(store: Store, clock: Clock) -> School:
    return School(store, clock)


def test_naming_the_school_on_linkedin_is_allowed_to_one_person_and_for_its_time(school: School) -> None:
    """Clause PU-1: no entry is no permission."""
    may = school.workflow.registers.on_linkedin
    assert not may(AUTHOR, "brackenfold")
    school.enter(Kind.LINKEDIN, AUTHOR, ends=school.clock.now.date() + timedelta(days=1))
    assert may(AUTHOR, "brackenfold")
    assert not may(OFFICE, "brackenfold")
    school.clock.advance(days=2)
    assert not may(AUTHOR, "brackenfold")


def test_what_slt_say_of_a_post_by_approving_it_is_in_the_log(school: School) -> None:
    """Clause CO-2: which wording of the checklist they agreed to stands with their yes, and with no other."""
    assert isinstance(school.submit("Our beans grow."), Done)
    assert isinstance(school.approve(), Done)
    with school.store.read() as connection:
        said = {str(entry.what): entry.findings for entry in log.show(connection, limit=100)}
    checked = {"clause": "CO-2", "says": CHECKLIST_ID}
    assert checked in said["post:approved"]
    assert checked not in said["post:submitted"]


def test_the_log_says_at_which_school_posts_were_stopped_and_who_was_restricted(school: School) -> None:
    """Whoever reads the log of one school finds these there; whom a restriction is about is in the part that can be erased."""
    flow = school.workflow
    stop = flow.stopping.stop(HEAD, "brackenfold", "An accident.")
    assert isinstance(stop, Stop)
    assert isinstance(flow.stopping.lift(HEAD, stop.id), Stop)
    wanted = Wanted(kind=Kind.RESTRICTION, school="brackenfold", user_id=AUTHOR, value=SUSPENDED, evidence="A talk.")
    entered = flow.registers.enter(CLI, wanted)
    assert isinstance(entered, Standing)
    assert isinstance(flow.registers.end(CLI, entered.id), Standing)
    with school.store.read() as connection:
        told = {str(entry.what): entry for entry in log.show(connection, limit=100)}
    for what in ("stop:made", "stop:lifted", "standing:entered", "standing:ended"):
        assert told[what].school == "brackenfold", what
        assert AUTHOR not in str(told[what].findings)


def test_the_register_says_who_runs_this_without_training_in_date(school: School) -> None:
    """Clause GV-9: SLT and the office like everybody else; an author who only writes is not among them."""
    school.enter(Kind.TRAINING, OFFICE, ends=school.clock.now.date() + timedelta(days=1))
    school.enter(Kind.TRAINING, OFFICE)
    (helen, sue) = school.workflow.registers.training()
    assert (helen.user_id, helen.training) == (HEAD, None)
    assert sue.user_id == OFFICE
    assert sue.training is not None
    assert sue.training.ends is None
    (register,) = [each for each in school.workflow.registers.all() if each.kind is Kind.TRAINING]
    assert register.untrained == (HEAD,)
