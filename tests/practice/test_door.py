"""Who may talk to the server at all, and what it serves."""

from __future__ import annotations

import http.client
import json

import pytest

from bot.practice import PracticeServer, Workspace
from tests.practice.making import PRIYA, STAFF


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"Host": "localhost:80"}, 200),
        ({"Host": "practice.example"}, 403),
        ({"Host": "127.0.0.1.practice.example"}, 403),
        ({"Origin": "https://practice.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Content-Type": "text/plain"}, 415),
    ],
)
def test_who_may_knock(server: PracticeServer, headers: dict[str, str], status: int) -> None:
    """Loopback names only; acts from other websites are refused, also those that need no permission to be sent."""
    assert knock(server, headers) == status


def test_own_origin(server: PracticeServer) -> None:
    """The page itself may act; a page of another port may not."""
    assert knock(server, {"Origin": server.url}) == 200
    assert knock(server, {"Origin": "http://127.0.0.1:1"}) == 403


def knock(server: PracticeServer, headers: dict[str, str]) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", int(server.url.rsplit(":", 1)[1]), timeout=5)
    body = json.dumps({"as": PRIYA, "channel": STAFF, "text": "Hello"})
    sent = {"Content-Type": "application/json", "Connection": "close", **headers}
    connection.request("POST", "/practice/say", body, sent)
    response = connection.getresponse()
    response.read()
    connection.close()
    return response.status


def test_the_page_is_served(server: PracticeServer) -> None:
    """The page and what belongs to it, and nothing outside its folder."""
    connection = http.client.HTTPConnection("127.0.0.1", int(server.url.rsplit(":", 1)[1]), timeout=5)
    statuses = []
    for path in ("/", "/page/app.js", "/page/../server.py", "/page/%2e%2e%2fserver.py", "/page/none.js"):
        connection.request("GET", path)
        response = connection.getresponse()
        statuses.append(response.status)
        response.read()
    connection.close()
    assert statuses == [200, 200, 404, 404, 404]


def test_only_loopback() -> None:
    """The server cannot be asked to listen elsewhere."""
    with pytest.raises(ValueError, match="loopback"):
        PracticeServer(Workspace(), "0.0.0.0")
