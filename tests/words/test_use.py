"""How a word is used decides whether it is a child's name. The tables are also the examples of the documentation."""

from __future__ import annotations

import pytest

from bot.domain.findings import Strength
from bot.words import Text, check
from tests.words.making import around, found, pupil, staff
from tests.words.tables import NAME_EXAMPLES, NOBODY, SOMEBODY

FIELD = around(
    pupil("P01", "Grace", "Adeyinka", year_group="Reception", class_name="Acorn"),
    pupil("P02", "Hope", "Bishop", year_group="Year 2", class_name="Willow"),
    pupil("P03", "Will", "Read", year_group="Year 3", class_name="Hazel"),
    pupil("P04", "Summer", "Love", year_group="Year 4", class_name="Holly"),
    pupil("P05", "May", "Park", year_group="Year 5", class_name="Beech"),
    pupil("P06", "Jordan", "Pike", year_group="Year 6", class_name="Oak"),
    pupil("P07", "Noah", "Price", year_group="Year 1", class_name="Wren"),
    pupil("P08", "Florence", "King", year_group="Year 5", class_name="Beech"),
    pupil("P09", "Alfie", "Khan", year_group="Year 6", class_name="Oak"),
    pupil("P10", "Amelia", "Khan", year_group="Year 4", class_name="Holly"),
    pupil("P11", "Holly", "Young", year_group="Year 3", class_name="Hazel"),
    pupil("P12", "Oliver", "Day", year_group="Year 3", class_name="Hazel"),
    pupil("P13", "Amelia", "Stone", year_group="Year 2", class_name="Willow"),
    staff("S1", "Helen", "Green"),
    school="Brackenfold Primary Academy",
)


@pytest.mark.parametrize(("text", "span", "people"), SOMEBODY)
def test_a_word_used_as_a_name_is_found(text: str, span: str, people: set[str]) -> None:
    """The very word, and everybody whom it may mean."""
    hits = [each for each in found(text, FIELD) if each.span == span]

    assert hits, found(text, FIELD)
    assert set(hits[0].people) == people


@pytest.mark.parametrize("text", NOBODY)
def test_a_word_used_otherwise_is_nobody(text: str) -> None:
    """Words, months, places, figures, pets, classes, staff and the school itself stop no post."""
    assert found(text, FIELD) == []


@pytest.mark.parametrize(("text", "strength"), [(text, strength) for _, strength, text, _ in NAME_EXAMPLES])
def test_the_examples_of_the_documentation_hold(text: str, strength: Strength) -> None:
    """What the table in the documentation shows is what happens."""
    kinds = ("staff",) if strength is Strength.WARN else ("name",)

    assert {each.strength for kind in kinds for each in found(text, FIELD, kind)} == {strength}


@pytest.mark.parametrize("text", [passing for *_, passing in NAME_EXAMPLES])
def test_the_passing_examples_pass(text: str) -> None:
    """Nothing at all is found in them."""
    assert found(text, FIELD) == []


@pytest.mark.parametrize("name", ["Xin-Yi", "Ellie Mae"])
def test_a_double_name_in_a_list_of_places_breaks_no_check(name: str) -> None:
    """It is two words of the text and one of the register: whoever else is in its sentence is looked for around both."""
    school = around(pupil("P30", name, "Quill"), pupil("P31", "Zofia", "Quill"))
    alone, beside = f"Paris, Rome, Berlin, {name}, Madrid.", f"Zofia sent cards to Paris, Rome, Berlin, {name}, Madrid."

    assert check([Text("words", alone)], school) == ()
    assert [each.people for each in check([Text("words", beside)], school)] == [("P31",), ("P30",)]


def test_only_a_full_name_cannot_be_contested() -> None:
    """Whatever else is found may be somebody else's."""
    full, part = found("Amelia Khan won.", FIELD)[0], found("Well done Alfie!", FIELD)[0]

    assert (full.code, part.code) == ("full_name", "name_in_use")


@pytest.mark.parametrize(
    "text",
    [
        "Sponsored by Amelia Stone Furniture.",
        "Thanks to Amelia Khan & Sons.",
        "We met Noah, who listened: a story.",
        "Our Sponsors: Amelia Stone Flooring, Noah Price Heating",
        "THANK YOU, AMELIA STONE FLOORING AND NOAH PRICE HEATING",
    ],
)
def test_a_firm_or_a_figure_of_a_pupils_name_is_asked_about(text: str) -> None:
    """What the words around make doubtful is held, so that "not a child" can be said."""
    assert {each.strength for each in found(text, FIELD)} == {Strength.HOLD}


def test_a_forename_that_is_a_word_too_is_one_in_small_letters() -> None:
    """ "It was destiny" is nobody; what only a person can be or do is asked about, and a capital speaks for the child."""
    school = around(pupil("P01", "Destiny", "Pike"))

    assert found("It was destiny that we won.", school) == []
    assert [each.strength for each in found("Thank you to destiny for the soup.", school)] == [Strength.HOLD]
    assert [each.strength for each in found("Destiny made the soup in her wellies.", school)] == [Strength.ENFORCE]


def test_a_whole_name_beside_books_can_be_contested() -> None:
    """An author or a character may be called like a pupil; it still stops the post."""
    (finding,) = found("Our favourite author is Amelia Khan.", FIELD)

    assert (finding.code, finding.strength) == ("name_in_use", Strength.ENFORCE)


def test_a_class_or_year_narrows_whom_it_may_mean() -> None:
    """Two children are called Amelia; only one is in Year 2."""
    (narrowed,) = found("Amelia in Year 2 has a new tooth.", FIELD)

    assert narrowed.people == ("P13",)
    assert "a Year 2 pupil" in narrowed.sentence


def test_a_change_of_the_register_is_seen_by_the_next_post() -> None:
    """Somebody new, somebody who is called otherwise now, somebody who left: the index is changed, not built anew."""
    around_them = around(pupil("P1", "Safiya", "Bashiir"))

    around_them.names.put(pupil("P2", "Zofia", "Lis"))
    around_them.names.put(pupil("P1", "Safiya", "Bashiir", chosen="Saffie"))

    assert [each.people for each in found("Zofia Lis, Saffie and Safia won.", around_them)] == [
        ("P2",),
        ("P1",),
        ("P1",),
    ]
    around_them.names.remove("P2")
    assert found("Zofia Lis won.", around_them) == []


def test_pictures_are_read_with_tolerance() -> None:
    """What a reader of pictures takes for another letter does not hide a name; ordinary words are no names."""
    names = around(pupil("P1", "Oliver", "Holm"), pupil("P2", "Mary-Kate", "Lis")).names

    near = [
        (first, last, name.plain) for first, last, name in names.near(["Our", "0liver", "Holrn", "MARY-KATE", "window"])
    ]

    assert near == [(1, 2, "oliver"), (2, 3, "holm"), (3, 4, "marykate")]
