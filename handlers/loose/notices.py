"""What SLT are told when the machinery itself fails: never a message's content."""

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
