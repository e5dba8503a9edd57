"""The people of the register and what their permissions are."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import (
    ForeignKey,
    Index,
    String,
    UniqueConstraint,
    false,
)
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Base, BigId, Folded


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
