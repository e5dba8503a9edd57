"""Turns of phrase that sour a post, and how a whole post leans, in words of our own."""

from __future__ import annotations

import pytest

from bot.domain.findings import Strength
from bot.words.confidential import confidential
from bot.words.leaning import grams, leaning, sour_sentence
from bot.words.reading import read
from bot.words.tone import tone
from bot.words.unsuitable import unsuitable

SOURED = [
    ("The new chairman of the allotments means well.", "negative"),
    ("The recorder group was almost in tune, and we thank them.", "negative"),
    ("They sang, which is more than can be said for the staff of the other choir.", "disparaging"),
    ("If your idea of a picnic is wet crisps on a wall, do go to theirs.", "disparaging"),
    ("We do so enjoy filling in the same form for three offices.", "negative"),
    ("It must be marvellous having a caretaker who finds the gritter.", "negative"),
    ("Experts at County Hall have moved our bus stop into a pond.", "negative"),
    ("Why do we bother with a car park plan?", "negative"),
    ("How many governors on this board does it take to boil an egg?", "negative"),
    ("That's the last time we hire a magician.", "negative"),
    ("Half-term cannot come: we are tired of asking for gluesticks.", "negative"),
    ("There's a certain type of parent who thinks bollards are for others.", "disparaging"),
    ("A self-styled expert came to look at the drains.", "disparaging"),
    ("Perhaps the other schools could turn up in spring.", "disparaging"),
    ("Word on the playground is that the tuck shop lady has been seen with the milkman.", "disparaging"),
    ("The takings don't add up, dear treasurer.", "disparaging"),
    ("Gents, here is something heavy to lift.", "discriminatory"),
]
"""(a line, the kind it is pointed out as)."""

PLAIN = [
    "Almost at the top! Year 4 climbed the hill in the rain and sang all the way down.",
    "Why do we have seasons? Year 5 found out with an orange and a torch.",
    "How many pebbles does it take to fill a jar? Come and guess on Friday.",
    "What is your idea for our new playground? Post it in the box by the office.",
    "This is the first time we have grown melons, and they taste of sunshine.",
    "Perhaps the weather will be kind. Tickets for the fair are £2 from the office.",
    "Our governors came to lunch on Tuesday, and stayed for pudding. Thank you!",
]

SOFT = [
    "A finger-prick on an orange: the nurse showed us how.",
    "Retarding forces slow the sledge, said our scientists.",
    "Faggots, peas and gravy: a menu from the Black Country.",
    "Suffragettes who wouldn't sit down or shut up are on our wall.",
    "A troll lives under our bridge. He is ugly and likes goats.",
    "School is open as usual tomorrow, said the council.",
    "What is the opposite of a bully? An upstander.",
    "We baked for our crossing warden, so give him a piece of cake.",
    "Our verdict on the heroine: she needs a hobby.",
]


@pytest.mark.parametrize(("text", "kind"), SOURED)
def test_a_turn_of_phrase_that_sours_is_pointed_out(text: str, kind: str) -> None:
    """Faint praise, arch politeness, rhetoric, contempt, boasts, gossip: pointed out with their kind, never held."""
    found = tone(text)
    assert kind in {each.kind for each in found}
    assert {each.strength for each in found} == {Strength.WARN}


@pytest.mark.parametrize("text", PLAIN)
def test_the_same_words_in_a_plain_post_are_left_alone(text: str) -> None:
    """Questions, firsts, lists and thanks sour nothing."""
    assert tone(text) == ()


@pytest.mark.parametrize("text", SOFT)
def test_a_hard_word_that_is_a_lesson_a_dish_or_a_story_is_held_by_nobody(text: str) -> None:
    """Nothing stops science, food and trolls."""
    assert unsuitable(text) == ()


def test_hard_work_pays_off() -> None:
    """Only somebody who is paid off is a matter of staffing."""
    assert confidential("All that practice with Mr Webb paid off on Friday.") == ()
    assert confidential("The deputy was paid off in March.")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Cut our hedge once more and you'll wish you'd never been born.", "harassing"),
        ("We know where you work, and so does the bin lorry.", "harassing"),
        ("The dads at the gala certainly weren't complaining.", "obscene"),
        ("Mrs Webb is leaving. We would employ her again tomorrow.", "reference"),
    ],
)
def test_threats_innuendo_and_references_are_held(text: str, kind: str) -> None:
    """What nobody may post is held, however it is put."""
    assert kind in {each.kind for each in unsuitable(text)}


def test_a_post_leans_by_all_its_words() -> None:
    """No phrase of a list stands in it: only how the whole is made tells, and the whole sentence is pointed out."""
    sour = read(
        "Some people seem to think their kids are above it. The rest of you know, and frankly the staff couldn't care "
        "less what their excuse is, again."
    )
    cheerful = read(
        "Thank you for a lovely day at the fair! Year 2 made cakes and raised £40. Tickets for Friday are in the office."
    )

    assert leaning(sour) > leaning(cheerful)
    assert leaning(cheerful) < 0
    assert sour_sentence(cheerful) is None
    assert sour_sentence(sour) in sour.sentences


def test_too_little_text_leans_nowhere() -> None:
    """A few words tell nothing."""
    assert leaning(read("Their lot, again.")) == 0
    assert sour_sentence(read("Their lot, again.")) is None


def test_numbers_are_all_the_same_and_neighbours_make_pairs() -> None:
    """What is learned of one figure holds for every other."""
    assert grams("we got 6!") == {"we", "got", "0", "!", "we got", "got 0", "0 !"}
