"""What people fill in: `state.values` in Slack's shape, and the checks that Slack's client makes before sending.

Slack: "Block elements" and "View submission payload".
"""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Collection, Iterator
from typing import TYPE_CHECKING, Any

from bot.practice import files
from bot.practice.config import Json
from bot.practice.errors import NotPossible

if TYPE_CHECKING:
    from bot.practice.records import View
    from bot.practice.workspace import Workspace

# For each kind of element: where its value stands in the state, where its initial value, and its empty value.
FIELDS: dict[str, tuple[str, str, Any]] = {
    "plain_text_input": ("value", "initial_value", None),
    "email_text_input": ("value", "initial_value", None),
    "url_text_input": ("value", "initial_value", None),
    "number_input": ("value", "initial_value", None),
    "rich_text_input": ("rich_text_value", "initial_value", None),
    "static_select": ("selected_option", "initial_option", None),
    "external_select": ("selected_option", "initial_option", None),
    "radio_buttons": ("selected_option", "initial_option", None),
    "multi_static_select": ("selected_options", "initial_options", []),
    "multi_external_select": ("selected_options", "initial_options", []),
    "checkboxes": ("selected_options", "initial_options", []),
    "users_select": ("selected_user", "initial_user", None),
    "multi_users_select": ("selected_users", "initial_users", []),
    "conversations_select": ("selected_conversation", "initial_conversation", None),
    "multi_conversations_select": ("selected_conversations", "initial_conversations", []),
    "channels_select": ("selected_channel", "initial_channel", None),
    "multi_channels_select": ("selected_channels", "initial_channels", []),
    "datepicker": ("selected_date", "initial_date", None),
    "timepicker": ("selected_time", "initial_time", None),
    "datetimepicker": ("selected_date_time", "initial_date_time", None),
    "file_input": ("files", "", []),
}
# What else may stand in a value, as text.
PATTERNS = {
    "value": r"[\s\S]*",
    "selected_date": r"\d{4}-\d{2}-\d{2}",
    "selected_time": r"([01]\d|2[0-3]):[0-5]\d",
}
REQUIRED = "Please complete this required field."


def elements(blocks: list[Json]) -> Iterator[tuple[Json, Json]]:
    """Every block with each of its elements that people can use."""
    for block in blocks:
        kind = block.get("type")
        if kind == "input":
            yield block, block["element"]
        elif kind == "actions":
            for element in block.get("elements", []):
                yield block, element
        elif kind == "section" and block.get("accessory", {}).get("type", "image") != "image":
            yield block, block["accessory"]


def find(blocks: list[Json] | None, block_id: object, action_id: object) -> tuple[Json, Json] | None:
    """The element with those ids and its block."""
    for block, element in elements(blocks or []):
        if block.get("block_id") == block_id and element.get("action_id") == action_id:
            return block, element
    return None


def initial_values(blocks: list[Json]) -> Json:
    """`state.values` of freshly opened blocks."""
    values: Json = {}
    for block, element in elements(blocks):
        if element["type"] in FIELDS:
            key, initial, empty = FIELDS[element["type"]]
            start = copy.deepcopy(element.get(initial, empty))
            entry = {"type": element["type"], key: start}
            values.setdefault(block["block_id"], {})[element["action_id"]] = entry
    return values


def keep_typed(before: Json, after: Json, blocks: list[Json]) -> None:
    """Carry values over to the same block_id and action_id. Slack: "Modal views", updating."""
    for block, element in elements(blocks):
        block_id, action_id = block["block_id"], element["action_id"]
        old = before.get(block_id, {}).get(action_id)
        if old and old["type"] == element["type"] and _still_there(element, old):
            after[block_id][action_id] = old


def _still_there(element: Json, entry: Json) -> bool:
    """Whether what was chosen is still among the options of a static element."""
    if element["type"].endswith("external_select") or "option" not in FIELDS[element["type"]][0]:
        return True
    chosen = entry.get("selected_options") or [entry.get("selected_option")]
    values = [o["value"] for o in all_options(element)]
    return all(o is None or o["value"] in values for o in chosen)


def all_options(element: Json) -> list[Json]:
    """The options of a static element, out of their groups."""
    grouped = [o for group in element.get("option_groups") or [] for o in group["options"]]
    return [*(element.get("options") or []), *grouped]


def entry_for(ws: Workspace, element: Json, given: Json, offered: dict[str, Json] | None = None) -> Json:
    """A person's value for an element, taken over only as far as the element could produce it."""
    type_ = element["type"]
    if type_ not in FIELDS:
        raise NotPossible(f"A {type_} holds no value.")
    if given.get("type", type_) != type_:
        raise NotPossible(f"This is a {type_}, not a {given.get('type')}.")
    key, _, empty = FIELDS[type_]
    value = given.get(key)
    if value in (None, "", []):
        return {"type": type_, key: copy.deepcopy(empty)}
    return {"type": type_, key: _taken(ws, element, key, value, offered or {})}


def _taken(ws: Workspace, element: Json, key: str, value: Any, offered: dict[str, Json]) -> Any:
    if isinstance(FIELDS[element["type"]][2], list) != isinstance(value, list):
        raise NotPossible(f"{key} has another shape.")
    if key == "selected_option":
        return known_option(element, value, offered)
    if key == "selected_options":
        return [known_option(element, v, offered) for v in value]
    known: dict[str, Collection[str]] = {
        "user": ws.users,
        "conversation": ws.channels,
        "channel": ws.channels,
    }
    kind = key.removeprefix("selected_").removesuffix("s")
    if kind in known:
        _all_known(value, known[kind])
    elif key == "selected_date_time":
        _ten_digits(value)
    elif key in PATTERNS and not (isinstance(value, str) and re.fullmatch(PATTERNS[key], value)):
        raise NotPossible(f"This is no {key}.")
    return value


def _all_known(value: Any, known: Collection[str]) -> None:
    for one in value if isinstance(value, list) else [value]:
        identity = one.get("id") if isinstance(one, dict) else one
        if identity not in known:
            raise NotPossible(f"There is no {identity!r} here.")


def _ten_digits(value: Any) -> None:
    if isinstance(value, bool) or not isinstance(value, int) or len(str(value)) != 10:
        raise NotPossible("A date and time is a ten-digit number of seconds.")


def known_option(element: Json, chosen: Any, offered: dict[str, Json]) -> Json:
    """The stored option that somebody chose; never one that only the client claims."""
    wanted = chosen.get("value") if isinstance(chosen, dict) else chosen
    initial = [element.get("initial_option"), *(element.get("initial_options") or [])]
    for option in [*all_options(element), *offered.values(), *(o for o in initial if o)]:
        if option["value"] == wanted:
            return copy.deepcopy(option)
    raise NotPossible(f"There is no option {wanted!r} here.")


def merge(ws: Workspace, view: View, given: Json) -> None:
    """Take a person's values into the view's state; unknown blocks, kinds and options are refused."""
    taken: list[tuple[str, str, Json]] = []
    if not isinstance(given, dict) or not all(isinstance(actions, dict) for actions in given.values()):
        raise NotPossible("The values have another shape.")
    for block_id, actions in given.items():
        for action_id, entry in actions.items():
            found = find(view.body["blocks"], block_id, action_id)
            if found is None or not isinstance(entry, dict):
                raise NotPossible(f"The view has no {block_id}/{action_id}.")
            offered = view.offered.get((block_id, action_id))
            held = entry_for(ws, found[1], entry, offered)
            if held["type"] == "file_input":
                held["files"] = files.chosen(ws, view.user, held["files"])
            taken.append((block_id, action_id, held))
    for block_id, action_id, entry in taken:
        view.values[block_id][action_id] = entry


def mistakes(view: View) -> dict[str, str]:
    """What Slack's client would hold against a submission, by block_id."""
    found: dict[str, str] = {}
    for block in view.body["blocks"]:
        if block["type"] != "input":
            continue
        element = block["element"]
        entry = view.values[block["block_id"]][element["action_id"]]
        value = entry[FIELDS[element["type"]][0]]
        if value in (None, "", []):
            if not block.get("optional"):
                found[block["block_id"]] = REQUIRED
            continue
        check = CHECKS.get(element["type"])
        sentence = check(element, value) if check else None
        if sentence:
            found[block["block_id"]] = sentence
    return found


def _text(element: Json, value: str) -> str | None:
    least, most = element.get("min_length", 0), element.get("max_length", 3000)
    if len(value) < least:
        return f"Please enter at least {least} characters."
    if len(value) > most:
        return f"Please enter no more than {most} characters."
    return None


def _email(_: Json, value: str) -> str | None:
    fits = re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", value)
    return None if fits else "Please enter a valid email address."


def _url(_: Json, value: str) -> str | None:
    fits = re.fullmatch(r"https?://[^\s/]+\S*", value)
    return None if fits else "Please enter a valid URL."


def _number(element: Json, value: str) -> str | None:
    pattern = r"-?\d+(\.\d+)?" if element.get("is_decimal_allowed") else r"-?\d+"
    if not re.fullmatch(pattern, value):
        return "Please enter a valid number."
    least, most = element.get("min_value"), element.get("max_value")
    if least is not None and float(value) < float(least):
        return f"Please enter a number of at least {least}."
    if most is not None and float(value) > float(most):
        return f"Please enter a number of at most {most}."
    return None


def _many(element: Json, value: list[Any]) -> str | None:
    most = element.get("max_selected_items") or element.get("max_files")
    return f"Please choose no more than {most}." if most and len(value) > most else None


CHECKS: dict[str, Callable[[Json, Any], str | None]] = {
    "plain_text_input": _text,
    "email_text_input": _email,
    "url_text_input": _url,
    "number_input": _number,
    "multi_static_select": _many,
    "multi_external_select": _many,
    "multi_users_select": _many,
    "multi_conversations_select": _many,
    "multi_channels_select": _many,
    "file_input": _many,
}
