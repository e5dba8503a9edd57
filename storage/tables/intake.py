"""Files of the register on their way in."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import (
    ForeignKey,
    Index,
    String,
)
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Base, BigId


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


class ImportRowRow(Base):
    """One row of a file that waits to be confirmed: what it says, whom it is about and what it would change.

    `answers`: JSON of what would go on record, with the days (as text, '' for none), giver and form of the row; the
    database itself makes the records of them. `body`: JSON of all else that the row says.
    """

    __tablename__ = "import_row"
    __table_args__ = (Index(None, "batch_id", "person_id"),)

    batch_id: Mapped[int] = mapped_column(ForeignKey("import_batch.id"), primary_key=True)
    number: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False)
    fate: Mapped[str] = mapped_column(String(12))
    person_id: Mapped[str] = mapped_column(default="")
    mis_id: Mapped[str] = mapped_column(default="")
    changes: Mapped[str] = mapped_column(String(8), default="")
    details: Mapped[bool] = mapped_column(default=False)
    given_by: Mapped[str]
    relation: Mapped[str]
    given_on: Mapped[str]
    begins: Mapped[str]
    ends: Mapped[str]
    evidence: Mapped[str]
    answers: Mapped[str]
    body: Mapped[str]
    why: Mapped[str] = mapped_column(default="")


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
