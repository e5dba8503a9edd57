"""Prepared statements answer as SQLAlchemy would: the same values, the same errors, on both databases."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from sqlalchemy import bindparam, func, insert, select, update
from sqlalchemy.exc import DBAPIError, IntegrityError

from storage.engine import Store
from storage.prepared import Prepared, PreparedList
from storage.tables import CardRow, ConsentRecordRow, OutboxRow, PersonRow, SlackUserRow, table
from tests.overhearing import statements

_USER, _CARD, _OUTBOX = table(SlackUserRow), table(CardRow), table(OutboxRow)
_PERSON, _RECORD = table(PersonRow), table(ConsentRecordRow)
NOW = datetime(2026, 11, 24, 16, 5, 0, 250, tzinfo=UTC)

_ADD_USER = Prepared(insert(_USER))
_ADD_CARD = Prepared(insert(_CARD).returning(_CARD.c.id))
_ALL_USERS = Prepared(select(_USER).order_by(_USER.c.id))


def _user(user_id: str, **changes: object) -> dict[str, object]:
    return {"id": user_id, "team_id": "T1", "name": "Ann", "refused": "", "fetched_at": NOW, **changes}


def _card(key: str, **changes: object) -> dict[str, object]:
    card = {"key": key, "kind": "sent", "school_id": "oak", "post_id": None, "revision_no": 0, "target": "U1"}
    return {**card, "channel": "", "ts": "", "closed": False, "created_at": NOW, **changes}


def test_rows_have_the_types_of_their_columns(store: Store) -> None:
    """Moments are aware and UTC wherever they were written, booleans are booleans, and nothing stays nothing."""
    east = NOW.astimezone(timezone(timedelta(hours=5)))
    with store.write() as connection:
        made = _ADD_CARD.value(connection, _card("a", closed=True, created_at=east))
        row = Prepared(select(_CARD).where(_CARD.c.id == bindparam("card"))).one(connection, {"card": made})
        assert row.closed is True
        assert (row.created_at, row.created_at.tzinfo, row.post_id) == (NOW, UTC, None)
        assert row._asdict() == dict(connection.execute(select(_CARD)).one()._mapping)


def test_dates_are_dates(store: Store) -> None:
    """A consent's day comes back as a day."""
    person = dict.fromkeys(("id", "school_id", "mis_id", "legal_forename", "legal_surname", "sort_name"), "p_1")
    others = dict.fromkeys(("middle_names", "chosen_forename", "year_group", "class_name"), "")
    record = {"person_id": "p_1", "use": "any", "platform": "x", "state": "granted", "evidence": "", "batch_id": None}
    with store.write() as connection:
        Prepared(insert(_PERSON)).run(connection, {**person, **others, "role": "pupil"})
        entered = {"given_on": date(2026, 9, 4), "entered_by": "cli", "entered_at": NOW}
        Prepared(insert(_RECORD)).run(connection, {**record, **entered})
        assert Prepared(select(_RECORD.c.given_on)).value(connection, {}) == date(2026, 9, 4)


def test_variations_of_rows_are_one_call(store: Store) -> None:
    """What a group shares is written with each of its variations, with the types of the columns; nothing for no group."""
    groups = [
        ({"team_id": "T1", "refused": "", "fetched_at": NOW}, [("U1", "Ann"), ("U2", "Bo")]),
        ({"team_id": "T2", "refused": "bot", "fetched_at": NOW + timedelta(days=1)}, [("U3", "Cy")]),
        ({"team_id": "T3", "refused": "", "fetched_at": NOW}, []),
    ]
    with store.write() as connection:
        with statements(connection) as asked:
            _ADD_USER.run_varied(connection, groups, ("id", "name"))
            _ADD_USER.run_varied(connection, [], ("id", "name"))
        assert len(asked) == 1
        assert [
            (row.id, row.name, row.team_id, row.refused, row.fetched_at) for row in _ALL_USERS.rows(connection, {})
        ] == [
            ("U1", "Ann", "T1", "", NOW),
            ("U2", "Bo", "T1", "", NOW),
            ("U3", "Cy", "T2", "bot", NOW + timedelta(days=1)),
        ]


def test_many_rows_are_one_call(store: Store) -> None:
    """None of them, and the driver is not asked at all."""
    with store.write() as connection, statements(connection) as asked:
        _ADD_USER.run_all(connection, [])
        assert asked == []
        _ADD_USER.run_all(connection, [_user("U1"), _user("U2"), _user("U3")])
        assert len(asked) == 1
        assert [row.id for row in _ALL_USERS.rows(connection, {})] == ["U1", "U2", "U3"]


def test_a_change_says_how_many_rows_it_met(store: Store) -> None:
    """Comparing and setting depends on it. Values that a statement fixes itself, and sums, are kept."""
    rename = Prepared(
        update(_CARD)
        .where(_CARD.c.key == bindparam("of"), _CARD.c.closed.is_(False))
        .values(revision_no=_CARD.c.revision_no + 1, kind="slt")
    )
    with store.write() as connection:
        _ADD_CARD.value(connection, _card("a"))
        _ADD_CARD.value(connection, _card("b", closed=True))
        assert [rename.run(connection, {"of": key}) for key in ("a", "a", "b", "c")] == [1, 1, 0, 0]
        row = Prepared(select(_CARD.c.revision_no, _CARD.c.kind).where(_CARD.c.key == "a")).one(connection, {})
        assert tuple(row) == (2, "slt")


def test_lists_of_any_length(store: Store) -> None:
    """Each length is a statement of its own; no things, no question."""
    by_id = PreparedList(lambda users: select(_USER.c.id).where(_USER.c.id.in_(users)).order_by(_USER.c.id))
    with store.write() as connection, statements(connection) as asked:
        _ADD_USER.run_all(connection, [_user(f"U{n}") for n in range(5)])
        asked.clear()
        for wanted in ([], ["U3"], ["U1", "U4", "U9"], ["U2"], {"U0", "U1"}):
            found = [row.id for row in by_id.rows(connection, wanted)]
            assert found == sorted(set(wanted) - {"U9"})
    assert len(asked) == 4


def test_errors_are_of_sqlalchemys_kind_and_hold_no_words(store: Store) -> None:
    """A double key can be told from everything else, and no words stand in the message."""
    twice = [_user("U1", name="Maisie Trent"), _user("U1", name="Maisie Trent")]
    with pytest.raises(IntegrityError) as raised, store.write() as connection:
        _ADD_USER.run_all(connection, twice)
    assert "Maisie" not in str(raised.value)
    assert "INSERT INTO slack_user" in str(raised.value)
    with store.read() as connection:
        assert _ALL_USERS.rows(connection, {}) == []


def test_what_the_database_refuses_is_refused(store: Store) -> None:
    """A reading transaction cannot write, and a function that does not exist is no answer."""
    with pytest.raises(DBAPIError), store.read() as connection:
        _ADD_USER.run(connection, _user("U1"))
    with pytest.raises(DBAPIError), store.read() as connection:
        Prepared(select(func.no_such_function(1).label("nothing"))).one(connection, {})


def test_an_insert_gives_every_column_its_value(store: Store) -> None:
    """A default of the table's is SQLAlchemy's to fill in: left to it, it would be left out here."""
    row = {"key": "a", "card_id": 1, "state": "pending", "not_before": NOW, "created_at": NOW}
    with pytest.raises(TypeError, match="default"), store.write() as connection:
        Prepared(insert(_OUTBOX)).run(connection, row)


def test_a_naive_moment_is_refused(store: Store) -> None:
    """Which zone is it? Nobody could tell later."""
    with pytest.raises(ValueError, match="which zone"), store.write() as connection:
        _ADD_USER.run(connection, _user("U1", fetched_at=NOW.replace(tzinfo=None)))
