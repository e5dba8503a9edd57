"""Reading a message or view as people do: for assertions, and aloud in a terminal."""

from __future__ import annotations

import html
import re
import textwrap
from collections.abc import Iterable, Iterator, Mapping
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


_BOLD = re.compile(r"(?<![\w*])\*([^*\n]+)\*(?![\w*])")
_LINK = re.compile(r"<(https?://[^|>]+)\|([^>]+)>")
_PERSON = re.compile(r"<@(\w+)>")


def narrated(thing: Json, names: Mapping[str, str]) -> list[str]:
    """A message or view in lines for a terminal: people by name, quotes and lists marked, buttons in brackets, no marks of bold.

    names: by Slack's id. What a locked phone would show is left out where there is more to read.
    """
    said = [line for block in thing.get("blocks") or () for line in _block(block)]
    if "title" in thing:
        ends = [f"[ {thing[name]['text']} ]" for name in ("close", "submit") if thing.get(name)]
        said = [thing["title"]["text"], *said, "  ".join(ends)]
    lines = said or str(thing.get("text") or "").splitlines()
    return [_PERSON.sub(lambda found: f"@{names.get(found[1], found[1])}", line) for line in lines]


def framed(lines: Iterable[str]) -> Iterator[str]:
    """Lines behind a rule, no longer than a terminal is wide; what belongs to a quote or a list stays under it."""
    rule = "    │ "
    for line in lines:
        under = {"> ": "> ", "- ": "  "}.get(line[:2], "")
        yield textwrap.fill(line, 100, initial_indent=rule, subsequent_indent=rule + under)


def _block(block: Json) -> Iterator[str]:
    if block["type"] == "rich_text":
        for element in block["elements"]:
            yield from _rich(element)
    elif block["type"] == "image":
        yield f"(picture: {block['alt_text']})"
    elif block["type"] == "input":
        yield block["label"]["text"]
        yield from (f"[ ] {each['text']['text']}" for each in block["element"].get("options") or ())
    elif block["type"] in ("header", "section", "context"):
        texts = [block.get("text"), *(block.get("fields") or ()), *(block.get("elements") or ())]
        for text in texts:
            yield from _plain(text or {}).splitlines()
    parts = [*(block.get("elements") or ()), block.get("accessory") or {}]
    buttons = [f"[ {part['text']['text']} ]" for part in parts if part.get("type") == "button"]
    if buttons:
        yield "  ".join(buttons)


def _plain(text: Json) -> str:
    """The words of a text object; those of a picture in a context are what it shows."""
    said = str(text.get("text") or text.get("alt_text") or "")
    if text.get("type") != "mrkdwn":
        return said
    return html.unescape(_LINK.sub(r"\2 (\1)", _BOLD.sub(r"\1", said)))


def _rich(element: Json) -> Iterator[str]:
    mark = {"rich_text_quote": "> ", "rich_text_list": "- "}.get(element["type"], "")
    sections = element["elements"] if element["type"] == "rich_text_list" else [element]
    for section in sections:
        for line in "".join(_leaf(leaf) for leaf in section["elements"]).splitlines():
            yield f"{mark}{line}"
