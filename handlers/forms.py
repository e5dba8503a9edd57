"""What came back from a form: view state → Draft, reason or links; mistakes → errors at their field.

Whatever the payload holds, reading never raises: what is missing, of the wrong type or unknown counts as not given.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from bot.domain.answers import Reply
from bot.domain.attached import Attached, Told
from bot.domain.drafting import Mistake, Rest
from bot.domain.photos import MOST_PHOTOS, Shown
from bot.domain.policy import Field, Finding
from bot.domain.post import Declared, Draft, Purpose
from bot.domain.typed import clean, has_letters
from bot.workflow.permissions import Caller
from handlers import ids
from handlers.blocks import clip

LONGEST_ERROR = 900
"""Slack gives no number for the text at a field; more than this nobody reads there."""

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
_NO_REASON = "Please write a few words, so that others know why."


def read_draft(values: object, *, school: str = "") -> Draft:
    """The form as it stands. `school`: the one that counts where the form does not ask."""
    picked = _picked(_element(values, ids.PUPILS))
    scheduled = _value(_element(values, ids.WHEN), "selected_option") == ids.SET_TIME
    return Draft(
        school=_value(_element(values, ids.SCHOOL), "selected_option") or school,
        purpose=_purpose(_value(_element(values, ids.PURPOSE), "selected_option")),
        words=_text(_element(values, ids.WORDS).get("value")),
        places=_values(_element(values, ids.PLACES), "selected_options"),
        pupils=tuple(value for value in picked if not value.startswith(ids.CLASS)),
        classes=tuple(value.removeprefix(ids.CLASS) for value in picked if value.startswith(ids.CLASS)),
        staff=_users(_element(values, ids.STAFF)),
        adults=_values(_element(values, ids.ADULTS), "selected_options"),
        nobody=ids.NOBODY_TICK in _values(_element(values, ids.NOBODY), "selected_options"),
        scheduled=scheduled,
        at=_moment(_element(values, ids.AT).get("selected_date_time")) if scheduled else None,
        declared=_declared(_values(_element(values, ids.APPLIES), "selected_options")),
        source=_text(_element(values, ids.SOURCE).get("value")),
        question=_text(_element(values, ids.QUESTION).get("value")),
        photos=_photos(values),
        promise=next(iter(_values(_element(values, ids.PROMISE), "selected_options")), ""),
    )


def read_rest(values: object) -> Rest:
    """The form's second step as it stands: each part reads its own fields into the rest."""
    ticks = _values(_element(values, ids.PROMISE), "selected_options")
    return Rest(
        replies=tuple(_reply(values, block) for block in _blocks(values) if _QUESTION.fullmatch(block)),
        photos=tuple(told(values, n) for n in range(1, MOST_PHOTOS + 1)),
        promise=next(iter(ticks), "") if ids.PROMISE in _blocks(values) else None,
    )


def _photos(values: object) -> tuple[Attached, ...]:
    """The photos to keep, known by their files alone, and after them the new ones. None is dropped in silence."""
    kept = tuple(Attached(file_id=value) for value in _values(_element(values, ids.KEPT), "selected_options"))
    added = (Attached(file_id=file, name=name or "photo") for file, name in read_photos(values))
    return (*kept, *(each for each in added if each.file_id not in {photo.file_id for photo in kept}))


def told(values: object, n: int) -> Told:
    """What is said of one photo in this window; None where it does not ask."""
    blocks = _blocks(values)
    device = _value(_element(values, f"{ids.DEVICE_OF}{n}"), "selected_option")
    for_all = _value(_element(values, ids.DEVICE), "selected_option")
    shown = _value(_element(values, f"{ids.SHOWN}{n}"), "selected_option")
    ticks = _values(_element(values, ids.DELETED), "selected_options")
    return Told(
        n=n,
        alt_text=_text(_element(values, f"{ids.ALT}{n}").get("value")) if f"{ids.ALT}{n}" in blocks else None,
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
        if _QUESTION.fullmatch(block) and ids.FINE in _values(_element(values, block), "selected_options")
    )


def _reply(values: object, block: str) -> Reply:
    element = _element(values, block)
    return Reply(
        fingerprint=block.removeprefix(ids.REPLY),
        ticked=ids.NOT_A_CHILD in _values(element, "selected_options"),
        reason=_text(element.get("value")),
    )


def read_rows(values: object) -> dict[int, str]:
    """Row of a file -> whom it is about, '' for leaving it out; rows for which nobody has decided are not there."""
    found: dict[int, str] = {}
    for block in _blocks(values):
        action, number = ids.unkeyed(block)
        chosen = _value(_element(values, block), "selected_option")
        if action == ids.ROW and _ROW_NUMBER.fullmatch(number) and chosen not in {"", ids.NOT_NOW}:
            found[int(number)] = "" if chosen == ids.LEAVE_OUT else chosen
    return found


def read_reason(values: object) -> str:
    """The reason that somebody gave, clean; empty if there is nothing to read in it."""
    reason = clean(_text(_element(values, ids.REASON).get("value")))
    return reason if has_letters(reason) else ""


def reason_errors(reason: str) -> dict[str, str]:
    """The error at the field, if there is no reason."""
    return {} if reason else {ids.REASON: _NO_REASON}


@dataclass(frozen=True, slots=True, kw_only=True)
class Links:
    """Where the office says that it is live: addresses by place, places without one, and what is wrong with the rest."""

    urls: Mapping[str, str] = field(default_factory=dict)
    ticked: tuple[str, ...] = ()
    as_approved: bool = False
    errors: Mapping[str, str] = field(default_factory=dict)


def read_links(values: object) -> Links:
    """Every place's link. If none is given at all, the first field says so."""
    given = {block[len(ids.LINK) :]: _link(values, block) for block in _blocks(values) if block.startswith(ids.LINK)}
    urls = {key: url for key, url in given.items() if url}
    ticked = _values(_element(values, ids.UNLINKED), "selected_options")
    errors = {f"{ids.LINK}{key}": wrong for key, url in urls.items() if (wrong := url_mistake(url))}
    if not urls and not ticked:
        first = next((block for block in _blocks(values) if block.startswith(ids.LINK)), ids.UNLINKED)
        errors = {first: _NO_PLACE}
    ticks = _values(_element(values, ids.AS_APPROVED), "selected_options")
    return Links(urls=urls, ticked=ticked, as_approved=ids.AS_APPROVED_TICK in ticks, errors=errors)


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawal:
    """What the office entered: who phoned, and the places that it is about."""

    caller: Caller
    places: tuple[str, ...]


def read_withdrawal(values: object) -> Withdrawal:
    """The form behind "a parent phoned: withdraw now"."""
    chosen = _value(_element(values, ids.CONSENT_GIVER), "selected_option")
    on_record = chosen.isascii() and chosen.isdecimal()
    caller = Caller(
        entry=int(chosen) if on_record else None,
        name=_text(_element(values, ids.CONSENT_OTHER).get("value")),
        relation=_text(_element(values, ids.CONSENT_RELATION).get("value")),
        other=not on_record and chosen != ids.SOMEBODY,
    )
    return Withdrawal(caller=caller, places=_values(_element(values, ids.CONSENT_PLACES), "selected_options"))


def read_colleague(values: object) -> str:
    """Who somebody is in Slack; "" where nobody is chosen."""
    chosen = _element(values, ids.CONSENT_COLLEAGUE).get("selected_user")
    return str(chosen) if _is_id(chosen) else ""


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
        school=_value(_element(values, ids.SCHOOL), "selected_option") or school,
        mapping=_value(_element(values, ids.UPLOAD_MAPPING), "selected_option"),
    )


def read_photos(values: object) -> list[tuple[str, str]]:
    """The photos of a form in their order, (Slack id, file name) each."""
    files = _element(values, ids.PHOTO_FILES).get("files")
    found = [file for file in files if isinstance(file, Mapping)] if isinstance(files, list) else []
    return [(str(file["id"]), _text(file.get("name"))[:LONGEST_ID]) for file in found if _is_id(file.get("id"))]


def read_school(values: object, *, school: str = "") -> str:
    """The school chosen; `school` where the form does not ask."""
    return _value(_element(values, ids.SCHOOL), "selected_option") or school


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


def field_errors(found: Iterable[Mistake | Finding], present: Collection[str]) -> dict[str, str]:
    """Errors per block, in the order found. `present`: the blocks of the view, since Slack refuses errors at others."""
    sentences: dict[str, list[str]] = {}
    names: dict[str, list[Finding]] = {}
    for one in found:
        block = _block_for(one.field, present, one.where)
        if block and one.sentence not in sentences.setdefault(block, []):
            sentences[block].append(one.sentence)
        if isinstance(one, Finding) and one.is_name:
            names.setdefault(block, []).append(one)
    return {block: f"{_joined(said)}{_way_out(names.get(block, []))}" for block, said in sentences.items()}


NOT_A_CHILD = " If this is not a child, press Send to SLT once more without changing it: you can then say who is meant."


def _way_out(names: list[Finding]) -> str:
    """How to contest, where that is all that stands here; a full name can only be taken out."""
    return NOT_A_CHILD if names and all(name.contestable for name in names) else ""


def read_choice(values: object, block_id: str) -> str:
    """The value chosen in a menu, or nothing."""
    return _value(_element(values, block_id), "selected_option")


def read_person(values: object, block_id: str) -> str:
    """The colleague chosen, or nothing."""
    user = _element(values, block_id).get("selected_user")
    return user if isinstance(user, str) and _is_id(user) else ""


def read_day(values: object, block_id: str) -> str:
    """The day chosen, as Slack writes it (2027-05-03), or nothing."""
    day = _element(values, block_id).get("selected_date")
    return day if isinstance(day, str) and len(day) == 10 else ""


def read_text(values: object, block_id: str) -> str:
    """What was typed, or nothing."""
    return _text(_element(values, block_id).get("value"))


def input_blocks(view: object) -> set[str]:
    """The block ids of a view's fields, as `field_errors` wants them."""
    blocks = view.get("blocks") if isinstance(view, Mapping) else None
    return {
        block["block_id"]
        for block in (blocks if isinstance(blocks, list) else ())
        if isinstance(block, Mapping) and block.get("type") == "input" and isinstance(block.get("block_id"), str)
    }


_NEXT_BEST = {
    Field.STAFF: Field.ADULTS,
    Field.ADULTS: Field.STAFF,
    Field.AT: Field.WHEN,
    Field.SOURCE: Field.APPLIES,
    Field.QUESTION: Field.APPLIES,
    Field.NOBODY: Field.PUPILS,
    Field.PUPILS: Field.NOBODY,
    Field.SCHOOL: Field.PURPOSE,
    Field.PHOTOS: Field.DEVICE,
    Field.DEVICE: Field.PHOTOS,
}


def _block_for(field: Field, present: Collection[str], where: str = "") -> str:
    """The block about this very photo ("alt:2"); the field's own; else the one that the person would look at; else the words;
    else what a photo shows; else any."""
    wanted = (field, _NEXT_BEST.get(field, Field.WORDS), Field.WORDS)
    if ":" in where and where in present:
        return where
    shows = (block for block in sorted(present) if block.startswith(ids.SHOWN))
    return next((one.value for one in wanted if one.value in present), next(shows, min(present, default="")))


def _joined(sentences: list[str]) -> str:
    text = sentences[0]
    for n, sentence in enumerate(sentences[1:], 1):
        if len(text) + 1 + len(sentence) > LONGEST_ERROR:
            return f"{clip(text, LONGEST_ERROR)} And {len(sentences) - n} more."
        text = f"{text} {sentence}"
    return clip(text, LONGEST_ERROR)


def _blocks(values: object) -> list[str]:
    return [block for block in values if isinstance(block, str)] if isinstance(values, Mapping) else []


def _element(values: object, block: str) -> Mapping[str, Any]:
    """What the block's one element says, or nothing."""
    elements = values.get(block) if isinstance(values, Mapping) else None
    said = elements.get(block) if isinstance(elements, Mapping) else None
    return said if isinstance(said, Mapping) else {}


def _value(element: Mapping[str, Any], name: str) -> str:
    return _option(element.get(name))


def _values(element: Mapping[str, Any], name: str) -> tuple[str, ...]:
    """The values chosen, each once, in their order."""
    options = element.get(name)
    found = [_option(one) for one in options] if isinstance(options, list) else []
    return tuple(dict.fromkeys(value for value in found if value))


def _users(element: Mapping[str, Any]) -> tuple[str, ...]:
    """The colleagues chosen, each once. One that cannot be read stands for nobody, so that the checks stop the post."""
    users = element.get("selected_users")
    given = users if isinstance(users, list) else []
    return tuple(dict.fromkeys(user if _is_id(user) else UNREADABLE for user in given))


def _is_id(value: object) -> bool:
    return isinstance(value, str) and 0 < len(value) <= LONGEST_ID and value.isascii() and value.isalnum()


UNREADABLE = "?"
"""Nobody's id: it stands for a child or a class that was chosen and cannot be read, so that the checks stop the post."""


def _picked(element: Mapping[str, Any]) -> tuple[str, ...]:
    """The pupils and classes chosen. None is dropped in silence: whoever is not listed is not asked for."""
    options = element.get("selected_options")
    unread = isinstance(options, list) and not all(map(_option, options))
    return (*_values(element, "selected_options"), *([UNREADABLE] if unread else []))


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


def _link(values: object, block: str) -> str:
    return _text(_element(values, block).get("value")).strip()
