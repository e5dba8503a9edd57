"""What was found in somebody's photos, to whoever handed them over: how far it is, then each photo with its sentences."""

from __future__ import annotations

from slack_sdk.models.blocks import Block
from sqlalchemy import Connection

from bot.domain.wording import count
from handlers.blocks import clip, grey, header, plain_section, section
from handlers.cards.facts import Card, card
from handlers.loose.facts import Loose
from storage import photochecks
from storage.photochecks import FAILED, WAITING, PhotoCheck

MOST_NOTES = 8
LONGEST = 2500
SIGNS = {"enforce": "🛑", "hold": "⚠️", "warn": "ℹ️", "evidence": "✅"}
GONE = "What was found in these photos is not kept any longer. Please check them again."


def photos(connection: Connection, facts: Loose) -> Card:
    """As far as it has come. Names stand in the message's body alone, never in what a locked screen shows."""
    checks = photochecks.of_batch(connection, facts.about)
    if not checks:
        return card(GONE, section(facts.bid("gone"), GONE), closed=True)
    waiting = sum(check.state == WAITING for check in checks)
    if waiting:
        said = f"{len(checks) - waiting} of {count(len(checks), 'photo')} checked."
        return card(said, header(facts.bid("head"), f"⏳ {said}"), *_checked(facts, checks))
    stopped = sum(any(note.strength in ("enforce", "hold") for note in check.notes) for check in checks)
    done = f"{count(len(checks), 'photo')} checked: " + (f"{stopped} need you." if stopped != 1 else "1 needs you.")
    if not stopped:
        done = f"{count(len(checks), 'photo')} checked: nothing stands against {'it' if len(checks) == 1 else 'them'}."
    return card(
        done,
        header(facts.bid("head"), done),
        *_checked(facts, checks),
        grey(
            facts.bid("more"),
            "A check finds much and not everything: please look at each photo yourself. "
            "The files are yours; delete them in Slack once you have what you need.",
        ),
        closed=True,
    )


def _checked(facts: Loose, checks: list[PhotoCheck]) -> list[Block]:
    return [plain_section(facts.bid("photo", str(check.n)), _said(check)) for check in checks if check.state != WAITING]


def _said(check: PhotoCheck) -> str:
    lines = [f"{check.n}. {clip(check.name, 120)}"]
    lines += [f"{SIGNS.get(note.strength, '•')} {note.sentence}" for note in check.notes[:MOST_NOTES]]
    if len(check.notes) > MOST_NOTES:
        lines.append(f"and {len(check.notes) - MOST_NOTES} more")
    if check.state != FAILED and not any(note.strength in ("enforce", "hold") for note in check.notes):
        lines.insert(1, "No pupil’s name was found in it.")
    return clip("\n".join(lines), LONGEST)
