"""What the checks found in a version, and what was answered."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=False)


def _code(name: str, length: int) -> sa.Column[str]:
    return sa.Column(name, sa.String(length), nullable=False)


def upgrade() -> None:
    op.create_table(
        "finding",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("revision_id", BIG, nullable=False),
        _code("gate", 16),
        _code("clause", 16),
        _code("strength", 16),
        _text("code"),
        _text("kind"),
        _text("field"),
        _text("place"),
        sa.Column("begins", sa.Integer(), nullable=False),
        sa.Column("ends", sa.Integer(), nullable=False),
        _text("span"),
        _text("people"),
        _text("sentence"),
        _code("fingerprint", 32),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_finding"),
        sa.UniqueConstraint("revision_id", "fingerprint", name="uq_finding_revision_id_fingerprint"),
        sa.ForeignKeyConstraint(["revision_id"], ["revision.id"], name="fk_finding_revision_id"),
    )
    op.create_table(
        "answer",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("post_id", BIG, nullable=False),
        _code("fingerprint", 32),
        _code("side", 16),
        _code("value", 16),
        _text("reason"),
        _text("given_by"),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_answer"),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name="fk_answer_post_id"),
    )
    op.create_index("ix_answer_post_id", "answer", ["post_id"])


def downgrade() -> None:
    op.drop_table("answer")
    op.drop_table("finding")
