"""Deputies: who holds a role in somebody's place, as the use cases ask for it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from bot.domain.trust import Deputy, Role
from bot.workflow import Desk
from storage import people
from storage.book import Ids
from storage.engine import Store
from storage.ledger import Ledger
from storage.people import SlackUser
from tests.conftest import Clock
from tests.domain.making import TRUST

RUTH, HELEN, GUEST = "U0RUTH", "U0HELEN", "U0GUEST"
AWAY = (date(2027, 4, 19), date(2027, 5, 3))


def desk_of(store: Store, clock: Clock, *deputies: str) -> Desk:
    """A school with a Headteacher, one colleague in SLT and a guest, and these as the Headteacher's deputies."""
    standing_in = tuple(Deputy(role=Role.HEADTEACHER, user_id=each, begins=AWAY[0], ends=AWAY[1]) for each in deputies)
    now = clock()
    with store.write() as connection:
        users = [SlackUser(id=each, team_id="T", name=each, fetched_at=now) for each in (RUTH, HELEN)]
        guest = SlackUser(id=GUEST, team_id="T", name=GUEST, refused="guest", fetched_at=now)
        people.save_users(connection, [*users, guest])
        people.replace_members(connection, "users", Role.HEADTEACHER, "brackenfold", [RUTH], now)
        people.replace_members(connection, "users", Role.SLT, "brackenfold", [HELEN, GUEST], now)
    return Desk(
        ledger=Ledger(store=store, ids=Ids(salt=lambda: "salt"), policy_version="1", committed=lambda: None),
        trust=replace(TRUST, deputies=standing_in),
        now=clock,
        role_max_age=timedelta(hours=12),
    )


def test_a_deputy_holds_the_role_on_the_days_that_are_set_and_no_longer(store: Store, clock: Clock) -> None:
    """From the first midnight of the school's own time to the last; the Headteacher holds it all along."""
    seen = []
    for at in (
        datetime(2027, 4, 18, 22, 59, tzinfo=UTC),
        datetime(2027, 4, 18, 23, 0, tzinfo=UTC),
        datetime(2027, 5, 3, 22, 59, tzinfo=UTC),
        datetime(2027, 5, 3, 23, 0, tzinfo=UTC),
    ):
        clock.now = at
        desk = desk_of(store, clock, HELEN)
        with store.read() as connection:
            holds = Role.HEADTEACHER in desk.actor(connection, HELEN, "brackenfold").roles
            assert (HELEN in desk.members(connection, Role.HEADTEACHER, "brackenfold")) is holds
            assert desk.members(connection, Role.HEADTEACHER, "brackenfold")[0] == RUTH
        seen.append(holds)
    assert seen == [False, True, True, False]


def test_nobody_deputises_who_may_do_nothing_here_anyway(store: Store, clock: Clock) -> None:
    """A guest and somebody whom Slack never vouched for stay without rights, whatever the settings say."""
    clock.now = datetime(2027, 4, 20, 9, 0, tzinfo=UTC)
    desk = desk_of(store, clock, GUEST, "U0STRANGER")
    with store.read() as connection:
        assert desk.actor(connection, GUEST, "brackenfold").roles == frozenset()
        assert desk.actor(connection, "U0STRANGER", "brackenfold").roles == frozenset()
        assert desk.members(connection, Role.HEADTEACHER, "brackenfold") == [RUTH]
