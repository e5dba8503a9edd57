"""What authors sent and whose photos are not through yet: kept as it was sent, whatever happens to the draft meanwhile."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from bot.domain.post import Body, Status
from storage.media import MediaState
from storage.prepared import Prepared
from storage.tables import MediaRow, PostRow, SubmissionRow, table

_SUBMISSION, _POST, _MEDIA = table(SubmissionRow), table(PostRow), table(MediaRow)
_WAITING = Prepared(select(_SUBMISSION).where(_SUBMISSION.c.post_id == bindparam("wanted")))
_GONE = Prepared(delete(_SUBMISSION).where(_SUBMISSION.c.post_id == bindparam("wanted")))
_NEW = Prepared(insert(_SUBMISSION))
_CHANGE = Prepared(
    update(_SUBMISSION).where(_SUBMISSION.c.post_id == bindparam("wanted")).values(body=bindparam("new_body"))
)
_UNSEEN = (MediaState.WAITING.value, MediaState.BLURRING.value)
_THROUGH = (
    select(_SUBMISSION.c.post_id)
    .join(_POST, _POST.c.id == _SUBMISSION.c.post_id)
    .where(
        _POST.c.status == Status.CHECKING.value,
        ~select(_MEDIA.c.id).where(_MEDIA.c.post_id == _SUBMISSION.c.post_id, _MEDIA.c.state.in_(_UNSEEN)).exists(),
    )
    .order_by(_SUBMISSION.c.sent_at, _SUBMISSION.c.post_id)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """One of them. key: what the sealed version will be known by."""

    post_id: int
    body: Body
    key: str
    sent_at: datetime


def put(connection: Connection, post_id: int, body: Body, key: str, *, at: datetime) -> None:
    """Keeps what was sent, in the place of what was sent of this post before."""
    done(connection, post_id)
    row: dict[str, Any] = {"post_id": post_id, "body": body.canonical(), "submission_key": key, "sent_at": at}
    _NEW.run(connection, row)


def change(connection: Connection, post_id: int, body: Body) -> None:
    """Its author left a photo out, or had one blurred."""
    _CHANGE.run(connection, {"wanted": post_id, "new_body": body.canonical()})


def waiting(connection: Connection, post_id: int) -> Submission | None:
    """What waits of a post, if anything does."""
    row = _WAITING.one(connection, {"wanted": post_id})
    if row is None:
        return None
    return Submission(
        post_id=row.post_id, body=Body.from_canonical(row.body), key=row.submission_key, sent_at=row.sent_at
    )


def through(connection: Connection) -> list[int]:
    """The posts whose photos have all been looked at and that nobody has taken further yet, the earliest first."""
    return list(connection.scalars(_THROUGH))


def done(connection: Connection, post_id: int) -> None:
    """It became a version, was replaced, or was taken back."""
    _GONE.run(connection, {"wanted": post_id})
