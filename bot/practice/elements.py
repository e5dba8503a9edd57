"""The validator's rules for block elements. Slack: "Block elements" reference."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from bot.practice.checks import LINK, Problems, confirm, image, option, option_groups, options, text
from bot.practice.config import Json

SELECTS = frozenset(
    f"{many}{kind}_select"
    for many in ("", "multi_")
    for kind in ("static", "external", "users", "conversations", "channels")
)
ACTION_ELEMENTS = frozenset(
    {
        "button",
        "checkboxes",
        "datepicker",
        "datetimepicker",
        "overflow",
        "radio_buttons",
        "timepicker",
        "workflow_button",
        *SELECTS,
    }
)
# Slack: a datetimepicker "must be used inside the actions block or input block".
ACCESSORIES = ACTION_ELEMENTS - {"datetimepicker"} | {"image"}
INPUT_ELEMENTS = frozenset(
    {
        "plain_text_input",
        "rich_text_input",
        "number_input",
        "email_text_input",
        "url_text_input",
        "checkboxes",
        "radio_buttons",
        "datepicker",
        "timepicker",
        "datetimepicker",
        "file_input",
        *SELECTS,
    }
)


def element(problems: Problems, value: Any, at: str, allowed: frozenset[str]) -> None:
    """One element, of a kind that this block takes."""
    if not isinstance(value, dict):
        problems.add("must provide an object", at)
        return
    kind = value.get("type")
    if kind not in allowed or kind not in RULES:
        problems.add(f"unsupported type: {kind}", f"{at}/type")
        return
    required, optional, rule = RULES[kind]
    shared: tuple[str, ...] = ("type",) if kind == "image" else ("type", "action_id", "confirm", "focus_on_load")
    if kind in ("button", "overflow", "workflow_button"):
        shared = tuple(s for s in shared if s != "focus_on_load")
    if not problems.object(value, at, required=("type", *required), optional=(*shared, *optional)):
        return
    _shared(problems, value, at)
    rule(problems, value, at)


def _shared(problems: Problems, value: Json, at: str) -> None:
    if value["type"] == "image":
        return
    problems.optional_string(value, "action_id", at, 255, 1)
    if value.get("confirm") is not None:
        confirm(problems, value["confirm"], f"{at}/confirm")
    problems.boolean(value, "focus_on_load", at)
    if value.get("focus_on_load"):
        problems.focused += 1
        if problems.focused > 1:
            problems.add("only one element may have focus_on_load", at)
    if value.get("placeholder") is not None:
        text(problems, value["placeholder"], f"{at}/placeholder", 150, plain=True)


def _button(problems: Problems, value: Json, at: str) -> None:
    text(problems, value["text"], f"{at}/text", 75, plain=True)
    problems.optional_string(value, "value", at, 2000)
    problems.optional_string(value, "accessibility_label", at, 75)
    problems.choice(value, "style", at, ("primary", "danger"))
    if value.get("url") is not None:
        problems.url(value["url"], f"{at}/url", 3000, LINK)


def _workflow_button(problems: Problems, value: Json, at: str) -> None:
    text(problems, value["text"], f"{at}/text", 75, plain=True)
    problems.choice(value, "style", at, ("primary", "danger"))
    problems.optional_string(value, "accessibility_label", at, 75)


def _overflow(problems: Problems, value: Json, at: str) -> None:
    options(problems, value["options"], f"{at}/options", 5, url=True)


def _ticks(problems: Problems, value: Json, at: str) -> None:
    options(problems, value["options"], f"{at}/options", 10, mrkdwn=True)
    _initial(problems, value, at)


def _static(problems: Problems, value: Json, at: str) -> None:
    has, grouped = value.get("options") is not None, value.get("option_groups") is not None
    if has == grouped:
        problems.add("must define either `options` or `option_groups`", at)
    elif has:
        options(problems, value["options"], f"{at}/options", 100)
    else:
        option_groups(problems, value["option_groups"], f"{at}/option_groups")
    _initial(problems, value, at)
    _most(problems, value, at)


def _most(problems: Problems, value: Json, at: str) -> None:
    problems.integer(value, "max_selected_items", at, 1)


def _initial(problems: Problems, value: Json, at: str) -> None:
    """What is chosen from the start must be, field for field, one of the options."""
    available = [o for o in value.get("options") or [] if isinstance(o, dict)]
    for group in value.get("option_groups") or []:
        if isinstance(group, dict) and isinstance(group.get("options"), list):
            available += group["options"]
    if value.get("initial_option") is not None and value["initial_option"] not in available:
        problems.add("must be one of the provided options", f"{at}/initial_option")
    chosen = value.get("initial_options")
    if chosen is not None and problems.items(chosen, f"{at}/initial_options", 100):
        for n, entry in enumerate(chosen):
            if entry not in available:
                problems.add("must be one of the provided options", f"{at}/initial_options/{n}")


def _external(problems: Problems, value: Json, at: str) -> None:
    problems.integer(value, "min_query_length", at, 0)
    _most(problems, value, at)
    if value.get("initial_option") is not None:
        option(problems, value["initial_option"], f"{at}/initial_option")
    if value.get("initial_options") is not None:
        options(problems, value["initial_options"], f"{at}/initial_options", 100)


def _ids(problems: Problems, value: Json, at: str) -> None:
    """Selects of users, conversations and channels."""
    _most(problems, value, at)
    for name in ("initial_users", "initial_conversations", "initial_channels"):
        if value.get(name) is not None and problems.items(value[name], f"{at}/{name}", 100):
            for n, entry in enumerate(value[name]):
                problems.string(entry, f"{at}/{name}/{n}", 255, 1)
    for name in ("initial_user", "initial_conversation", "initial_channel"):
        problems.optional_string(value, name, at, 255, 1)


def _typed(problems: Problems, value: Json, at: str) -> None:
    problems.integer(value, "min_length", at, 0, 3000)
    problems.integer(value, "max_length", at, 1, 3000)
    problems.boolean(value, "multiline", at)
    least, most = value.get("min_length"), value.get("max_length")
    if isinstance(least, int) and isinstance(most, int) and least > most:
        problems.add("min_length cannot exceed max_length", f"{at}/min_length")
    problems.optional_string(value, "initial_value", at, most if isinstance(most, int) else 3000)
    _dispatch(problems, value, at)


def _dispatch(problems: Problems, value: Json, at: str) -> None:
    config = value.get("dispatch_action_config")
    if config is None:
        return
    where = f"{at}/dispatch_action_config"
    if problems.object(config, where, required=("trigger_actions_on",)):
        listed = config["trigger_actions_on"]
        if problems.items(listed, f"{where}/trigger_actions_on", 2):
            for n, word in enumerate(listed):
                if word not in ("on_enter_pressed", "on_character_entered"):
                    problems.add(f"unsupported value: {word}", f"{where}/trigger_actions_on/{n}")


def _number(problems: Problems, value: Json, at: str) -> None:
    if not isinstance(value["is_decimal_allowed"], bool):
        problems.add("must be a boolean", f"{at}/is_decimal_allowed")
    for name in ("initial_value", "min_value", "max_value"):
        given = value.get(name)
        if given is not None and not re.fullmatch(r"-?\d+(\.\d+)?", str(given)):
            problems.add("must be a number", f"{at}/{name}")
    _dispatch(problems, value, at)


def _date(problems: Problems, value: Json, at: str) -> None:
    given = value.get("initial_date")
    if given is not None and not re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])", str(given)):
        problems.add("must be a valid date", f"{at}/initial_date")


def _time(problems: Problems, value: Json, at: str) -> None:
    given = value.get("initial_time")
    if given is not None and not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", str(given)):
        problems.add("must be a valid time", f"{at}/initial_time")


def _date_time(problems: Problems, value: Json, at: str) -> None:
    # Slack: a UNIX timestamp of ten digits.
    problems.integer(value, "initial_date_time", at, 1_000_000_000, 9_999_999_999)


def _files(problems: Problems, value: Json, at: str) -> None:
    problems.integer(value, "max_files", at, 1, 10)
    if value.get("filetypes") is not None and problems.items(value["filetypes"], f"{at}/filetypes", 1000):
        for n, entry in enumerate(value["filetypes"]):
            problems.string(entry, f"{at}/filetypes/{n}", 255, 1)


def _rich(problems: Problems, value: Json, at: str) -> None:
    if value.get("initial_value") is not None and not isinstance(value["initial_value"], dict):
        problems.add("must provide an object", f"{at}/initial_value")
    _dispatch(problems, value, at)


Rule = Callable[[Problems, Json, str], None]
_PLACED = ("placeholder",)
_IDS_MORE = ("response_url_enabled", "filter", "default_to_current_conversation")

# kind: (required fields, optional fields, rule)
RULES: dict[str, tuple[tuple[str, ...], tuple[str, ...], Rule]] = {
    "button": (("text",), ("url", "value", "style", "accessibility_label"), _button),
    "workflow_button": (("text", "workflow"), ("style", "accessibility_label"), _workflow_button),
    "image": ((), ("image_url", "slack_file", "alt_text"), image),
    "overflow": (("options",), (), _overflow),
    "checkboxes": (("options",), ("initial_options",), _ticks),
    "radio_buttons": (("options",), ("initial_option",), _ticks),
    "static_select": ((), ("options", "option_groups", "initial_option", *_PLACED), _static),
    "multi_static_select": (
        (),
        ("options", "option_groups", "initial_options", "max_selected_items", *_PLACED),
        _static,
    ),
    "external_select": ((), ("initial_option", "min_query_length", *_PLACED), _external),
    "multi_external_select": (
        (),
        ("initial_options", "min_query_length", "max_selected_items", *_PLACED),
        _external,
    ),
    "users_select": ((), ("initial_user", *_PLACED), _ids),
    "multi_users_select": ((), ("initial_users", "max_selected_items", *_PLACED), _ids),
    "conversations_select": ((), ("initial_conversation", *_IDS_MORE, *_PLACED), _ids),
    "multi_conversations_select": (
        (),
        ("initial_conversations", "max_selected_items", "filter", "default_to_current_conversation", *_PLACED),
        _ids,
    ),
    "channels_select": ((), ("initial_channel", "response_url_enabled", *_PLACED), _ids),
    "multi_channels_select": ((), ("initial_channels", "max_selected_items", *_PLACED), _ids),
    "plain_text_input": (
        (),
        ("initial_value", "multiline", "min_length", "max_length", "dispatch_action_config", *_PLACED),
        _typed,
    ),
    "email_text_input": ((), ("initial_value", "dispatch_action_config", *_PLACED), _typed),
    "url_text_input": ((), ("initial_value", "dispatch_action_config", *_PLACED), _typed),
    "number_input": (
        ("is_decimal_allowed",),
        ("initial_value", "min_value", "max_value", "dispatch_action_config", *_PLACED),
        _number,
    ),
    "rich_text_input": (
        (),
        ("initial_value", "dispatch_action_config", "min_lines", "max_lines", *_PLACED),
        _rich,
    ),
    "datepicker": ((), ("initial_date", *_PLACED), _date),
    "timepicker": ((), ("initial_time", "timezone", *_PLACED), _time),
    "datetimepicker": ((), ("initial_date_time",), _date_time),
    "file_input": ((), ("filetypes", "max_files"), _files),
}
