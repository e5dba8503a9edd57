"""Every table, typed. Times are UTC; JSON that is hashed is TEXT; ids from outside are opaque strings.

SQLAlchemy's ORM classes describe the tables once; the hot path uses their `__table__` through Core.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Date,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    false,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

BigId = BigInteger().with_variant(Integer, "sqlite")
Folded = Text().with_variant(Text(collation="C"), "postgresql")
"""Compared byte by byte on both databases, so that a prefix is a range of an index and both sort alike."""


class Utc(TypeDecorator[datetime]):
    """An aware UTC moment on both databases: SQLite keeps no zone, so it is put back on the way out."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive datetime cannot be stored: which zone is it?")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {datetime: Utc(), date: Date(), str: Text(), bytes: LargeBinary(), dict[str, Any]: Text()}  # noqa: RUF012


def table(row: type[Base]) -> Table:
    """The Core table of a class below, for statements that stand in sight."""
    assert isinstance(row.__table__, Table)
    return row.__table__


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
    """Something that somebody must do. Empty strings, not NULLs, in the unique key: NULLs never collide."""

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
    revision_id: Mapped[int] = mapped_column(ForeignKey("revision.id"))
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


class PersonRow(Base):
    """Somebody in the register. `id` is ours and opaque; `mis_id` is the `person_id` of the school's own file.

    `sort_name` is the shown name, folded: lists stand in the same order on both databases. UPN and date of birth are kept
    as keyed hashes only, to recognise somebody by. `batch_id`: the file that brought them; unless it was confirmed, nobody
    sees them. `changed`: the number of the last change of what they are called.
    """

    __tablename__ = "person"
    __table_args__ = (
        UniqueConstraint("school_id", "mis_id"),
        Index(None, "school_id", "role", "class_name", "year_group"),
        Index(None, "school_id", "upn_hmac"),
        Index(None, "slack_user_id"),
        Index(None, "school_id", "changed"),
        Index(None, "batch_id"),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    school_id: Mapped[str]
    mis_id: Mapped[str]
    role: Mapped[str] = mapped_column(String(16))
    legal_forename: Mapped[str]
    middle_names: Mapped[str] = mapped_column(default="")
    legal_surname: Mapped[str]
    chosen_forename: Mapped[str] = mapped_column(default="")
    year_group: Mapped[str] = mapped_column(default="")
    class_name: Mapped[str] = mapped_column(default="")
    sort_name: Mapped[str] = mapped_column(Folded)
    chosen_surname: Mapped[str] = mapped_column(server_default="")
    upn_hmac: Mapped[str] = mapped_column(server_default="")
    dob_hmac: Mapped[str] = mapped_column(server_default="")
    never_publish: Mapped[bool] = mapped_column(server_default=false())
    left_on: Mapped[date | None]
    slack_user_id: Mapped[str] = mapped_column(server_default="")
    batch_id: Mapped[int | None] = mapped_column(BigId)
    changed: Mapped[int] = mapped_column(BigId, server_default="0")


class RegisterChangeRow(Base):
    """How often a school's register of people has changed; see `storage.changes`."""

    __tablename__ = "register_change"

    school_id: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(BigId)


class PersonNameRow(Base):
    """Every word of every name, folded (case, accents, apostrophes), for the picker's prefix search."""

    __tablename__ = "person_name"
    __table_args__ = (Index(None, "school_id", "folded", "person_id"),)

    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), primary_key=True)
    folded: Mapped[str] = mapped_column(Folded, primary_key=True)
    school_id: Mapped[str]


class ConsentRecordRow(Base):
    """Append-only: what was said when, by whom. `bot.domain.consent.answer` says what follows from it.

    `batch_id`: the file that it came with; it counts once that is confirmed. `undated`: the file named no day, so `given_on`
    is the day for which the file stands. `post_id`: a permission for this post alone.
    """

    __tablename__ = "consent_record"
    __table_args__ = (Index(None, "person_id", "platform"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"))
    use: Mapped[str] = mapped_column(default="any")
    platform: Mapped[str]
    state: Mapped[str] = mapped_column(String(16))
    given_on: Mapped[date | None]
    evidence: Mapped[str] = mapped_column(default="")
    batch_id: Mapped[int | None] = mapped_column(ForeignKey("import_batch.id"))
    entered_by: Mapped[str]
    entered_at: Mapped[datetime]
    given_by: Mapped[str] = mapped_column(server_default="")
    relation: Mapped[str] = mapped_column(server_default="")
    begins: Mapped[date | None]
    ends: Mapped[date | None]
    wording: Mapped[str] = mapped_column(server_default="")
    conditions: Mapped[str] = mapped_column(server_default="")
    undated: Mapped[bool] = mapped_column(server_default=false())
    post_id: Mapped[int | None] = mapped_column(BigId)


class PersonMatchRow(Base):
    """Who somebody said is meant by a name in a file, so that the next file need not ask again."""

    __tablename__ = "person_match"

    school_id: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"))
    by: Mapped[str]
    at: Mapped[datetime]


class ImportRowRow(Base):
    """One row of a file that waits to be confirmed: what it says (`body`, JSON), whom it is about and what it would change."""

    __tablename__ = "import_row"
    __table_args__ = (Index(None, "batch_id", "person_id"),)

    batch_id: Mapped[int] = mapped_column(ForeignKey("import_batch.id"), primary_key=True)
    number: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False)
    fate: Mapped[str] = mapped_column(String(12))
    person_id: Mapped[str] = mapped_column(default="")
    mis_id: Mapped[str] = mapped_column(default="")
    changes: Mapped[str] = mapped_column(String(8), default="")
    details: Mapped[bool] = mapped_column(default=False)
    body: Mapped[str]
    why: Mapped[str] = mapped_column(default="")


class RecheckRow(Base):
    """A post whose people's permissions changed: whoever sweeps looks at it again, acts, and takes this away."""

    __tablename__ = "recheck"
    __table_args__ = (Index(None, "post_id"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=True)
    post_id: Mapped[int] = mapped_column(ForeignKey("post.id"))
    asked_at: Mapped[datetime]


class RegisterUploadRow(Base):
    """A file of the register that somebody handed over in Slack. `next_look_at`: when Slack is asked whether it is gone."""

    __tablename__ = "register_upload"
    __table_args__ = (Index(None, "state"), Index(None, "next_look_at"))

    file_id: Mapped[str] = mapped_column(primary_key=True)
    school_id: Mapped[str]
    user_id: Mapped[str]
    file_name: Mapped[str]
    mapping: Mapped[str] = mapped_column(default="")
    state: Mapped[str] = mapped_column(String(12))
    batch_id: Mapped[int | None] = mapped_column(BigId)
    said: Mapped[str] = mapped_column(default="")
    asks: Mapped[str] = mapped_column(default="")
    dates: Mapped[str] = mapped_column(default="")
    x: Mapped[str] = mapped_column(default="")
    added_at: Mapped[datetime]
    next_look_at: Mapped[datetime | None]
    gone_at: Mapped[datetime | None]


class ImportBatchRow(Base):
    """One file. `state`: reading, staged, confirming, confirmed or discarded; only what is confirmed counts.

    `places`: what it answers for, as a JSON list of (use, platform) in order. `as_at`: the school day for which answers
    without a date stand. `applied_to`: the last row taken into the register. `summary`: what it would change, as JSON.
    `changed`: the number of the change by which it counts.
    """

    __tablename__ = "import_batch"
    __table_args__ = (Index(None, "school_id", "sha256"), Index(None, "state"))

    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=True)
    school_id: Mapped[str]
    file_name: Mapped[str]
    sha256: Mapped[str] = mapped_column(String(64))
    places: Mapped[str]
    state: Mapped[str] = mapped_column(String(16))
    imported_by: Mapped[str]
    imported_at: Mapped[datetime]
    mapping: Mapped[str] = mapped_column(server_default="")
    as_at: Mapped[str] = mapped_column(server_default="")
    summary: Mapped[str] = mapped_column(server_default="{}")
    applied_to: Mapped[int] = mapped_column(BigId, server_default="0")
    confirmed_by: Mapped[str] = mapped_column(server_default="")
    confirmed_at: Mapped[datetime | None]
    changed: Mapped[int] = mapped_column(BigId, server_default="0")


class SlackUserRow(Base):
    """What Slack last told us of a person. `refused`: why they may do nothing here ("guest", "bot", "stranger"), or empty."""

    __tablename__ = "slack_user"

    id: Mapped[str] = mapped_column(primary_key=True)
    team_id: Mapped[str]
    name: Mapped[str]
    refused: Mapped[str] = mapped_column(default="")
    fetched_at: Mapped[datetime]


class RoleMemberRow(Base):
    """Who holds which role where. `school_id` empty means every school; `basis`: user, group or channel that says so."""

    __tablename__ = "role_member"
    __table_args__ = (Index(None, "user_id"),)

    role: Mapped[str] = mapped_column(String(32), primary_key=True)
    school_id: Mapped[str] = mapped_column(primary_key=True)
    user_id: Mapped[str] = mapped_column(primary_key=True)
    basis: Mapped[str] = mapped_column(primary_key=True)
    fetched_at: Mapped[datetime]


class CardRow(Base):
    """One message of ours. `key` says what it is and to whom, once only; `channel` is where Slack put it (empty before)."""

    __tablename__ = "card"
    __table_args__ = (Index(None, "post_id"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=True)
    key: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str] = mapped_column(String(24))
    school_id: Mapped[str]
    post_id: Mapped[int | None] = mapped_column(ForeignKey("post.id"))
    revision_no: Mapped[int] = mapped_column(default=0)
    target: Mapped[str]
    channel: Mapped[str] = mapped_column(default="")
    ts: Mapped[str] = mapped_column(default="")
    closed: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]


class OutboxRow(Base):
    """One card to bring up to date. Claimed with a lease; `state` pending, done or dead."""

    __tablename__ = "outbox"
    __table_args__ = (Index(None, "state", "not_before"), Index(None, "card_id", "state"))

    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=True)
    key: Mapped[str] = mapped_column(unique=True)
    card_id: Mapped[int] = mapped_column(ForeignKey("card.id"))
    state: Mapped[str] = mapped_column(String(8))
    not_before: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    lease_until: Mapped[datetime | None]
    lease_by: Mapped[str] = mapped_column(default="")
    last_error: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime]


class LogRow(Base):
    """The decision log: ids, codes and hashes only, each entry chained to the one before. The database refuses changes."""

    __tablename__ = "log"
    __table_args__ = (Index(None, "post_id"),)

    seq: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False)
    at: Mapped[str] = mapped_column(String(32))
    actor: Mapped[str]
    as_role: Mapped[str]
    what: Mapped[str] = mapped_column(String(48))
    school_id: Mapped[str]
    post_id: Mapped[int | None] = mapped_column(BigId)
    revision_no: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    policy_version: Mapped[str]
    findings: Mapped[str]
    detail_sha256: Mapped[str] = mapped_column(String(64))
    prev: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))


class LogDetailRow(Base):
    """Words and names that belong to an entry: salted, hashed into it, and erasable without breaking the chain."""

    __tablename__ = "log_detail"

    seq: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False)
    salt: Mapped[str]
    json: Mapped[str]


class LogHeadRow(Base):
    """One row: the last entry's number and hash. Locked by whoever appends, so that numbers have no gaps."""

    __tablename__ = "log_head"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    seq: Mapped[int] = mapped_column(BigId)
    hash: Mapped[str] = mapped_column(String(64))


class StandingRow(Base):
    """What stands for a person (or, with an empty `user_id`, for a school) for a time. Ended, never removed or overwritten.

    begins and ends are school days, both included. `ended_at`: when somebody ended it before its time.
    """

    __tablename__ = "standing"
    __table_args__ = (Index(None, "school_id", "kind"), Index(None, "user_id", "kind"))

    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=True)
    school_id: Mapped[str]
    user_id: Mapped[str]
    kind: Mapped[str] = mapped_column(String(16))
    begins: Mapped[date]
    ends: Mapped[date | None]
    value: Mapped[str] = mapped_column(default="")
    evidence: Mapped[str] = mapped_column(default="")
    entered_by: Mapped[str]
    entered_at: Mapped[datetime]
    ended_by: Mapped[str] = mapped_column(default="")
    ended_at: Mapped[datetime | None]


class StopRow(Base):
    """Nothing is approved, released or started in a school (empty: in all of them) from `at` until it is lifted."""

    __tablename__ = "stop"
    __table_args__ = (Index(None, "lifted_at"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=True)
    school_id: Mapped[str]
    reason: Mapped[str]
    stopped_by: Mapped[str]
    at: Mapped[datetime]
    lifted_by: Mapped[str] = mapped_column(default="")
    lifted_at: Mapped[datetime | None]


class DeviceRow(Base):
    """A device whose photos may be used (clause PH-1), from whose approval on and until when. Retired, never removed.

    school_id: empty for a device of the whole trust. Dates are school days; `retired_on` is the first on which it counts no more.
    """

    __tablename__ = "device"
    __table_args__ = (Index(None, "school_id"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=True)
    school_id: Mapped[str]
    label: Mapped[str]
    make: Mapped[str]
    model: Mapped[str]
    serial: Mapped[str] = mapped_column(default="")
    owner: Mapped[str] = mapped_column(String(16))
    approved_by: Mapped[str]
    approved_on: Mapped[date]
    entered_by: Mapped[str]
    entered_at: Mapped[datetime]
    retired_on: Mapped[date | None]
    retired_by: Mapped[str] = mapped_column(default="")
    retired_at: Mapped[datetime | None]


class PhotoCheckRow(Base):
    """One photo that somebody has looked through before they write a post. Forgotten after some days; no picture is kept.

    batch: the form that they came in; n: 1 for the first. said: what was found, JSON.
    """

    __tablename__ = "photo_check"
    __table_args__ = (UniqueConstraint("batch", "n"), Index(None, "state"))

    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=True)
    batch: Mapped[str]
    n: Mapped[int]
    school_id: Mapped[str]
    user_id: Mapped[str]
    file_id: Mapped[str]
    file_name: Mapped[str]
    state: Mapped[str] = mapped_column(String(16))
    said: Mapped[str] = mapped_column(default="")
    added_at: Mapped[datetime]
