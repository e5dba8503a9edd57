"""Driving the practice workspace as people do: click, fill in, send, read. Thin, over the server's HTTP.

slack = Client(server.url)
priya = slack.person("U0PRIYANAIR")
priya.command("/socialpost")
priya.submit({"words": "Our beans are growing"})
"""

from __future__ import annotations

import http.client
import json
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode, urlsplit

from bot.practice.config import Json
from bot.practice.inputs import FIELDS, elements
from bot.practice.reading import text_of

Matches = str | Callable[[Json], bool]


class Refused(Exception):  # noqa: N818 - a sentence for whoever tried
    """The workspace did not let the person do that: an unknown button, a channel that is not theirs …"""


class NothingCame(AssertionError):  # noqa: N818 - a test reads it as a sentence
    """What was waited for did not come; says what was there instead."""


@dataclass(frozen=True, slots=True)
class Answer:
    """How a command, shortcut or click went, as Slack's client knows it."""

    ok: bool
    error: str | None = None

    def __bool__(self) -> bool:
        return self.ok


@dataclass(frozen=True, slots=True)
class Submitted:
    """How a submission went: accepted, held back with `errors` by block_id, or failed with `error`."""

    ok: bool
    errors: dict[str, str] = field(default_factory=dict)
    error: str | None = None

    def __bool__(self) -> bool:
        return self.ok


class Client:
    """A connection to a practice workspace; one HTTP request per call, so it may be shared among threads."""

    def __init__(self, base_url: str, timeout: float = 30.0) -> None:
        parts = urlsplit(base_url)
        self._host, self._port, self._timeout = parts.hostname or "127.0.0.1", parts.port or 80, timeout

    @property
    def longest_wait(self) -> float:
        """Seconds for which an answer may be kept waiting: well before the connection is given up."""
        return self._timeout / 2

    def person(self, user_id: str) -> Person:
        """Somebody to act as."""
        return Person(self, user_id)

    def get(self, path: str, **query: object) -> Json:
        """A GET of the people's side."""
        return self._ask("GET", f"/practice/{path}?{urlencode(query)}", None)

    def post(self, path: str, body: Json) -> Json:
        """A POST of the people's side."""
        return self._ask("POST", f"/practice/{path}", json.dumps(body).encode())

    def upload(self, content: bytes, **query: object) -> Json:
        """POST a file's bytes as the page does."""
        kind = "application/octet-stream"
        return self._ask("POST", f"/practice/upload?{urlencode(query)}", content, kind)

    def _ask(self, verb: str, path: str, body: bytes | None, kind: str = "application/json") -> Json:
        connection = http.client.HTTPConnection(self._host, self._port, timeout=self._timeout)
        try:
            connection.request(verb, path, body, {"Content-Type": kind, "Connection": "close"})
            response = connection.getresponse()
            text = response.read().decode()
        finally:
            connection.close()
        try:
            answer: Json = json.loads(text)
        except ValueError:
            raise Refused(f"{response.status}: {text}") from None
        if response.status >= 400:
            raise Refused(str(answer.get("error", text)))
        return answer


class Person:
    """One person at their Slack client."""

    def __init__(self, client: Client, user_id: str) -> None:
        self._client, self.id = client, user_id

    def _get(self, path: str, **query: object) -> Json:
        return self._client.get(path, **{"as": self.id, **query})

    def _post(self, path: str, **body: Any) -> Json:
        return self._client.post(path, {"as": self.id, **body})

    # Acting ------------------------------------------------------------------------------------------------------

    def command(self, command: str, text: str = "", channel: str = "dm") -> Answer:
        """Send a slash command, from the direct message with the bot unless a channel is given."""
        return _answer(self._post("command", command=command, text=text, channel=channel))

    def shortcut(self, callback_id: str) -> Answer:
        """Use a global shortcut."""
        return _answer(self._post("shortcut", callback_id=callback_id))

    def message_shortcut(self, callback_id: str, channel: str, ts: str) -> Answer:
        """Use a shortcut on a message."""
        return _answer(self._post("shortcut", callback_id=callback_id, channel=channel, ts=ts))

    def say(self, channel: str, text: str) -> str:
        """Write a message; returns its ts."""
        return str(self._post("say", channel=channel, text=text)["ts"])

    def click(self, message: Json, action_id: str, value: Any = None, *, confirm: bool = True) -> Answer:
        """Use an element of a message: press a button, or choose `value` in a select.

        `confirm=False` says "no" in the confirmation dialogue, if the element has one.
        """
        block, element = _element(message.get("blocks"), action_id)
        if element.get("confirm") and not confirm:
            return Answer(False, "denied")
        action = self._action(block, element, value, None)
        return _answer(self._post("action", channel=message["channel"], ts=message["ts"], action=action))

    def click_view(self, action_id: str, value: Any = None, *, confirm: bool = True) -> Answer:
        """Use an element of the modal on top."""
        return self._use(self._top(), action_id, value, confirm)

    def click_home(self, action_id: str, value: Any = None, *, confirm: bool = True) -> Answer:
        """Use an element of the Home."""
        home = self._get("state")["home"]
        if home is None:
            raise Refused("no Home has been published for this person")
        return self._use(home, action_id, value, confirm)

    def _use(self, view: Json, action_id: str, value: Any, confirm: bool) -> Answer:
        block, element = _element(view["blocks"], action_id)
        if element.get("confirm") and not confirm:
            return Answer(False, "denied")
        action = self._action(block, element, value, view)
        return _answer(self._post("action", view_id=view["id"], action=action))

    def home(self) -> Json | None:
        """Open the bot's Home; the view published by then."""
        view: Json | None = self._post("home")["view"]
        return view

    # Modals ------------------------------------------------------------------------------------------------------

    def views(self) -> list[Json]:
        """The stack of open modals, bottom first."""
        stack: list[Json] = self._get("state")["views"]
        return stack

    def view(self) -> Json | None:
        """The modal on top, if any."""
        stack = self.views()
        return stack[-1] if stack else None

    def wait_view(self, callback_id: str | None = None, timeout: float = 5.0) -> Json:
        """Wait until a modal (with that callback_id) is on top."""
        seen: list[object] = []
        for state in self._changes("state", timeout):
            top = state["views"][-1] if state["views"] else None
            if top is not None and callback_id in (None, top["callback_id"]):
                found: Json = top
                return found
            seen = [v["callback_id"] for v in state["views"]]
        raise NothingCame(f"no modal {callback_id or ''} came; open were {seen}")

    def wait_no_view(self, timeout: float = 5.0) -> None:
        """Wait until all modals are closed."""
        for state in self._changes("state", timeout):
            if not state["views"]:
                return
        raise NothingCame("a modal is still open")

    def submit(self, values: Mapping[str, Any] | None = None) -> Submitted:
        """Fill the modal on top in and send it. What is not named keeps what it holds.

        `values` is `{block_id: value}`: text for inputs; the value (or text) of an option, or a list of them, for
        selects, checkboxes and radio buttons; user ids for people; seconds since 1970 for a date and time; for files
        what `upload` gave, or a list of that.
        Options of external selects are asked from the bot.
        """
        view = self._top()
        answer = self._post("submit", view_id=view["id"], values=self._values(view, values or {}))
        return Submitted(bool(answer.get("ok")), answer.get("errors") or {}, answer.get("error"))

    def upload(self, block_id: str, name: str, content: bytes) -> Json:
        """Add a file to an input of the modal on top, as picking one does; it counts once the form holds it."""
        view = self._top()
        _, element = _input(view, block_id)
        ids = {"view_id": view["id"], "block_id": block_id, "action_id": element["action_id"]}
        added: Json = self._client.upload(content, **{"as": self.id, "name": name, **ids})["file"]
        return added

    def files(self) -> list[Json]:
        """This person's own files, newest first."""
        listed: list[Json] = self._get("state")["files"]
        return listed

    def delete_file(self, file_id: str) -> None:
        """Delete one of this person's own files."""
        self._client.post(f"delete/{file_id}?{urlencode({'as': self.id})}", {})

    def fill(self, values: Mapping[str, Any]) -> None:
        """Fill the modal on top in without sending it; the bot hears of inputs with dispatch_action."""
        for block_id, value in values.items():
            view = self._top()
            block, element = _input(view, block_id)
            entry = self._entry(view, block, element, value)
            if block.get("dispatch_action") or block["type"] != "input":
                ids = {"block_id": block_id, "action_id": element["action_id"]}
                self._post("action", view_id=view["id"], action={**entry, **ids})
            else:
                self._post("fill", view_id=view["id"], values={block_id: {element["action_id"]: entry}})

    def close(self, *, clear: bool = False) -> None:
        """Cancel the modal on top, or with `clear` all of them."""
        self._post("close", view_id=self._top()["id"], clear=clear)

    def options(self, block_id: str, typed: str) -> list[Json]:
        """What an external select of the modal on top offers: `[{"text", "value"}]`."""
        view = self._top()
        _, element = _input(view, block_id)
        listed = self._offered(view, block_id, element["action_id"], typed)
        return [{"text": o["text"]["text"], "value": o["value"]} for o in listed]

    def _offered(self, view: Json, block_id: str, action_id: str, typed: str) -> list[Json]:
        ids = {"view_id": view["id"], "block_id": block_id, "action_id": action_id}
        listed: list[Json] = self._post("options", value=typed, **ids)["options"]
        return listed

    def _top(self) -> Json:
        view = self.view()
        if view is None:
            raise Refused("no modal is open for this person")
        return view

    def _values(self, view: Json, values: Mapping[str, Any]) -> Json:
        filled: Json = {}
        for block_id, value in values.items():
            block, element = _input(view, block_id)
            filled[block_id] = {element["action_id"]: self._entry(view, block, element, value)}
        return filled

    def _action(self, block: Json, element: Json, value: Any, view: Json | None) -> Json:
        ids = {"block_id": block["block_id"], "action_id": element["action_id"], "type": element["type"]}
        if element["type"] == "overflow":
            return {**ids, "selected_option": {"value": value}}
        if element["type"] in FIELDS:
            return {**ids, **self._entry(view, block, element, value)}
        return ids

    def _entry(self, view: Json | None, block: Json, element: Json, value: Any) -> Json:
        """A simple value in the shape of `state.values`."""
        key = FIELDS[element["type"]][0]
        if value in (None, "", []):
            return {"type": element["type"], key: value or FIELDS[element["type"]][2]}
        if key == "selected_option":
            return {"type": element["type"], key: self._option(view, block, element, value)}
        if key == "selected_options":
            wanted = value if isinstance(value, (list, tuple, set)) else [value]
            return {"type": element["type"], key: [self._option(view, block, element, v) for v in wanted]}
        if key in ("selected_users", "selected_conversations", "selected_channels", "files") and not isinstance(
            value, (list, tuple)
        ):
            value = [value]
        return {"type": element["type"], key: value}

    def _option(self, view: Json | None, block: Json, element: Json, wanted: Any) -> Json:
        if isinstance(wanted, dict):
            return wanted
        listed = _known(element)
        if element["type"].endswith("external_select") and view is not None:
            listed += _chosen(view, block, element)
        found = _pick(listed, wanted)
        if found is None and element["type"].endswith("external_select") and view is not None:
            # As typing does; a bot that finds by name only needs the name here.
            found = _pick(self._offered(view, block["block_id"], element["action_id"], str(wanted)), wanted)
        if found is None:
            raise Refused(f"{block['block_id']} has no option {wanted!r}")
        return found

    # Reading -----------------------------------------------------------------------------------------------------

    def messages(self, channel: str) -> list[Json]:
        """What this person sees in a channel, oldest first."""
        listed: list[Json] = self._get("messages", channel=channel)["messages"]
        return listed

    def dm(self) -> list[Json]:
        """The direct message with the bot."""
        return self.messages("dm")

    def ephemerals(self, channel: str = "dm") -> list[Json]:
        """What only this person sees in a channel."""
        return [m for m in self.messages(channel) if m["ephemeral"]]

    def channels(self) -> list[Json]:
        """The channels that this person may see."""
        listed: list[Json] = self._get("state")["channels"]
        return listed

    def wait_message(self, channel: str, wanted: Matches, timeout: float = 5.0) -> Json:
        """Wait for a message (the newest that fits) by a fragment of its text, or a predicate."""
        texts: list[str] = []
        for answer in self._changes("messages", timeout, channel=channel):
            for message in reversed(answer["messages"]):
                if _fits(message, wanted):
                    found: Json = message
                    return found
            texts = [text_of(m) for m in answer["messages"]]
        raise NothingCame(f"no message {wanted!r} in {channel}; there were {texts}")

    def wait_home(self, wanted: Matches = "", timeout: float = 5.0) -> Json:
        """Wait until the published Home fits."""
        for state in self._changes("state", timeout):
            home = state["home"]
            if home is not None and _fits(home, wanted):
                found: Json = home
                return found
        raise NothingCame(f"no Home with {wanted!r} came")

    def _changes(self, path: str, timeout: float, **query: object) -> Iterator[Json]:
        """The answer now, and again after every change until the time is up; no polling."""
        end = time.monotonic() + timeout
        while True:
            answer = self._get(path, **query)
            yield answer
            left = end - time.monotonic()
            if left <= 0:
                return
            self._get("wait", since=answer["version"], timeout=min(left, self._client.longest_wait))


def _answer(body: Json) -> Answer:
    return Answer(bool(body.get("ok")), body.get("error"))


def _element(blocks: list[Json] | None, action_id: str) -> tuple[Json, Json]:
    there = list(elements(blocks or []))
    for block, element in there:
        if element.get("action_id") == action_id:
            return block, element
    raise Refused(f"there is no {action_id!r} here, only {[e.get('action_id') for _, e in there]}")


def _input(view: Json, block_id: str) -> tuple[Json, Json]:
    for block, element in elements(view["blocks"]):
        if block["block_id"] == block_id and element["type"] in FIELDS:
            return block, element
    raise Refused(f"the modal has no input {block_id!r}")


def _known(element: Json) -> list[Json]:
    grouped = [o for group in element.get("option_groups") or [] for o in group["options"]]
    initial = [element["initial_option"]] if element.get("initial_option") else []
    return [*(element.get("options") or []), *grouped, *initial, *(element.get("initial_options") or [])]


def _chosen(view: Json, block: Json, element: Json) -> list[Json]:
    entry = view["state"]["values"].get(block["block_id"], {}).get(element["action_id"], {})
    chosen = entry.get("selected_options") or [entry.get("selected_option")]
    return [o for o in chosen if o]


def _pick(listed: list[Json], wanted: Any) -> Json | None:
    by_value = [o for o in listed if o["value"] == wanted]
    by_text = [o for o in listed if o["text"]["text"] == wanted]
    starting = [o for o in listed if o["text"]["text"].startswith(str(wanted))]
    for found in (by_value, by_text, starting):
        if len(found) >= 1:
            return found[0]
    return None


def _fits(thing: Json, wanted: Matches) -> bool:
    return wanted in text_of(thing) if isinstance(wanted, str) else wanted(thing)
