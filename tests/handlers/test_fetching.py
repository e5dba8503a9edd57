"""Somebody's file comes from Slack's own host alone, no further than its limit, and not as a sign-in page."""

from __future__ import annotations

import pytest
from slack_sdk import WebClient

from bot.practice import AppConfig, Workspace
from bot.practice import files as practice
from bot.practice.records import Upload
from handlers import fetching
from handlers.fetching import FetchError, Fetching

SUE = "U0SUEBRAMLEY"


@pytest.fixture
def workspace() -> Workspace:
    ws = Workspace(AppConfig(scopes=("files:read",)))
    ws.add_user(SUE, "Sue Bramley")
    return ws


def added(workspace: Workspace, content: bytes, name: str = "register.csv") -> str:
    file = practice.add(workspace, SUE, Upload(workspace.ids("F"), name, len(content), content=content))
    file.in_form = True
    return file.id


def test_a_file_is_here_for_as_long_as_it_is_read(workspace: Workspace, client: WebClient) -> None:
    """Byte for byte, and not a moment longer: a register is not left lying about."""
    file_id = added(workspace, b"a,b\n1,2\n")
    with Fetching.of(client).fetched(file_id) as path:
        assert path.read_bytes() == b"a,b\n1,2\n"
    assert not path.exists()


def test_a_deleted_file_is_gone_and_said_so(workspace: Workspace, client: WebClient) -> None:
    """Slack knows it no more; who wanted it read is told to add it again."""
    file_id = added(workspace, b"a,b\n")
    reader = Fetching.of(client)
    assert not reader.is_gone(file_id)
    workspace.files[file_id].deleted = True
    assert reader.is_gone(file_id)
    with pytest.raises(FetchError, match="was deleted"), reader.fetched(file_id):
        pass


def test_slacks_sign_in_page_is_no_file(workspace: Workspace, client: WebClient) -> None:
    """Slack answers 200 with a page where the token may not read the file."""
    file_id = added(workspace, b"a,b\n")
    other = WebClient("xoxb-practice", base_url=client.base_url, retry_handlers=[])
    reader = Fetching.of(other)
    address = reader._address(file_id)
    other.token = "xoxb-another"
    with pytest.raises(FetchError, match="files:read"):
        reader._fetch(address, None)  # type: ignore[arg-type]


def test_a_file_elsewhere_and_one_too_large_do_not_come(
    workspace: Workspace, client: WebClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The token goes to Slack's file host and nowhere else."""
    file_id = added(workspace, b"x" * 1000)
    with pytest.raises(FetchError, match="outside of Slack"), Fetching(client=client).fetched(file_id):
        pass
    monkeypatch.setattr(fetching, "LARGEST", 999)
    with pytest.raises(FetchError, match="larger than"), Fetching.of(client).fetched(file_id):
        pass
