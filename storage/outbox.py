"""The outbox's rows: claimed with a lease, one claim a card, and what became of it. `ledger` puts them in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, and_, bindparam, case, func, or_, select, update

from storage.engine import Store
from storage.tables import CardRow, OutboxRow, table

_CARD, _OUTBOX = table(CardRow), table(OutboxRow)

PENDING, DONE, DEAD = "pending", "done", "dead"


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A card to bring up to date, ours until the lease ends. `rows`: the outbox rows that this settles together.

    key: the card's own, which says what a message is about that belongs to no post: "kind:about".
    channel and ts are empty until Slack has the message. attempts: those that failed so far, or ended with their process.
    by and until: whose lease this is; what somebody reports after losing it changes nothing.
    """

    rows: tuple[int, ...]
    by: str
    until: datetime
    card_id: int
    kind: str
    school_id: str
    post_id: int | None
    revision_no: int
    target: str
    channel: str
    ts: str
    attempts: int
    key: str

    @property
    def about(self) -> str:
        """What the key says after the kind."""
        return self.key.partition(":")[2]


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
# A lease that ran out is an attempt: a card that ends every process that tries it must not be tried for ever.
_LEFT_BEHIND = case((_OUTBOX.c.lease_until.is_(None), 0), else_=1)
_IS_ANYTHING_DUE = select(_OUTBOX.c.id).where(_DUE, _NOBODY_ON_IT).limit(1)
_cards_due = (
    select(_OUTBOX.c.card_id, func.min(_OUTBOX.c.id).label("since"))
    .where(_DUE, _NOBODY_ON_IT)
    .group_by(_OUTBOX.c.card_id)
    .subquery()
)
# Cards are locked, not rows: that is what keeps two processes apart on PostgreSQL (SQLite has one writer anyway). Rows
# may still be added for a card meanwhile, hence NO KEY UPDATE; they wait for the next claim.
_LOCK_CARDS = (
    select(_CARD)
    .join(_cards_due, _cards_due.c.card_id == _CARD.c.id)
    .order_by(_cards_due.c.since)
    .limit(bindparam("most"))
    .with_for_update(of=_CARD, skip_locked=True, key_share=True)
)
# Asked anew once the cards are locked: whoever held a lock until then may have claimed them.
_ROWS_OF_CARDS = (
    select(_OUTBOX.c.id, _OUTBOX.c.card_id, (_OUTBOX.c.attempts + _LEFT_BEHIND).label("attempts"))
    .where(_OUTBOX.c.card_id.in_(bindparam("cards", expanding=True)), _DUE, _NOBODY_ON_IT)
    .order_by(_OUTBOX.c.id)
)
_LEASE = (
    update(_OUTBOX)
    .where(_OUTBOX.c.id.in_(bindparam("rows", expanding=True)))
    .values(lease_until=bindparam("until"), lease_by=bindparam("worker"), attempts=_OUTBOX.c.attempts + _LEFT_BEHIND)
)
_STILL_OURS = and_(
    _OUTBOX.c.id.in_(bindparam("rows", expanding=True)),
    _OUTBOX.c.state == PENDING,
    _OUTBOX.c.lease_by == bindparam("worker"),
    _OUTBOX.c.lease_until == bindparam("until"),
)
_FINISH = (
    update(_OUTBOX)
    .where(_STILL_OURS)
    .values(state=bindparam("new_state"), lease_until=None, last_error=bindparam("error"))
)
_RETRY = (
    update(_OUTBOX)
    .where(_STILL_OURS)
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
    until = now + lease
    with store.write() as connection:
        cards = {card.id: card for card in connection.execute(_LOCK_CARDS, {"now": now, "most": limit})}
        found: dict[int, list[Any]] = {}
        for row in connection.execute(_ROWS_OF_CARDS, {"cards": list(cards), "now": now}):
            found.setdefault(row.card_id, []).append(row)
        leased = [row.id for rows in found.values() for row in rows]
        if leased:
            connection.execute(_LEASE, {"rows": leased, "until": until, "worker": by})
    return [_claim(card, found[card.id], by, until) for card in cards.values() if card.id in found]


def _claim(card: Any, rows: Sequence[Any], by: str, until: datetime) -> Claim:
    return Claim(
        rows=tuple(row.id for row in rows),
        by=by,
        until=until,
        card_id=card.id,
        kind=card.kind,
        school_id=card.school_id,
        post_id=card.post_id,
        revision_no=card.revision_no,
        target=card.target,
        channel=card.channel,
        ts=card.ts,
        attempts=max(row.attempts for row in rows),
        key=card.key,
    )


def record_posted(store: Store, card_id: int, channel: str, ts: str) -> None:
    """Where Slack put the message: from now on it is updated, not posted again."""
    with store.write() as connection:
        connection.execute(_POSTED, {"card": card_id, "in_channel": channel, "at_ts": ts})


def done(store: Store, claimed: Claim, *, closed: bool) -> bool:
    """The card is up to date. closed: it will never change again, so nothing enqueues it any more.

    Returns whether the lease was still ours; if not, somebody else brings the card up to date, and this says nothing.
    """
    with store.write() as connection:
        ours = _finish(connection, claimed, DONE, "")
        if ours and closed:
            connection.execute(_CLOSE, {"card": claimed.card_id})
    return ours


def retry(store: Store, claimed: Claim, *, at: datetime, error: str) -> bool:
    """It did not work; due again `at`. `error` is a code, never content. Returns whether the lease was still ours."""
    with store.write() as connection:
        return connection.execute(_RETRY, {**_lease_of(claimed), "again_at": at, "error": error}).rowcount > 0


def dead(connection: Connection, claimed: Claim, error: str) -> bool:
    """Given up. In the caller's transaction, which also tells somebody. Returns whether the lease was still ours."""
    return _finish(connection, claimed, DEAD, error)


def requeue_dead(store: Store, now: datetime) -> int:
    """Everything that was given up is due again. Returns how many rows."""
    with store.write() as connection:
        return connection.execute(_REVIVE, {"now": now}).rowcount


def counts(connection: Connection) -> Counts:
    """For the health page."""
    row = connection.execute(_COUNTS).one()
    return Counts(pending=row.pending, dead=row.dead, oldest_pending=row.oldest_pending)


def _finish(connection: Connection, claimed: Claim, state: str, error: str) -> bool:
    return connection.execute(_FINISH, {**_lease_of(claimed), "new_state": state, "error": error}).rowcount > 0


def _lease_of(claimed: Claim) -> dict[str, Any]:
    return {"rows": list(claimed.rows), "worker": claimed.by, "until": claimed.until}
