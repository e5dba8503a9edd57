"""`/socialpost consents`: the office hands over a file of the register, and answers what is asked about it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from bot.domain.lifecycle import Refusal
from handlers import ids, modals
from handlers.acks import at_fields, drawn, noted
from handlers.forms import read_rows, read_upload, values_of
from handlers.hall import Ack, Answer, Click, Hall, View
from handlers.metadata import Metadata

NO_FILE = "Please add the file. It may be CSV or Excel."


def form(hall: Hall, user: str) -> View | str:
    """The form, or why there is none."""
    files = hall.workflow.register_files
    schools = files.schools(user)
    return schools.sentence if isinstance(schools, Refusal) else modals.upload_form(schools, list(files.kinds()))


def submitted(hall: Hall, user: str, view: Mapping[str, Any], metadata: Metadata) -> Ack:
    """The file is noted before the form is acknowledged; it is read beside it."""
    said = read_upload(values_of(view), school=metadata.school)
    if not said.file_id:
        return at_fields({ids.UPLOAD_FILE: NO_FILE})
    refused = hall.workflow.register_files.hand_over(
        user, said.school, file_id=said.file_id, name=said.name, mapping=said.mapping
    )
    if refused is not None:
        return at_fields({ids.UPLOAD_FILE: refused.sentence})
    hall.read_files()
    return drawn(modals.being_read())


def confirm(hall: Hall, click: Click) -> None:
    """Import it. Reading many rows takes a while, so it is done beside the listener."""
    _beside(hall, click, lambda: hall.workflow.register_files.confirm(click.user, click.value))


def discard(hall: Hall, click: Click) -> None:
    _beside(hall, click, lambda: hall.workflow.register_files.discard(click.user, click.value))


def answer(hall: Hall, click: Click) -> Answer:
    """Day first, or what an X means: the file is read again with it."""
    option, _, value = click.key.partition(".")
    refused = hall.workflow.register_files.answer(click.user, click.value, option, value)
    if refused is None:
        hall.read_files()
    return refused


def open_rows(hall: Hall, click: Click) -> Answer:
    """Settle rows: the first handful, for the one who pressed."""
    found = hall.workflow.register_rows.waiting(click.user, click.value)
    return found if isinstance(found, Refusal) else modals.waiting_rows(found)


def rows_submitted(hall: Hall, user: str, view: Mapping[str, Any], metadata: Metadata) -> Ack:
    """What was said is on record before the next handful is shown."""
    rows = hall.workflow.register_rows
    wrong = rows.settle(user, metadata.key, read_rows(values_of(view)))
    if isinstance(wrong, Refusal):
        return noted(wrong.sentence)
    if wrong:
        return at_fields({ids.keyed(ids.ROW, n): said for n, said in wrong.items()})
    after = int(metadata.step) if metadata.step.isascii() and metadata.step.isdecimal() else 0
    found = rows.waiting(user, metadata.key, after=after)
    return noted(found.sentence) if isinstance(found, Refusal) else drawn(modals.waiting_rows(found))


def _beside(hall: Hall, click: Click, work: Callable[[], Refusal | None]) -> None:
    def done() -> None:
        refused = work()
        if refused is not None:
            hall.answers.tell(click.response_url, refused.sentence)

    hall.answers.beside(done)
