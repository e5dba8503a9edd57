"""The registers through Slack and on the command line, and the gates that they hold before the form."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.practice import sample
from bot.practice.reading import text_of
from bot.rehearsal import Rehearsal
from storage import log
from tests.conftest import Clock
from tests.journeys.conftest import OTHER_WAY, Brackenfold, has

pytestmark = OTHER_WAY

TRAINED = sample.TRUST.read_text(encoding="utf-8") + '\n[training]\nrequired_for = ["staff"]\n'


def add(school: Brackenfold, by: str, register: str, **values: object) -> None:
    """`/socialpost registers`, Add, the form, and the button."""
    person = school.person(by)
    assert person.command("/socialpost", "registers")
    person.wait_view("registers")
    assert person.click_view(f"register.add:brackenfold.{register}").ok
    person.wait_view("register.add")
    answer = person.submit({f"register_{field}": value for field, value in values.items()})
    assert answer.ok, answer


def test_the_policy_is_read_once_before_the_first_post(database_url: str, place: str, clock: Clock) -> None:
    """The text, the monitoring notice and one tick; then the form that was meant opens in its place."""
    http = place.endswith("http")
    with Rehearsal(database_url, http=http, tick=False, now=clock, unread=(sample.DAN,)) as rehearsal:
        school = Brackenfold(rehearsal, clock)
        dan = school.person(sample.DAN)
        assert dan.command("/socialpost")
        shown = text_of(dan.wait_view("policy.read"))
        assert "may monitor" in shown
        assert dan.submit({"read": ["read"]}).ok
        dan.wait_view("post.form")
        dan.close()
        assert dan.command("/socialpost")
        dan.wait_view("post.form")
        read = [entry for entry in school.entries() if entry.what == "policy:acknowledged"]
        assert [entry.actor for entry in read].count(sample.DAN) == 1


def test_who_is_suspended_writes_nothing_until_that_is_ended(brackenfold: Brackenfold) -> None:
    """The form does not open, one that is open already is refused, and the word stays between the two."""
    assert brackenfold.priya.command("/socialpost")
    brackenfold.priya.wait_view("post.form")
    add(brackenfold, sample.RUTH, "restriction", who=sample.PRIYA, value="suspended", evidence="Talk on 24 November")
    answer = brackenfold.priya.submit(brackenfold.fill(brackenfold.priya))
    assert "Posting is paused for you" in str(answer.errors)
    brackenfold.priya.close()
    assert brackenfold.priya.command("/socialpost")
    brackenfold.told(brackenfold.priya, "Posting is paused for you")

    ruth = brackenfold.person(sample.RUTH)
    assert ruth.command("/socialpost", "registers")
    view = ruth.wait_view("registers")
    number = next(b["accessory"]["value"] for b in view["blocks"] if b.get("accessory"))
    assert ruth.click_view(f"register.end:{number}").ok
    workspace = brackenfold.rehearsal.workspace
    assert workspace.wait_until(lambda: "register.end" not in str(workspace.stack(sample.RUTH)))
    brackenfold.send()
    told = [e for e in brackenfold.entries() if e.what in {"standing:entered", "standing:ended"}]
    assert [e.what for e in told] == ["standing:entered", "standing:ended"]
    assert not any(sample.PRIYA in str(e.findings) for e in told)


def test_the_headteacher_names_a_deputy_who_then_signs_for_her(brackenfold: Brackenfold) -> None:
    """From the first day to the last; nobody can make themselves one, and a guest gains nothing."""
    add(brackenfold, sample.RUTH, "deputy", who=sample.NADIA, value="headteacher", until="2026-12-04")
    brackenfold.send(applies=["logo"])
    nadia = brackenfold.person(sample.NADIA)
    card = nadia.wait_message("dm", has("post.approve", "because it shows a logo"))
    assert nadia.click(card, "post.approve").ok
    brackenfold.sue.wait_message(sample.OFFICE, has("task.start"))

    ruth = brackenfold.person(sample.RUTH)
    for who, says in ((sample.RUTH, "Somebody else keeps this about you"), (sample.GUEST, "who works at this school")):
        assert ruth.command("/socialpost", "registers")
        ruth.wait_view("registers")
        ruth.click_view("register.add:brackenfold.training")
        ruth.wait_view("register.add")
        assert says in str(ruth.submit({"register_who": who}).errors)
        ruth.close(clear=True)
    assert brackenfold.priya.command("/socialpost", "registers")
    brackenfold.told(brackenfold.priya, "kept by the Headteacher")


@pytest.fixture
def trained(database_url: str, place: str, clock: Clock) -> Iterator[Brackenfold]:
    """A school where staff need training in date."""
    with Rehearsal(database_url, http=place.endswith("http"), tick=False, now=clock, trust=TRAINED) as rehearsal:
        yield Brackenfold(rehearsal, clock)


def test_without_training_in_date_no_form_opens(trained: Brackenfold) -> None:
    """Safe by default: nothing on record is no training."""
    assert trained.priya.command("/socialpost")
    trained.told(trained.priya, "training for posting is not on record")
    add(trained, sample.RUTH, "training", who=sample.PRIYA, until="2027-08-31", evidence="Course of 1 September")
    trained.send()


def test_the_registers_are_kept_on_the_command_line_too(
    database_url: str,
    place: str,
    clock: Clock,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Entered, listed, ended, logged; what cannot be meant is a sentence and exit code 1."""
    with Rehearsal(database_url, http=place.endswith("http"), tick=False) as rehearsal:
        (tmp_path / "trust.toml").write_text(TRAINED, encoding="utf-8")
        monkeypatch.chdir(tmp_path)
        monkeypatch.setenv("DATABASE_URL", database_url)
        assert main(["registers", "add", "training", "--person", sample.PRIYA, "--note", "Course"]) == 0
        assert main(["registers", "add", "restriction", "--person", sample.PRIYA, "--value", "odd"]) == 1
        assert main(["registers", "add", "logo", "--until", "2030-07-31"]) == 0
        capsys.readouterr()
        assert main(["registers", "list"]) == 0
        listed = capsys.readouterr().out
        assert "training: U0PRIYANAIR Priya Nair" in listed
        assert "logo: the school" in listed
        assert main(["registers", "training"]) == 1
        assert "U0HELENMARSH Helen Marsh (slt): no training in date" in capsys.readouterr().out
        assert main(["registers", "add", "training", "--person", sample.HELEN, "--until", "2030-07-31"]) == 0
        capsys.readouterr()
        assert main(["registers", "training"]) == 1
        assert "until 2030-07-31" in capsys.readouterr().out
        assert main(["registers", "list"]) == 0
        number = next(line.split()[0] for line in capsys.readouterr().out.splitlines() if sample.PRIYA in line)
        assert main(["registers", "end", number]) == 0
        assert main(["registers", "end", number]) == 1
        with rehearsal.store.read() as connection:
            what = [entry.what for entry in log.show(connection, limit=100)]
        assert (what.count("standing:entered"), what.count("standing:ended")) == (3, 1)
