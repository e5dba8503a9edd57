"""What somebody may type: mistakes are sentences at their field, all at once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.drafting import LONGEST, compose, mistakes
from bot.domain.policy import Field
from bot.domain.post import Body, Draft, Purpose
from bot.domain.typed import clean, had_invisible, has_letters
from tests.domain.making import NOW, TRUST


def draft(**changes: Any) -> Draft:
    plain: dict[str, Any] = {
        "school": "brackenfold",
        "purpose": Purpose.LEARNING,
        "words": "Our gardeners measured every bean plant.",
        "places": ("facebook",),
        "pupils": ("p1",),
        "promise": TRUST.policy.declaration_id,
    }
    return Draft(**{**plain, **changes})


def codes(**changes: Any) -> list[tuple[Field, str]]:
    return [(each.field, each.code) for each in mistakes(draft(**changes), trust=TRUST, now=NOW)]


def test_a_complete_form_has_no_mistakes() -> None:
    """Nothing to say, nothing said."""
    assert codes() == []


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"words": ""}, [(Field.WORDS, "no_words")]),
        ({"words": "  \n\t "}, [(Field.WORDS, "no_words")]),
        ({"words": "\u200b\u200d\ufeff"}, [(Field.WORDS, "no_words")]),
        ({"words": "\u202e\u2066"}, [(Field.WORDS, "no_words")]),
        ({"words": "a" * (LONGEST + 1)}, [(Field.WORDS, "too_long")]),
        ({"words": "a" * LONGEST}, []),
        ({"words": "🌱"}, []),
        ({"words": "مرحبا بكم"}, []),
        ({"school": ""}, [(Field.SCHOOL, "school_unknown")]),
        ({"school": "elsewhere"}, [(Field.SCHOOL, "school_unknown")]),
        ({"purpose": None}, [(Field.PURPOSE, "no_purpose")]),
        ({"places": ()}, [(Field.PLACES, "no_place")]),
        ({"places": ("facebook", "myspace")}, [(Field.PLACES, "place_unknown")]),
        ({"scheduled": True}, [(Field.AT, "no_time")]),
        ({"scheduled": True, "at": NOW}, [(Field.AT, "time_passed")]),
        ({"scheduled": True, "at": NOW - timedelta(days=1)}, [(Field.AT, "time_passed")]),
        ({"scheduled": True, "at": NOW + timedelta(days=400)}, [(Field.AT, "too_far")]),
        ({"scheduled": True, "at": NOW + timedelta(minutes=1)}, []),
        ({"scheduled": False, "at": NOW - timedelta(days=1)}, []),
        # Both one o'clocks of the night when the clocks go back are moments of their own.
        ({"scheduled": True, "at": datetime(2027, 10, 31, 0, 30, tzinfo=UTC)}, []),
        ({"scheduled": True, "at": datetime(2027, 10, 31, 1, 30, tzinfo=UTC)}, []),
    ],
)
def test_each_mistake_stands_at_its_field(changes: dict[str, Any], expected: list[tuple[Field, str]]) -> None:
    """One table for everything that the form itself refuses."""
    assert expected == codes(**changes)


def test_all_mistakes_are_told_at_once() -> None:
    """Nobody mends one only to hear of the next."""
    assert {Field.WORDS, Field.PURPOSE, Field.PLACES} == {
        field for field, _ in codes(words="", purpose=None, places=())
    }


@given(st.text(max_size=400))
def test_cleaning_is_settled_after_once(words: str) -> None:
    """Cleaned words stay as they are, hold nothing invisible, and still read the same to a reader."""
    once = clean(words)
    assert clean(once) == once
    assert not had_invisible(once)
    assert "\x00" not in once


@given(st.text(max_size=200))
def test_words_that_can_be_read_survive_cleaning(words: str) -> None:
    """Letters, digits and signs are never lost."""
    assert has_letters(words) == has_letters(clean(words))


def test_joined_emoji_keep_their_joiners() -> None:
    """A family emoji is several joined by invisible joiners, which must stay."""
    family = "👩\u200d👧\u200d👦"
    assert clean(f"{family} \u200bhello\u202e") == f"{family} hello"


@given(
    st.builds(
        Body,
        school=st.just("brackenfold"),
        purpose=st.sampled_from(Purpose),
        words=st.text(max_size=80),
        places=st.lists(st.sampled_from(["facebook", "x"]), unique=True).map(tuple),
        people=st.lists(st.sampled_from(["p1", "p2", "p3"]), unique=True).map(tuple),
        nobody=st.booleans(),
        at=st.one_of(st.none(), st.just(NOW)),
        promise=st.just("d"),
    )
)
def test_a_body_is_spelled_one_way(body: Body) -> None:
    """The canonical form reads back to itself, whatever order people and places came in."""
    again = Body.from_canonical(body.canonical())
    assert again.canonical() == body.canonical()


def test_composing_joins_people_once() -> None:
    """A child picked alone and with the class is one child."""
    assert compose(draft(), ["p2", "p1", "p2"]).people == ("p1", "p2")
