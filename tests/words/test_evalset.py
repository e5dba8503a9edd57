"""The labelled posts of our own are what their labels say.

They were written without a look at the examples that the text checks are tuned on, and are there to be scored, so that a
figure for unseen writing exists. A label that is wrong would make that figure wrong.
Whoever tunes the checks on these posts as well turns them into examples: a figure for unseen writing then needs new ones.
"""

import csv
import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(__file__).parents[1] / "data" / "evalset"
SETS = sorted(path.name for path in FOLDER.glob("posts*.jsonl"))
FIELDS = ["id", "text", "exposes", "personal_data", "sensitive", "staff_named", "tone", "label", "hard"]
NAME_KINDS = {
    "full_name",
    "first_name",
    "surname",
    "initial_surname",
    "possessive",
    "misspelt",
    "diacritic_stripped",
    "case",
    "hashtag",
    "handle",
    "joined",
    "spaced_or_leet",
    "emoji_split",
    "nickname",
}
DATA_KINDS = {"email", "phone", "postcode", "address", "upn", "dob", "age", "profile"}
SENSITIVE_KINDS = {
    "health",
    "send",
    "safeguarding",
    "looked_after",
    "free_meals",
    "exclusion",
    "behaviour",
    "belief",
    "ethnicity",
    "immigration",
    "family",
    "attainment",
    "gender",
}
TONES = {"ok", "negative", "disparaging", "insulting", "confidential", "reference"}
UPN_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"
UPN_WEIGHTS = range(2, 14)
LA_THAT_DOES_NOT_EXIST = "999"


@cache
def people() -> dict[str, dict[str, str]]:
    """The register's rows by person_id."""
    with (FOLDER / "register.csv").open(encoding="utf-8", newline="") as file:
        return {row["person_id"]: row for row in csv.DictReader(file)}


@cache
def posts(name: str) -> list[dict[str, Any]]:
    """One set's posts, in order."""
    return [json.loads(line) for line in (FOLDER / name).read_text("utf-8").splitlines()]


def label_from_fields(post: dict[str, Any]) -> str:
    """sensitive > personal_data > exposes > unsuitable > clean."""
    for field in ("sensitive", "personal_data", "exposes"):
        if post[field]:
            return field
    return "clean" if post["tone"] == "ok" else "unsuitable"


def check_letter(rest: str) -> str:
    """The letter before the rest of a unique pupil number: twelve digits, or eleven and a temporary number's last letter."""
    values = [int(each) if each.isdigit() else UPN_LETTERS.index(each) for each in rest]
    return UPN_LETTERS[sum(value * weight for value, weight in zip(values, UPN_WEIGHTS, strict=True)) % 23]


def test_the_register_is_one_school_of_pupils_and_staff_with_ids_of_their_own() -> None:
    """Nobody shares an id, and only staff may be without a class."""
    with (FOLDER / "register.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == len(people())
    assert {row["role"] for row in rows} == {"pupil", "staff"}
    pupils = [row for row in rows if row["role"] == "pupil"]
    assert len(pupils) >= 150
    assert all(row["legal_forename"] and row["year_group"] and row["class_name"] for row in pupils)


@pytest.mark.parametrize("name", SETS)
def test_every_post_has_the_fields_of_the_format_and_an_id_of_its_own(name: str) -> None:
    """A scorer reads these fields and no others."""
    assert all(list(post) == FIELDS for post in posts(name))
    assert len({post["id"] for post in posts(name)}) == len(posts(name))
    assert len({post["text"] for post in posts(name)}) == len(posts(name))


@pytest.mark.parametrize("name", SETS)
def test_every_span_is_in_its_post_and_every_kind_is_a_known_one(name: str) -> None:
    """Spans are exact substrings; an invented kind would hide a slip of the pen."""
    for post in posts(name):
        spans = [
            each["span"] for field in ("exposes", "personal_data", "sensitive", "staff_named") for each in post[field]
        ]
        assert all(span and span in post["text"] for span in spans), post["id"]
        assert {each["kind"] for each in post["exposes"]} <= NAME_KINDS, post["id"]
        assert {each["kind"] for each in post["personal_data"]} <= DATA_KINDS, post["id"]
        assert {each["kind"] for each in post["sensitive"]} <= SENSITIVE_KINDS, post["id"]
        assert post["tone"] in TONES, post["id"]


@pytest.mark.parametrize("name", SETS)
def test_whoever_a_label_means_is_in_the_register_in_that_role(name: str) -> None:
    """Pupils are exposed, staff are named; each pupil once per span."""
    for post in posts(name):
        pairs = [(each["span"], each["person_id"]) for each in post["exposes"]]
        assert len(pairs) == len(set(pairs)), post["id"]
        assert all(people()[person]["role"] == "pupil" for _, person in pairs), post["id"]
        assert all(people()[each["person_id"]]["role"] == "staff" for each in post["staff_named"]), post["id"]


@pytest.mark.parametrize("name", SETS)
def test_the_label_follows_from_the_fields(name: str) -> None:
    """The label is only a summary of the other fields."""
    for post in posts(name):
        assert post["label"] == label_from_fields(post), post["id"]


@pytest.mark.parametrize("name", SETS)
def test_a_bare_forename_lists_every_pupil_with_it_unless_the_post_narrows_it(name: str) -> None:
    """A namesake left out would count a right finding as a wrong child."""
    for post in posts(name):
        if "narrowed" in post["hard"]:
            continue
        for span in {each["span"] for each in post["exposes"] if each["kind"] == "first_name"}:
            meant = {
                row["person_id"]
                for row in people().values()
                if row["role"] == "pupil" and span in (row["legal_forename"], row["chosen_forename"])
            }
            assert {each["person_id"] for each in post["exposes"] if each["span"] == span} == meant, post["id"]


@pytest.mark.parametrize("name", SETS)
def test_pupil_numbers_have_a_right_check_letter_and_an_authority_that_does_not_exist(name: str) -> None:
    """So that no real child's number can be among them."""
    for post in posts(name):
        for number in (each["span"].upper() for each in post["personal_data"] if each["kind"] == "upn"):
            assert number[1:4] == LA_THAT_DOES_NOT_EXIST, post["id"]
            assert number[0] == check_letter(number[1:]), post["id"]
