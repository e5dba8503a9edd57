"""HTTP mode: a threaded WSGI server for Slack's signed requests, and /healthz. Socket Mode needs none of this.

Threads, not an event loop: one slow commit must not hold up everybody else's acknowledgement.
"""

from __future__ import annotations

import json
import logging
import re
import threading
from collections.abc import Callable, Iterable, Mapping
from typing import Any
from urllib.parse import parse_qsl

from slack_bolt import App, BoltRequest, BoltResponse
from waitress.server import create_server

PATH = "/slack/events"
THREADS = 16
LONGEST_DRAIN_SECONDS = 10
LARGEST = 1_000_000
"""Bytes. Slack's largest payload, a view, is 250 kB. Of ten times that not even the body is taken in."""

logger = logging.getLogger(__name__)

Environ = Mapping[str, Any]
StartResponse = Callable[[str, list[tuple[str, str]]], object]
Wsgi = Callable[[Environ, StartResponse], Iterable[bytes]]
Health = Callable[[], dict[str, Any]]

_REASONS = {200: "OK", 400: "Bad Request", 401: "Unauthorized", 403: "Forbidden", 404: "Not Found"}


def wsgi(app: App, health: Health) -> Wsgi:
    """The WSGI application: POST /slack/events and GET /healthz, nothing else."""

    def serve(environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        route = (environ.get("REQUEST_METHOD"), environ.get("PATH_INFO"))
        if route == ("GET", "/healthz"):
            state = _state(health)
            return _json(start_response, 200 if state.get("ok") else 503, state)
        if route == ("POST", PATH):
            return _slack(app, environ, start_response)
        return _json(start_response, 404, {"ok": False})

    return serve


def _state(health: Health) -> dict[str, Any]:
    """Whatever is wrong, the page says no more than that: anybody may ask."""
    try:
        return health()
    except Exception as error:
        logger.warning("not healthy: %s", type(error).__name__)
        return {"ok": False}


class WebServer:
    """waitress with threads, started and stopped. `port` 0 takes a free one; it is taken at once, served from `start` on."""

    def __init__(self, application: Wsgi, *, host: str, port: int) -> None:
        self._server = create_server(
            application, host=host, port=port, threads=THREADS, max_request_body_size=10 * LARGEST
        )
        self._thread = threading.Thread(target=self._server.run, name="web", daemon=True)

    @property
    def port(self) -> int:
        """The port that is really used."""
        return int(self._server.effective_port)

    def start(self) -> None:
        """Answers requests from now on, in threads of its own."""
        self._thread.start()

    def stop(self) -> None:
        """Lets requests under way be answered, then closes. waitress itself only knows how to stop with its process."""
        self._server.task_dispatcher.shutdown(cancel_pending=False, timeout=LONGEST_DRAIN_SECONDS)
        if self._thread.is_alive():
            self._server.trigger.pull_trigger(self._close_all)
            self._thread.join()
        else:
            self._server.close()

    def _close_all(self) -> None:
        for each in list(self._server._map.values()):
            each.close()


def _slack(app: App, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
    try:
        request = bolt_request(_raw(environ), _headers(environ))
    except (ValueError, RecursionError):  # JSON nested without end
        return _json(start_response, 400, {"ok": False})
    answer = app.dispatch(request)
    return _send(start_response, answer)


def bolt_request(raw: str, headers: dict[str, str]) -> BoltRequest:
    """A request as Bolt understands it, mended where Bolt 1.30 does not.

    Raises ValueError for a body or a timestamp that nobody at Slack can have sent (Bolt would fail on them with a 500).
    - A form body with the word "payload" anywhere, but no such field, is parsed to nothing: a command `/socialpost payload`.
    - Its lazy-listener headers are not covered by the signature, so they never come in from outside.
    """
    if not re.fullmatch(r"\d{1,12}", headers.get("x-slack-request-timestamp", "0")):
        raise ValueError("timestamp")
    if not headers.get("x-slack-signature", "").isascii():
        raise ValueError("signature")
    clean: dict[str, Any] = {name: value for name, value in headers.items() if not name.startswith("x-slack-bolt-")}
    try:
        request = BoltRequest(body=raw, headers=clean)
    except (AttributeError, TypeError) as error:
        # JSON that is no object: Bolt looks for a team in it before it has checked anything.
        raise ValueError("not an object") from error
    if not request.body and raw and "json" not in headers.get("content-type", ""):
        mended = BoltRequest(body=dict(parse_qsl(raw, keep_blank_values=True)), headers=clean, mode="socket_mode")
        mended.mode, mended.raw_body = "http", raw
        return mended
    return request


def _raw(environ: Environ) -> str:
    length = int(environ.get("CONTENT_LENGTH") or 0)
    if length > LARGEST:
        raise ValueError("too large")
    return str(environ["wsgi.input"].read(length).decode("utf-8"))


def _headers(environ: Environ) -> dict[str, str]:
    sent = {
        name.removeprefix("HTTP_").replace("_", "-").lower(): str(value)
        for name, value in environ.items()
        if name.startswith("HTTP_")
    }
    sent["content-type"] = str(environ.get("CONTENT_TYPE") or "")
    return sent


def _send(start_response: StartResponse, answer: BoltResponse) -> Iterable[bytes]:
    headers = [(name, value) for name, values in answer.headers.items() for value in values]
    start_response(f"{answer.status} {_REASONS.get(answer.status, 'Status')}", headers)
    return [(answer.body or "").encode()]


def _json(start_response: StartResponse, status: int, body: dict[str, Any]) -> Iterable[bytes]:
    start_response(f"{status} {_REASONS.get(status, 'Service Unavailable')}", [("content-type", "application/json")])
    return [json.dumps(body).encode()]
