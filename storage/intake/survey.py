"""The first look at a whole file: what has to be known before its rows can be read, and what its mapping does not know."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from storage.intake.days import Order
from storage.intake.errors import AskError
from storage.intake.mapping import ASK, Dates, FileKind, Shape
from storage.intake.reading import meaning
from storage.intake.sheet import Sheet, heading

_MOST_KEPT = 500
_DAYS = ("given_on", "date_of_birth", "left_on", "begins", "ends")


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """What a file is like. rows: how many. unmapped: consents or columns that grant nothing, with the number of rows, and why.

    unknown: (consent or column, value) that the mapping does not know, with the number of rows.
    """

    rows: int
    dates: Dates
    unmapped: tuple[tuple[str, int, str], ...]
    unknown: tuple[tuple[str, str, int], ...]


def survey(sheet: Sheet, kind: FileKind, consent: str = "") -> Survey:
    """Reads the file once. Raises `AskError` for what a person has to say: the order of its dates, the meaning of an X."""
    folded = [heading(each) for each in sheet.headings]
    days = [n for n, each in enumerate(folded) if any(each in kind.columns.get(name, ()) for name in _DAYS)]
    answers = [n for n, each in enumerate(folded) if _is_answer(each, kind)]
    types = [n for n, each in enumerate(folded) if each in kind.columns.get("type", ())]
    order, values, consents = Order(), [Counter[str]() for _ in answers], Counter[str]()
    together = Counter[tuple[str, ...]]()
    rows = 0
    for _, cells in sheet.rows():
        rows += 1
        width = len(cells)
        order.see([cells[n] for n in days if n < width])
        together[tuple([cells[n] for n in answers if n < width])] += 1
        if len(together) >= _MOST_KEPT:
            _count_each(values, together)
        for n in types:
            if n < width:
                _count(consents, cells[n])
    _count_each(values, together)
    named = [(sheet.headings[n], counted) for n, counted in zip(answers, values, strict=True)]
    _ask_for_x(kind, named)
    return Survey(
        rows=rows,
        dates=order.settled(kind.dates),
        unmapped=tuple(_unmapped(kind, sheet.headings, folded, consents, rows, consent)),
        unknown=tuple((name, value[:80], n) for name, counted in named for value, n in _unknown(kind, name, counted)),
    )


def _is_answer(folded: str, kind: FileKind) -> bool:
    if kind.shape is not Shape.WIDE:
        return folded in kind.columns.get("answer", ())
    return folded in kind.kinds and bool(kind.kinds[folded].permits)


def _count_each(values: Sequence[Counter[str]], together: Counter[tuple[str, ...]]) -> None:
    """Moves what stands together in rows to the counters of its columns. Many rows say the same, and are counted at once."""
    for texts, rows in together.items():
        for text, counted in zip(texts, values, strict=False):
            _count(counted, text, rows)
    together.clear()


def _count(counted: Counter[str], text: str, rows: int = 1) -> None:
    if text in counted or len(counted) < _MOST_KEPT:
        counted[text] += rows


def _ask_for_x(kind: FileKind, named: Iterable[tuple[str, Counter[str]]]) -> None:
    for name, counted in named:
        for value in counted:
            if kind.values.get(value.casefold().strip()) == ASK:
                raise AskError("x", f"{name} says “{value}”. Does that mean yes (a tick) or no (a cross)?")


def _unknown(kind: FileKind, name: str, counted: Counter[str]) -> list[tuple[str, int]]:
    consent = kind.kinds.get(heading(name))
    if consent and consent.choices:
        return [
            (value, n) for value, n in counted.items() if any(part not in consent.choices for part in _parts(value))
        ]
    return [(value, n) for value, n in counted.items() if meaning(value, kind) is None]


def _parts(value: str) -> list[str]:
    return [part.strip().casefold() for part in value.split(";") if part.strip()]


def _unmapped(
    kind: FileKind, headings: Sequence[str], folded: Sequence[str], consents: Counter[str], rows: int, consent: str
) -> list[tuple[str, int, str]]:
    """What grants nothing: each with the number of its rows, and why, where the mapping says why."""
    if kind.shape is Shape.WIDE:
        found = {name: rows for name, each in zip(headings, folded, strict=True) if each and _is_foreign(each, kind)}
    elif kind.shape is Shape.ONE:
        found = {consent: rows}
    else:
        found = dict(consents)
    mapped = {name: kind.kinds.get(heading(name)) for name in found}
    return [
        (name, found[name], each.why if each else "") for name, each in mapped.items() if not (each and each.permits)
    ]


def _is_foreign(folded: str, kind: FileKind) -> bool:
    own = folded in kind.ignored or any(folded in found for found in kind.columns.values())
    return not own and not (folded in kind.kinds and kind.kinds[folded].permits)
