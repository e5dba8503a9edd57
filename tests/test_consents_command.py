"""`socialpost consents …`, as an office types it: exit codes, and sentences that say what to do next."""

from __future__ import annotations

import csv
import io
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.practice import sample
from bot.progress import Bar

pytestmark = pytest.mark.slow

HEADINGS = (
    "person_id,role,legal_forename,middle_names,legal_surname,chosen_forename,year_group,class_name,"
    "facebook,instagram,x,linkedin,website,newsletter,given_by,given_on,form_ref"
)
MAISIE = "1,pupil,Maisie,Rose,Trent,,Year 4,Hazel,yes,no,,,,,=Mrs Trent,04/09/2026,PF-1"
DATA = Path(__file__).parent / "data" / "register"

Said = Callable[..., str]


@pytest.fixture
def school(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the sample school's settings, and an environment that sets nothing of ours."""
    for name in [name for name in os.environ if name.startswith(("SLACK_", "DATABASE_URL", "REGISTER_KEY"))]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    shutil.copy(sample.TRUST, tmp_path / "trust.toml")
    (tmp_path / "register.csv").write_text(f"{HEADINGS}\n{MAISIE.replace('=Mrs', 'Mrs')}\n", encoding="utf-8")
    return tmp_path


@pytest.fixture
def said(school: Path, capsys: pytest.CaptureFixture[str]) -> Said:
    """Types `socialpost consents` and some words; what was printed, after the exit code was as expected."""

    def run(*words: str | int, code: int = 0) -> str:
        assert main(["consents", *map(str, words)]) == code
        found = capsys.readouterr()
        return found.out + found.err

    return run


def test_a_file_waits_until_somebody_confirms_it(said: Said) -> None:
    """Nobody is there to ask, so it waits; it can be confirmed, and then it is in the register."""
    assert "It waits as import 1" in said("import", "register.csv")
    assert "Nobody in the register" in said("history", "1", "--school", "brackenfold", code=1)
    assert "No row of this file waits for you." in said("review", 1)
    assert "is in the register" in said("confirm", 1)
    assert "register.csv (own): in the register" in said("list")
    assert "Maisie Trent" in said("history", "1", "--school", "brackenfold")
    assert "Maisie Trent" in said("history", "1"), "where there is one school, nobody need name it"


def test_a_file_can_be_thrown_away(said: Said) -> None:
    """And not confirmed afterwards; one that is in the register is not taken back."""
    said("import", "register.csv")
    assert "thrown away" in said("discard", 1)
    assert "cannot be confirmed" in said("confirm", 1, code=1)
    said("import", "register.csv", "--yes")
    assert "not taken back" in said("discard", 2, code=1)
    assert "no import of number 9" in said("confirm", 9, code=1)


def test_the_same_file_says_that_nothing_has_changed(said: Said) -> None:
    """It does not even wait."""
    said("import", "register.csv", "--yes")
    assert "Nothing has changed." in said("import", "register.csv")
    assert "thrown away" in said("list")


def test_rows_that_need_somebody_are_reviewed_and_matched(said: Said, school: Path) -> None:
    """From the list of candidates, by hand or all that have only one."""
    said("import", "register.csv", "--yes")
    said("mappings", "--copy", "scholarpack")
    assert "is there already" in said("mappings", "--copy", "scholarpack", code=2)
    with (school / "mappings" / "scholarpack.toml").open("a", encoding="utf-8") as file:
        file.write('[consents."Photographic"]\nuses = ["photo"]\nplaces = ["website"]\n')
    assert "ScholarPack (yours)" in said("mappings")
    lines = "Trent,Maisie,Hazel,4,Yes\nTrant,Maisie,Hazel,4,No\n"
    (school / "sp.csv").write_text("Surname,Forename,Form,Year,Photographic\n" + lines, encoding="utf-8")
    assert "2 rows wait for you: socialpost consents review 2" in said("import", "sp.csv", "--yes", code=1)
    review = said("review", 2)
    assert "Row 2: Maisie Trent (4 Hazel) – granted for website" in review
    assert "Maisie Trent, Year 4 Hazel, number 1" in review
    assert "1 row is settled" in said("match", 2, "--only")
    assert "1 row is settled" in said("match", 2, 3, "--nobody")
    assert "does not wait" in said("match", 2, 3, "--nobody", code=1)
    assert "Say which row" in said("match", 2, code=2)
    assert "granted: photos, School website" in said("history", "1", "--school", "brackenfold")


def test_what_only_a_person_can_say_is_asked_for(said: Said, school: Path) -> None:
    """By the option that answers it, where nobody can be asked."""
    unclear = MAISIE.replace("yes,no", "X,no").replace("=Mrs", "Mrs")
    (school / "x.csv").write_text(f"{HEADINGS}\n{unclear}\n", encoding="utf-8")
    assert "--x: yes or no. Nothing was imported." in said("import", "x.csv", code=2)
    assert "1 permission given" in said("import", "x.csv", "--x", "yes")
    assert "Which school?" in said("import", "x.csv", "--school", "elm", code=2)
    assert "cannot be read" in said("import", "nowhere.csv", code=1)


def test_history_as_a_table_is_safe_to_open(said: Said, school: Path) -> None:
    """No cell is taken for a formula; the names of those who answered can be left out."""
    (school / "evil.csv").write_text(f"{HEADINGS}\n{MAISIE.replace('=Mrs Trent', '-cmd')}\n", encoding="utf-8")
    said("import", "evil.csv", "--yes")
    said("history", "1", "--school", "brackenfold", "--csv", "history.csv")
    rows = list(csv.DictReader(io.StringIO((school / "history.csv").read_text(encoding="utf-8-sig"))))
    assert [(row["place"], row["state"], row["given_by"], row["form"]) for row in rows] == [
        ("facebook", "granted", "'-cmd", "PF-1"),
        ("instagram", "refused", "'-cmd", "PF-1"),
        *((place, "unknown", "'-cmd", "PF-1") for place in ("x", "linkedin", "website", "newsletter")),
    ]
    told = said("history", "1", "--school", "brackenfold", "--redact")
    assert "(name left out)" in told
    assert "-cmd" not in told


def test_a_mapping_that_cannot_be_used_is_named(said: Said, school: Path) -> None:
    """With its file."""
    (school / "mappings").mkdir()
    (school / "mappings" / "mine.toml").write_text('shape = "round"', encoding="utf-8")
    assert "mine.toml cannot be used" in said("import", "register.csv", code=1)
    assert "There is no mapping theirs" in said("mappings", "--copy", "theirs", code=2)


def test_only_what_takes_long_shows_a_bar() -> None:
    """Two seconds are waited for in silence."""
    out, now = io.StringIO(), 0.0
    bar = Bar("Reading", out=out, clock=lambda: now)
    bar(10, 100)
    bar.close()
    assert out.getvalue() == ""
    now = 2.5
    bar(50, 100)
    bar(50, 100)
    bar.close()
    assert out.getvalue() == f"\rReading [{'#' * 15}{'.' * 15}]  50 %\n"
