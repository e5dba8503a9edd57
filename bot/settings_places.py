"""What a trust sets of its schools' own contact details, of the places where it posts and of what they take."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from difflib import get_close_matches

from bot.domain.trust import Limits, Platform, Published
from bot.settings_table import KEY, Shape, Table, quoted

LIMITS = {
    "facebook": Limits(characters=63206, picture_side=1350, checked_on=date(2026, 11, 24)),
    "instagram": Limits(
        characters=2200,
        hashtags=5,
        picture_side=1350,
        picture_narrowest=80,
        picture_widest=191,
        picture_bytes=8_000_000,
        checked_on=date(2026, 11, 24),
    ),
    "x": Limits(characters=280, weighted=True, picture_bytes=5_000_000, checked_on=date(2026, 11, 24)),
    "linkedin": Limits(characters=3000, picture_side=1350, picture_bytes=5_000_000, checked_on=date(2026, 11, 24)),
}
"""What the places that we know take. A trust overrides it in [limits.NAME], since places change their minds."""
PLATFORMS = tuple(
    Platform(key=key, name=name, phrase=phrase, has_link=has_link, limits=LIMITS.get(key, Limits()))
    for key, name, phrase, has_link in (
        ("facebook", "Facebook", "Facebook", True),
        ("instagram", "Instagram", "Instagram", True),
        ("x", "X", "X", True),
        ("linkedin", "LinkedIn", "LinkedIn", True),
        ("website", "School website", "the school website", True),
        ("newsletter", "Newsletter", "the newsletter", False),
    )
)
MOST_PLATFORMS = 10  # a group of tick boxes in Slack holds no more
_NAMES_OF_PEOPLE = {"legal_forename", "middle_names", "legal_surname", "chosen_forename"}
_COLUMNS_OF_CONSENTS = {"person_id", "role", *_NAMES_OF_PEOPLE, "year_group", "class_name", "given_on", "form_ref"}


def published(school: Table) -> Published:
    """A school's own contact details. All may be left out; then any phone number in a post counts as somebody's own."""
    own = school.table("published")
    return Published(
        phones=own.texts("phones", shape=_PHONE),
        emails=own.texts("emails", shape=_EMAIL),
        addresses=own.texts("addresses", shape=_ADDRESS),
        websites=own.texts("websites", shape=_WEBSITE),
        handles=own.texts("handles", shape=_HANDLE),
    )


_PHONE = Shape(r"\+?[0-9][0-9 ()-]{6,20}", "a phone number such as 01632 960184")
_EMAIL = Shape(r"[^@\s]{1,64}@[^@\s]+\.[^@\s]+", "an e-mail address such as office@school.sch.uk")
_ADDRESS = Shape(r".*[A-Za-z].*", "an address on one line, such as Ivy Lane, Tambrook, WV48 3ZX")
_WEBSITE = Shape(r"(https?://)?[\w-]+(\.[\w-]+)+(/\S*)?", "a web address such as https://www.school.sch.uk")
_HANDLE = Shape(r"@[\w.-]{1,64}", "a handle such as @BrackenfoldPri")


def platforms(top: Table) -> list[Platform]:
    """The places that the trust posts to: those we know unless they are set to false, then the trust's own."""
    table = top.table("platforms")
    chosen = [place for known in PLATFORMS if (place := _platform(table, known.key, known))]
    known_keys = [known.key for known in PLATFORMS]
    for key in table.unread():
        if not table.holds_table(key):
            near = get_close_matches(key, known_keys, n=1)
            guess = f"Did you mean {quoted(near[0])}? " if near else ""
            table.wrong(
                key, f'We do not know this place. {guess}For a place of your own write {key} = {{ name = "…" }}.'
            )
        elif not KEY.fits(key) or key in _COLUMNS_OF_CONSENTS:
            table.wrong(key, f"{quoted(key)} cannot be a place's short name. Write {KEY.wanted}.")
        elif own := _platform(table, key, None):
            chosen.append(own)
    chosen = [replace(place, limits=_limits(top, place)) for place in chosen]
    if not chosen:
        table.wrong("", "Every place is switched off. Leave at least one on.")
    if len(chosen) > MOST_PLATFORMS:
        table.wrong("", f"These are {len(chosen)} places. Slack's tick boxes hold {MOST_PLATFORMS}: switch some off.")
    return chosen


def _platform(table: Table, key: str, known: Platform | None) -> Platform | None:
    if known and not table.holds_table(key):
        return known if table.flag(key, default=True) else None
    own = table.table(key)
    name = own.text("name", default=known.name if known else None)
    return Platform(
        key=key,
        name=name,
        phrase=own.text("phrase", default=known.phrase if known else name),
        has_link=own.flag("has_link", default=known.has_link if known else True),
        limits=known.limits if known else Limits(),
    )


def _limits(top: Table, place: Platform) -> Limits:
    """What a place takes: as [limits.NAME] says, each line that is left out as we know it."""
    tables = top.table("limits")
    if place.key not in tables:
        return place.limits
    own, known = tables.table(place.key), place.limits
    return Limits(
        characters=own.number("characters", default=known.characters, least=0, most=1_000_000),
        hashtags=own.number("hashtags", default=known.hashtags, least=0, most=1000),
        weighted=own.flag("weighted", default=known.weighted),
        picture_side=own.number("picture_side", default=known.picture_side, least=64, most=4096),
        picture_narrowest=own.number("picture_narrowest", default=known.picture_narrowest, least=0, most=1000),
        picture_widest=own.number("picture_widest", default=known.picture_widest, least=0, most=1000),
        picture_bytes=own.number("picture_bytes", default=known.picture_bytes, least=50_000, most=30_000_000),
        checked_on=own.day("checked_on"),
    )
