"""A planted name is found however it is written and wherever it stands; no text makes the checks fail."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from bot.domain.findings import Finding, Strength
from bot.words import Text, check
from bot.words.text import joined
from tests.words.making import around, found, pupil, staff

PUPILS = (
    pupil("P1", "Safiya", "Bashiir", year_group="Year 4", class_name="Holly"),
    pupil("P2", "Łukasz", "Wiśniowski", year_group="Year 2", class_name="Rowan"),
    pupil("P3", "Mary-Kate", "O’Rourke", year_group="Year 3", class_name="Hazel"),
    pupil("P4", "Grace", "Adeyinka", middle="Ruth", year_group="Reception", class_name="Acorn"),
    pupil("P5", "Theodore", "van der Berg", chosen="Theo", year_group="Year 6", class_name="Oak"),
    pupil("P6", "Xin Yi", "Tan", chosen="Xinyi", year_group="Year 4", class_name="Holly"),
    pupil("P7", "Isabella", "Al-Hassan", year_group="Year 1", class_name="Willow"),
)
SURROUNDINGS = around(*PUPILS, staff("S1", "Helen", "Green"))

BEFORE = (
    "Well done, ",
    "A huge cheer for ",
    "Goals from ",
    "📣 ",
    "Winner: ",
    "“Superb!” said ",
    "Team captain – ",
    "We saw ",
)
AFTER = (
    "!",
    " on the trophy 🏆",
    ".",
    " and a very proud grandma.",
    ", who never gave up.",
    "\n\nSee you on Monday.",
    " 🎉🎉",
)

LOOK_ALIKE = str.maketrans("aceopxyi", "асеорхуі")
LEET = str.maketrans("aeiost", "4310$7")


def _camel(name: str) -> str:
    return "".join(word.capitalize() for word in name.replace("-", " ").replace("’", "").split())


def _slip(name: str) -> str:
    return (
        f"{name[:2]}{name[3]}{name[2]}{name[4:]}"
        if len(name) > 4 and name[2] != name[3]
        else f"{name[:2]}{name[2]}{name[2:]}"
    )


def _plain(name: str) -> str:
    return "".join(sign for sign in unicodedata.normalize("NFKD", name) if not unicodedata.combining(sign)).replace(
        "Ł", "L"
    )


WAYS: dict[str, Callable[[str, str], str]] = {
    "full name": lambda first, last: f"{first} {last}",
    "all capitals": lambda first, last: f"{first} {last}".upper(),
    "small letters": lambda first, last: f"{first} {last}".lower(),
    "surname first": lambda first, last: f"{last.upper()}, {first}",
    "accents lost": lambda first, last: f"{_plain(first)} {_plain(last)}",
    "accents added": lambda first, last: f"{first.replace('a', 'á')} {last.replace('i', 'í')}",
    "possessive": lambda first, last: f"{first} {last}’s",
    "straight apostrophe": lambda first, last: f"{first} {last.replace('’', chr(39))}'s",
    "apostrophe lost": lambda first, last: f"{first} {last.replace('’', '')}s",
    "apostrophe parted": lambda first, last: f"{first} {last.replace('’', ' ')}",
    "over a line": lambda first, last: f"{first}\n{last}",
    "no-break space": lambda first, last: f"{first}\u00a0{last}",
    "joined": lambda first, last: joined(first) + joined(last),
    "hashtag": lambda first, last: f"#{_camel(first)}{_camel(last)}",
    "handle": lambda first, last: f"@{joined(first)}_{joined(last)}",
    "file name": lambda first, last: f"IMG_0417_{_camel(first)}{_camel(last)}_final.jpg",
    "link": lambda first, last: f"https://school.example/news/{joined(first)}-{joined(last)}-wins",
    "initial and surname": lambda first, last: f"{first[0]}. {last}",
    "surname and initial": lambda first, last: f"{last} {first[0]}",
    "surname’s initial": lambda first, last: f"{first} {last[0].upper()}.",
    "forename": lambda first, last: first,
    "forename’s possessive": lambda first, last: f"{first}’s",
    "forename’s apostrophe lost": lambda first, last: f"{first}s",
    "zero width": lambda first, last: f"{first[:2]}\u200b{first[2:]} {last[:3]}\u200d{last[3:]}",
    "look-alikes": lambda first, last: f"{first[0]}{first[1:].translate(LOOK_ALIKE)} {last}",
    "full width": lambda first, last: "".join(chr(ord(s) + 0xFEE0) if "!" < s <= "~" else s for s in f"{first} {last}"),
    "styled": lambda first, last: "".join(
        chr(0x1D41A + ord(s) - 97) if "a" <= s <= "z" else s for s in f"{first} {last}"
    ),
    "soft hyphen": lambda first, last: f"{first[:3]}\u00ad{first[3:]} {last}",
    "one slip": lambda first, last: f"{_slip(first)} {last}",
    "family": lambda first, last: f"the {last} family",
    "twins": lambda first, last: f"the {last} twins",
}
LETTER_WAYS: dict[str, Callable[[str], str]] = {
    "hyphens": lambda first: "-".join(first.upper()),
    "spaces": " ".join,
    "emoji": lambda first: "🎈".join(first),
    "an emoji inside": lambda first: f"{first[:3]}⭐{first[3:]}",
    "leet": lambda first: first.translate(LEET),
}


def _about(text: str, person: str, planted: str) -> list[Finding]:
    at = text.index(planted)
    return [
        each
        for each in found(text, SURROUNDINGS)
        if person in each.people and each.start < at + len(planted) and each.end > at
    ]


@pytest.mark.parametrize("way", WAYS)
@settings(max_examples=12)
@given(who=st.sampled_from(PUPILS), before=st.sampled_from(BEFORE), after=st.sampled_from(AFTER))
def test_a_name_is_found_in_every_way_of_writing_it(way: str, who: object, before: str, after: str) -> None:
    """The right child, at the very place; in every Unicode normalisation the text of the place is the finding's span."""
    person = PUPILS[PUPILS.index(who)]  # type: ignore[arg-type]
    # "Grace" by itself may be the word: how it is used decides, see test_use.py.
    assume(person.forename != "Grace" or not way.startswith("forename"))
    planted = WAYS[way](person.chosen or person.forename, person.surname)
    text = f"{before}{planted}{after}"

    hits = _about(text, person.id, planted)

    assert hits, text
    assert all(text[hit.start : hit.end] == hit.span for hit in hits)
    for form in ("NFC", "NFD", "NFKC", "NFKD"):
        other = unicodedata.normalize(form, text)  # type: ignore[arg-type]
        again = [each for each in found(other, SURROUNDINGS) if person.id in each.people]
        assert again, (form, other)
        assert all(other[each.start : each.end] == each.span for each in again)


@pytest.mark.parametrize("way", LETTER_WAYS)
@pytest.mark.parametrize("first", ["Safiya", "Isabella", "Grace"])
def test_a_name_in_disguise_is_found(way: str, first: str) -> None:
    """Spelled out, split by pictures, digits for letters."""
    planted = LETTER_WAYS[way](first)
    person = next(each for each in PUPILS if each.forename == first)

    assert _about(f"Our winner is {planted}, hooray!", person.id, planted)


@settings(max_examples=150)
@given(st.text(max_size=300))
@example("#@/_.jpg @_ #_ www. https:// a_b_ C.D.E. 3@t |!+ \u200b\u0301\u0301 Mr Mrs. & ’s")
@example("İSAFİYA ẞafiya ﬁ \U0001f468\u200d\U0001f469\u200d\U0001f467 \ud83d")
def test_no_text_makes_the_checks_fail(text: str) -> None:
    """Any string is read to its end, and whatever is found stands where it says."""
    for finding in check([Text("words", text)], SURROUNDINGS):
        assert not finding.code.startswith("check_failed"), finding.code
        assert finding.start < 0 or text[finding.start : finding.end] == finding.span


PIECES = st.sampled_from(
    [
        *(
            "Grace",
            "grace",
            "(",
            "❶",
            "8",
            "is",
            "of",
            "for",
            "Safiya",
            "Bashiir",
            "Mr",
            "Green",
            "the",
            "Khan",
            "Year",
            "4",
            "Holly",
            "van",
            "der",
            "Berg",
            "Mary",
        ),
        *(
            "#",
            "@",
            "’s",
            "'",
            "-",
            "\n",
            "\n\n",
            ",",
            ".",
            " ",
            "🎈",
            "\u200b",
            "&",
            "and",
            "dog",
            "our",
            "A",
            "B.",
            "Kate",
        ),
        *(":", "–", "\u0301", "3", "!"),
    ]
)


@settings(max_examples=150)
@given(st.lists(PIECES, max_size=40).map("".join))
def test_no_heap_of_names_makes_the_checks_fail(text: str) -> None:
    """Names, titles, classes and signs in any order."""
    for finding in check([Text("words", text)], SURROUNDINGS):
        assert not finding.code.startswith("check_failed"), finding.code
        assert text[finding.start : finding.end] == finding.span


@pytest.mark.parametrize(
    "text",
    [
        "we like grace (",
        "❶ Grace ❷ Safiya",
        "Grace is ❽ today",
        "❶ years ago Grace",
        "Grace" + " just" * 60 + " 7",
        "Grace, 3 March 2019: arrived" + " at 5.30" * 60,
        "For Grace",
        "t Grace",
    ],
)
def test_odd_ends_figures_in_circles_and_repetition_are_read_to_the_end(text: str) -> None:
    """No check fails, and none takes longer for each repetition than for the one before."""
    assert not [each for each in check([Text("words", text)], SURROUNDINGS) if each.code.startswith("check_failed")]


def test_staff_are_staff() -> None:
    """Named by title and surname, or in full, they are no pupil (RS-2)."""
    (finding,) = found("Thank you, Mrs Green!", SURROUNDINGS, kind="staff")

    assert (finding.clause, finding.strength, finding.people) == ("RS-2", Strength.WARN, ("S1",))
    assert found("Thank you, Mrs Green!", SURROUNDINGS) == []
