"""The index of names follows the register person by person, as if it had been built anew."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.people import PUPIL, STAFF, Listed
from bot.words.names import NameIndex, find_names
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
