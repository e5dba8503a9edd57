"""What the office enters of one person in Slack: who phoned, and who somebody is. What is refused changes nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import insert, select

from bot.domain.lifecycle import Refusal
from bot.domain.trust import Role
from bot.workflow import Desk
from bot.workflow.permissions import Caller, Permissions, Withdrawn
from storage import colleagues, people, register
from storage.book import Ids
from storage.engine import Store
from storage.ledger import Ledger
from storage.people import SlackUser
from storage.tables import PersonRow, table
from tests.conftest import Clock
from tests.domain.making import TRUST

SUE, DAN, EVA, GUEST, PRIYA = "U0SUE", "U0DAN", "U0EVA", "U0GUEST", "U0PRIYA"
SCHOOL = "brackenfold"
_PERSON = table(PersonRow)


@pytest.fixture
def office(store: Store, clock: Clock) -> Permissions:
    """Sue is the office; the register knows a pupil and two of the staff, and somebody of a school that is not Sue's."""
    with store.write() as connection:
        known = [
            SlackUser(id=each, team_id="T", name=f"{each} Hall", fetched_at=clock()) for each in (SUE, DAN, EVA, PRIYA)
        ]
        guest = SlackUser(id=GUEST, team_id="T", name="Guest", refused="guest", fetched_at=clock())
        people.save_users(connection, [*known, guest])
        people.replace_members(connection, "users", Role.OFFICE, SCHOOL, [SUE], clock())
        for person, role, school in (
            ("pupil", "pupil", SCHOOL),
            ("dan", "staff", SCHOOL),
            ("eva", "staff", SCHOOL),
            ("far", "staff", "elsewhere"),
        ):
            said = {"id": person, "school_id": school, "mis_id": person, "role": role, "sort_name": person}
            said |= {"legal_forename": person, "legal_surname": "Lane"}
            connection.execute(insert(_PERSON), said)
        colleagues.colleagues(connection, SCHOOL, [EVA])
    desk = Desk(
        ledger=Ledger(store=store, ids=Ids(salt=lambda: "salt"), policy_version="1", committed=lambda: None),
        trust=TRUST,
        now=clock,
        role_max_age=timedelta(hours=12),
    )
    return Permissions(desk=desk)


def _links(office: Permissions) -> dict[str, str]:
    with office.desk.ledger.store.read() as connection:
        return {row.id: row.slack_user_id for row in connection.execute(select(_PERSON))}


def _refusal(outcome: object) -> str:
    assert isinstance(outcome, Refusal), outcome
    return outcome.code


def test_who_cannot_be_linked_is_refused_and_nothing_changes(office: Permissions) -> None:
    """Neither a child nor whom Slack made, a guest, a stranger, somebody of another school; and by the office alone."""
    made = next(person for person, user in _links(office).items() if user == EVA)
    before = _links(office)
    tried = {
        (SUE, "pupil", DAN): "not_staff",
        (SUE, made, DAN): "as_shown",
        (SUE, "dan", GUEST): "not_a_colleague",
        (SUE, "dan", "U0NOBODY"): "not_a_colleague",
        (SUE, "far", DAN): "unknown_person",
        (SUE, "nobody", DAN): "unknown_person",
        **{(user, "dan", DAN): "no_role" for user in (PRIYA, GUEST, "U0NOBODY")},
    }
    assert {each: _refusal(office.link(*each)) for each in tried} == tried
    assert _links(office) == before


def test_one_colleague_is_one_person_of_the_register(office: Permissions) -> None:
    """Linked to one, they cannot be linked to another before the first is cleared; the same again changes nothing."""
    assert not isinstance(office.link(SUE, "dan", DAN), Refusal)
    assert not isinstance(office.link(SUE, "dan", DAN), Refusal)
    assert _refusal(office.link(SUE, "eva", DAN)) == "linked_already"
    assert (_links(office)["dan"], _links(office)["eva"]) == (DAN, "")
    assert not isinstance(office.link(SUE, "dan", ""), Refusal)
    assert not isinstance(office.link(SUE, "eva", DAN), Refusal)
    assert (_links(office)["dan"], _links(office)["eva"]) == ("", DAN)


def _withdraw(office: Permissions, caller: Caller) -> tuple[str, str] | str:
    outcome = office.withdraw(SUE, "pupil", TRUST.platforms, caller)
    if not isinstance(outcome, Withdrawn):
        return outcome.code
    with office.desk.ledger.store.read() as connection:
        newest = register.history(connection, "pupil")[-1]
    return newest.given_by, newest.relation


def test_the_record_says_who_phoned_as_far_as_anybody_knows(office: Permissions) -> None:
    """Whom the office wrote or chose, with what they are to the child; a parent or carer, where nobody is named."""
    assert _withdraw(office, Caller()) == ("A parent or carer", "")
    assert _withdraw(office, Caller(name=" Ms\nTrent ", relation="mother", other=True)) == ("Ms Trent", "mother")
    record = office.record(SUE, "pupil")
    assert not isinstance(record, Refusal)
    assert [giver.name for giver in record.givers] == ["Ms Trent", "A parent or carer"]
    assert _withdraw(office, Caller(entry=record.givers[0].entry)) == ("Ms Trent", "mother")


def test_whom_the_record_does_not_hold_cannot_have_phoned(office: Permissions) -> None:
    """An entry of another child, one that is gone, or somebody else without a name: nothing is recorded."""
    callers = [Caller(entry=99), Caller(other=True), Caller(other=True, name=" \n")]
    assert [_withdraw(office, caller) for caller in callers] == ["no_giver", "no_name", "no_name"]
    with office.desk.ledger.store.read() as connection:
        assert register.history(connection, "pupil") == []
    for user in (PRIYA, GUEST):
        assert _refusal(office.withdraw(user, "pupil", TRUST.platforms, Caller())) == "no_role"
