"""Rows of a file that wait for a person: a handful in a form, for the one of the office who opened it."""

from __future__ import annotations

from typing import Any

from slack_sdk.models.blocks import Block, StaticSelectElement

from bot.domain.wording import count
from bot.workflow.register_rows import Handful
from handlers import ids
from handlers.blocks import clip, field, grey, option, plain, plain_section, section
from handlers.metadata import Metadata
from handlers.modals.view import view
from storage.intake import Candidate, Waiting

MOST_SAID = 300
ONLY_YOU = "Only you see this. That you looked, and what you say, is recorded."


def waiting_rows(found: Handful) -> dict[str, Any]:
    """Each row with whom it could be about. Nobody is chosen beforehand, and what is left as it is goes on waiting."""
    if not found.rows:
        return settled_rows(found.left)
    rows: list[Block | None] = [
        grey(
            "intro",
            f"{count(found.left, 'row waits', 'rows wait')} for you. If in doubt, look at the paper form.",
        )
    ]
    for row in found.rows:
        rows += [plain_section(f"row{row.number}", _said(row)), _choice(row)]
    return view(
        ids.ROWS_FORM,
        "Rows that need you",
        [*rows, grey("only", ONLY_YOU)],
        submit="Save",
        close="Later",
        metadata=Metadata(key=found.file_id, step=str(found.last)),
    )


def settled_rows(left: int) -> dict[str, Any]:
    """There are no more, or those that were left wait for another day."""
    if not left:
        return view(ids.NOTICE_VIEW, "Rows that need you", [section("done", "✅ No row of this file waits any more.")])
    wait = f"{count(left, 'row waits', 'rows wait')} on. What they say counts for nobody until somebody says whom it is about."
    return view(ids.NOTICE_VIEW, "Rows that need you", [section("left", wait)])


def _said(row: Waiting) -> str:
    who = f"{row.called or 'No name'}{f', {row.group}' if row.group else ''}"
    return clip(f"Row {row.number}: {who}. It says {row.says or 'nothing that would count'}.\n{row.why}", MOST_SAID)


def _choice(row: Waiting) -> Block:
    nobody = option("Leave this row out", ids.LEAVE_OUT)
    later = option("Not now", ids.NOT_NOW)
    element = StaticSelectElement(
        action_id=ids.keyed(ids.ROW, row.number),
        placeholder=plain("Choose"),
        options=[*(option(_called(each), each.person_id) for each in row.candidates), nobody, later],
        initial_option=later,
    )
    return field(ids.keyed(ids.ROW, row.number), f"Whom is row {row.number} about?", element)


def _called(one: Candidate) -> str:
    parts = (one.name, one.group, f"number {one.mis_id}" if one.mis_id else "")
    return clip(", ".join(part for part in parts if part), 75)
