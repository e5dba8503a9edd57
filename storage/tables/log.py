"""The decision log."""

from __future__ import annotations

from sqlalchemy import (
    Index,
    String,
)
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Base, BigId


class LogRow(Base):
    """The decision log: ids, codes and hashes only, each entry chained to the one before. The database refuses changes."""

    __tablename__ = "log"
    __table_args__ = (Index(None, "post_id"), Index(None, "school_id", "at"))

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
