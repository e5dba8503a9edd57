"""A name in the words: blocked at the field, answered in the second step, decided by SLT, caught when the register changes."""

from __future__ import annotations

from typing import Any

from bot.practice import sample
from bot.practice.reading import text_of
from tests.journeys.conftest import ONE_WAY, PROMISE, Brackenfold, Message, has

pytestmark = ONE_WAY

WITH_GRACE = "Our Grace and Harmony choir sang. Well done, everybody!"


def asked(view: dict[str, Any]) -> list[str]:
    """The fields of a form that put a question about the words."""
    return [block["block_id"] for block in view["blocks"] if block["block_id"].startswith("reply:")]


def second_step(brackenfold: Brackenfold, words: str = WITH_GRACE) -> dict[str, Any]:
    """Priya sends a post with a word that may be a name. Returns the second step."""
    brackenfold.try_to_send(brackenfold.priya, words=words)
    return brackenfold.priya.wait_view("post.second")


def answered(brackenfold: Brackenfold) -> Message:
    """Priya says that it is not a child, and sends it. Returns SLT's card."""
    (question,) = asked(second_step(brackenfold))
    sent = brackenfold.priya.submit({question: ["not-a-child"], "promise": PROMISE})
    assert sent.ok, sent
    brackenfold.priya.wait_no_view()
    return brackenfold.slt_card()


def test_a_full_name_is_blocked_at_the_field(brackenfold: Brackenfold) -> None:
    """The author reads which words, whatever was agreed for the child; nothing reaches SLT, and no name the log."""
    sent = brackenfold.try_to_send(brackenfold.priya, words="Maisie Trent grew the tallest bean plant!")
    assert set(sent.errors) == {"words"}
    assert "Maisie Trent" in sent.errors["words"]
    again = brackenfold.priya.submit({})
    assert set(again.errors) == {"words"}  # a full name cannot be contested
    (entry, _) = [each for each in brackenfold.entries() if each.what == "post:blocked"]
    assert "Maisie" not in str(entry.findings)
    assert brackenfold.priya.submit({"words": "One of our gardeners grew the tallest bean plant!"}).ok


def test_not_a_child_is_one_tap_and_slt_answer_it(brackenfold: Brackenfold) -> None:
    """The author ticks; SLT see what was found and answered, and their own tick comes with the yes."""
    card = answered(brackenfold)
    assert "Please look at 1 thing" in str(card)
    assert "Is “Grace” a child? The author says no." in text_of(card)
    assert brackenfold.helen.click(card, "post.approve")
    view = brackenfold.helen.wait_view("post.answer")
    assert "Grace Okoro" in str(view)  # whom it may mean, for SLT alone
    (question,) = asked(view)
    assert brackenfold.helen.submit({question: ["fine"]}).ok
    task = brackenfold.sue.wait_message(sample.OFFICE, has("task.start"))
    brackenfold.start(task)
    approved = next(each for each in brackenfold.entries() if each.what == "post:approved")
    code = next(each for each in approved.findings if each["clause"] == "SP-2")
    assert (code["author"], code["slt"]) == ("not_a_child", "fine")
    assert "grace" not in str(approved.findings).lower()
    assert "Okoro" not in str(brackenfold.helen.messages(sample.SLT))


def test_back_keeps_both_steps_and_the_answer_outlives_an_edit(brackenfold: Brackenfold) -> None:
    """Back shows the first step again; what was ticked in the second is there when it opens anew, and counts for an edit."""
    (question,) = asked(second_step(brackenfold))
    brackenfold.priya.fill({question: ["not-a-child"]})
    brackenfold.priya.close()
    assert brackenfold.priya.wait_view("post.form")
    brackenfold.priya.submit({})
    view = brackenfold.priya.wait_view("post.second")
    assert "initial_options" in next(b for b in view["blocks"] if b["block_id"] == question)["element"]
    assert brackenfold.priya.submit({"promise": PROMISE}).ok
    brackenfold.decide(brackenfold.helen, brackenfold.slt_card(), "post.request_changes", "Please say which year.")
    brackenfold.priya.click(brackenfold.priya.wait_message("dm", has("post.edit")), "post.edit")
    brackenfold.priya.wait_view("post.form")
    sent = brackenfold.priya.submit({"words": f"Year 4! {WITH_GRACE}", "promise": PROMISE})
    assert sent.ok, sent
    brackenfold.priya.wait_no_view()
    assert "Is “Grace” a child? The author says no." in text_of(brackenfold.slt_card("version 2"))


def test_a_child_who_joins_between_sending_and_approving(brackenfold: Brackenfold) -> None:
    """The register of the moment counts: SLT's card says neutrally that it cannot go out, the author is told what is in it."""
    card = brackenfold.send(words="Ravi Kapoor’s shop gave us the paint. Thank you!")
    brackenfold.add_pupil("Ravi", "Kapoor")
    brackenfold.helen.click(card, "post.approve")
    brackenfold.told(brackenfold.helen, "cannot be approved just now", sample.SLT)
    card = brackenfold.slt_card("cannot go out as it stands")
    assert "The author knows what to do" in str(card)
    held = brackenfold.priya.wait_message("dm", has("post.see_who"))
    assert "Ravi" not in held["text"]
    brackenfold.priya.click(held, "post.see_who")
    assert "Ravi Kapoor" in str(brackenfold.priya.wait_view("post.see_who"))


def test_a_name_in_a_reason_is_not_passed_on(brackenfold: Brackenfold) -> None:
    """What SLT write to the author is read like the post itself."""
    answer = brackenfold.decide(
        brackenfold.helen, brackenfold.send(), "post.request_changes", "Please take out Maisie Trent."
    )
    assert "Maisie Trent" in answer.errors["reason"]
    assert brackenfold.helen.submit({"reason": "Please take out the child’s name."}).ok
    assert brackenfold.refusals() == ["name_in_reason"]


def test_a_name_that_is_somebody_elses_is_contested(brackenfold: Brackenfold) -> None:
    """Told at the field first; sent once more, the author says why, SLT answer that very span, and it can go out."""
    words = "Jaxon played his guitar for us before the harvest lunch."
    sent = brackenfold.try_to_send(brackenfold.priya, words=words)
    assert "“Jaxon”" in sent.errors["words"]
    assert "press Send to SLT once more" in sent.errors["words"]
    brackenfold.priya.submit({})
    (question,) = asked(brackenfold.priya.wait_view("post.second"))
    named = brackenfold.priya.submit({question: "He is a friend of Maisie Trent.", "promise": PROMISE})
    assert "Maisie Trent" in named.errors[question]
    assert brackenfold.priya.submit({question: "He is the guitarist of a band.", "promise": PROMISE}).ok
    card = brackenfold.slt_card()
    assert "The author says no: “He is the guitarist of a band.”" in text_of(card)
    brackenfold.helen.click(card, "post.approve")
    view = brackenfold.helen.wait_view("post.answer")
    assert asked(view) == [question]
    brackenfold.helen.submit({question: ["fine"]})
    brackenfold.sue.wait_message(sample.OFFICE, has("task.start"))
    (told,) = [each for each in brackenfold.entries() if each.what == "post:asked" and each.as_role == "slt"]
    assert "guitarist" not in str(told.findings)


def test_what_only_people_can_judge_is_answered_with_a_reason(brackenfold: Brackenfold) -> None:
    """One question for each kind; a reason names nobody; SLT read it and decide."""
    view = second_step(brackenfold, "What idiots park on the zig-zags, you muppets!")
    (question,) = asked(view)
    named = brackenfold.priya.submit({question: "Maisie Trent wrote it.", "promise": PROMISE})
    assert "Maisie Trent" in named.errors[question]
    assert brackenfold.priya.submit({question: "A line of our play.", "promise": PROMISE}).ok
    card = brackenfold.slt_card()
    assert "“A line of our play.”" in text_of(card)
    brackenfold.helen.click(card, "post.approve")
    view = brackenfold.helen.wait_view("post.answer")
    assert brackenfold.helen.submit({each: ["fine"] for each in asked(view)}).ok
    brackenfold.sue.wait_message(sample.OFFICE, has("task.start"))
