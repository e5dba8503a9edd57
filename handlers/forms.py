"""What came back from a form: view state → Draft, reason or links; mistakes → errors at their field.

Whatever the payload holds, reading never raises: what is missing, of the wrong type or unknown counts as not given.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import urlsplit

from bot.domain.answers import Reply
from bot.domain.attached import Attached, Told
from bot.domain.drafting import Rest
from bot.domain.photos import MOST_PHOTOS, Shown
from bot.domain.post import Declared, Draft, Purpose
from bot.domain.typed import clean, has_letters
from bot.workflow.permissions import Caller
from handlers import ids

LONGEST_KEPT = 40_000
LONGEST_URL = 2000
LONGEST_ID = 255
_QUESTION = re.compile(rf"{ids.REPLY}[0-9a-f]{{1,64}}")
_ROW_NUMBER = re.compile(r"[1-9][0-9]{0,8}")
_UNKEEPABLE = re.compile("[\0\ud800-\udfff]")
_EARLIEST = datetime(2000, 1, 1, tzinfo=UTC).timestamp()
_LATEST = datetime(2100, 1, 1, tzinfo=UTC).timestamp()

_NOT_A_LINK = "Please paste the whole link, as the browser shows it: it starts with https://"
_TOO_LONG = f"This link is longer than {LONGEST_URL:,} characters. Please paste the post’s own link."
_NO_PLACE = "Please paste at least one link, or tick a place. Nothing is recorded yet."


def read_draft(values: object, *, school: str = "") -> Draft:
    """The form as it stands. `school`: the one that counts where the form does not ask."""
    picked = _picked(values, ids.PUPILS)
    scheduled = read_choice(values, ids.WHEN) == ids.SET_TIME
    return Draft(
        school=read_school(values, school=school),
        purpose=_purpose(read_choice(values, ids.PURPOSE)),
        words=read_text(values, ids.WORDS),
        places=read_ticks(values, ids.PLACES),
        pupils=tuple(value for value in picked if not value.startswith(ids.CLASS)),
        classes=tuple(value.removeprefix(ids.CLASS) for value in picked if value.startswith(ids.CLASS)),
        staff=_users(values, ids.STAFF),
        adults=read_ticks(values, ids.ADULTS),
        nobody=ids.NOBODY_TICK in read_ticks(values, ids.NOBODY),
        scheduled=scheduled,
        at=_moment(_element(values, ids.AT).get("selected_date_time")) if scheduled else None,
        declared=_declared(read_ticks(values, ids.APPLIES)),
        source=read_text(values, ids.SOURCE),
        question=read_text(values, ids.QUESTION),
        photos=_photos(values),
        promise=next(iter(read_ticks(values, ids.PROMISE)), ""),
    )


def read_rest(values: object) -> Rest:
    """The form's second step as it stands: each part reads its own fields into the rest."""
    ticks = read_ticks(values, ids.PROMISE)
    return Rest(
        replies=tuple(_reply(values, block) for block in _blocks(values) if _QUESTION.fullmatch(block)),
        photos=tuple(told(values, n) for n in range(1, MOST_PHOTOS + 1)),
        promise=next(iter(ticks), "") if ids.PROMISE in _blocks(values) else None,
    )


def _photos(values: object) -> tuple[Attached, ...]:
    """The photos to keep, known by their files alone, and after them the new ones. None is dropped in silence."""
    kept = tuple(Attached(file_id=value) for value in read_ticks(values, ids.KEPT))
    added = (Attached(file_id=file, name=name or "photo") for file, name in read_photos(values))
    return (*kept, *(each for each in added if each.file_id not in {photo.file_id for photo in kept}))


def told(values: object, n: int) -> Told:
    """What is said of one photo in this window; None where it does not ask."""
    blocks = _blocks(values)
    device = read_choice(values, f"{ids.DEVICE_OF}{n}")
    for_all = read_choice(values, ids.DEVICE)
    shown = read_choice(values, f"{ids.SHOWN}{n}")
    ticks = read_ticks(values, ids.DELETED)
    return Told(
        n=n,
        alt_text=read_text(values, f"{ids.ALT}{n}") if f"{ids.ALT}{n}" in blocks else None,
        shown=Shown(shown) if shown in Shown.__members__.values() else None,
        device=device or for_all or None,
        deleted=ids.DELETED_TICK in ticks if ids.DELETED in blocks else None,
    )


def uploading(values: object) -> frozenset[str]:
    """The files that stand in a form's own field."""
    return frozenset(file for file, _ in read_photos(values))


def read_fine(values: object) -> frozenset[str]:
    """The questions to which SLT say that it is all right, by their fingerprints."""
    return frozenset(
        block.removeprefix(ids.REPLY)
        for block in _blocks(values)
        if _QUESTION.fullmatch(block) and ids.FINE in read_ticks(values, block)
    )


def _reply(values: object, block: str) -> Reply:
    return Reply(
        fingerprint=block.removeprefix(ids.REPLY),
        ticked=ids.NOT_A_CHILD in read_ticks(values, block),
        reason=read_text(values, block),
    )


def read_rows(values: object) -> dict[int, str]:
    """Row of a file -> whom it is about, '' for leaving it out; rows for which nobody has decided are not there."""
    found: dict[int, str] = {}
    for block in _blocks(values):
        action, number = ids.unkeyed(block)
        chosen = read_choice(values, block)
        if action == ids.ROW and _ROW_NUMBER.fullmatch(number) and chosen not in {"", ids.NOT_NOW}:
            found[int(number)] = "" if chosen == ids.LEAVE_OUT else chosen
    return found


def read_reason(values: object) -> str:
    """The reason that somebody gave, clean; empty if there is nothing to read in it."""
    reason = clean(read_text(values, ids.REASON))
    return reason if has_letters(reason) else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Links:
    """Where the office says that it is live: addresses by place, places without one, and what is wrong with the rest."""

    urls: Mapping[str, str] = field(default_factory=dict)
    ticked: tuple[str, ...] = ()
    as_approved: bool = False
    errors: Mapping[str, str] = field(default_factory=dict)


def read_links(values: object) -> Links:
    """Every place's link. If none is given at all, the first field says so."""
    given = {
        block[len(ids.LINK) :]: read_text(values, block).strip()
        for block in _blocks(values)
        if block.startswith(ids.LINK)
    }
    urls = {key: url for key, url in given.items() if url}
    ticked = read_ticks(values, ids.UNLINKED)
    errors = {f"{ids.LINK}{key}": wrong for key, url in urls.items() if (wrong := url_mistake(url))}
    if not urls and not ticked:
        first = next((block for block in _blocks(values) if block.startswith(ids.LINK)), ids.UNLINKED)
        errors = {first: _NO_PLACE}
    ticks = read_ticks(values, ids.AS_APPROVED)
    return Links(urls=urls, ticked=ticked, as_approved=ids.AS_APPROVED_TICK in ticks, errors=errors)


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawal:
    """What the office entered: who phoned, and the places that it is about."""

    caller: Caller
    places: tuple[str, ...]


def read_withdrawal(values: object) -> Withdrawal:
    """The form behind "a parent phoned: withdraw now"."""
    chosen = read_choice(values, ids.CONSENT_GIVER)
    on_record = chosen.isascii() and chosen.isdecimal()
    caller = Caller(
        entry=int(chosen) if on_record else None,
        name=read_text(values, ids.CONSENT_OTHER),
        relation=read_text(values, ids.CONSENT_RELATION),
        other=not on_record and chosen != ids.SOMEBODY,
    )
    return Withdrawal(caller=caller, places=read_ticks(values, ids.CONSENT_PLACES))


@dataclass(frozen=True, slots=True, kw_only=True)
class Handing:
    """A file of the register as it was handed over; "" where nothing usable came."""

    file_id: str
    name: str
    school: str
    mapping: str


def read_upload(values: object, *, school: str = "") -> Handing:
    """The form with a file. `school`: the one that counts where the form does not ask."""
    files = _element(values, ids.UPLOAD_FILE).get("files")
    file = files[0] if isinstance(files, list) and files and isinstance(files[0], Mapping) else {}
    identity = file.get("id")
    return Handing(
        file_id=str(identity) if _is_id(identity) else "",
        name=_text(file.get("name"))[:LONGEST_ID],
        school=read_school(values, school=school),
        mapping=read_choice(values, ids.UPLOAD_MAPPING),
    )


def read_photos(values: object) -> list[tuple[str, str]]:
    """The photos of a form in their order, (Slack id, file name) each."""
    files = _element(values, ids.PHOTO_FILES).get("files")
    found = [file for file in files if isinstance(file, Mapping)] if isinstance(files, list) else []
    return [(str(file["id"]), _text(file.get("name"))[:LONGEST_ID]) for file in found if _is_id(file.get("id"))]


def read_school(values: object, *, school: str = "") -> str:
    """The school chosen; `school` where the form does not ask."""
    return read_choice(values, ids.SCHOOL) or school


def url_mistake(url: str) -> str:
    """What is wrong with a link, as the person is told; empty if it can be kept and shown as a link."""
    if len(url) > LONGEST_URL:
        return _TOO_LONG
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return _NOT_A_LINK
    odd = any(character.isspace() or not character.isprintable() for character in url)
    whole = parts.scheme in {"http", "https"} and host and "." in host.strip(".")
    return "" if whole and not odd and parts.username is None else _NOT_A_LINK


def read_choice(values: object, block: str) -> str:
    """The value chosen in a menu, or nothing."""
    return _option(_element(values, block).get("selected_option"))


def read_ticks(values: object, block: str) -> tuple[str, ...]:
    """The values ticked, or chosen among several, each once, in their order."""
    options = _element(values, block).get("selected_options")
    found = [_option(one) for one in options] if isinstance(options, list) else []
    return tuple(dict.fromkeys(value for value in found if value))


def read_person(values: object, block: str) -> str:
    """The colleague chosen, or nothing."""
    user = _element(values, block).get("selected_user")
    return user if isinstance(user, str) and _is_id(user) else ""


def read_day(values: object, block: str) -> date | None:
    """The day chosen, or nothing. Slack writes it as 2027-05-03."""
    day = _element(values, block).get("selected_date")
    try:
        return date.fromisoformat(day) if isinstance(day, str) and len(day) == 10 else None
    except ValueError:
        return None


def read_text(values: object, block: str) -> str:
    """What was typed, or nothing."""
    return _text(_element(values, block).get("value"))


def values_of(view: Mapping[str, Any]) -> object:
    """What a view's fields say, as every function here takes it."""
    return (view.get("state") or {}).get("values")


def _blocks(values: object) -> list[str]:
    return [block for block in values if isinstance(block, str)] if isinstance(values, Mapping) else []


def _element(values: object, block: str) -> Mapping[str, Any]:
    """What the block's one element says, or nothing."""
    elements = values.get(block) if isinstance(values, Mapping) else None
    said = elements.get(block) if isinstance(elements, Mapping) else None
    return said if isinstance(said, Mapping) else {}


def _users(values: object, block: str) -> tuple[str, ...]:
    """The colleagues chosen, each once. One that cannot be read stands for nobody, so that the checks stop the post."""
    users = _element(values, block).get("selected_users")
    given = users if isinstance(users, list) else []
    return tuple(dict.fromkeys(user if _is_id(user) else UNREADABLE for user in given))


def _is_id(value: object) -> bool:
    return isinstance(value, str) and 0 < len(value) <= LONGEST_ID and value.isascii() and value.isalnum()


UNREADABLE = "?"
"""Nobody's id: it stands for a child or a class that was chosen and cannot be read, so that the checks stop the post."""


def _picked(values: object, block: str) -> tuple[str, ...]:
    """The pupils and classes chosen. None is dropped in silence: whoever is not listed is not asked for."""
    options = _element(values, block).get("selected_options")
    unread = isinstance(options, list) and not all(map(_option, options))
    return (*read_ticks(values, block), *([UNREADABLE] if unread else []))


def _option(option: object) -> str:
    value = option.get("value") if isinstance(option, Mapping) else None
    return value if isinstance(value, str) and len(value) <= LONGEST_ID and _can_be_ours(value) else ""


def _can_be_ours(value: str) -> bool:
    """Joiners are fine, since a class may be called by an emoji; control characters and halves of characters are not."""
    return value.isprintable() or not any(unicodedata.category(character) in {"Cc", "Cs"} for character in value)


def _text(value: object) -> str:
    """Text that can be kept: databases take neither NUL nor halves of characters. All else stays as it was typed."""
    if not isinstance(value, str):
        return ""
    return _UNKEEPABLE.sub("", value[:LONGEST_KEPT])


def _purpose(value: str) -> Purpose | None:
    return Purpose(value) if value in Purpose.__members__.values() else None


def _declared(values: Iterable[str]) -> tuple[Declared, ...]:
    return tuple(Declared(value) for value in values if value in Declared.__members__.values())


def _moment(value: object) -> datetime | None:
    """From seconds since 1970. Years outside this century did not come from the picker."""
    if type(value) is not int or not _EARLIEST <= value < _LATEST:
        return None
    return datetime.fromtimestamp(value, UTC)
