"""What somebody typed is never thrown away: cancelled, blocked, withdrawn or broken, it can be found again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.practice import sample
from bot.practice.reading import text_of
from bot.rehearsal import Rehearsal
from tests.conftest import Clock
from tests.journeys.conftest import OTHER_WAY, PROMISE, WORDS, Brackenfold, has

pytestmark = OTHER_WAY


def test_a_cancelled_form_is_kept(brackenfold: Brackenfold) -> None:
    """Words and choices made before Cancel stand in the list, and Continue opens them again."""
    brackenfold.priya.command("/socialpost")
    brackenfold.priya.wait_view("post.form")
    brackenfold.priya.fill({"words": WORDS})
    brackenfold.priya.fill({"purpose": "achievement"})
    brackenfold.priya.close()
    brackenfold.priya.command("/socialpost", "mine")
    brackenfold.priya.wait_view("mine")
    (button,) = [b for b in _buttons(brackenfold.priya.view()) if b.startswith("draft.open")]
    brackenfold.priya.click_view(button)
    view = brackenfold.priya.wait_view("post.form")
    assert WORDS in str(view)
    assert "An achievement" in str([b.get("element", {}).get("initial_option") for b in view["blocks"]])


def test_an_empty_form_leaves_nothing_behind(brackenfold: Brackenfold) -> None:
    """Opening and closing makes no draft."""
    brackenfold.priya.command("/socialpost")
    brackenfold.priya.wait_view("post.form")
    brackenfold.priya.close()
    brackenfold.priya.command("/socialpost", "mine")
    assert "You have no posts yet" in text_of(brackenfold.priya.wait_view("mine"))


def test_a_blocked_form_opens_again_and_can_be_sent(brackenfold: Brackenfold) -> None:
    """The draft that the checks stopped is mended later and goes to SLT as the same post."""
    brackenfold.try_to_send(brackenfold.priya, places=["instagram"], pupils=["Adeyemi"])
    brackenfold.priya.close()
    brackenfold.priya.command("/socialpost", "mine")
    brackenfold.priya.wait_view("mine")
    (button,) = [b for b in _buttons(brackenfold.priya.view()) if b.startswith("draft.open")]
    brackenfold.priya.click_view(button)
    brackenfold.priya.wait_view("post.form")
    sent = brackenfold.priya.submit({"places": ["facebook"], "promise": PROMISE})
    assert sent.ok, sent
    assert "Post 1" in text_of(brackenfold.slt_card())


def test_withdrawn_words_can_be_used_again(brackenfold: Brackenfold) -> None:
    """A new post with the old words; the old one stays withdrawn."""
    brackenfold.send()
    brackenfold.priya.click(brackenfold.priya.wait_message("dm", has("post.withdraw")), "post.withdraw")
    brackenfold.helen.wait_message(sample.SLT, "Withdrawn")
    brackenfold.priya.command("/socialpost", "mine")
    brackenfold.priya.wait_view("mine")
    (button,) = [b for b in _buttons(brackenfold.priya.view()) if b.startswith("post.again")]
    brackenfold.priya.click_view(button)
    assert WORDS in str(brackenfold.priya.wait_view("post.form"))
    sent = brackenfold.priya.submit({"promise": PROMISE})
    assert sent.ok, sent
    assert "Post 2" in text_of(brackenfold.slt_card("Post 2"))


def test_a_choice_that_arrives_after_the_form_changes_nothing(brackenfold: Brackenfold) -> None:
    """Slack delivers in no order: what a tick reported of an unfinished form does not replace what was sent."""
    brackenfold.priya.command("/socialpost")
    brackenfold.priya.wait_view("post.form")
    brackenfold.priya.fill({"words": "Half a thought"})
    brackenfold.priya.fill({"purpose": "achievement"})
    sent = brackenfold.priya.submit(brackenfold.fill(brackenfold.priya))
    assert sent.ok, sent
    workspace = brackenfold.rehearsal.workspace
    tick = next(s for s in workspace.sent if s.payload.get("type") == "block_actions")
    workspace.deliver_raw("interactive", tick.payload)
    (story,) = brackenfold.rehearsal.bot.workflow.drafts.mine(sample.PRIYA)
    assert story.post.draft.words == WORDS


def test_nobody_opens_a_colleagues_draft(brackenfold: Brackenfold) -> None:
    """An id from outside is verified: a forged form for somebody else's post is refused."""
    brackenfold.send()
    dan = brackenfold.person(sample.DAN)
    dan.command("/socialpost")
    dan.wait_view("post.form")
    values = brackenfold.fill(dan, words="Mine now.")
    dan.fill(values)
    brackenfold.rehearsal.workspace.alter_next({"view.private_metadata": '{"post":1,"key":"k"}'})
    answer = dan.submit()
    assert "We cannot find this post" in str(answer.errors)
    assert "Mine now." not in str(brackenfold.helen.messages(sample.SLT))


class _Crash:
    """Breaks once, right after a commit."""

    def __init__(self) -> None:
        self.armed = False

    def __call__(self) -> None:
        if self.armed:
            self.armed = False
            raise RuntimeError("the process was hit at the worst moment")


@pytest.fixture
def crash() -> _Crash:
    return _Crash()


@pytest.fixture
def fragile(database_url: str, place: str, clock: Clock, crash: _Crash, tmp_path: Path) -> Iterator[Brackenfold]:
    """The school, with a bot that can be hit between commit and acknowledgement."""
    with Rehearsal(database_url, http=place.endswith("http"), tick=False, now=clock, after_commit=crash) as rehearsal:
        yield Brackenfold(rehearsal, clock)


def test_an_exception_after_the_commit(fragile: Brackenfold, crash: _Crash) -> None:
    """The person is answered with a code that the log holds; sending again makes no second post."""
    fragile.priya.command("/socialpost")
    fragile.priya.wait_view("post.form")
    values = fragile.fill(fragile.priya)
    fragile.priya.fill(values)
    crash.armed = True
    fragile.priya.submit(values)
    notice = text_of(fragile.priya.wait_view("notice"))
    assert "Something went wrong here" in notice
    submission = next(s for s in reversed(fragile.rehearsal.workspace.sent) if s.payload["type"] == "view_submission")
    fragile.rehearsal.workspace.deliver_raw("interactive", submission.payload)
    fragile.slt_card()
    entries = fragile.entries()
    assert [entry.what for entry in entries].count("post:submitted") == 1
    (broken,) = [entry for entry in entries if entry.what == "error:unexpected"]
    assert broken.findings[0]["says"].removeprefix("RuntimeError:") in notice


def test_an_approval_that_broke_after_the_commit(fragile: Brackenfold, crash: _Crash) -> None:
    """The approver is told privately, and the office has exactly one task."""
    card = fragile.send()
    crash.armed = True
    fragile.helen.click(card, "post.approve")
    fragile.told(fragile.helen, "Something went wrong here", sample.SLT)
    fragile.rehearsal.bot.drain.wake()
    fragile.sue.wait_message(sample.OFFICE, has("task.start"))
    assert fragile.vocabulary().count("post:approved") == 1


def _buttons(view: dict[str, Any] | None) -> list[str]:
    blocks = (view or {}).get("blocks") or ()
    return [
        element.get("action_id", "")
        for block in blocks
        for element in [*(block.get("elements") or ()), block.get("accessory") or {}]
        if isinstance(element, dict)
    ]
