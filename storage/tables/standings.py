"""What stands for a person or a school for a time."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import (
    Index,
    String,
)
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Base, BigId


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
