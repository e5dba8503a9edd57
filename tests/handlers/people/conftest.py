"""A directory at work: the practice workspace over real HTTP, the real client, a real database."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from slack_sdk import WebClient

from bot.domain.trust import Role
from bot.practice import AppConfig, PracticeServer, Workspace
from bot.settings import RoleRule, Settings, load
from handlers.people import Directory, home_of
from storage.engine import Store
from storage.people import roles_of
from tests.conftest import Clock
from tests.handlers.people.making import (
    DAN,
    ELSEWHERE,
    FRIEND,
    GUEST,
    HELEN,
    IMRAN,
    LEFT,
    PRIYA,
    ROBOT,
    RULES,
    SINGLE,
    SLT,
    STAFF,
    STRANGER,
    SUE,
    Hire,
    Roles,
)

ROOT = Path(__file__).parents[3]
SCOPES = yaml.safe_load((ROOT / "manifest.yml").read_text(encoding="utf-8"))["oauth_config"]["scopes"]["bot"]


@pytest.fixture(autouse=True)
def no_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    """slack_sdk takes a proxy from the environment."""
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def workspace() -> Workspace:
    ws = Workspace(AppConfig(scopes=SCOPES), team_id="T0BRACKEN")
    for id_, name in ((PRIYA, "Priya Nair"), (HELEN, "Helen Marsh"), (IMRAN, "Imran Sadiq"), (SUE, "Sue Bramley")):
        ws.add_user(id_, name)
    ws.add_user(DAN, "Dan  Whitlock\u202e")
    ws.add_user(GUEST, "Gil Guest", is_restricted=True)
    ws.add_user(SINGLE, "Sia Single", is_restricted=True, is_ultra_restricted=True)
    ws.add_user(STRANGER, "Sam Stranger", is_stranger=True, team_id="T0OTHER")
    ws.add_user(FRIEND, "Fay Friend", team_id="T0OTHER")
    ws.add_user(LEFT, "Lee Left", deleted=True)
    ws.add_user(ROBOT, "Robot", is_bot=True)
    outsiders = (GUEST, SINGLE, STRANGER, FRIEND, LEFT, ROBOT)
    ws.add_channel(STAFF, "staff", members=[PRIYA, HELEN, *outsiders], is_private=True, is_ext_shared=True)
    ws.add_channel(ELSEWHERE, "canteen", members=[DAN])
    ws.add_group(SLT, "slt", [HELEN, IMRAN])
    return ws


@pytest.fixture
def server(workspace: Workspace) -> Iterator[PracticeServer]:
    with PracticeServer(workspace) as running:
        yield running


@pytest.fixture
def client(server: PracticeServer) -> WebClient:
    return WebClient("xoxb-practice", base_url=server.api_url, timeout=5, retry_handlers=[])


@pytest.fixture
def settings() -> Settings:
    env = {"SLACK_BOT_TOKEN": "xoxb-practice", "SLACK_APP_TOKEN": "xapp-practice"}
    return replace(load(env, ROOT / "trust.example.toml"), roles=RULES)


@pytest.fixture
def hire(client: WebClient, settings: Settings, store: Store) -> Iterator[Hire]:
    """Makes a directory, with other settings, another client or smaller pages where a test asks for them."""
    hired: list[Directory] = []

    def make(client: WebClient = client, roles: tuple[RoleRule, ...] = RULES, page_size: int = 200) -> Directory:
        set_so = replace(settings, roles=roles)
        directory = Directory(client, set_so, store, home_of(client, set_so), page_size=page_size)
        hired.append(directory)
        return directory

    yield make
    for directory in hired:
        directory.close()


@pytest.fixture
def directory(hire: Hire) -> Directory:
    return hire()


@pytest.fixture
def roles(store: Store, clock: Clock, settings: Settings) -> Roles:
    """The roles that somebody holds now, as every use case asks for them."""

    def of(user_id: str, school: str = "brackenfold") -> set[Role]:
        with store.read() as connection:
            return set(roles_of(connection, user_id, school, now=clock(), max_age=settings.role_max_age))

    return of
