"""`.env` and `trust.toml`: what a trust may write, and that every mistake is named at once."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.domain.consent import Rules, Validity
from bot.domain.deadlines import Deadlines
from bot.domain.trust import NEEDED_ROLES, Limits, Published, Role
from bot.settings import DECLARATION, Mode, RoleRule, Settings, SettingsError, load, read
from bot.settings_places import PLATFORMS

ROOT = Path(__file__).parents[1]
ENV = {"SLACK_BOT_TOKEN": "xoxb-1-bottoken", "SLACK_APP_TOKEN": "xapp-1-apptoken"}
SMALL = """
[trust]
name = "Mercia Primary Academy Trust"
[policy]
version = "June 2021"
[schools.brackenfold]
name = "Brackenfold Primary Academy"
slt_channel = "C0SLT"
office_channel = "C0OFFICE"
[roles]
staff = { channel = "C0STAFF" }
slt = { users = ["U0HEAD", "W0DEPUTY", "U0HEAD"] }
office = { group = "S0OFFICE" }
reminder_authoriser = { users = ["U0MRLANE"] }
"""


def mistakes(toml: str = SMALL, env: Mapping[str, str] = ENV, mode: Mode = Mode.SOCKET) -> dict[str, str]:
    """What `load` complains of, or nothing."""
    try:
        load(env, toml, mode=mode)
    except SettingsError as error:
        return dict(error.mistakes)
    return {}


def changed(old: str, new: str) -> str:
    assert old in SMALL
    return SMALL.replace(old, new)


def small(extra: str = "", **env: str) -> Settings:
    return load({**ENV, **env}, SMALL + extra)


def test_the_example_files_can_be_used_as_they_are_once_the_tokens_are_filled_in() -> None:
    """The sample trust is the policy's own, and what it leaves out has the usual values."""
    settings = load(ENV, ROOT / "trust.example.toml")

    trust = settings.trust
    assert trust.name == "Mercia Primary Academy Trust"
    assert [school.name for school in trust.schools.values()] == ["Brackenfold Primary Academy"]
    assert trust.role_titles[Role.REMINDER_AUTHORISER] == "Mr Lane or Tanya Matthews"
    assert trust.policy.declaration == DECLARATION
    assert list(trust.platforms) == ["facebook", "instagram", "x", "linkedin", "website", "newsletter"]
    assert set(Role) == {rule.role for rule in settings.roles}


def test_every_setting_in_a_note_of_the_example_may_be_switched_on() -> None:
    """Taking the # away from a commented line gives a file that is still right."""
    text = (ROOT / "trust.example.toml").read_text(encoding="utf-8")
    for line in (
        "easter = ",
        "parent_app = ",
        "link = ",
        "must_be_read = ",
        "monitoring = ",
        "quiet_hours = ",
        "required_for = ",
        "slt_quorum = ",
        "nudge_after_hours = ",
        "takedown_within_hours = ",
        "ahead_days = ",
        "publish_within_days = ",
        "team_id = ",
        "app_id = ",
        "forget_after_hours = ",
        "[limits.instagram]",
        "characters = ",
        "hashtags = ",
        "checked_on = ",
        "uses = ",
        "host = ",
        "port = ",
    ):
        assert f"\n# {line}" in text
        text = text.replace(f"\n# {line}", f"\n{line}")

    settings = load(ENV, text)

    assert (settings.team_id, settings.app_id, settings.http_port) == ("T012AB3CD", "A012AB3CD", 3000)
    assert not settings.trust.platforms["parent_app"].has_link
    (easter,) = settings.trust.deputies
    assert (easter.role, easter.ends) == (Role.HEADTEACHER, date(2027, 5, 3))


def test_the_example_environment_names_every_secret_and_holds_none(tmp_path: Path) -> None:
    """`.env.example` copied but not filled in complains of each missing token; nothing else is wrong with it."""
    (tmp_path / ".env").write_text((ROOT / ".env.example").read_text(encoding="utf-8"))
    (tmp_path / "trust.toml").write_text(SMALL)

    with pytest.raises(SettingsError) as caught:
        read(tmp_path, {})

    assert {"SLACK_BOT_TOKEN", "SLACK_APP_TOKEN"} == {where for where, _ in caught.value.mistakes}


def test_roles_are_kept_as_rules_for_one_school_or_for_all() -> None:
    """People are listed once each, in their order; a rule of a school names it."""
    settings = small('[schools.brackenfold.roles]\nstaff = { users = ["U0TEACHER"], group = "S0TEACHERS" }\n')

    assert (
        RoleRule(role=Role.STAFF, channel="C0STAFF"),
        RoleRule(role=Role.SLT, users=("U0HEAD", "W0DEPUTY")),
        RoleRule(role=Role.OFFICE, group="S0OFFICE"),
        RoleRule(role=Role.REMINDER_AUTHORISER, users=("U0MRLANE",)),
        RoleRule(role=Role.STAFF, school="brackenfold", users=("U0TEACHER",), group="S0TEACHERS"),
    ) == settings.roles


def test_what_is_left_out_has_a_usual_value() -> None:
    """A short file is enough."""
    settings = small()

    assert settings.trust.timezone.key == "Europe/London"
    assert settings.database_url == "sqlite:///socialpost.db"
    assert settings.slack_api_url == "https://slack.com/api/"
    assert (
        settings.team_id,
        settings.app_id,
        settings.http_host,
        settings.http_port,
    ) == ("", "", "127.0.0.1", 3000)
    assert timedelta(hours=12) == settings.role_max_age
    assert settings.trust.platforms["website"].phrase == "the school website"


def test_places_may_be_dropped_renamed_and_added() -> None:
    """A trust posts where it posts."""
    platforms = small(
        "[platforms]\nx = false\nlinkedin = false\nwebsite = { name = 'Our site' }\n"
        "noticeboard = { name = 'Notice board', phrase = 'the notice board', has_link = false }\n"
    ).trust.platforms

    assert list(platforms) == ["facebook", "instagram", "website", "newsletter", "noticeboard"]
    assert (platforms["website"].name, platforms["website"].phrase) == ("Our site", "the school website")
    assert (platforms["noticeboard"].phrase, platforms["noticeboard"].has_link) == ("the notice board", False)


def test_all_mistakes_are_reported_at_once() -> None:
    """Whoever fills the file reads one list, not one sentence a try; an empty file says all that is needed."""
    found = mistakes("", {"SLACK_API_URL": "http://example.org/"})

    assert {
        "SLACK_BOT_TOKEN",
        "SLACK_APP_TOKEN",
        "SLACK_API_URL",
        "trust.name",
        "policy.version",
        "schools",
    } == set(found)


@pytest.mark.parametrize(
    ("old", "new", "where", "says"),
    [
        ("[trust]", "[trusts]", "trusts", "Did you mean “trust”?"),
        ("[policy]", '[policy]\ndeclartion = "Yes"', "policy.declartion", "Did you mean “declaration”?"),
        ("slt_channel", "stl_channel", "schools.brackenfold.stl_channel", "Did you mean “slt_channel”?"),
        ("slt_channel", "stl_channel", "schools.brackenfold.slt_channel", "This is missing."),
        ('"C0SLT"', '"#slt"', "schools.brackenfold.slt_channel", "“#slt” does not fit. Write a channel id"),
        ('"C0SLT"', '"D0SLT"', "schools.brackenfold.slt_channel", "a channel id such as C012AB3CD"),
        ('"C0SLT"', '"C0OFFICE"', "schools.brackenfold.office_channel", "need different channels"),
        ('"C0SLT"', "12", "schools.brackenfold.slt_channel", "must be text in quotation marks"),
        ('"U0HEAD", "W', '"Mrs Marsh", "W', "roles.slt.users (number 1)", "“Mrs Marsh” does not fit. Write a member id"),
        ('["U0MRLANE"]', '"U0MRLANE"', "roles.reminder_authoriser.users", "a list with square brackets"),
        ('"S0OFFICE"', '"office"', "roles.office.group", "a user group's id"),
        ('"C0STAFF"', '"S0STAFF"', "roles.staff.channel", "a channel id"),
        ("reminder_authoriser", "reminder_authorizer", "roles.reminder_authorizer", "“reminder_authoriser”?"),
        ("staff = ", "# staff = ", "schools.brackenfold.roles.staff", "Nobody has the role “staff”"),
        ('["U0MRLANE"]', "[]", "roles.reminder_authoriser", "This names nobody."),
        ('staff = { channel = "C0STAFF" }', "staff = {}", "roles.staff", "This names nobody."),
        ('staff = { channel = "C0STAFF" }', 'staff = "C0STAFF"', "roles.staff", "must be a part of its own"),
        ("schools.brackenfold", 'schools."Brackenfold School"', "schools.Brackenfold School", "short name"),
        ("[policy]", 'timezone = "Europe/Londn"\n[policy]', "trust.timezone", "Write “Europe/London”."),
        ("[policy]", 'timezone = "../etc"\n[policy]', "trust.timezone", "is not a time zone"),
        ('"June 2021"', '"   "', "policy.version", "Write some words on one line."),
        ('"June 2021"', '"""June\n2021"""', "policy.version", "on one line"),
        ('"Brackenfold Primary Academy"', f'"{"B" * 76}"', "schools.brackenfold.name", "76 characters long"),
    ],
)  # fmt: skip
def test_a_mistake_is_named_with_what_to_write(old: str, new: str, where: str, says: str) -> None:
    """Each sentence stands at its setting and says what belongs there."""
    assert says in mistakes(changed(old, new))[where]


@pytest.mark.parametrize(
    ("extra", "where", "says"),
    [
        ("[platforms]\nfacebok = true", "platforms.facebok", "Did you mean “facebook”?"),
        ("[platforms]\nfacebook = 'yes'", "platforms.facebook", "true or false"),
        ("[platforms]\ntiktok = true", "platforms.tiktok", "For a place of your own write tiktok = {"),
        ("[platforms]\nrole = { name = 'Role' }", "platforms.role", "cannot be a place's short name"),
        ("[platforms]\nboard = { }", "platforms.board.name", "This is missing."),
        ("[platforms]\n" + "".join(f"{place.key} = false\n" for place in PLATFORMS),
         "platforms", "Leave at least one on."),
        ("[platforms]\n" + "".join(f"p{n} = {{ name = 'Place {n}' }}\n" for n in range(5)), "platforms", "These are 11 places."),
        ("[http]\nport = 70000", "http.port", "from 1 to 65535"),
        ("[http]\nport = true", "http.port", "a whole number"),
        ("[people]\nforget_after_hours = 1000", "people.forget_after_hours", "from 1 to 168"),
        ("[slack]\nteam_id = 'mercia'", "slack.team_id", "the id of your Slack workspace"),
        ("[slack]\napp_id = 'socialpost'", "slack.app_id", "the id of the app"),
        ("[http]\nport = 1\n[http]\nport = 2", "trust.toml", "This is not TOML"),
        ("[schools.second]\nname = 'Brackenfold primary academy'\nslt_channel = 'C0TWO'\noffice_channel = 'C0SLT'",
         "schools.second.name", "nobody could tell them apart"),
        ("[schools.second]\nname = 'Second'\nslt_channel = 'C0TWO'\noffice_channel = 'C0SLT'",
         "schools.second.office_channel", "need different channels"),
    ],
)  # fmt: skip
def test_a_mistake_in_a_part_that_may_be_left_out_is_named_too(extra: str, where: str, says: str) -> None:
    """What nobody has to write is checked as strictly once it is written."""
    assert says in mistakes(SMALL + extra)[where]


def test_a_school_may_share_nothing_but_its_role_rules_with_another() -> None:
    """Two schools of one trust stand side by side; one rule can serve both."""
    second = "[schools.second]\nname = 'Second'\nslt_channel = 'C0TWO'\noffice_channel = 'C0TWOOFFICE'\n"

    assert list(small(second).trust.schools) == ["brackenfold", "second"]


@pytest.mark.parametrize("secret", ["xoxb-1234-5678-AbCdEf", "xapp-1-A01-abcdef", "0123456789abcdef0123456789abcdef"])
@pytest.mark.parametrize(
    "place", ['bot_token = "{}"\n', '[slack]\nteam_id = "{}"\n', "# {}\n", '"{}" = 1\n', '"{}" = \n']
)
def test_a_secret_in_trust_toml_is_named_but_never_repeated(secret: str, place: str) -> None:
    """The line is named wherever the secret stands, and the report could be read out loud."""
    text = SMALL + place.format(secret) if place.startswith("[") else place.format(secret) + SMALL

    with pytest.raises(SettingsError) as caught:
        load(ENV, text)

    assert any("This looks like a secret" in sentence for _, sentence in caught.value.mistakes)
    assert secret not in str(caught.value)
    assert caught.value.__cause__ is None


def test_a_secret_that_looks_like_none_is_still_sent_to_the_environment() -> None:
    """A name that says secret is enough."""
    assert "belong in .env" in mistakes('signing_secret = "short"\n' + SMALL)["signing_secret"]
    assert "belong in .env" in mistakes(SMALL + '[slack]\ndatabase_url = "postgresql://…"\n')["slack.database_url"]


@pytest.mark.parametrize(
    ("mode", "env", "wrong"),
    [
        (Mode.SOCKET, {}, {"SLACK_BOT_TOKEN", "SLACK_APP_TOKEN"}),
        (Mode.SOCKET, {"SLACK_BOT_TOKEN": "xapp-1", "SLACK_APP_TOKEN": "xoxb-1"}, {"SLACK_BOT_TOKEN", "SLACK_APP_TOKEN"}),
        (Mode.SOCKET, {"SLACK_BOT_TOKEN": " xoxb-1 ", "SLACK_APP_TOKEN": "xapp-1"}, set()),
        (Mode.HTTP, {"SLACK_BOT_TOKEN": "xoxb-1"}, {"SLACK_SIGNING_SECRET"}),
        (Mode.HTTP, {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_SIGNING_SECRET": "  "}, {"SLACK_SIGNING_SECRET"}),
        (Mode.HTTP, {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_SIGNING_SECRET": "signature"}, set()),
        (Mode.OFFLINE, {}, set()),
        (Mode.OFFLINE, {"SLACK_BOT_TOKEN": "xoxp-1"}, {"SLACK_BOT_TOKEN"}),
        (Mode.OFFLINE, {"SLACK_CLIENT_ID": ""}, {"SLACK_CLIENT_ID"}),
        (Mode.OFFLINE, {"SLACK_CLIENT_SECRET": "clientsecret"}, {"SLACK_CLIENT_SECRET"}),
        (Mode.OFFLINE, {"DATABSE_URL": "postgresql://db"}, {"DATABSE_URL"}),
        (Mode.OFFLINE, {"DATABASE_URL": "mysql://u:pencilcase@db"}, {"DATABASE_URL"}),
        (Mode.OFFLINE, {"DATABASE_URL": "postgresql+psycopg://u:pencilcase@db/s"}, set()),
        (Mode.SOCKET, {"SLACK_BOT_TOKN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1"}, {"SLACK_BOT_TOKN", "SLACK_BOT_TOKEN"}),
    ],
)  # fmt: skip
def test_each_way_of_running_asks_for_its_own_secrets(mode: Mode, env: Mapping[str, str], wrong: set[str]) -> None:
    """Socket Mode needs an app-level token, HTTP a signing secret, and a command without Slack neither."""
    found = mistakes(env=env, mode=mode)

    assert wrong == set(found)
    assert not any(value in sentence for value in env.values() if value.strip() for sentence in found.values())


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:8060/api/",
        "http://127.0.0.1:8060/api",
        "http://localhost/api/",
        "http://127.8.9.10:1/api/",
        "http://[::1]:8060/api/",
    ],
)
def test_a_server_on_this_machine_may_stand_in_for_slack(url: str) -> None:
    """Loopback in each of its spellings; the path ends in a slash, as the client wants it."""
    assert url.rstrip("/") + "/" == small(SLACK_API_URL=url).slack_api_url


@pytest.mark.parametrize(
    "url",
    [
        "https://slack.com/api/",
        "https://127.0.0.1/api/",
        "ftp://127.0.0.1/api/",
        "//127.0.0.1/api/",
        "127.0.0.1:8060",
        "http://127.0.0.1.evil.example/api/",
        "http://localhost.evil.example/api/",
        "http://127.0.0.1@evil.example/api/",
        "http://evil.example@127.0.0.1/api/",
        "http://evil.example#@127.0.0.1/",
        "http://evil.example\\@127.0.0.1/",
        "http://127.0.0.1:80@evil.example/",
        "http://127.0.0.1:99999/api/",
        "http://127.0.0.1:/api/",
        "http://127.1/api/",
        "http://2130706433/api/",
        "http://0x7f.0.0.1/api/",
        "http://0177.0.0.1/api/",
        "http://0.0.0.0/api/",
        "http://128.0.0.1/api/",
        "http://[::]/api/",
        "http://[::ffff:127.0.0.1]/api/",
        "http://[::ffff:7f00:1]/api/",
        "http://[fe80::1]/api/",
        "http://[127.0.0.1]/api/",
        "http://127.0.0.1/api/?next=http://evil.example/",
        "http://127.0.0.1/api/\nhttp://evil.example/",
        "http://127.0.0.1/../../",
        "http://１２７.0.0.1/api/",
        "HTTP://LOCALHOST/api/",
        "http://slack.example/api/",
    ],
)
def test_any_other_server_is_refused(url: str) -> None:
    """The token is never sent anywhere but to Slack or to this machine, whatever tricks the address plays."""
    assert {"SLACK_API_URL"} == set(mistakes(env={**ENV, "SLACK_API_URL": url}))


def test_secrets_never_show_themselves() -> None:
    """Neither settings nor secrets can leak by being printed; the database's address may hold a password too."""
    settings = load(
        {**ENV, "SLACK_SIGNING_SECRET": "signature", "DATABASE_URL": "postgresql://u:pencilcase@db/s"}, SMALL
    )

    shown = f"{settings!r} {settings} {settings.secrets!r} {settings.secrets}"
    assert settings.secrets.bot_token == "xoxb-1-bottoken"
    assert not [secret for secret in ("bottoken", "apptoken", "signature", "pencilcase") if secret in shown]


def test_the_environment_goes_before_the_file_and_nothing_is_put_into_it(tmp_path: Path) -> None:
    """`.env` is read, not exported: Bolt and the children of this process see nothing of it."""
    (tmp_path / ".env").write_text("SLACK_BOT_TOKEN=xoxb-from-file\nSLACK_APP_TOKEN='xapp-${HOME}'\nDATABASE_URL\n")
    (tmp_path / "trust.toml").write_bytes(b"\xef\xbb\xbf" + SMALL.encode())
    before = dict(os.environ)

    settings = read(tmp_path, {"SLACK_BOT_TOKEN": "xoxb-from-environment"})

    assert (settings.secrets.bot_token, settings.secrets.app_token) == ("xoxb-from-environment", "xapp-${HOME}")
    assert before == dict(os.environ)


def test_a_missing_or_unreadable_file_is_a_mistake_among_the_others(tmp_path: Path) -> None:
    """Whoever has not begun is told where to begin, and what else is missing."""
    with pytest.raises(
        SettingsError, match=r"trust\.toml: There is no trust\.toml yet\. Copy trust\.example\.toml"
    ) as none:
        read(tmp_path, {})
    (tmp_path / "trust.toml").write_text(SMALL, encoding="utf-16")
    with pytest.raises(SettingsError, match="plain text") as unreadable:
        read(tmp_path, {})

    assert [where for where, _ in none.value.mistakes] == ["SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "trust.toml"]
    assert len(unreadable.value.mistakes) == 3


def test_the_example_has_a_whole_school_year() -> None:
    """Its terms, INSET days and England's bank holidays are days without school, and nothing else changes the usual waiting."""
    calendar, usual = load(ENV, ROOT / "trust.example.toml").trust.calendar, small().trust
    closed = (date(2026, 9, 1), date(2026, 10, 27), date(2026, 12, 25), date(2027, 3, 26), date(2027, 5, 3))
    assert [day for day in closed if calendar.is_school_day(day)] == []
    assert calendar.is_school_day(date(2026, 11, 24))
    assert (calendar.quiet_hours, usual.calendar.quiet_hours, usual.deadlines) == (True, True, Deadlines())
    assert not usual.calendar.is_school_day(date(2026, 8, 31))


CALENDAR = """
[calendar]
opens = 08:30:00
closes = 16:00:00
inset_days = [2026-09-01]
[calendar.terms]
one = { begins = 2026-09-02, ends = 2026-10-23 }
two = { begins = 2026-11-02, ends = 2026-12-18 }
[deadlines]
nudge_after_hours = 6
"""


@pytest.mark.parametrize(
    ("old", "new", "where", "says"),
    [
        ("08:30:00", '"half past"', "calendar.opens", "not a time"),
        ("16:00:00", "08:00:00", "calendar.closes", "not after opens"),
        ("[2026-09-01]", '["1 September"]', "calendar.inset_days", "a list of days"),
        ("2026-10-23", "2026-09-01", "calendar.terms.one.ends", "before the first day"),
        ("2026-11-02", "2026-10-23", "calendar.terms", "overlap"),
        ("ends = 2026-12-18", "end = 2026-12-18", "calendar.terms.two.ends", "missing"),
        ("= 6", "= 0", "deadlines.nudge_after_hours", "from 1 to 80"),
        ("inset_days", 'file = "none.ics"\ninset_days', "calendar.file", "none.ics cannot be read"),
    ],
)
def test_a_calendar_that_cannot_be_meant_is_named(old: str, new: str, where: str, says: str) -> None:
    """Hours, days, terms and the file are looked at."""
    assert mistakes(SMALL + CALENDAR) == {}
    assert says in mistakes(SMALL + CALENDAR.replace(old, new))[where]


ICS = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Brackenfold//EN
BEGIN:VEVENT
UID:1
SUMMARY:INSET Day
DTSTART;VALUE=DATE:20260907
END:VEVENT
BEGIN:VEVENT
UID:2
SUMMARY:October half-term
DTSTART;VALUE=DATE:20261026
DTEND;VALUE=DATE:20261031
END:VEVENT
BEGIN:VEVENT
UID:3
SUMMARY:Library closed
DTSTART:20260908T130000Z
DTEND:20260908T140000Z
END:VEVENT
BEGIN:VEVENT
UID:4
SUMMARY:Sports day
DTSTART;VALUE=DATE:20260909
END:VEVENT
END:VCALENDAR
"""


def with_file(tmp_path: Path, content: str) -> Path:
    """The small settings with a calendar file beside them."""
    (tmp_path / "school.ics").write_text(content, encoding="utf-8")
    (tmp_path / "trust.toml").write_text(SMALL + '[calendar]\nfile = "school.ics"\n', encoding="utf-8")
    return tmp_path / "trust.toml"


def test_a_calendar_file_closes_whole_days_that_are_called_so(tmp_path: Path) -> None:
    """INSET days and breaks; what lasts an afternoon, and what only happens at school, closes nothing."""
    calendar = load(ENV, with_file(tmp_path, ICS)).trust.calendar
    days = [date(2026, 9, day) for day in (7, 8, 9)] + [date(2026, 10, day) for day in (23, 26, 30)]
    assert [calendar.is_school_day(day) for day in days] == [False, True, True, True, False, False]
    assert calendar.is_school_day(date(2026, 11, 2))


def test_a_day_that_comes_back_in_a_calendar_file_closes_the_school_each_time(tmp_path: Path) -> None:
    """Whole breaks too; a day that is taken out stays a school day, and one that was moved closes where it went."""
    repeats = (
        "RRULE:FREQ=MONTHLY;BYDAY=1MO;UNTIL=20270201T000000Z\nEXDATE;VALUE=DATE:20261102\nRDATE;VALUE=DATE:20261111"
    )
    moved = "BEGIN:VEVENT\nUID:1\nSUMMARY:INSET Day\nRECURRENCE-ID;VALUE=DATE:20261207\nDTSTART;VALUE=DATE:20261208\nEND:VEVENT"
    content = ICS.replace("20260907", f"20260907\n{repeats}").replace("DTEND;VALUE=DATE:20261031", "DURATION:P5D")
    content = content.replace("BEGIN:VEVENT", f"{moved}\nBEGIN:VEVENT", 1)
    calendar = load(ENV, with_file(tmp_path, content)).trust.calendar
    closed = [(2026, 9, 7), (2026, 10, 5), (2026, 11, 11), (2026, 12, 8), (2027, 2, 1), (2026, 10, 30)]
    assert [day for day in closed if calendar.is_school_day(date(*day))] == []
    open_ones = [(2026, 11, 2), (2026, 12, 7), (2027, 3, 1), (2026, 10, 12)]
    assert [day for day in open_ones if not calendar.is_school_day(date(*day))] == []


def test_a_break_that_comes_back_each_year_is_closed_to_its_last_day(tmp_path: Path) -> None:
    """Without an end, for as many years as bank holidays are known."""
    content = ICS.replace("DTEND;VALUE=DATE:20261031", "DTEND;VALUE=DATE:20261031\nRRULE:FREQ=YEARLY")
    calendar = load(ENV, with_file(tmp_path, content)).trust.calendar
    assert not calendar.is_school_day(date(2028, 10, 30))
    assert not calendar.is_school_day(date(2059, 10, 30))
    assert calendar.is_school_day(date(2059, 10, 31))


def test_a_school_of_a_trust_has_inset_days_of_its_own() -> None:
    """The others work on them."""
    own = SMALL.replace("[schools.brackenfold]", "[schools.brackenfold]\ninset_days = [2026-11-27]")
    trust = load(ENV, own).trust
    assert not trust.calendar_of("brackenfold").is_school_day(date(2026, 11, 27))
    assert trust.calendar_of("elsewhere").is_school_day(date(2026, 11, 27))
    assert not trust.calendar_of("brackenfold").is_school_day(date(2026, 12, 25))


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("Autumn term starts on Wednesday.", "not a calendar file"),
        (ICS.replace("20260907", "20260907\nRRULE:FREQ=SECONDLY"), "“inset day” repeats in a way that cannot be read"),
        (ICS.replace("20260907", "20260907\nRRULE:FREQ=NEVER;BYDAY=XX"), "Write its days as inset_days."),
        (ICS.replace("20260907", "20260907\nRDATE:20261208T130000Z,x"), "repeats in a way that cannot be read"),
    ],
)
def test_a_calendar_file_that_cannot_be_used_is_said(tmp_path: Path, content: str, says: str) -> None:
    """What is no calendar, and what would have to be guessed."""
    with pytest.raises(SettingsError) as caught:
        load(ENV, with_file(tmp_path, content))
    assert says in dict(caught.value.mistakes)["calendar.file"]


def test_roles_that_a_small_trust_does_without_may_be_left_out() -> None:
    """Nobody then holds them; the four without which no post could go on are asked for."""
    assert {rule.role for rule in small().roles} == set(NEEDED_ROLES)
    assert "schools.brackenfold.roles.office" in mistakes(changed("office = {", "ceo = {"))


DEPUTY = """
[deputies]
easter = { role = "headteacher", user = "U0HELENMARSH", begins = 2027-04-19, ends = 2027-05-03 }
"""


@pytest.mark.parametrize(
    ("old", "new", "where", "says"),
    [
        ('"headteacher"', '"headteecher"', "role", "Did you mean “headteacher”?"),
        ('"headteacher"', '"zzz"', "role", "Roles are: staff"),
        ("U0HELENMARSH", "helen", "user", "a member id"),
        ("2027-04-19", '"soon"', "begins", "“soon” is not a day."),
        ("begins = 2027-04-19, ", "", "begins", "This is missing."),
        ("2027-05-03", "2027-05-03T12:00:00", "ends", "is not a day"),
        ("2027-05-03", "2027-04-18", "ends", "before the first day"),
        ("begins", 'school = "elsewhere", begins', "school", "Schools are: brackenfold."),
    ],
)
def test_a_deputy_that_cannot_be_meant_is_named(old: str, new: str, where: str, says: str) -> None:
    """Role, person, school and both days are looked at."""
    assert mistakes(SMALL + DEPUTY) == {}
    assert says in mistakes(SMALL + DEPUTY.replace(old, new))[f"deputies.easter.{where}"]


# ---- What a school publishes, what a place takes ------------------------------------------------------------------


def test_a_school_says_what_it_publishes_and_a_typing_slip_is_named() -> None:
    """The school's own phone in a post is no leak once it is written here; what cannot be one is complained of."""
    part = '[schools.brackenfold.published]\nphones = ["01632 960184"]\nemails = ["office@brackenfold.example"]\n'

    assert small(part).trust.schools["brackenfold"].published == Published(
        phones=("01632 960184",), emails=("office@brackenfold.example",)
    )
    assert small().trust.schools["brackenfold"].published == Published()
    assert set(mistakes(SMALL + part.replace("office@brackenfold.example", "the office"))) == {
        "schools.brackenfold.published.emails (number 1)"
    }


def test_limits_are_known_and_dated_and_a_trust_may_correct_them() -> None:
    """Whoever corrects a limit says on which day they looked it up; what is left out stays as it was known."""
    part = "[limits.instagram]\nhashtags = 3\npicture_side = 1080\nchecked_on = 2027-01-31\n"

    assert all(place.limits.checked_on for place in PLATFORMS if place.limits.characters)
    assert small(part).trust.platforms["instagram"].limits == Limits(
        characters=2200,
        hashtags=3,
        picture_side=1080,
        picture_narrowest=80,
        picture_widest=191,
        picture_bytes=8_000_000,
        checked_on=date(2027, 1, 31),
    )
    assert small().trust.platforms["x"].limits.weighted
    assert set(mistakes(SMALL + part.replace("checked_on = 2027-01-31", ""))) == {"limits.instagram.checked_on"}
    assert set(mistakes(SMALL + part.replace("limits.instagram", "limits.instagramm"))) == {"limits.instagramm"}


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("", Rules()),
        ('valid = "academic year"', Rules(validity=Validity.ACADEMIC_YEAR)),
        ('valid = "3 years"\nleavers = true', Rules(validity=Validity.YEARS, years=3, leavers=True)),
        ("uses = { voice = false, work = 'artwork', puppet = 'a puppet show' }",
         Rules(uses={"photo": "photos", "video": "videos", "work": "artwork", "puppet": "a puppet show"})),
    ],
)  # fmt: skip
def test_a_trust_sets_how_long_permissions_count(written: str, expected: Rules) -> None:
    """Left out, a yes counts while somebody is at school, and no longer."""
    assert small(f"\n[permissions]\n{written}").trust.permissions == expected


@pytest.mark.parametrize("written", ['valid = "for ever"', 'valid = "0 years"', 'uses = { name = "names" }'])
def test_permissions_that_cannot_be_are_named(written: str) -> None:
    """No time that we do not know, and no permission for a name (clause SP-2)."""
    with pytest.raises(SettingsError) as raised:
        small(f"\n[permissions]\n{written}")
    assert [where.split(".")[0] for where, _ in raised.value.mistakes] == ["permissions"]
