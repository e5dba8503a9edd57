"""`socialpost check posts`: one answer a post, in order, and exit codes that say how it went."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.__main__ import main

HEADINGS = "person_id,role,legal_forename,middle_names,legal_surname,chosen_forename,year_group,class_name\n"


@pytest.fixture
def register(tmp_path: Path) -> Path:
    path = tmp_path / "register.csv"
    path.write_text(f"{HEADINGS}P1,pupil,Zofia,,Lis,,Year 4,Hazel\n", encoding="utf-8")
    return path


def _posts(tmp_path: Path, *posts: object) -> Path:
    path = tmp_path / "posts.jsonl"
    path.write_text("".join(f"{json.dumps(post)}\n" for post in posts), encoding="utf-8")
    return path


def test_every_post_is_answered_in_order(register: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One line a post, found or not; offsets are characters of the text, and alt texts are looked at too."""
    posts = _posts(
        tmp_path,
        {"id": 7, "text": "🎉 Well done, Zofia Lis!"},
        {"id": "b", "text": "Bring a coat."},
        {"id": "c", "text": "Our pond.", "alt_texts": ["Zofia Lis with a net"], "purpose": "learning"},
    )

    assert main(["check", "posts", "--people", str(register), str(posts)]) == 1

    first, second, third = map(json.loads, capsys.readouterr().out.splitlines())
    assert [first["id"], second["id"], third["id"]] == [7, "b", "c"]
    finding = first["findings"][0]
    assert (finding["clause"], finding["kind"], finding["strength"]) == ("SP-2", "name", "enforce")
    assert (finding["start"], finding["end"], finding["span"], finding["people"]) == (13, 22, "Zofia Lis", ["P1"])
    assert second["findings"] == []
    assert [each["where"] for each in third["findings"]] == ["alt:1"]


def test_nothing_found_is_exit_code_0(register: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """So that a script can tell without reading."""
    assert (
        main(
            [
                "check",
                "posts",
                "--people",
                str(register),
                "--explain",
                str(_posts(tmp_path, {"id": 1, "text": "Rain."})),
            ]
        )
        == 0
    )
    assert capsys.readouterr().out == "Post 1: nothing found.\n"


@pytest.mark.parametrize(
    "line",
    ["[1]", "{", '{"id": 1}', '{"id": 1, "text": "a", "alt_texts": "b"}', '{"id": 1, "text": "a", "purpose": "fun"}'],
)
def test_a_line_that_is_no_post_is_a_sentence(
    register: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], line: str
) -> None:
    """Whoever has the file reads which line is wrong; the exit code is neither 0 nor 1."""
    path = tmp_path / "posts.jsonl"
    path.write_text(f"{line}\n", encoding="utf-8")

    assert main(["check", "posts", "--people", str(register), str(path)]) == 2
    assert "line 1" in capsys.readouterr().err


def test_a_register_without_headings_is_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It says which column is missing."""
    register = tmp_path / "register.csv"
    register.write_text("P1,Zofia\n", encoding="utf-8")

    assert main(["check", "posts", "--people", str(register), str(_posts(tmp_path))]) == 2
    assert "person_id" in capsys.readouterr().err
