"""The main screens as JSON, so that a change of look or wording is a visible diff. `UPDATE_GOLDEN=1` writes them anew."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.domain.answers import Reply, Response, Said, Side
from bot.domain.attached import Attached
from bot.domain.devices import Device, Owner
from bot.domain.findings import fingerprinted
from bot.domain.photos import Shown
from bot.domain.post import Draft, Purpose, Status, Story
from bot.domain.standing import SUSPENDED, Kind, Standing
from bot.domain.trust import Role
from bot.workflow.desk import Question
from bot.workflow.device_register import Listed
from bot.workflow.home import Elsewhere, Waiting, Week
from bot.workflow.registers import Register
from handlers import modals
from handlers.cards import CARDS
from handlers.cards.pictures import exhibit
from handlers.home import HomeFacts, draw_home
from handlers.loose.nudge import waiting_list
from handlers.metadata import Metadata
from handlers.modals.devices import add_device, devices
from handlers.modals.photos import photos_form
from handlers.modals.registers import add, policy, registers
from tests.domain.making import AUTHOR, DEPUTY, NOAH, NOW
from tests.handlers.consents import MAISIE, consent_facts
from tests.handlers.making import ASKED, ASKED_ROLES, DUE, THREE, TRUST, WHY, WORDS, card_facts, situation
from tests.handlers.test_photo_cards import LATE, shown

NUDGED = (("waiting_reminder", 0), ("waiting", 0), ("released", 1), *[("waiting", 0)] * 4)
HEADTEACHER = frozenset({Role.HEADTEACHER})
GOLDEN = Path(__file__).parent.parent / "golden"


def _card(
    kind: str, name: str, no: int = 1, *, held: frozenset[Role] = ASKED_ROLES, target: str = AUTHOR
) -> Callable[[], Any]:
    def shown() -> Any:
        card = CARDS[kind](card_facts(situation(name), revision_no=no, target=target, held=held))
        return {"text": card.text, "closed": card.closed, "blocks": card.blocks}

    return shown


def _form(draft: Draft, *, asked: modals.Asked | None = None, post: int = 0) -> dict[str, Any]:
    facts = modals.FormFacts(
        trust=TRUST,
        schools=list(TRUST.schools.values()),
        picked=[
            modals.pupil_option("p1", "Maisie Trent", "Year 4 Hazel"),
            modals.class_option("Year 4 Hazel", "Year 4 Hazel", 28),
        ],
        reminder_titles="Mr Lane or Tanya Matthews",
        now=NOW,
        asked=asked,
    )
    title = modals.edit_title(post) if post else "New social post"
    return modals.post_form(draft, facts, Metadata(post=post, key="k1", school="brackenfold"), title=title)


def _filled() -> dict[str, Any]:
    draft = Draft(
        school="brackenfold",
        purpose=Purpose.LEARNING,
        words=WORDS,
        places=("facebook", "website"),
        scheduled=True,
        at=DUE,
    )
    return _form(draft, asked=modals.Asked(by="Helen Marsh", at=NOW, reason=ASKED), post=42)


def _mine() -> dict[str, Any]:
    names = ("changes", "stuck", "waiting", "draft", "published", "rejected")
    rows = [replace(modals.MineRow.of(situation(name), TRUST), post_id=40 + n) for n, name in enumerate(names)]
    return modals.mine(rows, trust=TRUST, now=NOW)


def _slt_home() -> dict[str, Any]:
    names = ("reminder_awaited", "adults_awaited", "stuck", "held")
    posts = (numbered(situation(name), 50 + n) for n, name in enumerate(names))
    return draw_home(
        HomeFacts(
            trust=TRUST,
            now=NOW,
            stopper=True,
            waits=[
                Waiting(story=situation(name), tasks=(replace(situation(name).tasks[n], id=90 + at),))
                for at, (name, n) in enumerate(NUDGED[:3])
            ],
            elsewhere=[
                Elsewhere(story=story, task=replace(story.asked()[-1], id=story.post.id), stopped=False)
                for story in posts
            ],
            weeks=[Week(school=TRUST.schools["brackenfold"], approved=6, rejected=1, published=5, stopped=False)],
        )
    )


def numbered(story: Story, number: int) -> Story:
    """The same as another post."""
    return replace(story, post=replace(story.post, id=number))


def _author_home() -> dict[str, Any]:
    names = ("changes", "stuck", "waiting", "reminder_awaited", "adults_awaited", "draft", "published", "rejected")
    mine = [numbered(situation(name), 40 + n) for n, name in enumerate(names)]
    return draw_home(HomeFacts(trust=TRUST, now=NOW, mine=mine))


def _featured() -> list[dict[str, Any]]:
    pupils = [modals.Pupil(name=name, group="Year 4 Hazel") for name in ("Maisie Trent", "Noah Adeyemi", "Zofia Lis")]
    return [
        {"text": message.text, "blocks": message.blocks}
        for message in modals.who_is_featured(42, pupils, in_order=True)
    ]


def _questions() -> list[Question]:
    """A tick, a contested name and a reason, with what stands in the form already."""
    grace = replace(NOAH, id="p3", forename="Grace", surname="Okoro")
    said = Response(fingerprint="", side=Side.AUTHOR, said=Said.NOT_A_CHILD, by=AUTHOR, at=NOW, reason=WHY)
    found = fingerprinted(THREE, {"words": WORDS})
    return [
        Question(
            finding=each,
            people=(grace,) if each.is_name else (),
            author=None if nth == 2 else replace(said, reason=WHY if nth else ""),
            reply=Reply(fingerprint=each.fingerprint, reason=WHY) if nth == 1 else None,
        )
        for nth, each in enumerate(found)
    ]


def _second() -> dict[str, Any]:
    facts = modals.SecondFacts(trust=TRUST, questions=_questions(), pupils=3, names_found=True)
    return modals.second_step(facts, Metadata(post=42, key="k1", school="brackenfold", step="0123456789abcdef"))


def _second_photos() -> dict[str, Any]:
    photos = [
        Attached(file_id="F1", name="beans.jpg", alt_text="Bean plants on a windowsill.", shown=Shown.WORK, device="1"),
        Attached(file_id="F2", name="labels.jpg", device="1"),
    ]
    devices = [Device(id="1", label="School iPad 12 (Hazel class)", make="Apple", model="iPad", owner=Owner.SCHOOL)]
    facts = modals.SecondFacts(trust=TRUST, pupils=3, photos=photos, devices=devices)
    return modals.second_step(facts, Metadata(post=42, key="k1", school="brackenfold", step="0123456789abcdef"))


def _photo_card(kind: str, case: str, status: Status = Status.CHANGES, now: datetime = NOW) -> Callable[[], Any]:
    def made() -> Any:
        card = shown(kind, case, status, now=now)
        return {"text": card.text, "closed": card.closed, "blocks": card.blocks}

    return made


def _see_who() -> dict[str, Any]:
    noah = modals.Missing(pupil=modals.Pupil(name="Noah Adeyemi", group="Year 4 Hazel"), places=("instagram",))
    return modals.see_who(42, [noah], TRUST)


def _photos() -> dict[str, Any]:
    facts = card_facts(situation("ten_photos"))
    files = {exhibit(facts, photo).key: f"F0PHOTO00{photo.n:02}" for photo in facts.body.photos}
    return modals.see_photos(facts, files)


def _stopped(kind: str, name: str) -> dict[str, Any]:
    card = CARDS[kind](replace(card_facts(situation(name), target=AUTHOR), stopped=True))
    return {"text": card.text, "closed": card.closed, "blocks": card.blocks}


def _registers() -> dict[str, Any]:
    school = TRUST.schools["brackenfold"]
    day = date(2026, 9, 1)
    trained = Standing(id=1, school=school.key, user_id=AUTHOR, kind=Kind.TRAINING, begins=day, ends=date(2027, 8, 31))
    paused = Standing(
        id=2, school=school.key, user_id=AUTHOR, kind=Kind.RESTRICTION, begins=day, ends=None, value=SUSPENDED
    )
    logo = Standing(id=3, school=school.key, user_id="", kind=Kind.LOGO, begins=day, ends=None)
    return registers([Register(school=school, kind=e.kind, entries=(e,), names={}) for e in (trained, paused, logo)])


def _devices() -> dict[str, Any]:
    school, day = TRUST.schools["brackenfold"], date(2026, 9, 1)
    camera = Device(
        id="1",
        label="Office camera",
        make="Canon",
        model="EOS 2000D",
        serial="0430",
        owner=Owner.SCHOOL,
        approved_by=AUTHOR,
        approved_on=day,
    )
    phone = Device(
        id="2",
        label="Ms Nair’s phone",
        make="Samsung",
        model="SM-A536B",
        approved_by=AUTHOR,
        approved_on=day,
        retired_on=date(2026, 11, 2),
    )
    return devices([Listed(school=school, devices=(camera, phone), names={AUTHOR: "Mr Lane"})])


def _nudge() -> dict[str, Any]:
    rows = [Waiting(story=situation(name), tasks=(situation(name).tasks[n],)) for name, n in NUDGED]
    card = waiting_list(rows, trust=TRUST, now=NOW)
    return {"text": card.text, "closed": card.closed, "blocks": card.blocks}


SCREENS: dict[str, Callable[[], Any]] = {
    "home_author": _author_home,
    "home_slt": _slt_home,
    "form_new": lambda: _form(Draft(school="brackenfold")),
    "form_edit": _filled,
    "form_second": _second,
    "form_second_photos": _second_photos,
    "photo_found": _photo_card("photo", "name"),
    "photo_doubtful": _photo_card("photo", "doubtful"),
    "photo_blurred": _photo_card("photo", "blurred"),
    "photos_checking": _photo_card("sent", "blurring", Status.CHECKING),
    "photos_wait": _photo_card("sent", "name"),
    "photos_time_passed": _photo_card("photos_time_passed", "name", now=LATE),
    "answer_holds": lambda: modals.answer_holds(card_facts(situation("found")), _questions()),
    "slt_found": _card("slt", "found"),
    "slt_two_photos": _card("slt", "two_photos"),
    "slt_ten_photos": _card("slt", "ten_photos"),
    "slt_photo_changed": _card("slt", "photo_changed", 2),
    "see_photos": _photos,
    "task_photos": _card("task", "photos_started"),
    "pack": _card("pack", "photos_started"),
    "deletion": _card("deletion", "photos_left"),
    "deletion_in_slack": _card("deletion", "photos_left_in_slack"),
    "deletion_done": _card("deletion", "photos_deleted"),
    "pack_gone": _card("pack", "photos_published"),
    "sent": _card("sent", "waiting_reminder"),
    "slt_waiting": _card("slt", "waiting_reminder"),
    "slt_revised": _card("slt", "waiting_v2", 2),
    "slt_replaced": _card("slt", "waiting_v2", 1),
    "slt_approved": _card("slt", "released_reminder"),
    "slt_not_approved": _card("slt", "rejected"),
    "slt_held_in_order": _card("slt", "held_in_order"),
    "sent_held_in_order": _card("sent", "held_in_order"),
    "slt_held": _card("slt", "held"),
    "signoff": _card("signoff", "waiting_reminder"),
    "escalated": _card("escalated", "waiting", held=HEADTEACHER),
    "signoff_headteacher": _card("signoff", "many_signoffs", held=HEADTEACHER),
    "slt_many_signoffs": _card("slt", "many_signoffs"),
    "advice": _card("advice", "advice"),
    "sent_for_advice": _card("sent", "advice"),
    "slt_expired": _card("slt", "expired"),
    "unanswered": _card("unanswered", "waiting_reminder"),
    "unanswered_adults": _card("unanswered_adults", "adults_asked"),
    "takedown_late": _card("takedown_late", "half_down"),
    "nudge": _nudge,
    "policy": lambda: policy(TRUST),
    "registers": _registers,
    "devices": _devices,
    "photos_form": lambda: photos_form(list(TRUST.schools.values()), Metadata(key="k1", school="brackenfold")),
    "device_add": lambda: add_device(TRUST.schools["brackenfold"]),
    "register_add": lambda: add(Kind.DEPUTY, TRUST.schools["brackenfold"], TRUST),
    "task_stopped": lambda: _stopped("task", "released"),
    "slt_stopped": lambda: _stopped("slt", "waiting_reminder"),
    "take_down": lambda: modals.take_down(card_facts(situation("published"))),
    "author_time_passed": _card("time_passed", "changes"),
    "author_expired": _card("expired", "expired"),
    "due_now": _card("due_now", "released"),
    "author_changes": _card("changes", "changes"),
    "author_held": _card("held", "stuck"),
    "permission_asked": _card("permission", "adults_asked", target=DEPUTY),
    "permission_photos": _card("permission", "adults_in_photos", target=DEPUTY),
    "permission_said": _card("permission", "adult_said_yes", target=DEPUTY),
    "slt_adults": _card("slt", "adult_said_yes"),
    "slt_adults_awaited": _card("slt", "adults_awaited"),
    "sent_adults_awaited": _card("sent", "adults_awaited"),
    "permission_on_record": _card("permission", "adult_on_record", target=DEPUTY),
    "look_again": _card("look_again", "adults_asked"),
    "author_draft_held": _card("draft_held", "draft_stuck"),
    "author_published": _card("published", "published"),
    "task_ready": _card("task", "released"),
    "task_started": _card("task", "started"),
    "task_held": _card("task", "held"),
    "task_published": _card("task", "published"),
    "takedown": _card("takedown", "half_down"),
    "takedown_one_place": _card("takedown", "one_place_down"),
    "do_not": _card("do_not", "held"),
    "request_changes": lambda: modals.request_changes(card_facts(situation("waiting"))),
    "words_to_copy": lambda: modals.words_to_copy(card_facts(situation("started"))),
    "mark_published": lambda: modals.mark_published(card_facts(situation("started")), in_order=True),
    "words_and_photos": lambda: modals.words_to_copy(card_facts(situation("photos_started"))),
    "mark_published_photos": lambda: modals.mark_published(card_facts(situation("photos_started")), in_order=True),
    "mark_live": lambda: modals.mark_published(card_facts(situation("held")), in_order=False),
    "see_who": _see_who,
    "who_is_featured": _featured,
    "mine": _mine,
    "consent_record": lambda: modals.consent_record(consent_facts()),
    "consent_withdraw": lambda: modals.withdraw_form(consent_facts()),
    "consent_withdrawn": lambda: modals.withdrawn(MAISIE, 2),
    "expiring": lambda: modals.expiring([(modals.Pupil(name="Maisie Trent", group="Year 4 Hazel"), DUE.date())]),
    "register_upload": lambda: modals.upload_form(list(TRUST.schools.values()), ["arbor", "our-own"]),
    "consent_who": lambda: modals.who_is_meant([MAISIE, replace(MAISIE, id="p_2", class_name="Oak")], more=False),
}


@pytest.mark.parametrize("name", SCREENS)
def test_the_screen_is_as_it_was(name: str) -> None:
    path = GOLDEN / f"{name}.json"
    shown = json.dumps(SCREENS[name](), indent=2, ensure_ascii=False) + "\n"
    if os.environ.get("UPDATE_GOLDEN"):
        path.write_text(shown, encoding="utf-8")
    assert shown == path.read_text(encoding="utf-8")


def test_no_golden_file_is_left_behind() -> None:
    assert {path.stem for path in GOLDEN.glob("*.json")} == set(SCREENS)
