"""A fingerprint names the very question: an answer belongs to it, outlives an edit elsewhere, and no other question."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.findings import Field, Finding, Strength, fingerprinted

MAY = "May led our dance. We all clapped."


def name_at(
    text: str, span: str, *, strength: Strength = Strength.HOLD, code: str = "word_name", nth: int = 0
) -> Finding:
    """A finding about the nth time that `span` stands in `text`."""
    start = -1
    for _ in range(nth + 1):
        start = text.index(span, start + 1)
    return Finding(
        clause="SP-2",
        strength=strength,
        code=code,
        field=Field.WORDS,
        sentence=f"Is “{span}” a child?",
        kind="name",
        people=("p1",),
        start=start,
        end=start + len(span),
        span=span,
    )


def print_of(text: str, finding: Finding) -> str:
    (marked,) = fingerprinted([finding], {"words": text})
    return marked.fingerprint


def test_an_answer_outlives_an_edit_that_keeps_the_words() -> None:
    """Where they stand does not matter, nor what is changed around them."""
    later = f"Well done! {MAY} So did the parents."
    assert print_of(MAY, name_at(MAY, "May")) == print_of(later, name_at(later, "May"))


def test_another_question_has_another_fingerprint() -> None:
    """Other words, another strength, another child, another text: each has to be answered for itself."""
    asked = name_at(MAY, "May")
    others = [
        name_at(MAY, "clapped"),
        replace(asked, strength=Strength.ENFORCE),
        replace(asked, people=("p1", "p2")),
        replace(asked, where="alt:1"),
        replace(asked, clause="RP-2"),
    ]
    prints = [print_of(MAY, each) for each in (asked, *others)]
    assert len(set(prints)) == len(prints)


def test_a_contested_name_is_asked_again_where_its_sentence_changes() -> None:
    """Who is meant by "May" is decided by the sentence; the next sentence may change freely."""
    enforced = {"strength": Strength.ENFORCE, "code": "first_name"}
    first = print_of(MAY, name_at(MAY, "May", **enforced))
    same, other = "May led our dance. We sang.", "May won our dance. We all clapped."
    assert first == print_of(same, name_at(same, "May", **enforced))
    assert first != print_of(other, name_at(other, "May", **enforced))


def test_the_same_word_twice_is_two_questions() -> None:
    """Who adds the word once more is asked once more."""
    text = "May led. Then May sang."
    one, two = fingerprinted([name_at(text, "May"), name_at(text, "May", nth=1)], {"words": text})
    assert one.fingerprint != two.fingerprint
    assert one.fingerprint == print_of(text, name_at(text, "May"))


def test_a_full_name_cannot_be_contested() -> None:
    """Less than a full name may be somebody else's; a hold needs no contest."""
    text = "May Lee led our dance."
    findings = [
        name_at(text, "May Lee", strength=Strength.ENFORCE, code="full_name"),
        name_at(text, "May", strength=Strength.ENFORCE, code="first_name"),
        name_at(text, "May"),
    ]
    assert [each.contestable for each in fingerprinted(findings, {"words": text})] == [False, True, False]


@given(st.text(max_size=60), st.integers(-1, 70), st.integers(0, 5))
def test_any_text_and_any_place_has_a_fingerprint(text: str, start: int, length: int) -> None:
    """Whatever a check reports, marking it never fails."""
    finding = replace(name_at(MAY, "May"), start=start, end=start + length, strength=Strength.ENFORCE)
    assert print_of(text, finding)
