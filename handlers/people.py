"""Who people are and which roles they hold, asked of Slack and kept in our tables, so that no click waits for Slack.

What cannot be learnt gives nobody rights: a failing refresh leaves the old rows, and those count only for a while.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from http.client import HTTPException
from threading import Lock
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web import SlackResponse

from bot.domain.trust import Role
from bot.settings import RoleRule, Settings, SettingsError
from storage import people
from storage.engine import Store
from storage.people import SlackUser

TIMEOUT_SECONDS = 2
"""For a look-up while somebody waits: Slack gives us three seconds to answer a click."""
LISTED = "user"
"""The basis of a role that the settings give by name; otherwise the basis is the id of a group or a channel."""
UNKNOWN = "unknown"
"""Why somebody is refused of whom Slack would not tell us. It is never stored: the next click asks again."""

_FAILURES = (SlackClientError, OSError, HTTPException)
# Slack's word that there is nobody, unlike a failure: these do not mend by asking again.
_NOBODY = {"plan_upgrade_required", "no_such_subteam", "channel_not_found", "method_not_supported_for_channel_type"}
_MANY = 20  # from here on, the whole list costs fewer calls than asking person by person

logger = logging.getLogger(__name__)

SlackUserJson = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Home:
    """The workspace that the bot is installed in, and its organisation on Enterprise Grid ('' elsewhere)."""

    team_id: str
    enterprise_id: str = ""


def home_of(client: WebClient, settings: Settings) -> Home:
    """Asks Slack where the token belongs; raises SettingsError where the trust has set another workspace."""
    said = client.auth_test()
    home = Home(team_id=said["team_id"], enterprise_id=said.get("enterprise_id") or "")
    if settings.team_id not in ("", home.team_id):
        raise SettingsError([("slack.team_id", f"The bot token belongs to another workspace: {home.team_id}.")])
    return home


def refused(user: SlackUserJson, home: Home) -> str:
    """Why somebody may do nothing here: "bot", "deleted", "stranger", "guest", or '' for one of our own people.

    is_stranger alone would not do: it is false for people of other workspaces who share a channel with us.
    """
    if user.get("is_bot") or user.get("is_workflow_bot") or user.get("id") == "USLACKBOT":
        return "bot"
    if user.get("deleted"):
        return "deleted"
    enterprise = (user.get("enterprise_user") or {}).get("enterprise_id") or ""
    ours = user.get("team_id") == home.team_id or (enterprise != "" and enterprise == home.enterprise_id)
    if user.get("is_stranger") or not ours:
        return "stranger"
    return "guest" if user.get("is_restricted") or user.get("is_ultra_restricted") else ""


def display_name(user: SlackUserJson) -> str:
    """How cards call somebody: the full name, as colleagues and the record read it. Never used to tell people apart."""
    profile = user.get("profile") or {}
    names = (profile.get("real_name"), user.get("real_name"), profile.get("display_name"), user.get("name"))
    name = next((name for name in names if name), "")
    return " ".join("".join(character if character.isprintable() else " " for character in name).split())[:80]


@dataclass(frozen=True, slots=True)
class _Grant:
    """One role in one school (or all, '') on one basis."""

    role: Role
    school: str
    basis: str
    listed: tuple[str, ...] = ()


def _grants(rules: Iterable[RoleRule]) -> Iterator[_Grant]:
    for rule in rules:
        if rule.users:
            yield _Grant(rule.role, rule.school, LISTED, rule.users)
        for basis in filter(None, (rule.group, rule.channel)):
            yield _Grant(rule.role, rule.school, basis)


class Directory:
    """Keeps the tables `slack_user` and `role_member` as Slack has them.

    client: for refreshing, with a patient timeout. page_size: how many people Slack is asked for at a time.
    """

    def __init__(
        self, client: WebClient, settings: Settings, store: Store, home: Home, *, page_size: int = 200
    ) -> None:
        self._client = client
        self._quick = _quick(client)
        self._store = store
        self._home = home
        self._max_age = settings.role_max_age
        self._grants = tuple(_grants(settings.roles))
        self._page_size = page_size
        self._turn = Lock()  # an answer of Slack must not be overwritten by one that was asked for earlier
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="people")
        self._waiting: set[str] = set()

    def refresh(self, now: datetime) -> tuple[str, ...]:
        """Asks Slack for everybody with a role. Returns the groups and channels that it would not tell us about.

        Roles that the settings no longer give end here, whatever Slack says.
        """
        with self._turn, self._store.write() as connection:
            people.keep_only(connection, [(grant.basis, grant.role, grant.school) for grant in self._grants])
        return self._refresh(self._grants, now, ask_again=True)

    def look_up(self, user_id: str, now: datetime) -> SlackUser:
        """Somebody who just acted. Asks Slack if need be, two seconds at most; `refused` says why they may do nothing."""
        with self._store.read() as connection:
            known = people.user(connection, user_id)
        if known is not None and now - known.fetched_at <= self._max_age:
            return known
        try:
            user = self._ask(self._quick, user_id, now)
        except _FAILURES as error:
            logger.warning("Slack would not say who %s is: %s", user_id, _reason(error))
            return SlackUser(id=user_id, team_id="", name=known.name if known else "", refused=UNKNOWN, fetched_at=now)
        with self._store.write() as connection:
            people.save_users(connection, [user])
        return user

    def channel_changed(self, channel: str, now: datetime) -> Future[None] | None:
        """Somebody joined or left a channel: asks for its members, soon and elsewhere; None if it gives no role."""
        return self._basis_changed(channel, now)

    def group_changed(self, group: str, now: datetime) -> Future[None] | None:
        """A user group's members changed: asks for them, soon and elsewhere; None if it gives no role."""
        return self._basis_changed(group, now)

    def user_changed(self, user: SlackUserJson, now: datetime) -> Future[None] | None:
        """Somebody's account changed. None if we do not know them: whom we do not need, we do not keep."""
        with self._store.read() as connection:
            known = people.user(connection, user["id"])
        return self._soon(user["id"], lambda: self._user_changed(user, now)) if known else None

    def close(self) -> None:
        """Waits for what is under way."""
        self._worker.shutdown(wait=True)

    # ---- Refreshing -------------------------------------------------------------------------------------------------

    def _basis_changed(self, basis: str, now: datetime) -> Future[None] | None:
        grants = [grant for grant in self._grants if grant.basis == basis]
        return self._soon(basis, lambda: self._refresh(grants, now, ask_again=False)) if grants else None

    def _soon(self, key: str, work: Callable[[], object]) -> Future[None] | None:
        """Runs one piece of work a key at a time; a change that comes while the same is waiting is covered by it."""
        if key in self._waiting:
            return None
        self._waiting.add(key)

        def run() -> None:
            self._waiting.discard(key)
            try:
                work()
            except Exception:
                logger.exception("The people of %s could not be refreshed", key)

        return self._worker.submit(run)

    def _refresh(self, grants: Iterable[_Grant], now: datetime, *, ask_again: bool) -> tuple[str, ...]:
        """Asks who belongs to each basis and who they are; writes what was learnt in one transaction."""
        with self._turn:
            members = {grant.basis: self._members(grant.basis) for grant in grants if not grant.listed}
            learnt = [(grant, grant.listed or members[grant.basis]) for grant in grants]
            wanted = {user_id for _, ids in learnt for user_id in ids or ()}
            with self._store.read() as connection:
                known = set() if ask_again else people.names(connection, wanted).keys()
            users = self._who_are(wanted - known, now)
            with self._store.write() as connection:
                people.save_users(connection, users)
                for grant, ids in learnt:
                    if ids is not None:
                        people.replace_members(connection, grant.basis, grant.role, grant.school, ids, now)
        return tuple(basis for basis, ids in members.items() if ids is None)

    def _user_changed(self, user: SlackUserJson, now: datetime) -> None:
        """Asks, since an event may come late; where Slack will not answer, the event may take rights but not give them."""
        with self._turn:
            try:
                fresh = self._ask(self._client, user["id"], now)
            except _FAILURES:
                fresh = self._person(user, now)
                if not fresh.refused:
                    return
            with self._store.write() as connection:
                people.save_users(connection, [fresh])

    # ---- Asking Slack -----------------------------------------------------------------------------------------------

    def _members(self, basis: str) -> tuple[str, ...] | None:
        """The members of a group or a channel; nobody where Slack says that there can be none; None where it fails."""
        try:
            if basis.startswith("S"):
                return tuple(_items(self._client.usergroups_users_list(usergroup=basis), "users"))
            return tuple(self._pages("members", self._client.conversations_members, channel=basis))
        except _FAILURES as error:
            reason = _reason(error)
            logger.warning("Slack would not say who is in %s: %s", basis, reason)
            return () if reason in _NOBODY else None

    def _who_are(self, ids: set[str], now: datetime) -> list[SlackUser]:
        """What Slack says of these people, as far as it says anything; the others stay as they are known."""
        found: dict[str, SlackUser] = {}
        try:
            if len(ids) >= _MANY:
                for user in self._pages("members", self._client.users_list):
                    if user["id"] in ids:
                        found[user["id"]] = self._person(user, now)
            for user_id in sorted(ids - found.keys()):  # the list leaves out people of other workspaces
                with suppress(_GoneError):
                    found[user_id] = self._ask(self._client, user_id, now)
        except _FAILURES as error:
            logger.warning("Slack would not say who %d people are: %s", len(ids - found.keys()), _reason(error))
        return list(found.values())

    def _ask(self, client: WebClient, user_id: str, now: datetime) -> SlackUser:
        try:
            user = client.users_info(user=user_id)["user"]
        except SlackApiError as error:
            if _reason(error) in ("user_not_found", "user_not_visible"):
                raise _GoneError(f"{user_id} is not to be found") from error
            raise
        if not isinstance(user, dict) or user.get("id") != user_id:
            raise SlackClientError("the answer is about somebody else")
        return self._person(user, now)

    def _person(self, user: SlackUserJson, now: datetime) -> SlackUser:
        return SlackUser(
            id=user["id"],
            team_id=user.get("team_id") or "",
            name=display_name(user),
            refused=refused(user, self._home),
            fetched_at=now,
        )

    def _pages(self, key: str, method: Callable[..., SlackResponse], **arguments: str) -> Iterator[Any]:
        """Everything in a list that Slack hands out page by page."""
        cursor, seen = "", set[str]()
        while True:
            answer = method(**arguments, cursor=cursor, limit=self._page_size)
            yield from _items(answer, key)
            cursor = (answer.get("response_metadata") or {}).get("next_cursor") or ""
            if not cursor:
                return
            if cursor in seen:
                raise SlackClientError("the pages go round in circles")
            seen.add(cursor)


class _GoneError(SlackClientError):
    """Slack knows no such person, or does not show them to us."""


def _items(answer: SlackResponse, key: str) -> list[Any]:
    """A list in an answer. One without it is a failure, not an empty list: it must not end everybody's role."""
    items = answer.get(key)
    if not isinstance(items, list):
        raise SlackClientError(f"an answer without {key}")
    return items


def _reason(error: BaseException) -> str:
    """Slack's own code, or the kind of failure. Nothing else of an answer goes into a log: it holds names."""
    if isinstance(error, SlackApiError) and isinstance(error.response, SlackResponse):
        return str(error.response.get("error") or type(error).__name__)
    return type(error).__name__


def _quick(client: WebClient) -> WebClient:
    """The same client in a hurry: no retry, since a second try would come after Slack has stopped waiting for us."""
    return WebClient(
        token=client.token,
        base_url=client.base_url,
        timeout=TIMEOUT_SECONDS,
        ssl=client.ssl,
        proxy=client.proxy,
        headers=dict(client.headers),
        retry_handlers=[],
    )
