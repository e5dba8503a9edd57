"""The validator's rules for rich_text blocks. Slack: "Rich text block" reference."""

from __future__ import annotations

from typing import Any

from bot.practice.checks import LINK, Problems
from bot.practice.config import Json

STYLES = ("bold", "italic", "strike", "code", "underline", "highlight", "client_highlight", "unlink")
LEAVES: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "text": (("text",), ("style",)),
    "link": (("url",), ("text", "unsafe", "style")),
    "emoji": (("name",), ("unicode", "skin_tone", "style", "url")),
    "user": (("user_id",), ("style",)),
    "usergroup": (("usergroup_id",), ("style",)),
    "channel": (("channel_id",), ("style",)),
    "team": (("team_id",), ("style",)),
    "broadcast": (("range",), ("style",)),
    "color": (("value",), ("style",)),
    "date": (("timestamp", "format"), ("url", "fallback", "style")),
}


def rich_text(problems: Problems, value: Json, at: str) -> None:
    """The elements of a rich_text block."""
    if not problems.items(value["elements"], f"{at}/elements", 1000, 1):
        return
    for n, part in enumerate(value["elements"]):
        _part(problems, part, f"{at}/elements/{n}")


def _part(problems: Problems, part: Any, at: str) -> None:
    kind = part.get("type") if isinstance(part, dict) else None
    if kind == "rich_text_section":
        _leaves(problems, part, at, ())
    elif kind in ("rich_text_quote", "rich_text_preformatted"):
        problems.integer(part, "border", at, 0, 1)
        _leaves(problems, part, at, ("border",) if kind == "rich_text_quote" else ("border", "language"))
    elif kind == "rich_text_list":
        _list(problems, part, at)
    else:
        problems.add(f"unsupported type: {kind}", f"{at}/type")


def _list(problems: Problems, part: Json, at: str) -> None:
    fits = problems.object(part, at, required=("type", "style", "elements"), optional=("indent", "offset", "border"))
    if not fits:
        return
    problems.choice(part, "style", at, ("bullet", "ordered"))
    problems.integer(part, "indent", at, 0, 8)
    problems.integer(part, "offset", at, 0)
    problems.integer(part, "border", at, 0, 1)
    if problems.items(part["elements"], f"{at}/elements", 1000, 1):
        for n, section in enumerate(part["elements"]):
            where = f"{at}/elements/{n}"
            if not isinstance(section, dict) or section.get("type") != "rich_text_section":
                problems.add("unsupported type: a list holds sections", where)
            else:
                _leaves(problems, section, where, ())


def _leaves(problems: Problems, part: Json, at: str, optional: tuple[str, ...]) -> None:
    if not problems.object(part, at, required=("type", "elements"), optional=optional):
        return
    if not problems.items(part["elements"], f"{at}/elements", 1000, 0):
        return
    for n, leaf in enumerate(part["elements"]):
        _leaf(problems, leaf, f"{at}/elements/{n}")


def _leaf(problems: Problems, leaf: Any, at: str) -> None:
    kind = leaf.get("type") if isinstance(leaf, dict) else None
    if kind not in LEAVES:
        problems.add(f"unsupported type: {kind}", f"{at}/type")
        return
    required, optional = LEAVES[kind]
    if not problems.object(leaf, at, required=("type", *required), optional=optional):
        return
    if kind == "link":
        problems.url(leaf["url"], f"{at}/url", 3000, LINK)
    if kind in ("text", "link") and leaf.get("text") is not None:
        least = 1 if kind == "text" else 0
        if problems.string(leaf["text"], f"{at}/text", 40_000, least):
            problems.text_length += len(leaf["text"])
    if kind == "broadcast":
        problems.choice(leaf, "range", at, ("here", "channel", "everyone"))
    style = leaf.get("style")
    if style is not None and problems.object(style, f"{at}/style", optional=STYLES):
        for name in style:
            problems.boolean(style, name, f"{at}/style")
