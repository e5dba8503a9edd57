"""Looking people up: by any part of a name, by class, by id; and never a child of another school."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from sqlalchemy import text

from storage import register
from storage.engine import Store
from tests.conftest import Clock
from tests.importing import Office
from tests.overhearing import statements

pytestmark = pytest.mark.slow

HEADINGS = "person_id,role,legal_forename,middle_names,legal_surname,chosen_forename,year_group,class_name,facebook"
OAK = """
1,pupil,Bo,,Khan,,Year 4,Hazel,yes
2,pupil,Robert,James,Khan,Bo,Year 3,Hazel,yes
3,pupil,Anne-Marie,,O’Brien,,Year 3,Hazel,no
4,pupil,Łukasz,,van der Berg,,Year 4,Beech,yes
5,pupil,Bob,,Brown,,Year 4,Beech,
6,staff,Bo,,Teacher,,,,yes
7,pupil,Chidi,,Bello,,Reception,,yes
8,pupil,Dan,,Noclass,,,,yes
9,pupil,Bo,,Khan,,Year 4,Beech,no
"""
ELM = """
1,pupil,Boris,,Elm,,Year 4,Hazel,yes
"""


@pytest.fixture
def office(store: Store, clock: Clock, tmp_path: Path) -> Office:
    return Office(store, clock, tmp_path)


@pytest.fixture
def school(office: Office) -> Store:
    """Oak with nine people and Elm with one; ids count on: p_1 to p_9 and p_10."""
    for key, lines in (("oak", OAK), ("elm", ELM)):
        office.take(*lines.strip().splitlines(), headings=HEADINGS, school=key)
    return office.store


def _found(store: Store, typed: str, *schools: str, limit: int = 95) -> list[str]:
    with store.read() as connection:
        return [person.id for person in register.suggest(connection, schools or ["oak"], typed, limit=limit)]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("bo", ["p_2", "p_9", "p_1", "p_5"]),
        ("BO", ["p_2", "p_9", "p_1", "p_5"]),
        ("b", ["p_3", "p_2", "p_9", "p_1", "p_5", "p_7", "p_4"]),
        ("bo kh", ["p_2", "p_9", "p_1"]),
        ("kh bo", ["p_2", "p_9", "p_1"]),
        ("robert", ["p_2"]),
        ("james khan", ["p_2"]),
        ("o'b", ["p_3"]),
        ("obrien", ["p_3"]),
        ("o brien", ["p_3"]),
        ("brien", ["p_3"]),
        ("marie", ["p_3"]),
        ("anne-m", ["p_3"]),
        ("annemarie obrien", ["p_3"]),
        ("anne marie", ["p_3"]),
        ("lukasz", ["p_4"]),
        ("vanderb", ["p_4"]),
        ("van der berg", ["p_4"]),
        ("bo bo", ["p_2", "p_9", "p_1", "p_5"]),
        ("teacher", []),
        ("boris", []),
        ("bo khx", []),
        ("%", []),
        ("_", []),
        ("b%", ["p_3", "p_2", "p_9", "p_1", "p_5", "p_7", "p_4"]),
        ("", []),
        ("  ", []),
        ("bo \0 kh", ["p_2", "p_9", "p_1"]),
        ("a b c d e f g h i j k l m n o p", []),
    ],
)
def test_pupils_are_found_by_any_part_of_their_names(school: Store, typed: str, expected: list[str]) -> None:
    """From one letter on, legal and chosen names, in any order, case, accents and hyphens aside; by name, namesakes by class."""
    assert expected == _found(school, typed)


def test_only_the_schools_asked_for_are_searched(school: Store) -> None:
    """A child of another school is not suggested, unless the person asks for both."""
    assert _found(school, "bor", "elm") == ["p_10"]
    assert _found(school, "bo", "oak", "elm") == ["p_2", "p_9", "p_1", "p_5", "p_10"]
    with school.read() as connection:
        assert register.suggest(connection, [], "bo") == []


def test_no_more_are_suggested_than_asked_for(school: Store) -> None:
    """A form shows a hundred options at most; the first by name are shown."""
    assert _found(school, "b", limit=2) == ["p_3", "p_2"]


def test_the_search_reads_the_index_alone(school: Store) -> None:
    """On SQLite each word is a range of an index: no table is read from end to end, however many people there are."""
    if school.dialect != "sqlite":
        return
    with school.read() as connection:
        with statements(connection) as asked:
            register.suggest(connection, ["oak"], "bo kh")
        (statement,) = asked
        nothing = tuple("" for _ in range(statement.count("?")))
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", nothing).all()
    steps = [str(row[-1]) for row in plan]
    assert not [step for step in steps if step.startswith("SCAN") or "TEMP B-TREE" in step]
    first = "USING COVERING INDEX ix_person_name_school_id_folded_person_id (school_id=? AND folded>? AND folded<?)"
    assert [step for step in steps if first in step]
    assert [step for step in steps if re.search(r"name_1 USING .*\(person_id=\? AND folded>\? AND folded<\?\)", step)]


def test_the_search_uses_the_index_on_postgresql(school: Store) -> None:
    """The range is a condition of the index there as well."""
    if school.dialect != "postgresql":
        return
    with school.write() as connection:
        connection.execute(text("SET LOCAL enable_seqscan = off"))
        plan = connection.execute(
            text(
                "EXPLAIN SELECT person_id FROM person_name"
                " WHERE school_id = 'oak' AND folded >= 'bo' AND folded < 'bo\U0010ffff'"
            )
        ).scalars()
        assert re.search(r"Index Cond: .*folded >= 'bo'.*folded < 'bo", "\n".join(plan))


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("hazel", [("Hazel (Year 3 and Year 4)", 3), ("Year 3 Hazel", 2), ("Year 4 Hazel", 1)]),
        ("year 4", [("Hazel (Year 3 and Year 4)", 3), ("Year 4 Beech", 3), ("Year 4 Hazel", 1)]),
        ("3 ha", [("Hazel (Year 3 and Year 4)", 3), ("Year 3 Hazel", 2)]),
        ("rec", [("Reception", 1)]),
        ("oak", []),
        ("", []),
    ],
)
def test_classes_are_offered_with_their_number_of_pupils(
    school: Store, typed: str, expected: list[tuple[str, int]]
) -> None:
    """By class and year; a class of two years also as a whole. Staff and children in no class do not count."""
    with school.read() as connection:
        assert expected == register.classes(connection, ["oak"], typed)


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("Year 4 Beech", ["p_9", "p_5", "p_4"]),
        ("Year 4 Hazel", ["p_1"]),
        ("Hazel (Year 3 and Year 4)", ["p_3", "p_1", "p_2"]),
        ("Reception", ["p_7"]),
        ("Year 9 Hazel", []),
        ("", []),
    ],
)
def test_a_class_is_its_pupils(school: Store, label: str, expected: list[str]) -> None:
    """By name; a class that does not exist (any more) has none."""
    with school.read() as connection:
        assert expected == register.class_members(connection, "oak", label)


def test_every_class_offered_has_the_pupils_it_says(school: Store) -> None:
    """What is picked is what was shown, school by school."""
    with school.read() as connection:
        for key in ("oak", "elm"):
            for label, pupils in register.classes(connection, [key], "ye") + register.classes(connection, [key], "h"):
                assert pupils == len(register.class_members(connection, key, label))
        assert ("Year 4 Hazel", 2) in register.classes(connection, ["oak", "elm"], "hazel")


def test_a_class_that_is_written_in_two_ways_is_one(school: Store, office: Office) -> None:
    """Year and class in two columns, or both in one: whoever picks "Year 4 Hazel" picks all of them."""
    office.ids = lambda: "p_late"
    office.take("20,pupil,Eve,,Late,,,Year 4 Hazel,no", headings=HEADINGS)
    with school.read() as connection:
        assert ("Year 4 Hazel", 2) in register.classes(connection, ["oak"], "year 4 hazel")
        assert register.class_members(connection, "oak", "Year 4 Hazel") == ["p_1", "p_late"]


def test_people_are_looked_up_by_id(school: Store) -> None:
    """Ids that nobody has are left out; so are answers of people without any."""
    with school.read() as connection:
        found = register.people(connection, ["p_2", "p_10", "p_99"])
        assert {key: (person.name, person.school) for key, person in found.items()} == {
            "p_2": ("Bo Khan", "oak"),
            "p_10": ("Boris Elm", "elm"),
        }
        assert {"p_2"} == set(register.consents(connection, ["p_2", "p_99"]))
        assert register.people(connection, []) == {}
        assert register.consents(connection, []) == {}


def test_each_look_up_is_one_query(school: Store) -> None:
    """They stand in the way of every submission and every decision."""
    with school.read() as connection, statements(connection) as asked:
        register.people(connection, ["p_1", "p_2"])
        register.consents(connection, ["p_1", "p_2"])
        register.suggest(connection, ["oak"], "bo kh")
        register.classes(connection, ["oak"], "hazel")
    assert len(asked) == 4
