"""The Web API: who may call what, with which scopes; faults and the call log. The methods stand in `methods_*`.

Slack: "Web API", "Scopes" and each method's reference.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.practice import methods_chat, methods_files, methods_lookup, methods_views
from bot.practice.config import Json
from bot.practice.errors import SlackRefusal
from bot.practice.records import Call

if TYPE_CHECKING:
    from bot.practice.workspace import Workspace

Method = Callable[["Workspace", Json], Json]

# What each method asks of the bot token; lookups that depend on the kind of channel check for themselves.
SCOPES: dict[str, str | None] = {
    "api.test": None,
    "auth.test": None,
    "chat.postMessage": "chat:write",
    "chat.update": "chat:write",
    "chat.postEphemeral": "chat:write",
    "chat.delete": "chat:write",
    "files.completeUploadExternal": "files:write",
    "files.delete": "files:write",
    "files.getUploadURLExternal": "files:write",
    "files.info": "files:read",
    "views.open": None,
    "views.push": None,
    "views.update": None,
    "views.publish": None,
    "users.info": "users:read",
    "users.list": "users:read",
    "conversations.info": None,
    "conversations.members": None,
    "conversations.list": None,
    "conversations.open": "im:write",
    "usergroups.list": "usergroups:read",
    "usergroups.users.list": "usergroups:read",
}
METHODS: dict[str, Method] = {
    **methods_chat.METHODS,
    **methods_views.METHODS,
    **methods_lookup.METHODS,
    **methods_files.METHODS,
}


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes back over HTTP; `body` None means that the connection is broken off."""

    body: Json | None
    status: int = 200
    retry_after: int | None = None


def call(ws: Workspace, method: str, args: Json, token: str | None) -> Answer:
    """One call of the bot, with the planned faults applied."""
    fault = ws.faults.next_for(method)
    if fault is not None and not fault.lose_answer:
        _log(ws, method, args, fault.error)
        return Answer({"ok": False, "error": fault.error}, fault.status, fault.retry_after)
    try:
        with ws.lock:
            body = {"ok": True, **_run(ws, method, args, token)}
        _log(ws, method, args, None)
    except SlackRefusal as refusal:
        body = {"ok": False, "error": refusal.code, **refusal.extra}
        _log(ws, method, args, refusal.code)
    return Answer(None if fault is not None else body)


def _run(ws: Workspace, method: str, args: Json, token: str | None) -> Json:
    if method == "apps.connections.open":
        _check_token(ws, token, ws.app.app_token, other=ws.app.bot_token)
        need(ws.app.app_token_scopes, "connections:write")
        return {}
    if method not in METHODS:
        raise SlackRefusal("unknown_method", req_method=method)
    if method == "api.test":
        return METHODS[method](ws, args)
    _check_token(ws, token, ws.app.bot_token, other=ws.app.app_token)
    scope = SCOPES[method]
    if scope is not None:
        need(ws.app.scopes, scope)
    return METHODS[method](ws, args)


def _check_token(ws: Workspace, token: str | None, wanted: str, other: str) -> None:
    if not token:
        raise SlackRefusal("not_authed")
    if token == other:
        raise SlackRefusal("not_allowed_token_type")
    if token != wanted:
        raise SlackRefusal("invalid_auth")


def need(provided: Iterable[str], scope: str) -> None:
    """Slack's missing_scope, with what is needed and what there is."""
    if scope not in provided:
        raise SlackRefusal("missing_scope", needed=scope, provided=",".join(sorted(provided)))


def _log(ws: Workspace, method: str, args: Json, error: str | None) -> None:
    with ws.lock:
        ws.calls.append(Call(method, args, ws.now(), error))
        ws.note_change()


def decoded(args: dict[str, Any]) -> Json:
    """Arguments as the methods read them: JSON that came as text is unpacked, nulls are absent."""
    clean: Json = {}
    for name, value in args.items():
        if value is None or name == "token":
            continue
        if name in ("blocks", "view", "metadata", "attachments") and isinstance(value, str):
            # What is no JSON stays text; the method answers it as Slack does.
            with contextlib.suppress(ValueError):
                value = json.loads(value)
        clean[name] = value
    return clean
