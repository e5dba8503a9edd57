"""A file goes into the register: previewed, confirmed, answers as history, people as they are now."""

from __future__ import annotations

import contextlib
import threading
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import insert, select, text

from bot.domain.consent import Reason
from bot.domain.post import Status
from storage import concern, intake, log, register
from storage.engine import Store
from storage.intake import RegisterError
from storage.tables import ImportRowRow, PersonRow, PostRow, RevisionPersonRow, RevisionRow, table
from tests.conftest import Clock, Ids
from tests.importing import HEADINGS, Office

pytestmark = pytest.mark.slow

BO = "1,pupil,Bo,,Khan,,Year 4,Hazel"
AL = "2,pupil,Alan,,Ba,Al,Year 4,Hazel"
FORM = HEADINGS + ",given_on,form_ref"


def test_people_and_answers_are_taken_in(office: Office) -> None:
    """Everybody in the file is known afterwards, with what was said for them."""
    found = office.take(f"{BO},yes,no", f"{AL},,what")
    told = found.counted
    assert (found.people_new, told.people_changed, found.review, found.state) == (2, 0, 0, "staged")
    assert (told.given, told.refused, told.taken, told.blank) == (1, 1, 0, 0)
    why = "School website says “what”, which the mapping does not know, so it counts as no answer."
    assert found.problems == ((3, why),)
    assert told.unknown == [["website", "what", 1]]
    evidence = f"oak.csv ({found.sha256[:12]})"
    today = date(2026, 11, 24)
    assert office.answers() == [("facebook", "granted", today, evidence), ("website", "refused", today, evidence)]
    with office.store.read() as connection:
        al = register.people(connection, ["p_2"])["p_2"]
    assert (al.forename, al.surname, al.group, al.school, al.role) == ("Al", "Ba", "Year 4 Hazel", "oak", "pupil")


def test_nothing_counts_or_shows_before_it_is_confirmed(office: Office) -> None:
    """A file that waits changes nothing; one that is thrown away never did."""
    office.take(f"{BO},no,no")
    waits = office.stage(office.file(f"{BO},yes,yes", f"{AL},yes,yes"))
    assert (waits.people_new, office.found("al"), office.allowed()) == (1, [], False)
    intake.discard(office.store, waits.batch, by="U1")
    with pytest.raises(RegisterError, match="discarded"):
        office.confirm(waits.batch)
    assert (office.found("al"), office.allowed()) == ([], False)
    with office.store.read() as connection:
        assert connection.execute(select(table(ImportRowRow))).all() == []


def test_the_same_file_again_changes_nothing(office: Office) -> None:
    """Whatever it is called now, and confirmed or not."""
    office.take(f"{BO},yes,no", f"{AL},what,")
    before = office.answers(), office.answers("p_2")
    office.clock.advance(days=1)
    again = office.take(f"{BO},yes,no", f"{AL},what,", name="renamed.csv")
    assert again.counted.again
    assert again.nothing_new
    assert before == (office.answers(), office.answers("p_2"))


def test_a_file_from_last_year_does_not_bring_a_yes_back(office: Office) -> None:
    """A yes without a date gives nothing again, once its very file was imported: what changed since then holds."""
    office.take(f"{BO},yes,yes")
    office.take(f"{BO},no,yes")
    assert office.take(f"{BO},yes,yes").nothing_new
    assert not office.allowed()


@pytest.mark.parametrize("cell", ["no", "", "perhaps"])
def test_a_yes_that_is_withdrawn_ends_although_the_file_looks_as_before(office: Office, cell: str) -> None:
    """No, then yes, then no again: the third file is the first one letter by letter, and it still counts."""
    office.take(f"{BO},{cell},yes", f"{AL},yes,yes")
    office.take(f"{BO},yes,yes", f"{AL},no,yes")
    assert office.allowed(person="p_1")
    again = office.take(f"{BO},{cell},yes", f"{AL},yes,yes")
    assert (again.counted.again, again.counted.given, again.counted.taken) == (True, 0, 1)
    assert not office.allowed(person="p_1")
    assert not office.allowed(person="p_2")
    assert office.allowed("website")


def test_only_what_changed_is_recorded(office: Office) -> None:
    """The same answer in a new file is no new record; each change is one."""
    office.take(f"{BO},yes,no", f"{AL},yes,yes")
    office.clock.advance(days=1)
    found = office.take(f"{BO},yes,", f"{AL},no,yes")
    told = found.counted
    assert (told.given, told.taken, told.refused, told.blank) == (0, 1, 0, 1)
    assert [answer[:3] for answer in office.answers()] == [
        ("facebook", "granted", date(2026, 11, 24)),
        ("website", "refused", date(2026, 11, 24)),
        ("website", "unknown", date(2026, 11, 25)),
    ]
    assert not office.allowed(person="p_2")
    assert office.allowed("website", "p_2")


@pytest.mark.parametrize("second", ["no", "", "perhaps"])
def test_whatever_is_not_yes_ends_a_yes(office: Office, second: str) -> None:
    """A no, a blank and what nobody can read."""
    office.take(f"{BO},yes,yes")
    assert office.allowed()
    office.take(f"{BO},{second},yes")
    assert not office.allowed()
    assert office.allowed("website")


def test_dates_and_forms_of_the_file_are_the_evidence(office: Office) -> None:
    """Where a row names its form and day, they are kept; a new form for the same answer is a new record."""
    office.take(f"{BO},yes,no,04/09/2026,PF-1", headings=FORM)
    office.take(f"{BO},yes,no,04/09/2026,PF-1", f"{AL},no,no,,", headings=FORM)
    office.take(f"{BO},yes,no,05/09/2026,PF-1", headings=FORM)
    office.take(f"{BO},yes,no,05/09/2026,PF-2", headings=FORM)
    office.take(f"{BO},yes,no,,", headings=FORM)
    said = [answer[1:] for answer in office.answers() if answer[0] == "facebook"]
    assert said == [
        ("granted", date(2026, 9, 4), "PF-1"),
        ("granted", date(2026, 9, 5), "PF-1"),
        ("granted", date(2026, 9, 5), "PF-2"),
    ]


def test_import_order_does_not_matter_where_dates_decide(office: Office) -> None:
    """Last year's file imported after this year's changes nothing."""
    office.take(f"{BO},no,yes,13/09/2026,PF-2", headings=FORM)
    office.take(f"{BO},yes,no,14/09/2025,PF-1", headings=FORM)
    assert (office.allowed(), office.allowed("website")) == (False, True)


def test_answers_without_a_day_stand_for_the_day_of_the_export(office: Office) -> None:
    """An old export, imported late, does not undo what was said since."""
    office.take(f"{BO},no,no,13/10/2026,PF-2", headings=FORM)
    office.take(f"{BO},yes,yes", as_at=date(2026, 9, 1))
    assert not office.allowed()
    office.take(f"{BO},yes,yes ")
    assert office.allowed()


def test_a_yes_dated_in_the_future_does_not_count_yet(office: Office) -> None:
    """Its day has to come first."""
    office.take(f"{BO},yes,no,25/11/2026,PF-1", headings=FORM)
    assert not office.allowed()
    office.clock.advance(days=1)
    assert office.allowed()


def test_people_missing_from_a_file_stay_as_they_are_and_are_listed(office: Office) -> None:
    """A shorter file takes nobody's answers away; a person can look who is missing."""
    office.take(f"{BO},yes,yes", f"{AL},no,yes")
    found = office.stage(office.file(f"{AL},yes,yes"))
    assert found.counted.missing == 1
    with office.store.read() as connection:
        assert list(intake.missing(connection, found.batch)) == [
            intake.Missing("p_1", (("any", "facebook"), ("any", "website")))
        ]
    office.confirm(found.batch)
    assert office.allowed()


def test_two_rows_about_one_new_child_count_as_no_where_they_differ(office: Office) -> None:
    """Nobody can tell which of them is meant, so the yes does not count; what they agree on does."""
    office.take(f"{BO},yes,yes", f"{BO},no,yes")
    assert (office.allowed(), office.allowed("website")) == (False, True)
    office.take(f"{BO},yes,yes", f"{BO},,yes")
    assert not office.allowed()


def test_a_file_that_is_refused_changes_nothing(office: Office) -> None:
    """A damaged line anywhere stops the whole file, and it can be imported once it is put right."""
    with pytest.raises(RegisterError, match="Row 3 is damaged"):
        office.take(f"{BO},yes,no", '2,pupil,"Al')
    assert office.found("bo") == []
    assert office.take(f"{BO},yes,no").people_new == 1


def test_the_import_is_logged_without_names(office: Office) -> None:
    """Who took which file in, and what came of it; people's names are not in the log."""
    found = office.take(f"{BO},yes,no", f"{AL},what,yes")
    with office.store.read() as connection:
        assert log.verify(connection).count == 1
        (entry,) = log.show(connection)
    assert (entry.what, entry.actor, entry.school) == ("consents:imported", "U1", "oak")
    assert entry.sha256 == found.sha256
    assert entry.detail is not None
    assert (entry.detail["file_name"], entry.detail["given"], entry.detail["rows"]) == ("oak.csv", 2, 2)
    assert "Khan" not in str(entry.detail)


@pytest.mark.parametrize("status", [Status.WITH_SLT, Status.PUBLISHED, Status.REMOVED, Status.DRAFT])
def test_posts_are_decided_anew_when_an_answer_changes(office: Office, status: Status) -> None:
    """Whoever decides at this moment decides on what the register says now; ended posts stay as they are."""
    office.take(f"{BO},yes,no", f"{AL},yes,yes")
    for number, person in ((1, "p_1"), (2, "p_2")):
        _post(office.store, office.clock, number, status, person)
    found = office.stage(office.file(f"{BO},no,no", f"{AL},yes,yes"))
    ended = status is Status.REMOVED
    assert (found.posts_open, found.posts_live) == (0 if ended else 1, 1 if status is Status.PUBLISHED else 0)
    assert office.confirm(found.batch) == (() if ended else (1,))
    with office.store.read() as connection:
        versions = connection.execute(select(table(PostRow).c.version).order_by(table(PostRow).c.id)).scalars().all()
        assert list(concern.concerned(connection)) == ([] if ended else [1])
    assert [5 if ended else 6, 5] == versions


def _post(store: Store, clock: Clock, number: int, status: Status, person: str) -> None:
    """A post whose version in force features somebody, and whose earlier version featured Al."""
    post = {"school_id": "oak", "author_id": "U1", "status": status.value, "version": 5}
    post |= {"draft": f'{{"pupils": ["{person}"]}}' if status is Status.DRAFT else "{}"}
    post |= {"changed_by": "", "why": "", "stuck": ""}
    with store.write() as connection:
        connection.execute(
            insert(table(PostRow)), {**post, "id": number, "changed_at": clock.now, "created_at": clock.now}
        )
        if status is Status.DRAFT:
            return
        for no, featured in ((1, "p_2"), (2, person)):
            sealed = {"post_id": number, "no": no, "body": "{}", "salt": "", "sha256": "", "sealed_at": clock.now}
            sealed |= {"submission_key": f"{number}:{no}", "policy_version": ""}
            added = insert(table(RevisionRow)).returning(table(RevisionRow).c.id)
            revision = connection.execute(added, sealed).scalar_one()
            shown = {"revision_id": revision, "person_id": featured, "use": "photo"}
            connection.execute(insert(table(RevisionPersonRow)), shown)
        connection.execute(text("UPDATE post SET revision_id = :r WHERE id = :p"), {"r": revision, "p": number})


def test_a_large_file_is_taken_in_portions(office: Office) -> None:
    """Nobody is lost where one portion ends and the next begins."""
    lines = [f"{n},pupil,Child,,Number{n},,,{n},yes,no" for n in range(1, 1202)]
    found = office.take(*lines)
    assert (found.people_new, found.counted.given, found.counted.refused) == (1201, 1201, 1201)
    found = office.take(*lines, BO.replace("1,", "1202,", 1) + ",no,no")
    assert (found.people_new, found.counted.given, found.counted.refused) == (1, 0, 2)


def test_two_who_confirm_at_once_make_nobody_twice(office: Office) -> None:
    """The same new people in several files at the same moment are made once, and the chain holds."""
    found = [office.stage(office.file(f"{BO},yes,no", f"{AL},yes,yes", f"{10 + n},pupil,New{n},,Child,,,,yes,no"))
             for n in range(4)]  # fmt: skip

    def patiently(batch: int) -> None:
        """Told that another file is being taken in, somebody tries again."""
        for _ in range(5000):
            with contextlib.suppress(RegisterError):
                office.confirm(batch)
                return

    threads = [threading.Thread(target=patiently, args=(each.batch,)) for each in (*found, *found)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with office.store.read() as connection:
        assert len(connection.execute(select(table(PersonRow).c.id)).all()) == 6
        assert log.verify(connection) == log.Verified(count=4)
    assert (office.allowed(person=office.found("bo")[0]), len(office.found("ch"))) == (True, 4)


def test_names_and_classes_follow_the_file(office: Office) -> None:
    """Once it is confirmed; the picker finds the new names and no longer the old ones."""
    office.take(f"{BO},yes,no")
    found = office.stage(office.file("1,pupil,Bo,,Khan-Lee,Bobby,Year 5,Beech,yes,no"))
    assert (found.people_new, found.counted.people_changed, office.found("bobby lee")) == (0, 1, [])
    office.confirm(found.batch)
    assert (office.found("bobby lee"), office.found("bobby khan-lee")) == (["p_1"], ["p_1"])
    office.take("1,pupil,Bo,,Okafor,,Year 5,Beech,yes,no")
    assert (office.found("okafor"), office.found("khan"), office.found("bobby")) == (["p_1"], [], [])


def test_marks_and_last_days_take_effect_with_the_file(office: Office) -> None:
    """Never publish and leaving; a mark is lifted by a file that says no, not by one without the column."""
    headings = HEADINGS + ",never_publish,left_on"
    office.take(f"{BO},yes,yes,no,", f"{AL},yes,yes,,", headings=headings)
    assert office.allowed()
    found = office.take(f"{BO},yes,yes,yes,", f"{AL},yes,yes,,23/11/2026", headings=headings)
    assert found.counted.marked == 2
    assert (office.asked().reason, office.asked(person="p_2").reason) == (Reason.NEVER_PUBLISH, Reason.LEFT)
    office.take(f"{BO},yes,yes")
    assert office.asked().reason is Reason.NEVER_PUBLISH
    office.take(f"{BO},yes,yes,no,", headings=headings)
    assert office.allowed()


def test_a_preview_reads_as_sentences(office: Office) -> None:
    """What would change, what needs a person, and what was not read."""
    office.take(f"{BO},yes,yes", f"{AL},yes,yes")
    _post(office.store, office.clock, 1, Status.PUBLISHED, "p_1")
    office.hashes = intake.Hashes("")
    found = office.stage(
        office.file(f"{BO},no,yes", "3,pupil,Cy,,Day,,,,Yes - no names,maybe", "2,pupil,Zed,,Other,,,,yes,yes")
    )
    assert found.sentences() == [
        "oak.csv (own)",
        (
            "3 rows: 1 new person, 1 permission given, 1 permission withdrawn (1 live post affected), 1 row needs you, "
            "1 not read whole."
        ),
        "1 permission has a condition. A post that needs one goes to SLT with its words.",
        (
            "1 person has a permission from an earlier file of this kind that this one does not repeat. "
            "Nothing changes for them by itself: look at the review."
        ),
        "UPNs and dates of birth were not used: there is no REGISTER_KEY in .env, and without it they are never kept.",
        "Values that the mapping does not know, so that they count as no answer:",
        "  website: “maybe” (1)",
        "Rows that were not read whole:",
        "  Row 3: School website says “maybe”, which the mapping does not know, so it counts as no answer.",
    ]


def test_every_kind_of_text_that_an_office_saves_is_read(office: Office, tmp_path: Path) -> None:
    """UTF-8 with and without its mark, Windows-1252, Excel's Unicode text; commas, semicolons, tabs."""
    for n, (encoding, delimiter) in enumerate(
        [("utf-8", ","), ("utf-8-sig", ";"), ("cp1252", "\t"), ("utf-16", "\t"), ("cp1252", ";")], start=1
    ):
        line = f"{n},pupil,Zoë{n},,O’Brien,,Year 4,Hazel,yes,no".replace(",", delimiter)
        path = office.file(line, headings=HEADINGS.replace(",", delimiter), encoding=encoding)
        office.confirm(office.stage(path).batch)
        assert office.found(f"zoe{n} o'br") == [f"p_{n}"]


def test_ids_say_nothing_about_people() -> None:
    """They stand in payloads and logs."""
    ids = intake.NewIds()
    assert len({ids() for _ in range(5000)}) == 5000
    assert Ids()() == "p_1"
