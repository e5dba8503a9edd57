"""A forename alone is certain where a child is spoken of; an author's, a trench's or a chip shop's is asked about."""

from __future__ import annotations

import pytest

from bot.domain.findings import Strength
from tests.words.making import around, found, pupil

SCHOOL = around(
    pupil("C01", "Penelope", "Marsh", year_group="Year 1", class_name="Larch"),
    pupil("C02", "Harvey", "Okoro", year_group="Year 3", class_name="Aspen"),
    pupil("C03", "Marcus", "Lindqvist", year_group="Year 4", class_name="Larch"),
    pupil("C04", "Beatrice", "Nowak", year_group="Year 5", class_name="Aspen"),
    pupil("C05", "Wiktoria", "Sowa", year_group="Year 5", class_name="Aspen"),
)

ASKED = [
    "Penelope wove all day and picked it out by night. Twenty years is a long wait.",
    "10% off at Harvey's on Station Lane with this post. Chips, peas and a smile.",
    "Half-price pizza from Harvey's until Sunday. Thank you Harvey!",
    "Booking opens at Beatrice's tomorrow.",
    "Two hundred years since Marcus lost his map in these hills.",
    "It is 300 years ago that Beatrice wrote her diary by candle.",
    "Down came Zeus, up went Marcus, and that was his mistake.",
    "Beatrice lies forty miles out, and the shipping forecast knows it well.",
    "Penelope is a minor moon. Nobody has been there yet.",
    "Harvey weighed it twice before the harbour wall gave way.",
    "Penelope tied her own laces.",
    "Beatrice's heron has real eyelashes.",
    "Wiktoria folded a hundred cranes.",
    "Penelope found the worm. She would like to keep it.",
    "A party at Harvey's house on Saturday.",
]
"""The clear forename of a pupil, and nothing that tells of a child; or something that tells of somebody else."""

CERTAIN = [
    "Harvey, our captain, lifted the cup.",
    "Well done Marcus!",
    "Harvey led and Marcus followed.",
    "“It tasted like Tuesday.” – Beatrice",
    "Marcus has a new friend.",
    "Wiktoria tied her own laces.",
    "Harvey's mum sent in a cake.",
]


@pytest.mark.parametrize("text", ASKED)
def test_a_forename_without_a_child_around_it_is_asked_about(text: str) -> None:
    """Held: the post stops, and one tap says that no child is meant."""
    assert {each.strength for each in found(text, SCHOOL)} == {Strength.HOLD}


@pytest.mark.parametrize("text", CERTAIN)
def test_a_forename_where_a_child_is_spoken_of_is_certain(text: str) -> None:
    """Pronouns, praise, another pupil, an owned thing, a name that no list knows: no doubt is left."""
    assert Strength.ENFORCE in {each.strength for each in found(text, SCHOOL)}
