"""Every table that a post's whole way needs, and the triggers that keep the log and the consents append-only."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
BYTEWISE = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def text(name: str, *, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=nullable)


def code(name: str, length: int) -> sa.Column[str]:
    return sa.Column(name, sa.String(length), nullable=False)


def moment(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def number(name: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, BIG, nullable=nullable)


def counted_id() -> sa.Column[int]:
    return sa.Column("id", BIG, autoincrement=True, nullable=False)


def key(table: str, *columns: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint(*columns, name=f"pk_{table}")


def unique(table: str, *columns: str) -> sa.UniqueConstraint:
    return sa.UniqueConstraint(*columns, name="_".join(("uq", table, *columns)))


def refers(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=f"fk_{table}_{column}")


def index(table: str, *columns: str) -> None:
    op.create_index("_".join(("ix", table, *columns)), table, list(columns))


def upgrade() -> None:
    _register()
    _people()
    _posts()
    _cards()
    _log()
    if op.get_context().dialect.name == "sqlite":
        _refuse_changes_on_sqlite()
    else:
        _refuse_changes_on_postgres()


def _register() -> None:
    op.create_table(
        "import_batch",
        counted_id(),
        text("school_id"),
        text("file_name"),
        code("sha256", 64),
        text("places"),
        code("state", 16),
        text("imported_by"),
        moment("imported_at"),
        key("import_batch", "id"),
    )
    index("import_batch", "school_id", "sha256")
    op.create_table(
        "person",
        text("id"),
        text("school_id"),
        text("mis_id"),
        code("role", 16),
        text("legal_forename"),
        text("middle_names"),
        text("legal_surname"),
        text("chosen_forename"),
        text("year_group"),
        text("class_name"),
        sa.Column("sort_name", BYTEWISE, nullable=False),
        key("person", "id"),
        unique("person", "school_id", "mis_id"),
    )
    index("person", "school_id", "role", "class_name", "year_group")
    op.create_table(
        "person_name",
        text("person_id"),
        sa.Column("folded", BYTEWISE, nullable=False),
        text("school_id"),
        key("person_name", "person_id", "folded"),
        refers("person_name", "person_id", "person"),
    )
    index("person_name", "school_id", "folded", "person_id")
    op.create_table(
        "consent_record",
        counted_id(),
        text("person_id"),
        text("use"),
        text("platform"),
        code("state", 16),
        sa.Column("given_on", sa.Date()),
        text("evidence"),
        number("batch_id", nullable=True),
        text("entered_by"),
        moment("entered_at"),
        key("consent_record", "id"),
        refers("consent_record", "person_id", "person"),
        refers("consent_record", "batch_id", "import_batch"),
    )
    index("consent_record", "person_id", "platform")


def _people() -> None:
    op.create_table(
        "slack_user",
        text("id"),
        text("team_id"),
        text("name"),
        text("refused"),
        moment("fetched_at"),
        key("slack_user", "id"),
    )
    op.create_table(
        "role_member",
        code("role", 32),
        text("school_id"),
        text("user_id"),
        text("basis"),
        moment("fetched_at"),
        key("role_member", "role", "school_id", "user_id", "basis"),
    )
    index("role_member", "user_id")


def _posts() -> None:
    op.create_table(
        "post",
        counted_id(),
        text("school_id"),
        text("author_id"),
        code("status", 16),
        sa.Column("version", sa.Integer(), nullable=False),
        number("revision_id", nullable=True),
        text("form_key", nullable=True),
        text("draft"),
        text("changed_by"),
        moment("changed_at"),
        text("why"),
        text("stuck"),
        moment("created_at"),
        key("post", "id"),
        unique("post", "form_key"),
        sqlite_autoincrement=True,
    )
    index("post", "author_id", "status")
    index("post", "school_id", "status")
    op.create_table(
        "revision",
        counted_id(),
        number("post_id"),
        sa.Column("no", sa.Integer(), nullable=False),
        text("body"),
        text("salt"),
        code("sha256", 64),
        moment("sealed_at"),
        text("submission_key"),
        text("policy_version"),
        key("revision", "id"),
        unique("revision", "post_id", "no"),
        unique("revision", "submission_key"),
        refers("revision", "post_id", "post"),
    )
    op.create_table(
        "revision_person",
        number("revision_id"),
        text("person_id"),
        text("use"),
        key("revision_person", "revision_id", "person_id", "use"),
        refers("revision_person", "revision_id", "revision"),
        refers("revision_person", "person_id", "person"),
    )
    index("revision_person", "person_id")
    op.create_table(
        "task",
        counted_id(),
        code("kind", 16),
        text("school_id"),
        number("post_id"),
        number("revision_id"),
        text("role"),
        text("user_id"),
        text("place"),
        text("clause"),
        code("state", 16),
        text("outcome"),
        text("reason"),
        moment("opened_at"),
        moment("due_at", nullable=True),
        moment("next_nudge_at", nullable=True),
        text("done_by"),
        text("as_role"),
        moment("done_at", nullable=True),
        text("proof"),
        key("task", "id"),
        unique("task", "revision_id", "kind", "role", "user_id", "place"),
        refers("task", "post_id", "post"),
        refers("task", "revision_id", "revision"),
    )
    index("task", "post_id")
    index("task", "state", "due_at")
    op.create_table(
        "publication",
        counted_id(),
        number("post_id"),
        number("revision_id"),
        text("platform"),
        text("url"),
        moment("live_at"),
        text("live_by"),
        moment("removed_at", nullable=True),
        text("removed_by"),
        key("publication", "id"),
        unique("publication", "revision_id", "platform"),
        refers("publication", "post_id", "post"),
        refers("publication", "revision_id", "revision"),
    )
    index("publication", "post_id")


def _cards() -> None:
    op.create_table(
        "card",
        counted_id(),
        text("key"),
        code("kind", 24),
        text("school_id"),
        number("post_id", nullable=True),
        sa.Column("revision_no", sa.Integer(), nullable=False),
        text("target"),
        text("channel"),
        text("ts"),
        sa.Column("closed", sa.Boolean(), nullable=False),
        moment("created_at"),
        key("card", "id"),
        unique("card", "key"),
        refers("card", "post_id", "post"),
    )
    index("card", "post_id")
    op.create_table(
        "outbox",
        counted_id(),
        text("key"),
        number("card_id"),
        code("state", 8),
        moment("not_before"),
        sa.Column("attempts", sa.Integer(), nullable=False),
        moment("lease_until", nullable=True),
        text("lease_by"),
        text("last_error"),
        moment("created_at"),
        key("outbox", "id"),
        unique("outbox", "key"),
        refers("outbox", "card_id", "card"),
    )
    index("outbox", "state", "not_before")
    index("outbox", "card_id", "state")


def _log() -> None:
    op.create_table(
        "log",
        sa.Column("seq", BIG, autoincrement=False, nullable=False),
        code("at", 32),
        text("actor"),
        text("as_role"),
        code("what", 48),
        text("school_id"),
        number("post_id", nullable=True),
        sa.Column("revision_no", sa.Integer(), nullable=False),
        code("sha256", 64),
        text("policy_version"),
        text("findings"),
        code("detail_sha256", 64),
        code("prev", 64),
        code("hash", 64),
        key("log", "seq"),
    )
    index("log", "post_id")
    op.create_table(
        "log_detail",
        sa.Column("seq", BIG, autoincrement=False, nullable=False),
        text("salt"),
        text("json"),
        key("log_detail", "seq"),
    )
    head = op.create_table(
        "log_head",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        number("seq"),
        code("hash", 64),
        key("log_head", "id"),
    )
    op.bulk_insert(head, [{"id": 1, "seq": 0, "hash": "0" * 64}])


def _refuse_changes_on_sqlite() -> None:
    for table, what in (("log", "UPDATE DELETE"), ("log_detail", "UPDATE"), ("consent_record", "UPDATE DELETE")):
        for verb in what.split():
            op.execute(
                f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only: {verb} refused'); END"
            )
    # INSERT OR REPLACE deletes the row in its way without asking the DELETE trigger.
    for table, column in (("log", "seq"), ("log_detail", "seq"), ("consent_record", "id")):
        op.execute(
            f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} "
            f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {column} = NEW.{column}) "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only: REPLACE refused'); END"
        )


def _refuse_changes_on_postgres() -> None:
    op.execute(
        "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ "
        "BEGIN RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP; END $$"
    )
    for table, what in (
        ("log", "UPDATE OR DELETE OR TRUNCATE"),
        ("log_detail", "UPDATE OR TRUNCATE"),  # retention erases details one by one
        ("consent_record", "UPDATE OR DELETE OR TRUNCATE"),
    ):
        op.execute(
            f"CREATE TRIGGER {table}_append_only BEFORE {what} ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
