"""Messages arrive in the end, whatever Slack does: refused, hung, lost, rate limited, or told to go away for good."""

from __future__ import annotations

from datetime import timedelta

from bot.outbox import GIVE_UP_AFTER
from bot.practice import sample
from bot.practice.reading import text_of
from storage import outbox
from tests.journeys.conftest import Brackenfold, has, without


def counts(brackenfold: Brackenfold) -> tuple[int, int]:
    """Messages that wait, and messages given up."""
    with brackenfold.rehearsal.store.read() as connection:
        found = outbox.counts(connection)
    return found.pending, found.dead


def by_hand(brackenfold: Brackenfold) -> None:
    """Nothing is delivered by itself any more: `settle` does it, so that the clock can stand still meanwhile."""
    brackenfold.rehearsal.bot.drain.stop()


def settle(brackenfold: Brackenfold) -> None:
    """Delivers what is due at this moment."""
    brackenfold.rehearsal.second_bot().drain.run_until_empty()


def test_a_rate_limit_is_waited_out(brackenfold: Brackenfold) -> None:
    """Slack says 429 and for how long: nothing is sent before, everything after."""
    workspace = brackenfold.rehearsal.workspace
    by_hand(brackenfold)
    workspace.faults.fail("chat.postMessage", "ratelimited", times=2, retry_after=30)
    assert brackenfold.try_to_send(brackenfold.priya).ok
    settle(brackenfold)
    brackenfold.clock.advance(seconds=29)
    settle(brackenfold)
    assert len(workspace.calls_of("chat.postMessage")) == 2
    brackenfold.clock.advance(seconds=2)
    settle(brackenfold)
    brackenfold.slt_card()
    assert counts(brackenfold) == (0, 0)


def test_a_message_that_slack_refuses_for_good_is_told_to_slt(brackenfold: Brackenfold) -> None:
    """The office's channel is archived: SLT read that the task did not arrive, without its content."""
    brackenfold.rehearsal.workspace.archive(sample.OFFICE)
    card = brackenfold.send()
    brackenfold.helen.click(card, "post.approve")
    notice = brackenfold.helen.wait_message(sample.SLT, "could not be delivered")
    assert "Our gardeners" not in text_of(notice)
    assert brackenfold.refusals("outbox:dead") == ["is_archived"]
    by_hand(brackenfold)
    brackenfold.rehearsal.workspace.archive(sample.OFFICE, archived=False)
    outbox.requeue_dead(brackenfold.rehearsal.store, brackenfold.clock())
    settle(brackenfold)
    brackenfold.sue.wait_message(sample.OFFICE, has("task.start"))


def test_slt_hear_by_dm_where_their_channel_is_what_failed(brackenfold: Brackenfold) -> None:
    """A card that cannot reach SLT's channel is told to each of them."""
    brackenfold.rehearsal.workspace.archive(sample.SLT)
    assert brackenfold.try_to_send(brackenfold.priya).ok
    for member in (sample.HELEN, sample.IMRAN, sample.RUTH):
        brackenfold.person(member).wait_message("dm", "could not be delivered")


def test_a_failing_slack_is_tried_again_until_given_up(brackenfold: Brackenfold) -> None:
    """Errors that may pass are retried with growing pauses, then given up loudly."""
    by_hand(brackenfold)
    faults = brackenfold.rehearsal.workspace.faults
    faults.fail("chat.postMessage", "internal_error", times=2 * GIVE_UP_AFTER + 40)
    assert brackenfold.try_to_send(brackenfold.priya).ok
    for _ in range(GIVE_UP_AFTER + 2):
        settle(brackenfold)
        brackenfold.clock.now += timedelta(minutes=11)
    assert counts(brackenfold)[1] >= 2
    assert "outbox:dead" in brackenfold.vocabulary()


def test_a_hanging_call_holds_up_nobody_else(brackenfold: Brackenfold) -> None:
    """While a message to one person hangs, posts go on being sent, decided and delivered elsewhere."""
    faults = brackenfold.rehearsal.workspace.faults
    with faults.hang("chat.postEphemeral"):
        brackenfold.approve(brackenfold.send())


def test_a_lost_answer_makes_no_second_task(brackenfold: Brackenfold) -> None:
    """Slack took the message and the connection broke: what is left behind can do nothing, one card has the buttons."""
    card = brackenfold.send()
    by_hand(brackenfold)
    brackenfold.rehearsal.workspace.faults.lose_answer("chat.postMessage", times=1)
    brackenfold.helen.click(card, "post.approve")
    settle(brackenfold)
    brackenfold.clock.advance(minutes=5)
    settle(brackenfold)
    brackenfold.sue.wait_message(sample.OFFICE, has("task.start"))
    assert len([m for m in brackenfold.sue.messages(sample.OFFICE) if has("task.start")(m)]) == 1


def test_a_deleted_card_is_posted_again(brackenfold: Brackenfold) -> None:
    """Somebody deletes SLT's card: the next change brings a new one, so that the story is not lost."""
    card = brackenfold.send()
    workspace = brackenfold.rehearsal.workspace
    with workspace.lock:
        workspace.messages[sample.SLT] = [m for m in workspace.messages[sample.SLT] if m.ts != card["ts"]]
    message = brackenfold.priya.wait_message("dm", has("post.withdraw"))
    brackenfold.priya.click(message, "post.withdraw")
    again = brackenfold.helen.wait_message(sample.SLT, without("post.approve", "Withdrawn"))
    assert again["ts"] != card["ts"]


def test_what_was_committed_is_delivered_by_the_next_process(brackenfold: Brackenfold) -> None:
    """The bot dies after the commit: another one finds the messages in the outbox."""
    by_hand(brackenfold)
    assert brackenfold.try_to_send(brackenfold.priya).ok
    assert counts(brackenfold)[0] >= 2
    settle(brackenfold)
    brackenfold.slt_card()
    assert counts(brackenfold) == (0, 0)
