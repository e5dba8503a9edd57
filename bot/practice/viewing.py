"""Views: the stack of modals, its limit of three, hashes, external ids, and the published Home.

Slack: "Modals", "View objects", and the references of views.open, push, update and publish.
"""

from __future__ import annotations

import copy
import json
from typing import TYPE_CHECKING, Any

from bot.practice import files, inputs, posting, shapes
from bot.practice.blocks import check_view
from bot.practice.config import Json
from bot.practice.errors import SlackRefusal, invalid_arguments
from bot.practice.records import Trigger, View

if TYPE_CHECKING:
    from bot.practice.workspace import Workspace

TRIGGER_SECONDS = 3.0
STACK_LIMIT = 3
VIEW_BYTES = 250_000


def exchange(ws: Workspace, trigger_id: object) -> Trigger:
    """The trigger with that id, if it may still be exchanged; the caller marks it as used."""
    if not trigger_id:
        raise invalid_arguments("missing required field: trigger_id")
    trigger = ws.triggers.get(str(trigger_id))
    if trigger is None:
        raise SlackRefusal("invalid_trigger_id")
    if trigger.used:
        raise SlackRefusal("exchanged_trigger_id")
    if ws.now() - trigger.issued > TRIGGER_SECONDS:
        raise SlackRefusal("expired_trigger_id")
    return trigger


def checked(ws: Workspace, spec: Any, *, types: tuple[str, ...] = ("modal",), at: str = "/view") -> Json:
    """A view as Slack would take it, or its refusal."""
    if not isinstance(spec, dict):
        raise invalid_arguments(f"must provide an object [json-pointer:{at}]")
    if len(json.dumps(spec, ensure_ascii=False).encode()) > VIEW_BYTES:
        raise SlackRefusal("view_too_large")
    problems = check_view(spec, types=types, at=at, known_files=files.showable(ws))
    if problems.found:
        raise invalid_arguments(*problems.found)
    if "files:read" not in ws.app.scopes and any(
        b.get("element", {}).get("type") == "file_input" for b in spec["blocks"]
    ):
        # Slack: a file_input asks for files:read.
        raise SlackRefusal("missing_scope", needed="files:read", provided=",".join(sorted(ws.app.scopes)))
    return spec


def _external_id_is_free(ws: Workspace, spec: Json, but: View | None = None) -> None:
    wanted = spec.get("external_id")
    taken = (v for v in ws.views.values() if v.open and v is not but)
    if wanted and any(v.body["external_id"] == wanted for v in taken):
        raise SlackRefusal("duplicate_external_id")


def _body(ws: Workspace, view_id: str, spec: Json, root: str, previous: str | None) -> Json:
    blocks = posting.fill_in_ids(ws, spec["blocks"])
    for block in blocks:
        if block["type"] == "input":
            block.setdefault("optional", False)
            block.setdefault("dispatch_action", False)
    return {
        "id": view_id,
        "team_id": ws.team_id,
        "type": spec["type"],
        "blocks": blocks,
        "private_metadata": spec.get("private_metadata") or "",
        "callback_id": spec.get("callback_id") or "",
        "state": {"values": inputs.initial_values(blocks)},
        "hash": f"{int(ws.now())}.{ws.ids('h')}",
        "title": copy.deepcopy(spec.get("title")),
        "clear_on_close": bool(spec.get("clear_on_close")),
        "notify_on_close": bool(spec.get("notify_on_close")),
        "close": copy.deepcopy(spec.get("close")),
        "submit": copy.deepcopy(spec.get("submit")),
        "previous_view_id": previous,
        "root_view_id": root,
        "app_id": ws.app.app_id,
        "external_id": spec.get("external_id") or "",
        "app_installed_team_id": ws.team_id,
        "bot_id": ws.app.bot_id,
    }


def open_root(ws: Workspace, user_id: str, spec: Json) -> View:
    """Open a modal as the only one."""
    with ws.lock:
        _external_id_is_free(ws, spec)
        for shown in ws.stack(user_id):
            shown.open = False
        view_id = ws.ids("V")
        view = View(_body(ws, view_id, spec, view_id, None), user_id)
        ws.views[view_id], ws.stacks[user_id] = view, [view_id]
        ws.tell_views(user_id)
        return view


def push(ws: Workspace, user_id: str, spec: Json, *, above: str | None = None) -> View:
    """Put a modal on top of the stack."""
    with ws.lock:
        stack = ws.stacks.get(user_id, [])
        if not stack or (above and above not in stack):
            raise SlackRefusal("not_found")
        if len(stack) >= STACK_LIMIT:
            raise SlackRefusal("push_limit_reached")
        _external_id_is_free(ws, spec)
        view_id = ws.ids("V")
        view = View(_body(ws, view_id, spec, stack[0], stack[-1]), user_id)
        ws.views[view_id] = view
        stack.append(view_id)
        ws.tell_views(user_id)
        return view


def update(ws: Workspace, view: View, spec: Json, *, hash_: object = None) -> View:
    """Replace a view's content. What was typed stays where block_id and action_id are the same."""
    with ws.lock:
        if hash_ and hash_ != view.body["hash"]:
            raise SlackRefusal("hash_conflict")
        _external_id_is_free(ws, spec, view)
        before = view.body
        view.body = _body(ws, view.id, spec, before["root_view_id"], before["previous_view_id"])
        inputs.keep_typed(before["state"]["values"], view.values, view.body["blocks"])
        if spec["type"] == "home":
            tell_home(ws, view)
        else:
            ws.tell_views(view.user)
        return view


def publish(ws: Workspace, user_id: str, spec: Json, hash_: object = None) -> View:
    """Publish a person's Home."""
    with ws.lock:
        shown = ws.home(user_id)
        if shown is not None:
            return update(ws, shown, spec, hash_=hash_)
        if hash_:
            raise SlackRefusal("hash_conflict")
        _external_id_is_free(ws, spec)
        view_id = ws.ids("V")
        view = View(_body(ws, view_id, spec, view_id, None), user_id)
        ws.views[view_id], ws.homes[user_id] = view, view_id
        tell_home(ws, view)
        return view


def tell_home(ws: Workspace, view: View) -> None:
    """Show a person their Home as it is now."""
    ws.tell([view.user], {"type": "home", "view": shapes.view(view)})


def find(ws: Workspace, view_id: object, external_id: object) -> View:
    """An open view by id or external id; Slack says `not_found` for closed ones too."""
    for view in ws.views.values():
        if view.open and (view.id == view_id or (external_id and view.body["external_id"] == external_id)):
            return view
    raise SlackRefusal("not_found")


def pop(ws: Workspace, user_id: str) -> None:
    """Close the top modal; the one below shows again."""
    with ws.lock:
        stack = ws.stacks.get(user_id, [])
        if stack:
            ws.views[stack.pop()].open = False
            ws.tell_views(user_id)


def clear(ws: Workspace, user_id: str) -> None:
    """Close all modals."""
    with ws.lock:
        for shown in ws.stack(user_id):
            shown.open = False
        ws.stacks[user_id] = []
        ws.tell_views(user_id)


def close_this(ws: Workspace, view: View) -> None:
    """Close a view after its submission, with whatever was pushed on top of it meanwhile."""
    with ws.lock:
        stack = ws.stacks.get(view.user, [])
        if view.id not in stack:
            return
        while ws.stacks[view.user]:
            gone = ws.stacks[view.user].pop()
            ws.views[gone].open = False
            if gone == view.id:
                break
        ws.tell_views(view.user)
