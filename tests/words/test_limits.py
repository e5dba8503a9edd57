"""What places take, counted as they count."""

from __future__ import annotations

import pytest

from bot.domain.trust import Limits, Platform
from bot.settings_places import PLATFORMS
from bot.words.limits import counts, length, over_limits

X = next(place for place in PLATFORMS if place.key == "x")
INSTAGRAM = next(place for place in PLATFORMS if place.key == "instagram")
SMALL = Platform(key="board", name="Board", phrase="the board", limits=Limits(characters=10))


@pytest.mark.parametrize(
    ("text", "weight"),
    [
        ("Hello", 5),
        ("£5 – “yes”", 10),
        ("école", 5),
        ("e\u0301cole", 5),
        ("日本", 4),
        ("👩‍👩‍👧‍👦", 2),
        ("🇬🇧 👍🏽", 5),
        ("7️⃣", 2),
        ("see https://www.brackenfold.sch.example/a/very/long/way/to/the/menu now", 3 + 1 + 23 + 1 + 3),
        ("brackenfold.org.uk!", 24),
        ("Mr.Smith is 3.5 years in", 24),
        ("ok@example.org", 14),
        ("© 2026", 6),
    ],
)
def test_x_counts_in_weights(text: str, weight: int) -> None:
    """Links are 23, emoji 2 whatever they are made of, letters beyond the western alphabets 2; composed letters are one."""
    assert weight == length(text, X.limits)


def test_too_long_a_post_is_told_by_how_much_and_where() -> None:
    """The finding is the part that is too much; a place without a limit says nothing."""
    website = next(place for place in PLATFORMS if place.key == "website")
    (found,) = over_limits("0123456789abc", (SMALL, website))

    assert (found.span, found.places, found.code) == ("abc", ("board",), "too_long")
    assert found.sentence == ("Board takes 10 characters and this is 13: please take out 3. You can also untick Board.")
    assert over_limits("0123456789", (SMALL,)) == ()


def test_x_is_full_at_its_weight() -> None:
    """280 letters fit, one more does not, and an emoji is never cut in two."""
    assert over_limits("a" * 280, (X,)) == ()
    (found,) = over_limits("a" * 279 + "👩‍👧!", (X,))
    assert found.span == "👩‍👧!"


def test_hashtags_are_counted_where_a_place_limits_them() -> None:
    """Figures alone are no hashtag; the sixth one is too many for Instagram."""
    text = "We are #1 &#39; " + " ".join(f"#Tag{letter}" for letter in "ABCDEF")
    (found,) = over_limits(text, (INSTAGRAM, X))

    assert (found.code, found.span) == ("too_many_hashtags", "#TagF")


def test_the_counts_are_there_to_be_shown_while_one_writes() -> None:
    """One count a place, in the places' order, as a phrase."""
    board, insta = counts("Hello #There 12", (SMALL, INSTAGRAM))

    assert (board.phrase, board.is_over) == ("Board: 15 of 10, 5 too many", True)
    assert (insta.phrase, insta.hashtags, insta.is_over) == ("Instagram: 15 of 2,200", 1, False)
