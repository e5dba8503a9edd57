"""How a form that was sent is answered: it closes, is drawn anew, gets another on top, or says at its fields what is wrong."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from bot.domain.drafting import Mistake
from bot.domain.policy import Field, Finding
from handlers import ids
from handlers.blocks import clip
from handlers.hall import Ack
from handlers.modals import notice

LONGEST_ERROR = 900
"""Slack gives no number for the text at a field; more than this nobody reads there."""

CANNOT_READ = "This form cannot be read. Please close it and open it again."
CLOSED: Ack = {"response_action": "clear"}


def drawn(view: Mapping[str, Any]) -> Ack:
    """Another view in the form's place."""
    return {"response_action": "update", "view": view}


def pushed(view: Mapping[str, Any]) -> Ack:
    """The next view on top of the form, which stays as it is."""
    return {"response_action": "push", "view": view}


def noted(sentence: str, *, title: str = "Please note") -> Ack:
    """A sentence in the form's place."""
    return drawn(notice(title, sentence))


def at_fields(errors: Mapping[str, str]) -> Ack:
    """Sentences at the fields, by their blocks; what was typed stays."""
    return {"response_action": "errors", "errors": dict(errors)}


def at_field(view: Mapping[str, Any], block: str, sentence: str) -> Ack:
    """A sentence at one field; at the first one where the form does not have that, or in its place where it has none."""
    present = input_blocks(view)
    if not present:
        return noted(sentence)
    return at_fields({block if block in present else present[0]: sentence})


def input_blocks(view: Mapping[str, Any]) -> tuple[str, ...]:
    """The blocks of a form that can hold an error: Slack refuses errors at others."""
    return tuple(str(block.get("block_id")) for block in view.get("blocks") or () if block.get("type") == "input")


def field_errors(found: Iterable[Mistake | Finding], present: Collection[str]) -> dict[str, str]:
    """Errors per block, in the order found. `present`: the blocks of the view, since Slack refuses errors at others."""
    sentences: dict[str, list[str]] = {}
    names: dict[str, list[Finding]] = {}
    for one in found:
        block = _block_for(one.field, present, one.where)
        if block and one.sentence not in sentences.setdefault(block, []):
            sentences[block].append(one.sentence)
        if isinstance(one, Finding) and one.is_name:
            names.setdefault(block, []).append(one)
    return {block: f"{_joined(said)}{_way_out(names.get(block, []))}" for block, said in sentences.items()}


NOT_A_CHILD = " If this is not a child, press Send to SLT once more without changing it: you can then say who is meant."


def _way_out(names: list[Finding]) -> str:
    """How to contest, where that is all that stands here; a full name can only be taken out."""
    return NOT_A_CHILD if names and all(name.contestable for name in names) else ""


_NEXT_BEST = {
    Field.STAFF: Field.ADULTS,
    Field.ADULTS: Field.STAFF,
    Field.AT: Field.WHEN,
    Field.SOURCE: Field.APPLIES,
    Field.QUESTION: Field.APPLIES,
    Field.NOBODY: Field.PUPILS,
    Field.PUPILS: Field.NOBODY,
    Field.SCHOOL: Field.PURPOSE,
    Field.PHOTOS: Field.DEVICE,
    Field.DEVICE: Field.PHOTOS,
}


def _block_for(field: Field, present: Collection[str], where: str = "") -> str:
    """The block about this very photo ("alt:2"); the field's own; else the one that the person would look at; else the words;
    else what a photo shows; else any."""
    wanted = (field, _NEXT_BEST.get(field, Field.WORDS), Field.WORDS)
    if ":" in where and where in present:
        return where
    shows = (block for block in sorted(present) if block.startswith(ids.SHOWN))
    return next((one.value for one in wanted if one.value in present), next(shows, min(present, default="")))


def _joined(sentences: list[str]) -> str:
    text = sentences[0]
    for n, sentence in enumerate(sentences[1:], 1):
        if len(text) + 1 + len(sentence) > LONGEST_ERROR:
            return f"{clip(text, LONGEST_ERROR)} And {len(sentences) - n} more."
        text = f"{text} {sentence}"
    return clip(text, LONGEST_ERROR)
