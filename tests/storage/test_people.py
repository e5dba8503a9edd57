"""Who may do what, and that nobody may where it is not certain."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from sqlalchemy import text

from bot.domain.trust import Role
from storage import people
from storage.engine import Store
from storage.people import EVERY_SCHOOL, SlackUser
from tests.conftest import Clock
from tests.overhearing import statements

DAY = timedelta(days=1)


def _user(clock: Clock, user_id: str, *, refused: str = "", name: str = "") -> SlackUser:
    return SlackUser(id=user_id, team_id="T1", name=name or f"Name of {user_id}", refused=refused, fetched_at=clock.now)


def _give(store: Store, clock: Clock, role: Role, school: str, *users: str, basis: str = "user") -> None:
    with store.write() as connection:
        people.replace_members(connection, basis, role, school, users, clock.now)


def _roles(store: Store, clock: Clock, user: str, school: str = "oak") -> set[Role]:
    with store.read() as connection:
        return set(people.roles_of(connection, user, school, now=clock.now, max_age=DAY))


def _members(store: Store, clock: Clock, role: Role = Role.SLT, school: str = "oak") -> list[str]:
    with store.read() as connection:
        return people.members(connection, role, school, now=clock.now, max_age=DAY)


def _schools(store: Store, clock: Clock, user: str, role: Role = Role.SLT) -> set[str]:
    with store.read() as connection:
        return set(people.schools_of(connection, user, role, now=clock.now, max_age=DAY))


@pytest.fixture
def staffed(store: Store, clock: Clock) -> Store:
    """U1 is SLT and staff in Oak, U2 SLT in every school, U3 a guest in SLT's channel, U4 SLT but unknown to Slack."""
    with store.write() as connection:
        people.save_users(connection, [_user(clock, "U2"), _user(clock, "U1"), _user(clock, "U3", refused="guest")])
    _give(store, clock, Role.SLT, "oak", "U1", "U3", "U4")
    _give(store, clock, Role.STAFF, "oak", "U1")
    _give(store, clock, Role.SLT, EVERY_SCHOOL, "U2")
    return store


def test_roles_hold_in_their_school(staffed: Store, clock: Clock) -> None:
    """A role counts where it was given; one for every school counts everywhere."""
    assert {Role.SLT, Role.STAFF} == _roles(staffed, clock, "U1")
    assert set() == _roles(staffed, clock, "U1", "elm")
    assert {Role.SLT} == _roles(staffed, clock, "U2")
    assert {Role.SLT} == _roles(staffed, clock, "U2", "elm")
    assert {"oak"} == _schools(staffed, clock, "U1")
    assert {EVERY_SCHOOL} == _schools(staffed, clock, "U2")
    assert _members(staffed, clock) == ["U1", "U2"]
    assert _members(staffed, clock, school="elm") == ["U2"]
    assert _members(staffed, clock, Role.OFFICE) == []


@pytest.mark.parametrize("user", ["U3", "U4", "U5", ""])
def test_guests_and_strangers_hold_no_role(staffed: Store, clock: Clock, user: str) -> None:
    """Being listed is not enough: Slack must have said that somebody is a full member of the workspace."""
    assert set() == _roles(staffed, clock, user)
    assert set() == _schools(staffed, clock, user)


def test_what_was_read_too_long_ago_does_not_count(staffed: Store, clock: Clock) -> None:
    """A role counts for as long as the caller says, and no longer, unless Slack confirms both person and role."""
    clock.advance(days=1)
    assert {Role.SLT} == _roles(staffed, clock, "U2")
    clock.advance(seconds=1)
    assert set() == _roles(staffed, clock, "U2")
    assert _members(staffed, clock) == []
    _give(staffed, clock, Role.SLT, "oak", "U1", "U2")
    assert set() == _roles(staffed, clock, "U2")
    with staffed.write() as connection:
        people.save_users(connection, [_user(clock, "U2")])
    assert {Role.SLT} == _roles(staffed, clock, "U2")
    assert _members(staffed, clock) == ["U2"]
    assert {"oak"} == _schools(staffed, clock, "U2")


def test_somebody_who_becomes_a_guest_loses_everything(staffed: Store, clock: Clock) -> None:
    """What Slack says of a person later replaces what it said before."""
    with staffed.write() as connection:
        people.save_users(connection, [_user(clock, "U1", refused="guest")])
    assert set() == _roles(staffed, clock, "U1")


def test_leaving_a_group_ends_the_role_that_it_gave(staffed: Store, clock: Clock) -> None:
    """Each basis speaks for itself: who left the channel keeps what the settings give by name."""
    _give(staffed, clock, Role.SLT, "oak", "U1", "U2", basis="C1")
    _give(staffed, clock, Role.SLT, "oak", basis="user")
    _give(staffed, clock, Role.SLT, EVERY_SCHOOL, basis="user")
    assert _members(staffed, clock) == ["U1", "U2"]
    _give(staffed, clock, Role.SLT, "oak", "U2", basis="C1")
    assert _members(staffed, clock) == ["U2"]


def test_what_the_settings_no_longer_say_is_forgotten(staffed: Store, clock: Clock) -> None:
    """A rule that was taken out of the settings ends at once, and no other with it."""
    _give(staffed, clock, Role.OFFICE, "oak", "U1", basis="C1")
    _give(staffed, clock, Role.OFFICE, "oak", "U2", basis="C2")
    with staffed.write() as connection:
        people.keep_only(connection, [("C2", Role.OFFICE, "oak")])
    assert _members(staffed, clock, Role.OFFICE) == ["U2"]
    assert set() == _roles(staffed, clock, "U1")


def test_a_role_that_no_longer_exists_gives_nothing(staffed: Store, clock: Clock) -> None:
    """A row written by another version is passed over."""
    with staffed.write() as connection:
        connection.execute(text("UPDATE role_member SET role = 'governor' WHERE user_id = 'U2'"))
    assert set() == _roles(staffed, clock, "U2")


def test_names_are_for_reading(staffed: Store, clock: Clock) -> None:
    """People whom Slack never told us of are left out; what it said is found however old it is."""
    with staffed.read() as connection:
        assert people.names(connection, {"U1", "U9"}) == {"U1": "Name of U1"}
        assert people.names(connection, []) == {}
        assert _user(clock, "U3", refused="guest") == people.user(connection, "U3")
        assert people.user(connection, "U9") is None


def test_roles_are_one_query(staffed: Store, clock: Clock) -> None:
    """The look at somebody's roles stands in the way of every click."""
    with staffed.read() as connection, statements(connection) as asked:
        people.roles_of(connection, "U1", "oak", now=clock.now, max_age=DAY)
    assert len(asked) == 1


def test_two_who_refresh_at_once_agree(staffed: Store, clock: Clock) -> None:
    """Several processes may read the same channel at the same moment."""
    threads = [
        threading.Thread(target=lambda: [_give(staffed, clock, Role.OFFICE, "oak", "U2", "U1") for _ in range(5)])
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert _members(staffed, clock, Role.OFFICE) == ["U1", "U2"]
