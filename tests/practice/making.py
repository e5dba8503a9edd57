"""Blocks, views and names for the tests of the practice workspace."""

from __future__ import annotations

from typing import Any

PRIYA, HELEN, GUEST, STRANGER = "U0PRIYANAIR", "U0HELENMARSH", "U0GUESTGREEN", "U0STRANGERBY"
SLT, STAFF, SECRET = "C0SLTROOM", "C0STAFFROOM", "C0SECRETROOM"


def plain(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text}


def option(text: str, value: str) -> dict[str, Any]:
    return {"text": plain(text), "value": value}


def modal(*blocks: dict[str, Any], callback_id: str = "post.form", **more: Any) -> dict[str, Any]:
    return {
        "type": "modal",
        "callback_id": callback_id,
        "title": plain("New social post"),
        "submit": plain("Next"),
        "close": plain("Cancel"),
        "blocks": list(blocks),
        **more,
    }


def words(**more: Any) -> dict[str, Any]:
    """An input for text."""
    block: dict[str, Any] = {
        "type": "input",
        "block_id": "words",
        "label": plain("What should it say?"),
        "element": {"type": "plain_text_input", "action_id": "words", "max_length": 20, "min_length": 3},
    }
    block.update(more)
    return block


def button(action_id: str = "go", value: str = "42:1", **more: Any) -> dict[str, Any]:
    return {"type": "button", "action_id": action_id, "text": plain("Go"), "value": value, **more}


def actions(*elements: dict[str, Any], block_id: str = "do") -> dict[str, Any]:
    return {"type": "actions", "block_id": block_id, "elements": list(elements)}


def section(text: str, **more: Any) -> dict[str, Any]:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}, **more}
