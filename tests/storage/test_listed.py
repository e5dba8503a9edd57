"""The names that the checks look for: as the register is now, kept in between; what nobody confirmed is left out."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.words.names import NameIndex
from bot.workflow.reading import KeptNames
from storage.engine import Store
from storage.listed import listed
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


def test_names_are_kept_until_the_register_changes(office: Office) -> None:
    """The same index for the next post; a new one as soon as a file was taken in, for that school alone."""
    names = KeptNames()
    office.take(f"{BO},yes,no")
    oak, elm = index(office, names), index(office, names, "elm")
    assert index(office, names) is oak
    office.take(f"{AL},,")
    again = index(office, names)
    assert again is not oak
    assert index(office, names, "elm") is elm
    assert index(office, names) is again


def test_a_file_that_nobody_confirmed_names_nobody(office: Office) -> None:
    """Whoever is in it is not in the register yet, and is looked for from the moment that it is confirmed."""
    names = KeptNames()
    waiting = office.stage(office.file(f"{BO},yes,no"))
    before = index(office, names)
    with office.store.read() as connection:
        assert list(listed(connection, "oak")) == []
    office.confirm(waiting.batch)
    assert index(office, names) is not before
    with office.store.read() as connection:
        assert [person.surname for person in listed(connection, "oak")] == ["Khan"]
