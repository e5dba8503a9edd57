"""Who somebody is who just clicked: asked of Slack once, and refused where Slack will not say."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from slack_sdk import WebClient

from bot.practice import Workspace
from bot.settings import Settings, SettingsError
from handlers import people
from handlers.people import Directory, Home, home_of, refused
from storage.engine import Store
from storage.people import user
from tests.conftest import Clock
from tests.handlers.people.making import DAN, FRIEND, GUEST, LEFT, ROBOT, SINGLE, STRANGER, Hire, Roles


@pytest.mark.parametrize(
    ("user_id", "why"),
    [
        (GUEST, "guest"),
        (SINGLE, "guest"),
        (STRANGER, "stranger"),
        (FRIEND, "stranger"),
        (LEFT, "deleted"),
        (ROBOT, "bot"),
    ],
)
def test_outsiders_hold_no_role_wherever_they_are_listed(
    directory: Directory, clock: Clock, roles: Roles, user_id: str, why: str
) -> None:
    """Guests, people of other workspaces (also those that Slack does not call strangers), leavers and bots are refused."""
    directory.refresh(clock())

    assert roles(user_id) == set()
    assert directory.look_up(user_id, clock()).refused == why


@pytest.mark.parametrize(
    ("account", "why"),
    [
        ({"team_id": "T0BRACKEN"}, ""),
        ({"team_id": "T0SISTER", "enterprise_user": {"enterprise_id": "E0TRUST"}}, ""),
        ({"team_id": "T0SISTER", "enterprise_user": {"enterprise_id": "E0OTHER"}}, "stranger"),
        ({"team_id": "T0SISTER", "enterprise_user": {}}, "stranger"),
        ({"team_id": "T0BRACKEN", "is_stranger": True}, "stranger"),
        ({}, "stranger"),
        ({"team_id": "T0BRACKEN", "id": "USLACKBOT"}, "bot"),
        ({"team_id": "T0BRACKEN", "is_workflow_bot": True}, "bot"),
        ({"team_id": "T0BRACKEN", "deleted": True, "is_restricted": True}, "deleted"),
    ],
)
def test_who_is_one_of_us_in_an_organisation_of_workspaces(account: dict[str, Any], why: str) -> None:
    """On Enterprise Grid the organisation counts; an account that does not say where it belongs is a stranger's."""
    assert refused(account, Home("T0BRACKEN", "E0TRUST")) == why


def test_an_empty_organisation_joins_nobody() -> None:
    """Outside Enterprise Grid, two workspaces without an organisation are not the same one."""
    account = {"team_id": "T0OTHER", "enterprise_user": {"enterprise_id": ""}}

    assert refused(account, Home("T0BRACKEN")) == "stranger"


def test_somebody_unknown_is_asked_for_once(
    directory: Directory, workspace: Workspace, clock: Clock, store: Store
) -> None:
    """A click of a newcomer costs one call; the answer is kept until it is too old."""
    assert directory.look_up(DAN, clock()).refused == ""
    assert directory.look_up(DAN, clock.advance(hours=11)).name == "Dan Whitlock"
    assert len(workspace.calls_of("users.info")) == 1

    workspace.users[DAN].deleted = True
    assert directory.look_up(DAN, clock.advance(hours=2)).refused == "deleted"
    assert len(workspace.calls_of("users.info")) == 2


@pytest.mark.parametrize("trouble", ["internal_error", "ratelimited", "invalid_auth", "missing_scope", "lost"])
def test_a_look_up_that_fails_refuses_and_is_tried_again(
    directory: Directory, workspace: Workspace, clock: Clock, store: Store, trouble: str
) -> None:
    """Whoever Slack will not vouch for may do nothing now, and nothing of it is kept."""
    if trouble == "lost":
        workspace.faults.lose_answer("users.info")
    else:
        workspace.faults.fail("users.info", trouble)

    assert directory.look_up(DAN, clock()).refused == "unknown"
    with store.read() as connection:
        assert user(connection, DAN) is None
    assert directory.look_up(DAN, clock()).refused == ""


def test_a_person_whom_slack_does_not_know_is_refused(directory: Directory, clock: Clock) -> None:
    """An id that anybody could have made up opens nothing."""
    assert directory.look_up("U0NOBODY", clock()).refused == "unknown"


def test_somebody_known_is_refused_when_their_entry_is_old_and_slack_is_silent(
    directory: Directory, workspace: Workspace, clock: Clock
) -> None:
    """Yesterday's word does not count today, but the name on old cards stays."""
    directory.look_up(DAN, clock())
    workspace.faults.fail("users.info", "internal_error")

    found = directory.look_up(DAN, clock.advance(hours=13))

    assert (found.refused, found.name) == ("unknown", "Dan Whitlock")


def test_a_look_up_gives_up_while_slack_still_waits_for_us(
    hire: Hire, workspace: Workspace, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A hanging Slack costs two seconds (here a tenth), not thirty, and there is no second try."""
    assert people.TIMEOUT_SECONDS == 2
    monkeypatch.setattr(people, "TIMEOUT_SECONDS", 0.1)
    hasty = hire()

    with workspace.faults.hang("users.info") as hang:
        assert hasty.look_up(DAN, clock()).refused == "unknown"
        assert hang.wait_reached()


def test_a_token_of_another_workspace_is_refused_at_start(client: WebClient, settings: Settings) -> None:
    """Settings that name a workspace are held against what Slack says of the token."""
    assert home_of(client, replace(settings, team_id="T0BRACKEN")) == Home("T0BRACKEN")

    with pytest.raises(SettingsError, match="The bot token belongs to another workspace: T0BRACKEN"):
        home_of(client, replace(settings, team_id="T0OTHER"))
