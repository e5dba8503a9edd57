"""Rows -> domain values. Statements stand here once, as constants, so that SQLAlchemy compiles each only once."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, func, select

from bot.domain.answers import Noted, Reply, Response, Said, Side
from bot.domain.attached import Attached
from bot.domain.findings import Field, Finding, Strength
from bot.domain.photos import Shown
from bot.domain.post import (
    Body,
    Declared,
    Draft,
    Post,
    Publication,
    Purpose,
    Revision,
    Status,
    Story,
    Task,
    TaskKind,
    TaskState,
)
from bot.domain.trust import Role
from storage.people import names
from storage.prepared import Prepared
from storage.tables import AnswerRow, CardRow, FindingRow, PostRow, PublicationRow, RevisionRow, TaskRow, table

_POST = table(PostRow)
_REVISION = table(RevisionRow)
_TASK = table(TaskRow)
_PUBLICATION = table(PublicationRow)
_CARD = table(CardRow)
_FINDING = table(FindingRow)
_ANSWER = table(AnswerRow)

_post_by_id = select(_POST).where(_POST.c.id == bindparam("post_id"))
_POST_BY_ID = Prepared(_post_by_id)
_POST_LOCKED = Prepared(_post_by_id.with_for_update())
_POST_BY_FORM = Prepared(select(_POST.c.id).where(_POST.c.form_key == bindparam("form_key")))
_REVISIONS = Prepared(select(_REVISION).where(_REVISION.c.post_id == bindparam("post_id")).order_by(_REVISION.c.no))
_TASKS = Prepared(select(_TASK).where(_TASK.c.post_id == bindparam("post_id")).order_by(_TASK.c.id))
_PUBLICATIONS = Prepared(
    select(_PUBLICATION).where(_PUBLICATION.c.post_id == bindparam("post_id")).order_by(_PUBLICATION.c.id)
)
_FINDINGS = Prepared(
    select(_FINDING)
    .join(_REVISION, _REVISION.c.id == _FINDING.c.revision_id)
    .where(_REVISION.c.post_id == bindparam("post_id"))
    .order_by(_FINDING.c.id)
)
_ANSWERS = Prepared(select(_ANSWER).where(_ANSWER.c.post_id == bindparam("post_id")).order_by(_ANSWER.c.id))
_NEWEST_CARD = Prepared(
    select(func.max(_CARD.c.id).label("newest")).where(
        _CARD.c.post_id == bindparam("post_id"),
        _CARD.c.kind == bindparam("kind"),
        _CARD.c.target == bindparam("target"),
    )
)
_NEWEST_ABOUT = Prepared(
    select(func.max(_CARD.c.id).label("newest")).where(
        _CARD.c.post_id == bindparam("post_id"), _CARD.c.key.like(bindparam("like"))
    )
)
_SUBMITTED = Prepared(select(_REVISION.c.post_id).where(_REVISION.c.submission_key == bindparam("key")))
_MINE = (
    select(_POST.c.id)
    .where(_POST.c.author_id == bindparam("author"))
    .order_by(_POST.c.changed_at.desc(), _POST.c.id.desc())
    .limit(bindparam("most"))
)


def story(connection: Connection, post_id: int, *, lock: bool = False) -> Story | None:
    """Everything about one post, or None. With `lock` the post's row is held until the transaction ends (PostgreSQL)."""
    key = {"post_id": post_id}
    row = (_POST_LOCKED if lock else _POST_BY_ID).one(connection, key)
    if row is None:
        return None
    found = Story(
        post=_post(row),
        revisions=tuple(_revision(each) for each in _REVISIONS.rows(connection, key)),
        tasks=tuple(_task(each) for each in _TASKS.rows(connection, key)),
        publications=tuple(_publication(each) for each in _PUBLICATIONS.rows(connection, key)),
        noted=tuple(_noted(each) for each in _FINDINGS.rows(connection, key)),
        answers=tuple(_answer(each) for each in _ANSWERS.rows(connection, key)),
    )
    return replace(found, names=names(connection, _people_of(found)))


def newest_card(connection: Connection, post_id: int, kind: str, target: str) -> int | None:
    """The last card of this kind that somebody has of this post."""
    found: int | None = _NEWEST_CARD.value(connection, {"post_id": post_id, "kind": kind, "target": target})
    return found


def newest_about(connection: Connection, post_id: int, key: str) -> int | None:
    """The last card of a post whose key begins like this."""
    found: int | None = _NEWEST_ABOUT.value(connection, {"post_id": post_id, "like": f"{key}%"})
    return found


def post_of_form(connection: Connection, form_key: str) -> int | None:
    """The post that was first written in this form, if it was ever kept."""
    found: int | None = _POST_BY_FORM.value(connection, {"form_key": form_key})
    return found


def post_of_submission(connection: Connection, key: str) -> int | None:
    """The post that this very submission made already: a redelivery finds it here."""
    found: int | None = _SUBMITTED.value(connection, {"key": key})
    return found


def stories_by(connection: Connection, author: str, *, most: int = 40) -> list[Story]:
    """An author's own posts, the one changed last first."""
    posts = connection.execute(_MINE, {"author": author, "most": most}).scalars().all()
    return [found for post_id in posts if (found := story(connection, post_id)) is not None]


def draft_to_json(draft: Draft) -> str:
    """A draft as it is kept, words exactly as typed."""
    return json.dumps(
        {
            "school": draft.school,
            "purpose": draft.purpose.value if draft.purpose else None,
            "words": draft.words,
            "places": draft.places,
            "pupils": draft.pupils,
            "classes": draft.classes,
            "nobody": draft.nobody,
            "staff": draft.staff,
            "adults": draft.adults,
            "scheduled": draft.scheduled,
            "at": draft.at.isoformat() if draft.at else None,
            "declared": draft.declared,
            "source": draft.source,
            "photos": [_attached_to_json(each) for each in draft.photos],
            "replies": [[each.fingerprint, each.ticked, each.reason] for each in draft.replies],
            "question": draft.question,
            "promise": draft.promise,
        },
        ensure_ascii=False,
    )


def draft_from_json(text: str) -> Draft:
    """The inverse of `draft_to_json`."""
    data: Mapping[str, Any] = json.loads(text)
    return Draft(
        school=data["school"],
        purpose=Purpose(data["purpose"]) if data["purpose"] else None,
        words=data["words"],
        places=tuple(data["places"]),
        pupils=tuple(data["pupils"]),
        classes=tuple(data["classes"]),
        nobody=data["nobody"],
        staff=tuple(data.get("staff", ())),
        adults=tuple(data.get("adults", ())),
        scheduled=data["scheduled"],
        at=datetime.fromisoformat(data["at"]) if data["at"] else None,
        declared=tuple(Declared(each) for each in data.get("declared", ())),
        source=data.get("source", ""),
        photos=tuple(_attached(each) for each in data.get("photos", ())),
        replies=tuple(
            Reply(fingerprint=fingerprint, ticked=ticked, reason=reason)
            for fingerprint, ticked, reason in data.get("replies", ())
        ),
        question=data.get("question", ""),
        promise=data["promise"],
    )


def _attached_to_json(photo: Attached) -> dict[str, Any]:
    shown = photo.shown.value if photo.shown else None
    said = {"alt_text": photo.alt_text, "shown": shown, "device": photo.device, "deleted": photo.deleted}
    return {"file_id": photo.file_id, "name": photo.name, **said}


def _attached(said: Mapping[str, Any]) -> Attached:
    return Attached(
        file_id=said["file_id"],
        name=said["name"],
        alt_text=said["alt_text"],
        shown=Shown(said["shown"]) if said["shown"] else None,
        device=said["device"],
        deleted=said["deleted"],
    )


def _people_of(found: Story) -> set[str]:
    ids = {found.post.author, found.post.changed_by}
    ids.update(user for task in found.tasks for user in (task.done_by, task.user_id))
    ids.update(answer.by for answer in found.answers)
    for publication in found.publications:
        ids.update((publication.live_by, publication.removed_by))
    return ids - {""}


def _post(row: Any) -> Post:
    return Post(
        id=row.id,
        school=row.school_id,
        author=row.author_id,
        status=Status(row.status),
        version=row.version,
        draft=draft_from_json(row.draft),
        revision_id=row.revision_id,
        changed_by=row.changed_by,
        changed_at=row.changed_at,
        why=row.why,
        stuck=row.stuck,
    )


def _revision(row: Any) -> Revision:
    return Revision(
        id=row.id,
        post_id=row.post_id,
        no=row.no,
        body=Body.from_canonical(row.body),
        salt=row.salt,
        sha256=row.sha256,
        sealed_at=row.sealed_at,
    )


def _task(row: Any) -> Task:
    return Task(
        id=row.id,
        kind=TaskKind(row.kind),
        state=TaskState(row.state),
        revision_id=row.revision_id,
        role=Role(row.role),
        clause=row.clause,
        user_id=row.user_id,
        place=row.place,
        outcome=row.outcome,
        reason=row.reason,
        opened_at=row.opened_at,
        due_at=row.due_at,
        next_nudge_at=row.next_nudge_at,
        level=row.level,
        done_by=row.done_by,
        as_role=row.as_role,
        done_at=row.done_at,
        school=row.school_id,
    )


def _publication(row: Any) -> Publication:
    return Publication(
        id=row.id,
        revision_id=row.revision_id,
        place=row.platform,
        url=row.url,
        live_at=row.live_at,
        live_by=row.live_by,
        removed_at=row.removed_at,
        removed_by=row.removed_by,
    )


def _noted(row: Any) -> Noted:
    finding = Finding(
        clause=row.clause,
        strength=Strength(row.strength),
        code=row.code,
        field=Field(row.field),
        sentence=row.sentence,
        people=tuple(json.loads(row.people)),
        kind=row.kind,
        where=row.place,
        start=row.begins,
        end=row.ends,
        span=row.span,
        fingerprint=row.fingerprint,
    )
    return Noted(revision_id=row.revision_id, finding=finding)


def _answer(row: Any) -> Response:
    return Response(
        fingerprint=row.fingerprint,
        side=Side(row.side),
        said=Said(row.value),
        by=row.given_by,
        at=row.given_at,
        reason=row.reason,
    )
