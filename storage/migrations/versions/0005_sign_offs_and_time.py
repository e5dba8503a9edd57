"""Who must say yes by when, standing permissions and restrictions, stops."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.add_column("task", sa.Column("level", sa.Integer(), nullable=False, server_default="0"))
    op.create_index("ix_task_state_next_nudge_at", "task", ["state", "next_nudge_at"])


def downgrade() -> None:
    op.drop_index("ix_task_state_next_nudge_at", "task")
    with op.batch_alter_table("task") as batch:
        batch.drop_column("level")
