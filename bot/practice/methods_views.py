"""views.open, views.push, views.update, views.publish. Slack: each method's reference."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.practice import shapes, viewing
from bot.practice.arguments import required
from bot.practice.config import Json
from bot.practice.errors import SlackRefusal, invalid_arguments
from bot.practice.records import View

if TYPE_CHECKING:
    from bot.practice.workspace import Workspace


def _answer(view: View, *, fresh: bool = False) -> Json:
    """The view object; a fresh one has no state yet."""
    shape = shapes.view(view)
    if fresh:
        shape["state"] = {"values": {}}
    return {"view": shape}


def open_(ws: Workspace, args: Json) -> Json:
    """views.open."""
    required(args, "view")
    spec = viewing.checked(ws, args["view"])
    trigger = viewing.exchange(ws, args.get("trigger_id"))
    if trigger.in_view in ws.stacks.get(trigger.user, ()):
        # It is answered with ok, but the new modal may never show, or close with the old one.
        ws.complain(trigger.user, "views.open over an open modal does not work reliably: push or update instead")
    view = viewing.open_root(ws, trigger.user, spec)
    trigger.used = True
    return _answer(view, fresh=True)


def push(ws: Workspace, args: Json) -> Json:
    """views.push: the trigger must come from within the modal."""
    required(args, "view")
    spec = viewing.checked(ws, args["view"])
    trigger = viewing.exchange(ws, args.get("trigger_id"))
    if trigger.in_view is None:
        raise SlackRefusal("not_found")
    view = viewing.push(ws, trigger.user, spec, above=trigger.in_view)
    trigger.used = True
    return _answer(view, fresh=True)


def update(ws: Workspace, args: Json) -> Json:
    """views.update, by view_id or external_id."""
    required(args, "view")
    if not args.get("view_id") and not args.get("external_id"):
        raise invalid_arguments("missing required field: view_id")
    view = viewing.find(ws, args.get("view_id"), args.get("external_id"))
    spec = viewing.checked(ws, args["view"], types=(view.body["type"],))
    return _answer(viewing.update(ws, view, spec, hash_=args.get("hash")))


def publish(ws: Workspace, args: Json) -> Json:
    """views.publish: the Home of one person."""
    required(args, "user_id", "view")
    spec = viewing.checked(ws, args["view"], types=("home",))
    user = ws.users.get(str(args["user_id"]))
    if user is None or user.is_bot or user.deleted:
        raise invalid_arguments("invalid `user_id`")
    if not ws.app.home_tab:
        raise SlackRefusal("not_enabled")
    return _answer(viewing.publish(ws, user.id, spec, args.get("hash")))


METHODS = {"views.open": open_, "views.push": push, "views.update": update, "views.publish": publish}
