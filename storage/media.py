"""The photos of posts: which wait to be looked at, what was found in each, where its picture is kept, and until when."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, bindparam, func, insert, or_, select, update

from bot.domain.photos import Photo
from bot.domain.post import Status, TaskKind, TaskState
from storage.tables import MediaRow, PostRow, RevisionMediaRow, TaskRow, table

_MEDIA, _POST, _TASK = table(MediaRow), table(PostRow), table(TaskRow)
_SHOWN = table(RevisionMediaRow)

Area = tuple[tuple[float, float], tuple[float, float], tuple[float, float], tuple[float, float]]
"""Four corners in pixels of the upright master."""


class MediaState(StrEnum):
    """WAITING: nobody has looked yet (or whoever did died). BLURRING: names in it are to be made unreadable. CHECKED: looked
    at, whatever was found. FAILED: could not be looked at, see `error`. DROPPED: left out or replaced by the author.
    FORGOTTEN: nothing of it is kept any more."""

    WAITING = "waiting"
    BLURRING = "blurring"
    CHECKED = "checked"
    FAILED = "failed"
    DROPPED = "dropped"
    FORGOTTEN = "forgotten"


_BY_ID = select(_MEDIA).where(_MEDIA.c.id == bindparam("media_id"))
_OF_POST = select(_MEDIA).where(_MEDIA.c.post_id == bindparam("post_id")).order_by(_MEDIA.c.id)
_TO_LOOK_AT = (
    select(_MEDIA)
    .where(
        _MEDIA.c.state == bindparam("state"),
        or_(_MEDIA.c.lease_until.is_(None), _MEDIA.c.lease_until <= bindparam("now")),
    )
    .order_by(_MEDIA.c.id)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
)
_TO_ASK_AFTER = (
    select(_MEDIA.c.slack_file_id)
    .where(_MEDIA.c.gone_at.is_(None), _MEDIA.c.next_look_at <= bindparam("now"))
    .distinct()
    .limit(50)
)
_WITH_FILE = select(_MEDIA).where(_MEDIA.c.slack_file_id == bindparam("file")).order_by(_MEDIA.c.id)
_LEASE = (
    update(_MEDIA)
    .where(_MEDIA.c.id == bindparam("media_id"))
    .values(lease_until=bindparam("until"), attempts=_MEDIA.c.attempts + 1)
)
_CAME_DOWN = (
    select(_TASK.c.id).where(_TASK.c.post_id == _MEDIA.c.post_id, _TASK.c.kind == TaskKind.TAKEDOWN.value).exists()
)
_TURNED_DOWN = (
    select(_MEDIA.c.phash, _CAME_DOWN.label("down"))
    .join(_POST, _POST.c.id == _MEDIA.c.post_id)
    .where(
        _MEDIA.c.phash != "",
        _MEDIA.c.post_id != bindparam("post_id"),
        or_(_POST.c.status == Status.REJECTED.value, _CAME_DOWN),
        select(_SHOWN.c.n).where(_SHOWN.c.media_id == _MEDIA.c.id).exists(),
    )
)
_BEING_WRITTEN = (Status.DRAFT.value, Status.CHANGES.value, Status.CHECKING.value)
_WAITS_FOR = [kind.value for kind in (TaskKind.SIGNOFF, TaskKind.ADVICE, TaskKind.PUBLISH, TaskKind.TAKEDOWN)]
_OVER = (
    select(_MEDIA.c.post_id)
    .join(_POST, _POST.c.id == _MEDIA.c.post_id)
    .where(
        _MEDIA.c.state != MediaState.FORGOTTEN.value,
        _POST.c.changed_at < bindparam("before"),
        ~select(_TASK.c.id)
        .where(_TASK.c.post_id == _POST.c.id, _TASK.c.state == TaskState.OPEN.value, _TASK.c.kind.in_(_WAITS_FOR))
        .exists(),
    )
    .group_by(_MEDIA.c.post_id)
    .having(func.max(_MEDIA.c.added_at) < bindparam("before"))
    .order_by(_MEDIA.c.post_id)
    .limit(200)
)
_UNUSED = (
    select(_MEDIA)
    .join(_POST, _POST.c.id == _MEDIA.c.post_id)
    .where(
        _MEDIA.c.state == MediaState.DROPPED.value,
        _POST.c.status.not_in(_BEING_WRITTEN),
        ~select(_SHOWN.c.n).where(_SHOWN.c.media_id == _MEDIA.c.id).exists(),
    )
    .order_by(_MEDIA.c.id)
    .limit(200)
)
_SET = update(_MEDIA).where(_MEDIA.c.id == bindparam("media_id"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Medium:
    """One photo of a post. name: its file's name in Slack, for its author alone.

    attempts: how many times somebody began to look at it, this time included. master, blurred, preview: keys of the media
    store; the last is what its author is shown.
    areas: what was made unreadable. examined and ocr: JSON, see `bot.photos.kept`. device: what the author said took it.
    """

    id: int
    post_id: int
    file_id: str
    name: str
    state: MediaState
    attempts: int
    lease_until: datetime | None
    master: str
    blurred: str
    preview: str
    areas: tuple[Area, ...]
    examined: str
    ocr: str
    likeness: str
    faces: int
    device: str
    error: str
    added_at: datetime
    checked_at: datetime | None
    gone_at: datetime | None

    @property
    def keys(self) -> tuple[str, ...]:
        """Everything of it in the media store but the copies, which belong to versions."""
        return tuple(key for key in (self.master, self.blurred, self.preview) if key)

    @property
    def picture(self) -> str:
        """The key of the picture from which copies are made: never one with a name that was made unreadable."""
        return self.blurred or self.master


def add(connection: Connection, post_id: int, files: Sequence[tuple[str, str]], *, at: datetime) -> list[Medium]:
    """Notes photos of a post, (Slack id, name) each, and returns them in this order.

    One that is known already stays as it is, with what was found in it; one that had been left out is in again, as it was.
    """
    known = {each.file_id: each for each in of_post(connection, post_id)}
    for file_id, name in files:
        if file_id not in known:
            row = {"post_id": post_id, "slack_file_id": file_id, "name": name, "state": MediaState.WAITING.value}
            row |= {
                "attempts": 0,
                "added_at": at,
                "master": "",
                "blurred": "",
                "preview": "",
                "blur": "[]",
                "examined": "{}",
            }
            row |= {"ocr": "[]", "phash": "", "faces": 0, "device": "", "error": ""}
            connection.execute(insert(_MEDIA), row)
        elif known[file_id].state is MediaState.FORGOTTEN:
            anew = {"state": MediaState.WAITING.value, "attempts": 0, "lease_until": None, "gone_at": None}
            change(connection, known[file_id].id, name=name, **anew)
        elif known[file_id].state is MediaState.DROPPED:
            again = MediaState.CHECKED if known[file_id].checked_at and known[file_id].master else MediaState.WAITING
            change(connection, known[file_id].id, state=again.value)
    kept = {each.file_id: each for each in of_post(connection, post_id)}
    return [kept[file_id] for file_id in dict.fromkeys(file_id for file_id, _ in files)]


def of_post(connection: Connection, post_id: int) -> list[Medium]:
    """All photos that a post ever had, in the order in which they came."""
    return [_medium(row) for row in connection.execute(_OF_POST, {"post_id": post_id})]


def get(connection: Connection, media_id: int) -> Medium | None:
    """One photo."""
    row = connection.execute(_BY_ID, {"media_id": media_id}).first()
    return _medium(row) if row is not None else None


def named(connection: Connection, media_ids: Iterable[int]) -> list[Medium]:
    """Photos by their numbers; one that is not kept any more is left out."""
    chosen = select(_MEDIA).where(_MEDIA.c.id.in_(list(media_ids)), _MEDIA.c.state != MediaState.FORGOTTEN.value)
    return [_medium(row) for row in connection.execute(chosen)]


def turned_down(connection: Connection, *, other_than: int) -> list[tuple[str, bool]]:
    """The photos of posts that were rejected or had to come down: likeness, and whether it came down. One post left out."""
    return [(row.phash, bool(row.down)) for row in connection.execute(_TURNED_DOWN, {"post_id": other_than})]


def to_ask_after(connection: Connection, now: datetime) -> list[str]:
    """Uploads of which it is time to ask Slack whether they are gone: Slack's ids, each once."""
    return list(connection.execute(_TO_ASK_AFTER, {"now": now}).scalars())


def with_file(connection: Connection, file_id: str) -> list[Medium]:
    """The photos that came as this upload: a copied post may have the same one."""
    return [_medium(row) for row in connection.execute(_WITH_FILE, {"file": file_id})]


def posts_over(connection: Connection, before: datetime) -> list[int]:
    """The posts whose photos are not needed any more: nothing about them is open, and nothing happened since that moment."""
    return list(connection.execute(_OVER, {"before": before}).scalars())


def unused(connection: Connection) -> list[Medium]:
    """Photos that their author left out and no version ever showed, of posts that are not being written."""
    return [_medium(row) for row in connection.execute(_UNUSED)]


def kept_of_post(connection: Connection, post_id: int) -> list[Medium]:
    """The photos of a post that are not forgotten."""
    return [each for each in of_post(connection, post_id) if each.state is not MediaState.FORGOTTEN]


def forget(connection: Connection, media_id: int) -> None:
    """Nothing that tells of the picture stays but its likeness, by which it is recognised if it comes again: no picture can
    be made of that."""
    change(
        connection,
        media_id,
        state=MediaState.FORGOTTEN.value,
        name="",
        master="",
        blurred="",
        preview="",
        blur="[]",
        examined="{}",
        ocr="[]",
        error="",
        lease_until=None,
    )


def lease(
    connection: Connection, *, now: datetime, until: datetime, most: int, state: MediaState = MediaState.WAITING
) -> list[Medium]:
    """Takes up to `most` photos that wait to be looked at, or to be blurred, the earliest first; nobody else gets them
    before `until`.

    A photo whose lease ran out is among them: `attempts` says how often it was begun.
    """
    found = connection.execute(_TO_LOOK_AT, {"now": now, "most": most, "state": state.value}).all()
    if found:
        connection.execute(_LEASE, [{"media_id": row.id, "until": until} for row in found])
    return [taken for row in found if (taken := get(connection, row.id)) is not None]


def finish(
    connection: Connection,
    media_id: int,
    *,
    at: datetime,
    examined: str = "{}",
    ocr: str = "[]",
    likeness: str = "",
    faces: int = 0,
    master: str = "",
    error: str = "",
) -> None:
    """What one look found out, or the sentence that says why nobody could look."""
    state = MediaState.FAILED if error else MediaState.CHECKED
    change(
        connection,
        media_id,
        state=state.value,
        lease_until=None,
        examined=examined,
        ocr=ocr,
        phash=likeness,
        faces=faces,
        master=master,
        blurred="",
        blur="[]",
        error=error,
        checked_at=at,
    )


def blurred(connection: Connection, media_id: int, *, picture: str, areas: Iterable[Area], ocr: str) -> None:
    """Names in it were made unreadable: where, the picture without them, and the writing that can still be read there."""
    change(connection, media_id, blurred=picture, blur=json.dumps(list(areas)), ocr=ocr)


def sealed(connection: Connection, revision_id: int, photos: Sequence[Photo]) -> None:
    """Which photos a sealed version shows, with what was made unreadable in each."""
    if not photos:
        return
    chosen = select(_MEDIA.c.id, _MEDIA.c.blur).where(_MEDIA.c.id.in_([photo.media_id for photo in photos]))
    blur = {row.id: row.blur for row in connection.execute(chosen)}
    rows = [
        {
            "revision_id": revision_id,
            "n": photo.n,
            "media_id": photo.media_id,
            "alt_text": photo.alt_text,
            "blur": blur[photo.media_id],
            "renditions_sha256": photo.sha256,
        }
        for photo in photos
    ]
    connection.execute(insert(_SHOWN), rows)


def drop(connection: Connection, media_id: int) -> None:
    """The author left it out or replaced it. What was found stays until it is forgotten with the rest of the post."""
    change(connection, media_id, state=MediaState.DROPPED.value, lease_until=None)


def change(connection: Connection, media_id: int, **values: Any) -> None:
    """Writes single columns."""
    connection.execute(_SET.values(values), {"media_id": media_id})


def _medium(row: Any) -> Medium:
    return Medium(
        id=row.id,
        post_id=row.post_id,
        file_id=row.slack_file_id,
        name=row.name,
        state=MediaState(row.state),
        attempts=row.attempts,
        lease_until=row.lease_until,
        master=row.master,
        blurred=row.blurred,
        preview=row.preview,
        areas=tuple(_area(each) for each in json.loads(row.blur)),
        examined=row.examined,
        ocr=row.ocr,
        likeness=row.phash,
        faces=row.faces,
        device=row.device,
        error=row.error,
        added_at=row.added_at,
        checked_at=row.checked_at,
        gone_at=row.gone_at,
    )


def _area(corners: Iterable[Iterable[float]]) -> Area:
    a, b, c, d = ((float(x), float(y)) for x, y in corners)
    return a, b, c, d
