"""A parent withdraws: whatever has become of a post that shows the child by then, it is acted on at once, and nobody is named."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import select

from bot.domain.consent import ANY, ConsentState
from bot.practice import sample
from bot.practice.reading import text_of
from storage import register
from storage.tables import TaskRow, table
from tests.journeys.conftest import OTHER_WAY, Brackenfold, Message, has, without

pytestmark = OTHER_WAY

LINK = {"link:facebook": "https://facebook.example/1", "link:website": "https://brackenfold.example/1"}


def withdraw(brackenfold: Brackenfold, *places: str, state: ConsentState = ConsentState.WITHDRAWN) -> None:
    """A parent of Maisie's phones the office, which enters it."""
    bot = brackenfold.rehearsal.bot
    with brackenfold.rehearsal.store.read() as connection:
        (maisie,) = register.suggest(connection, ["brackenfold"], "Maisie Trent")
    said: dict[str, Any] = {"given_by": "Ms Trent", "relation": "mother", "evidence": "by telephone"}
    bot.workflow.watch.desk.ledger.run(
        brackenfold.clock,
        lambda book: register.record(
            book,
            person=maisie.id,
            state=state,
            places=places or (ANY,),
            given_on=date(2026, 11, 24),
            entered_by=sample.SUE,
            **said,
        ),
    )
    bot.workflow.watch.sweep()


def number(message: Message) -> str:
    """The post that a card is about: "42"."""
    return str(message["text"]).partition("ost ")[2].partition(" ")[0].rstrip(".,")


def about(post: str, fragment: str) -> Any:
    return lambda message: f"ost {post}" in text_of(message) and fragment in text_of(message)


def test_a_withdrawal_at_every_stage_of_a_posts_life(brackenfold: Brackenfold) -> None:
    """A draft, one with SLT, one with the office, one published: author told, card marked, held, taken down with proof."""
    priya, helen, sue = brackenfold.priya, brackenfold.helen, brackenfold.sue
    published = number(brackenfold.send(words="The first post about beans."))
    task = brackenfold.start(brackenfold.approve())
    assert brackenfold.publish(task, **LINK, as_approved=["as-approved"]).ok
    approved = number(brackenfold.send(words="The second post about beans."))
    brackenfold.approve(brackenfold.slt_card("second post"))
    waiting = number(brackenfold.send(words="The third post about beans."))
    priya.command("/socialpost")
    priya.wait_view("post.form")
    whole_class = brackenfold.pupils(priya, "Hazel")
    typed = brackenfold.fill(priya, pupils=(), words="The fourth post about beans.", promise=[])
    priya.fill({**typed, "pupils": whole_class})
    priya.close()

    withdraw(brackenfold)

    draft = priya.wait_message("dm", has("post.see_who", "which you are writing"))
    assert "Maisie" not in str(draft)
    priya.click(draft, "post.see_who")
    assert "Maisie Trent" in text_of(priya.wait_view("post.see_who"))
    priya.close()
    priya.wait_message("dm", lambda m: f"Post {waiting} cannot go out" in m["text"])
    card = helen.wait_message(sample.SLT, about(waiting, "cannot go out as it stands"))
    assert "Maisie" not in str(card)
    helen.click(card, "post.approve")
    brackenfold.told(helen, "cannot be approved just now", sample.SLT)
    warned = sue.wait_message(
        sample.OFFICE, lambda m: m["text"].startswith(f"Please do not publish post {approved}. If")
    )
    assert has("task.start")(sue.wait_message(sample.OFFICE, about(approved, "Do not publish"))) is False
    assert "Maisie" not in str(warned)
    helen.wait_message(sample.SLT, about(approved, "On hold"))
    down = sue.wait_message(sample.OFFICE, has("takedown.removed", f"Post {published}"))
    assert "Maisie" not in str(down)
    for place in ("facebook", "website"):
        down = sue.wait_message(sample.OFFICE, has("takedown.removed", f"Post {published}"))
        sue.click(down, f"takedown.removed:{place}")
    proof = sue.wait_message(sample.OFFICE, without("takedown.removed", f"Post {published} is down everywhere"))
    assert text_of(proof).count("removed by") == 2
    happened = brackenfold.vocabulary()
    assert (happened.count("takedown:opened"), happened.count("takedown:removed")) == (1, 2)
    assert happened.count("post:held") == 1
    before = len(happened)
    brackenfold.rehearsal.bot.workflow.watch.sweep()
    assert len(brackenfold.vocabulary()) == before


def test_one_place_alone_is_taken_down_and_the_rest_may_stay(brackenfold: Brackenfold) -> None:
    """Permission for Facebook is gone: that link comes down, the website's stays, and the office's open place is not posted."""
    brackenfold.send(places=["facebook", "website", "newsletter"])
    task = brackenfold.start(brackenfold.approve())
    assert brackenfold.publish(task, **LINK, as_approved=["as-approved"]).ok
    withdraw(brackenfold, "facebook", "newsletter")
    down = brackenfold.sue.wait_message(sample.OFFICE, has("takedown.removed"))
    assert "from the places below" in text_of(down)
    assert not has("takedown.removed:website")(down)
    brackenfold.sue.wait_message(sample.OFFICE, lambda m: "anywhere else" in m["text"])
    brackenfold.sue.click(down, "takedown.removed:facebook")
    brackenfold.sue.wait_message(sample.OFFICE, without("takedown.removed", "down where it had to be removed"))
    with brackenfold.rehearsal.store.read() as connection:
        assert register.concerned(connection) == {}


def test_a_permission_that_comes_back_lifts_the_mark(brackenfold: Brackenfold) -> None:
    """The same parent says yes again, in writing: the card can be decided on, and the author need not do anything."""
    brackenfold.send()
    withdraw(brackenfold, "website")
    brackenfold.helen.wait_message(sample.SLT, lambda m: "cannot go out as it stands" in text_of(m))
    brackenfold.priya.wait_message("dm", has("post.see_who"))
    brackenfold.clock.advance(days=1)
    bot = brackenfold.rehearsal.bot
    with brackenfold.rehearsal.store.read() as connection:
        (maisie,) = register.suggest(connection, ["brackenfold"], "Maisie Trent")
    bot.workflow.watch.desk.ledger.run(
        brackenfold.clock,
        lambda book: register.record(
            book,
            person=maisie.id,
            state=ConsentState.GRANTED,
            places=["website"],
            given_by="Ms Trent",
            relation="mother",
            evidence="form 7",
            given_on=date(2026, 11, 25),
            entered_by=sample.SUE,
        ),
    )
    bot.workflow.watch.sweep()
    brackenfold.priya.wait_message("dm", lambda m: "no longer on hold" in m["text"])
    bot.directory.refresh(brackenfold.clock())
    brackenfold.approve()


def leave(brackenfold: Brackenfold, day: date) -> None:
    """Maisie's last day at the school, after which nothing that was agreed for her counts."""
    bot = brackenfold.rehearsal.bot
    with brackenfold.rehearsal.store.read() as connection:
        (maisie,) = register.suggest(connection, ["brackenfold"], "Maisie Trent")
    entered: dict[str, Any] = {"entered_by": sample.SUE, "left_on": day}
    bot.workflow.watch.desk.ledger.run(brackenfold.clock, lambda book: register.mark(book, person=maisie.id, **entered))
    assert bot.workflow.watch.sweep() == 1


def test_a_permission_that_ended_or_has_a_condition_now_takes_nothing_down(brackenfold: Brackenfold) -> None:
    """The yes covered what went out under it; of a condition the office is told, without a name. A no still takes it down."""
    sue = brackenfold.sue
    brackenfold.send()
    task = brackenfold.start(brackenfold.approve())
    assert brackenfold.publish(task, **LINK, as_approved=["as-approved"]).ok
    brackenfold.withdraw_permission("Trent", facebook="yes - group photos only", website="yes", given_on="23/11/2026")
    brackenfold.rehearsal.bot.workflow.watch.sweep()
    told = sue.wait_message(sample.OFFICE, "a permission behind it has a condition now")
    assert "Trent" not in str(told)
    brackenfold.clock.advance(days=300)
    brackenfold.rehearsal.bot.directory.refresh(brackenfold.clock())
    leave(brackenfold, date(2027, 7, 23))
    with brackenfold.rehearsal.store.read() as connection:
        assert "takedown" not in connection.execute(select(table(TaskRow).c.kind)).scalars().all()
    withdraw(brackenfold, "facebook")
    sue.wait_message(sample.OFFICE, has("takedown.removed"))
