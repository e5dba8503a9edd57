"""What the office hears at once: take this down, and do not publish that (clause GV-2)."""

from __future__ import annotations

from datetime import datetime

from slack_sdk.models.blocks import Block, ButtonElement

from bot.domain.post import Publication, Status, TaskKind, TaskState
from bot.domain.wording import glimpse
from handlers import ids
from handlers.blocks import actions, ask, button, clip, esc, grey, grey_plain, header, mention, section
from handlers.cards.facts import (
    ON_HOLD,
    Card,
    CardFacts,
    card,
    place_name,
    sealed,
    titled,
)
from handlers.cards.office import SCHEDULED


@sealed
def takedown(facts: CardFacts) -> Card:
    """Place by place, the same whatever the cause, so that the card itself tells nothing."""
    asked = _asked(facts)
    if all(one.removed_at for one in asked):
        return _all_down(facts)
    everywhere = {one.place for one in asked} >= {one.place for one in facts.publications if one.removed_at is None}
    where = "everywhere it is live" if everywhere else "from the places below"
    due = _due(facts)
    by = f" by {facts.say(due)}" if due else ""
    told = " The Headteacher is told if it is still up then." if due else ""
    return card(
        f"Post {facts.id} must come down{by}. Please remove it {where}.",
        header(facts.bid("d.head"), titled(facts, "🛑 Take down now")),
        section(facts.bid("d.by"), f"*Please remove it {where}{by}.* Mark each place here once it is gone.{told}"),
        _which(facts),
        *(block for n, one in enumerate(asked, 1) for block in _place(facts, n, one)),
        grey(
            facts.bid("d.also"),
            "Please delete stories, reposts and scheduled copies too. Questions go to SLT, not here.",
        ),
    )


def _asked(facts: CardFacts) -> list[Publication]:
    """The places that have a takedown task: where somebody may still be shown, it may stay."""
    places = {task.place for task in facts.story.tasks_of(TaskKind.TAKEDOWN, facts.revision)}
    return [one for one in facts.publications if one.place in places or not places]


def _due(facts: CardFacts) -> datetime | None:
    """Until when it should be down: the first of its tasks that are open."""
    tasks = facts.story.tasks_of(TaskKind.TAKEDOWN, facts.revision)
    return min((task.due_at for task in tasks if task.due_at and task.state is TaskState.OPEN), default=None)


def _which(facts: CardFacts) -> Block:
    live = min((one.live_at for one in facts.publications), default=facts.now)
    published = f" Published {facts.say(live)}."
    return grey_plain(facts.bid("d.which"), f"The post: {glimpse(facts.body.words, longest=300)}{published}")


def _place(facts: CardFacts, n: int, publication: Publication) -> list[Block]:
    if publication.removed_at:
        return [_removed_line(facts, n, publication)]
    return [
        section(facts.bid("d", f"open{n}"), f"⏳ *{esc(place_name(facts, publication.place))}*: still up"),
        actions(facts.bid("d", f"do{n}"), *_place_buttons(facts, publication)),
    ]


def _removed_line(facts: CardFacts, n: int, publication: Publication) -> Block:
    assert publication.removed_at is not None
    name = place_name(facts, publication.place)
    by = f"{mention(publication.removed_by)}, {facts.say(publication.removed_at)}"
    return section(facts.bid("d", f"gone{n}"), f"✅ *{esc(name)}*: removed by {by}")


def _place_buttons(facts: CardFacts, publication: Publication) -> list[ButtonElement]:
    key = publication.place
    name = clip(facts.place(key).phrase, 60)
    confirm = ask(
        clip(f"Is it gone from {facts.place(key).phrase}?", 100),
        f"Please {'open the link once more and look' if publication.url else 'look once more'}. "
        "Your name and the time are kept as the proof.",
        "Yes, it is gone",
    )
    opening = button(ids.keyed(ids.OPEN_PLACE, key), f"Open on {name}", facts.value, url=publication.url)
    removed = button(ids.keyed(ids.REMOVED, key), f"Mark {name} as removed", facts.value, confirm=confirm)
    return [opening, removed] if publication.url else [removed]


def _all_down(facts: CardFacts) -> Card:
    gone = [one for one in _asked(facts) if one.removed_at]
    where = "everywhere" if not facts.story.live else "where it had to be removed"
    return card(
        f"Post {facts.id} is down {where}. There is nothing left to do.",
        header(facts.bid("d.done.head"), titled(facts, "✅ Taken down")),
        *(_removed_line(facts, n, one) for n, one in enumerate(gone, 1)),
        grey(facts.bid("d.done.next"), f"It is down {where}. There is nothing left to do."),
    )


# Not to be published


@sealed
def do_not(facts: CardFacts) -> Card:
    """A message of its own, because an edited card rings no bell: the office must hear it before it posts."""
    if facts.replaced or not (facts.status is Status.HELD or (facts.status is Status.PUBLISHED and facts.coming_down)):
        return _no_longer(facts)
    more = " anywhere else" if facts.publications else ""
    why = "must come down" if facts.publications else ON_HOLD.rstrip(".")
    return card(
        f"Please do not publish post {facts.id}{more}. If it is already scheduled, cancel it now.",
        header(facts.bid("n.head"), titled(facts, "🛑 Do not publish", version=True)),
        section(facts.bid("n.why"), f"Post {facts.id} {why}. *Please do not publish it{more}.*"),
        section(facts.bid("n.sched"), SCHEDULED),
        grey_plain(facts.bid("n.which"), f"The post: {glimpse(facts.body.words, longest=300)}"),
        grey(facts.bid("n.live"), "*Already live somewhere?* Please say where on the post’s own card, further up."),
    )


def _no_longer(facts: CardFacts) -> Card:
    sentence = f"Post {facts.id} has moved on since. Its newest card says how it stands."
    return card(
        sentence,
        header(facts.bid("n.past.head"), titled(facts, "Moved on", version=True)),
        section(facts.bid("n.past"), sentence),
        closed=facts.replaced,
    )
