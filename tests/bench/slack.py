"""Slack, in a process of its own: its CPU time counts on no side, so nothing that it does can water a ratio down.

Practice workspaces, one for each bot that is measured. Payloads are delivered as the workspace delivers them, signed over
HTTP or over a real WebSocket, and timed from before they leave until the acknowledgement is there.
"""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from multiprocessing.connection import Connection
from types import TracebackType
from typing import Any

import psutil

from bot.practice import sample
from bot.practice.faults import Faults, Hang
from bot.practice.server import PracticeServer
from bot.practice.workspace import Workspace
from bot.rehearsal import app_config

Json = dict[str, Any]

PEOPLE = tuple(f"U0BENCH{n:02d}" for n in range(32))
"""As many people as act at once; all of them are staff and SLT, so that each can write and each can decide on another's."""


@dataclass(frozen=True, slots=True)
class Answered:
    """How one payload went: the acknowledgement's own payload, and how long the person waited for it."""

    ok: bool
    said: object
    seconds: float


class Slack:
    """The handle of that process. A context manager; `process` is for asking what it cost."""

    def __init__(self) -> None:
        # Spawned, not forked: the parent has threads, and a child that is not waited for adds nothing to its CPU time.
        self._context = multiprocessing.get_context("spawn")
        self._pipe, theirs = self._context.Pipe()
        self._running = self._context.Process(target=_serve, args=(theirs,), daemon=True)

    def __enter__(self) -> Slack:
        self._running.start()
        self.process = psutil.Process(self._running.pid)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._pipe.send(None)
        self._running.join(10)

    def open(self, name: str) -> str:
        """Opens a workspace for one bot and returns the address of its Web API."""
        return str(self._ask("open", name))

    def load(self, name: str, payloads: Sequence[Json], *, url: str | None, at_once: int) -> None:
        """Hands over what `go` will deliver to the workspace's bot, by HTTP to `url` or by Socket Mode, so many at once."""
        self._ask("load", name, list(payloads), url, at_once)

    def go(self) -> None:
        """Delivers it, and returns when everything is acknowledged."""
        self._ask("go")

    def answers(self) -> list[Answered]:
        """How it went."""
        answered: list[Answered] = self._ask("answers")
        return answered

    def hang(self, name: str) -> None:
        """From now on every call of the bot hangs until `release`."""
        self._ask("hang", name)

    def held(self, name: str) -> int:
        """How many calls hang just now."""
        return int(self._ask("held", name))

    def release(self, name: str) -> None:
        """Lets the held calls go on."""
        self._ask("release", name)

    def _ask(self, verb: str, *arguments: object) -> Any:
        self._pipe.send((verb, arguments))
        answer, failure = self._pipe.recv()
        if failure:
            raise RuntimeError(f"{verb}: {failure}")
        return answer


def _serve(pipe: Connection) -> None:
    with ExitStack() as stack:
        side = _Side(stack)
        while (asked := pipe.recv()) is not None:
            verb, arguments = asked
            try:
                pipe.send((getattr(side, verb)(*arguments), ""))
            except Exception as error:
                pipe.send((None, f"{type(error).__name__}: {error}"))


class _Side:
    """What the process keeps: its workspaces, and the calls that hang."""

    def __init__(self, stack: ExitStack) -> None:
        self._stack = stack
        self._servers: dict[str, PracticeServer] = {}
        self._loaded: tuple[Workspace, list[Json], int]
        self._answered: list[Answered] = []

    def open(self, name: str) -> str:
        workspace = sample.workspace(app_config())
        workspace.faults = _Counted()
        for user in PEOPLE:
            workspace.add_user(user, f"Person {user}")
            workspace.channels[sample.STAFF].members.append(user)
            workspace.channels[sample.SLT].members.append(user)
        self._servers[name] = self._stack.enter_context(PracticeServer(workspace))
        return self._servers[name].api_url

    def load(self, name: str, payloads: list[Json], url: str | None, at_once: int) -> None:
        server = self._servers[name]
        if server.request_url != url:
            server.deliver_to(url)
        if url is None and not server.wait_connected():
            raise RuntimeError("the bot has no connection")
        self._loaded = server.workspace, payloads, at_once

    def go(self) -> None:
        workspace, payloads, at_once = self._loaded
        with ThreadPoolExecutor(at_once) as people:
            self._answered = list(people.map(lambda payload: _deliver(workspace, payload), payloads))

    def answers(self) -> list[Answered]:
        self._loaded[0].sent.clear()
        return self._answered

    def hang(self, name: str) -> None:
        self._faults(name).hang("*")

    def held(self, name: str) -> int:
        return self._faults(name).held

    def release(self, name: str) -> None:
        self._faults(name).clear()

    def _faults(self, name: str) -> _Counted:
        faults = self._servers[name].workspace.faults
        assert isinstance(faults, _Counted)
        return faults


class _Counted(Faults):
    """Faults that know how many calls they hold."""

    def __init__(self) -> None:
        super().__init__()
        self.held = 0

    def hang_for(self, method: str) -> Hang | None:
        found = super().hang_for(method)
        self.held += found is not None
        return found

    def clear(self) -> None:
        super().clear()
        self.held = 0


def _deliver(workspace: Workspace, payload: Json) -> Answered:
    kind = "slash_commands" if "command" in payload else "interactive"
    if kind == "slash_commands":  # a form can really open
        payload["trigger_id"] = workspace.new_trigger(workspace.users[payload["user_id"]])
    begun = time.perf_counter()
    ack = workspace.deliver_raw(kind, payload)
    seconds = time.perf_counter() - begun
    assert ack is not None
    return Answered(ack.ok, ack.payload if ack.ok else ack.error, seconds)
