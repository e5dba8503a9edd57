"""Plain notices: to SLT where the machinery itself fails, and to the office where a live post has to be looked at."""

from __future__ import annotations

from sqlalchemy import Connection

from handlers.blocks import grey, header, section
from handlers.cards.facts import Card, card
from handlers.loose.facts import Loose


def lost(connection: Connection, facts: Loose) -> Card:
    """A message that belongs to no post was given up: somebody should have been told something, and does not know."""
    return card(
        "A message of socialpost could not be delivered. Please tell IT.",
        header(facts.bid("head"), "⚠️ Please look"),
        section(
            facts.bid("what"),
            "A message of socialpost could not be delivered, so somebody may not know what they should.\n"
            "*Next:* please tell IT. What it was about is kept.",
        ),
        grey(facts.bid("more"), "IT find the cause with `socialpost log show` and in the bot’s own log."),
        closed=True,
    )


def live_condition(connection: Connection, facts: Loose) -> Card:
    """Somebody's yes has a condition since the post went out. Neither who nor which: a channel is not private."""
    post = facts.about.partition(":")[0]
    return card(
        f"Please look at post {post}, which is live: a permission behind it has a condition now.",
        header(facts.bid("head"), f"Please look at post {post}"),
        section(
            facts.bid("what"),
            f"Post {post} is live, and a permission behind it has a condition now.\n"
            "*Next:* look up who is in it with `/socialpost consent NAME`. If the post does not keep to the condition, press "
            "*Take it down* on its card. If it does, there is nothing to do.",
        ),
        closed=True,
    )
