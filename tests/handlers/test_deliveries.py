"""What becomes of a delivery that Slack, or something on the way to it, does not take."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.outbox import Failed
from handlers.deliveries import failed

PAGE = b"<html>Service for Maisie Trent is being maintained" + b" ." * 5000 + b"</html>"


@pytest.fixture
def elsewhere(monkeypatch: pytest.MonkeyPatch) -> Iterator[WebClient]:
    """A client that reaches something that is no Slack: it answers with a page, and asks to wait."""
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"):
        monkeypatch.delenv(name, raising=False)

    class _Page(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.send_response(503)
            self.send_header("Content-Type", "text/html")
            self.send_header("Retry-After", "120")
            self.send_header("Content-Length", str(len(PAGE)))
            self.end_headers()
            self.wfile.write(PAGE)

        def log_message(self, *_: object) -> None:
            """Silence."""

    server = HTTPServer(("127.0.0.1", 0), _Page)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield WebClient("xoxb-t", base_url=f"http://127.0.0.1:{server.server_port}/", retry_handlers=[])
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_page_instead_of_slack_is_a_code_and_a_pause(elsewhere: WebClient) -> None:
    """What stood on the page is in neither the outbox nor the log; the wait that it asked for is kept."""
    with pytest.raises(SlackApiError) as raised:
        elsewhere.chat_postMessage(channel="C1", text="hello")
    assert failed(raised.value) == Failed(error="http_503", after=timedelta(seconds=120))
