"""The register of people and permissions: what an office keeps, imports and withdraws."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def words(name: str, default: str = "") -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=False, server_default=default)


def mark(name: str) -> sa.Column[bool]:
    return sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.false())


def day(name: str) -> sa.Column[object]:
    return sa.Column(name, sa.Date())


def upgrade() -> None:
    _people()
    _records()
    _batches()
    _rechecks()
    _uploads()


def _people() -> None:
    for column in (
        words("chosen_surname"),
        words("upn_hmac"),
        words("dob_hmac"),
        mark("never_publish"),
        day("left_on"),
        words("slack_user_id"),
        sa.Column("batch_id", BIG),
        sa.Column("changed", BIG, nullable=False, server_default="0"),
    ):
        op.add_column("person", column)
    op.create_index("ix_person_school_id_upn_hmac", "person", ["school_id", "upn_hmac"])
    op.create_index("ix_person_slack_user_id", "person", ["slack_user_id"])
    op.create_index("ix_person_school_id_changed", "person", ["school_id", "changed"])
    op.create_index("ix_person_batch_id", "person", ["batch_id"])
    op.create_table(
        "register_change",
        sa.Column("school_id", sa.Text(), nullable=False),
        sa.Column("number", BIG, nullable=False),
        sa.PrimaryKeyConstraint("school_id", name="pk_register_change"),
    )
    op.create_table(
        "person_match",
        sa.Column("school_id", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("school_id", "key", name="pk_person_match"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_person_match_person_id"),
    )


def _records() -> None:
    for column in (
        words("given_by"),
        words("relation"),
        day("begins"),
        day("ends"),
        words("wording"),
        words("conditions"),
        mark("undated"),
        sa.Column("post_id", BIG),
    ):
        op.add_column("consent_record", column)


def _batches() -> None:
    for column in (
        words("mapping"),
        words("as_at"),
        words("summary", "{}"),
        sa.Column("applied_to", BIG, nullable=False, server_default="0"),
        words("confirmed_by"),
        sa.Column("confirmed_at", sa.DateTime(timezone=True)),
        sa.Column("changed", BIG, nullable=False, server_default="0"),
    ):
        op.add_column("import_batch", column)
    op.create_index("ix_import_batch_state", "import_batch", ["state"])
    op.create_table(
        "import_row",
        sa.Column("batch_id", BIG, nullable=False),
        sa.Column("number", BIG, nullable=False),
        sa.Column("fate", sa.String(12), nullable=False),
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("mis_id", sa.Text(), nullable=False),
        sa.Column("changes", sa.String(8), nullable=False),
        sa.Column("details", sa.Boolean(), nullable=False),
        *(
            sa.Column(name, sa.Text(), nullable=False)
            for name in ("given_by", "relation", "given_on", "begins", "ends", "evidence", "answers", "body", "why")
        ),
        sa.PrimaryKeyConstraint("batch_id", "number", name="pk_import_row"),
        sa.ForeignKeyConstraint(["batch_id"], ["import_batch.id"], name="fk_import_row_batch_id"),
    )
    op.create_index("ix_import_row_batch_id_person_id", "import_row", ["batch_id", "person_id"])


def _rechecks() -> None:
    op.create_table(
        "recheck",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("post_id", BIG, nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_recheck"),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name="fk_recheck_post_id"),
    )
    op.create_index("ix_recheck_post_id", "recheck", ["post_id"])


def _uploads() -> None:
    op.create_table(
        "register_upload",
        sa.Column("file_id", sa.Text(), nullable=False),
        *(
            sa.Column(name, sa.Text(), nullable=False)
            for name in ("school_id", "user_id", "file_name", "mapping", "said", "asks", "dates", "x")
        ),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("batch_id", BIG),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("next_look_at", sa.DateTime(timezone=True)),
        sa.Column("gone_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("file_id", name="pk_register_upload"),
    )
    op.create_index("ix_register_upload_state", "register_upload", ["state"])
    op.create_index("ix_register_upload_next_look_at", "register_upload", ["next_look_at"])


def downgrade() -> None:
    op.drop_table("register_upload")
    op.drop_table("recheck")
    op.drop_table("import_row")
    op.drop_table("person_match")
    op.drop_index("ix_import_batch_state", "import_batch")
    for column in ("mapping", "as_at", "summary", "applied_to", "confirmed_by", "confirmed_at", "changed"):
        op.drop_column("import_batch", column)
    for column in ("given_by", "relation", "begins", "ends", "wording", "conditions", "undated", "post_id"):
        op.drop_column("consent_record", column)
    op.drop_table("register_change")
    op.drop_index("ix_person_school_id_changed", "person")
    op.drop_index("ix_person_batch_id", "person")
    op.drop_index("ix_person_school_id_upn_hmac", "person")
    op.drop_index("ix_person_slack_user_id", "person")
    told = ("chosen_surname", "upn_hmac", "dob_hmac", "never_publish", "left_on", "slack_user_id", "batch_id", "changed")
    for column in told:
        op.drop_column("person", column)
