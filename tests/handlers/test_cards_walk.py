"""Walks every card and modal in every state, with plain and with nasty texts, and holds them against all the rules."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.domain.answers import Reply, Side
from bot.domain.consent import Person
from bot.domain.lifecycle import TRANSITIONS, Action
from bot.domain.post import Declared, Draft, Purpose, Status, Story, TaskKind, TaskState
from bot.domain.trust import Limits, Role, Trust
from bot.domain.wording import when
from bot.workflow.desk import Question
from bot.workflow.home import Waiting
from handlers import ids, modals
from handlers.cards import CARDS, Card, CardFacts
from handlers.cards.pictures import exhibit
from handlers.loose.nudge import waiting_list
from handlers.metadata import Metadata
from tests.domain.making import AUTHOR, DEPUTY, HEAD, LONDON, NOW
from tests.handlers.making import (
    ASKED,
    DUE,
    EVIL,
    NASTY_TRUST,
    SITUATIONS,
    STAFF,
    TRUST,
    WORDS,
    Making,
    card_facts,
    finding,
    situation,
)
from tests.handlers.rules import broken_in_card, broken_in_private, broken_in_view, buttons, texts

pytestmark = pytest.mark.slow

NASTY_WORDS = {
    "slack": EVIL * 30,
    "ampersands": "&" * 3000,
    "emoji": "👩‍👩‍👧‍👦 " * 375,
    "right_to_left": "\u202e مرحبا بالعالم " * 150,
    "one_word": "x" * 3000,
    "lines": "a\n" * 1500,
}
NASTY_NAMES = dict.fromkeys(STAFF, EVIL.replace("zqx", "Zed") * 3)
NASTY_PLACES = tuple(NASTY_TRUST.platforms)


def _nasty(words: str) -> dict[str, Any]:
    return {
        "body": {"words": words[:3000], "places": NASTY_PLACES},
        "names": dict(NASTY_NAMES),
        "reason": words[:1000],
    }


SLACK_FILE = "F0123456789"
_READERS = {"cannot": [AUTHOR, "C0SLT"], "permission": [AUTHOR, DEPUTY]}


def _shown(story: Story, trust: Trust = TRUST, *, numbers: tuple[int, ...] = ()) -> list[tuple[str, Card]]:
    """Every kind of card about this story, for each of its versions, to everybody it goes to."""
    return [
        (f"{kind} v{no} to {target}", make(card_facts(story, revision_no=no, target=target, trust=trust)))
        for kind, make in CARDS.items()
        for no in numbers or range(1, len(story.revisions) + 1) or (0,)
        for target in _READERS.get(kind, [AUTHOR])
    ]


@pytest.mark.parametrize("name", SITUATIONS)
def test_every_card_keeps_every_rule(name: str) -> None:
    for which, card in _shown(situation(name)):
        assert list(broken_in_card(card)) == [], which


@pytest.mark.parametrize("name", SITUATIONS)
def test_every_card_that_opens_as_a_window_keeps_every_rule(name: str) -> None:
    """With all of its photos, or with none of it and a sentence."""
    story = situation(name)
    for task in story.tasks:
        no = next((each.no for each in story.revisions if each.id == task.revision_id), 0)
        if task.kind is TaskKind.TAKEDOWN or not no:
            continue
        facts = card_facts(story, revision_no=no, target=task.user_id or DEPUTY)
        photos = [exhibit(facts, photo).key for photo in facts.body.photos]
        files = {each.key: SLACK_FILE for kind in ("signoff", "task") for each in CARDS[kind](facts).files}
        view = modals.review(facts, task, files | dict.fromkeys(photos, SLACK_FILE))
        assert list(broken_in_view(view)) == []
        if task.kind is TaskKind.SIGNOFF and CARDS["signoff"](facts).files:
            assert len(modals.review(facts, task, {})["blocks"]) == 1


def test_several_of_one_role_are_one_line_until_they_have_said_yes() -> None:
    """Five sign-offs still read well: what is asked of SLT once, how many more, and each yes with its name."""
    making = Making(quorum={Role.SLT: 3}).sent(purpose=Purpose.REMINDER, declared=(Declared.LOGO,))
    lines = _signoff_lines_of(making)
    assert lines[:1] == ["*Sign-offs: 0 of 5 given*"]
    assert [line for line in lines if "SLT" in line][1:] == ["⏳ *SLT*, 2 more of them"]
    assert len(lines) == 5
    seat = next(task for task in making.tasks if task.role is Role.SLT and not task.place)
    making.tasks = [
        replace(t, state=TaskState.DONE, done_by=HEAD, done_at=NOW) if t is seat else t for t in making.tasks
    ]
    given = [line for line in _signoff_lines_of(making) if "SLT" in line]
    assert given[0].startswith("✅ *SLT*")
    assert given[1:] == ["⏳ *SLT*, 2 more of them"]


def _signoff_lines_of(making: Making) -> list[str]:
    blocks = CARDS["slt"](card_facts(making.story())).blocks
    return str(next(b for b in blocks if b["block_id"].endswith("signoffs"))["text"]["text"]).splitlines()


def test_photos_are_shown_while_they_are_judged_and_no_longer() -> None:
    """What a card shows must be in Slack first; what it names no more is deleted there."""
    slots = {name: _slots("slt", name) for name in SITUATIONS}
    assert (len(slots["two_photos"]), len(slots["ten_photos"])) == (2, 1)
    assert len(_card_of("slt", "ten_photos").files) == 11, "the sheet, and each photo for its button"
    for name, shown in slots.items():
        files = {each.slot for each in _card_of("slt", name).files}
        assert shown <= files, name
        if situation(name).post.status not in {Status.WITH_SLT, Status.HELD, Status.ADVICE}:
            assert not files, name
    assert _card_of("slt", "photo_changed", 1).files == ()
    assert {name for name in SITUATIONS if _card_of("task", name).files} == {
        "photos_with_office",
        "photos_started",
        "photos_partly",
        "photos_left_in_slack",
    }
    assert {name for name in SITUATIONS if _card_of("pack", name).files} > {"photos_started", "photos_partly"}
    assert not _card_of("pack", "photos_published").files


def test_what_changed_stands_large_and_first() -> None:
    """A new picture is what SLT must look at; one that is as before only has to be recognised."""
    blocks = _card_of("slt", "photo_changed", 2).blocks
    large = [block["block_id"] for block in blocks if block["type"] == "image"]
    small = [block["block_id"] for block in blocks if (block.get("accessory") or {}).get("type") == "image"]
    assert (large, small) == (["p42.v2.photo2"], ["p42.v2.photo1"])
    said = str(_card_of("slt", "photos_blurred", 2).blocks)
    for line in (
        "Photo 1: part of it is blurred now",
        "Photo 3: new alt text",
        "6 photos taken out",
        "in another order",
    ):
        assert line in said


def _card_of(kind: str, name: str, no: int = 1) -> Card:
    return CARDS[kind](card_facts(situation(name), revision_no=no))


def _slots(kind: str, name: str) -> set[str]:
    """What the pictures of a card name as their files."""
    return set(re.findall(r"'slack_file': {'id': '(\w+)'}", repr(_card_of(kind, name).blocks)))


@pytest.mark.parametrize("name", SITUATIONS)
def test_nasty_texts_stay_dead_and_within_limits(name: str) -> None:
    """Mentions, formatting, 3,000 ampersands, emoji, right-to-left, long names of people, schools and places."""
    for kind, words in NASTY_WORDS.items():
        story = SITUATIONS[name](Making(**_nasty(words))).story()
        for which, card in _shown(story, NASTY_TRUST):
            assert list(broken_in_card(card)) == [], (kind, which)


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("name", ["waiting", "published"])
def test_no_status_finds_a_card_unprepared(name: str, status: Status) -> None:
    """Rows from a later version of the bot, or mended by hand: still a card that keeps the rules."""
    found = situation(name)
    story = replace(found, post=replace(found.post, status=status))
    bare = replace(story, tasks=(), publications=(), names={})
    for which, card in [*_shown(story), *_shown(bare)]:
        assert list(broken_in_card(card)) == [], which


@pytest.mark.parametrize("no", [0, 99])
@pytest.mark.parametrize("name", ["waiting_v2", "replaced_late", "old_one_live"])
def test_a_card_about_no_certain_version_is_about_the_one_in_force(name: str, no: int) -> None:
    """The author's own card has number 0."""
    story = situation(name)
    assert [card for _, card in _shown(story, numbers=(no,))] == [card for _, card in _shown(story, numbers=(2,))]


def test_who_is_not_a_user_is_never_mentioned() -> None:
    """A decision by the bot itself, or an id that came from elsewhere, makes no mention."""
    story = situation("withdrawn")
    odd = replace(story, post=replace(story.post, changed_by="!channel", author="<@U1>"))
    for which, card in _shown(odd):
        assert list(broken_in_card(card)) == [], which


@pytest.mark.parametrize("words", NASTY_WORDS)
@pytest.mark.parametrize("most", [0, 1, 5, 40])
def test_a_reminder_of_what_waits_keeps_every_rule(words: str, most: int) -> None:
    """However many wait, and whatever is in them."""
    story = SITUATIONS["waiting_reminder"](Making(**_nasty(NASTY_WORDS[words]))).story()
    rows = [Waiting(story=story, tasks=(replace(story.tasks[0], id=n),)) for n in range(most)]
    assert list(broken_in_card(waiting_list(rows, trust=NASTY_TRUST, now=NOW))) == []


@pytest.mark.parametrize("name", SITUATIONS)
def test_while_posts_are_stopped_no_card_lets_anything_on(name: str) -> None:
    """No approving, no starting, no words for the office; every rule is kept all the same."""
    story = situation(name)
    for kind, make in CARDS.items():
        card = make(replace(card_facts(story, revision_no=len(story.revisions), target=AUTHOR), stopped=True))
        assert list(broken_in_card(card)) == [], kind
        pressed = {button["action_id"] for button in buttons(card.blocks)}
        assert not pressed & {ids.APPROVE, ids.START, ids.OPEN_WORDS}, kind


# The sentences


@pytest.mark.parametrize("name", SITUATIONS)
def test_sentences_are_short_and_calm(name: str) -> None:
    """At most 25 words; the policy's words; no exclamation mark; no time that would age."""
    for which, card in _shown(situation(name)):
        said = [card.text, *(text for kind, text in texts(card.blocks) if kind == "mrkdwn")]
        for sentence in re.split(r"[.:;?]\s|\n", " \n".join(said)):
            assert len(sentence.split()) <= 25, (which, sentence)
        for text in said:
            assert not re.search(r"!|\b(consent|platform|urgent|rejected|today|tomorrow|ago|except)\b", text), which


@pytest.mark.parametrize("name", SITUATIONS)
def test_each_message_says_its_state_first_and_one_icon_at_most(name: str) -> None:
    for which, card in _shown(situation(name)):
        heads = [block["text"]["text"] for block in card.blocks if block["type"] == "header"]
        if not name.startswith("draft"):
            assert len(heads) == 1, which
            assert "Post 42" in heads[0], which
        assert all(sum(head.count(icon) for icon in "✅⏳⚠🛑") <= 1 for head in heads), which
        assert not any(icon in card.text for icon in "✅⏳⚠🛑"), which


@pytest.mark.parametrize("name", SITUATIONS)
def test_buttons_are_verbs_of_24_characters(name: str) -> None:
    for which, card in _shown(situation(name)):
        for button in buttons(card.blocks):
            label = button["text"]["text"]
            assert len(label) <= 24 or label.startswith(("Mark ", "Open on")), (which, label)
            assert label not in {"OK", "Yes", "Submit", "Confirm"}
            if "confirm" in button:
                assert button["confirm"]["deny"]["text"] == "Go back"


# Buttons only where a click can do something


DECISIONS = {
    ids.APPROVE: Action.SIGN,
    ids.REQUEST_CHANGES: Action.REQUEST_CHANGES,
    ids.REJECT: Action.REJECT,
    ids.WITHDRAW: Action.WITHDRAW,
    ids.EDIT: Action.SUBMIT,
    ids.START: Action.START,
    ids.OPEN_WORDS: Action.START,
    ids.PUBLISHED: Action.PUBLISH,
    ids.CANNOT_PUBLISH: Action.CANNOT_PUBLISH,
    ids.ALREADY_LIVE: Action.ALREADY_LIVE,
}


@pytest.mark.parametrize("name", SITUATIONS)
def test_no_button_that_the_lifecycle_refuses(name: str) -> None:
    story = situation(name)
    for which, card in _shown(story):
        for button in buttons(card.blocks):
            action = DECISIONS.get(button["action_id"].partition(":")[0])
            if action is Action.SIGN and story.post.status is Status.ADVICE:
                action = Action.CLEAR
            if action:
                assert (story.post.status, action) in TRANSITIONS, (which, button["action_id"])


def test_every_way_on_has_its_button() -> None:
    """Where the lifecycle waits for somebody, their card has the button."""
    expected = {
        ("waiting", "slt"): {ids.APPROVE, ids.REQUEST_CHANGES, ids.REJECT, ids.WHO_IS_FEATURED},
        ("stuck", "slt"): {ids.APPROVE, ids.REQUEST_CHANGES, ids.REJECT, ids.WHO_IS_FEATURED},
        ("held", "slt"): {ids.APPROVE, ids.REQUEST_CHANGES, ids.REJECT, ids.WHO_IS_FEATURED},
        ("waiting_nobody", "slt"): {ids.APPROVE, ids.REQUEST_CHANGES, ids.REJECT},
        ("reminder_awaited", "slt"): {ids.REQUEST_CHANGES, ids.REJECT, ids.WHO_IS_FEATURED},
        ("reminder_awaited", "signoff"): {ids.APPROVE, ids.REQUEST_CHANGES, ids.REJECT, ids.WHO_IS_FEATURED},
        ("reminder_given", "signoff"): {ids.REQUEST_CHANGES, ids.REJECT, ids.WHO_IS_FEATURED},
        ("adults_awaited", "slt"): {ids.REQUEST_CHANGES, ids.REJECT, ids.WHO_IS_FEATURED},
        ("released", "slt"): set(),
        ("waiting", "sent"): {ids.WITHDRAW},
        ("released", "sent"): {ids.WITHDRAW},
        ("published", "sent"): set(),
        ("changes", "changes"): {ids.EDIT, ids.WITHDRAW},
        ("waiting_v2", "changes"): set(),
        ("stuck", "held"): {ids.SEE_WHO, ids.EDIT},
        ("held", "held"): {ids.SEE_WHO, ids.EDIT},
        ("held_then_approved", "held"): set(),
        ("released", "task"): {ids.START, ids.CANNOT_PUBLISH},
        ("started", "task"): {ids.PUBLISHED, ids.OPEN_WORDS, ids.GET_PACK, ids.CANNOT_PUBLISH},
        ("partly", "task"): {ids.PUBLISHED, ids.OPEN_WORDS, ids.GET_PACK, ids.CANNOT_PUBLISH},
        ("ten_photos", "slt"): {ids.APPROVE, ids.REQUEST_CHANGES, ids.REJECT, ids.WHO_IS_FEATURED, ids.SEE_PHOTOS},
        ("held", "task"): {ids.ALREADY_LIVE},
        ("withdrawn_late", "task"): {ids.ALREADY_LIVE},
        ("replaced_late", "task"): {ids.ALREADY_LIVE},
        ("published", "task"): {ids.TAKE_DOWN},
        ("published", "slt"): {ids.TAKE_DOWN},
        ("coming_down", "takedown"): {
            f"{ids.OPEN_PLACE}:facebook",
            f"{ids.REMOVED}:facebook",
            f"{ids.OPEN_PLACE}:website",
            f"{ids.REMOVED}:website",
        },
        ("removed", "takedown"): set(),
    }
    found = {
        (name, kind): {
            button["action_id"] for button in buttons(CARDS[kind](card_facts(situation(name), target=AUTHOR)).blocks)
        }
        for name, kind in expected
    }
    assert found == expected


def test_buttons_carry_the_exact_content_of_their_own_version() -> None:
    story = situation("replaced_late")
    values = {button["value"] for button in buttons(CARDS["task"](card_facts(story, revision_no=1)).blocks)}
    assert values == {str(story.revisions[0].seen)}


# The words: where they must be whole, and where they must be gone


def _quoted(card: Card) -> str:
    return "".join(text for kind, text in texts(card.blocks) if kind in {"text", "plain_text"})


@pytest.mark.parametrize("name", ["waiting", "waiting_reminder", "stuck", "held", "reminder_awaited"])
def test_slt_read_the_whole_post(name: str) -> None:
    words = ("Beans. " * 500)[:3000]
    story = SITUATIONS[name](Making(body={"words": words})).story()
    for kind in ("slt", "signoff"):
        assert words in _quoted(CARDS[kind](card_facts(story)))


@pytest.mark.parametrize("name", ["released", "started", "partly"])
def test_the_office_reads_the_whole_post(name: str) -> None:
    words = ("Beans. " * 500)[:3000]
    story = SITUATIONS[name](Making(body={"words": words})).story()
    assert words in _quoted(CARDS["task"](card_facts(story)))


@pytest.mark.parametrize("name", ["held", "withdrawn_late", "replaced_late", "coming_down", "removed"])
def test_the_office_cannot_copy_what_must_not_go_out(name: str) -> None:
    card = CARDS["task"](card_facts(situation(name)))
    assert "Beans and bar charts" not in _quoted(card)
    assert "do not publish" in card.text or "must come down" in card.text or "taken down" in card.text


@pytest.mark.parametrize("name", ["waiting_v2", "changes_v2", "replaced_late", "old_one_live"])
def test_a_replaced_card_loses_words_and_buttons_and_is_closed(name: str) -> None:
    card = CARDS["slt"](card_facts(situation(name), revision_no=1))
    assert card.closed
    assert list(buttons(card.blocks)) == []
    assert "Beans and bar charts" not in _quoted(card)
    assert "Replaced by version 2 · Post 42" in _quoted(card)


def test_a_replaced_card_keeps_who_had_decided() -> None:
    shown = repr(CARDS["slt"](card_facts(situation("waiting_v2"), revision_no=1)).blocks)
    assert f"<@{HEAD}> asked for changes to version 1" in shown


def test_the_task_of_an_old_version_stays_open_to_the_truth() -> None:
    """It may turn out to be live: such a card is never closed."""
    assert not CARDS["task"](card_facts(situation("replaced_late"), revision_no=1)).closed


# Nothing of a missing permission in a channel


@pytest.mark.parametrize("kind", ["slt", "signoff", "task", "sent", "held"])
@pytest.mark.parametrize("name", ["stuck", "held"])
def test_a_missing_permission_is_said_neutrally(name: str, kind: str) -> None:
    card = CARDS[kind](card_facts(situation(name), target=AUTHOR))
    shown = f"{card.text} {card.blocks}"
    if (name, kind) != ("stuck", "task"):
        assert "cannot go out as it stands" in shown
    assert not re.search(r"famil|parent|withdrawn|refus|\bno longer has|except|all but", shown)
    assert "*Checked" not in shown


def test_a_list_of_pupils_that_shrank_is_not_told_as_such() -> None:
    """Fewer names than before would say that somebody had to go."""
    shown = repr(CARDS["slt"](card_facts(situation("waiting_v2"), revision_no=2)).blocks)
    assert "Pupils featured: the list changed" in shown
    assert "*Pupils featured:* 2" in shown
    assert "*Pupils featured:* 3" not in shown


# What the author and SLT are told


def test_the_author_is_told_of_characters_that_nobody_can_see() -> None:
    plain, hidden = situation("waiting"), situation("waiting", draft_words="Be\u200bans")
    assert "characters that nobody can see" not in repr(CARDS["sent"](card_facts(plain)).blocks)
    assert "characters that nobody can see" in repr(CARDS["sent"](card_facts(hidden)).blocks)


def test_slt_and_author_hear_differently_of_what_cannot_be_published() -> None:
    story = situation("cannot")
    author, slt = (repr(CARDS["cannot"](card_facts(story, target=to)).blocks) for to in (AUTHOR, "C0SLT"))
    assert "Your words are kept" in author
    assert "Your words" not in slt
    assert "nothing for you to decide" in slt


@pytest.mark.parametrize("name", ["held", "held_then_revised"])
def test_a_yes_that_was_taken_back_is_said_of_nobody(name: str) -> None:
    """A post that is held loses its sign-offs: the message that told of them names no one, least of all who held it."""
    making = Making().sent().approved().started().held()
    story = (making if name == "held" else making.sent(words="Other words.")).story()
    card = CARDS["approved"](card_facts(story, target=AUTHOR))
    assert card.blocks[0]["text"]["text"] == "No longer approved · Post 42"
    assert "<@" not in repr(card.blocks)
    assert list(broken_in_card(card)) == []


def test_the_authors_two_messages_after_a_request_do_not_offer_the_same_twice() -> None:
    """The newer one has the buttons; the one that tells where the post stands points to it."""
    facts = card_facts(situation("changes"), target=AUTHOR)
    assert [b["text"]["text"] for b in buttons(CARDS["changes"](facts).blocks)] == [
        "Edit and resubmit",
        "Withdraw post",
    ]
    assert list(buttons(CARDS["sent"](facts).blocks)) == []


def test_two_places_are_both() -> None:
    """Nobody says "all 2"."""
    story = Making().sent(places=("facebook", "website")).approved().started().live("facebook", "website").story()
    for kind in ("task", "slt", "published", "sent"):
        assert "in both places." in repr(CARDS[kind](card_facts(story)).blocks), kind


def test_the_deadline_is_said_once() -> None:
    """The sign-off is due when the post is: the card need not say the same time twice."""
    card = CARDS["slt"](card_facts(situation("waiting")))
    said = when(DUE, LONDON, now=NOW)
    assert card.text == f"Priya Nair asks SLT to approve post 42 by {said}."
    facts = next(block["text"]["text"] for block in card.blocks if block["block_id"] == "p42.v1.when")
    assert f"*When:* {said}. Please decide before then" in facts


def test_a_source_goes_with_the_words() -> None:
    """SLT read it, the office reads and copies it, and a change of it is a change of the post (clause IP-2)."""
    borrowed = {"declared": (Declared.THIRD_PARTY,), "source": EVIL}
    story = Making(body=borrowed).sent().story()
    assert EVIL in _quoted(CARDS["slt"](card_facts(story)))
    started = Making(body=borrowed).sent().approved().started().story()
    assert EVIL in _quoted(CARDS["task"](card_facts(started)))
    assert EVIL in repr(modals.words_to_copy(_view_facts(started)))
    again = Making(body=borrowed).sent().changes_requested().sent(source="Anon., 1912").story()
    card = CARDS["slt"](card_facts(again, revision_no=2))
    assert "The source changed." in card.text
    for shown in (CARDS["slt"](card_facts(story)), CARDS["task"](card_facts(started)), card):
        assert list(broken_in_card(shown)) == []


# What needs SLT's eye


def test_slt_read_what_was_found_and_what_was_answered() -> None:
    """Each word in question, what the author says, and nothing of whom it may mean: that is for the form alone."""
    card = CARDS["slt"](card_facts(situation("found")))
    said = _quoted(card)
    assert "Please look at 3 things" in card.text
    assert "Is “windowsill” a child? The author says no" in said
    assert "“Beans are what our caretaker calls himself.”" in said
    assert "may run somebody down" in said
    assert "no names in the words" not in repr(card.blocks)
    assert "no names in the words" in repr(CARDS["slt"](card_facts(situation("waiting"))).blocks)


def test_approving_asks_back_by_a_dialog_or_by_a_form() -> None:
    """With open holds the form asks; without, the dialog does, and names the number of things that needed an eye."""

    def confirm(name: str, kind: str = "slt") -> str:
        blocks = CARDS[kind](card_facts(situation(name), target=AUTHOR)).blocks
        button = next(button for button in buttons(blocks) if button["action_id"] == ids.APPROVE)
        return str(button.get("confirm", {}).get("text", {}).get("text", ""))

    assert confirm("found") == ""
    assert confirm("found_and_settled").endswith("Please look at 3 things: have you?")
    assert "have you?" not in confirm("waiting")
    assert confirm("found_later", "signoff") != ""  # the holds are SLT's to answer


def test_what_came_up_later_is_said_to_have_come_up_later() -> None:
    """SLT know that the author has not been asked."""
    assert "The author was not asked" in _quoted(CARDS["slt"](card_facts(situation("found_later"))))


def test_a_card_that_cannot_go_out_says_nothing_else() -> None:
    """What was found stands aside for the neutral sentence."""
    assert "windowsill" not in _quoted(CARDS["slt"](card_facts(situation("found_and_stuck")))).replace(WORDS, "")


@pytest.mark.parametrize("many", [1, 7, 40])
def test_many_and_nasty_findings_keep_every_rule(many: int) -> None:
    """However much was found, and however it reads."""
    nasty = [replace(finding(EVIL, kind=kind), sentence=EVIL * 9) for kind in ("name", "tone")] * many
    story = Making(**_nasty(WORDS)).sent().found(*nasty).answered(Side.AUTHOR, AUTHOR, EVIL * 5).story()
    for which, card in _shown(story, NASTY_TRUST):
        assert list(broken_in_card(card)) == [], which
    people = (Person(id="p1", school="brackenfold", role="pupil", forename=EVIL, surname=EVIL, class_name=EVIL),) * 5
    questions = [
        Question(finding=each, people=people, author=story.answers[0], reply=Reply(fingerprint="f", reason=EVIL * 90))
        for each in story.found_in(story.revisions[-1])
    ]
    facts = modals.SecondFacts(trust=NASTY_TRUST, questions=questions, pupils=many, names_found=True)
    for view in (
        modals.second_step(facts, Metadata(post=42, key="k1", school="brackenfold", step="0123456789abcdef")),
        modals.answer_holds(_view_facts(story, NASTY_TRUST), questions),
    ):
        assert list(broken_in_view(view)) == [], view["callback_id"]
        asked = [block for block in view["blocks"] if block["block_id"].startswith("reply:")]
        assert len(asked) == min(2 * many, 20)


def test_the_second_step_ends_with_the_promise() -> None:
    """Like a signature, and never filled in for somebody."""
    view = modals.second_step(modals.SecondFacts(trust=TRUST), Metadata(key="k1"))
    assert [block["block_id"] for block in view["blocks"]] == ["intro2", "promise"]
    assert "initial_options" not in view["blocks"][-1]["element"]
    assert view["notify_on_close"] is True


# Modals


def _view_facts(story: Story, trust: Trust = TRUST) -> CardFacts:
    return card_facts(story, revision_no=0, trust=trust)


def _views(facts: CardFacts) -> list[dict[str, Any]]:
    views = [
        modals.see_post(facts),
        modals.mine([modals.MineRow.of(facts.story, facts.trust)], trust=facts.trust, now=NOW),
    ]
    if facts.story.revision:
        views += [
            modals.request_changes(facts),
            modals.reject(facts),
            modals.cannot_publish(facts),
            modals.words_to_copy(facts),
            modals.mark_published(facts, in_order=True),
            modals.mark_published(facts, in_order=False),
        ]
    return views


@pytest.mark.parametrize("name", SITUATIONS)
def test_every_modal_about_a_post_keeps_every_rule(name: str) -> None:
    for view in _views(_view_facts(situation(name))):
        assert list(broken_in_view(view)) == [], view["callback_id"]


@pytest.mark.parametrize("words", NASTY_WORDS)
@pytest.mark.parametrize("name", ["draft", "waiting_v2", "partly", "published_paper"])
def test_nasty_texts_stay_dead_in_modals_too(name: str, words: str) -> None:
    story = SITUATIONS[name](Making(**_nasty(NASTY_WORDS[words]))).story()
    for view in _views(_view_facts(story, NASTY_TRUST)):
        assert list(broken_in_view(view)) == [], view["callback_id"]


FORMS = {
    "empty": (Draft(school="brackenfold"), TRUST),
    "filled": (
        Draft(
            school="brackenfold",
            purpose=Purpose.REMINDER,
            words=WORDS,
            places=("facebook", "website"),
            scheduled=True,
            at=DUE,
        ),
        TRUST,
    ),
    "late": (Draft(school="gone", scheduled=True, at=NOW - timedelta(days=3), nobody=True, places=("myspace",)), TRUST),
    "nasty": (
        Draft(
            school="brackenfold",
            words=EVIL * 60,
            places=NASTY_PLACES,
            scheduled=True,
            declared=(Declared.THIRD_PARTY,),
            source=EVIL * 60,
        ),
        NASTY_TRUST,
    ),
}


@pytest.mark.parametrize("schools", [1, 2, 120])
@pytest.mark.parametrize("name", FORMS)
def test_the_form_keeps_every_rule(name: str, schools: int) -> None:
    draft, trust = FORMS[name]
    school = next(iter(trust.schools.values()))
    facts = modals.FormFacts(
        trust=trust,
        schools=[replace(school, key=f"s{n}") for n in range(schools)],
        picked=[modals.pupil_option(f"p{n}", EVIL, f"Year {n}") for n in range(130)] if name == "nasty" else [],
        reminder_titles="Mr Lane or Tanya Matthews, and everybody else who may say yes to a reminder",
        now=NOW,
        asked=modals.Asked(by=EVIL, at=NOW, reason=EVIL * 20),
    )
    view = modals.post_form(draft, facts, Metadata(post=42, key="k1", school="brackenfold"), title="Edit post 42")
    assert list(broken_in_view(view)) == []
    assert view["notify_on_close"] is True
    blocks = [block["block_id"] for block in view["blocks"] if block["type"] == "input"]
    assert ("at" in blocks) == draft.scheduled
    assert ("source" in blocks) == (Declared.THIRD_PARTY in draft.declared)
    assert ("school" in blocks) == (schools > 1)


def test_the_promise_is_never_filled_in_for_somebody() -> None:
    """Like a signature: given anew for every version, under the wording in force."""
    draft = Draft(school="brackenfold", promise=TRUST.policy.declaration_id)
    facts = modals.FormFacts(trust=TRUST, schools=list(TRUST.schools.values()), now=NOW)
    element = modals.post_form(draft, facts, Metadata(key="k1"))["blocks"][-1]["element"]
    assert "initial_options" not in element
    assert element["options"][0]["value"] == TRUST.policy.declaration_id


def test_the_form_says_what_is_not_for_oneself() -> None:
    """In grey after the places (clause PU-1); what the register says is told to those who post on LinkedIn."""

    def line(*places: str, allowed: bool = False) -> str:
        facts = modals.FormFacts(
            trust=TRUST, schools=list(TRUST.schools.values()), now=NOW, on_linkedin=allowed, reminder_titles=""
        )
        blocks = modals.post_form(Draft(places=places), facts, Metadata(key="k1"))["blocks"]
        at = [block["block_id"] for block in blocks].index("places")
        return str(blocks[at + 1]["elements"][0]["text"])

    assert line("facebook") == "The school’s photos and posts are not for accounts of your own."
    assert "There is none on record for you" in line("linkedin")
    assert "Yours is on record" in line("facebook", "linkedin", allowed=True)


def test_the_form_counts_the_room_that_a_text_takes() -> None:
    """For places with a limit, as the place counts; nothing where there are none, or no words yet."""
    short = replace(TRUST.platforms["facebook"], key="x", name="X", limits=Limits(characters=280, weighted=True))
    trust = replace(TRUST, platforms={**TRUST.platforms, "x": short})
    facts = modals.FormFacts(trust=trust, schools=list(TRUST.schools.values()), now=NOW)

    def room(words: str, *places: str) -> str:
        view = modals.post_form(Draft(words=words, places=places), facts, Metadata(key="k1"))
        return next((repr(block) for block in view["blocks"] if block["block_id"] == "room"), "")

    assert "X: 300 of 280, 20 too many" in room("a" * 300, "x", "website")
    assert room("a" * 300, "website") == room(" ", "x") == ""


def test_namesakes_are_told_apart_whatever_their_length() -> None:
    label = modals.pupil_option("p1", "Wolfeschlegelsteinhausenbergerdorff " * 5, "Year 4 Hazel").to_dict()["text"][
        "text"
    ]
    assert len(label) <= 75
    assert label.endswith(" · Year 4 Hazel")


@pytest.mark.parametrize("many", [0, 1, 20, 21, 1200])
def test_who_is_featured_lists_everybody_in_as_many_messages_as_it_takes(many: int) -> None:
    pupils = [modals.Pupil(name=f"{EVIL}{n:04}", group=f"Year {n % 7} & Oak" if n % 9 else "") for n in range(many)]
    messages = modals.who_is_featured(42, pupils, in_order=True)
    for message in messages:
        assert list(broken_in_private(message.text, message.blocks)) == []
    shown = "".join(repr(message.blocks) for message in messages)
    assert all(f"{n:04}" in shown for n in range(many))
    assert "that you asked is recorded" in repr(messages[-1].blocks)


def test_a_whole_school_is_one_or_two_messages() -> None:
    """Slack answers a click at most five times."""
    pupils = [modals.Pupil(name=f"Forename{n % 90} Surname{n % 70}", group=f"Year {n % 7} Oak") for n in range(630)]
    assert len(modals.who_is_featured(42, pupils, in_order=True)) <= 5


@pytest.mark.parametrize("many", [0, 1, 100])
def test_see_who_keeps_every_rule(many: int) -> None:
    missing = [modals.Missing(pupil=modals.Pupil(name=EVIL * 9), places=("facebook", "gone")) for _ in range(many)]
    assert list(broken_in_view(modals.see_who(42, missing, TRUST))) == []


def test_see_who_uses_the_one_sentence_for_every_cause() -> None:
    missing = [modals.Missing(pupil=modals.Pupil(name="Noah Adeyemi", group="Year 4 Hazel"), places=("instagram",))]
    view = modals.see_who(42, missing, TRUST)
    sentence = "There is no permission on record to show Noah Adeyemi (Year 4 Hazel) on Instagram."
    assert view["blocks"][0]["text"] == {"type": "plain_text", "text": sentence, "emoji": False}


def test_my_posts_in_groups_of_five_at_most() -> None:
    names = [name for name in SITUATIONS for _ in range(4)]
    rows = [replace(modals.MineRow.of(situation(name), TRUST), post_id=n) for n, name in enumerate(names)]
    view = modals.mine(rows, trust=TRUST, now=NOW)
    assert list(broken_in_view(view)) == []
    heads = [block["text"]["text"].partition(" (")[0] for block in view["blocks"] if block["type"] == "header"]
    assert heads == ["Needs you", "Waiting", "Drafts", "Done"]
    assert sum(block["type"] == "section" for block in view["blocks"]) == 5 + 5 + 5 + 5


def test_my_posts_when_there_are_none() -> None:
    assert list(broken_in_view(modals.mine([], trust=TRUST, now=NOW))) == []


@pytest.mark.parametrize("sentence", ["Only SLT can decide on posts.", EVIL * 50, "x"])
def test_private_sentences_keep_every_rule(sentence: str) -> None:
    assert list(broken_in_view(modals.notice("Something went wrong", sentence))) == []


def test_help_keeps_every_rule() -> None:
    for trust in (TRUST, NASTY_TRUST):
        answer = modals.help_blocks(trust, office=True, stopper=True, approver=True, keeper=True)
        assert list(broken_in_private(answer.text, answer.blocks)) == []


def test_help_names_the_registers_only_to_those_who_keep_one() -> None:
    shown = [str(modals.help_blocks(TRUST, keeper=keeper).blocks) for keeper in (True, False)]
    assert ["/socialpost registers" in each for each in shown] == [True, False]


def test_the_reason_forms_say_who_reads_it() -> None:
    facts = _view_facts(situation("waiting"))
    hints = [form(facts)["blocks"][1]["hint"]["text"] for form in (modals.request_changes, modals.cannot_publish)]
    assert hints == [
        "Priya and SLT see this with your name. Please do not name a child.",
        "Priya, SLT and the office see this with your name. Please do not name a child.",
    ]


def test_what_slt_asked_for_stands_above_the_form() -> None:
    facts = modals.FormFacts(
        trust=TRUST,
        schools=list(TRUST.schools.values()),
        now=NOW,
        asked=modals.Asked(by="Helen Marsh", at=NOW, reason=ASKED),
    )
    first, second = modals.post_form(Draft(), facts, Metadata(key="k1"))["blocks"][:2]
    assert first["elements"][0]["text"] == "Helen Marsh asked on Tue 24 Nov, 4:05pm"
    assert second["elements"][0]["elements"][0]["text"] == ASKED
