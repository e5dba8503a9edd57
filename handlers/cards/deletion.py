"""To the author: delete the photos that are left on your own device (clause PH-2) and in Slack."""

from __future__ import annotations

from slack_sdk.models.blocks import Block

from bot.domain.photos import OWN_DEVICE, SLACK_UPLOAD
from bot.domain.post import Task, TaskKind, TaskState
from handlers import ids
from handlers.blocks import actions, ask, button, grey, header, section
from handlers.cards.facts import Card, CardFacts, card, sealed, titled

DECLARATION = (
    "All of these photos are copied to a school device. All of them are deleted from mine, its cloud included, also the "
    "ones that were not used. Slack is no school device."
)
"""What an author declares (clause PH-2)."""

_LEFT = {
    OWN_DEVICE: (
        "*On your own device:* copy the photos to a school device. Then delete all of them from yours and from its cloud, "
        "also the ones that were not used. Slack is no school device."
    ),
    SLACK_UPLOAD: (
        "*In Slack:* open *Files*, choose the photos that you added, and delete them. They are yours, so only you can."
    ),
}


@sealed
def deletion(facts: CardFacts) -> Card:
    """What is still to be deleted, and what is done."""
    last: dict[str, Task] = {}
    for task in facts.story.tasks:
        if task.kind is TaskKind.DELETION:
            last[task.place] = task
    left = [task for task in last.values() if task.state is TaskState.OPEN]
    done = not left
    own = any(task.place == OWN_DEVICE for task in left)
    return card(
        f"The photos of {facts.post} are deleted. Thank you."
        if done
        else f"Please delete your photos of {facts.post}. The post has copies of its own.",
        header(facts.bid("del.head"), titled(facts, "✅ Photos deleted" if done else "Please delete photos")),
        None
        if done
        else section(facts.bid("del.why"), "The post has copies of its own, so yours are not needed any more."),
        *(_line(facts, task) for task in last.values()),
        _declare(facts) if own else None,
        grey(facts.bid("del.next"), "You are reminded once on every school day until it is done.") if left else None,
        closed=done,
    )


def _line(facts: CardFacts, task: Task) -> Block:
    name = f"del.{task.place}"
    if task.state is TaskState.OPEN:
        return section(facts.bid(name), f"⏳ {_LEFT[task.place]}")
    at = f" on {facts.say(task.done_at)}" if task.done_at else ""
    said = "*On your own device:* you said" if task.place == OWN_DEVICE else "*In Slack:* noticed"
    return section(facts.bid(name), f"✅ {said}{at} that they are deleted.")


def _declare(facts: CardFacts) -> Block:
    sure = ask("Are they deleted?", DECLARATION, "Yes, all of them")
    return actions(
        facts.bid("del.do"), button(ids.PHOTOS_DELETED, "They are deleted", facts.value, primary=True, confirm=sure)
    )
