"""Names are found however somebody types them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.names import fold, prefix_range, searchable


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("O'Brien", "obrien"),
        ("O’Brien", "obrien"),
        ("OʼBRIEN", "obrien"),
        ("Anne-Marie", "annemarie"),
        ("Zoë  Łukasz", "zoe lukasz"),
        ("Øyvind Müßig", "oyvind mussig"),
        ("İsmail Işık", "ismail isik"),
        ("Ærling Þór", "aerling thor"),
        ("José", "jose"),
        ("D'Arcy, St. John", "darcy st john"),
        ("李小龍", "李小龍"),
        ("  - '  ", ""),
        ("", ""),
    ],
)
def test_case_accents_and_marks_make_no_difference(text: str, expected: str) -> None:
    """What is typed without accents, apostrophes and hyphens is the same name."""
    assert expected == fold(text)


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["Bo"], {"bo"}),
        (["Anne-Marie"], {"anne", "marie", "annemarie"}),
        (["O’Brien"], {"o", "brien", "obrien"}),
        (["van der Berg"], {"van", "der", "berg", "vanderberg"}),
        (["Anne-Marie Lou"], {"anne", "marie", "annemarie", "lou", "annemarielou"}),
        (["Bo", "", "Khan"], {"bo", "khan"}),
        (["’"], set()),
    ],
)
def test_a_name_is_found_by_each_part_and_as_a_whole(names: list[str], expected: set[str]) -> None:
    """Hyphens, apostrophes and spaces part a name, and joined it is found as well."""
    assert expected == searchable(*names)


_name = st.text(st.characters(exclude_categories=["Cs"]))


@given(text=_name)
def test_folding_again_changes_nothing(text: str) -> None:
    """What was folded stays as it is: typed and stored names can be compared."""
    assert fold(text) == fold(fold(text))


@given(name=_name)
def test_every_word_finds_its_own_name(name: str) -> None:
    """Somebody who types a word of a name, or only its beginning, finds the name."""
    parts = searchable(name)
    for word in fold(name).split():
        assert word in parts


@given(text=_name, other=_name)
def test_a_range_holds_exactly_what_begins_so(text: str, other: str) -> None:
    """Compared byte by byte, as both databases do, the range is the prefix and nothing else."""
    prefix = fold(text).replace(" ", "")
    low, high = (bound.encode() for bound in prefix_range(prefix))
    for candidate in (fold(other), prefix + fold(other)):
        assert candidate.startswith(prefix) == (low <= candidate.encode() < high)
