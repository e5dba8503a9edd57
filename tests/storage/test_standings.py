"""What stands for a person, as the use cases ask about it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.domain.signoffs import CHECKLIST_ID
from bot.domain.standing import Kind
from bot.workflow import Done
from storage import log
from storage.engine import Store
from tests.conftest import Clock
from tests.domain.making import AUTHOR, OFFICE
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
