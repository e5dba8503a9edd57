"""What a trust sets: `.env` for secrets, `trust.toml` for everything else. Every mistake is reported at once, by name."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from difflib import get_close_matches
from enum import StrEnum
from pathlib import Path
from zoneinfo import ZoneInfo, available_timezones

from dotenv import dotenv_values

from bot.domain.trust import NEEDED_ROLES, Deputy, Policy, Role, School, Trust
from bot.settings_calendar import read_calendar, read_deadlines, school_days_off
from bot.settings_media import MEDIA, media_url
from bot.settings_permissions import permissions
from bot.settings_places import platforms, published
from bot.settings_table import (
    CHANNEL,
    GROUP,
    KEY,
    USER,
    Mistakes,
    NotTomlError,
    Shape,
    Table,
    parse,
    quoted,
    secrets_in,
)

SLACK = "https://slack.com/api/"
DATABASE = "sqlite:///socialpost.db"
DECLARATION = (
    "I have checked this post against the Social Media Policy. Nothing in it is false or misleading. "
    "I am responsible for it together with SLT and the office."
)
MONITORING = (
    "By going on you agree that the school may monitor what is written here, keep copies of it for a time and delete them, as "
    "the policy says."
)
TITLES = {
    Role.STAFF: "staff",
    Role.SLT: "SLT",
    Role.OFFICE: "the office",
    Role.REMINDER_AUTHORISER: "the people who authorise reminders",
    Role.HEADTEACHER: "the Headteacher",
    Role.CEO: "the CEO",
    Role.ADVISER: "the adviser",
    Role.DEVICE_APPROVER: "the person who approves devices",
}
SHORTEST_KEY = 32
"""Characters of the key with which dates of birth and UPNs are hashed: there are few days, so only the key hides them."""

_NAMES = (
    "SLACK_BOT_TOKEN",
    "SLACK_APP_TOKEN",
    "SLACK_SIGNING_SECRET",
    "SLACK_API_URL",
    "DATABASE_URL",
    "MEDIA_URL",
    "REGISTER_KEY",
)


class Mode(StrEnum):
    """How the bot will run, which says which secrets it needs. OFFLINE: a command that never speaks to Slack."""

    OFFLINE = "offline"
    SOCKET = "socket"
    HTTP = "http"


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleRule:
    """Who holds a role: these people, the members of a user group, the members of a channel, or all of these together.

    school: the key of one school, or '' for every school. group and channel are Slack ids or ''.
    """

    role: Role
    school: str = ""
    users: tuple[str, ...] = ()
    group: str = ""
    channel: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Secrets:
    """What nobody may read. It never shows itself, not even in an error report."""

    bot_token: str = field(default="", repr=False)
    app_token: str = field(default="", repr=False)
    signing_secret: str = field(default="", repr=False)
    register_key: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """All that is set, checked. team_id and app_id are '' where the trust leaves it to Slack to tell us.

    database_url and media_url may hold a password, so they stay out of `repr`. role_max_age: how long a role
    outlives Slack's last word on it.
    """

    trust: Trust
    roles: tuple[RoleRule, ...]
    secrets: Secrets
    database_url: str = field(default=DATABASE, repr=False)
    media_url: str = field(default=MEDIA, repr=False)
    slack_api_url: str = SLACK
    team_id: str = ""
    app_id: str = ""
    http_host: str = "127.0.0.1"
    http_port: int = 3000
    role_max_age: timedelta = timedelta(hours=12)


class SettingsError(Exception):
    """The settings cannot be used. `mistakes` holds every one as (where it stands, what to write there)."""

    def __init__(self, mistakes: Iterable[tuple[str, str]]) -> None:
        self.mistakes = tuple(mistakes)
        super().__init__("\n".join(f"{where}: {sentence}" for where, sentence in self.mistakes))


def read(folder: Path, environ: Mapping[str, str], *, mode: Mode = Mode.SOCKET) -> Settings:
    """The settings of a folder that holds `trust.toml` and perhaps `.env`. What the environment says goes before `.env`."""
    env = {name: value or "" for name, value in dotenv_values(folder / ".env", interpolate=False).items()}
    return load({**env, **environ}, folder / "trust.toml", mode=mode)


def load(env: Mapping[str, str], toml: str | Path, *, mode: Mode = Mode.SOCKET) -> Settings:
    """Settings from an environment and the text (or path) of a `trust.toml`; raises SettingsError with every mistake."""
    mistakes: Mistakes = {}
    secrets = _secrets(env, mode, mistakes)
    slack_api_url = _slack_api_url(env.get("SLACK_API_URL", "").strip(), mistakes)
    database_url = _database_url(env.get("DATABASE_URL", "").strip(), mistakes)
    pictures = media_url(env, mistakes)
    top = _table_of(toml, mistakes)
    if top is None:
        raise SettingsError(mistakes.items())
    trust, roles = _trust(top, Path() if isinstance(toml, str) else toml.parent)
    slack, server, people = top.table("slack"), top.table("http"), top.table("people")
    settings = Settings(
        trust=trust,
        roles=roles,
        secrets=secrets,
        database_url=database_url,
        media_url=pictures,
        slack_api_url=slack_api_url,
        team_id=slack.text("team_id", default="", shape=_TEAM),
        app_id=slack.text("app_id", default="", shape=_APP),
        http_host=server.text("host", default="127.0.0.1"),
        http_port=server.number("port", default=3000, least=1, most=65535),
        role_max_age=timedelta(hours=people.number("forget_after_hours", default=12, least=1, most=168)),
    )
    top.close()
    if mistakes:
        raise SettingsError(mistakes.items())
    return settings


_LINK = Shape(r"https://\S{4,490}", "a link that begins with https://")
_TEAM = Shape(r"T[A-Z0-9]{2,30}", "the id of your Slack workspace, such as T012AB3CD")
_APP = Shape(r"A[A-Z0-9]{2,30}", "the id of the app, such as A012AB3CD: it stands in the app's Basic Information")


def _table_of(toml: str | Path, mistakes: Mistakes) -> Table | None:
    """The whole of `trust.toml`, or None and a mistake where there is nothing to read."""
    name = "trust.toml"
    try:
        text = toml if isinstance(toml, str) else toml.read_text(encoding="utf-8-sig")
        mistakes.update(secrets_in(text))
        return Table(parse(text), "", mistakes)
    except FileNotFoundError:
        mistakes[name] = f"There is no {name} yet. Copy trust.example.toml to {name} and fill it in."
    except (OSError, UnicodeDecodeError):
        mistakes[name] = f"{name} cannot be read. Save it as plain text (UTF-8) where socialpost may open it."
    except NotTomlError as error:
        mistakes[name] = f"This is not TOML: {error}. Compare that line with trust.example.toml."
    return None


# ---- trust.toml ---------------------------------------------------------------------------------------------------


def _trust(top: Table, folder: Path) -> tuple[Trust, tuple[RoleRule, ...]]:
    about, policy = top.table("trust"), top.table("policy")
    schools = dict(_schools(top))
    roles = (*_rules(top, ""), *(rule for key, table in top.table("schools").tables() for rule in _rules(table, key)))
    _somebody(top, schools, roles)
    timezone = _timezone(about)
    trust = Trust(
        name=about.text("name"),
        timezone=timezone,
        policy=Policy(
            version=policy.text("version", longest=40),
            declaration=policy.text("declaration", default=DECLARATION, longest=2000),
            link=policy.text("link", default="", shape=_LINK, longest=500),
            monitoring=policy.text("monitoring", default=MONITORING, longest=2000),
        ),
        schools=schools,
        platforms={platform.key: platform for platform in platforms(top)},
        role_titles=_titles(top),
        deputies=tuple(_deputies(top, schools)),
        permissions=permissions(top.table("permissions")),
        calendar=read_calendar(top.table("calendar"), timezone, folder),
        deadlines=read_deadlines(top.table("deadlines")),
        trained=_trained(top.table("training")),
        acknowledged=policy.flag("must_be_read", default=True),
        photos_days=top.table("retention").number("photos_days", default=180, least=1, most=3650),
        quorum={Role.SLT: top.table("signoffs").number("slt_quorum", default=1, least=1, most=5)},
    )
    return trust, roles


def _timezone(about: Table) -> ZoneInfo:
    name = about.text("timezone", default="Europe/London")
    zones = available_timezones()
    if name in zones:
        return ZoneInfo(name)
    near = get_close_matches(name, zones, n=1, cutoff=0.6)
    about.wrong("timezone", f"{quoted(name)} is not a time zone. Write {quoted(near[0] if near else 'Europe/London')}.")
    return ZoneInfo("Europe/London")


def _schools(top: Table) -> Iterator[tuple[str, School]]:
    used: dict[str, str] = {}
    names: set[str] = set()
    tables = list(top.table("schools").tables())
    if not tables:
        top.wrong("schools", "No school is set. Write a part [schools.NAME] for each school, as in trust.example.toml.")
    for key, table in tables:
        if not KEY.fits(key):
            table.wrong("", f"{quoted(key)} cannot be a school's short name. Write {KEY.wanted}.")
        name = table.text("name")
        channels = {which: table.text(which, shape=CHANNEL) for which in ("slt_channel", "office_channel")}
        for which, channel in channels.items():
            # One channel for both would show the office what SLT have not decided yet.
            if channel and used.setdefault(channel, which) != which:
                table.wrong(which, "SLT and the office need different channels: this one is set for both.")
        if name and name.casefold() in names:
            table.wrong("name", f"Two schools are called {quoted(name)}: nobody could tell them apart in the form.")
        names.add(name.casefold())
        off = school_days_off(table)
        yield key, School(key=key, name=name, published=published(table), inset_days=off, **channels)


def _rules(table: Table, school: str) -> Iterator[RoleRule]:
    roles = table.table("roles")
    for role in Role:
        rule = roles.table(role.value)
        if role.value not in roles:
            continue
        made = RoleRule(
            role=role,
            school=school,
            users=rule.texts("users", shape=USER),
            group=rule.text("group", default="", shape=GROUP),
            channel=rule.text("channel", default="", shape=CHANNEL),
        )
        if rule.blank:
            rule.wrong("", 'This names nobody. Write users = ["U…"], group = "S…" or channel = "C…".')
        yield made


def _somebody(top: Table, schools: Mapping[str, School], rules: Iterable[RoleRule]) -> None:
    """A school where nobody may do a step would collect posts that can never go on."""
    set_for = {(rule.role, rule.school) for rule in rules}
    for key in schools:
        for role in NEEDED_ROLES:
            if not {(role, key), (role, "")} & set_for:
                top.wrong(
                    f"schools.{key}.roles.{role.value}",
                    f"Nobody has the role {quoted(role.value)} in this school. Say who: users, a group or a channel's members.",
                )


def _trained(table: Table) -> frozenset[Role]:
    """The roles that need training in date before they may write (clause ED-1)."""
    known = {role.value: role for role in Role}
    listed = table.texts("required_for", shape=Shape("|".join(known), f"a role: {', '.join(known)}"))
    return frozenset(known[each] for each in listed if each in known)


def _deputies(top: Table, schools: Mapping[str, School]) -> Iterator[Deputy]:
    """Who holds a role in somebody's place, and when: one line each under a name of the trust's own choice."""
    for _, table in top.table("deputies").tables():
        name = table.text("role")
        role = next((role for role in Role if role.value == name), None)
        if name and role is None:
            near = get_close_matches(name, [role.value for role in Role], n=1, cutoff=0.5)
            guess = f"Did you mean {quoted(near[0])}?" if near else f"Roles are: {', '.join(Role)}."
            table.wrong("role", f"{quoted(name)} is not a role. {guess}")
        school = table.text("school", default="")
        if school and school not in schools:
            table.wrong("school", f"There is no school {quoted(school)} here. Schools are: {', '.join(schools)}.")
        user, begins, ends = table.text("user", shape=USER), table.day("begins"), table.day("ends")
        if begins and ends and ends < begins:
            table.wrong("ends", "This is before the first day. Write the last day on which they stand in.")
        if role and begins and ends:
            yield Deputy(role=role, user_id=user, school=school, begins=begins, ends=ends)


def _titles(top: Table) -> dict[Role, str]:
    titles = top.table("titles")
    return {role: titles.text(role.value, default=usual) for role, usual in TITLES.items()}


# ---- The environment ----------------------------------------------------------------------------------------------


def _secrets(env: Mapping[str, str], mode: Mode, mistakes: Mistakes) -> Secrets:
    """The three secrets. What they are is never repeated in a sentence."""
    for name in ("SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET"):
        if name in env:
            mistakes[name] = (
                f"Take {name} out of the environment: it switches the app to installing itself by OAuth, "
                "and socialpost's own token would be ignored."
            )
    for name in env:
        near = get_close_matches(name, _NAMES, n=1, cutoff=0.85)
        if near and name not in _NAMES and not env.get(near[0]):
            mistakes[name] = f"We do not know this name. Did you mean {near[0]}?"
    secrets = Secrets(
        bot_token=env.get("SLACK_BOT_TOKEN", "").strip(),
        app_token=env.get("SLACK_APP_TOKEN", "").strip(),
        signing_secret=env.get("SLACK_SIGNING_SECRET", "").strip(),
        register_key=env.get("REGISTER_KEY", "").strip(),
    )
    if secrets.register_key and len(secrets.register_key) < SHORTEST_KEY:
        mistakes["REGISTER_KEY"] = (
            f"This is too short to keep a secret. Write at least {SHORTEST_KEY} random characters, such as those that "
            "“openssl rand -hex 32” prints, and never change them: hashes of another key match nobody."
        )
    bot = "Write the bot token of the app, which begins with xoxb-: it stands under OAuth & Permissions."
    app = "Write an app-level token, which begins with xapp-: make one under Basic Information with connections:write."
    if (mode is not Mode.OFFLINE or secrets.bot_token) and not secrets.bot_token.startswith("xoxb-"):
        mistakes["SLACK_BOT_TOKEN"] = bot
    if (mode is Mode.SOCKET or secrets.app_token) and not secrets.app_token.startswith("xapp-"):
        mistakes["SLACK_APP_TOKEN"] = app
    if mode is Mode.HTTP and not secrets.signing_secret:
        # Bolt would start with an empty one and fail at the first request.
        mistakes["SLACK_SIGNING_SECRET"] = "Write the signing secret of the app: it stands under Basic Information."  # noqa: S105
    return secrets


_URL = re.compile(r"http://(?P<host>[a-z0-9.]+|\[[0-9a-f:]+\])(?::(?P<port>[0-9]{1,5}))?(?:/[\w/-]*)?", re.ASCII)


def _slack_api_url(url: str, mistakes: Mistakes) -> str:
    """Slack, or a server on this very machine. Judged by its letters alone: a look-up could be made to answer anything."""
    if not url:
        return SLACK
    parts = _URL.fullmatch(url)
    if parts and int(parts["port"] or 80) <= 65535 and _is_loopback(parts["host"].strip("[]")):
        return url.rstrip("/") + "/"
    mistakes["SLACK_API_URL"] = (
        "This may only be a server on this machine, such as http://127.0.0.1:8060/api/. Leave it out to use Slack."
    )
    return SLACK


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return False
    return address == ipaddress.IPv6Address("::1") if address.version == 6 else address.is_loopback


def _database_url(url: str, mistakes: Mistakes) -> str:
    if url and not re.match(r"(sqlite|postgres(ql)?(\+psycopg)?)://", url):
        mistakes["DATABASE_URL"] = "Write sqlite:///FILE or postgresql://USER:PASSWORD@HOST/NAME, or leave it out."
    return url or DATABASE
