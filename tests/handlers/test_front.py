"""The HTTP front by itself: what it says when the database is away, and bodies that nobody at Slack can have sent."""

from __future__ import annotations

import io
import json
from typing import Any
from urllib.parse import quote

import pytest
from slack_bolt import App

from bot.web import PATH, wsgi


def ask(health: Any, verb: str, path: str, body: bytes = b"", content_type: str = "") -> tuple[str, dict[str, Any]]:
    """Status and JSON of one request to a front whose app must not be reached."""
    said: list[str] = []
    application = wsgi(App(signing_secret="s", token="xoxb-t", token_verification_enabled=False), health)
    environ = {
        "REQUEST_METHOD": verb,
        "PATH_INFO": path,
        "CONTENT_LENGTH": str(len(body)),
        "CONTENT_TYPE": content_type,
        "wsgi.input": io.BytesIO(body),
    }
    answer = b"".join(application(environ, lambda status, headers: said.append(status)))
    return said[0], json.loads(answer or b"{}")


def test_health_without_a_database_is_a_calm_no() -> None:
    """503 and nothing of the error: it may hold an address or a name."""

    def health() -> dict[str, Any]:
        raise ConnectionError("postgresql://socialpost:secret@db/socialpost is away")

    assert ask(health, "GET", "/healthz") == ("503 Service Unavailable", {"ok": False})


NESTED = "[" * 100_000


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (NESTED, "application/json"),
        (f"payload={quote(NESTED)}", "application/x-www-form-urlencoded"),
        ('{"a":' * 100_000, "application/json"),
    ],
)
def test_endless_nesting_is_refused(body: str, content_type: str) -> None:
    """A 400, before anything else looks at it."""
    assert ask(dict, "POST", PATH, body.encode(), content_type) == ("400 Bad Request", {"ok": False})
