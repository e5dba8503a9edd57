"""An unmistakable name may be a word as well, a people's, a thing's or a stranger's: then it is asked about, not refused."""

from __future__ import annotations

import pytest

from bot.domain.findings import Strength
from tests.words.making import around, found, pupil, staff

SCHOOL = around(
    pupil("M01", "Nour", "Haddad", year_group="Year 1", class_name="Larch"),
    pupil("M02", "Tamar", "Wallis", year_group="Year 3", class_name="Aspen"),
    pupil("M03", "Maya", "Popov", year_group="Year 4", class_name="Larch"),
    pupil("M04", "Charlotte", "Obi", year_group="Year 5", class_name="Aspen"),
    pupil("M05", "Vincent", "Marek", year_group="Year 6", class_name="Larch"),
    pupil("M06", "Lachlan", "Sato", year_group="Year 6", class_name="Larch"),
    pupil("M07", "Preston", "Hale", year_group="Year 2", class_name="Aspen"),
    pupil("M08", "Coral", "Frost", year_group="Year 2", class_name="Aspen"),
    pupil("M09", "Jasper", "Quigley", year_group="Year 2", class_name="Aspen"),
    pupil("M10", "Lan", "He", year_group="Year 2", class_name="Aspen"),
    staff("S1", "Vincent", "Obi"),
)

ASKED = [
    "Nour means light, our corridor says.",
    "We learned the word Nour today.",
    "Maya numbers are dots and bars.",
    "Charlotte potatoes are up in bed two.",
    "Old Vincent chimed twelve.",
    "Tamar 9 was the first probe.",
    "Kettle & Crumb and Tamar & Wolfe's gave us ice cream.",
    "Tamar the turnip is back on the telly.",
    "Team Charlotte won the tug of war.",
    "Tamar and Esk are rivers in our atlas.",
    "Tamar from Lowland Wildlife brought owls.",
    "Tamar, who runs the bakery, gave us buns.",
    "Tamar's bakery gave us buns.",
    "Tamar and the Golden Bear opens on Friday.",
    "If Tamar has 12 sweets and gives away five, what is left?",
    "Tamar has 12 sweets. How many are there when she has had five?",
    "Tamar led the army in 1214.",
    "Woof! Tamar would like a treat.",
    "Tamar Volkova painted it. Tamar used oils.",
    "Thank you, Vincent!",
    "V. Obi has the keys.",
    "In our language week: bonjour, je m'appelle Tamar.",
    "Day names in Ghana: Tamar for Friday, Maya for Saturday.",
    "We bought boxes at Tamar.",
    "By C. Obi, our favourite poet.",
    "Our walk went up Coral Frost in the rain.",
    "Coral F jumpers for sale.",
]
"""What may be somebody else or something; it still stops the post until somebody has said so."""

CERTAIN = [
    "Well done to Tamar and Maya!",
    "Tamar’s mum came.",
    "Maya in Year 4 counted to a hundred.",
    "Charlotte, our captain, lifted the cup.",
    "Tamar is a superb reader.",
]

SOMEBODY = [
    ("Preston is a star.", "M07"),
    ("Coral's on the bench and loving it.", "M08"),
    ("Jasper is eight on Monday.", "M09"),
    ("Coral is our star baker.", "M08"),
    ("A postcard from Coral this morning!", "M08"),
    ("“It hums.” – Coral, 6, in the wood", "M08"),
    ("so so proud of jasper, sat through a WHOLE film", "M09"),
    ("A late winner by quigley from nowhere, said the coach.", "M09"),
    ("Team\nWallis, Quigley\nShin pads, please", "M02"),
    ("Lach was in goal.", "M06"),
    ("Vince and Lachie shared the prize.", "M06"),
    ("New passwords for lsato and phale2.", "M06"),
    ("Coral F ran it.", "M08"),
    ("Player of the match went to Preston.", "M07"),
    ("Miss Webb gave Preston the bell to ring.", "M07"),
    ("Watch Coral go!", "M08"),
    ("This is what Jasper made at the weekend.", "M09"),
    ("According to Coral the moon is a biscuit.", "M08"),
    ("#gocoralgo", "M08"),
    ("Lachlan Satoh came first.", "M06"),
]

NOBODY = [
    "He says it was worth it. He's back!",
    "Captain Frost or Captain Hale? Frost came last.",
    "LOST: Coral, brown spaniel, no collar.",
    "Have you seen Jasper? He's our gecko.",
    "Jasper, a small grey lop-eared rabbit, is out again.",
    "The C of E Frost fair was fun.",
    "Coral T-shirts are in the hall.",
    "Nour is Arabic for light.",
    "The Maya people grew maize.",
    "Tamar comes from the Hebrew for a palm.",
    "And the Vincent goes to the spider in Scene 2.",
    "Tamar’s Fish Bar has a tub, too.",
    "We meet at the Tamar Suspension Bridge.",
    "Please leave the tortoise alone: Tamar is a vegetarian.",
    "Maya, it turns out, is a goose.",
    "Coral beds at the reserve were full of fish.",
    "Coral needed for the stall!",
    "Tamar class leave at nine.",
    "Jamie Vincent’s recipe was too garlicky.",
    "Vincent-of-term jitters are normal.",
    "C. S. Frost wrote seven books.",
    "This week’s Welsh words: bryn (hill), tamar (dark water).",
]


@pytest.mark.parametrize("text", ASKED)
def test_a_name_that_may_be_something_else_is_asked_about(text: str) -> None:
    """Held, never enforced: one tap says that no child is meant."""
    assert {each.strength for each in found(text, SCHOOL)} == {Strength.HOLD}


@pytest.mark.parametrize("text", CERTAIN)
def test_a_name_of_a_person_is_certain(text: str) -> None:
    """What is said of a person stays unmistakable."""
    assert Strength.ENFORCE in {each.strength for each in found(text, SCHOOL)}


@pytest.mark.parametrize(("text", "person"), SOMEBODY)
def test_a_name_is_found_by_what_is_said_of_it(text: str, person: str) -> None:
    """Word-names by what somebody is or does, short forms by their beginning, user names by their making."""
    assert any(person in each.people for each in found(text, SCHOOL))


@pytest.mark.parametrize("text", NOBODY)
def test_pronouns_captains_of_history_pets_peoples_and_shops_are_nobody(text: str) -> None:
    """Nothing is asked."""
    assert found(text, SCHOOL) == []
