"""No sequence of imports and entries makes a yes of anything but a granted, dated, unexpired, un-refused record."""

from __future__ import annotations

import shutil
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.consent import ANY, ConsentState
from storage import register
from storage.book import Ids as BookIds
from storage.engine import Store
from storage.ledger import Ledger
from tests.conftest import Clock, Ids
from tests.importing import HEADINGS, Office

FORM = HEADINGS + ",given_by,given_on,ends,conditions"
FIRST = date(2026, 11, 1)
TODAY = date(2026, 11, 24)

_DAYS = st.one_of(st.none(), st.dates(FIRST, TODAY + timedelta(days=2)))
_GIVERS = st.sampled_from(["", "Mum", "Dad"])
_CELLS = st.sampled_from(["yes", "yes", "no", "", "pending", "perhaps", "Yes - no names", "withdrawn"])
_ROWS = st.tuples(_CELLS, _GIVERS, _DAYS, _DAYS, st.sampled_from(["", "", "group photos only"]))
_IMPORTS = st.tuples(st.just("import"), st.lists(_ROWS, min_size=1, max_size=3))
_ENTRIES = st.tuples(
    st.just("entry"), st.sampled_from(list(ConsentState)), st.sampled_from(["Mum", "Dad"]),
    st.dates(FIRST, TODAY), st.sampled_from(["facebook", ANY]),
)  # fmt: skip
_MARKS = st.tuples(st.just("mark"), st.booleans())


@pytest.fixture(scope="session")
def empty_register(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "socialpost.db"
    Store.open(f"sqlite:///{path}").close()
    return path


def school(template: Path, folder: Path) -> Office:
    """A school of its own, with a clock that stands on the 24th."""
    shutil.copy(template, folder / "socialpost.db")
    store = Store.open(f"sqlite:///{folder / 'socialpost.db'}")
    return Office(store, Clock(), folder, ids=Ids(), salts=Ids())


def line(row: tuple[str, str, date | None, date | None, str]) -> str:
    cell, giver, given_on, ends, conditions = row
    days = [f"{day:%d/%m/%Y}" if day else "" for day in (given_on, ends)]
    return f"1,pupil,Bo,,Khan,,Year 4,Hazel,{cell},yes,{giver},{days[0]},{days[1]},{conditions}"


def does(office: Office, act: tuple[Any, ...]) -> None:
    """One thing that an office does."""
    if act[0] == "import":
        office.take(*map(line, act[1]), headings=FORM)
        return
    ledger = Ledger(store=office.store, ids=BookIds(salt=office.salts), policy_version="1", committed=lambda: None)
    if act[0] == "mark":
        ledger.run(office.clock, lambda book: register.mark(book, person="p_1", entered_by="U1", never_publish=act[1]))
        return
    _, state, giver, given_on, place = act
    if state is ConsentState.GRANTED and place == ANY:
        place = "facebook"
    said: dict[str, Any] = {"person": "p_1", "state": state, "places": [place], "given_by": giver, "relation": "parent"}
    said |= {"evidence": "form 7", "given_on": given_on, "entered_by": "U1"}
    ledger.run(office.clock, lambda book: register.record(book, **said))


@pytest.mark.slow
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], max_examples=25)
@given(acts=st.lists(st.one_of(_IMPORTS, _ENTRIES, _MARKS), min_size=1, max_size=6))
def test_a_yes_rests_on_a_grant_that_nobody_took_back(
    acts: list[tuple[Any, ...]], tmp_path_factory: Any, empty_register: Path
) -> None:
    """Whatever was imported and entered, in whatever order."""
    office = school(empty_register, tmp_path_factory.mktemp("acts"))
    office.take("1,pupil,Bo,,Khan,,Year 4,Hazel,,", headings=HEADINGS)
    for act in acts:
        does(office, act)
    found = office.asked()
    with office.store.read() as connection:
        history = [e for e in register.history(connection, "p_1") if e.place in {"facebook", ANY}]
        person = register.people(connection, ["p_1"])["p_1"]
    office.store.close()
    if not found.yes:
        return
    assert not person.never_publish
    grant = next(e for e in history if found.record and e.id == found.record.order)
    assert (grant.state, grant.conditions) == (ConsentState.GRANTED, "")
    assert grant.evidence
    assert grant.given_on is not None
    assert grant.given_on <= TODAY <= (grant.ends or TODAY)
    for entry in history:
        if entry.state in {ConsentState.REFUSED, ConsentState.WITHDRAWN}:
            own = [each for each in history if each.given_by == entry.given_by and each.state is ConsentState.GRANTED]
            lifted = [each for each in own if (each.given_on, each.id) > (entry.given_on, entry.id)]
            assert lifted, f"{entry.given_by}'s no of {entry.given_on} stands"


def test_a_dated_blank_ends_an_older_yes_that_comes_in_after_it(empty_register: Path, tmp_path: Path) -> None:
    """What the office hands in first does not decide, nor how many blanks came before."""
    office = school(empty_register, tmp_path)
    office.take("1,pupil,Bo,,Khan,,Year 4,Hazel,,", headings=HEADINGS)
    for day, cell in ((1, ""), (3, ""), (2, "yes")):
        office.take(line((cell, "", date(2026, 11, day), None, "")), headings=FORM)
    assert not office.asked().yes
    office.take(line(("yes", "", date(2026, 11, 4), None, "")), headings=FORM)
    assert office.asked().yes
    office.store.close()


@pytest.mark.slow
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], max_examples=15)
@given(
    rows=st.lists(
        st.tuples(_CELLS, _GIVERS, st.dates(FIRST, TODAY), st.just(None), st.just("")),
        min_size=2, max_size=4, unique_by=lambda row: row[2],
    ),
    data=st.data(),
)  # fmt: skip
def test_the_order_of_imports_does_not_matter_where_dates_decide(
    rows: list[Any], data: st.DataObject, tmp_path_factory: Any, empty_register: Path
) -> None:
    """The same files in any order: the same answer."""
    answers = []
    for order in (rows, data.draw(st.permutations(rows))):
        office = school(empty_register, tmp_path_factory.mktemp("order"))
        office.take("1,pupil,Bo,,Khan,,Year 4,Hazel,,", headings=HEADINGS)
        for row in order:
            office.take(line(row), headings=FORM)
        answers.append(office.asked().yes)
        office.store.close()
    assert answers[0] == answers[1]
