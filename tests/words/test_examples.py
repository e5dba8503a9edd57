"""The word checks, each by its tables of examples."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from bot.domain.findings import Finding, Strength
from bot.domain.trust import Published
from bot.words import CHECKS, Text
from tests.words.examples import Examples, marked, sideways, voices
from tests.words.examples.tables import TABLES
from tests.words.making import around

PUBLISHED = Published(
    phones=("01632 960184",),
    emails=("office@brackenfold.sch.example",),
    addresses=("Ivy Lane, Tambrook, WV48 3ZX",),
    websites=("https://www.brackenfold.sch.example",),
    handles=("@BrackenfoldPri",),
)


def checked(text: str, names: Sequence[Finding] = ()) -> list[Finding]:
    here = around(published=PUBLISHED)
    return [finding for _, check in CHECKS for finding in check(Text("words", text), here, names)]


def found(table: Examples, example: str) -> list[Finding]:
    """What the checks say of an example, of the clause and the kinds of its table."""
    text, names = marked(example)
    return [
        f
        for f in checked(text, names)
        if f.clause == table.clause and f.kind in table.kinds and f.strength is table.strength
    ]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("table", "example"), [pytest.param(table, e, id=f"{table.check}: {e}") for table in TABLES for e in table.passing]
)
def test_what_is_harmless_passes(table: Examples, example: str) -> None:
    """A check leaves alone what only looks like its matter, and so do all the others: nothing stops such a post."""
    text, names = marked(example)
    strong = [f for f in checked(text, names) if f.strength in (Strength.ENFORCE, Strength.HOLD)]

    assert [(f.clause, f.kind, f.span) for f in (*found(table, example), *strong)] == []


@pytest.mark.parametrize(
    ("table", "example", "part"),
    [pytest.param(table, *e, id=f"{table.check}: {e[0]}") for table in TABLES for e in table.failing],
)
def test_what_is_not_is_found_at_its_place(table: Examples, example: str, part: str) -> None:
    """A check finds its matter and says where it stands."""
    text, _ = marked(example)
    start = text.index(part)
    assert any(f.start < start + len(part) and f.end > start for f in found(table, example))


@pytest.mark.parametrize("example", voices.SENSITIVE)
def test_what_tells_of_one_person_is_found_in_many_voices(example: str) -> None:
    """However it is put, somebody must decide (RP-2)."""
    text, names = marked(example)
    assert [f for f in checked(text, names) if f.clause == "RP-2" and f.strength is Strength.HOLD]


@pytest.mark.parametrize("example", voices.UNSUITABLE)
def test_what_a_school_does_not_say_is_found_in_many_voices(example: str) -> None:
    """Mockery, whispering, grumbling and references are seen by the author and SLT."""
    text, names = marked(example)
    assert {f.clause for f in checked(text, names)} & {"RP-1", "RP-2", "RS-1", "CO-3", "SP-3"}


@pytest.mark.parametrize("example", voices.HARMLESS)
def test_what_is_harmless_passes_in_many_voices(example: str) -> None:
    """Nothing stops an ordinary post."""
    text, names = marked(example)
    assert [f.span for f in checked(text, names) if f.strength in (Strength.ENFORCE, Strength.HOLD)] == []


def test_what_is_said_sideways_is_found() -> None:
    """What no single word tells is found by its turn of phrase: of one person (RP-2), and what a school does not say."""
    private = {f: checked(*marked(f)) for f in sideways.SENSITIVE}
    unsuitable = {f: checked(*marked(f)) for f in sideways.UNSUITABLE}

    assert [f for f, found in private.items() if not any(one.clause == "RP-2" for one in found)] == []
    clauses = {"RP-1", "RP-2", "RS-1", "CO-3", "SP-3"}
    assert [f for f, found in unsuitable.items() if not clauses & {one.clause for one in found}] == []


def test_what_only_sounds_like_it_stops_nothing() -> None:
    """The same words in an ordinary post are no matter."""
    stops = (Strength.ENFORCE, Strength.HOLD)
    assert [t for t in sideways.HARMLESS if any(f.strength in stops for f in checked(t))] == []
