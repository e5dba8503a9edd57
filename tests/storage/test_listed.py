"""The names that the checks look for: as the register is now, followed in between; what nobody confirmed is left out."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import insert

from bot.words.names import NameIndex
from bot.workflow.reading import KeptNames
from storage.changes import last_change
from storage.colleagues import colleagues
from storage.engine import Store
from storage.listed import changed, listed
from storage.tables import SlackUserRow, table
from tests.conftest import Clock
from tests.importing import Office

BO = "1,pupil,Bo,,Khan,,Year 4,Hazel"
AL = "2,pupil,Alan,,Ba,Al,Year 4,Hazel"


@pytest.fixture
def office(store: Store, clock: Clock, tmp_path: Path) -> Office:
    return Office(store, clock, tmp_path)


def index(office: Office, names: KeptNames, school: str = "oak") -> NameIndex:
    with office.store.read() as connection:
        return names(connection, school)


def test_everybody_is_listed_with_every_name(office: Office) -> None:
    """Legal, chosen and middle names, class and year; of this school alone."""
    office.take(f"{BO},yes,no", f"{AL},,")
    office.take("9,pupil,Zed,,Other,,,,no,no", school="elm")
    with office.store.read() as connection:
        people = sorted(listed(connection, "oak"), key=lambda person: person.id)
    assert [(each.forename, each.chosen, each.surname, each.class_name) for each in people] == [
        ("Bo", "", "Khan", "Hazel"),
        ("Alan", "Al", "Ba", "Hazel"),
    ]


def called(index: NameIndex) -> set[str]:
    """Everybody who is in the register, by the id and each whole name."""
    names = ["Bo Khan", "Bo Brandt", "Alan Ba", "Al Ba", "Zed Other", "Cy Lis"]
    words = [[index.get(word.lower()) for word in name.split()] for name in names]
    numbers = ((name, index.pair(*both)) for name, both in zip(names, words, strict=True) if None not in both)
    return {f"{person} {name}" for name, found in numbers for person in index.people(found)}


def test_names_are_kept_and_followed(office: Office) -> None:
    """The same index for the next post, with whoever came and what somebody is called now, for that school alone."""
    names = KeptNames()
    office.take(f"{BO},yes,no")
    oak, elm = index(office, names), index(office, names, "elm")
    assert called(oak) == {"p_1 Bo Khan"}
    office.take(f"{AL},,")
    assert index(office, names) is oak
    assert called(oak) == {"p_1 Bo Khan", "p_2 Alan Ba", "p_2 Al Ba"}
    office.take(f"{BO.replace('Khan', 'Brandt')},yes,no")
    assert index(office, names) is oak
    assert called(oak) == {"p_1 Bo Brandt", "p_2 Alan Ba", "p_2 Al Ba"}
    assert index(office, names, "elm") is elm


def test_only_who_changed_is_read(office: Office) -> None:
    """A file that repeats what is known and brings one child more is one child to read; nobody where nothing changed."""
    office.take(f"{BO},yes,no", f"{AL},,")
    with office.store.read() as connection:
        before = last_change(connection, "oak")
    office.take(f"{BO},yes,no", f"{AL},,", "3,pupil,Cy,,Lis,,Year 4,Hazel,,")
    with office.store.read() as connection:
        now = last_change(connection, "oak")
        assert [[each.forename for each in one] for one in changed(connection, "oak", before, most=9) or []] == [["Cy"]]
        assert changed(connection, "oak", now, most=9) == []
        assert changed(connection, "elm", 0, most=9) == []


def test_a_colleague_who_was_first_shown_is_read(office: Office) -> None:
    """They come from Slack and in no file: the next post knows them by name."""
    names = KeptNames()
    office.take(f"{BO},yes,no")
    kept = index(office, names)
    with office.store.write() as connection:
        known = {"id": "U7", "team_id": "T1", "name": "Zed Other", "refused": "", "fetched_at": office.clock.now}
        connection.execute(insert(table(SlackUserRow)), known)
        (person,) = colleagues(connection, "oak", ["U7"]).values()
    assert index(office, names) is kept
    assert called(kept) == {"p_1 Bo Khan", f"{person} Zed Other"}


def test_where_much_has_changed_everybody_is_read(office: Office) -> None:
    """More people than it is worth to follow one by one are not read so."""
    office.take(f"{BO},yes,no", f"{AL},,")
    with office.store.read() as connection:
        assert changed(connection, "oak", 0, most=1) is None


def test_a_file_that_nobody_confirmed_names_nobody(office: Office) -> None:
    """Whoever is in it is not in the register yet, and is looked for from the moment that it is confirmed."""
    names = KeptNames()
    waiting = office.stage(office.file(f"{BO},yes,no"))
    before = index(office, names)
    with office.store.read() as connection:
        assert list(listed(connection, "oak")) == []
    assert called(before) == set()
    office.confirm(waiting.batch)
    assert called(index(office, names)) == {"p_1 Bo Khan"}
    with office.store.read() as connection:
        assert [person.surname for person in listed(connection, "oak")] == ["Khan"]
