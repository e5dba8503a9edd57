"""The Block Kit validator: what Slack answers with `invalid_blocks`, or `invalid_arguments` for views.

Slack: "Blocks" and "View objects" references. 50 blocks to a message, 100 to a modal or Home; a modal with inputs needs
a submit text; block_ids are unique within a surface and action_ids within a block.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bot.practice.checks import Problems, image, text
from bot.practice.config import Json
from bot.practice.elements import ACCESSORIES, ACTION_ELEMENTS, INPUT_ELEMENTS, element
from bot.practice.richtext import rich_text

# Slack gives no number for msg_blocks_too_long; cards of this size have been seen refused.
BLOCKS_TEXT_LIMIT = 13_200
MARKDOWN_LIMIT = 12_000
VIEW_FIELDS = ("private_metadata", "callback_id", "external_id")
MODAL_FIELDS = (*VIEW_FIELDS, "close", "submit", "clear_on_close", "notify_on_close")
BY_SURFACE = {
    "message": frozenset(
        {"actions", "context", "divider", "header", "image", "input", "markdown", "rich_text", "section", "video"}
    ),
    "modal": frozenset({"actions", "context", "divider", "header", "image", "input", "rich_text", "section", "video"}),
    "home": frozenset({"actions", "context", "divider", "header", "image", "input", "rich_text", "section", "video"}),
}


def check_message_blocks(blocks: list[Any], *, known_files: set[str] | None = None) -> Problems:
    """The problems of a message's blocks."""
    problems = Problems(known_files)
    _blocks(problems, blocks, "/blocks", "message", 50)
    if problems.markdown_length > MARKDOWN_LIMIT:
        problems.add(f"must be less than {MARKDOWN_LIMIT + 1} characters in all markdown blocks", "/blocks")
    problems.too_long = not problems.found and problems.text_length > BLOCKS_TEXT_LIMIT
    return problems


def check_view(
    view: Json, *, types: tuple[str, ...] = ("modal",), at: str = "/view", known_files: set[str] | None = None
) -> Problems:
    """The problems of a modal or a Home."""
    problems = Problems(known_files)
    kind = view.get("type")
    if kind not in types:
        problems.add(f"unsupported type: {kind}", f"{at}/type")
        return problems
    if kind == "modal":
        problems.object(view, at, required=("type", "title", "blocks"), optional=MODAL_FIELDS)
        _modal(problems, view, at)
    else:
        problems.object(view, at, required=("type", "blocks"), optional=VIEW_FIELDS)
    problems.optional_string(view, "private_metadata", at, 3000)
    problems.optional_string(view, "callback_id", at, 255)
    problems.optional_string(view, "external_id", at, 255)
    if view.get("blocks") is not None:
        _blocks(problems, view["blocks"], f"{at}/blocks", str(kind), 100, least=0)
    return problems


def _modal(problems: Problems, view: Json, at: str) -> None:
    for name in ("title", "submit", "close"):
        if view.get(name) is not None:
            text(problems, view[name], f"{at}/{name}", 24, plain=True)
    problems.boolean(view, "clear_on_close", at)
    problems.boolean(view, "notify_on_close", at)
    blocks = view.get("blocks")
    has_input = isinstance(blocks, list) and any(isinstance(b, dict) and b.get("type") == "input" for b in blocks)
    if has_input and view.get("submit") is None:
        problems.add("missing required field: submit", at)


def _blocks(problems: Problems, blocks: Any, at: str, surface: str, most: int, least: int = 1) -> None:
    if not problems.items(blocks, at, most, least):
        return
    block_ids: set[str] = set()
    for n, block in enumerate(blocks):
        where = f"{at}/{n}"
        kind = block.get("type") if isinstance(block, dict) else None
        if kind not in BY_SURFACE[surface]:
            problems.add(f"unsupported type: {kind}", f"{where}/type")
            continue
        required, optional, rule = RULES[kind]
        problems.unique(block_ids, block.get("block_id"), f"{where}/block_id", "block_id")
        problems.optional_string(block, "block_id", where, 255)
        if problems.object(block, where, required=("type", *required), optional=("block_id", *optional)):
            rule(problems, block, where, surface)


def _section(problems: Problems, block: Json, at: str, _: str) -> None:
    if block.get("text") is None and block.get("fields") is None:
        problems.add("must define either `text` or `fields`", at)
    if block.get("text") is not None:
        text(problems, block["text"], f"{at}/text", 3000)
    if block.get("fields") is not None and problems.items(block["fields"], f"{at}/fields", 10):
        for n, field in enumerate(block["fields"]):
            text(problems, field, f"{at}/fields/{n}", 2000)
    if block.get("accessory") is not None:
        element(problems, block["accessory"], f"{at}/accessory", ACCESSORIES)
    problems.boolean(block, "expand", at)


def _actions(problems: Problems, block: Json, at: str, _: str) -> None:
    if not problems.items(block["elements"], f"{at}/elements", 25):
        return
    action_ids: set[str] = set()
    for n, entry in enumerate(block["elements"]):
        where = f"{at}/elements/{n}"
        element(problems, entry, where, ACTION_ELEMENTS)
        if isinstance(entry, dict):
            problems.unique(action_ids, entry.get("action_id"), f"{where}/action_id", "action_id")


def _context(problems: Problems, block: Json, at: str, _: str) -> None:
    if not problems.items(block["elements"], f"{at}/elements", 10):
        return
    for n, entry in enumerate(block["elements"]):
        where = f"{at}/elements/{n}"
        if isinstance(entry, dict) and entry.get("type") == "image":
            element(problems, entry, where, frozenset({"image"}))
        else:
            text(problems, entry, where, 3000)


def _header(problems: Problems, block: Json, at: str, _: str) -> None:
    text(problems, block["text"], f"{at}/text", 150, plain=True)
    problems.integer(block, "level", at, 1, 4)


def _divider(problems: Problems, block: Json, at: str, surface: str) -> None:
    """A divider has nothing that could be wrong."""


def _image(problems: Problems, block: Json, at: str, _: str) -> None:
    image(problems, block, at)
    if block.get("title") is not None:
        text(problems, block["title"], f"{at}/title", 2000, plain=True)


def _input(problems: Problems, block: Json, at: str, surface: str) -> None:
    text(problems, block["label"], f"{at}/label", 2000, plain=True)
    if block.get("hint") is not None:
        text(problems, block["hint"], f"{at}/hint", 2000, plain=True)
    problems.boolean(block, "optional", at)
    problems.boolean(block, "dispatch_action", at)
    # Slack: file_input "must be used in a modal".
    allowed = INPUT_ELEMENTS if surface == "modal" else INPUT_ELEMENTS - {"file_input"}
    element(problems, block["element"], f"{at}/element", allowed)


def _markdown(problems: Problems, block: Json, at: str, _: str) -> None:
    if problems.string(block["text"], f"{at}/text", MARKDOWN_LIMIT, 1):
        problems.markdown_length += len(block["text"])


def _rich_text(problems: Problems, block: Json, at: str, _: str) -> None:
    rich_text(problems, block, at)


def _video(problems: Problems, block: Json, at: str, _: str) -> None:
    text(problems, block["title"], f"{at}/title", 200, plain=True)
    problems.url(block["video_url"], f"{at}/video_url")
    problems.url(block["thumbnail_url"], f"{at}/thumbnail_url")
    problems.string(block["alt_text"], f"{at}/alt_text", 2000, 1)


Rule = Callable[[Problems, Json, str, str], None]
RULES: dict[str, tuple[tuple[str, ...], tuple[str, ...], Rule]] = {
    "section": ((), ("text", "fields", "accessory", "expand"), _section),
    "actions": (("elements",), (), _actions),
    "context": (("elements",), (), _context),
    "header": (("text",), ("level",), _header),
    "divider": ((), (), _divider),
    "image": ((), ("image_url", "slack_file", "alt_text", "title"), _image),
    "input": (("label", "element"), ("hint", "optional", "dispatch_action"), _input),
    "markdown": (("text",), (), _markdown),
    "rich_text": (("elements",), (), _rich_text),
    "video": (
        ("title", "video_url", "thumbnail_url", "alt_text"),
        ("description", "author_name", "provider_name", "provider_icon_url", "title_url"),
        _video,
    ),
}
