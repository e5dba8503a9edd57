"""Colleagues who are shown say yes or no for themselves; other adults need a permission on record; nobody is named on a card."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import insert

from bot.domain.consent import ConsentState
from bot.practice import sample
from bot.practice.people import Person
from bot.practice.reading import text_of
from storage import register
from storage.tables import PersonNameRow, PersonRow, table
from tests.journeys.conftest import LINKS, ONE_WAY, PROMISE, WORDS, Brackenfold, Message, has

pytestmark = ONE_WAY


def asked(person: Person, fragment: str = "It is up to you") -> Message:
    return person.wait_message("dm", has("permission.no", fragment))


def sweep(brackenfold: Brackenfold) -> None:
    brackenfold.rehearsal.bot.workflow.watch.sweep()


def test_nobody_is_shown_who_has_not_said_yes(brackenfold: Brackenfold) -> None:
    """Two are asked; SLT may say yes before them; the last answer gives it to the office; an author who is in it is not asked."""
    dan, lane, helen = brackenfold.person(sample.DAN), brackenfold.person(sample.LANE), brackenfold.helen
    card = brackenfold.send(staff=[sample.DAN, sample.LANE, sample.PRIYA])
    assert "1 of 3 have answered" in text_of(card)
    question = asked(dan)
    assert WORDS in text_of(question)
    assert helen.click(card, "post.approve").ok
    card = helen.wait_message(sample.SLT, lambda m: "waits for 2 of 3 adults to answer" in text_of(m))
    assert "Dan" not in str(card)
    brackenfold.priya.wait_message("dm", lambda m: "It waits for 2 of 3 adults to answer" in text_of(m))
    dan.click(question, "permission.yes")
    dan.wait_message("dm", lambda m: "You said yes" in m["text"])
    lane.click(asked(lane), "permission.yes")
    brackenfold.start(brackenfold.sue.wait_message(sample.OFFICE, has("task.start")))
    assert brackenfold.refusals() == []


def test_a_no_is_told_to_the_author_alone_and_can_be_taken_back(brackenfold: Brackenfold) -> None:
    """SLT read the same neutral line as ever; the author sees who in a form; a changed answer lifts it."""
    dan = brackenfold.person(sample.DAN)
    brackenfold.send(staff=[sample.DAN])
    dan.click(asked(dan), "permission.no")
    sweep(brackenfold)
    card = brackenfold.helen.wait_message(sample.SLT, lambda m: "cannot go out as it stands" in text_of(m))
    assert "Dan" not in str(card)
    held = brackenfold.priya.wait_message("dm", has("post.see_who"))
    assert "Dan" not in str(held)
    brackenfold.priya.click(held, "post.see_who")
    assert "Dan Whitlock" in text_of(brackenfold.priya.wait_view("post.see_who"))
    brackenfold.sue.command("/socialpost", "consent Dan Whitlock")
    assert "answered in Slack" in text_of(brackenfold.sue.wait_view("consent"))
    said = dan.wait_message("dm", lambda m: "You said no" in m["text"])
    dan.click(said, "permission.yes")
    sweep(brackenfold)
    brackenfold.approve()


def test_a_no_after_publication_takes_the_post_down(brackenfold: Brackenfold) -> None:
    """A permission can be taken back at any time, by the same message."""
    dan = brackenfold.person(sample.DAN)
    brackenfold.send(staff=[sample.DAN])
    dan.click(asked(dan), "permission.yes")
    sweep(brackenfold)
    assert brackenfold.publish(brackenfold.start(brackenfold.approve()), **LINKS).ok
    dan.click(dan.wait_message("dm", lambda m: "You said yes" in m["text"]), "permission.no")
    sweep(brackenfold)
    brackenfold.sue.wait_message(sample.OFFICE, has("takedown.removed"))


def test_a_yes_for_the_year_is_not_asked_again_and_a_yes_to_other_words_is(brackenfold: Brackenfold) -> None:
    """Standing permission counts for the next post; a yes for one post belongs to its words."""
    dan, lane = brackenfold.person(sample.DAN), brackenfold.person(sample.LANE)
    first = brackenfold.send(staff=[sample.DAN, sample.LANE])
    dan.click(asked(dan), "permission.yes")
    dan.click(dan.wait_message("dm", has("permission.always")), "permission.always")
    dan.wait_message("dm", lambda m: "until the end of the school year" in text_of(m))
    lane.click(asked(lane), "permission.yes")
    lane.wait_message("dm", lambda m: "You said yes" in m["text"])
    sweep(brackenfold)
    brackenfold.decide(brackenfold.helen, first, "post.request_changes", "Say more.")
    brackenfold.priya.click(brackenfold.priya.wait_message("dm", has("post.edit")), "post.edit")
    brackenfold.priya.wait_view("post.form")
    assert brackenfold.priya.submit({"words": WORDS + " Hooray.", "promise": PROMISE}).ok
    card = brackenfold.slt_card("version 2")
    assert "1 of 2 have answered" in text_of(card)
    lane.wait_message("dm", has("permission.yes", "Hooray"))


def test_other_adults_need_a_permission_on_record(brackenfold: Brackenfold) -> None:
    """A visitor without one stops the post at the field; with one, and its evidence, the post goes on."""
    bot = brackenfold.rehearsal.bot
    with brackenfold.rehearsal.store.write() as connection:
        visitor = _visitor(connection)
    priya = brackenfold.priya
    assert priya.command("/socialpost")
    priya.wait_view("post.form")
    values = brackenfold.fill(priya)
    values["adults"] = [priya.options("adults", "Ada")[0]]
    answer = priya.submit(values)
    assert "no permission on record to show Ada Visitor" in answer.errors["adults"]
    bot.workflow.watch.desk.ledger.run(
        brackenfold.clock,
        lambda book: register.record(
            book,
            person=visitor,
            state=ConsentState.GRANTED,
            places=["facebook", "website"],
            given_by="Ada Visitor",
            relation="themselves",
            evidence="letter of 3 November",
            given_on=date(2026, 11, 3),
            entered_by=sample.SUE,
        ),
    )
    assert priya.submit({}).ok
    card = brackenfold.slt_card()
    assert "on record with the office" in text_of(card)
    assert "Ada" not in str(card)


NAMED = "Thank you to Dan Whitlock, who mended our greenhouse this week."


def test_a_colleague_whom_the_words_name_is_asked_once_the_office_has_said_who_it_is(brackenfold: Brackenfold) -> None:
    """Nobody is guessed: the author is asked first. Linked, they are asked like one who was chosen."""
    dan, priya, sue = brackenfold.person(sample.DAN), brackenfold.priya, brackenfold.sue
    brackenfold.add_staff("Dan", "Whitlock")
    assert brackenfold.try_to_send(priya, words=NAMED).ok
    assert "Which adults are in it?" in text_of(priya.wait_view("post.second"))
    assert sue.command("/socialpost", "consent Dan Whitlock")
    sue.wait_view("consent")
    sue.click_view("consent.link")
    sue.wait_view("consent.link")
    assert sue.submit({"colleague": sample.DAN}).ok
    assert "colleague:linked" in brackenfold.vocabulary()
    priya.close(clear=True)
    card = brackenfold.send(words=NAMED)
    assert "0 of 1 have answered" in text_of(card)
    dan.click(asked(dan, "mended our greenhouse"), "permission.yes")
    sweep(brackenfold)
    brackenfold.start(brackenfold.approve(brackenfold.slt_card("All of them have answered")))


def test_an_author_who_names_themselves_says_yes_by_sending_it(brackenfold: Brackenfold) -> None:
    """Chosen and named are one person, and their own post asks nobody."""
    words = "I am Priya Nair, and my class grew these beans."
    card = brackenfold.send(words=words, staff=[sample.PRIYA])
    assert "*Adults shown:* 1. All of them have answered." in text_of(card)
    brackenfold.approve(brackenfold.slt_card())


def _visitor(connection: Any) -> str:
    row = dict.fromkeys(("middle_names", "chosen_forename", "year_group", "class_name"), "")
    row |= {"id": "p_visitor", "school_id": "brackenfold", "mis_id": "V1", "role": "visitor"}
    row |= {"legal_forename": "Ada", "legal_surname": "Visitor", "sort_name": "ada visitor"}
    connection.execute(insert(table(PersonRow)), row)
    connection.execute(
        insert(table(PersonNameRow)),
        [{"person_id": "p_visitor", "school_id": "brackenfold", "folded": word} for word in ("ada", "visitor")],
    )
    return "p_visitor"
