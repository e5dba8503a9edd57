"""Bad input gets a clear sentence and loses nothing; what is dangerous in a post's words is dead on every card."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from bot.practice import sample
from bot.practice.reading import text_of
from tests.journeys.conftest import ONE_WAY, WORDS, Brackenfold, has

NASTY = "Hello <!channel> and <#C0OFFICE> *bold* _it_ `code` <https://evil.example|click> &amp; Tom & Jerry"


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"words": "   \n  "}, "words", "Please write what the post should say"),
        ({"words": "\u200b\u200b\u200b"}, "words", "Please write what the post should say"),
        ({"words": "\u202e\u2066\u200f"}, "words", "Please write what the post should say"),
        ({"places": []}, "places", ""),
        ({"pupils": []}, "pupils", "Please list the children"),
        ({"nobody": ["nobody"], "pupils": ["Maisie"]}, "pupils", "Please choose one"),
    ],
)
@ONE_WAY
def test_what_is_missing_stands_at_its_field(
    brackenfold: Brackenfold, changes: dict[str, Any], field: str, sentence: str
) -> None:
    """One sentence at the field, nothing sent, and the form still filled."""
    answer = brackenfold.try_to_send(brackenfold.priya, **changes)
    assert sentence in (answer.errors or {})[field]
    assert brackenfold.priya.view() is not None
    assert "post:submitted" not in brackenfold.vocabulary()


def mrkdwn(thing: Any) -> list[str]:
    """Every text of a message in which Slack would bring mentions and links to life, its notification among them."""
    if isinstance(thing, list):
        return [text for each in thing for text in mrkdwn(each)]
    if not isinstance(thing, dict):
        return []
    own = [thing["text"]] if isinstance(thing.get("text"), str) and thing.get("type") in {"mrkdwn", None} else []
    return own + [text for each in thing.values() for text in mrkdwn(each)]


def deliver(brackenfold: Brackenfold, **state: Any) -> None:
    """Sends a complete form whose state was tampered with on its way, as no client of Slack would."""
    brackenfold.priya.command("/socialpost")
    brackenfold.priya.wait_view("post.form")
    brackenfold.priya.fill(brackenfold.fill(brackenfold.priya))
    changes = {f"view.state.values.{path}": value for path, value in state.items()}
    brackenfold.rehearsal.workspace.alter_next(changes)
    brackenfold.priya.submit()


@pytest.mark.parametrize(
    ("state", "says"),
    [
        ({"words.words.value": "a" * 3001}, "too_long"),
        ({"words.words.value": None}, "no_words"),
        ({"words.words.value": 7}, "no_words"),
        ({"words": "nonsense"}, "no_words"),
        ({"pupils.pupils.selected_options": [{"value": "p_unknown"}]}, "unknown_person"),
        ({"pupils.pupils.selected_options": [{"value": "' OR 1=1 --"}]}, "unknown_person"),
        ({"places.places.selected_options": [{"value": "myspace"}]}, "place_unknown"),
        ({"purpose.purpose.selected_option": {"value": "advert"}}, "no_purpose"),
        ({"promise.promise.selected_options": []}, "not_declared"),
        ({"promise.promise.selected_options": [{"value": "declaration-1999"}]}, "not_declared"),
        ({"when.when.selected_option": {"value": "set"}}, "no_time"),
    ],
)
@ONE_WAY
def test_a_forged_form_is_stopped_and_kept(brackenfold: Brackenfold, state: dict[str, Any], says: str) -> None:
    """Whatever stands in the payload, it becomes a sentence and an entry in the log, never a post or a crash."""
    deliver(brackenfold, **state)
    entry = brackenfold.entries()[-1]
    assert entry.what == "post:blocked"
    assert says in [finding["says"] for finding in entry.findings]


def set_a_time(brackenfold: Brackenfold) -> None:
    """Chooses "At a set time" and waits until the field for it is there."""
    brackenfold.priya.fill({"when": "set"})
    workspace = brackenfold.rehearsal.workspace
    assert workspace.wait_until(lambda: any("Date and time" in str(view) for view in workspace.stack(sample.PRIYA)))


@pytest.mark.parametrize(
    ("at", "says"),
    [
        (datetime(2026, 11, 24, 16, 4, tzinfo=UTC), "time has passed"),
        (datetime(2020, 1, 1, tzinfo=UTC), "time has passed"),
        (datetime(2028, 1, 1, tzinfo=UTC), "more than a year away"),
    ],
)
@ONE_WAY
def test_a_time_that_will_not_do(brackenfold: Brackenfold, at: datetime, says: str) -> None:
    """The sentence stands at the time."""
    brackenfold.priya.command("/socialpost")
    brackenfold.priya.wait_view("post.form")
    brackenfold.priya.fill(brackenfold.fill(brackenfold.priya))
    set_a_time(brackenfold)
    answer = brackenfold.priya.submit({"at": int(at.timestamp())})
    assert says in (answer.errors or {})["at"]


def test_both_hours_of_the_clock_change_are_told_apart(brackenfold: Brackenfold) -> None:
    """Half past one happens twice that night; the card says which one is meant."""
    brackenfold.clock.now = datetime(2026, 10, 20, 9, 0, tzinfo=UTC)
    brackenfold.rehearsal.bot.directory.refresh(brackenfold.clock())
    brackenfold.priya.command("/socialpost")
    brackenfold.priya.wait_view("post.form")
    brackenfold.priya.fill(brackenfold.fill(brackenfold.priya))
    set_a_time(brackenfold)
    sent = brackenfold.priya.submit({"at": int(datetime(2026, 10, 25, 1, 30, tzinfo=UTC).timestamp())})
    assert sent.ok, sent
    assert "1:30am GMT" in text_of(brackenfold.slt_card())


def test_dangerous_words_are_dead_on_every_card(brackenfold: Brackenfold) -> None:
    """No mention, link or formatting of a draft comes to life, and the post still reads as it was written."""
    card = brackenfold.send(words=NASTY)
    task = brackenfold.start(brackenfold.approve(card))
    assert NASTY in text_of(card)
    assert NASTY in text_of(task)
    for message in (card, task, brackenfold.priya.wait_message("dm", has("post.withdraw"))):
        assert not [text for text in mrkdwn(message) if "<!" in text or "<@U0DAN" in text]


def test_invisible_characters_are_taken_out_and_the_author_is_told(brackenfold: Brackenfold) -> None:
    """Zero-width and direction marks never reach SLT; the author reads that they were removed."""
    card = brackenfold.send(words=f"\u202e{WORDS}\u200b")
    assert WORDS in text_of(card)
    assert "\u202e" not in str(card)
    assert "characters that nobody can see" in text_of(brackenfold.priya.wait_message("dm", has("post.withdraw")))


def test_three_thousand_ampersands_arrive_whole(brackenfold: Brackenfold) -> None:
    """Text that grows when it is escaped still fits on SLT's and the office's card."""
    words = "&" * 3000
    task = brackenfold.approve(brackenfold.send(words=words))
    assert words in text_of(task)


@pytest.mark.parametrize(
    "payload",
    [
        {"type": "view_submission", "view": {"type": "modal", "callback_id": "post.form", "private_metadata": "{}"}},
        {"type": "view_submission", "view": {"type": "modal", "callback_id": "post.form", "private_metadata": "[[[["}},
        {"type": "view_submission", "view": {"type": "modal", "callback_id": "unknown"}},
        {
            "type": "view_submission",
            "view": {"type": "modal", "callback_id": "task.published", "private_metadata": '{"seen":"1:1:x"}'},
        },
        {"type": "block_actions", "actions": [{"action_id": "post.approve", "value": "1:1:'; DROP TABLE post"}]},
        {"type": "block_actions", "actions": [{"action_id": "post.approve", "value": None}]},
        {"type": "block_actions", "actions": [{"action_id": "takedown.removed:facebook", "value": "9:9:000000000000"}]},
        {"type": "block_actions", "actions": [{"action_id": "no.such.action", "value": "1"}]},
        {"type": "view_closed", "view": {"type": "modal", "callback_id": "post.form", "private_metadata": None}},
        {
            "type": "block_suggestion",
            "action_id": "pupils",
            "block_id": "pupils",
            "value": "%_",
            "view": {"type": "modal"},
        },
    ],
)
@ONE_WAY
def test_a_malformed_payload_is_answered_and_changes_nothing(brackenfold: Brackenfold, payload: dict[str, Any]) -> None:
    """Every payload gets its acknowledgement; none of these makes a decision or breaks the bot."""
    person = {"id": sample.PRIYA, "team_id": sample.TEAM, "username": "priya.nair"}
    whole = {
        "team": {"id": sample.TEAM, "domain": "mercia"},
        "user": person,
        "api_app_id": "A0PRACTICE",
        "is_enterprise_install": False,
        "trigger_id": "1.2.3",
        **payload,
    }
    for each in whole.get("actions", ()):
        each |= {"block_id": "b", "type": "button", "action_ts": "1.0"}
    ack = brackenfold.rehearsal.workspace.deliver_raw("interactive", whole)
    assert ack is not None
    assert ack.ok, ack
    assert set(brackenfold.vocabulary()) <= {"consents:imported", "device:approved", "post:refused"}
    brackenfold.send()


@ONE_WAY
def test_a_damaged_button_is_told_where_it_was_pressed(brackenfold: Brackenfold) -> None:
    """Under the message, in a window over the Home, on top of a form; and it decides nothing."""
    card, helen, workspace = brackenfold.send(), brackenfold.helen, brackenfold.rehearsal.workspace
    damaged = {"actions.0.value": "1:1"}

    def told() -> dict[str, Any]:
        assert workspace.wait_until(lambda: "cannot be read" in str(workspace.stack(helen.id)[-1:]))
        shown = helen.view()
        assert shown is not None
        return shown

    workspace.alter_next(damaged)
    assert helen.click(card, "post.approve").ok
    brackenfold.told(helen, "This button cannot be read. Nothing has changed. Please tell IT.", sample.SLT)
    assert not helen.views()
    helen.home()
    row = helen.wait_home("please decide")
    buttons = [block["accessory"]["action_id"] for block in row["blocks"] if "accessory" in block]
    review = next(each for each in buttons if each.startswith("post.review"))
    workspace.alter_next(damaged)
    assert helen.click_home(review).ok
    assert told()["title"]["text"] == "Please note"
    helen.close()
    assert helen.click_home(review).ok
    helen.wait_view("post.review")
    workspace.alter_next(damaged)
    assert helen.click_view("post.approve").ok
    assert told()["title"]["text"] == "Please note"
    assert len(helen.views()) == 2
    assert brackenfold.vocabulary()[-1] == "post:submitted"
