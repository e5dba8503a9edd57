"""What must hold of everything that people see, beyond what the SDK checks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from bot.practice.blocks import check_message_blocks, check_view
from handlers.cards import Card
from tests.handlers.making import PUPILS, STAFF

LONGEST_CARD = 5500
ICONS = {"✅", "⏳", "⚠", "🛑"}
_MENTION = re.compile(r"<@(\w+)>")
_TIME_THEN_COLON = re.compile(r"\d(am|pm)\s*:|midday\s*:|midnight\s*:")
_EMOJI_CODE = re.compile(r":[a-z0-9_+-]+:")


def broken_in_card(card: Card) -> Iterator[str]:
    """Every rule that a card breaks."""
    problems = check_message_blocks(card.blocks)
    yield from problems.found
    if problems.too_long or sum(len(text) for _, text in texts(card.blocks)) > LONGEST_CARD:
        yield "longer than a card should be"
    if not 0 < len(card.text) <= 150:
        yield f"text of {len(card.text)} characters: {card.text}"
    yield from _broken_in_mrkdwn(card.text)
    if "zqx" in card.text:
        yield f"somebody's words in text: {card.text}"
    yield from _broken_in_blocks(card.blocks)
    whole = repr(card.blocks)
    yield from (f"a pupil on a card: {pupil}" for pupil in PUPILS if pupil in whole)


def broken_in_view(view: dict[str, Any]) -> Iterator[str]:
    """Every rule that a modal or a Home breaks."""
    yield from check_view(view, types=("modal", "home")).found
    yield from _broken_in_blocks(view["blocks"])


def broken_in_private(text: str, blocks: list[dict[str, Any]]) -> Iterator[str]:
    """Every rule that a private answer breaks. It may name pupils, in plain text."""
    problems = check_message_blocks(blocks)
    yield from problems.found
    if problems.too_long or len(text) > 150:
        yield "too long"
    yield from _broken_in_mrkdwn(text)
    yield from _broken_in_blocks(blocks)


def texts(part: Any) -> Iterator[tuple[str, str]]:
    """Every text below `part` with its type: "mrkdwn", "plain_text" or "text" (rich text)."""
    if isinstance(part, dict):
        if isinstance(part.get("text"), str) and part.get("type") in {"mrkdwn", "plain_text", "text", "link"}:
            yield part["type"], part["text"]
        for value in part.values():
            yield from texts(value)
    elif isinstance(part, list):
        for value in part:
            yield from texts(value)


def buttons(part: Any) -> Iterator[dict[str, Any]]:
    """Every button below `part`."""
    if isinstance(part, dict):
        if part.get("type") == "button":
            yield part
        for value in part.values():
            yield from buttons(value)
    elif isinstance(part, list):
        for value in part:
            yield from buttons(value)


def _broken_in_blocks(blocks: list[dict[str, Any]]) -> Iterator[str]:
    if len(blocks) != len({block.get("block_id") for block in blocks}):
        yield "a block without an id of its own"
    for kind, text in texts(blocks):
        if kind == "mrkdwn":
            yield from _broken_in_mrkdwn(text)
    yield from _broken_buttons(list(buttons(blocks)))


def _broken_in_mrkdwn(text: str) -> Iterator[str]:
    without = _MENTION.sub(lambda match: "" if match[1] in STAFF else match[0], text)
    if "<" in without or ">" in without:
        yield f"something that Slack would read: {text}"
    if re.search(r"&(?!amp;|lt;|gt;)", text):
        yield f"not escaped: {text}"
    if "zqx" in text:
        yield f"somebody's words in mrkdwn: {text}"
    if _TIME_THEN_COLON.search(text) or _EMOJI_CODE.search(text):
        yield f"would be read as an emoji: {text}"


def _broken_buttons(found: list[dict[str, Any]]) -> Iterator[str]:
    ids = [button["action_id"] for button in found]
    if len(ids) != len(set(ids)):
        yield f"an action twice: {ids}"
    if sum(button.get("style") == "primary" for button in found) > 1:
        yield "two green buttons"
    for button in found:
        if "value" not in button:
            yield f"no value: {button['action_id']}"
        label = button["text"]["text"]
        if label not in button.get("accessibility_label", label):
            yield f"spoken otherwise than written, so that voice control cannot press it: {label}"
