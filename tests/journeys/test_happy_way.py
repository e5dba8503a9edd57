"""One post's whole way, and everybody told the same story."""

from __future__ import annotations

from bot.practice import sample
from bot.practice.reading import text_of
from tests.journeys.conftest import LINKS, WORDS, Brackenfold, has, without


def test_a_post_goes_all_the_way(brackenfold: Brackenfold) -> None:
    """Sent, approved, started, published: the author, SLT and the office each see how it ended, and the log proves it."""
    card = brackenfold.send()
    assert WORDS in text_of(card)
    assert "Maisie" not in str(card)
    task = brackenfold.start(brackenfold.approve(card))
    assert brackenfold.publish(task).ok

    for person, channel in (
        (brackenfold.sue, sample.OFFICE),
        (brackenfold.helen, sample.SLT),
        (brackenfold.priya, "dm"),
    ):
        message = person.wait_message(channel, without("task.published", LINKS["link:facebook"]))
        assert "Published" in text_of(message)
        assert not has("post.approve")(message)
    happened = brackenfold.vocabulary()
    expected = ["post:submitted", "post:approved", "post:released", "post:started", "post:published"]
    assert expected == [each for each in happened if each.startswith("post:")]


def test_changes_are_asked_for_and_shown(brackenfold: Brackenfold) -> None:
    """SLT's reason reaches the author; the new card shows the change; the old card sends people on."""
    card = brackenfold.send()
    assert brackenfold.decide(brackenfold.helen, card, "post.request_changes", "Say pupils, not gardeners.").ok
    message = brackenfold.priya.wait_message("dm", has("post.edit", "Say pupils, not gardeners."))
    brackenfold.priya.click(message, "post.edit")
    view = brackenfold.priya.wait_view("post.form")
    assert WORDS in text_of(view)
    sent = brackenfold.priya.submit(
        {"words": WORDS.replace("gardeners", "pupils"), "promise": ["declaration-June 2021"]}
    )
    assert sent.ok, sent
    new = brackenfold.slt_card("version 2")
    assert "gardeners" in text_of(new)
    assert "Say pupils, not gardeners." in text_of(new)
    old = brackenfold.helen.wait_message(sample.SLT, "Replaced by version 2")
    assert not has("post.approve")(old)
    brackenfold.approve(new)


def test_sending_without_a_change_is_no_new_version(brackenfold: Brackenfold) -> None:
    """The author is told at the words; SLT get no second card."""
    card = brackenfold.send()
    brackenfold.decide(brackenfold.helen, card, "post.request_changes", "Please mend it.")
    brackenfold.priya.click(brackenfold.priya.wait_message("dm", has("post.edit")), "post.edit")
    brackenfold.priya.wait_view("post.form")
    answer = brackenfold.priya.submit({"promise": ["declaration-June 2021"]})
    assert "same as version 1" in (answer.errors or {})["words"]
    assert brackenfold.vocabulary().count("post:submitted") == 1


def test_a_reminder_needs_two_yeses(brackenfold: Brackenfold) -> None:
    """SLT and a reminder authoriser both sign, in either order; the office hears only after both."""
    brackenfold.send(purpose="reminder", words="Please bring a coat on Thursday.", nobody=["nobody"])
    lane = brackenfold.person(sample.LANE)
    own = lane.wait_message("dm", has("post.approve"))
    assert lane.click(own, "post.approve")
    card = brackenfold.slt_card("Sign-offs: 1 of 2")
    assert not [m for m in brackenfold.sue.messages(sample.OFFICE) if has("task.start")(m)]
    brackenfold.approve(card)
    what = brackenfold.vocabulary()
    assert [each for each in what if each in {"post:signed", "post:approved"}] == ["post:signed", "post:approved"]


def test_a_whole_class_is_expanded(brackenfold: Brackenfold) -> None:
    """Picking a class lists every child in it: one without permission stops the post at the field."""
    answer = brackenfold.try_to_send(brackenfold.priya, pupils=["Hazel"])
    assert "There is no permission on record" in (answer.errors or {})["pupils"]


def test_partly_published_stays_open_for_the_rest(brackenfold: Brackenfold) -> None:
    """One link today, the other tomorrow: the task stays open until both are recorded."""
    task = brackenfold.start(brackenfold.approve(brackenfold.send()))
    first = {"link:facebook": LINKS["link:facebook"], "as_approved": ["as-approved"]}
    assert brackenfold.publish(task, **first).ok
    again = brackenfold.sue.wait_message(sample.OFFICE, has("task.published", LINKS["link:facebook"]))
    second = {"link:website": LINKS["link:website"], "as_approved": ["as-approved"]}
    assert brackenfold.publish(again, **second).ok
    brackenfold.sue.wait_message(sample.OFFICE, without("task.published", LINKS["link:website"]))


def test_the_message_shortcut_takes_the_words_along(brackenfold: Brackenfold) -> None:
    """A colleague's message becomes the draft as it was typed, although Slack keeps it escaped."""
    ts = brackenfold.priya.say(sample.STAFF, "Beans & charts: 3 < 5 &amp; <!channel>")
    brackenfold.priya.message_shortcut("shortcut.message", sample.STAFF, ts)
    view = brackenfold.priya.wait_view("post.form")
    assert "Beans & charts: 3 < 5 &amp; <!channel>" in str(view)


def test_the_global_shortcut_opens_the_form(brackenfold: Brackenfold) -> None:
    """The same form as by the command."""
    brackenfold.priya.shortcut("shortcut.new_post")
    brackenfold.priya.wait_view("post.form")


def test_help_and_own_list_answer_privately(brackenfold: Brackenfold) -> None:
    """Nobody else sees either."""
    brackenfold.send()
    brackenfold.priya.command("/socialpost", "help", sample.STAFF)
    brackenfold.told(brackenfold.priya, "/socialpost mine", sample.STAFF)
    assert not brackenfold.helen.ephemerals(sample.STAFF)
    brackenfold.priya.command("/socialpost", "mine")
    assert "With SLT" in text_of(brackenfold.priya.wait_view("mine"))
