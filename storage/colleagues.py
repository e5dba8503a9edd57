"""Colleagues in Slack as people of the register: each is one person there, so that their permission is kept like all others."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update

from bot.domain.consent import Person
from storage.names import fold, searchable
from storage.tables import PersonNameRow, PersonRow, SlackUserRow, table

_PERSON, _NAME, _USER = table(PersonRow), table(PersonNameRow), table(SlackUserRow)

_KNOWN = select(_PERSON.c.id, _PERSON.c.slack_user_id).where(
    _PERSON.c.slack_user_id.in_(bindparam("users", expanding=True)), _PERSON.c.school_id == bindparam("school")
)
_VOUCHED = select(_USER.c.id, _USER.c.name).where(
    _USER.c.id.in_(bindparam("users", expanding=True)), _USER.c.refused == ""
)


_LINK = update(_PERSON).where(_PERSON.c.id == bindparam("person")).values(slack_user_id=bindparam("user"))


def colleagues(connection: Connection, school: str, users: Iterable[str]) -> dict[str, str]:
    """Slack id -> person id, in this school's register; made where there is none. Whom Slack did not vouch for is left out."""
    wanted = tuple(dict.fromkeys(users))
    if not wanted:
        return {}
    rows = sorted(
        connection.execute(_KNOWN, {"users": wanted, "school": school}),
        key=lambda row: (row.id != _id(school, row.slack_user_id), row.id),
    )
    known = {row.slack_user_id: row.id for row in rows}  # of two, the one whom the office has linked
    vouched = {row.id: row.name for row in connection.execute(_VOUCHED, {"users": wanted})}
    for user, name in vouched.items():
        if user not in known:
            known[user] = _made(connection, school, user, name)
    return {user: known[user] for user in wanted if user in known and user in vouched}


def slack_ids(people: Mapping[str, Person]) -> dict[str, str]:
    """Person id -> Slack id, of those who are in Slack."""
    return {person.id: person.slack_user_id for person in people.values() if person.slack_user_id}


def vouched_for(connection: Connection, user: str) -> bool:
    """Whether Slack told us of a full member by this id."""
    return connection.execute(_VOUCHED, {"users": [user]}).first() is not None


def linked(connection: Connection, school: str, user: str) -> str:
    """The person of this school whom the office has linked to a colleague in Slack; "" for nobody."""
    rows = connection.execute(_KNOWN, {"users": [user], "school": school})
    return next((row.id for row in rows if row.id != _id(school, user)), "")


def link(connection: Connection, person_id: str, user: str) -> None:
    """From now on this person is that colleague in Slack ("": nobody). Who came in by being shown stays beside them, since
    older posts hold their answers."""
    connection.execute(_LINK, {"person": person_id, "user": user})


def is_made(person: Person) -> bool:
    """Whether somebody came into the register by being shown, rather than by the office's hand."""
    return bool(person.slack_user_id) and person.id == _id(person.school, person.slack_user_id)


def _id(school: str, user: str) -> str:
    """It says nothing about them and is the same on every try."""
    return "p_" + hashlib.sha256(f"{school}\n{user}".encode()).hexdigest()[:16]


def _made(connection: Connection, school: str, user: str, name: str) -> str:
    """A person of the staff, by the name that Slack shows."""
    person_id = _id(school, user)
    forename, _, surname = " ".join(name.split()).partition(" ")
    row: dict[str, Any] = {
        "id": person_id,
        "school_id": school,
        "mis_id": f"slack:{user}",
        "role": "staff",
        "legal_forename": forename or user,
        "middle_names": "",
        "legal_surname": surname,
        "chosen_forename": "",
        "year_group": "",
        "class_name": "",
        "sort_name": fold(name),
        "slack_user_id": user,
    }
    connection.execute(insert(_PERSON), row)
    words = [{"person_id": person_id, "folded": word, "school_id": school} for word in searchable(forename, surname)]
    if words:
        connection.execute(insert(_NAME), words)
    return person_id
