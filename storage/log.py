"""The decision log: append-only, each entry chained by SHA-256 to the one before.

An entry holds ids, codes and hashes. Words and names that belong to it stand in `log_detail`: salted, hashed into the entry,
and erasable without breaking the chain. To check an entry by hand: its hash is the SHA-256 of `canonical` of all its columns
but `hash`, and `detail_sha256` is the SHA-256 of the detail's salt, a line feed and its JSON.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Row, bindparam, func, insert, select, update

from storage.prepared import Prepared
from storage.tables import LogDetailRow, LogHeadRow, LogRow, table

ZEROS = "0" * 64
"""What the first entry names as its predecessor."""

_LOG, _DETAIL, _HEAD = table(LogRow), table(LogDetailRow), table(LogHeadRow)

_LOCK_HEAD = Prepared(select(_HEAD.c.seq, _HEAD.c.hash).where(_HEAD.c.id == 1).with_for_update())
_MOVE_HEAD = Prepared(update(_HEAD).where(_HEAD.c.id == 1).values(seq=bindparam("new_seq"), hash=bindparam("new_hash")))
_ADD_ENTRIES = Prepared(insert(_LOG))
_ADD_DETAILS = Prepared(insert(_DETAIL))
_WITH_DETAIL = select(_LOG, _DETAIL.c.salt, _DETAIL.c.json).outerjoin(_DETAIL, _DETAIL.c.seq == _LOG.c.seq)
_CHAIN = _WITH_DETAIL.order_by(_LOG.c.seq).execution_options(yield_per=1000)
_READ_HEAD = select(_HEAD.c.seq, _HEAD.c.hash).where(_HEAD.c.id == 1)
_LATEST = _WITH_DETAIL.order_by(_LOG.c.seq.desc()).limit(bindparam("most"))
_LATEST_OF_POST = _LATEST.where(_LOG.c.post_id == bindparam("of_post"))
_POSTS_OF = (
    select(_LOG.c.what, func.count(_LOG.c.post_id.distinct()).label("posts"))
    .where(
        _LOG.c.school_id == bindparam("school"),
        _LOG.c.at >= bindparam("since"),
        _LOG.c.what.in_(bindparam("whats", expanding=True)),
    )
    .group_by(_LOG.c.what)
)

_HASHED = [column.name for column in _LOG.columns if column.name != "hash"]


class What(StrEnum):
    """What can happen, as `subject:action`. An entry's word never changes its meaning."""

    POST_SUBMITTED = "post:submitted"
    POST_CHECKING = "post:checking"
    POST_PHOTOS_FOUND = "post:photos_found"
    POST_PHOTO_CHANGED = "post:photo_changed"
    POST_BLOCKED = "post:blocked"
    POST_ASKED = "post:asked"
    """Somebody was asked about what the checks found; what it was stands in `findings` as codes."""

    POST_ANSWERED = "post:answered"
    POST_SIGNED = "post:signed"
    POST_ADVISED = "post:advised"
    POST_ASKED_AGAIN = "post:asked_again"
    """SLT's yes was given, and before the last answer came something had come up that they have to look at."""

    POST_EXPIRED = "post:expired"
    POST_APPROVED = "post:approved"
    POST_CHANGES_REQUESTED = "post:changes_requested"
    POST_REJECTED = "post:rejected"
    POST_WITHDRAWN = "post:withdrawn"
    POST_RELEASED = "post:released"
    POST_HELD = "post:held"
    POST_STARTED = "post:started"
    POST_PUBLISHED = "post:published"
    POST_ALREADY_LIVE = "post:already_live"
    POST_CANNOT_PUBLISH = "post:cannot_publish"
    POST_REFUSED = "post:refused"
    """An attempt that was refused; the reason's code stands in `findings`."""

    PUPILS_SHOWN = "pupils:shown"
    TAKEDOWN_ASKED = "takedown:asked"
    TAKEDOWN_OPENED = "takedown:opened"
    TAKEDOWN_REMOVED = "takedown:removed"
    TASK_NUDGED = "task:nudged"
    TASK_ESCALATED = "task:escalated"
    AUTHOR_TOLD = "author:told"
    """That a post still waits, although everybody was reminded."""

    STANDING_ENTERED = "standing:entered"
    STANDING_ENDED = "standing:ended"
    POLICY_ACKNOWLEDGED = "policy:acknowledged"
    STOP_MADE = "stop:made"
    STOP_LIFTED = "stop:lifted"
    CONSENTS_IMPORTED = "consents:imported"
    CONSENTS_MATCHED = "consents:matched"
    """Somebody said whom a row of a file is about; which row and whom stands in the detail."""

    CONSENTS_RECORDED = "consents:recorded"
    """An answer or a mark that somebody entered by hand; what it says stands in `findings`, about whom in the detail."""

    COLLEAGUE_LINKED = "colleague:linked"
    """The office said who somebody of the staff is in Slack, or that it is nobody; who and whom stands in the detail."""

    DELETION_ASKED = "deletion:asked"
    """An author is asked to delete photos, or has said with the form that they did; where they are stands in `findings`."""

    DELETION_DONE = "deletion:done"
    PHOTOS_FORGOTTEN = "photos:forgotten"
    """Pictures of a post were deleted because their time was over; how many stands in `findings`."""

    DEVICE_APPROVED = "device:approved"
    DEVICE_RETIRED = "device:retired"

    ACCESS_REFUSED = "access:refused"
    OUTBOX_DEAD = "outbox:dead"
    ERROR_UNEXPECTED = "error:unexpected"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry to append. `at` is aware; `actor` is a Slack id (or what else acted: "clock", "cli").

    sha256: of the content that was decided on, or empty. findings: codes only. detail: what may have to be erased one day
    (words, names), or None.
    """

    at: datetime
    actor: str
    what: What
    as_role: str = ""
    school: str = ""
    post_id: int | None = None
    revision_no: int = 0
    sha256: str = ""
    policy_version: str = ""
    findings: Sequence[Mapping[str, str]] = field(default_factory=tuple)
    detail: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """What a check of the whole chain found. `count`: entries that are in order; `first_bad`: the number of the first that
    is not, and `why`, a sentence; None and empty where all is well, and then `head` is the last entry's hash."""

    count: int
    first_bad: int | None = None
    why: str = ""
    head: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Logged:
    """An entry as it was written. `detail` is None where there was none; `erased` says that there was one once."""

    seq: int
    at: str
    actor: str
    as_role: str
    what: str
    school: str
    post_id: int | None
    revision_no: int
    sha256: str
    policy_version: str
    findings: list[dict[str, str]]
    detail: dict[str, Any] | None
    erased: bool
    hash: str

    def __str__(self) -> str:
        """One line for a terminal: ids and codes, never words or names."""
        post = f" post {self.post_id}" if self.post_id is not None else ""
        version = f" version {self.revision_no} ({self.sha256[:12]})" if self.revision_no else ""
        codes = ", ".join(" ".join(finding.values()) for finding in self.findings)
        who = f"{self.actor} ({self.as_role})" if self.as_role else self.actor
        return f"{self.seq:>5} {self.at[:19]}Z {self.what}{post}{version} by {who}{': ' if codes else ''}{codes}"


def new_salt() -> str:
    """32 hex digits from the system's own randomness."""
    return secrets.token_hex(16)


def canonical(value: object) -> str:
    """One spelling for one value: JSON, sorted keys, no spaces, ASCII only (so that any text whatever can be kept)."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"))


def append(connection: Connection, entry: Entry, *, salts: Callable[[], str] = new_salt) -> int:
    """Appends one entry within the caller's transaction and returns its number."""
    return append_all(connection, [entry], salts=salts)[0]


def append_all(connection: Connection, entries: Sequence[Entry], *, salts: Callable[[], str] = new_salt) -> list[int]:
    """Appends entries in this order within the caller's transaction and returns their numbers.

    From here to the end of the transaction nobody else can append: call it last.
    """
    if not entries:
        return []
    seq, prev = _LOCK_HEAD.one(connection, {})
    rows: list[dict[str, Any]] = []
    details: list[dict[str, Any]] = []
    for entry in entries:
        seq += 1
        detail_sha256 = ""
        if entry.detail is not None:
            salt, text = salts(), canonical(entry.detail)
            detail_sha256 = _detail_hash(salt, text)
            details.append({"seq": seq, "salt": salt, "json": text})
        row = _row(entry, seq=seq, prev=prev, detail_sha256=detail_sha256)
        row["hash"] = prev = _hash(row)
        rows.append(row)
    _ADD_ENTRIES.run_all(connection, rows)
    _ADD_DETAILS.run_all(connection, details)
    _MOVE_HEAD.run(connection, {"new_seq": seq, "new_hash": prev})
    return [row["seq"] for row in rows]


def verify(connection: Connection) -> Verified:
    """Walks the whole chain in order and stops at the first entry that is not as it was written.

    Use one read: entries and head must be of one moment. A detail that was erased is no fault; one that was changed is.
    """
    count, prev = 0, ZEROS
    with connection.execute(_CHAIN) as rows:
        for row in rows:
            if why := _fault(row, count + 1, prev):
                return Verified(count=count, first_bad=min(row.seq, count + 1), why=why)
            count, prev = count + 1, row.hash
    head = connection.execute(_READ_HEAD).one_or_none()
    if head is None:
        return Verified(count=count, first_bad=count + 1, why="The head of the log is missing.")
    if head.seq > count:
        why = f"Entry {count + 1} is missing: {head.seq} entries were written."
        return Verified(count=count, first_bad=count + 1, why=why)
    if head.seq < count:
        why = f"Entry {head.seq + 1} was added past the head of the log."
        return Verified(count=count, first_bad=head.seq + 1, why=why)
    if head.hash != prev:
        return Verified(count=count, first_bad=count, why="The head of the log does not match the last entry.")
    return Verified(count=count, head=prev)


def show(connection: Connection, post_id: int | None = None, *, limit: int = 50) -> list[Logged]:
    """The last `limit` entries (of one post, if one is given), the oldest of them first."""
    found = (
        connection.execute(_LATEST, {"most": limit})
        if post_id is None
        else connection.execute(_LATEST_OF_POST, {"most": limit, "of_post": post_id})
    )
    return [_logged(row) for row in reversed(found.all())]


def posts_since(connection: Connection, school: str, whats: Sequence[What], since: datetime) -> dict[What, int]:
    """Of how many posts of a school each of these was logged since then (aware); a post counts once."""
    values = {"school": school, "whats": [what.value for what in whats], "since": _moment(since)}
    found = {What(row.what): row.posts for row in connection.execute(_POSTS_OF, values)}
    return {what: found.get(what, 0) for what in whats}


def _moment(at: datetime) -> str:
    """As it stands in an entry: UTC in one spelling, so that text sorts as time does."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def _row(entry: Entry, *, seq: int, prev: str, detail_sha256: str) -> dict[str, Any]:
    if entry.at.tzinfo is None:
        raise ValueError("a naive datetime cannot be logged: which zone is it?")
    return {
        "seq": seq,
        "at": _moment(entry.at),
        "actor": entry.actor,
        "as_role": str(entry.as_role),
        "what": entry.what.value,
        "school_id": entry.school,
        "post_id": entry.post_id,
        "revision_no": entry.revision_no,
        "sha256": entry.sha256,
        "policy_version": entry.policy_version,
        "findings": canonical(list(entry.findings)),
        "detail_sha256": detail_sha256,
        "prev": prev,
    }


def _hash(row: Mapping[str, Any]) -> str:
    return hashlib.sha256(canonical({name: row[name] for name in _HASHED}).encode()).hexdigest()


def _detail_hash(salt: str, text: str) -> str:
    return hashlib.sha256(f"{salt}\n{text}".encode()).hexdigest()


def _fault(row: Row[Any], expected: int, prev: str) -> str:
    """What is wrong with this entry, as a sentence; empty if nothing is."""
    if row.seq > expected:
        return f"Entry {expected} is missing."
    if row.seq < expected:
        return f"Entry {row.seq} does not belong to the log."
    if row.prev != prev:
        return f"Entry {expected} does not follow from the one before it."
    try:
        intact = _hash(row._asdict()) == row.hash
    except TypeError:  # SQLite keeps whatever type somebody wrote
        intact = False
    if not intact:
        return f"Entry {expected} was changed after it was written."
    if row.json is not None and _detail_hash(row.salt, row.json) != row.detail_sha256:
        return f"The detail of entry {expected} was changed after it was written."
    return ""


def _logged(row: Row[Any]) -> Logged:
    return Logged(
        seq=row.seq,
        at=row.at,
        actor=row.actor,
        as_role=row.as_role,
        what=row.what,
        school=row.school_id,
        post_id=row.post_id,
        revision_no=row.revision_no,
        sha256=row.sha256,
        policy_version=row.policy_version,
        findings=json.loads(row.findings),
        detail=json.loads(row.json) if row.json is not None else None,
        erased=row.json is None and bool(row.detail_sha256),
        hash=row.hash,
    )
