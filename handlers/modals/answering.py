"""SLT answer every open hold, and say yes with it: opened by Approve where something still asks for an answer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from slack_sdk.models.blocks import Block, CheckboxesElement

from bot.domain.wording import count
from bot.workflow.desk import Question
from handlers import ids
from handlers.blocks import clip, field, grey, option, plain_section, section
from handlers.cards.deciding import Reader, approve_means
from handlers.cards.facts import CardFacts
from handlers.cards.looking import around
from handlers.metadata import Metadata
from handlers.modals.second import MOST_QUESTIONS, meant, quoted, sentence
from handlers.modals.view import view


def answer_holds(facts: CardFacts, questions: Sequence[Question]) -> dict[str, Any]:
    """One tick for each hold. Whoever cannot tick one goes back, and requests changes."""
    asked = questions[:MOST_QUESTIONS]
    return view(
        ids.ANSWER_FORM,
        f"Approve {facts.post}",
        [
            plain_section("means", approve_means(facts, Reader())),
            section("asked", f"*Before you approve, please answer {count(len(asked), 'question')}*"),
            *(block for question in asked for block in _asked(facts, question)),
            grey(
                "else", "Cannot tick one? *Go back* and request changes. Only you see this; your answers are recorded."
            ),
        ],
        submit="Approve",
        close="Go back",
        metadata=Metadata(seen=facts.revision.seen),
    )


def _asked(facts: CardFacts, question: Question) -> Iterable[Block]:
    finding = question.finding
    block = f"{ids.REPLY}{finding.fingerprint}"
    yield plain_section(f"about:{finding.fingerprint}", "\n".join(_background(facts, question)))
    label = f"Is {quoted(finding)} a child?" if finding.is_name else f"May {_it(question)} stay as it is?"
    tick = option("No, I have checked" if finding.is_name else "Yes, I have looked", ids.FINE)
    yield field(block, label, CheckboxesElement(action_id=block, options=[tick]), hint=meant(question.people).strip())


def _it(question: Question) -> str:
    return quoted(question.finding) if question.finding.span else "this"


def _background(facts: CardFacts, question: Question) -> Iterable[str]:
    """Where it stands, what is the matter, and what the author said to it."""
    finding = question.finding
    if finding.span:
        yield around(facts.body.words if finding.where == "words" else facts.body.source, finding)
    if not finding.is_name:
        yield sentence(finding, question.others)
    if question.author is None:
        yield "The author was not asked: this came up later."
    elif question.author.reason:
        yield f"The author says: “{clip(question.author.reason, 600)}”"
    else:
        yield "The author says that it is not a child."
