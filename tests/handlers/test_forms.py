"""From view state to Draft, reason and links: whatever Slack or somebody else sends, reading never raises."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.answers import Reply
from bot.domain.attached import Told
from bot.domain.drafting import Mistake, Rest, mistakes
from bot.domain.findings import Finding, Strength
from bot.domain.policy import Field
from bot.domain.post import Declared, Draft, Purpose, Seen
from handlers import ids
from handlers.acks import LONGEST_ERROR, NOT_A_CHILD, field_errors
from handlers.forms import (
    UNREADABLE,
    read_draft,
    read_fine,
    read_links,
    read_reason,
    read_rest,
    url_mistake,
)
from handlers.metadata import Metadata
from handlers.modals import FormFacts, post_form
from tests.domain.making import NOW
from tests.handlers.making import TRUST

AT = datetime(2026, 11, 27, 15, 30, tzinfo=UTC)


def _option(value: str) -> dict[str, Any]:
    return {"text": {"type": "plain_text", "text": "shown"}, "value": value}


def _values(**changes: Any) -> dict[str, Any]:
    """The state of a form that somebody filled, as Slack sends it."""
    elements: dict[str, Any] = {
        "purpose": {"type": "static_select", "selected_option": _option("learning")},
        "words": {"type": "plain_text_input", "value": "Beans!"},
        "pupils": {
            "type": "multi_external_select",
            "selected_options": [_option("p1"), _option("class:Year 4 Hazel"), _option("p2"), _option("p1")],
        },
        "nobody": {"type": "checkboxes", "selected_options": []},
        "places": {"type": "checkboxes", "selected_options": [_option("facebook"), _option("website")]},
        "when": {"type": "radio_buttons", "selected_option": _option("set")},
        "at": {"type": "datetimepicker", "selected_date_time": int(AT.timestamp())},
        "promise": {"type": "checkboxes", "selected_options": [_option("declaration-2021-06")]},
        **changes,
    }
    return {block: {block: element} for block, element in elements.items()}


def test_a_filled_form_is_read() -> None:
    assert read_draft(_values(), school="brackenfold") == Draft(
        school="brackenfold",
        purpose=Purpose.LEARNING,
        words="Beans!",
        places=("facebook", "website"),
        pupils=("p1", "p2"),
        classes=("Year 4 Hazel",),
        nobody=False,
        scheduled=True,
        at=AT,
        promise="declaration-2021-06",
    )


def test_the_school_that_was_chosen_counts_before_the_one_that_the_form_was_opened_for() -> None:
    values = _values(school={"selected_option": _option("millbrook")})
    assert read_draft(values, school="brackenfold").school == "millbrook"


def test_what_applies_and_where_it_is_from_are_read() -> None:
    """A tick that we do not know says nothing; the source is kept as it was typed."""
    ticks = {"type": "checkboxes", "selected_options": [_option("third_party"), _option("fun"), {}]}
    read = read_draft(_values(applies=ticks, source={"type": "plain_text_input", "value": " Anon., 1912 "}))
    assert (read.declared, read.source) == ((Declared.THIRD_PARTY,), " Anon., 1912 ")


def test_an_empty_form_is_an_empty_draft() -> None:
    for empty in ({}, None, [], "x", 3, {"words": None}, {"words": {"words": {"value": None}}}):
        assert read_draft(empty) == Draft()


@pytest.mark.parametrize(
    ("block", "said"),
    [
        ("purpose", {"selected_option": _option("gossip")}),
        ("purpose", {"selected_option": {"value": 3}}),
        ("purpose", {"selected_option": _option("learning\x00")}),
        ("words", {"value": 3}),
        ("pupils", {"selected_options": {"value": "p1"}}),
        ("places", {"selected_options": {"value": "facebook"}}),
        ("when", {"selected_option": _option("later")}),
        ("promise", {"selected_options": []}),
        ("nobody", {"selected_options": [_option("somebody")]}),
    ],
)
def test_what_is_malformed_or_unknown_counts_as_not_given(block: str, said: dict[str, Any]) -> None:
    read = read_draft(_values(**{block: said}))
    empty = Draft()
    assert getattr(read, {"when": "scheduled"}.get(block, block)) == getattr(
        empty, {"when": "scheduled"}.get(block, block)
    )


@pytest.mark.parametrize("odd", [None, 3, {}, {"value": None}, _option("x" * 300), _option("p1\x00")])
def test_a_child_that_cannot_be_read_is_not_left_out(odd: object) -> None:
    """The list of children is what permission is asked for: one dropped in silence would pass."""
    read = read_draft(_values(pupils={"selected_options": [_option("p1"), odd]}))
    assert read.pupils == ("p1", UNREADABLE)


def test_a_class_may_be_called_by_an_emoji() -> None:
    """What the picker offers is read back."""
    astronauts = "class:Year 4 \U0001f9d1\u200d\U0001f680"
    read = read_draft(_values(pupils={"selected_options": [_option(astronauts)]}))
    assert read.classes == ("Year 4 \U0001f9d1\u200d\U0001f680",)


@pytest.mark.parametrize("moment", [-1, 0, 10**12, 10**30, "1795793400", True, 1.5, None, []])
def test_a_time_that_no_picker_gives_is_no_time(moment: object) -> None:
    read = read_draft(_values(at={"selected_date_time": moment}))
    assert read.scheduled
    assert read.at is None


def test_a_time_left_over_from_another_choice_does_not_count() -> None:
    read = read_draft(_values(when={"selected_option": _option("asap")}))
    assert (read.scheduled, read.at) == (False, None)


def test_the_second_step_is_read() -> None:
    """Ticks and reasons by the fingerprint of their question, and the promise; what else stands there is not its own."""
    values = {
        "reply:f1": {"reply:f1": {"type": "checkboxes", "selected_options": [_option("not-a-child")]}},
        "reply:f2": {"reply:f2": {"type": "plain_text_input", "value": "A prayer.\x00"}},
        "reply:f3": {"reply:f3": {"type": "checkboxes", "selected_options": [_option("fine")]}},
        "promise": {"promise": {"type": "checkboxes", "selected_options": [_option("declaration-2021-06")]}},
    }
    assert read_rest(values) == Rest(
        replies=(
            Reply(fingerprint="f1", ticked=True),
            Reply(fingerprint="f2", reason="A prayer."),
            Reply(fingerprint="f3"),
        ),
        photos=tuple(Told(n=n) for n in range(1, 11)),
        promise="declaration-2021-06",
    )
    assert read_fine(values) == {"f3"}


def test_a_name_says_at_its_field_how_to_contest_it() -> None:
    """Where that is all that stands there; a full name, or anything else beside it, can only be changed."""
    first, full = (
        Finding(
            clause="SP-2",
            strength=Strength.ENFORCE,
            code=code,
            field=Field.WORDS,
            sentence=f"Please take out “{code}”.",
            kind="name",
            fingerprint=code,
        )
        for code in ("name_in_use", "full_name")
    )
    alone, both = (field_errors(found, {"words"})["words"] for found in ([first], [first, full]))
    assert alone == f"Please take out “name_in_use”.{NOT_A_CHILD}"
    assert both == "Please take out “name_in_use”. Please take out “full_name”."


def test_words_stay_as_typed_but_for_what_no_database_takes() -> None:
    read = read_draft(_values(words={"value": "  Be\u200bans\x00 \ud800and\u202e <!channel> "}))
    assert read.words == "  Be\u200bans and\u202e <!channel> "
    read.words.encode()


def test_a_reason_is_clean_or_nothing() -> None:
    def reason(text: object) -> str:
        return read_reason({"reason": {"reason": {"value": text}}})

    assert reason("  Please shorten it.\u200b ") == "Please shorten it."
    assert reason(" \u200b\u2060\n") == reason(None) == reason(5) == read_reason(None) == ""


# Links


def _links(**given: Any) -> dict[str, Any]:
    return {
        f"link:{place}": {f"link:{place}": {"type": "url_text_input", "value": url}} for place, url in given.items()
    }


def test_links_by_place_and_places_without_one() -> None:
    values = {
        **_links(facebook=" https://www.facebook.com/p/1 ", website=None),
        "unlinked": {"unlinked": {"selected_options": [_option("newsletter")]}},
        "as_approved": {"as_approved": {"selected_options": [_option("as-approved")]}},
    }
    links = read_links(values)
    assert (links.urls, links.ticked, links.as_approved, links.errors) == (
        {"facebook": "https://www.facebook.com/p/1"},
        ("newsletter",),
        True,
        {},
    )


def test_no_link_at_all_is_said_at_the_first_field() -> None:
    sentence = "Please paste at least one link, or tick a place. Nothing is recorded yet."
    assert read_links(_links(facebook=None, website="  ")).errors == {"link:facebook": sentence}
    assert read_links({"unlinked": {"unlinked": {"selected_options": []}}}).errors == {"unlinked": sentence}


@pytest.mark.parametrize(
    "url",
    [
        "https://www.facebook.com/brackenfold/posts/1042",
        "http://brackenfold.example/news?id=3&x=é#top",
        "https://www.brackenfold.example:8443/",
    ],
)
def test_addresses_that_a_browser_shows(url: str) -> None:
    assert url_mistake(url) == ""


@pytest.mark.parametrize(
    "url",
    [
        "www.facebook.com/p/1",
        "javascript:alert(1)",
        "https://",
        "https://localhost/x",
        "https://user:secret@www.facebook.com/",
        "https://[::1",
        "https://x.example:99999/",
        "https://x.example/a b",
        "https://x.example/\u202egnp",
        "ftp://x.example/a",
        "https://..",
    ],
)
def test_what_is_no_address_is_said_at_its_field(url: str) -> None:
    errors = read_links(_links(facebook=url, website="https://x.example/")).errors
    assert errors == {"link:facebook": "Please paste the whole link, as the browser shows it: it starts with https://"}


def test_a_link_has_a_length() -> None:
    assert url_mistake("https://x.example/" + "a" * 1982) == ""
    assert "longer than 2,000 characters" in url_mistake("https://x.example/" + "a" * 1983)


# Errors at their field


def _mistake(field: Field, sentence: str) -> Mistake:
    return Mistake(field=field, code="x", sentence=sentence)


def test_every_mistake_stands_at_a_block_that_the_view_has() -> None:
    """Slack refuses errors at blocks that are not there, and the person would then see none of them."""
    facts = FormFacts(trust=TRUST, schools=list(TRUST.schools.values()), now=NOW)
    for scheduled in (True, False):
        view = post_form(Draft(scheduled=scheduled), facts, Metadata(key="k1"))
        present = {block["block_id"] for block in view["blocks"] if block["type"] == "input"}
        errors = field_errors([_mistake(field, field.value) for field in Field], present)
        assert set(errors) <= present
        assert sorted(" ".join(errors.values()).split()) == sorted(field.value for field in Field)
        assert ("at" in errors) == scheduled


def test_an_empty_form_gets_all_its_mistakes_at_once() -> None:
    present = {"purpose", "words", "pupils", "nobody", "places", "when", "promise"}
    errors = field_errors(mistakes(read_draft({}, school="brackenfold"), trust=TRUST, now=NOW), present)
    assert errors == {
        "words": "Please write what the post should say.",
        "purpose": "Please choose what the post is for.",
        "places": "Please tick at least one place.",
    }


def test_the_same_sentence_is_said_once() -> None:
    """Two clauses rest on one declaration."""
    twice = [_mistake(Field.PROMISE, "Please tick this."), _mistake(Field.PROMISE, "Please tick this.")]
    assert field_errors(twice, {"promise"}) == {"promise": "Please tick this."}


def test_many_mistakes_at_one_field_are_counted_where_they_are_too_many() -> None:
    sentences = [f"There is no permission on record to show child {n} on Instagram." for n in range(30)]
    said = field_errors([_mistake(Field.PUPILS, sentence) for sentence in sentences], {"pupils"})["pupils"]
    assert said.startswith(f"{sentences[0]} {sentences[1]} ")
    shown = said.count("There is")
    assert said.endswith(f" And {30 - shown} more.")
    assert len(said) <= LONGEST_ERROR + 20


def test_no_field_no_errors() -> None:
    assert field_errors([_mistake(Field.WORDS, "x")], set()) == {}
    assert field_errors([_mistake(Field.WORDS, "x")], {"b", "a"}) == {"a": "x"}


# What travels with a form


def test_metadata_comes_back_as_it_went() -> None:
    seen = Seen(post_id=42, no=2, digest="9f2c41d7a0b3")
    for metadata in (
        Metadata(),
        Metadata(post=42, key="k1"),
        Metadata(seen=seen),
        Metadata(post=1, key="k", school="brackenfold", seen=seen),
    ):
        assert Metadata.parse(metadata.dump()) == metadata
    assert Metadata(post=42, key="k1").dump() == '{"post":42,"key":"k1"}'


@pytest.mark.parametrize(
    "raw",
    [
        None,
        "",
        "{",
        "[]",
        "3",
        "[" * 2999,
        '{"post":"42"}',
        '{"post":true}',
        '{"post":-1}',
        '{"post":1e400}',
        '{"post":99999999999}',
        '{"key":5}',
        '{"key":"a\\u0000"}',
        '{"seen":"42"}',
        '{"seen":42}',
        '{"admin":true}',
        '{"key":"' + "x" * 3000 + '"}',
    ],
)
def test_metadata_that_we_cannot_have_written_is_refused(raw: object) -> None:
    assert Metadata.parse(raw) is None


# Anything at all

# Other tests run beside these, so the time that an example takes says nothing.
_any_time = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
_BLOCKS = st.sampled_from(
    [*(field.value for field in Field), ids.REASON, ids.UNLINKED, "link:facebook", "link:", "reply:f1"]
)
_ELEMENT = st.dictionaries(
    st.sampled_from(["value", "selected_option", "selected_options", "selected_date_time"]),
    _JSON | st.fixed_dictionaries({"value": _JSON}) | st.lists(st.fixed_dictionaries({"value": _JSON}), max_size=3),
    max_size=3,
)


@_any_time
@given(_JSON | st.dictionaries(_BLOCKS, _JSON | st.dictionaries(_BLOCKS, _ELEMENT | _JSON, max_size=2), max_size=6))
def test_reading_never_raises(values: Any) -> None:
    draft = read_draft(values, school="brackenfold")
    draft.words.encode()
    json.dumps([*draft.places, *draft.pupils, *draft.classes, draft.promise]).encode()
    assert isinstance(mistakes(draft, trust=TRUST, now=NOW), list)
    assert isinstance(read_reason(values), str)
    json.dumps([[reply.fingerprint, reply.ticked, reply.reason] for reply in read_rest(values).replies]).encode()
    assert read_fine(values) <= {"f1"}
    links = read_links(values)
    assert set(links.urls) | set(links.ticked) or links.errors


@_any_time
@given(_BLOCKS, _ELEMENT)
def test_reading_one_element_never_raises(block: str, element: dict[str, Any]) -> None:
    values = {block: {block: element}}
    read_draft(values).words.encode()
    read_links(values)
    read_reason(values)
    read_rest(values)
    read_fine(values)


@_any_time
@given(st.text())
def test_any_metadata_is_read_or_refused(raw: str) -> None:
    found = Metadata.parse(raw)
    assert found is None or Metadata.parse(found.dump()) == found


@_any_time
@given(st.text())
def test_any_link_is_taken_or_refused(url: str) -> None:
    assert isinstance(url_mistake(url), str)
    assert isinstance(url_mistake(f"https://{url}"), str)


def test_a_finding_stands_at_its_own_field_whatever_it_is_about() -> None:
    """A missing permission at the children, a description's mistake at that photo; what is found in words only at the words."""
    missing = Finding(clause="SP-1", strength=Strength.ENFORCE, code="x", field=Field.PUPILS, sentence="No permission.")
    alt = Mistake(field=Field.PHOTOS, where="alt:2", code="alt_text", sentence="Please describe photo 2.")
    assert field_errors([missing, alt], ["words", "pupils", "alt:1", "alt:2"]) == {
        "pupils": "No permission.",
        "alt:2": "Please describe photo 2.",
    }
    assert field_errors([missing], ["alt:1", "shown:1", "device"]) == {"shown:1": "No permission."}
