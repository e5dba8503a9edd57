"""A post: its versions, whom they feature, what was found and answered, who must do what, and where it is live."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import (
    ForeignKey,
    Index,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Base, BigId


class PostRow(Base):
    """One row a post. `version` is bumped by every change; `form_key` is the form it was first written in."""

    __tablename__ = "post"
    __table_args__ = (
        Index(None, "author_id", "status"),
        Index(None, "school_id", "status"),
        # The log names posts by number: a number is never given twice, even where retention removes the newest post.
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=True)
    school_id: Mapped[str]
    author_id: Mapped[str]
    status: Mapped[str] = mapped_column(String(16))
    version: Mapped[int]
    revision_id: Mapped[int | None] = mapped_column(BigId)
    form_key: Mapped[str | None] = mapped_column(unique=True)
    draft: Mapped[str]
    changed_by: Mapped[str] = mapped_column(default="")
    changed_at: Mapped[datetime]
    why: Mapped[str] = mapped_column(default="")
    stuck: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime]


class RevisionRow(Base):
    """One sealed version. `submission_key` (form and content) makes a redelivered submission harmless."""

    __tablename__ = "revision"
    __table_args__ = (UniqueConstraint("post_id", "no"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=True)
    post_id: Mapped[int] = mapped_column(ForeignKey("post.id"))
    no: Mapped[int]
    body: Mapped[str]
    salt: Mapped[str]
    sha256: Mapped[str] = mapped_column(String(64))
    sealed_at: Mapped[datetime]
    submission_key: Mapped[str] = mapped_column(unique=True)
    policy_version: Mapped[str]


class RevisionPersonRow(Base):
    """Whom a revision features, and how (`use`: a photo, as long as the form does not ask)."""

    __tablename__ = "revision_person"
    __table_args__ = (Index(None, "person_id"),)

    revision_id: Mapped[int] = mapped_column(ForeignKey("revision.id"), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), primary_key=True)
    use: Mapped[str] = mapped_column(primary_key=True, default="any")


class FindingRow(Base):
    """What the checks found in a version that asks for an answer. `people`: person ids as a JSON list; `place`: which text.

    `gate`: when it was found first. Words and names stand in it, so retention can empty it; the log has codes only.
    """

    __tablename__ = "finding"
    __table_args__ = (UniqueConstraint("revision_id", "fingerprint"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=True)
    revision_id: Mapped[int] = mapped_column(ForeignKey("revision.id"))
    gate: Mapped[str] = mapped_column(String(16))
    clause: Mapped[str] = mapped_column(String(16))
    strength: Mapped[str] = mapped_column(String(16))
    code: Mapped[str]
    kind: Mapped[str]
    field: Mapped[str]
    place: Mapped[str]
    begins: Mapped[int]
    ends: Mapped[int]
    span: Mapped[str]
    people: Mapped[str]
    sentence: Mapped[str]
    fingerprint: Mapped[str] = mapped_column(String(32))
    found_at: Mapped[datetime]


class AnswerRow(Base):
    """What was said to a finding, for the author's side or SLT's. The last row for a fingerprint and side speaks."""

    __tablename__ = "answer"
    __table_args__ = (Index(None, "post_id"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=True)
    post_id: Mapped[int] = mapped_column(ForeignKey("post.id"))
    fingerprint: Mapped[str] = mapped_column(String(32))
    side: Mapped[str] = mapped_column(String(16))
    value: Mapped[str] = mapped_column(String(16))
    reason: Mapped[str]
    given_by: Mapped[str]
    given_at: Mapped[datetime]


class TaskRow(Base):
    """Something that somebody must do. Empty strings, not NULLs, in the unique key: NULLs never collide.

    `revision_id` alone may be NULL, of a post that became no version yet.
    """

    __tablename__ = "task"
    __table_args__ = (
        UniqueConstraint("revision_id", "kind", "role", "user_id", "place"),
        Index(None, "post_id"),
        Index(None, "state", "due_at"),
        Index(None, "state", "next_nudge_at"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=True)
    kind: Mapped[str] = mapped_column(String(16))
    school_id: Mapped[str]
    post_id: Mapped[int] = mapped_column(ForeignKey("post.id"))
    revision_id: Mapped[int | None] = mapped_column(ForeignKey("revision.id"))
    role: Mapped[str] = mapped_column(default="")
    user_id: Mapped[str] = mapped_column(default="")
    place: Mapped[str] = mapped_column(default="")
    clause: Mapped[str] = mapped_column(default="")
    state: Mapped[str] = mapped_column(String(16))
    outcome: Mapped[str] = mapped_column(default="")
    reason: Mapped[str] = mapped_column(default="")
    opened_at: Mapped[datetime]
    due_at: Mapped[datetime | None]
    next_nudge_at: Mapped[datetime | None]
    level: Mapped[int] = mapped_column(default=0)
    done_by: Mapped[str] = mapped_column(default="")
    as_role: Mapped[str] = mapped_column(default="")
    done_at: Mapped[datetime | None]
    proof: Mapped[str] = mapped_column(default="")


class PublicationRow(Base):
    """Where a revision is or was live."""

    __tablename__ = "publication"
    __table_args__ = (UniqueConstraint("revision_id", "platform"), Index(None, "post_id"))

    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=True)
    post_id: Mapped[int] = mapped_column(ForeignKey("post.id"))
    revision_id: Mapped[int] = mapped_column(ForeignKey("revision.id"))
    platform: Mapped[str]
    url: Mapped[str] = mapped_column(default="")
    live_at: Mapped[datetime]
    live_by: Mapped[str]
    removed_at: Mapped[datetime | None]
    removed_by: Mapped[str] = mapped_column(default="")


class RecheckRow(Base):
    """A post whose people's permissions changed: whoever sweeps looks at it again, acts, and takes this away."""

    __tablename__ = "recheck"
    __table_args__ = (Index(None, "post_id"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=True)
    post_id: Mapped[int] = mapped_column(ForeignKey("post.id"))
    asked_at: Mapped[datetime]
