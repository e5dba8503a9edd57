"""The index of names follows the register person by person, as if it had been built anew."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.checkposts import read_people
from bot.domain.people import PUPIL, STAFF, Listed
from bot.words.names import NameIndex, find_names
from bot.words.names.find import Finder
from bot.words.names.page import Page
from bot.words.surroundings import Surroundings, Text

NAMES = ("Zofia", "Amelia", "Maximilian", "Mary-Jane", "Oakes", "Lis", "Khan")


def person(number: int, forename: str, surname: str, role: str = PUPIL, class_name: str = "Hazel") -> Listed:
    return Listed(
        id=f"p_{number}",
        role=role,
        forename=forename,
        surname=surname,
        year_group="Year 4",
        class_name=class_name,
    )


def found(index: NameIndex, text: str) -> list[tuple[str, tuple[str, ...]]]:
    return [(each.span, each.people) for each in find_names(Text("words", text), Surroundings(names=index))]


def test_somebody_new_is_found_and_a_former_name_is_not() -> None:
    """A pupil who came, one who is called otherwise, one who is gone: the next look-up knows."""
    index = NameIndex.of([person(1, "Zofia", "Lis"), person(2, "Amelia", "Khan")])
    index.put(person(3, "Maximilian", "Oakes"))
    index.put(person(1, "Zofia", "Brandt"))
    index.remove("p_2")
    text = "Well done to Zofia Brandt, Zofia Lis, Amelia Khan and Maximillian Oakes."
    assert found(index, text) == [("Zofia Brandt", ("p_1",)), ("Maximillian Oakes", ("p_3",))]
    assert index.count == 2
    assert index.outdated == 2


def test_both_surnames_of_somebody_change_at_once() -> None:
    """Whoever has a legal and a chosen surname is known by both, and by neither of the former ones."""
    index = NameIndex.of([person(1, "Zofia", "Lis"), person(1, "Zofia", "Brandt")])
    index.put(person(1, "Zofia", "Okafor"), person(1, "Zofia", "Demir"))
    spans = [span for span, _ in found(index, "Zofia Okafor! Zofia Demir! Zofia Lis! Zofia Brandt!")]
    assert spans == ["Zofia Okafor", "Zofia Demir"]
    assert index.count == 2


def bears(someone: Listed, name: str) -> bool:
    """Whether one of the names in the sentences below is theirs."""
    return bool({name, "Amelia", "Khan"} & {someone.forename, someone.surname})


people = st.builds(
    person,
    st.integers(1, 5),
    st.sampled_from(NAMES),
    st.sampled_from(NAMES),
    st.sampled_from((PUPIL, PUPIL, STAFF)),
    st.sampled_from(("Hazel", "Elm")),
)


@pytest.mark.slow
@settings(max_examples=200)
@given(first=st.lists(people, max_size=4, unique_by=lambda each: each.id), then=st.lists(people, max_size=5))
def test_a_followed_index_misses_nothing(first: list[Listed], then: list[Listed]) -> None:
    """However the changes come, whatever an index built anew finds is found with the same people, and nobody as they were."""
    index = NameIndex.of(first)
    for each in then:
        index.put(each)
    now = {each.id: each for each in (*first, *then)}
    anew = NameIndex.of(now.values())
    for name in NAMES:
        for text in (f"Well done, {name}!", f"{name} of Hazel class sang.", f"We thank {name} Khan and Amelia {name}."):
            ours = {(span, tuple(sorted(whom))) for span, whom in found(index, text)}
            assert ours >= {(span, tuple(sorted(whom))) for span, whom in found(anew, text)}
            assert {each for _, whom in ours for each in whom} <= {each for each in now if bears(now[each], name)}


def test_a_word_passed_over_before_is_a_name_once_somebody_bears_it() -> None:
    """What is remembered of a word (nothing, no name, no slip of one) holds only until the register has a name more."""
    index = NameIndex.of([person(1, "Amelia", "Khan")])
    text = "Well done to Lamp Oakes, to zebedee, Zebadee and Quill, to La Roux!"
    assert found(index, text) == []
    index.put(person(2, "Zebedee", "Oakes"), person(3, "Lamp", "Oakes"), person(4, "Quill", "La Roux"))
    spans = [span for span, _ in found(index, text)]
    assert spans == ["Lamp Oakes", "zebedee", "Zebadee", "Quill", "La Roux"]


class Unhurried(Finder):
    """Looks at every word that is not in small letters and ordinary, whatever stands around it."""

    def _is_worth_it(self, i: int, worth: int) -> bool:
        return True


@pytest.mark.parametrize("name", ["evalset", "evalset-coast", "evalset-hill"])
def test_nothing_is_lost_by_passing_over_words_quickly(name: str) -> None:
    """What the first pass passes over would not have been found by a close look either."""
    folder = Path(__file__).parents[1] / "data" / name
    with (folder / "register.csv").open(encoding="utf-8") as file:
        index = NameIndex.of(read_people(file, folder))
    for path in folder.glob("posts*.jsonl"):
        for line in path.read_text("utf-8").splitlines():
            text = json.loads(line)["text"]
            for each in (text, text.lower(), text.title()):
                assert list(Finder(Page(each, index)).hits()) == list(Unhurried(Page(each, index)).hits())
