"""The plainest sentences about a child whose name is also a word, a flower, a place or a season: each is asked about."""

from __future__ import annotations

import pytest

from tests.words.making import around, found, pupil

WORDS = (
    "Grace",
    "Hope",
    "Will",
    "Rose",
    "Faith",
    "Hazel",
    "Mason",
    "Miles",
    "Grant",
    "Pearl",
)
PLACES = ("Chester", "Georgia", "Sydney", "Florence", "Jordan")
SEASONS = ("Summer", "Autumn", "April")
SCHOOL = around(
    pupil("E99", "Zofia", "Quill"),
    *[pupil(f"E{n}", name, "Adeyemi", year_group="Year 4") for n, name in enumerate(WORDS + PLACES + SEASONS)],
)

TOLD = (
    "{} won the maths quiz!",
    "{} came first in the egg and spoon race.",
    "{} scored the winner.",
    "{} found a frog by the pond.",
    "{} lost a tooth today.",
    "{} spoke clearly in front of everyone.",
    "{} couldn’t stop smiling.",
    "{} didn't give up.",
    "{} has learned to swim.",
    "{} read to the class.",
    "{}’s poem made us all smile.",
    "Look at {} go!",
    "We are proud of {}.",
    "{} with her prize marrow.",
    "{} in his space costume.",
    "{}’s won the cup!",
    "From a long throw by {} the ball fell to the keeper.",
    "1. {} 2. Zofia 3. Tomasz",
    "Who ate the nose? {} did.",
    "{} on the drums!",
    "Pictured: {} holding the cup.",
    "{} lent her gloves to a friend.",
)
CONSTRUCTED = (
    "What did {} find under the stone?",
    "Isn’t {} brilliant at this?",
    "Not everybody knows what {} is building.",
    "You should see how much {} has grown.",
    "Until {} spoke up, nobody had noticed.",
    "Either {} or Zofia has the key.",
    "Without {} we would be stuck.",
    "The mum of {} baked for us.",
    "As brave as {} on the high beam.",
    "{} kindly lent a coat.",
    "{} enjoying the cake.",
    "{} hard at work on the mosaic.",
    "Thank you, {}, for the tea.",
    "Who hid under the sheet? {}!",
    "{}: “I liked the owl.”",
    "{} on the bells, Zofia on the drum.",
    "{} 4th, Zofia 9th.",
    "We found {} asleep on the rug.",
    "Please wish {} luck.",
    "You can always rely on {}.",
    "Children like {} make it a joy.",
    "{} and Mr Webb held the rope.",
    "{} and friends on the bus.",
    "{} – what a superstar!",
    "{} looks very proud.",
    "{}, on the way home, sang us a song.",
    "The winner is... {}!",
    "{0} wrote {0} on the shell.",
)
CALLED = (
    "Well done to {}.",
    "A big clap for {}.",
    "Thank you {} for the flowers.",
    "Good luck {}!",
    "Get well soon {}.",
    "Welcome back {}!",
    "Happy birthday {}!",
    "Come on {}!",
    "Shout-out to {}.",
    "Hats off to {} for a super effort.",
    "A big hand for {}, please!",
    "Our condolences to {} and family.",
    "The medal belongs to {}.",
    "Well played, {}; well played all.",
    "And who rang the bell? {}!",
)


def asked(sentence: str, name: str) -> bool:
    """Whether the bearer of a name is asked about in a sentence."""
    return any("E99" not in each.people for each in found(sentence.format(name), SCHOOL))


@pytest.mark.slow
@pytest.mark.parametrize("sentence", [*TOLD, *CONSTRUCTED, *CALLED])
def test_a_word_that_does_what_children_do_is_asked_about(sentence: str) -> None:
    """Whatever word it is."""
    assert [name for name in WORDS if not asked(sentence, name)] == []


@pytest.mark.parametrize("sentence", CALLED)
def test_a_place_or_season_that_is_called_by_name_is_asked_about(sentence: str) -> None:
    """Nobody says well done to a season."""
    assert [name for name in PLACES + SEASONS if not asked(sentence, name)] == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("З днем народження, Roman!", "Roman Quill"),
        ("Caught Poole, bowled Stone.", "Zofia Stone"),
        ("Ems worked the strings.", "Emma Quill"),
        ("Milk monitors: Nelly and Zofia.", "Nelson Quill"),
        ("Morwen ran the shop.", "Morwenna Quill"),
        ("we think tansys handwriting is lovely", "Tansy Quill"),
        ("On the edit: @dabrowskim_11, well done.", "Maja Dabrowski"),
        ("The lemon drizzle (Faith’s) went first.", "Faith Quill"),
        ("Willow the pupil met a willow.", "Willow Quill"),
        ("Bazza had the ball.", "Barry Quill"),
        ("Abdi was first home.", "Abdirahman Quill"),
        ("A late winner from Wale.", "Olawale Quill"),
        ("Robbo did the most laps.", "Luke Robinson"),
        ("Kiara danced for us.", "Chiara Quill"),
        ("Alistair has a way with worms.", "Alastair Quill"),
        ("A prize for Zaynub.", "Zainab Quill"),
        ("Steven McDonald met the mayor.", "Stephen MacDonald"),
        ("Rota for the guinea pigs: Vertiy and Kavia.", "Verity Quill"),
        ("Our back four: D Keane, B Stone, A Banks, J Frost.", "Ada Banks"),
        ("bobs boat floated for nine minutes", "Bob Quill"),
        ("the prize for mirror writing goes to ynobE", "Ebony Quill"),
    ],
)
def test_how_children_write_each_other_is_asked_about(text: str, name: str) -> None:
    """Short and pet forms that no list has, a lost apostrophe, a word written backwards, another script."""
    school = around(pupil("E90", *name.split()))
    assert [each.people for each in found(text, school)] == [("E90",)]


@pytest.mark.parametrize(
    "text",
    [
        "Thank you Chester Zoo for the tickets.",
        "Welcome to Georgia, our class bear’s next stop.",
        "Summer couldn’t come soon enough.",
        "Autumn came early to the allotment.",
        "Look at the rose go up the wall.",
    ],
)
def test_a_place_or_a_season_stays_one(text: str) -> None:
    """Where nobody is called."""
    assert found(text, SCHOOL) == []


def test_two_surnames_with_a_hyphen_are_two_children() -> None:
    """Where both are the register's, though no child has them together."""
    school = around(pupil("E90", "Nicu", "Petrescu"), pupil("E91", "Ada", "Shepherd"))
    assert [each.people for each in found("Edited by the Shepherd-Petrescu partnership.", school)] == [("E90", "E91")]


def test_who_passes_to_whom_is_asked_about() -> None:
    """A ball goes from one to the next, whatever else their names are."""
    school = around(pupil("E90", "Nicu", "Banks"), pupil("E91", "Ada", "Church"), pupil("E92", "Mo", "Long"))
    asked = {person for each in found("Banks to Church to Long: goal!", school) for person in each.people}
    assert asked == {"E90", "E91", "E92"}
