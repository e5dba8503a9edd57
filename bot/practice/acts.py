"""What people do, as Slack's client and server would carry it out together: check, tell the bot, show what follows."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from bot.practice import inputs, payloads, posting, shapes, viewing
from bot.practice.checks import Problems, option_groups, options
from bot.practice.config import Json
from bot.practice.errors import NotPossible, SlackRefusal
from bot.practice.records import Ack, Channel, Message, User, View

if TYPE_CHECKING:
    from bot.practice.delivery import Courier
    from bot.practice.workspace import Workspace

TROUBLE = "We had some trouble connecting. Try again?"


class Acts:
    """The acts of people. Lives on the server's event loop."""

    def __init__(self, ws: Workspace, courier: Courier) -> None:
        self._ws, self._courier = ws, courier

    async def _interact(self, payload: Json) -> Ack:
        return await self._courier.deliver("interactive", self._ws.alter(payload))

    async def command(self, user: User, channel: Channel, command: str, text: str) -> Json:
        """A slash command."""
        ws = self._ws
        known = ws.app.command(command)
        if known is None or user.team_id != ws.team_id:
            # Slack: an app's commands are there only for the workspace that installed it.
            return {"ok": False, "error": f"{command} is not a valid command."}
        if channel.is_archived:
            return {"ok": False, "error": "This channel is archived."}
        typed = _escaped(ws, text) if known.should_escape else text
        payload = payloads.slash_command(ws, user, channel, command, typed.strip())
        ack = await self._courier.deliver("slash_commands", ws.alter(payload))
        if not ack.ok:
            ws.tell([user.id], {"type": "notice", "text": f"{command} failed with the error “{ack.error}”"})
            return {"ok": False, "error": ack.error}
        posting.command_answer(ws, user, channel, ack.payload)
        return {"ok": True}

    async def shortcut(self, user: User, callback_id: str, channel: Channel | None, ts: object) -> Json:
        """A global shortcut, or one on a message."""
        ws = self._ws
        chosen = ws.app.shortcut(callback_id)
        if chosen is None or user.team_id != ws.team_id:
            return {"ok": False, "error": "There is no such shortcut."}
        message: Message | None = None
        if chosen.type == "message":
            if channel is None:
                raise NotPossible("This shortcut is used on a message.")
            message = self._message(user, channel, ts)
            if message.only_for is not None:
                raise NotPossible("Slack offers no shortcuts on messages that only you can see.")
        ack = await self._interact(payloads.shortcut(ws, user, chosen, channel, message))
        return self._plain(user, ack, f"{chosen.name} failed")

    def _message(self, user: User, channel: Channel, ts: object) -> Message:
        message = posting.find(self._ws, channel, ts)
        if message is None or message.only_for not in (None, user.id):
            raise NotPossible("There is no such message for this person.", status=404)
        return message

    def _plain(self, user: User, ack: Ack, what: str) -> Json:
        if ack.ok:
            return {"ok": True}
        self._ws.tell([user.id], {"type": "notice", "text": f"{what}: {ack.error}"})
        return {"ok": False, "error": ack.error}

    async def message_action(self, user: User, channel: Channel, ts: object, given: Json, values: Json) -> Json:
        """A click or choice in a message."""
        message = self._message(user, channel, ts)
        found = inputs.find(message.blocks, given.get("block_id"), given.get("action_id"))
        if found is None:
            raise NotPossible("The message has no such button.")
        offered = message.offered.get((str(given.get("block_id")), str(given.get("action_id"))), {})
        action = self._action(*found, given, offered)
        state = inputs.initial_values(message.blocks or [])
        for block_id, entries in (values or {}).items():
            for action_id, entry in entries.items():
                place = inputs.find(message.blocks, block_id, action_id)
                if place is not None:
                    known = message.offered.get((block_id, action_id))
                    state[block_id][action_id] = inputs.entry_for(self._ws, place[1], entry, known)
        if found[1]["type"] in inputs.FIELDS:
            state[action["block_id"]][action["action_id"]] = inputs.entry_for(self._ws, found[1], given, offered)
        payload = payloads.block_actions_on_message(self._ws, user, channel, message, action, state)
        return self._plain(user, await self._interact(payload), "The click was not answered")

    async def view_action(self, user: User, view: View, given: Json, values: Json) -> Json:
        """A click or choice in a modal or the Home."""
        self._on_top(user, view)
        found = inputs.find(view.body["blocks"], given.get("block_id"), given.get("action_id"))
        if found is None:
            raise NotPossible("The view has no such element.")
        block, element = found
        if block["type"] == "input" and not block.get("dispatch_action"):
            raise NotPossible("Slack does not tell the app of this input before submission.")
        inputs.merge(self._ws, view, values)
        offered = view.offered.get((block["block_id"], element["action_id"]), {})
        action = self._action(block, element, given, offered)
        if element["type"] in inputs.FIELDS:
            view.values[block["block_id"]][element["action_id"]] = inputs.entry_for(self._ws, element, given, offered)
        payload = payloads.block_actions_in_view(self._ws, user, view, action)
        return self._plain(user, await self._interact(payload), "The click was not answered")

    def _action(self, block: Json, element: Json, given: Json, offered: dict[str, Json]) -> Json:
        """The entry of `actions`, built from what is stored; of the person's side only the choice counts."""
        action: Json = {"type": element["type"], "block_id": block["block_id"], "action_id": element["action_id"]}
        for name in ("text", "value", "style", "placeholder", "confirm", "url"):
            if element["type"] in ("button", "static_select", "overflow") and element.get(name) is not None:
                action[name] = element[name]
        if element["type"] == "overflow":
            action["selected_option"] = inputs.known_option(element, given.get("selected_option"), {})
        elif element["type"] in inputs.FIELDS:
            action |= inputs.entry_for(self._ws, element, given, offered)
        action["action_ts"] = self._ws.new_ts()
        return action

    def _on_top(self, user: User, view: View) -> None:
        stack = self._ws.stack(user.id)
        if view.body["type"] == "modal" and (not stack or stack[-1] is not view):
            raise NotPossible("This modal is not open.")

    def view(self, user: User, view_id: object) -> View:
        """A view that is open for this person, or their Home."""
        view = self._ws.views.get(str(view_id))
        if view is None or view.user != user.id or not view.open:
            raise NotPossible("This modal is not open.", status=404)
        return view

    async def view_options(self, user: User, view: View, ids: tuple[str, str], typed: str, values: Json) -> Json:
        """What the bot offers for an external select of a view."""
        if not _asks(view.body["blocks"], ids, typed):
            return {"options": []}
        inputs.merge(self._ws, view, values)
        ack = await self._interact(payloads.block_suggestion_in_view(self._ws, user, view, ids, typed))
        return self._offer(user, view.offered.setdefault(ids, {}), ack)

    async def message_options(self, user: User, channel: Channel, ts: object, ids: tuple[str, str], typed: str) -> Json:
        """What the bot offers for an external select of a message."""
        message = self._message(user, channel, ts)
        if not _asks(message.blocks, ids, typed):
            return {"options": []}
        payload = payloads.block_suggestion_on_message(self._ws, user, channel, message, ids, typed)
        return self._offer(user, message.offered.setdefault(ids, {}), await self._interact(payload))

    def _offer(self, user: User, offered: dict[str, Json], ack: Ack) -> Json:
        if not ack.ok:
            return {"options": [], "error": ack.error}
        answer = ack.payload
        body = answer if isinstance(answer, dict) else {}
        problems = Problems()
        if body.get("option_groups") is not None:
            option_groups(problems, body["option_groups"], "/option_groups")
        elif body.get("options"):
            options(problems, body["options"], "/options", 100)
        elif body.get("options") is None:
            problems.add("missing required field: options", "")
        if problems.found:
            self._ws.complain(user.id, f"The options were refused: {problems.found}")
            return {"options": [], "error": "invalid_options"}
        listed = inputs.all_options(body)
        offered.update({o["value"]: o for o in listed})
        answered: Json = {"options": listed}
        if body.get("option_groups"):
            answered["option_groups"] = body["option_groups"]
        return answered

    async def submit(self, user: User, view: View, values: Json) -> Json:
        """Send a modal: first the client's checks, then the bot's answer."""
        self._on_top(user, view)
        if view.body["type"] != "modal" or view.body["submit"] is None:
            raise NotPossible("This modal cannot be sent.")
        inputs.merge(self._ws, view, values)
        found = inputs.mistakes(view)
        if found:
            return {"ok": False, "errors": found}
        self._ws.note_change()
        payload = payloads.view_submission(self._ws, user, view, self._response_urls(user, view))
        ack = await self._interact(payload)
        if not ack.ok:
            return {"ok": False, "error": TROUBLE, "code": ack.error}
        try:
            return self._submitted(user, view, ack.payload)
        except SlackRefusal as refusal:
            self._ws.complain(user.id, f"The answer to the submission was refused: {refusal.code} {refusal.extra}")
            return {"ok": False, "error": TROUBLE, "code": refusal.code}

    def _submitted(self, user: User, view: View, answer: Any) -> Json:
        ws = self._ws
        if answer in (None, "", {}):
            viewing.close_this(ws, view)
            return {"ok": True}
        action = answer.get("response_action") if isinstance(answer, dict) else None
        if action == "errors":
            return {"ok": False, "errors": _errors(view, answer.get("errors"))}
        if action == "update":
            viewing.update(ws, view, viewing.checked(ws, answer.get("view")))
        elif action == "push":
            viewing.push(ws, user.id, viewing.checked(ws, answer.get("view")), above=view.id)
        elif action == "clear":
            viewing.clear(ws, user.id)
        else:
            raise SlackRefusal("invalid_response", answer=answer)
        return {"ok": True}

    def _response_urls(self, user: User, view: View) -> list[Json]:
        """Slack: one response_url per channel chosen in an input with response_url_enabled."""
        listed = []
        for block, element in inputs.elements(view.body["blocks"]):
            if block["type"] != "input" or not element.get("response_url_enabled"):
                continue
            entry = view.values[block["block_id"]][element["action_id"]]
            channel = self._ws.channels.get(str(entry[inputs.FIELDS[element["type"]][0]]))
            if channel is not None:
                listed.append(
                    {
                        "block_id": block["block_id"],
                        "action_id": element["action_id"],
                        "channel_id": channel.id,
                        "response_url": self._ws.new_response_url(user, channel),
                    }
                )
        return listed

    async def close(self, user: User, view: View, values: Json, clear: bool) -> Json:
        """Close a modal (or all of them); apps are told where they asked for it."""
        self._on_top(user, view)
        inputs.merge(self._ws, view, values)
        clear = clear or view.body["clear_on_close"]
        gone = list(reversed(self._ws.stack(user.id))) if clear else [view]
        told = [v for v in gone if v.body["notify_on_close"]]
        if clear:
            viewing.clear(self._ws, user.id)
        else:
            viewing.pop(self._ws, user.id)
        for closed in told:
            await self._interact(payloads.view_closed(self._ws, user, closed, clear))
        return {"ok": True}

    async def home(self, user: User, tab: str) -> Json:
        """Open the app's Home; the view is what is published once the bot has acknowledged the event."""
        event = payloads.app_home_opened(self._ws, user, tab)
        subscribed = self._ws.app.events
        if subscribed is None or "app_home_opened" in subscribed:
            ack = await self._courier.deliver("events_api", payloads.event_callback(self._ws, event))
            if not ack.ok:
                self._ws.tell([user.id], {"type": "notice", "text": f"The Home was not answered: {ack.error}"})
        home = self._ws.home(user.id)
        return {"ok": True, "view": shapes.view(home) if home else None}


def _escaped(ws: Workspace, text: str) -> str:
    """Slack, should_escape: people and channels in a command's text come as ids."""

    def person(match: re.Match[str]) -> str:
        found = next((u for u in ws.users.values() if u.name == match[1]), None)
        return f"<@{found.id}|{found.name}>" if found else match[0]

    def room(match: re.Match[str]) -> str:
        found = next((c for c in ws.channels.values() if c.name == match[1] and not c.is_im), None)
        return f"<#{found.id}|{found.name}>" if found else match[0]

    return re.sub(r"#([\w.-]+)", room, re.sub(r"@([\w.-]+)", person, text))


def _asks(blocks: list[Json] | None, ids: tuple[str, str], typed: str) -> bool:
    """Whether Slack's client asks the app; it waits for min_query_length characters, 3 by default."""
    found = inputs.find(blocks, *ids)
    if found is None or not found[1]["type"].endswith("external_select"):
        raise NotPossible("There is no such select here.")
    return len(typed) >= int(found[1].get("min_query_length", 3))


def _errors(view: View, errors: Any) -> dict[str, str]:
    """Slack shows errors at input blocks only; for any other block_id the modal reports trouble."""
    inputs_there = {b["block_id"] for b in view.body["blocks"] if b["type"] == "input"}
    if not isinstance(errors, dict) or not errors:
        raise SlackRefusal("invalid_errors", errors=errors)
    unknown = [k for k in errors if k not in inputs_there]
    if unknown:
        raise SlackRefusal("invalid_errors", unknown_block_ids=unknown)
    if not all(isinstance(v, str) and v for v in errors.values()):
        raise SlackRefusal("invalid_errors", errors=errors)
    return dict(errors)
