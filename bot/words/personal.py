"""SP-2 and CO-1: personal data in a text. What the school publishes about itself is no leak."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.domain.findings import Finding, Strength
from bot.domain.trust import Published
from bot.words import ages, births, contact, identity, places, profiles
from bot.words.reading import Reading, finding, read
from bot.words.spots import Spot

WHAT = {
    "email": "an e-mail address",
    "phone": "a phone number",
    "profile": "somebody’s own account",
    "postcode": "a postcode",
    "address": "an address",
    "upn": "a pupil’s number",
    "pupil_number": "a number that belongs to one person",
    "nhs_number": "an NHS number",
    "ni_number": "a National Insurance number",
    "bank": "bank details",
    "password": "a password or login",
    "number_plate": "a number plate",
    "dob": "a date of birth",
    "age": "a child’s exact age beside the name",
    "home": "where a colleague lives",
}
"""How a sentence names each kind of personal data."""

_STAFF = re.compile(
    r"\b(?:mr|mrs|ms|miss|mx|dr|sir)\.?\s+[a-z]|\b(?:teacher|teaching assistant|ta|head(?:teacher)?|"
    r"deputy|caretaker|site manager|"
    r"senco|colleague|staff|receptionist|lunchtime supervisor|midday supervisor)\b"
)
_FAMILY = re.compile(r"\b(?:mum|dad|mother|father|parents?|nan|gran\w*|family|child|pupil|boy|girl|year \d|carer)\b")
_HOME = re.compile(r"\bliv|house|home|mov(?:ed|ing)")
_STAFF_HOME = re.compile(
    r"\b(?:mr|mrs|ms|miss|mx|dr)\.?\s+[a-z][\w'-]+(?:'s?)?\s+(?:[\w']+\s+){0,3}?(?:lives?|house is|"
    r"home is|moved|has moved|is moving)\s+"
    r"(?:[\w']+\s+){0,2}?(?:at|on|in|to|near|next to|opposite|behind|by|round|over)\s+(?:the\s+)?[\w']+"
)


def personal_data(
    text: str, published: Published, names: Sequence[Finding] = (), *, where: str = "words"
) -> tuple[Finding, ...]:
    """Every piece of personal data in the text, in order. names: what the name check found there."""
    reading = read(text)
    return tuple(
        _finding(reading, spot, names, where) for spot in sorted(_spots(reading, published, names), key=_place)
    )


def _spots(reading: Reading, published: Published, names: Sequence[Finding]) -> Iterator[Spot]:
    yield from contact.emails(reading, published)
    yield from contact.phones(reading, published)
    yield from profiles.profiles(reading, published)
    yield from places.postcodes(reading, published)
    yield from places.addresses(reading, published, names)
    yield from identity.numbers(reading)
    yield from births.births(reading, names)
    yield from ages.ages(reading, names)
    for found in _STAFF_HOME.finditer(reading.low) if _HOME.search(reading.low) else ():
        if reading.plain[found.end() - 1 :][:1].isalpha() and _ends_in_a_name(reading, found):
            yield Spot("home", *found.span())


def _ends_in_a_name(reading: Reading, found: re.Match[str]) -> bool:
    """Whether the last word begins with a capital: "lives in Tambrook", not "moved to reception duty"."""
    last = reading.plain[found.start() : found.end()].split()[-1]
    return last[:1].isupper() and last.lower() not in ("year", "reception", "class", "ks1", "ks2", "nursery")


def _place(spot: Spot) -> tuple[int, int]:
    return spot.start, spot.end


def _finding(reading: Reading, spot: Spot, names: Sequence[Finding], where: str) -> Finding:
    is_staffs = spot.kind == "home" or (spot.kind != "age" and _is_a_colleagues(reading, spot))
    first, last = reading.span(spot.start, spot.end)
    people = {
        person: None for name in names if name.end >= first - 80 and name.start <= last + 20 for person in name.people
    }
    if spot.is_doubtful:
        sentence = (
            f"{{}} looks like {WHAT[spot.kind]}. "
            f"If it is an organisation’s, leave it; if it is a person’s, take it out."
        )
    elif is_staffs:
        sentence = f"{{}} is {WHAT[spot.kind]} of a colleague. Please take it out, or give the school’s own instead."
    else:
        sentence = f"{{}} is {WHAT[spot.kind]}. Please take it out, or ask people to contact the school office."
    return finding(
        reading,
        spot.start,
        spot.end,
        clause="CO-1" if is_staffs else "SP-2",
        strength=Strength.WARN
        if spot.is_doubtful
        else Strength.HOLD
        if spot.kind in ("age", "home")
        else Strength.ENFORCE,
        kind=spot.kind,
        sentence=sentence,
        where=where,
        people=tuple(people) if spot.kind in ("dob", "age") else (),
    )


def _is_a_colleagues(reading: Reading, spot: Spot) -> bool:
    """Whether somebody of the staff is spoken of beside it, and no family."""
    sentence = reading.sentences[reading.sentence_at(spot.start)]
    before = reading.low[max(sentence.start, spot.start - 90) : spot.start]
    return bool(_STAFF.search(before)) and not _FAMILY.search(before)
