"""`manifest.yml` against Slack's own schema and against what the bot really uses: no scope too few, none too many."""

from __future__ import annotations

import ast
import inspect
import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft7Validator
from slack_sdk import WebClient

from handlers import COMMAND, events, ids

ROOT = Path(__file__).parents[1]
MANIFEST: dict[str, Any] = yaml.safe_load((ROOT / "manifest.yml").read_text(encoding="utf-8"))
SCHEMA = json.loads((ROOT / "tests/data/slack-manifest.schema.1.0.0.json").read_text(encoding="utf-8"))

CHANNELS = {"channels:read", "groups:read"}
# docs.slack.dev/reference/methods: what the bot's token must be allowed for each method. Methods that need nothing are
# listed too, so that a new one is a decision. (conversations.*: of the four kinds of conversation, roles use two.)
SCOPES_OF_METHOD: dict[str, set[str]] = {
    "apps.connections.open": set(),  # the app-level token's connections:write, which no manifest can ask for
    "auth.test": set(),
    "chat.delete": {"chat:write"},
    "chat.postEphemeral": {"chat:write"},
    "chat.postMessage": {"chat:write"},
    "chat.update": {"chat:write"},
    "conversations.info": CHANNELS,
    "conversations.members": CHANNELS,
    "usergroups.users.list": {"usergroups:read"},
    "files.completeUploadExternal": {"files:write"},
    "files.delete": {"files:write"},
    "files.getUploadURLExternal": {"files:write"},
    "files.info": {"files:read"},
    "users.info": {"users:read"},
    "users.list": {"users:read"},
    "views.open": set(),
    "views.publish": set(),
    "views.push": set(),
    "views.update": set(),
}
# docs.slack.dev/reference/events
SCOPES_OF_EVENT: dict[str, set[str]] = {
    "app_home_opened": set(),
    "member_joined_channel": CHANNELS,
    "member_left_channel": CHANNELS,
    "subteam_members_changed": {"usergroups:read"},
    "user_change": {"users:read"},
}


def methods_of_the_client() -> dict[str, set[str]]:
    """Each method of `WebClient` and the Web API method that it calls: users_info -> users.info."""
    tree = ast.parse(inspect.getsource(inspect.getmodule(WebClient)))  # type: ignore[arg-type]
    return {
        function.name: called
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef)
        and (called := {name for name in _texts(function) if re.fullmatch(r"[a-z]+(\.[a-zA-Z0-9]+)+", name)})
    }


def methods_in(tree: ast.AST, of_client: dict[str, set[str]]) -> set[str]:
    """The Web API methods that some source speaks of: `client.users_info`, or "users.info" for `api_call`."""
    known = set().union(*of_client.values())
    spoken = {
        method for node in ast.walk(tree) if isinstance(node, ast.Attribute) for method in of_client.get(node.attr, ())
    }
    return spoken | {text for text in _texts(tree) if text in known}


def _texts(tree: ast.AST) -> Iterable[str]:
    return (node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str))


def methods_in_use() -> set[str]:
    """What the bot's own source calls; the practice workspace plays Slack and does not count."""
    of_client = methods_of_the_client()
    files = [path for folder in ("bot", "handlers", "storage") for path in (ROOT / folder).rglob("*.py")]
    ours = [path for path in files if ROOT / "bot/practice" not in path.parents]
    return set().union(*(methods_in(ast.parse(path.read_text(encoding="utf-8")), of_client) for path in ours))


@pytest.fixture(scope="module")
def scopes_needed() -> set[str]:
    """Every scope that the methods in use, the events and the slash command ask for."""
    unknown = methods_in_use() - SCOPES_OF_METHOD.keys()
    assert not unknown, f"look up which scope these need: {sorted(unknown)}"
    of_methods = set().union(*(SCOPES_OF_METHOD[method] for method in methods_in_use()))
    events = MANIFEST["settings"]["event_subscriptions"]["bot_events"]
    return of_methods.union({"commands"}, *(SCOPES_OF_EVENT[event] for event in events))


def test_slack_can_read_the_manifest() -> None:
    """Every key, length and list is as Slack's schema wants it."""
    Draft7Validator.check_schema(SCHEMA)

    assert [error.message for error in Draft7Validator(SCHEMA).iter_errors(MANIFEST)] == []


@pytest.mark.parametrize(
    ("part", "wrong"),
    [
        ("settings", {"socket_mode": True}),
        ("display_information", {"name": "s" * 36}),
        ("features", {"shortcuts": [{}]}),
    ],
)
def test_the_schema_would_notice(part: str, wrong: dict[str, Any]) -> None:
    """The check above can fail."""
    assert list(Draft7Validator(SCHEMA).iter_errors({**MANIFEST, part: wrong}))


def test_what_slacks_schema_does_not_check() -> None:
    """Socket Mode has no addresses, the colour is one, and nothing of ours is installed across organisations."""
    settings = MANIFEST["settings"]

    assert settings["socket_mode_enabled"] is True
    assert "request_url" not in json.dumps(MANIFEST)
    assert "url" not in MANIFEST["features"]["slash_commands"][0]
    assert re.fullmatch(r"#[0-9a-f]{6}", MANIFEST["display_information"]["background_color"])
    assert settings["org_deploy_enabled"] is False


@pytest.mark.slow
@pytest.mark.slow
def test_no_scope_is_missing(scopes_needed: set[str]) -> None:
    """Slack refuses nothing that the bot does."""
    assert scopes_needed - set(MANIFEST["oauth_config"]["scopes"]["bot"]) == set()


@pytest.mark.slow
def test_no_scope_is_asked_for_without_need(scopes_needed: set[str]) -> None:
    """A school grants what is used and nothing more: no message history, no writing as somebody else, no user token."""
    assert set(MANIFEST["oauth_config"]["scopes"]) == {"bot"}
    assert set(MANIFEST["oauth_config"]["scopes"]["bot"]) - scopes_needed == set()


def test_a_method_in_use_is_found_however_it_is_called() -> None:
    """The walk over the source sees attributes, bound methods handed on, and names for `api_call`."""
    of_client = methods_of_the_client()
    source = "client.chat_update(x)\ndo(self.slack.users_info)\nclient.api_call('views.push')\nnot_ours('users.gone')\n"

    assert methods_in(ast.parse(source), of_client) == {"chat.update", "users.info", "views.push"}


def test_the_shortcuts_are_those_that_the_handlers_know() -> None:
    """The names that Slack calls back with are the ids in `handlers/ids.py`."""
    shortcuts = {shortcut["type"]: shortcut["callback_id"] for shortcut in MANIFEST["features"]["shortcuts"]}

    assert shortcuts == {"global": ids.NEW_POST_SHORTCUT, "message": ids.MESSAGE_SHORTCUT}


def test_the_command_and_the_events_are_those_that_are_listened_for() -> None:
    """Slack would answer an unknown command with an error, and repeat an event that nobody takes."""
    assert [command["command"] for command in MANIFEST["features"]["slash_commands"]] == [COMMAND]
    assert set(MANIFEST["settings"]["event_subscriptions"]["bot_events"]) == set(events.EVENTS)


def test_the_bot_can_send_direct_messages_and_has_a_home() -> None:
    """Messages would be refused with the tab off; without the event nobody's Home would ever be made."""
    home = MANIFEST["features"]["app_home"]

    assert (home["messages_tab_enabled"], home["home_tab_enabled"]) == (True, True)
