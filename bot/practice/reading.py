"""Reading a message or view as people do, for assertions."""

from __future__ import annotations

from typing import Any

from bot.practice.config import Json

LEAVES = ("text", "link", "emoji", "user", "usergroup", "channel", "broadcast", "date", "color", "team")
SHOWN = (
    "label",
    "title",
    "text",
    "fields",
    "elements",
    "accessory",
    "element",
    "placeholder",
    "options",
    "option_groups",
    "description",
    "hint",
)


def text_of(thing: Json) -> str:
    """Everything that people can read in a message or view, in order, for assertions."""
    parts: list[str] = []
    if isinstance(thing.get("text"), str):
        parts.append(thing["text"])
    for name in ("title", "blocks", "submit", "close"):
        _collect(thing.get(name), parts)
    return "\n".join(p for p in parts if p)


def _collect(value: Any, parts: list[str]) -> None:
    if isinstance(value, list):
        if value and all(isinstance(v, dict) and v.get("type") in LEAVES for v in value):
            # The leaves of a rich text are one run of words.
            parts.append("".join(_leaf(v) for v in value))
            return
        for entry in value:
            _collect(entry, parts)
    elif isinstance(value, dict):
        parts += [value[n] for n in ("text", "alt_text", "initial_value") if isinstance(value.get(n), str)]
        for name in SHOWN:
            if isinstance(value.get(name), (dict, list)):
                _collect(value[name], parts)


def _leaf(leaf: Json) -> str:
    kind = leaf["type"]
    if kind == "user":
        return f"<@{leaf['user_id']}>"
    if kind == "emoji":
        return f":{leaf['name']}:"
    return str(leaf.get("text") or leaf.get("url") or leaf.get("fallback") or "")
