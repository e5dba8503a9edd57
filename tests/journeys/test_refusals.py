"""Every refusal: a sentence for the person, an entry in the log, and nothing else happens."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest

from bot.domain.lifecycle import Refusal
from bot.domain.post import Seen, Story, TaskKind
from bot.domain.trust import Policy
from bot.practice import sample
from bot.practice.reading import text_of
from bot.workflow import Workflow
from bot.workflow.questions import Missing
from storage import queries
from tests.journeys.conftest import LINKS, PROMISE, WORDS, Brackenfold, Message, has, without

ALREADY_LIVE = {field: value for field, value in LINKS.items() if field.startswith("link:")}


def test_nobody_approves_their_own_post(brackenfold: Brackenfold) -> None:
    """An SLT member who wrote the post is refused; a colleague in SLT can decide."""
    card = brackenfold.send(brackenfold.helen)
    brackenfold.helen.click(card, "post.approve")
    brackenfold.told(brackenfold.helen, "This is your own post", sample.SLT)
    assert brackenfold.refusals() == ["own_post"]
    brackenfold.approve(card, by=brackenfold.imran)


def test_the_office_cannot_decide_and_slt_cannot_publish(brackenfold: Brackenfold) -> None:
    """A visible button is no right: the headteacher sees the office's channel and is still refused there."""
    task = brackenfold.approve(brackenfold.send())
    ruth = brackenfold.person(sample.RUTH)
    ruth.click(task, "task.start")
    brackenfold.told(ruth, "Only the office can do this", sample.OFFICE)
    brackenfold.rehearsal.workspace.join(sample.SLT, sample.SUE)
    card = brackenfold.send(words="Another post about beans.")
    brackenfold.sue.click(card, "post.approve")
    brackenfold.told(brackenfold.sue, "Only SLT can decide on posts", sample.SLT)
    assert brackenfold.refusals() == ["no_role", "no_role"]


def test_a_guest_can_do_nothing(brackenfold: Brackenfold) -> None:
    """The photographer in the staff channel is turned away, kindly, and it is logged."""
    guest = brackenfold.person(sample.GUEST)
    guest.command("/socialpost", "", sample.STAFF)
    brackenfold.told(guest, "only for members", sample.STAFF)
    assert guest.view() is None
    assert brackenfold.refusals("access:refused") == ["guest"]


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"user.team_id": "T0OTHER"}, "other_team"),
        ({"team.id": "T0OTHER"}, "other_team"),
        ({"api_app_id": "A0OTHER"}, "other_app"),
        ({"is_enterprise_install": True}, "other_team"),
    ],
)
def test_another_team_or_app_is_refused(brackenfold: Brackenfold, changes: dict[str, Any], says: str) -> None:
    """A signed request is not enough: it must be our workspace, our people, our app."""
    card = brackenfold.send()
    brackenfold.rehearsal.workspace.alter_next(changes)
    brackenfold.helen.click(card, "post.approve")
    assert brackenfold.refusals("access:refused") == [says]
    assert "post:approved" not in brackenfold.vocabulary()


def test_a_click_on_an_outdated_card_decides_nothing(brackenfold: Brackenfold) -> None:
    """A phone that still shows version 1 is told where version 2 is."""
    first = brackenfold.send()
    brackenfold.decide(brackenfold.helen, first, "post.request_changes", "Say pupils.")
    brackenfold.priya.click(brackenfold.priya.wait_message("dm", has("post.edit")), "post.edit")
    brackenfold.priya.wait_view("post.form")
    assert brackenfold.priya.submit({"words": WORDS + " Hooray.", "promise": PROMISE}).ok
    brackenfold.slt_card("version 2")
    clicks = [s for s in brackenfold.rehearsal.workspace.sent if s.kind == "interactive"]
    stale = next(s.payload for s in clicks if "post.request_changes" in str(s.payload.get("actions")))
    action = {**stale["actions"][0], "action_id": "post.approve"}
    brackenfold.rehearsal.workspace.deliver_raw("interactive", {**stale, "actions": [action]})
    assert brackenfold.refusals() == ["old_card"]
    assert "post:approved" not in brackenfold.vocabulary()


def test_a_late_second_click_is_told_who_decided(brackenfold: Brackenfold) -> None:
    """Double click, and a colleague a moment later: one decision, one task, both told the truth."""
    card = brackenfold.send()
    brackenfold.approve(card)
    workspace = brackenfold.rehearsal.workspace
    workspace.redeliver()
    brackenfold.told(brackenfold.helen, "Already approved by Helen Marsh", sample.SLT)
    assert brackenfold.vocabulary().count("post:approved") == 1
    assert len([m for m in brackenfold.sue.messages(sample.OFFICE) if has("task.start")(m)]) == 1


def test_two_approvers_racing_make_one_decision(brackenfold: Brackenfold) -> None:
    """Whoever is first decides; the other is told; the office gets one task."""
    card = brackenfold.send()
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda who: who.click(card, "post.approve"), (brackenfold.helen, brackenfold.imran)))
    brackenfold.sue.wait_message(sample.OFFICE, has("task.start"))
    assert brackenfold.vocabulary().count("post:approved") == 1
    assert brackenfold.refusals() in (["late"], [])
    assert len([m for m in brackenfold.sue.messages(sample.OFFICE) if has("task.start")(m)]) == 1


def test_signoffs_clicked_in_parallel_are_both_kept(brackenfold: Brackenfold) -> None:
    """SLT and the authoriser click at the same moment: neither yes is lost, and the post is approved."""
    card = brackenfold.send(purpose="reminder", words="Please bring a coat on Thursday.", nobody=["nobody"])
    lane = brackenfold.person(sample.LANE)
    own = lane.wait_message("dm", has("post.approve"))
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(brackenfold.helen.click, card, "post.approve")
        second = pool.submit(lane.click, own, "post.approve")
        assert first.result().ok
        assert second.result().ok
    brackenfold.sue.wait_message(sample.OFFICE, has("task.start"))
    what = brackenfold.vocabulary()
    assert (what.count("post:signed"), what.count("post:approved")) == (1, 1)


def test_a_redelivered_submission_makes_no_second_post(brackenfold: Brackenfold) -> None:
    """Slack, or a person in doubt, sends the same form again."""
    brackenfold.send()
    workspace = brackenfold.rehearsal.workspace
    submission = next(s for s in workspace.sent if s.payload.get("type") == "view_submission")
    workspace.deliver_raw("interactive", submission.payload)
    assert brackenfold.vocabulary().count("post:submitted") == 1


def test_missing_permission_at_submit(brackenfold: Brackenfold) -> None:
    """The field says who and where, the words stay as a draft, and the log has the attempt."""
    answer = brackenfold.try_to_send(brackenfold.priya, places=["instagram"], pupils=[])
    assert "list the children" in (answer.errors or {})["pupils"]
    noah = brackenfold.pupils(brackenfold.priya, "Adeyemi")
    answer = brackenfold.priya.submit({"pupils": noah})
    assert "Noah Adeyemi on Instagram" in (answer.errors or {})["pupils"]
    brackenfold.priya.close()
    brackenfold.priya.command("/socialpost", "mine")
    assert "Our gardeners" in text_of(brackenfold.priya.wait_view("mine"))
    assert brackenfold.vocabulary()[-2:] == ["post:blocked", "post:blocked"]


def test_permission_lost_before_approval(brackenfold: Brackenfold) -> None:
    """SLT cannot approve and learn nothing of why; the author sees who, privately and logged."""
    card = brackenfold.send()
    brackenfold.withdraw_permission("Trent")
    brackenfold.helen.click(card, "post.approve")
    brackenfold.told(brackenfold.helen, "cannot be approved just now", sample.SLT)
    brackenfold.helen.wait_message(sample.SLT, has("post.approve", "cannot go out as it stands"))
    message = brackenfold.priya.wait_message("dm", has("post.see_who"))
    everything = [*brackenfold.priya.dm(), *brackenfold.helen.messages(sample.SLT)]
    assert "Maisie" not in str(everything)
    brackenfold.priya.click(message, "post.see_who")
    assert "Maisie Trent" in text_of(brackenfold.priya.wait_view("post.see_who"))
    assert "pupils:shown" in brackenfold.vocabulary()
    assert not brackenfold.sue.messages(sample.OFFICE)


def test_whoever_left_the_staff_sees_nothing_of_a_child_any_more(brackenfold: Brackenfold) -> None:
    """The author of a post on hold is no longer staff: the message stays neutral, and See who opens nothing."""
    card = brackenfold.send()
    brackenfold.withdraw_permission("Trent")
    brackenfold.helen.click(card, "post.approve")
    message = brackenfold.priya.wait_message("dm", has("post.see_who"))
    brackenfold.rehearsal.workspace.leave(sample.STAFF, sample.PRIYA)
    brackenfold.rehearsal.bot.directory.refresh(brackenfold.clock())
    brackenfold.priya.click(message, "post.see_who")
    brackenfold.told(brackenfold.priya, "Only staff of the school can see that")
    assert brackenfold.priya.view() is None
    assert "pupils:shown" not in brackenfold.vocabulary()


def test_permission_lost_before_the_office_starts(brackenfold: Brackenfold) -> None:
    """The task turns into a held card without the words; SLT may approve again once permission is back."""
    task = brackenfold.approve(brackenfold.send())
    brackenfold.withdraw_permission("Trent")
    brackenfold.sue.click(task, "task.start")
    brackenfold.told(brackenfold.sue, "may not go out", sample.OFFICE)
    held = brackenfold.sue.wait_message(sample.OFFICE, without("task.start", "as it stands"))
    assert WORDS not in text_of(held)
    brackenfold.priya.wait_message("dm", has("post.see_who"))
    brackenfold.helen.click(brackenfold.slt_card("hold"), "post.approve")
    brackenfold.told(brackenfold.helen, "cannot be approved just now", sample.SLT)
    brackenfold.withdraw_permission("Trent", facebook="yes", given_on="24/11/2026")
    brackenfold.helen.click(brackenfold.slt_card("hold"), "post.approve")
    brackenfold.sue.wait_message(sample.OFFICE, has("task.start"))
    brackenfold.sue.wait_message(sample.OFFICE, without("task.start", "A newer card is below"))
    assert len([m for m in brackenfold.sue.messages(sample.OFFICE) if has("task.start")(m)]) == 1


def test_a_promise_that_is_out_of_date_is_told_as_what_it_is(brackenfold: Brackenfold) -> None:
    """The policy changes while a post waits: not a permission but the promise is missing, and the author reads so."""
    brackenfold.send()
    desk = brackenfold.rehearsal.bot.workflow.decisions.desk
    policy = Policy(version="June 2027", declaration="A new promise.")
    workflow = Workflow.at(replace(desk, trust=replace(desk.trust, policy=policy)))
    story = workflow.drafts.story(sample.PRIYA, 1)
    assert isinstance(story, Story)
    assert story.revision is not None
    assert isinstance(workflow.decisions.approve(sample.HELEN, story.revision.seen), Refusal)
    missing = workflow.questions.whose_permission_is_missing(sample.PRIYA, 1)
    assert isinstance(missing, Missing)
    assert missing.people == ()
    assert missing.others == ("The promise has changed since you gave it. Please read it again, and tick it.",)


def test_permission_found_missing_after_it_went_live(brackenfold: Brackenfold) -> None:
    """What is live is recorded, whatever we think of it, and a takedown opens and is proved."""
    task = brackenfold.start(brackenfold.approve(brackenfold.send()))
    brackenfold.withdraw_permission("Trent")
    brackenfold.sue.click(task, "task.published")
    assert "may no longer go out" in text_of(brackenfold.sue.wait_view("task.published"))
    assert brackenfold.sue.submit(ALREADY_LIVE).ok
    takedown = brackenfold.sue.wait_message(sample.OFFICE, has("takedown.removed"))
    assert "Maisie" not in str(takedown)
    brackenfold.sue.click(takedown, "takedown.removed:facebook")
    takedown = brackenfold.sue.wait_message(sample.OFFICE, without("takedown.removed:facebook", "removed by"))
    brackenfold.sue.click(takedown, "takedown.removed:website")
    brackenfold.helen.wait_message(sample.SLT, "Taken down")
    what = brackenfold.vocabulary()
    expected = ["post:already_live", "takedown:opened", "takedown:removed", "takedown:removed"]
    assert expected == [each for each in what if each in expected]


def test_withdrawn_while_the_office_has_it_open(brackenfold: Brackenfold) -> None:
    """The author withdraws, the office had posted already: recorded as live, and a takedown opens."""
    task = brackenfold.start(brackenfold.approve(brackenfold.send()))
    brackenfold.sue.click(task, "task.published")
    brackenfold.sue.wait_view("task.published")
    message = brackenfold.priya.wait_message("dm", has("post.withdraw"))
    brackenfold.priya.click(message, "post.withdraw")
    brackenfold.sue.wait_message(sample.OFFICE, "The author withdrew this post")
    assert brackenfold.sue.submit(LINKS).ok
    brackenfold.sue.wait_message(sample.OFFICE, has("takedown.removed"))


def test_a_place_told_later_comes_down_as_well(brackenfold: Brackenfold) -> None:
    """What must come down is published only as a fact: a further place is no ordinary publication."""
    brackenfold.start(brackenfold.approve(brackenfold.send()))
    message = brackenfold.priya.wait_message("dm", has("post.withdraw"))
    brackenfold.priya.click(message, "post.withdraw")
    for place in ("facebook", "website"):
        task = brackenfold.sue.wait_message(sample.OFFICE, has("task.already_live"))
        brackenfold.sue.click(task, "task.already_live")
        assert "may no longer go out" in text_of(brackenfold.sue.wait_view("task.published"))
        assert brackenfold.sue.submit({f"link:{place}": LINKS[f"link:{place}"]}).ok
        brackenfold.sue.wait_message(sample.OFFICE, lambda m, of=place: f"takedown.removed:{of}" in str(m))
    what = brackenfold.vocabulary()
    assert (what.count("post:already_live"), what.count("post:published")) == (2, 0)
    with brackenfold.rehearsal.store.read() as connection:
        story = queries.story(connection, 1)
    assert story is not None
    assert {task.place for task in story.tasks_of(TaskKind.TAKEDOWN)} == {"facebook", "website"}


def test_a_late_cannot_publish_changes_nothing(brackenfold: Brackenfold) -> None:
    """A colleague published it everywhere while the reason was written: nobody is told that it is not out."""
    task = brackenfold.start(brackenfold.approve(brackenfold.send()))
    brackenfold.sue.click(task, "task.cannot")
    brackenfold.sue.wait_view("task.cannot")
    seen = Seen.parse(_value(task, "task.cannot"))
    assert seen is not None
    links = dict.fromkeys(("facebook", "website"), "https://brackenfold.example/1")
    brackenfold.rehearsal.bot.workflow.office.publish(sample.SUE, seen, links)
    answer = brackenfold.sue.submit({"reason": "Facebook is down today."})
    assert "nothing more to publish" in str(answer.errors)
    assert "post:cannot_publish" not in brackenfold.vocabulary()


def _value(message: Message, action_id: str) -> str:
    """What a button of a card carries."""
    buttons = [each for block in message["blocks"] for each in block.get("elements") or ()]
    return str(next(each["value"] for each in buttons if each.get("action_id") == action_id))


def test_the_author_withdraws(brackenfold: Brackenfold) -> None:
    """SLT's card says so and has no buttons; nobody can approve it any more; the words can be used again."""
    card = brackenfold.send()
    message = brackenfold.priya.wait_message("dm", has("post.withdraw"))
    brackenfold.priya.click(message, "post.withdraw")
    brackenfold.helen.wait_message(sample.SLT, without("post.approve", "Withdrawn"))
    brackenfold.priya.command("/socialpost", "mine")
    assert "Withdrawn" in text_of(brackenfold.priya.wait_view("mine"))
    assert "post:withdrawn" in brackenfold.vocabulary()
    assert card


def test_the_office_cannot_publish(brackenfold: Brackenfold) -> None:
    """The reason reaches the author and SLT, each by a message of its own."""
    task = brackenfold.approve(brackenfold.send())
    assert brackenfold.decide(brackenfold.sue, task, "task.cannot", "Facebook is down today.").ok
    brackenfold.priya.wait_message("dm", "Facebook is down today.")
    assert len([m for m in brackenfold.helen.messages(sample.SLT) if "Facebook is down today." in str(m)]) in {1, 2}
    brackenfold.sue.wait_message(sample.OFFICE, without("task.start", "Facebook is down today."))


def test_rejected_with_a_reason(brackenfold: Brackenfold) -> None:
    """A reason is required, and it is what the author reads."""
    card = brackenfold.send()
    brackenfold.helen.click(card, "post.reject")
    brackenfold.helen.wait_view("post.reject")
    assert not brackenfold.helen.submit({"reason": "\u200b\u200b\u200b"}).ok
    assert brackenfold.helen.submit({"reason": "We do not advertise."}).ok
    brackenfold.priya.wait_message("dm", "We do not advertise.")
    assert "Not approved" in text_of(brackenfold.helen.wait_message(sample.SLT, without("post.approve", "We do not")))


def test_who_is_featured_answers_only_the_one_who_asked(brackenfold: Brackenfold) -> None:
    """Names stand in a private answer, and that somebody asked is logged."""
    card = brackenfold.send()
    brackenfold.helen.click(card, "post.who")
    brackenfold.told(brackenfold.helen, "Maisie Trent", sample.SLT)
    assert not brackenfold.imran.ephemerals(sample.SLT)
    assert "Maisie" not in str(brackenfold.imran.messages(sample.SLT))
    assert brackenfold.vocabulary()[-1] == "pupils:shown"
