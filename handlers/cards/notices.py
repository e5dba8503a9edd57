"""What SLT are told when the machinery itself fails: never a post's content."""

from __future__ import annotations

from handlers.blocks import grey, header, section
from handlers.cards.facts import Card, CardFacts, card


def dead(facts: CardFacts) -> Card:
    """A message was given up: somebody is waiting for it without knowing."""
    number = facts.id
    return card(
        f"A message about post {number} could not be delivered. Please tell IT.",
        header(f"p{number}.dead.head", f"⚠️ Please look · Post {number}"),
        section(
            f"p{number}.dead.what",
            f"A message about post {number} could not be delivered, so somebody may be waiting.\n"
            "*Next:* please tell IT. The post and its decisions are kept.",
        ),
        grey(f"p{number}.dead.more", "IT find the cause with `socialpost log show` and in the bot’s own log."),
        closed=True,
    )
