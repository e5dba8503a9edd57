"""The `socialpost` command: what can be expected to go wrong is a sentence, and exit codes say how it went."""

from __future__ import annotations

import os
import shutil
import socket
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.practice import sample

HEADINGS = (
    "person_id,role,legal_forename,middle_names,legal_surname,chosen_forename,year_group,class_name,"
    "facebook,instagram,x,linkedin,website,newsletter"
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to run in, and an environment that sets nothing of ours."""
    for name in [name for name in os.environ if name.startswith(("SLACK_", "DATABASE_URL"))]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def school(folder: Path) -> Path:
    """A folder with the sample school's settings and a register of one pupil."""
    shutil.copy(sample.TRUST, folder / "trust.toml")
    (folder / "register.csv").write_text(
        f"{HEADINGS}\n1,pupil,Maisie,,Trent,,Year 4,Hazel,yes,,,,,\n", encoding="utf-8"
    )
    return folder


def test_without_settings_every_one_that_is_missing_is_named(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Somebody who has set nothing reads at once what there is to do."""
    assert main(["run"]) == 1

    said = capsys.readouterr().err
    assert [name for name in ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "trust.toml") if f"  {name}: " not in said] == []


def test_a_port_in_use_is_a_sentence_with_a_way_out(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A second practice workspace says what to do."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        assert main(["practice", "--port", str(taken.getsockname()[1])]) == 1

    assert "--port" in capsys.readouterr().err


@pytest.mark.slow
def test_practice_needs_no_way_out_of_the_computer(tmp_path: Path) -> None:
    """A school's proxy is for the outside world: the practice workspace is on this computer and never asks it."""
    nowhere = "http://127.0.0.1:9"
    names = ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy")
    played = subprocess.run(
        [sys.executable, "-m", "bot", "practice", "--play"],
        cwd=tmp_path,
        env={**os.environ, **dict.fromkeys(names, nowhere), "PYTHONPATH": str(Path(__file__).parent.parent)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert played.returncode == 0, played.stderr


def test_a_bot_that_cannot_reach_slack_says_so(
    school: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nobody has to know what a urlopen error is."""
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-1")
    monkeypatch.setenv("SLACK_APP_TOKEN", "xapp-1-A1-1")
    with socket.create_server(("127.0.0.1", 0)) as free:
        monkeypatch.setenv("SLACK_API_URL", f"http://127.0.0.1:{free.getsockname()[1]}/api/")

    assert main(["run"]) == 1

    assert "Slack cannot be reached" in capsys.readouterr().err


def test_a_register_goes_in_and_the_log_says_so(school: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The same file again changes nothing; a file with an unreadable cell goes in and ends with 1."""
    assert main(["consents", "import", "register.csv", "--yes"]) == 0
    assert main(["consents", "import", "register.csv", "--yes"]) == 0
    unclear = (school / "register.csv").read_text(encoding="utf-8").replace("yes", "maybe")
    (school / "unclear.csv").write_text(unclear, encoding="utf-8")
    assert main(["consents", "import", "unclear.csv", "--yes"]) == 1
    assert "Row 2: Facebook says “maybe”" in capsys.readouterr().out

    assert main(["log", "show"]) == 0
    assert capsys.readouterr().out.count("consents:imported") == 2
    assert main(["log", "verify"]) == 0
    assert "whole: 2 entries" in capsys.readouterr().out


def test_a_changed_log_ends_with_1_and_names_the_entry(school: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Even where somebody got round the database's own refusal."""
    main(["consents", "import", "register.csv", "--yes"])
    database = sqlite3.connect(school / "socialpost.db")
    database.execute("DROP TRIGGER log_no_update")
    database.execute("UPDATE log SET actor = 'U0SOMEBODY' WHERE seq = 1")
    database.commit()
    database.close()
    capsys.readouterr()

    assert main(["log", "verify"]) == 1

    assert "broken at entry 1" in capsys.readouterr().err


def test_an_empty_log_asks_whether_this_is_the_right_folder(school: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A command in the wrong folder finds a new database, which must not pass for a good one."""
    assert main(["log", "verify"]) == 0

    assert "empty" in capsys.readouterr().out
    assert main(["log", "show", "--post", "42"]) == 0
    assert "no entry of post 42" in capsys.readouterr().out


def test_empty_registers_say_so(school: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Silence would look like a command that did not work."""
    assert main(["registers", "list"]) == 0
    assert "Nothing stands in the registers yet" in capsys.readouterr().out
    assert main(["registers", "training"]) == 0
    assert "The bot learns it from Slack" in capsys.readouterr().out
    assert main(["registers", "add", "logo", "--note", "The Headteacher allowed it"]) == 0
    capsys.readouterr()
    assert main(["registers", "list"]) == 0
    assert "logo: the school" in capsys.readouterr().out


def test_devices_are_added_listed_and_retired(school: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Who approves devices keeps the list from the command line; a mistake is a sentence."""
    camera = ["devices", "add", "Office camera", "--make", "Canon", "--model", "EOS 2000D", "--serial", "0430"]
    assert main(["devices", "list"]) == 0
    assert "No device" in capsys.readouterr().out
    assert main([*camera, "--approved-by", "Mr Lane", "--approved-on", "2026-03-16"]) == 0
    assert main([*camera, "--approved-by", "Mr Lane", "--approved-on", "2999-01-01"]) == 2
    assert main([*camera, "--approved-by", "Mr Lane", "--school", "nowhere"]) == 2
    capsys.readouterr()
    assert main(["devices", "retire", "1", "--on", "2026-09-01"]) == 0
    assert main(["devices", "retire", "1"]) == 1
    assert main(["devices", "list"]) == 0
    listed = capsys.readouterr().out
    assert (
        "Office camera: Canon EOS 2000D, serial 0430 (school, all schools); approved by Mr Lane on 2026-03-16" in listed
    )
    assert "retired on 2026-09-01" in listed
