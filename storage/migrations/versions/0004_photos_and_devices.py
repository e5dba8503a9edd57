"""Photos, their renditions, and the devices that they come from."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "device",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("school_id", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("make", sa.Text(), nullable=False),
        sa.Column("model", sa.Text(), nullable=False),
        sa.Column("serial", sa.Text(), nullable=False),
        sa.Column("owner", sa.String(16), nullable=False),
        sa.Column("approved_by", sa.Text(), nullable=False),
        sa.Column("approved_on", sa.Date(), nullable=False),
        sa.Column("entered_by", sa.Text(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("retired_on", sa.Date(), nullable=True),
        sa.Column("retired_by", sa.Text(), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_device"),
    )
    op.create_index("ix_device_school_id", "device", ["school_id"])
    op.create_table(
        "photo_check",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("batch", sa.Text(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Text(), nullable=False),
        sa.Column("user_id", sa.Text(), nullable=False),
        sa.Column("file_id", sa.Text(), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_photo_check"),
        sa.UniqueConstraint("batch", "n", name="uq_photo_check_batch_n"),
    )
    op.create_index("ix_photo_check_state", "photo_check", ["state"])
    op.create_table(
        "media",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("post_id", BIG, nullable=False),
        sa.Column("slack_file_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("master", sa.Text(), nullable=False),
        sa.Column("blurred", sa.Text(), nullable=False),
        sa.Column("preview", sa.Text(), nullable=False),
        sa.Column("blur", sa.Text(), nullable=False),
        sa.Column("examined", sa.Text(), nullable=False),
        sa.Column("ocr", sa.Text(), nullable=False),
        sa.Column("phash", sa.String(16), nullable=False),
        sa.Column("faces", sa.Integer(), nullable=False),
        sa.Column("device", sa.Text(), nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("next_look_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("gone_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name="fk_media_post_id"),
        sa.PrimaryKeyConstraint("id", name="pk_media"),
        sa.UniqueConstraint("post_id", "slack_file_id", name="uq_media_post_id_slack_file_id"),
    )
    op.create_index("ix_media_state_lease_until", "media", ["state", "lease_until"])
    op.create_index("ix_media_next_look_at", "media", ["next_look_at"])
    op.create_table(
        "revision_media",
        sa.Column("revision_id", BIG, nullable=False),
        sa.Column("n", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("media_id", BIG, nullable=False),
        sa.Column("alt_text", sa.Text(), nullable=False),
        sa.Column("blur", sa.Text(), nullable=False),
        sa.Column("renditions_sha256", sa.String(64), nullable=False),
        sa.ForeignKeyConstraint(["revision_id"], ["revision.id"], name="fk_revision_media_revision_id"),
        sa.ForeignKeyConstraint(["media_id"], ["media.id"], name="fk_revision_media_media_id"),
        sa.PrimaryKeyConstraint("revision_id", "n", name="pk_revision_media"),
    )
    op.create_index("ix_revision_media_media_id", "revision_media", ["media_id"])
    op.create_table(
        "card_file",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("card_id", BIG, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("file_id", sa.Text(), nullable=False),
        sa.Column("there", sa.Boolean(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["card_id"], ["card.id"], name="fk_card_file_card_id"),
        sa.PrimaryKeyConstraint("id", name="pk_card_file"),
        sa.UniqueConstraint("card_id", "key", name="uq_card_file_card_id_key"),
    )
    op.create_table(
        "submission",
        sa.Column("post_id", BIG, autoincrement=False, nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("submission_key", sa.Text(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name="fk_submission_post_id"),
        sa.PrimaryKeyConstraint("post_id", name="pk_submission"),
    )


def downgrade() -> None:
    op.drop_table("submission")
    op.drop_table("card_file")
    op.drop_table("revision_media")
    op.drop_table("media")
    op.drop_table("photo_check")
    op.drop_table("device")
