"""An example file of every preset, with the traps that its kind has: imported, diffed, imported again."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from bot.domain.consent import USES, ConsentState, Reason
from bot.domain.trust import Platform
from storage import intake
from storage.engine import Store
from storage.intake import AskError, Preview, RegisterError
from tests.conftest import Clock, Ids
from tests.importing import PLATFORMS, Office

pytestmark = pytest.mark.slow

DATA = Path(__file__).parents[2] / "data" / "register"
ALL = (*PLATFORMS, Platform(key="newsletter", name="Newsletter", phrase="the newsletter", has_link=False))
AYESHA, OLIVER, MIA, ZOE = "p_1", "p_2", "p_3", "p_4"


class School:
    """A school with four children on record, whose office edited every preset."""

    def __init__(self, office: Office, folder: Path) -> None:
        self.office = office
        folder.mkdir()
        for key, text in intake.mapping_texts().items():
            ours = DATA / "mappings" / f"{key}.toml"
            (folder / f"{key}.toml").write_text(
                text + "\n" + (ours.read_text(encoding="utf-8") if ours.exists() else ""), encoding="utf-8"
            )
        office.kinds = intake.file_kinds(ALL, USES, folder)

    def known(self, number: str = "00104") -> None:
        """Four children, before anybody was asked anything."""
        self.office.take(
            f"{number}2,pupil,Ayesha,,Khan,Aisha,Year 3,Oak,12/03/2019,,",
            f"{number}3,pupil,Oliver,,O'Brien,Ollie,Year 3,Oak,02/11/2018,,",
            f"{number}4,pupil,Mia,,Novak,,Year 3,Oak,02/11/2018,,",
            f"{number}5,pupil,Zoë,,Lind,,Year 3,Oak,30/09/2018,,",
            headings="person_id,role,legal_forename,middle_names,legal_surname,chosen_forename,year_group,class_name,"
            "date_of_birth,facebook,website",
        )

    def stage(self, name: str, **said: Any) -> Preview:
        return self.office.stage(DATA / name, **said)

    def take(self, name: str, **said: Any) -> Preview:
        found = self.stage(name, **said)
        self.office.confirm(found.batch)
        return found

    def reasons(self, place: str = "facebook", use: str = "photo") -> list[Reason]:
        """For the four children, in order."""
        return [self.office.asked(place, person, use).reason for person in (AYESHA, OLIVER, MIA, ZOE)]


@pytest.fixture
def school(store: Store, clock: Clock, tmp_path: Path, ids: Ids, salts: Ids) -> School:
    return School(Office(store, clock, tmp_path, ids=ids, salts=salts), tmp_path / "mappings")


YES, NO, NOTHING, PENDING = Reason.GRANTED, Reason.REFUSED, Reason.NOTHING, Reason.PENDING


def test_no_preset_but_our_own_permits_anything_by_itself() -> None:
    """Consents are worded by each school, so an office has to say what its own mean."""
    kinds = intake.file_kinds(ALL, USES)
    ours = {path.stem for path in (DATA / "mappings").glob("*.toml")}
    assert set(kinds) == ours | {"own"}
    for key, kind in kinds.items():
        assert key == "own" or not any(each.permits for each in kind.kinds.values())


def test_what_a_preset_shows_as_an_example_can_be_switched_on(tmp_path: Path) -> None:
    """Taking the # away from the notes at the end of a preset gives a mapping that permits something."""
    for key, text in intake.mapping_texts().items():
        begin = text.find('# [consents."')
        if begin >= 0:
            notes = "\n".join(line.removeprefix("#").strip() for line in text[begin:].splitlines())
            (tmp_path / f"{key}.toml").write_text(text[:begin] + notes, encoding="utf-8")
    places = [*ALL, *(Platform(key=key, name=key, phrase=key) for key in ("instagram", "x", "linkedin"))]
    kinds = intake.file_kinds(places, USES, tmp_path)
    assert all(any(each.permits for each in kind.kinds.values()) for kind in kinds.values())


def test_arbor(school: School) -> None:
    """One file for a consent type, which the file's name says; a second parent's no; pending and redacted are no answer."""
    school.known()
    found = school.take("arbor - Photographs - social media.csv")
    assert (found.mapping, found.people_new, found.review, found.unreadable) == ("arbor", 1, 0, 0)
    assert school.reasons() == [NO, NO, PENDING, YES]
    again = school.take("arbor - Photographs - social media.csv")
    assert again.nothing_new


def test_arbor_of_a_type_that_nobody_mapped(school: School) -> None:
    """Grants nothing, and is listed."""
    school.known()
    found = school.take("arbor - Photographs - social media.csv", consent="Local offer photographs")
    assert found.counted.unmapped == [["Local offer photographs", 6, ""]]
    assert school.reasons() == [NOTHING] * 4


def test_sims_a_row_for_each_tick(school: School) -> None:
    """The picture on the record is no permission; a repeated tick is one; a mistyped UPN is not used, and never shown."""
    school.known()
    found = school.take("sims-tall.csv")
    why = "SIMS means the picture on the pupil's record by it. It says nothing about social media."
    assert found.counted.unmapped == [["Photograph Student", 2, why]]
    assert school.reasons() == [YES, NOTHING, YES, NOTHING]
    assert found.problems == ((6, "The UPN is mistyped (its check letter is not right), so it was not used."),)
    assert school.take("sims-tall.csv").nothing_new


def test_sims_a_tick_that_is_gone_is_listed(school: School, tmp_path: Path) -> None:
    """The child is in the file, the tick is not: nothing changes by itself, and a person can see it."""
    school.known()
    school.take("sims-tall.csv")
    text = (DATA / "sims-tall.csv").read_text(encoding="utf-8")
    (tmp_path / "next.csv").write_text(
        "\n".join(line for line in text.splitlines() if "Social" not in line or "Mia" in line), encoding="utf-8"
    )
    found = school.office.stage(tmp_path / "next.csv")
    with school.office.store.read() as connection:
        assert [each.person_id for each in intake.missing(connection, found.batch)] == [AYESHA]
    school.office.confirm(found.batch)
    assert school.reasons()[0] is YES


def test_sims_a_column_for_each_consent(school: School) -> None:
    """An empty box cannot tell a no from never asked, so it is neither; semicolons are read."""
    school.known()
    found = school.take("sims-wide.csv")
    assert (found.mapping, found.review) == ("sims-wide", 0)
    assert school.reasons() == [YES, NOTHING, NOTHING, NOTHING]
    assert school.take("sims-wide.csv").nothing_new


def test_a_child_under_another_number_waits_for_a_person(school: School) -> None:
    """Name and birthday are those of somebody on record: it may be the same child, or the number may be wrong."""
    school.known("441")
    found = school.take("bromcom.csv")
    assert (found.review, found.people_new) == (3, 1)
    with school.office.store.read() as connection:
        waiting = {row.number: row for row in intake.waiting(connection, found.batch)}
    assert "has another number" in waiting[2].why


def test_bromcom(school: School, tmp_path: Path) -> None:
    """In an empty register, then with a number that comes back for another child."""
    found = school.take("bromcom.csv")
    assert (found.people_new, found.review, found.counted.conditional) == (4, 0, 1)
    assert school.reasons() == [YES, NO, NOTHING, Reason.CONDITIONAL]
    assert school.office.asked(person=ZOE).conditions == ("Yes - no names",)
    assert school.take("bromcom.csv").nothing_new
    text = (DATA / "bromcom.csv").read_text(encoding="utf-8")
    other = text.replace("Ayesha,Khan,Aisha,Khan,12/03/2019", "Imran,Khan,Imran,Khan,01/09/2021")
    (tmp_path / "reused.csv").write_text(other, encoding="utf-8")
    reused = school.office.stage(tmp_path / "reused.csv")
    with school.office.store.read() as connection:
        (row,) = intake.waiting(connection, reused.batch)
    assert "another date of birth" in row.why


def test_scholarpack_has_no_numbers_so_a_person_looks_once(school: School) -> None:
    """A name alone places nobody; what a person chose is remembered for the next file."""
    school.known()
    found = school.stage("scholarpack.csv")
    assert (found.review, found.counted.given) == (3, 0)
    office = school.office
    with office.store.read() as connection:
        waiting = list(intake.waiting(connection, found.batch))
    assert [row.only.person_id for row in waiting if row.only] == [AYESHA, OLIVER, MIA]
    for row in waiting:
        assert row.only is not None
        intake.settle(office.store, found.batch, row.number, row.only.person_id, by="U1", at=office.clock.now)
    office.confirm(found.batch)
    assert school.reasons("website") == [YES, NO, NOTHING, NOTHING]
    assert school.reasons("website", "video") == [NO, NO, NOTHING, NOTHING]
    again = school.take("scholarpack.csv")
    assert (again.review, again.nothing_new) == (0, True)


def test_juniper(school: School) -> None:
    """Requested is pending, Not Requested nothing; a type that nobody mapped grants nothing."""
    school.known()
    found = school.take("juniper.csv")
    assert found.counted.unmapped == [["Sun cream", 1, ""]]
    assert school.reasons() == [YES, NO, PENDING, NOTHING]
    assert found.review == 1  # 001045 is Zoë Lind, not Tom Hill
    assert school.take("juniper.csv").nothing_new


def test_microsoft_forms(school: School) -> None:
    """Unnamed parents are kept apart, so that a no wins; choices end in a semicolon; a typing slip waits for a person."""
    school.known()
    found = school.stage("microsoft-forms.csv")
    assert (found.mapping, found.review) == ("microsoft-forms", 5)
    office = school.office
    with office.store.read() as connection:
        waiting = {row.number: row for row in intake.waiting(connection, found.batch)}
    assert [c.person_id for c in waiting[5].candidates] == [MIA]
    assert waiting[5].only is None
    office.confirm(found.batch)
    for number, person in ((2, AYESHA), (3, OLIVER), (4, AYESHA), (5, MIA), (6, ZOE)):
        intake.settle(office.store, found.batch, number, person, by="U1", at=office.clock.now)
    assert school.reasons() == [NO, NO, YES, YES]
    assert school.reasons("website") == [NO, YES, YES, YES]
    assert school.reasons("newsletter") == [YES, NO, NO, YES]
    again = school.take("microsoft-forms.csv")
    assert (again.review, again.nothing_new) == (0, True)


def test_google_forms(school: School) -> None:
    """Name and date of birth place somebody; two parents who differ make a no; another birthday waits for a person."""
    school.known()
    found = school.take("google-forms.csv")
    assert (found.mapping, found.review) == ("google-forms", 1)
    assert school.reasons() == [NO, YES, NOTHING, NOTHING]
    with school.office.store.read() as connection:
        (row,) = intake.waiting(connection, found.batch)
    assert (row.called, "born on that day" in row.why) == ("Mia Novak", True)


def test_our_own_format_and_an_x(school: School) -> None:
    """An X is asked about, once a file; a condition is no plain yes."""
    with pytest.raises(AskError, match="a tick") as asked:
        school.stage("own.csv")
    assert asked.value.option == "x"
    found = school.take("own.csv", x=ConsentState.REFUSED)
    assert (found.people_new, found.counted.conditional) == (4, 1)
    assert school.reasons() == [YES, NO, NOTHING, YES]
    assert school.reasons("website") == [YES, NO, NOTHING, Reason.CONDITIONAL]
    assert school.office.found("zoe") == [ZOE]
    assert school.take("own.csv", x=ConsentState.REFUSED).nothing_new


def test_dates_that_can_be_read_in_two_ways_are_asked_about(school: School, tmp_path: Path) -> None:
    """Never guessed; where the file shows it, nobody is asked; where it shows both, it is refused."""
    school.known()
    text = (DATA / "microsoft-forms.csv").read_text(encoding="utf-8")
    path = tmp_path / "short.csv"
    path.write_text("\n".join(text.splitlines()[:3]), encoding="utf-8")
    with pytest.raises(AskError, match="two ways") as asked:
        school.office.stage(path)
    assert asked.value.option == "dates"
    path.write_text(text.replace("9/16/26", "16/9/26"), encoding="utf-8")
    with pytest.raises(RegisterError, match="mixed"):
        school.office.stage(path)


def test_a_mapping_of_the_office_goes_before_the_preset(tmp_path: Path) -> None:
    """And one that cannot be used is named with what is wrong."""
    shutil.copy(DATA / "mappings" / "juniper.toml", tmp_path / "juniper.toml")
    assert intake.file_kinds(ALL, USES, tmp_path)["juniper"].columns == {}
    for wrong, sentence in (
        ('[consents."A"]\nuses = ["photo"]\nplaces = ["moon"]', "the place “moon”"),
        ('[consents."A"]\nuses = ["name"]\nplaces = ["facebook"]', "the use “name”"),
        ('[consents."A"]\nplaces = ["facebook"]', "no uses"),
        ("[columns]\nfavourite_colour = 'Colour'", "favourite_colour"),
        ("[consents", "mine.toml"),
    ):
        (tmp_path / "mine.toml").write_text(wrong, encoding="utf-8")
        with pytest.raises(RegisterError, match=sentence):
            intake.file_kinds(ALL, USES, tmp_path)


def test_a_file_that_no_mapping_fits_is_not_guessed(school: School, tmp_path: Path) -> None:
    """Somebody has to say how to read it, and a mapping that lacks a column says which."""
    path = tmp_path / "odd.csv"
    path.write_text("Pupil name,Consent\nBo Khan,yes\n", encoding="utf-8")
    with pytest.raises(RegisterError, match="no kind that we recognise"):
        school.office.stage(path)
    with pytest.raises(RegisterError, match=r"no column .*consent type and state"):
        school.office.stage(path, mapping="juniper")
