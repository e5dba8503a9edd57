"""What an office enters by hand is added to the register, logged, and reaches every post that it concerns."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import insert, select, update

from bot.domain.consent import ANY, Answer, ConsentState, Rules, answer
from bot.domain.post import Status
from storage import concern, log, register
from storage.book import Ids as BookIds
from storage.engine import Store
from storage.ledger import Ledger
from storage.register import Recorded, RegisterError
from storage.tables import PersonRow, PostRow, RevisionPersonRow, RevisionRow, table
from tests.conftest import Clock, Ids

TODAY = date(2026, 11, 24)
PERSON, POST = table(PersonRow), table(PostRow)


class Office:
    """Somebody who enters answers for Bo, in a register of two children."""

    def __init__(self, store: Store, clock: Clock, salts: Ids) -> None:
        self.store, self.clock = store, clock
        self.ledger = Ledger(store=store, ids=BookIds(salt=salts), policy_version="2021-06", committed=lambda: None)
        with store.write() as connection:
            for n, name in ((1, "Bo"), (2, "Al")):
                row = dict.fromkeys(
                    ("middle_names", "chosen_forename", "year_group", "class_name", "legal_surname"), ""
                )
                row |= {"id": f"p_{n}", "mis_id": str(n), "legal_forename": name, "sort_name": name.lower()}
                connection.execute(insert(PERSON), {**row, "school_id": "oak", "role": "pupil"})

    def enters(self, state: ConsentState, **changes: Any) -> Recorded:
        said: dict[str, Any] = {
            "person": "p_1",
            "state": state,
            "places": ["facebook"],
            "given_by": "Mrs Khan",
            "relation": "mother",
            "evidence": "form 7",
            "given_on": TODAY,
            "entered_by": "U1",
            "as_role": "office",
        }
        return self.ledger.run(self.clock, lambda book: register.record(book, **{**said, **changes}))

    def marks(self, **what: Any) -> Recorded:
        return self.ledger.run(self.clock, lambda book: register.mark(book, person="p_1", entered_by="U1", **what))

    def asks(self, place: str = "facebook", *, post: int | None = None) -> Answer:
        with self.store.read() as connection:
            records = register.consents(connection, ["p_1"], post=post).get("p_1", ())
            person = register.people(connection, ["p_1"])["p_1"]
        return answer(person, records, use="photo", place=place, today=TODAY, rules=Rules())

    def post(self, number: int, status: Status, person: str = "p_1") -> None:
        """A post that features somebody: in its version in force, or, not yet sent, in its draft."""
        written = status is Status.DRAFT
        row: dict[str, Any] = {
            "id": number,
            "school_id": "oak",
            "author_id": "U1",
            "status": status.value,
            "version": 5,
        }
        row |= {"changed_by": "", "why": "", "stuck": "", "changed_at": self.clock.now, "created_at": self.clock.now}
        with self.store.write() as connection:
            draft = json.dumps({"pupils": [person]}) if written else "{}"
            connection.execute(insert(POST), {**row, "draft": draft})
            if written:
                return
            sealed = {"body": "{}", "salt": "", "sha256": "", "sealed_at": self.clock.now, "policy_version": ""}
            sealed |= {"post_id": number, "no": 1, "submission_key": str(number)}
            added = insert(table(RevisionRow)).returning(table(RevisionRow).c.id)
            revision = connection.execute(added, sealed).scalar_one()
            featured = {"revision_id": revision, "person_id": person, "use": "photo"}
            connection.execute(insert(table(RevisionPersonRow)), featured)
            connection.execute(update(POST).where(POST.c.id == number).values(revision_id=revision))


@pytest.fixture
def office(store: Store, clock: Clock, salts: Ids) -> Office:
    return Office(store, clock, salts)


def test_a_yes_counts_for_its_use_and_place(office: Office) -> None:
    """And for nothing else."""
    office.enters(ConsentState.GRANTED, uses=["photo"])
    assert (office.asks().yes, office.asks("website").yes) == (True, False)


def test_a_parent_phones_and_everything_ends(office: Office) -> None:
    """One entry for every use and place, also for places that a trust adds later."""
    office.enters(ConsentState.GRANTED, places=["facebook", "website"])
    office.enters(ConsentState.WITHDRAWN, places=[ANY], evidence="by telephone")
    assert not any(office.asks(place).yes for place in ("facebook", "website", "kites"))


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"person": "p_9"}, "not in the register"),
        ({"places": []}, "which places"),
        ({"places": [ANY]}, "needs its places by name"),
        ({"evidence": " "}, "in writing"),
        ({"given_by": ""}, "in writing"),
        ({"uses": ["name"]}, "A name is never published"),
    ],
)
def test_an_entry_that_is_not_whole_is_refused(office: Office, changes: dict[str, Any], sentence: str) -> None:
    """With a sentence, and nothing is kept of it."""
    with pytest.raises(RegisterError, match=sentence):
        office.enters(ConsentState.GRANTED, **changes)
    with office.store.read() as connection:
        assert register.history(connection, "p_1") == []
        assert log.verify(connection).count == 0


def test_a_permission_for_one_post_is_for_that_post_alone(office: Office) -> None:
    """Whoever said yes to this photo did not say yes to the next one."""
    office.post(7, Status.WITH_SLT)
    office.enters(ConsentState.GRANTED, post_id=7)
    assert (office.asks(post=7).yes, office.asks(post=8).yes, office.asks().yes) == (True, False, False)


def test_history_keeps_every_entry_as_it_was_made(office: Office) -> None:
    """Who said what, when, how, and who entered it."""
    office.enters(ConsentState.GRANTED, wording="May we …?", conditions="no close-ups", ends=TODAY + timedelta(days=9))
    office.clock.advance(days=1)
    office.enters(ConsentState.WITHDRAWN, evidence="by telephone", given_on=TODAY + timedelta(days=1))
    with office.store.read() as connection:
        first, second = register.history(connection, "p_1")
    assert (first.state, first.given_by, first.relation, first.evidence) == ("granted", "Mrs Khan", "mother", "form 7")
    assert (first.wording, first.conditions, first.ends) == ("May we …?", "no close-ups", date(2026, 12, 3))
    assert (first.entered_by, first.file_name, first.entered_at) == ("U1", "", office.clock.now - timedelta(days=1))
    assert (second.state, second.evidence, second.given_on) == ("withdrawn", "by telephone", date(2026, 11, 25))


@pytest.mark.parametrize(
    "enter",
    [
        lambda office: office.enters(ConsentState.WITHDRAWN),
        lambda office: office.marks(never_publish=True),
        lambda office: office.marks(left_on=TODAY - timedelta(days=1)),
    ],
)
def test_every_open_post_of_somebody_is_looked_at_again(office: Office, enter: Callable[[Office], Recorded]) -> None:
    """Drafts, posts with SLT, approved and published ones; not those that ended, nor those of others."""
    office.enters(ConsentState.GRANTED)
    for number, status in enumerate((Status.DRAFT, Status.WITH_SLT, Status.PUBLISHED, Status.REJECTED), start=1):
        office.post(number, status)
    office.post(5, Status.WITH_SLT, person="p_2")
    assert office.asks().yes
    assert enter(office).posts == (1, 2, 3)
    assert not office.asks().yes
    with office.store.read() as connection:
        versions = connection.execute(select(POST.c.version).order_by(POST.c.id)).scalars().all()
        waiting = concern.concerned(connection)
    assert (versions, list(waiting)) == ([6, 6, 6, 5, 5], [1, 2, 3])


def test_what_changes_while_a_post_is_looked_at_is_looked_at_again(office: Office) -> None:
    """Settling takes away what was known at the look, and nothing newer."""
    office.post(1, Status.PUBLISHED)
    office.enters(ConsentState.REFUSED)
    with office.store.read() as connection:
        upto = concern.concerned(connection)[1]
    office.enters(ConsentState.WITHDRAWN)
    with office.store.write() as connection:
        concern.settled(connection, 1, upto)
        assert list(concern.concerned(connection)) == [1]
        concern.settled(connection, 1, concern.concerned(connection)[1])
        assert concern.concerned(connection) == {}


def test_an_entry_is_logged_without_names(office: Office) -> None:
    """Who entered what kind of answer; names stand in the register alone."""
    office.enters(ConsentState.WITHDRAWN)
    with office.store.read() as connection:
        assert log.verify(connection).count == 1
        (entry,) = log.show(connection)
    assert (entry.what, entry.actor, entry.as_role, entry.school) == ("consents:recorded", "U1", "office", "oak")
    assert entry.findings == [{"says": "withdrawn"}]
    assert entry.detail == {"person": "p_1", "records": [1], "posts": []}
