"""The roles of everybody, asked of Slack: what it says counts, what it fails to say ages out."""

from __future__ import annotations

import logging
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.web import SlackResponse

from bot.domain.trust import Role
from bot.practice import PracticeServer, Workspace
from bot.settings import RoleRule
from handlers.people import Directory
from tests.conftest import Clock
from tests.handlers.people.making import DAN, HELEN, IMRAN, NAMES, PRIYA, SLT, STAFF, SUE, Hire, Log, Roles

pytestmark = pytest.mark.slow


def test_roles_come_from_people_listed_a_user_group_and_a_channel(
    directory: Directory, clock: Clock, roles: Roles
) -> None:
    """Each of the three ways gives its role, in its school; a rule for every school gives it in all."""
    assert directory.refresh(clock()) == ()

    assert roles(PRIYA) == {Role.STAFF}
    assert roles(HELEN) == {Role.STAFF, Role.SLT}
    assert roles(SUE) == roles(SUE, "elsewhere") == {Role.OFFICE}
    assert roles(HELEN, "elsewhere") == set()
    assert roles(DAN) == set()


def test_a_channel_is_read_page_by_page(hire: Hire, workspace: Workspace, clock: Clock, roles: Roles) -> None:
    """Nobody is lost who stands on a later page."""
    teachers = [f"U0TEACHER{n}" for n in range(25)]
    for id_ in teachers:
        workspace.add_user(id_, "A Teacher")
    workspace.channels[STAFF].members += teachers

    hire(page_size=10).refresh(clock())

    assert all(roles(id_) == {Role.STAFF} for id_ in teachers)
    assert len(workspace.calls_of("conversations.members")) == 4


def test_many_people_are_asked_for_in_one_list_and_few_one_by_one(
    hire: Hire, workspace: Workspace, clock: Clock, roles: Roles
) -> None:
    """Slack's rate limits hold for a trust with hundreds of staff."""
    hire().refresh(clock())
    assert (len(workspace.calls_of("users.list")), len(workspace.calls_of("users.info"))) == (0, 11)

    for n in range(300):
        workspace.add_user(f"U0TEACHER{n}", "A Teacher")
        workspace.channels[STAFF].members.append(f"U0TEACHER{n}")
    hire().refresh(clock.advance(minutes=15))

    assert (len(workspace.calls_of("users.list")), len(workspace.calls_of("users.info"))) == (2, 11)
    assert roles("U0TEACHER299") == {Role.STAFF}


@pytest.mark.parametrize("trouble", ["internal_error", "ratelimited", "fetch_members_failed", "missing_scope", "lost"])
@pytest.mark.parametrize(
    ("method", "basis", "role"),
    [("usergroups.users.list", SLT, Role.SLT), ("conversations.members", STAFF, Role.STAFF)],
)
def test_a_failing_refresh_leaves_what_was_known_until_it_is_too_old(
    directory: Directory,
    workspace: Workspace,
    clock: Clock,
    roles: Roles,
    method: str,
    basis: str,
    role: Role,
    trouble: str,
) -> None:
    """A bad hour of Slack's stops nobody's work; a bad day ends the roles that nobody can confirm."""
    directory.refresh(clock())
    for _ in range(2):
        if trouble == "lost":
            workspace.faults.lose_answer(method)
        else:
            workspace.faults.fail(method, trouble)

    assert directory.refresh(clock.advance(hours=6)) == (basis,)
    assert role in roles(HELEN)
    directory.refresh(clock.advance(hours=7))
    assert role not in roles(HELEN)
    assert directory.refresh(clock()) == ()
    assert role in roles(HELEN)


def test_roles_end_when_nobody_can_be_vouched_for(
    directory: Directory, workspace: Workspace, clock: Clock, roles: Roles
) -> None:
    """Knowing the members of a group is not enough: Slack must still say that they are ours."""
    directory.refresh(clock())
    workspace.faults.fail("users.info", "internal_error", times=99)

    directory.refresh(clock.advance(hours=13))

    assert roles(HELEN) == set()


def test_half_a_list_is_not_taken_for_the_whole(
    server: PracticeServer, hire: Hire, workspace: Workspace, clock: Clock, roles: Roles
) -> None:
    """When a later page fails, those on it keep their role."""

    class Stumbling(WebClient):
        def conversations_members(self, **arguments: Any) -> SlackResponse:
            answer = super().conversations_members(**arguments)
            workspace.faults.fail("conversations.members", "internal_error")
            return answer

    hire().refresh(clock())
    stumbling = Stumbling("xoxb-practice", base_url=server.api_url, retry_handlers=[])

    assert hire(stumbling, page_size=1).refresh(clock.advance(minutes=15)) == (STAFF,)
    assert roles(HELEN) == {Role.STAFF, Role.SLT}


@pytest.mark.parametrize("code", ["plan_upgrade_required", "no_such_subteam"])
def test_a_group_that_cannot_be_gives_its_role_to_nobody_at_once(
    directory: Directory, workspace: Workspace, clock: Clock, roles: Roles, caplog: Log, code: str
) -> None:
    """A plan without user groups, or a group that was deleted, is no passing trouble; IT reads of it in the log."""
    directory.refresh(clock())
    workspace.faults.fail("usergroups.users.list", code)

    assert directory.refresh(clock.advance(minutes=15)) == ()

    assert roles(HELEN) == {Role.STAFF}
    assert f"Slack would not say who is in {SLT}: {code}" in caplog.text


def test_a_private_channel_that_the_bot_was_removed_from_gives_its_role_to_nobody(
    directory: Directory, workspace: Workspace, clock: Clock, roles: Roles
) -> None:
    """What we may no longer see cannot say who belongs to it."""
    directory.refresh(clock())
    workspace.channels[STAFF].members.remove("U0SOCIALPOST")

    directory.refresh(clock.advance(minutes=15))

    assert roles(PRIYA) == set()


def test_a_role_that_the_settings_no_longer_give_ends_at_the_next_refresh(
    hire: Hire, clock: Clock, roles: Roles
) -> None:
    """Whoever is taken out of trust.toml has lost the role when the bot has started again, not hours later."""
    hire().refresh(clock())
    fewer = (RoleRule(role=Role.SLT, school="brackenfold", users=(IMRAN,)),)

    hire(roles=fewer).refresh(clock.advance(minutes=1))

    assert (roles(SUE), roles(HELEN), roles(PRIYA)) == (set(), set(), set())
    assert roles(IMRAN) == {Role.SLT}


def test_no_name_stands_in_the_log(directory: Directory, workspace: Workspace, clock: Clock, caplog: Log) -> None:
    """Ids and Slack's own codes are enough to find what is wrong."""
    caplog.set_level(logging.INFO)
    directory.refresh(clock())
    for method in ("users.info", "usergroups.users.list", "conversations.members"):
        workspace.faults.fail(method, "internal_error")
    directory.refresh(clock.advance(hours=13))
    workspace.faults.fail("users.info", "internal_error")
    directory.look_up(DAN, clock())

    assert caplog.records
    assert not [name for name in NAMES if name in caplog.text]
