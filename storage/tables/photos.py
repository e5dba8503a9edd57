"""Photos, and the devices that they may come from."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import (
    Index,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Base, BigId


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
