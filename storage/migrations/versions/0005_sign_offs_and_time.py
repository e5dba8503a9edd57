"""Who must say yes by when, standing permissions and restrictions, stops."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    with op.batch_alter_table("task") as batch:
        batch.alter_column("revision_id", existing_type=BIG, nullable=True)
    op.add_column("task", sa.Column("level", sa.Integer(), nullable=False, server_default="0"))
    op.create_index("ix_task_state_next_nudge_at", "task", ["state", "next_nudge_at"])
    op.create_table(
        "standing",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("school_id", sa.Text(), nullable=False),
        sa.Column("user_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("begins", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=True),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("entered_by", sa.Text(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_by", sa.Text(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_standing"),
    )
    op.create_index("ix_standing_school_id_kind", "standing", ["school_id", "kind"])
    op.create_index("ix_standing_user_id_kind", "standing", ["user_id", "kind"])
    op.create_table(
        "stop",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("school_id", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("stopped_by", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lifted_by", sa.Text(), nullable=False),
        sa.Column("lifted_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_stop"),
    )
    op.create_index("ix_stop_lifted_at", "stop", ["lifted_at"])
    op.create_index("ix_log_school_id_at", "log", ["school_id", "at"])


def downgrade() -> None:
    op.drop_index("ix_log_school_id_at", "log")
    op.drop_table("stop")
    op.drop_table("standing")
    op.drop_index("ix_task_state_next_nudge_at", "task")
    op.execute("DELETE FROM task WHERE revision_id IS NULL")
    with op.batch_alter_table("task") as batch:
        batch.drop_column("level")
        batch.alter_column("revision_id", existing_type=BIG, nullable=False)
