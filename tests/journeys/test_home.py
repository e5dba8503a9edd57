"""The Home tab: what needs somebody, their own posts, and the stop for those who may."""

from __future__ import annotations

from bot.practice import sample
from bot.practice.reading import text_of
from tests.journeys.conftest import Brackenfold


def test_home_shows_what_waits_and_the_stop_only_to_those_who_may(brackenfold: Brackenfold) -> None:
    """The author sees their post, SLT what waits for them and the stop at the top; a guest sees nothing."""
    brackenfold.send()
    priya, helen = brackenfold.priya, brackenfold.helen
    priya.home()
    mine = text_of(priya.wait_home("With SLT"))
    assert "Stop all posts" not in mine
    assert "Waiting for you" not in mine

    helen.home()
    shown = helen.wait_home("Waiting for you")
    assert "Stop all posts" in str(shown["blocks"][0])
    assert helen.click_home("stop.open").ok
    helen.wait_view("stop.now")
    assert helen.submit({"reason": "An accident near the school"}).ok
    helen.home()
    helen.wait_home("Posts at Brackenfold are stopped")

    assert priya.click_home("post.open:1").ok
    priya.wait_view("post.open")
    guest = brackenfold.person(sample.GUEST)
    guest.home()
    assert guest.command("/socialpost", "help")
    brackenfold.told(guest, "works only for members")
    assert guest.home() is None
