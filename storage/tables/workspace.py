"""Who is who in Slack, and our messages there."""

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


class CardFileRow(Base):
    """A file of ours in Slack that a card shows. `key` names its content; `there`: whether the upload was completed.

    Kept from before the upload is completed until the file is deleted, so that none is forgotten in Slack.
    """

    __tablename__ = "card_file"
    __table_args__ = (UniqueConstraint("card_id", "key"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=True)
    card_id: Mapped[int] = mapped_column(ForeignKey("card.id"))
    key: Mapped[str]
    file_id: Mapped[str]
    there: Mapped[bool] = mapped_column(default=False)
    begun_at: Mapped[datetime]


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
