"""The HTTP front: only what Slack signed comes in, and nothing that comes in breaks it."""

from __future__ import annotations

import http.client
import json
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from slack_sdk.signature import SignatureVerifier

from bot.practice import sample
from bot.rehearsal import APP_ID, SIGNING_SECRET, Rehearsal
from bot.web import PATH

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def front(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rehearsal]:
    folder: Path = tmp_path_factory.mktemp("web")
    with Rehearsal(f"sqlite:///{folder}/web.db", http=True, tick=False) as rehearsal:
        yield rehearsal


def send(
    front: Rehearsal, body: str | bytes, *, headers: dict[str, str] | None = None, at: float | None = None
) -> http.client.HTTPResponse:
    """A request as Slack signs it; `headers` go over what is signed."""
    raw = body.encode() if isinstance(body, str) else body
    stamp = str(int(time.time() if at is None else at))
    signature = SignatureVerifier(SIGNING_SECRET).generate_signature(timestamp=stamp, body=raw) or ""
    signed = {
        "content-type": "application/x-www-form-urlencoded",
        "x-slack-request-timestamp": stamp,
        "x-slack-signature": signature,
        **(headers or {}),
    }
    return _ask(front, "POST", PATH, raw, signed)


def _ask(
    front: Rehearsal, verb: str, path: str, body: bytes | None = None, headers: dict[str, str] | None = None
) -> http.client.HTTPResponse:
    connection = http.client.HTTPConnection("127.0.0.1", front.web_port, timeout=10)
    try:
        connection.request(verb, path, body=body, headers=headers or {})
        answer = connection.getresponse()
        answer.body = answer.read()  # type: ignore[attr-defined]
        return answer
    finally:
        connection.close()


def command(text: str = "help", **changes: str) -> str:
    """The body of a slash command."""
    values = {
        "command": "/socialpost",
        "text": text,
        "team_id": sample.TEAM,
        "user_id": sample.PRIYA,
        "user_name": "priya.nair",
        "api_app_id": APP_ID,
        "channel_id": sample.STAFF,
        "channel_name": "brackenfold-staff",
        "trigger_id": "1.2.3",
        "response_url": "",
        "is_enterprise_install": "false",
    }
    return urlencode({**values, **changes})


def test_a_signed_command_is_answered(front: Rehearsal) -> None:
    """The help comes back with the acknowledgement."""
    answer = send(front, command())
    assert answer.status == 200
    assert "How socialpost works" in json.loads(answer.body)["text"]  # type: ignore[attr-defined]


@pytest.mark.parametrize("changes", [{"text": "payload"}, {"channel_name": "payload-staff"}, {"user_name": "payload"}])
def test_the_word_payload_in_a_command_is_only_a_word(front: Rehearsal, changes: dict[str, str]) -> None:
    """Bolt alone would parse such a body to nothing and answer 404."""
    assert send(front, command(**{"text": "help", **changes})).status == 200


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"x-slack-signature": "v0=" + "0" * 64}, 401),
        ({"x-slack-signature": ""}, 401),
        ({"x-slack-signature": "v0=\u00e9"}, 400),
        ({"x-slack-request-timestamp": "soon"}, 400),
        ({"x-slack-request-timestamp": "9" * 40}, 400),
        ({"x-slack-request-timestamp": "1"}, 401),
    ],
)
def test_what_slack_did_not_sign_stays_outside(front: Rehearsal, headers: dict[str, str], status: int) -> None:
    """Refused with a status that fits, and never a 500."""
    assert send(front, command(), headers=headers).status == status


def test_a_replayed_request_is_too_old(front: Rehearsal) -> None:
    """Six minutes after it was signed, a request counts no more."""
    assert send(front, command(), at=time.time() - 360).status == 401


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (b"{not json", {"content-type": "application/json"}),
        (b"payload=%7Bnot+json", {}),
        (b"payload=", {}),
        (b"payload=%5B1%2C2%5D", {}),
        (b"[1, 2]", {"content-type": "application/json"}),
        (b"a" * 1_000_001, {}),
    ],
)
def test_a_malformed_body_is_refused(front: Rehearsal, body: bytes, headers: dict[str, str]) -> None:
    """A 4xx, and the next request is answered as ever."""
    assert 400 <= send(front, body, headers=headers).status < 500
    assert send(front, command()).status == 200


def test_headers_that_the_signature_does_not_cover_are_ignored(front: Rehearsal) -> None:
    """Nobody chooses a listener of ours by a header."""
    headers = {"x-slack-bolt-lazy-only": "1", "x-slack-bolt-lazy-function-name": "listener"}
    assert "How socialpost works" in str(send(front, command(), headers=headers).body)  # type: ignore[attr-defined]


def test_health_tells_counts_and_nothing_else(front: Rehearsal) -> None:
    """No names, no words, no ids."""
    answer = _ask(front, "GET", "/healthz")
    assert answer.status == 200
    assert json.loads(answer.body).keys() == {"ok", "outbox"}  # type: ignore[attr-defined]


@pytest.mark.parametrize(("verb", "path"), [("GET", PATH), ("POST", "/healthz"), ("GET", "/"), ("POST", "/../etc")])
def test_nothing_else_is_served(front: Rehearsal, verb: str, path: str) -> None:
    """404 for every other door."""
    assert _ask(front, verb, path).status == 404
