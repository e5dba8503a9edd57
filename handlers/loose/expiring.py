"""The office's channel a month ahead: how many permissions end, and a button. No name: a channel is not private."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import Connection

from bot.domain.wording import count
from bot.workflow.expiry import of_week
from handlers import ids
from handlers.blocks import actions, button, grey, header, section
from handlers.cards.facts import Card, card
from handlers.loose.facts import Loose


def expiring(connection: Connection, facts: Loose) -> Card:
    """How many end in one week (`about`: school and Monday), as it stands now."""
    school, _, day = facts.about.partition(":")
    week = date.fromisoformat(day)
    number = len(of_week(connection, facts.trust, school, week, facts.today))
    if not number:
        sentence = f"No permission ends in the week of {_day(week)} any more. There is nothing left to do."
        return card(sentence, section(facts.bid("none"), sentence))
    first, last = _day(week), _day(week + timedelta(days=6))
    ends = f"{count(number, 'permission')} {'ends' if number == 1 else 'end'}"
    return card(
        f"{ends} in the week of {first}. Open this message to see what to do.",
        header(facts.bid("head"), "Permissions that end"),
        section(
            facts.bid("what"), f"*{ends}* from {first} to {last}. After that, nobody may be shown without a new one."
        ),
        section(facts.bid("next"), "*Next:* see who it is, and ask the families again."),
        actions(facts.bid("do"), button(ids.EXPIRING, "See who", facts.about)),
        grey(facts.bid("only"), "*See who* opens for you alone, and that you looked is recorded."),
    )


def _day(day: date) -> str:
    return f"{day:%a} {day.day} {day:%b}"
