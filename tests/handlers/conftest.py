"""The bot's own client against a practice server; each module says what is in its workspace."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from slack_sdk import WebClient

from bot.practice import PracticeServer, Workspace


@pytest.fixture
def client(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> Iterator[WebClient]:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"):
        monkeypatch.delenv(name, raising=False)
    with PracticeServer(workspace) as server:
        yield WebClient("xoxb-practice", base_url=server.api_url, retry_handlers=[])
