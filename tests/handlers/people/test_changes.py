"""What Slack tells of people counts at once: joined, left, changed, deactivated."""

from __future__ import annotations

import pytest

from bot.domain.trust import Role
from bot.practice import Workspace
from handlers.people import Directory
from storage.engine import Store
from storage.people import user
from tests.conftest import Clock
from tests.handlers.people.making import DAN, ELSEWHERE, HELEN, IMRAN, SLT, STAFF, Log, Roles, done


def test_joining_and_leaving_a_channel_counts_at_once(
    directory: Directory, workspace: Workspace, clock: Clock, roles: Roles
) -> None:
    """Only that channel is asked for, and only people not yet known."""
    directory.refresh(clock())
    workspace.calls.clear()

    workspace.join(STAFF, DAN)
    done(directory.channel_changed(STAFF, clock()))
    assert roles(DAN) == {Role.STAFF}
    workspace.leave(STAFF, DAN)
    done(directory.channel_changed(STAFF, clock()))

    assert roles(DAN) == set()
    assert [call.method for call in workspace.calls] == ["conversations.members", "users.info", "conversations.members"]


def test_a_changed_user_group_counts_at_once(
    directory: Directory, workspace: Workspace, clock: Clock, roles: Roles
) -> None:
    """A deputy who is added can decide the next post, and one who is taken out cannot."""
    directory.refresh(clock())

    workspace.set_group(SLT, [IMRAN, DAN])
    done(directory.group_changed(SLT, clock()))

    assert (roles(DAN), roles(HELEN)) == ({Role.SLT}, {Role.STAFF})


def test_channels_groups_and_people_that_give_no_role_are_not_asked_for(
    directory: Directory, workspace: Workspace, clock: Clock, store: Store
) -> None:
    """Whom we do not need, we do not keep."""
    directory.refresh(clock())
    workspace.calls.clear()

    assert directory.channel_changed(ELSEWHERE, clock()) is None
    assert directory.group_changed("S0OTHER", clock()) is None
    assert directory.user_changed({"id": DAN, "team_id": "T0BRACKEN"}, clock()) is None

    assert workspace.calls == []
    with store.read() as connection:
        assert user(connection, DAN) is None


@pytest.mark.parametrize("change", [{"deleted": True}, {"is_restricted": True}])
def test_a_changed_account_counts_at_once(
    directory: Directory, workspace: Workspace, clock: Clock, roles: Roles, change: dict[str, bool]
) -> None:
    """Somebody who leaves or becomes a guest has no role from then on, and has it again when that is undone."""
    directory.refresh(clock())

    workspace.change_user(HELEN, **change)
    done(directory.user_changed({"id": HELEN}, clock()))
    assert roles(HELEN) == set()
    workspace.change_user(HELEN, **dict.fromkeys(change, False))
    done(directory.user_changed({"id": HELEN}, clock()))

    assert roles(HELEN) == {Role.STAFF, Role.SLT}


def test_while_slack_is_silent_an_event_may_take_rights_but_not_give_them(
    directory: Directory, workspace: Workspace, clock: Clock, roles: Roles
) -> None:
    """Events may come late and out of order, so only Slack's present word makes somebody one of us."""
    directory.refresh(clock())
    workspace.faults.fail("users.info", "internal_error", times=2)

    done(directory.user_changed({"id": HELEN, "team_id": "T0BRACKEN", "deleted": True}, clock()))
    assert roles(HELEN) == set()
    done(directory.user_changed({"id": HELEN, "team_id": "T0BRACKEN"}, clock()))

    assert roles(HELEN) == set()


def test_an_event_that_is_overtaken_by_the_truth_changes_nothing(
    directory: Directory, workspace: Workspace, clock: Clock, roles: Roles
) -> None:
    """A redelivered event from before somebody left does not bring them back."""
    directory.refresh(clock())
    workspace.users[HELEN].deleted = True

    done(directory.user_changed({"id": HELEN, "team_id": "T0BRACKEN"}, clock()))

    assert roles(HELEN) == set()


def test_a_crowd_that_joins_is_asked_for_once(directory: Directory, workspace: Workspace, clock: Clock) -> None:
    """While one question is under way, one more is enough for whatever changes meanwhile."""
    directory.refresh(clock())
    workspace.calls.clear()

    with workspace.faults.hang("conversations.members") as hang:
        first = directory.channel_changed(STAFF, clock())
        assert hang.wait_reached()
        later = [directory.channel_changed(STAFF, clock()) for _ in range(50)]
    done(first)
    done(later[0])

    assert later[1:] == [None] * 49
    assert len(workspace.calls_of("conversations.members")) == 2


def test_an_event_comes_through_the_worker_even_after_one_that_broke(
    directory: Directory, workspace: Workspace, clock: Clock, store: Store, caplog: Log
) -> None:
    """A failure inside is logged by id, and the next change is worked on."""
    directory.refresh(clock())
    done(directory.user_changed({"id": HELEN, "profile": "no object"}, clock()))
    workspace.faults.fail("users.info", "internal_error")
    done(directory.user_changed({"id": HELEN, "profile": "no object"}, clock()))
    assert f"The people of {HELEN} could not be refreshed" in caplog.text

    workspace.set_group(SLT, [DAN])
    done(directory.group_changed(SLT, clock()))

    with store.read() as connection:
        assert user(connection, DAN) is not None
