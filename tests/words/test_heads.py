"""Word-names at the head of a sentence, in rows without commas, and beside a picture or a slash."""

from __future__ import annotations

import pytest

from tests.words.making import around, found, pupil

SCHOOL = around(
    pupil("H01", "Heather", "Marsh", year_group="Year 1", class_name="Robin"),
    pupil("H02", "Robin", "Okoro", year_group="Year 3", class_name="Heather"),
    pupil("H03", "Florence", "London", year_group="Year 4", class_name="Robin"),
    pupil("H04", "Iris", "Hill", year_group="Year 5", class_name="Heather"),
    pupil("H05", "Wiktoria", "Bank", year_group="Year 5", class_name="Heather"),
    pupil("H06", "Tunde", "Rush", year_group="Year 5", class_name="Heather"),
    pupil("H07", "Coral", "Pike", year_group="Year 5", class_name="Heather"),
)

SOMEBODY = [
    ("Heather is the first in Robin to swim a length in her pyjamas.", "H01"),
    ("Heather was the only one to spot the owl. She waved at it.", "H01"),
    ("Robin is our youngest of the lot and his kite flew highest.", "H02"),
    ("Iris has drawn an iris on every page of her diary.", "H04"),
    ("Coral has found a piece of coral for his grandma's shelf.", "H07"),
    ("Robin has counted each robin from her window.", "H02"),
    ("thanks to this weeks milk team iris tunde coral and wiktoria you were ace", "H04"),
    ("thanks to this weeks milk team iris tunde coral and wiktoria you were ace", "H07"),
    ("on the bus today wiktoria tunde robin see you at eight", "H02"),
    ("Florence💛London leads the band.", "H03"),
    ("Iris⭐Hill is our narrator.", "H04"),
    ("Seats: Bank/W, Rush/T, Hill/I.", "H06"),
]

NOBODY = [
    "Heather is the first class to try the new path.",
    "Robin was the only class to bring wellies.",
    "Iris is the first flower up. The iris bed is full.",
    "Coral is a living thing. We looked at coral under glass.",
    "a coral reef and a robin by the iris bed today it was lovely",
    "A rush/hill start for the coaches.",
    "Spring💐Hill walk on Friday.",
]


@pytest.mark.parametrize(("text", "person"), SOMEBODY)
def test_a_word_name_is_somebody_where_it_stands_as_one(text: str, person: str) -> None:
    """A singled-out one with his or her own, a row of names, a picture between two names, a slash before an initial."""
    assert any(person in each.people for each in found(text, SCHOOL))


@pytest.mark.parametrize("text", NOBODY)
def test_the_same_word_is_nobody_where_it_is_a_class_or_a_thing(text: str) -> None:
    """Nothing is asked."""
    assert found(text, SCHOOL) == []


TEAM = around(
    pupil("T01", "Marek", "Wilkinson", year_group="Year 4", class_name="Wren"),
    pupil("T02", "Sian", "Bradbury", year_group="Year 4", class_name="Wren"),
    pupil("T03", "Alesha", "Dunmore", year_group="Year 4", class_name="Wren"),
    pupil("T04", "Marissa", "Tolley", year_group="Year 4", class_name="Wren"),
)


@pytest.mark.parametrize(
    ("text", "person"),
    [
        ("Wilksy in goal again.", "T01"),
        ("Bradders with a late one.", "T02"),
        ("Man of the match: Dunmo.", "T03"),
        ("Last out, Bradsy and Wilko.", "T02"),
        ("Buddies this week: Alisha, Marek and Sian.", "T03"),
        ("Lunch helpers: Marek, Marisa, Alysha.", "T04"),
        ("Lunch helpers: Marek, Marisa, Alysha.", "T03"),
    ],
)
def test_a_nickname_of_the_first_syllable_and_another_spelling_in_a_list_are_found(text: str, person: str) -> None:
    """Made by rule from any longer name, and one vowel otherwise among others."""
    assert any(person in each.people for each in found(text, TEAM))


@pytest.mark.parametrize(
    "text",
    [
        "Marisol opened the fair and cut the ribbon.",
        "The story of Alicia is on our shelf.",
        "Charlie's chips and Jessie's buns were shared by Lottie.",
        "A tour of Bradford on Monday.",
        "Willow baskets by the door.",
    ],
)
def test_who_is_called_by_a_name_of_their_own_is_nobody_of_the_register(text: str) -> None:
    """A known pet form, another name, a town: nothing is asked."""
    assert found(text, TEAM) == []


@pytest.mark.parametrize(
    ("text", "person"),
    [
        ("Look at Coral run! Nobody will catch up.", "H07"),
        ("We waved at Robin sail past.", "H02"),
        ("Iris and her gran painted the gate.", "H04"),
        ("Heather and his mum brought soup.", "H01"),
        ("Robin fell asleep under the table.", "H02"),
    ],
)
def test_who_is_looked_at_and_who_has_a_gran_is_somebody(text: str, person: str) -> None:
    """What only people do, and whom only people have."""
    assert any(person in each.people for each in found(text, SCHOOL))


@pytest.mark.parametrize("text", ["Look at coral through a lens.", "Iris and her petals: draw what you see."])
def test_what_is_looked_at_through_a_lens_is_nobody(text: str) -> None:
    """A thing has no gran."""
    assert found(text, SCHOOL) == []
