"""A permission with a condition: the author says how the post keeps to it, and SLT decide."""

from __future__ import annotations

from bot.practice import sample
from bot.practice.reading import text_of
from tests.journeys.conftest import PROMISE, Brackenfold, has
from tests.journeys.test_words import asked


def test_a_condition_goes_to_slt_with_its_words(brackenfold: Brackenfold) -> None:
    """It is no plain yes: without the author's words it does not reach SLT, and without SLT's tick not the office."""
    brackenfold.withdraw_permission("Trent", facebook="Yes - group photos only", website="Yes - group photos only")
    brackenfold.try_to_send(brackenfold.priya)
    view = brackenfold.priya.wait_view("post.second")
    assert "has a condition: “Yes - group photos only”" in str(view)
    (question,) = asked(view)
    assert question in brackenfold.priya.submit({"promise": PROMISE}).errors
    assert brackenfold.priya.submit({question: "All thirty of them are in the picture.", "promise": PROMISE}).ok
    card = brackenfold.slt_card()
    assert "Yes - group photos only" in text_of(card)
    assert "Trent" not in str(card)
    assert brackenfold.helen.click(card, "post.approve")
    (look,) = asked(brackenfold.helen.wait_view("post.answer"))
    assert brackenfold.helen.submit({look: ["fine"]}).ok
    assert brackenfold.sue.wait_message(sample.OFFICE, has("task.start"))
