"""The answers of rows that wait, as records: made by the database itself, in one statement for many rows.

Rows are kept with what would go on record (see `ImportRowRow`), so nothing needs to be read, taken apart and bound again.
"""

from __future__ import annotations

from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Date,
    FromClause,
    Insert,
    and_,
    bindparam,
    case,
    cast,
    column,
    func,
    insert,
    null,
    select,
    type_coerce,
)
from sqlalchemy.dialects.postgresql import JSONB

from bot.domain.typed import clean
from storage.intake.staged import Fate
from storage.tables import ConsentRecordRow, ImportRowRow, PersonRow, table

_ROW, _PERSON, _RECORD = table(ImportRowRow), table(PersonRow), table(ConsentRecordRow)
_SAID = ("use", "platform", "state", "conditions", "wording")
"""The parts of an answer, as `Said` has them."""


def record_rows(connection: Connection, batch: Any, *, first: int, last: int, by: str, at: datetime) -> None:
    """Adds the answers of a batch's rows of these numbers, both included, as far as they are about somebody.

    Where the file names no day, they stand for the day of the batch. People whom the rows bring must be there by now.
    """
    values = {
        "this_batch": batch.id,
        "its_school": batch.school_id,
        "its_file": f"{clean(batch.file_name)} ({batch.sha256[:12]})",
        "its_day": date.fromisoformat(batch.as_at),
        "first": first,
        "last": last,
        "by": by,
        "at": at,
    }
    connection.execute(_records(connection.dialect.name), values)


@cache
def _records(dialect: str) -> Insert:
    """A record for each answer, in the order of the file: of two answers of one day, the one entered later counts."""
    is_new = _ROW.c.fate == Fate.NEW.value
    brought = and_(is_new, _PERSON.c.school_id == bindparam("its_school"), _PERSON.c.mis_id == _ROW.c.mis_id)
    answers, parts, place = _answers(dialect)
    values: dict[str, ColumnElement[Any]] = {
        "person_id": case((is_new, _PERSON.c.id), else_=_ROW.c.person_id),
        **parts,
        "given_on": func.coalesce(_day(dialect, _ROW.c.given_on), bindparam("its_day", type_=Date())),
        "evidence": func.coalesce(func.nullif(_ROW.c.evidence, ""), bindparam("its_file", type_=_ROW.c.evidence.type)),
        "batch_id": _ROW.c.batch_id,
        "entered_by": bindparam("by", type_=_RECORD.c.entered_by.type),
        "entered_at": bindparam("at", type_=_RECORD.c.entered_at.type),
        "given_by": _ROW.c.given_by,
        "relation": _ROW.c.relation,
        "begins": _day(dialect, _ROW.c.begins),
        "ends": _day(dialect, _ROW.c.ends),
        "undated": _ROW.c.given_on == "",
        "post_id": null(),
    }
    asked = (
        select(*values.values())
        .select_from(_ROW.outerjoin(_PERSON, brought), answers)
        .where(
            _ROW.c.batch_id == bindparam("this_batch"),
            _ROW.c.number.between(bindparam("first"), bindparam("last")),
            _ROW.c.fate.in_([Fate.NEW.value, Fate.KNOWN.value]),
        )
        .order_by(_ROW.c.number, place)
    )
    return insert(_RECORD).from_select(list(values), asked, include_defaults=False)


def _answers(dialect: str) -> tuple[FromClause, dict[str, ColumnElement[Any]], ColumnElement[Any]]:
    """The answers of each row, the parts of an answer by the columns of a record, and its place in the row."""
    if dialect == "postgresql":
        found = func.jsonb_array_elements(cast(_ROW.c.answers, JSONB)).table_valued(
            column("answer", JSONB), with_ordinality="place", joins_implicitly=True
        )
        answers = found.render_derived()
        return answers, {name: answers.c.answer[n].astext for n, name in enumerate(_SAID)}, answers.c.place
    each = func.json_each(_ROW.c.answers).table_valued("key", "value", joins_implicitly=True)
    parts = {name: func.json_extract(each.c.value, f"$[{n}]") for n, name in enumerate(_SAID)}
    return each, dict(parts), each.c.key


def _day(dialect: str, text: ColumnElement[str]) -> ColumnElement[date]:
    """SQLite keeps days as the text that they are here."""
    day = func.nullif(text, "")
    return cast(day, Date()) if dialect == "postgresql" else type_coerce(day, Date())
