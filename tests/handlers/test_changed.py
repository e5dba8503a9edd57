"""What changed since the version before: exact, readable, bounded in time, and silent about children."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.cards.changed import Edit, edits, summary, what_changed
from tests.domain.making import NOW, body
from tests.handlers.making import PUPILS, Making, card_facts


def _lines(**changes: Any) -> list[str]:
    """The list as it reads, with struck words in [-…-] and new ones in {+…+}."""
    before = Making().sent()
    first = before.revisions[0].body
    facts = card_facts(before.changes_requested().sent(**changes).story(), revision_no=2)
    return ["".join(_read(run.to_dict()) for run in line) for line in what_changed(first, facts)]


def _read(run: dict[str, Any]) -> str:
    style = run.get("style", {})
    if style.get("strike"):
        return f"[-{run['text']}-]"
    return f"{{+{run['text']}+}}" if style.get("bold") else str(run["text"])


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("Our gardeners grew", "Our pupils grew", [Edit("Our gardeners", "Our pupils", "")]),
        ("gardeners grew", "pupils grew", [Edit("gardeners", "pupils", "")]),
        ("We grew beans.", "We grew tall beans.", [Edit("", "tall", "grew")]),
        ("We grew tall beans.", "We grew beans.", [Edit("tall", "", "grew")]),
        ("grew beans", "We grew beans", [Edit("", "We", "")]),
        ("a b c d e", "x b y d e", [Edit("a b c", "x b y", "")]),
        ("a b\nc", "a b c", []),
        ("same", "same", []),
    ],
)
def test_edits_word_by_word(before: str, after: str, expected: list[Edit]) -> None:
    assert edits(before, after) == expected


def test_two_distant_edits_stand_apart() -> None:
    before = "one two three four five six seven"
    assert edits(before, before.replace("two", "2").replace("six", "6")) == [
        Edit("one two", "one 2", ""),
        Edit("five six", "five 6", ""),
    ]


def test_a_rewritten_post_is_summed_up() -> None:
    assert edits(" ".join(f"a{n}" for n in range(90)), " ".join(f"b{n}" for n in range(90))) is None
    assert _lines(words="All new. " * 60)[0].startswith("Words: much has changed (")


def test_what_the_card_says_of_every_kind_of_change() -> None:
    assert _lines(words="Beans and bar charts.", places=("facebook", "newsletter"), people=PUPILS[:1], at=None) == [
        "Words: much has changed (40 words before, 4 now). Please read them again.",
        "Where: added {+newsletter+}",
        "Where: taken out [-Instagram and school website-]",
        "When: “[-Fri 27 Nov, 3:30pm-]” is now “{+as soon as it is approved+}”",
        "Pupils featured: the list changed",
        "Nothing else",
    ]


def test_only_white_space() -> None:
    first = Making().sent().revisions[0].body.words
    assert _lines(words=first.replace(" Our", "\n\nOur")) == ["Words: only spaces or line breaks", "Nothing else"]


@pytest.mark.parametrize("people", [PUPILS[:1], (*PUPILS, "P9"), ("P7", "P8", "P9")])
def test_pupils_are_never_counted_against_each_other(people: tuple[str, ...]) -> None:
    """More, fewer or others read the same: fewer would say that somebody had to go."""
    assert _lines(people=people) == ["Pupils featured: the list changed", "Nothing else"]


def test_the_notification_names_what_changed() -> None:
    first = body()
    assert summary(first, replace(first, words="x", at=NOW, people=())) == (
        "The words, the time and the list of pupils changed."
    )
    assert summary(first, first) == ""


@settings(deadline=None)
@given(st.text(alphabet="ab \n&", max_size=200), st.text(alphabet="ab \n&", max_size=200))
def test_edits_never_lose_a_word(before: str, after: str) -> None:
    """Whatever is new stands in an edit, unless the whole is summed up."""
    found = edits(before, after)
    if found is None:
        return
    told = " ".join(edit.new for edit in found).split()
    assert set(after.split()) - set(before.split()) <= set(told)
    assert (found == []) == (before.split() == after.split())


def test_words_that_repeat_cost_no_time() -> None:
    """Comparing goes with the square and worse for words that repeat; a card must not wait for it."""
    began = time.process_time()
    for one, other in (("a " * 1500, "b a " * 750), ("a b " * 99, "b a " * 99), ("& " * 1499, "& " * 1500)):
        edits(one, other)
    assert time.process_time() - began < 2
