"""The outbox's rows: claimed with a lease, one claim a card, and what became of it. `ledger` puts them in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, and_, bindparam, func, or_, select, update

from storage.engine import Store
from storage.tables import CardRow, OutboxRow, table

_CARD, _OUTBOX = table(CardRow), table(OutboxRow)

PENDING, DONE, DEAD = "pending", "done", "dead"


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A card to bring up to date, ours until the lease ends. `rows`: the outbox rows that this settles together.

    channel and ts are empty until Slack has the message; attempts: failed ones so far.
    """

    rows: tuple[int, ...]
    card_id: int
    kind: str
    school_id: str
    post_id: int | None
    revision_no: int
    target: str
    channel: str
    ts: str
    attempts: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How the outbox stands. oldest_pending: since when the oldest message waits, or None."""

    pending: int
    dead: int
    oldest_pending: datetime | None


_busy = _OUTBOX.alias("busy")
_DUE = and_(
    _OUTBOX.c.state == PENDING,
    _OUTBOX.c.not_before <= bindparam("now"),
    or_(_OUTBOX.c.lease_until.is_(None), _OUTBOX.c.lease_until <= bindparam("now")),
)
# A card with a delivery under way waits: two workers on one card could put the older state over the newer.
_NOBODY_ON_IT = ~(
    select(_busy.c.id)
    .where(_busy.c.card_id == _OUTBOX.c.card_id, _busy.c.state == PENDING, _busy.c.lease_until > bindparam("now"))
    .exists()
)
_IS_ANYTHING_DUE = select(_OUTBOX.c.id).where(_DUE, _NOBODY_ON_IT).limit(1)
_CARDS_DUE = (
    select(_OUTBOX.c.card_id)
    .where(_DUE, _NOBODY_ON_IT)
    .group_by(_OUTBOX.c.card_id)
    .order_by(func.min(_OUTBOX.c.id))
    .limit(bindparam("most"))
)
# Cards are locked, not rows: that is what keeps two processes apart on PostgreSQL. SQLite has one writer anyway.
_LOCKED_CARD = select(_CARD).where(_CARD.c.id == bindparam("card")).with_for_update(skip_locked=True)
_ROWS_OF_CARD = (
    select(_OUTBOX.c.id, _OUTBOX.c.attempts)
    .where(_OUTBOX.c.card_id == bindparam("card"), _DUE, _NOBODY_ON_IT)
    .order_by(_OUTBOX.c.id)
)
_THESE = _OUTBOX.c.id.in_(bindparam("rows", expanding=True))
_LEASE = update(_OUTBOX).where(_THESE).values(lease_until=bindparam("until"), lease_by=bindparam("worker"))
_FINISH = (
    update(_OUTBOX).where(_THESE).values(state=bindparam("new_state"), lease_until=None, last_error=bindparam("error"))
)
_RETRY = (
    update(_OUTBOX)
    .where(_THESE)
    .values(
        attempts=_OUTBOX.c.attempts + 1,
        lease_until=None,
        not_before=bindparam("again_at"),
        last_error=bindparam("error"),
    )
)
_POSTED = (
    update(_CARD).where(_CARD.c.id == bindparam("card")).values(channel=bindparam("in_channel"), ts=bindparam("at_ts"))
)
_CLOSE = update(_CARD).where(_CARD.c.id == bindparam("card")).values(closed=True)
_REVIVE = (
    update(_OUTBOX)
    .where(_OUTBOX.c.state == DEAD)
    .values(state=PENDING, attempts=0, not_before=bindparam("now"), lease_until=None)
)
_COUNTS = select(
    func.count().filter(_OUTBOX.c.state == PENDING).label("pending"),
    func.count().filter(_OUTBOX.c.state == DEAD).label("dead"),
    func.min(_OUTBOX.c.created_at).filter(_OUTBOX.c.state == PENDING).label("oldest_pending"),
)


def claim(store: Store, *, now: datetime, by: str, lease: timedelta, limit: int) -> list[Claim]:
    """Takes up to `limit` cards that are due, the one that waits longest first; nobody else gets them until the lease ends.

    Asks by a read first, so that an idle outbox never takes the write lock.
    """
    with store.read() as connection:
        if connection.execute(_IS_ANYTHING_DUE, {"now": now}).first() is None:
            return []
    with store.write() as connection:
        cards = connection.execute(_CARDS_DUE, {"now": now, "most": limit}).scalars().all()
        found = [_claim_card(connection, card, now, now + lease, by) for card in cards]
    return [each for each in found if each is not None]


def _claim_card(connection: Connection, card: int, now: datetime, until: datetime, by: str) -> Claim | None:
    row = connection.execute(_LOCKED_CARD, {"card": card}).one_or_none()
    due = connection.execute(_ROWS_OF_CARD, {"card": card, "now": now}).all() if row is not None else []
    if row is None or not due:
        return None
    rows = tuple(each.id for each in due)
    connection.execute(_LEASE, {"rows": rows, "until": until, "worker": by})
    return Claim(
        rows=rows,
        card_id=row.id,
        kind=row.kind,
        school_id=row.school_id,
        post_id=row.post_id,
        revision_no=row.revision_no,
        target=row.target,
        channel=row.channel,
        ts=row.ts,
        attempts=max(each.attempts for each in due),
    )


def record_posted(store: Store, card_id: int, channel: str, ts: str) -> None:
    """Where Slack put the message: from now on it is updated, not posted again."""
    with store.write() as connection:
        connection.execute(_POSTED, {"card": card_id, "in_channel": channel, "at_ts": ts})


def done(store: Store, claimed: Claim, *, closed: bool) -> None:
    """The card is up to date. closed: it will never change again, so nothing enqueues it any more."""
    with store.write() as connection:
        _finish(connection, claimed.rows, DONE, "")
        if closed:
            connection.execute(_CLOSE, {"card": claimed.card_id})


def retry(store: Store, claimed: Claim, *, at: datetime, error: str) -> None:
    """It did not work; due again `at`. `error` is a code, never content."""
    with store.write() as connection:
        connection.execute(_RETRY, {"rows": claimed.rows, "again_at": at, "error": error})


def dead(connection: Connection, claimed: Claim, error: str) -> None:
    """Given up. In the caller's transaction, which also tells somebody."""
    _finish(connection, claimed.rows, DEAD, error)


def requeue_dead(store: Store, now: datetime) -> int:
    """Everything that was given up is due again. Returns how many rows."""
    with store.write() as connection:
        return connection.execute(_REVIVE, {"now": now}).rowcount


def counts(connection: Connection) -> Counts:
    """For the health page."""
    row = connection.execute(_COUNTS).one()
    return Counts(pending=row.pending, dead=row.dead, oldest_pending=row.oldest_pending)


def _finish(connection: Connection, rows: Sequence[int], state: str, error: str) -> None:
    connection.execute(_FINISH, {"rows": rows, "new_state": state, "error": error})
