"""A consents file goes into the register: answers are history, people are as they are now."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import insert, select, text

from bot.domain.consent import ConsentState, Rules, answer
from bot.domain.post import Status
from bot.domain.trust import Platform
from storage import log, register
from storage.engine import Store
from storage.register import ImportReport, RegisterError
from storage.tables import PersonNameRow, PersonRow, PostRow, RevisionPersonRow, RevisionRow, table
from tests.conftest import Clock, Ids

PLATFORMS = (
    Platform(key="facebook", name="Facebook", phrase="Facebook"),
    Platform(key="website", name="School website", phrase="the school website"),
)
HEADINGS = (
    "person_id,role,legal_forename,middle_names,legal_surname,chosen_forename,year_group,class_name,facebook,website"
)
BO = "1,pupil,Bo,,Khan,,Year 4,Hazel"
AL = "2,pupil,Alan,,Ba,Al,Year 4,Hazel"


class Importer:
    """Imports lines as a file of a school, with counting ids."""

    def __init__(self, store: Store, clock: Clock, ids: Ids, salts: Ids) -> None:
        self.store, self.clock, self.ids, self.salts = store, clock, ids, salts

    def __call__(
        self, *lines: str, headings: str = HEADINGS, school: str = "oak", name: str = "oak.csv"
    ) -> ImportReport:
        return register.import_csv(
            self.store,
            school=school,
            content="\n".join([headings, *lines]).encode(),
            file_name=name,
            platforms=register.columns_of(PLATFORMS),
            by="U1",
            at=self.clock.now,
            ids=self.ids,
            salts=self.salts,
        )

    def answers(self, person: str = "p_1") -> list[tuple[str, str, date | None, str]]:
        """Everything on record for somebody: (place, state, since, evidence), the earliest first."""
        with self.store.read() as connection:
            found = register.consents(connection, [person]).get(person, ())
        return [(record.place, record.state.value, record.given_on, record.evidence) for record in found]

    def allowed(self, place: str = "facebook", person: str = "p_1") -> bool:
        with self.store.read() as connection:
            records = register.consents(connection, [person]).get(person, ())
            known = register.people(connection, [person])[person]
        today, rules = self.clock.now.date(), Rules()
        return answer(known, records, use="photo", place=place, today=today, rules=rules).yes

    def found(self, typed: str, school: str = "oak") -> list[str]:
        with self.store.read() as connection:
            return [person.id for person in register.suggest(connection, [school], typed)]


@pytest.fixture
def take(store: Store, clock: Clock, ids: Ids, salts: Ids) -> Importer:
    return Importer(store, clock, ids, salts)


def test_people_and_answers_are_taken_in(take: Importer) -> None:
    """Everybody in the file is known afterwards, with what was said for them."""
    report = take(f"{BO},yes,no", f"{AL},,what")
    assert (report.people_new, report.people_changed, report.already) == (2, 0, False)
    assert (report.granted, report.refused, report.blank, report.unchanged) == (1, 1, 2, 0)
    assert report.unreadable == ((3, "website says “what”, neither yes nor no, so it counts as no answer."),)
    evidence = f"oak.csv ({report.batch_sha256[:12]})"
    today = date(2026, 11, 24)
    assert take.answers() == [("facebook", "granted", today, evidence), ("website", "refused", today, evidence)]
    with take.store.read() as connection:
        al = register.people(connection, ["p_2"])["p_2"]
    assert (al.forename, al.surname, al.group, al.school, al.role) == ("Al", "Ba", "Year 4 Hazel", "oak", "pupil")


def test_the_same_file_again_changes_nothing(take: Importer) -> None:
    """Whoever imports it, and whatever it is called now; nothing is written, not even in the log."""
    take(f"{BO},yes,no")
    before = take.answers()
    take.clock.advance(days=1)
    report = take(f"{BO},yes,no", name="renamed.csv")
    assert report == ImportReport(file_name="renamed.csv", batch_sha256=report.batch_sha256, again=True, already=True)
    assert before == take.answers()
    with take.store.read() as connection:
        assert log.verify(connection).count == 1


def test_a_file_from_last_year_does_not_bring_a_yes_back(take: Importer) -> None:
    """A file that was imported once gives nothing again: what changed since then holds."""
    take(f"{BO},yes,yes")
    take(f"{BO},no,yes")
    assert take(f"{BO},yes,yes").already
    assert not take.allowed()


@pytest.mark.parametrize("cell", ["no", "", "perhaps"])
def test_a_yes_that_is_withdrawn_ends_although_the_file_looks_as_before(take: Importer, cell: str) -> None:
    """No, then yes, then no again: the third file is the first one letter by letter, and it still counts."""
    take(f"{BO},{cell},yes", f"{AL},yes,yes")
    take(f"{BO},yes,yes", f"{AL},no,yes")
    report = take(f"{BO},{cell},yes", f"{AL},yes,yes")
    assert (report.again, report.already, report.granted) == (True, False, 0)
    assert not take.allowed(person="p_1")
    assert not take.allowed(person="p_2")
    assert take.allowed("website")
    assert "only what takes a permission away" in report.summary()
    with take.store.read() as connection:
        assert log.verify(connection).count == 3


def test_only_what_changed_is_recorded(take: Importer) -> None:
    """The same answer in a new file is no new record; each change is one, and the latest speaks."""
    take(f"{BO},yes,no", f"{AL},yes,yes")
    take.clock.advance(days=1)
    report = take(f"{BO},yes,", f"{AL},no,yes")
    assert (report.granted, report.refused, report.blank, report.unchanged) == (0, 1, 1, 2)
    assert [answer[:3] for answer in take.answers()] == [
        ("facebook", "granted", date(2026, 11, 24)),
        ("website", "refused", date(2026, 11, 24)),
        ("website", "unknown", date(2026, 11, 25)),
    ]
    assert not take.allowed(person="p_2")
    assert take.allowed("website", "p_2")


@pytest.mark.parametrize("second", ["no", "", "perhaps"])
def test_whatever_is_not_yes_ends_a_yes(take: Importer, second: str) -> None:
    """A no, a blank and what nobody can read."""
    take(f"{BO},yes,yes")
    assert take.allowed()
    take(f"{BO},{second},yes")
    assert not take.allowed()
    assert take.allowed("website")


def test_dates_and_forms_of_the_file_are_the_evidence(take: Importer) -> None:
    """Where a row names its form and day, they are kept; a new form for the same answer is a new record."""
    headings = HEADINGS + ",given_on,form_ref"
    take(f"{BO},yes,no,04/09/2026,PF-1", headings=headings)
    take(f"{BO},yes,no,04/09/2026,PF-1", f"{AL},no,no,,", headings=headings)
    take(f"{BO},yes,no,05/09/2026,PF-1", headings=headings)
    take(f"{BO},yes,no,05/09/2026,PF-2", headings=headings)
    take(f"{BO},yes,no,,", headings=headings)
    said = [answer[1:] for answer in take.answers() if answer[0] == "facebook"]
    assert said == [
        ("granted", date(2026, 9, 4), "PF-1"),
        ("granted", date(2026, 9, 5), "PF-1"),
        ("granted", date(2026, 9, 5), "PF-2"),
    ]


def test_a_yes_dated_in_the_future_does_not_count_yet(take: Importer) -> None:
    """Its day has to come first."""
    take(f"{BO},yes,no,25/11/2026,PF-1", headings=HEADINGS + ",given_on,form_ref")
    assert not take.allowed()
    take.clock.advance(days=1)
    assert take.allowed()


def test_people_missing_from_a_file_stay_as_they_are(take: Importer) -> None:
    """A smaller file takes nobody's answers away."""
    take(f"{BO},yes,no", f"{AL},yes,yes")
    take(f"{AL},yes,yes")
    assert take.allowed()


def test_a_person_is_known_by_the_schools_own_id(take: Importer) -> None:
    """Names and classes change; the same number in another school is another child."""
    take(f"{BO},yes,no")
    report = take("1,pupil,Bo,,Khan-Lee,Bobby,Year 5,Beech,yes,no")
    assert (report.people_new, report.people_changed, report.unchanged) == (0, 1, 2)
    assert take.found("bobby lee") == ["p_1"]
    take("1,pupil,Bo,,Okafor,,Year 5,Beech,yes,no")
    assert (take.found("okafor"), take.found("khan"), take.found("bobby")) == (["p_1"], [], [])
    report = take(f"{BO},no,no", school="elm")
    assert report.people_new == 1
    assert (take.allowed(), take.allowed(person="p_2")) == (True, False)


def test_a_row_that_does_not_say_who_it_is_still_ends_a_yes(take: Importer) -> None:
    """Its answers count for somebody known; nobody new is made of it, and names on record stay."""
    take(f"{BO},yes,yes")
    report = take("1,pupill,Bob,,Khan,,Year 4,Hazel,no,yes", "9,pupill,New,,Child,,,,yes,yes")
    assert (report.people_new, report.people_changed) == (0, 0)
    assert not take.allowed()
    assert (take.found("bo kh"), take.found("bob"), take.found("child")) == (["p_1"], [], [])
    assert [number for number, _ in report.unreadable] == [2, 3]


def test_two_children_under_one_id_lose_what_was_permitted(take: Importer) -> None:
    """Nobody can tell whose yes it is, so there is none until the file is put right."""
    take(f"{BO},yes,yes")
    report = take(f"{BO},yes,yes", "1,pupil,Alan,,Ba,,,,yes,yes")
    assert report.blank == 2
    assert not take.allowed()


def test_a_file_that_is_refused_changes_nothing(take: Importer) -> None:
    """A damaged line anywhere stops the whole file, and it can be imported once it is put right."""
    with pytest.raises(RegisterError, match="Row 3 is damaged"):
        take(f"{BO},yes,no", '2,pupil,"Al')
    assert take.found("bo") == []
    assert take(f"{BO},yes,no").people_new == 1


def test_the_import_is_logged_without_names(take: Importer) -> None:
    """Who imported which file and what came of it; people's names are not in the log."""
    report = take(f"{BO},yes,no", f"{AL},what,yes")
    with take.store.read() as connection:
        assert log.verify(connection).count == 1
        (entry,) = log.show(connection)
    assert (entry.what, entry.actor, entry.school) == ("consents:imported", "U1", "oak")
    assert entry.sha256 == report.batch_sha256
    assert entry.detail is not None
    assert (entry.detail["file_name"], entry.detail["granted"], entry.detail["unreadable"]) == ("oak.csv", 2, 1)
    assert "Khan" not in str(entry.detail)


@pytest.mark.parametrize("status", list(Status))
def test_open_posts_are_decided_anew_when_an_answer_changes(take: Importer, status: Status) -> None:
    """Whoever decides on a post at this moment decides on what the register says now; ended posts stay as they are."""
    take(f"{BO},yes,no", f"{AL},yes,yes")
    for number, person in ((1, "p_1"), (2, "p_2")):
        _post(take.store, take.clock, number, status, person)
    take(f"{BO},no,no", f"{AL},yes,yes")
    ended = status in {Status.REMOVED, Status.UNPUBLISHED, Status.REJECTED, Status.WITHDRAWN, Status.EXPIRED}
    with take.store.read() as connection:
        versions = connection.execute(select(table(PostRow).c.version).order_by(table(PostRow).c.id)).scalars().all()
    assert [5 if ended else 6, 5] == versions


def _post(store: Store, clock: Clock, number: int, status: Status, person: str) -> None:
    """A post whose version in force features somebody, and whose earlier version featured Al."""
    post = {"school_id": "oak", "author_id": "U1", "status": status.value, "version": 5, "draft": "{}"}
    post |= {"changed_by": "", "why": "", "stuck": ""}
    with store.write() as connection:
        connection.execute(
            insert(table(PostRow)), {**post, "id": number, "changed_at": clock.now, "created_at": clock.now}
        )
        for no, featured in ((1, "p_2"), (2, person)):
            revision = connection.execute(
                insert(table(RevisionRow)).returning(table(RevisionRow).c.id),
                {
                    "post_id": number,
                    "no": no,
                    "body": "{}",
                    "salt": "",
                    "sha256": "",
                    "sealed_at": clock.now,
                    "submission_key": f"{number}:{no}",
                    "policy_version": "",
                },
            ).scalar_one()
            connection.execute(
                insert(table(RevisionPersonRow)), {"revision_id": revision, "person_id": featured, "use": "any"}
            )
        connection.execute(text("UPDATE post SET revision_id = :r WHERE id = :p"), {"r": revision, "p": number})


def test_a_large_file_is_taken_in_portions(take: Importer) -> None:
    """Nobody is lost where one portion ends and the next begins."""
    lines = [f"{n},pupil,Child,,Number{n},,,,yes,no" for n in range(1, 1202)]
    report = take(*lines)
    assert (report.people_new, report.granted, report.refused) == (1201, 1201, 1201)
    report = take(*lines, f"{BO.replace('1,', '1202,', 1)},no,no")
    assert (report.people_new, report.unchanged, report.refused) == (1, 2402, 2)


def test_two_who_import_at_once_make_nobody_twice(take: Importer) -> None:
    """The same people in two files at the same moment are made once, and the chain holds."""
    threads = [
        threading.Thread(target=take, args=(f"{BO},yes,no", f"{AL},yes,yes", f"{10 + n},pupil,New,,Child,,,,yes,no"))
        for n in range(6)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with take.store.read() as connection:
        assert len(connection.execute(select(table(PersonRow).c.id)).all()) == 8
        assert log.verify(connection) == log.Verified(count=6)


def test_a_report_reads_as_sentences(take: Importer) -> None:
    """What was done, what stayed, and what could not be read."""
    report = take(f"{BO},yes,no", f"{AL},what,yes")
    assert report.summary().splitlines() == [
        "oak.csv: 2 new people, 0 changed.",
        "Answers: 2 yes, 1 no, 1 blank; 0 as before.",
        "What could not be read, and counts as no permission:",
        "  Row 3: facebook says “what”, neither yes nor no, so it counts as no answer.",
    ]
    assert replace(report, already=True).summary() == "oak.csv was imported before. Nothing has changed."


_CELLS = st.sampled_from(["yes", "no", "", "maybe", "Y", "0"])


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30, deadline=None)
@given(files=st.lists(st.tuples(_CELLS, _CELLS), min_size=1, max_size=5))
def test_the_last_new_file_speaks_until_another_takes_away(
    files: list[tuple[str, str]], tmp_path_factory: pytest.TempPathFactory, clock: Clock
) -> None:
    """After any sequence of files, a place is permitted exactly if the last new file says yes and none since said other."""
    store = Store.open(f"sqlite:///{tmp_path_factory.mktemp('files')}/socialpost.db")
    take = Importer(store, clock, Ids(), Ids())
    permitted_now = (False, False)
    for cells in files:
        says = (cells[0] in {"yes", "Y"}, cells[1] in {"yes", "Y"})
        again = take(f"{BO},{cells[0]},{cells[1]}").again
        permitted_now = tuple(now and yes for now, yes in zip(permitted_now, says, strict=True)) if again else says
    assert permitted_now == (take.allowed("facebook"), take.allowed("website"))
    states = [answer[:2] for answer in take.answers()]
    for place in ("facebook", "website"):
        changes = [state for where, state in states if where == place]
        assert all(before != after for before, after in pairwise(changes))
        assert set(changes) <= {state.value for state in ConsentState}
    store.close()


def test_every_word_of_a_name_is_kept_for_the_search(take: Importer) -> None:
    """Legal, middle and chosen names, folded."""
    take("1,pupil,Zoë,Anne-Marie,O’Brien,Zo,Year 4,Hazel,yes,no")
    with take.store.read() as connection:
        kept = set(connection.execute(select(table(PersonNameRow).c.folded)).scalars())
    assert kept == {"zoe", "anne", "marie", "annemarie", "o", "brien", "obrien", "zo"}
