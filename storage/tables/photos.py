"""Photos, and the devices that they may come from."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import (
    ForeignKey,
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


class MediaRow(Base):
    """One photo of a post: fetched from Slack, looked at, kept as a master without metadata, and forgotten in its time.

    state: see `storage.media`. attempts: how many processes began to look at it. master, blurred: keys of the media store, ''
    for none; the second has no names any more. preview: what its author is shown of it, a key too. blur: its areas, JSON.
    examined: what one look found out, JSON; ocr: the writing, JSON, weighed against the register again at each gate. phash:
    64 bits, hexadecimal. device: what the author said took it. error: the sentence that says why it could not be looked at.
    next_look_at, gone_at: when Slack is asked whether the author's own upload is gone, and when it was.
    """

    __tablename__ = "media"
    __table_args__ = (
        UniqueConstraint("post_id", "slack_file_id"),
        Index(None, "state", "lease_until"),
        Index(None, "next_look_at"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=True)
    post_id: Mapped[int] = mapped_column(ForeignKey("post.id"))
    slack_file_id: Mapped[str]
    name: Mapped[str]
    state: Mapped[str] = mapped_column(String(16))
    attempts: Mapped[int] = mapped_column(default=0)
    lease_until: Mapped[datetime | None]
    master: Mapped[str] = mapped_column(default="")
    blurred: Mapped[str] = mapped_column(default="")
    preview: Mapped[str] = mapped_column(default="")
    blur: Mapped[str] = mapped_column(default="[]")
    examined: Mapped[str] = mapped_column(default="{}")
    ocr: Mapped[str] = mapped_column(default="[]")
    phash: Mapped[str] = mapped_column(String(16), default="")
    faces: Mapped[int] = mapped_column(default=0)
    device: Mapped[str] = mapped_column(default="")
    error: Mapped[str] = mapped_column(default="")
    added_at: Mapped[datetime]
    checked_at: Mapped[datetime | None]
    next_look_at: Mapped[datetime | None]
    gone_at: Mapped[datetime | None]


class RevisionMediaRow(Base):
    """Which photos a sealed version shows, in which order, with which alt text; `renditions_sha256` covers bytes and alt text."""

    __tablename__ = "revision_media"
    __table_args__ = (Index(None, "media_id"),)

    revision_id: Mapped[int] = mapped_column(ForeignKey("revision.id"), primary_key=True)
    n: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    media_id: Mapped[int] = mapped_column(ForeignKey("media.id"))
    alt_text: Mapped[str]
    blur: Mapped[str] = mapped_column(default="[]")
    renditions_sha256: Mapped[str] = mapped_column(String(64))


class SubmissionRow(Base):
    """What an author sent and whose photos are still being looked at, or have to be changed: sealed once all is well.

    body: canonical JSON, the photos without their copies. submission_key: as the version will have it.
    """

    __tablename__ = "submission"

    post_id: Mapped[int] = mapped_column(ForeignKey("post.id"), primary_key=True, autoincrement=False)
    body: Mapped[str]
    submission_key: Mapped[str]
    sent_at: Mapped[datetime]
