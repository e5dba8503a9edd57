"""What of the register counts: what was entered by hand, and what came with a file that somebody confirmed."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, exists

from storage.tables import ImportBatchRow, table

_BATCH = table(ImportBatchRow)

CONFIRMED = "confirmed"


def counts(batch: ColumnElement[Any]) -> ColumnElement[bool]:
    """The condition for a row whose column `batch` names the file that brought it, if any."""
    return ~exists().where(_BATCH.c.id == batch, _BATCH.c.state != CONFIRMED)
