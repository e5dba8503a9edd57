"""What a transaction of the ledger writes, as statements that are compiled once (decision 0004)."""

from __future__ import annotations

from sqlalchemy import ColumnElement, String, and_, bindparam, case, cast, insert, literal, select, update
from sqlalchemy.dialects import postgresql, sqlite

from bot.domain.post import TaskState
from storage.prepared import Prepared
from storage.tables import (
    AnswerRow,
    CardRow,
    FindingRow,
    OutboxRow,
    PostRow,
    PublicationRow,
    RevisionPersonRow,
    RevisionRow,
    TaskRow,
    table,
)

_POST = table(PostRow)
_REVISION = table(RevisionRow)
_TASK = table(TaskRow)
_PUBLICATION = table(PublicationRow)
_CARD = table(CardRow)
_OUTBOX = table(OutboxRow)

NEW_POST = Prepared(insert(_POST).returning(_POST.c.id))
NEW_REVISION = Prepared(insert(_REVISION).returning(_REVISION.c.id))
NEW_PERSON = Prepared(insert(table(RevisionPersonRow)))
NEW_TASK = Prepared(insert(_TASK))
NEW_FINDING = Prepared(insert(table(FindingRow)))
NEW_ANSWER = Prepared(insert(table(AnswerRow)))
# A card whose key is there already stays as it is: the same thing happened before.
NEW_CARD = Prepared(
    {
        "sqlite": sqlite.insert(_CARD).on_conflict_do_nothing(index_elements=[_CARD.c.key]),
        "postgresql": postgresql.insert(_CARD).on_conflict_do_nothing(index_elements=[_CARD.c.key]),
    }
)
NEW_PUBLICATION = Prepared(insert(_PUBLICATION).returning(_PUBLICATION.c.id))
KEEP_DRAFT = Prepared(
    update(_POST)
    .where(_POST.c.id == bindparam("post_id"))
    .values(draft=bindparam("new_draft"), school_id=bindparam("new_school"), version=_POST.c.version + 1)
)
MOVE = Prepared(
    update(_POST)
    .where(_POST.c.id == bindparam("post_id"), _POST.c.version == bindparam("seen"))
    .values(
        status=bindparam("new_status"),
        school_id=bindparam("new_school"),
        version=_POST.c.version + 1,
        revision_id=bindparam("new_revision"),
        changed_by=bindparam("by"),
        changed_at=bindparam("at"),
        why=bindparam("new_why"),
        stuck=bindparam("new_stuck"),
    )
)
SETTLE = Prepared(
    update(_TASK)
    .where(_TASK.c.id == bindparam("task_id"))
    .values(
        state=bindparam("new_state"),
        outcome=bindparam("new_outcome"),
        reason=bindparam("new_reason"),
        done_by=bindparam("by"),
        as_role=bindparam("new_role"),
        done_at=bindparam("at"),
        proof=bindparam("new_proof"),
        next_nudge_at=bindparam("new_look"),
        level=bindparam("new_level"),
    )
)
# Compare and set: who looks at the same task at the same moment must not remind the same people twice.
LOOK_AGAIN = Prepared(
    update(_TASK)
    .where(
        _TASK.c.id == bindparam("task_id"),
        _TASK.c.state == TaskState.OPEN.value,
        _TASK.c.next_nudge_at == bindparam("seen_look"),
    )
    .values(next_nudge_at=bindparam("new_look"), level=bindparam("new_level"))
)
REMOVED = Prepared(
    update(_PUBLICATION)
    .where(_PUBLICATION.c.id == bindparam("publication_id"))
    .values(removed_at=bindparam("at"), removed_by=bindparam("by"))
)


LOUD = ("takedown", "takedown_late", "do_not", "stop")
"""Kinds of cards that are sent at any hour: something is live that must not be, or must not go live."""

REPLIES = ("photo", "sent_back")
"""Kinds of cards that answer what their reader has done a moment ago, though it is the bot that has come to the end of it."""

_RINGS = and_(
    _CARD.c.ts == "",
    *(_CARD.c.kind != kind for kind in (*LOUD, *REPLIES)),
    _CARD.c.target != bindparam("actor", type_=String),
)
"""A message that is new and not an answer to who acts. An edited message rings no bell, so it may change at night."""


def _enqueue(key: ColumnElement[str], which: ColumnElement[bool]) -> Prepared:
    moment = _OUTBOX.c.not_before.type
    at = bindparam("at", type_=moment)
    not_before = case((_RINGS, bindparam("open_at", type_=moment)), else_=at)
    columns = (key, _CARD.c.id, literal("pending"), not_before, literal(0), literal(""), literal(""), at)
    names = ["key", "card_id", "state", "not_before", "attempts", "lease_by", "last_error", "created_at"]
    return Prepared(insert(_OUTBOX).from_select(names, select(*columns).where(which)))


ENQUEUE_ALL = _enqueue(
    cast(_CARD.c.id, String) + literal(":") + bindparam("version", type_=String),
    and_(_CARD.c.post_id == bindparam("post_id"), _CARD.c.closed.is_(False)),
)
ENQUEUE_ONE = _enqueue(_CARD.c.key, _CARD.c.key == bindparam("card_key"))
ENQUEUE_AGAIN = _enqueue(
    _CARD.c.key + literal(":") + bindparam("again", type_=String),
    and_(_CARD.c.key == bindparam("card_key"), _CARD.c.closed.is_(False)),
)
UNSENT = Prepared(select(_CARD.c.id).where(_CARD.c.key == bindparam("card_key"), _CARD.c.ts == ""))
