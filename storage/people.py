"""Who may do what: what Slack last told us of people, and who holds which role in which school.

Everything here fails closed: somebody whom Slack has not vouched for, or not lately enough, holds no role. People are known
by their Slack ids alone; display names are for reading and never decide anything.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, Table, bindparam, delete, select
from sqlalchemy.dialects import postgresql, sqlite

from bot.domain.trust import Role
from storage.prepared import Prepared, PreparedList
from storage.tables import RoleMemberRow, SlackUserRow, table

EVERY_SCHOOL = ""
"""The school of a role that holds in all schools of the trust."""

_USER, _MEMBER = table(SlackUserRow), table(RoleMemberRow)


@dataclass(frozen=True, slots=True, kw_only=True)
class SlackUser:
    """What Slack said of somebody at `fetched_at`. `refused`: why they may do nothing here ("guest", "bot"), or empty."""

    id: str
    team_id: str
    name: str
    refused: str = ""
    fetched_at: datetime


_VOUCHED_FOR = (
    select(_MEMBER)
    .join(_USER, _USER.c.id == _MEMBER.c.user_id)
    .where(
        _USER.c.refused == "",
        _USER.c.fetched_at >= bindparam("oldest", type_=_USER.c.fetched_at.type),
        _MEMBER.c.fetched_at >= bindparam("oldest", type_=_MEMBER.c.fetched_at.type),
    )
)
_HERE = _MEMBER.c.school_id.in_([bindparam("school"), EVERY_SCHOOL])
_ROLES = Prepared(
    _VOUCHED_FOR.with_only_columns(_MEMBER.c.role).where(_MEMBER.c.user_id == bindparam("user"), _HERE).distinct()
)
_SCHOOLS = Prepared(
    _VOUCHED_FOR.with_only_columns(_MEMBER.c.school_id)
    .where(_MEMBER.c.user_id == bindparam("user"), _MEMBER.c.role == bindparam("role"))
    .distinct()
)
_MEMBERS = Prepared(
    _VOUCHED_FOR.with_only_columns(_MEMBER.c.user_id)
    .where(_MEMBER.c.role == bindparam("role"), _HERE)
    .distinct()
    .order_by(_MEMBER.c.user_id)
)
_USER_BY_ID = Prepared(select(_USER).where(_USER.c.id == bindparam("user")))
_NAMES = PreparedList(lambda users: select(_USER.c.id, _USER.c.name).where(_USER.c.id.in_(users)))


def _upsert(into: Table) -> dict[str, sqlite.Insert | postgresql.Insert]:
    """Insert, or bring up to date what has the same key: both databases can, each in its own dialect."""
    made: dict[str, sqlite.Insert | postgresql.Insert] = {}
    for name, insert in (("sqlite", sqlite.insert), ("postgresql", postgresql.insert)):
        statement = insert(into)
        others = {c.name: statement.excluded[c.name] for c in into.columns if not c.primary_key}
        made[name] = statement.on_conflict_do_update(index_elements=list(into.primary_key), set_=others)
    return made


_SAVE_USER = _upsert(_USER)
_SAVE_MEMBER = _upsert(_MEMBER)
_FORGET_OTHERS = delete(_MEMBER).where(
    _MEMBER.c.basis == bindparam("on_basis"),
    _MEMBER.c.role == bindparam("in_role"),
    _MEMBER.c.school_id == bindparam("at_school"),
    _MEMBER.c.user_id.not_in(bindparam("staying", expanding=True)),
)
_SOURCES = select(_MEMBER.c.basis, _MEMBER.c.role, _MEMBER.c.school_id).distinct()


def roles_of(
    connection: Connection, user_id: str, school_id: str, *, now: datetime, max_age: timedelta
) -> frozenset[Role]:
    """The roles that somebody holds in this school. None for guests, strangers and people last asked about before
    `now - max_age`; a role that was last read from Slack before then does not count either."""
    values = {"user": user_id, "school": school_id, "oldest": now - max_age}
    known = set(Role)
    return frozenset(Role(row.role) for row in _ROLES.rows(connection, values) if row.role in known)


def schools_of(
    connection: Connection, user_id: str, role: Role, *, now: datetime, max_age: timedelta
) -> frozenset[str]:
    """The schools in which somebody holds this role. `EVERY_SCHOOL` among them means all of the trust's."""
    values = {"user": user_id, "role": role.value, "oldest": now - max_age}
    return frozenset(row.school_id for row in _SCHOOLS.rows(connection, values))


def members(connection: Connection, role: Role, school_id: str, *, now: datetime, max_age: timedelta) -> list[str]:
    """The ids of those who hold this role in this school, in the order of their ids."""
    values = {"role": role.value, "school": school_id, "oldest": now - max_age}
    return [row.user_id for row in _MEMBERS.rows(connection, values)]


def replace_members(
    connection: Connection, basis: str, role: Role, school_id: str, user_ids: Collection[str], at: datetime
) -> None:
    """Writes down who holds a role in a school (`EVERY_SCHOOL`: in all), as `basis` (a setting, group or channel) said `at`.

    Whom the same basis named before and names no longer loses the role; what other bases say stays.
    """
    named = sorted(set(user_ids))  # always in one order, so that two processes cannot wait for each other
    key = {"role": role.value, "school_id": school_id, "basis": basis, "fetched_at": at}
    if named:
        connection.execute(_SAVE_MEMBER[connection.dialect.name], [{**key, "user_id": user} for user in named])
    connection.execute(
        _FORGET_OTHERS, {"on_basis": basis, "in_role": role.value, "at_school": school_id, "staying": named}
    )


def keep_only(connection: Connection, kept: Collection[tuple[str, Role, str]]) -> None:
    """Forgets every role whose (basis, role, school) is not among `kept`: what the settings no longer say ends at once."""
    wanted = {(basis, role.value, school) for basis, role, school in kept}
    for basis, role, school in connection.execute(_SOURCES).all():
        if (basis, role, school) not in wanted:
            key = {"on_basis": basis, "in_role": role, "at_school": school, "staying": []}
            connection.execute(_FORGET_OTHERS, key)


def save_users(connection: Connection, users: Iterable[SlackUser]) -> None:
    """Writes down what Slack said of these people, over what it said before."""
    rows = [
        {"id": u.id, "team_id": u.team_id, "name": u.name, "refused": u.refused, "fetched_at": u.fetched_at}
        for u in sorted(users, key=lambda user: user.id)
    ]
    if rows:
        connection.execute(_SAVE_USER[connection.dialect.name], rows)


def user(connection: Connection, user_id: str) -> SlackUser | None:
    """What Slack last said of somebody, however long ago; None if it never did."""
    row = _USER_BY_ID.one(connection, {"user": user_id})
    return SlackUser(**row._asdict()) if row else None


def names(connection: Connection, user_ids: Collection[str]) -> dict[str, str]:
    """Display names to read, by id; people whom Slack never told us of are left out."""
    return {row.id: row.name for row in _NAMES.rows(connection, user_ids)}
