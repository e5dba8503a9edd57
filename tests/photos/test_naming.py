"""Which writing in a picture is a pupil's name, and which is nobody's (clause SP-2)."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from bot.domain.findings import Strength
from bot.photos.lines import Line, from_json, to_json
from bot.photos.naming import find_names
from tests.photos.making import apart, column, line, roll

ROLL = roll()


def found(lines: Sequence[Line]) -> list[tuple[str, str, str]]:
    return [(seen.strength.value, seen.text, ",".join(seen.people)) for seen in find_names(lines, ROLL)]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["Maisie Trent"], ("enforce", "Maisie Trent", "P1")),
        (["MAISIE TRENT"], ("enforce", "MAISIE TRENT", "P1")),
        (["Maisie T"], ("enforce", "Maisie T", "P1")),
        (["Maisie"], ("enforce", "Maisie", "P1")),
        (["Name: Maisie"], ("enforce", "Maisie", "P1")),
        (["Dela Cruz, Charlotte"], ("enforce", "Dela Cruz, Charlotte", "P10")),
        (["Rose Sugden"], ("enforce", "Rose Sugden", "P3")),
        (["Presented to", "Rose"], ("enforce", "Rose", "P3")),
        (["Minh Anh Li"], ("enforce", "Minh Anh Li", "P11")),
        (["lvyO'Neill"], ("enforce", "lvyO'Neill", "P8")),
        (["Will", "Pryce-Jones"], ("enforce", "Will Pryce-Jones", "P6")),
        (["Happy Birthday Maisie!"], ("enforce", "Maisie!", "P1")),
        (["1 Maisie 88"], ("enforce", "Maisie", "P1")),
        (["King, Harriet"], ("enforce", "King, Harriet", "P12")),
        (["Amy"], ("hold", "Amy", "P5")),
        (["We saw how Maisie helped"], ("hold", "Maisie", "P1")),
    ],
)
def test_a_pupils_name_is_found_as_children_and_teachers_write_it(lines: list[str], expected: tuple[str, ...]) -> None:
    """In full, forename only, with an initial, the other way round, without a space, over two lines."""
    assert expected in found(column(*lines))


@pytest.mark.parametrize(
    "lines",
    [
        ["Summer Fair", "Saturday 13 June"],
        ["Rose class"],
        ["Class: Poppy"],
        ["Friday 22 May at 2.30pm"],
        ["2 May 2026"],
        ["Amelia Earhart", "A brave pilot"],
        ["Jack and the", "Beanstalk"],
        ["Charlotte’s", "Web"],
        ["P Hartley", "Mr P Hartley, Teaching assistant"],
        ["PHartley"],
        ["Mrs H Nowak, Class teacher"],
        ["Miss Rose"],
        ["King Henry"],
        ["Queen Harriet"],
        ["MrWill"],
        ["Rose", "Our value this term"],
        ["Date", "Signed", "Presented to"],
        ["Felix the Cat"],
        ["Jack the Giant"],
        ["Red", "Rose", "Sky", "Grass"],
    ],
)
def test_staff_words_books_and_famous_people_are_nobody(lines: list[str]) -> None:
    """Where a forename of the register stands for somebody or something else, nothing is found."""
    assert found(column(*lines)) == []


def test_a_word_among_childrens_labels_is_a_child() -> None:
    """May on a row of pegs with other children is May; alone on a wall it is held for somebody to look."""
    assert ("enforce", "May", "P4") in found(apart("Maisie", "May", "Charlotte"))
    assert found(column("Rose")) == [("hold", "Rose", "P3")]


def test_letters_that_the_engine_doubted_bring_a_name_back() -> None:
    """Chlvé, whose v may be an o, is held as Chloé; where the engine was sure of the v it is nobody."""
    assert found([line("Chlvé", others={3: "o"})]) == [("hold", "Chlvé", "P2")]
    assert found([line("Clive")]) == []
    assert found([line("Michat")]) == [("hold", "Michat", "P7")]


def test_a_name_stands_where_its_letters_stand() -> None:
    """The box of a name on a longer line is the name's, not the line's."""
    (seen,) = find_names([line("Name: Maisie", at=(100, 100), height=40)], ROLL)
    x, y, width, height = seen.box
    assert 210 < x < 260
    assert (y, height) == (100, 40)
    assert x + width == pytest.approx(388, abs=2)


def test_what_was_read_is_kept_and_can_be_asked_again() -> None:
    """Lines survive being written down, so that a register of next month is held against the same photo."""
    lines = column("Maisie Trent", "Chloé")
    kept = from_json(to_json(lines))
    assert find_names(kept, ROLL) == find_names(lines, ROLL)
    newcomer = roll([("P99", "Beanstalk", "Growing")])
    assert list(find_names(kept, newcomer)) == []


def test_an_animation_names_a_child_once() -> None:
    """The same name in several pictures of an animation is one finding."""
    twice = [line("Maisie Trent"), Line(corners=line("x").corners, readings=line("Maisie Trent").readings, frame=1)]
    assert len(find_names(twice, ROLL)) == 1
    assert find_names(twice, ROLL)[0].strength is Strength.ENFORCE
