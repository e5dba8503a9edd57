"""Cards about waiting: told to the author honestly, and a takedown that is not done yet."""

from __future__ import annotations

from bot.domain.lifecycle import WAITING
from bot.domain.post import Status, TaskKind, TaskState
from bot.domain.trust import Role
from bot.domain.wording import listing
from handlers import ids
from handlers.blocks import actions, button, capital, clip, esc, header, section
from handlers.cards.author import moved_on, withdraw_button
from handlers.cards.facts import LONGEST_LIST, ON_HOLD, Card, CardFacts, card, glimpsed, sealed, titled

LINKS_ARE = "The takedown card in the office’s channel has the links."


@sealed
def unanswered(facts: CardFacts) -> Card:
    """Nobody has decided, although they were reminded and it was taken further: so that the author can plan without it."""
    waits = facts.status is Status.WITH_SLT and not facts.replaced and not facts.stuck
    if not waits:
        return _past(facts, moved_on(facts))
    now = f"{_whom(facts)} have been reminded, and the Headteacher has been asked. There is no answer yet."
    follows = "*Next:* speak to one of them, or withdraw it. It stays with them until then."
    return card(
        f"Post {facts.id} still waits for an answer. Open this message to see what you can do.",
        header(facts.bid("late.head"), titled(facts, "⏳ Still waiting", version=True)),
        section(facts.bid("late.now"), f"{now}\n{follows}"),
        glimpsed(facts, facts.bid("late.post"), "Your post: "),
        actions(facts.bid("late.do"), withdraw_button(facts)),
    )


@sealed
def unanswered_adults(facts: CardFacts) -> Card:
    """Adults who are shown have not answered, although they were reminded: how many, never who (clause RS-2)."""
    tasks = facts.story.tasks_of(TaskKind.PERMISSION, facts.revision)
    answered = sum(task.state is TaskState.DONE for task in tasks)
    if facts.replaced or facts.stuck or facts.status not in WAITING:
        return _past(facts, moved_on(facts))
    if answered == len(tasks):
        return _past(facts, "All of the adults shown have answered.")
    now = f"Of the adults shown in it, {answered} of {len(tasks)} have answered. Reminders have been sent."
    follows = "*Next:* speak to the adults in it, or withdraw it. Without their yes it cannot go out."
    return card(
        f"Post {facts.id} still waits for adults shown in it. Open this message to see what you can do.",
        header(facts.bid("adults.head"), titled(facts, "⏳ Still waiting", version=True)),
        section(facts.bid("adults.now"), f"{now}\n{follows}"),
        glimpsed(facts, facts.bid("adults.post"), "Your post: "),
        actions(facts.bid("adults.do"), withdraw_button(facts)),
    )


def _past(facts: CardFacts, now: str) -> Card:
    return card(
        f"Post {facts.id} is no longer waiting for an answer.",
        header(facts.bid("late.past.head"), titled(facts, "No longer waiting", version=True)),
        section(facts.bid("late.past.now"), now),
        glimpsed(facts, facts.bid("late.past.post"), "Your post: "),
        closed=facts.replaced,
    )


def _whom(facts: CardFacts) -> str:
    """Who has not answered: "SLT", "SLT and Mr Lane or Tanya Matthews"."""
    waiting = dict.fromkeys(facts.title(task.role) for task in facts.story.signoffs() if task.state is TaskState.OPEN)
    return capital(esc(clip(listing(waiting), 200))) or "Those who decide"


@sealed
def takedown_late(facts: CardFacts) -> Card:
    """A reminder that something must come down, to the office and then to the Headteacher. It never says why."""
    asked = facts.story.tasks_of(TaskKind.TAKEDOWN, facts.revision)
    waits = [task for task in asked if task.state is TaskState.OPEN]
    if not waits:
        return card(
            f"Post {facts.id} is down everywhere. There is nothing left to do.",
            header(facts.bid("dl.gone.head"), titled(facts, "✅ Taken down")),
            section(facts.bid("dl.gone"), "It was removed everywhere. There is nothing left to do."),
            closed=True,
        )
    places = esc(clip(listing(facts.place(task.place).phrase for task in waits), LONGEST_LIST))
    by = min((task.due_at for task in waits if task.due_at), default=None)
    over = by is not None and by <= facts.now
    until = (
        f" It had to be down by {facts.say(by)}." if by and over else f" Please do it by {facts.say(by)}." if by else ""
    )
    return card(
        f"Post {facts.id} is still live and must come down. {'The time for it has passed.' if over else 'Please remove it.'}",
        header(facts.bid("dl.head"), titled(facts, "🛑 Still live")),
        section(facts.bid("dl.now"), f"It is still live on {places}.{until}"),
        section(facts.bid("dl.next"), f"*Next:* {LINKS_ARE} Each place is marked there once it is gone."),
    )


@sealed
def expired(facts: CardFacts) -> Card:
    """Its time has passed. What is missing is said, and how to go on; nobody is named for it."""
    approved = any(task.state is not TaskState.OPEN for task in facts.story.tasks_of(TaskKind.PUBLISH, facts.revision))
    if approved:
        why = "It was approved, but not published in time. Permissions change, so it needs a fresh look."
    elif _only_adults_were_missing(facts):
        why = "SLT said yes to it. Not all of the adults shown had answered in time, so it will not go out."
    else:
        why = "It was not approved in time and will not go out."
    return card(
        f"The time of post {facts.id} has passed. Open this message to see what you can do.",
        header(facts.bid("exp.head"), titled(facts, "Time passed", version=True)),
        section(facts.bid("exp.why"), f"{why}\n*Next:* your words are kept. Use them again and choose a new time."),
        glimpsed(facts, facts.bid("exp.post"), "Your post: "),
        actions(facts.bid("exp.do"), button(ids.WRITE_AGAIN, "Use again", facts.value)),
    )


def _only_adults_were_missing(facts: CardFacts) -> bool:
    """How many, never who (clause RS-2)."""
    given = all(task.outcome == "approved" for task in facts.story.signoffs(facts.revision))
    return given and any(not task.outcome for task in facts.story.tasks_of(TaskKind.PERMISSION, facts.revision))


@sealed
def look_again(facts: CardFacts) -> Card:
    """For SLT, whose yes was waiting for others: it does not count any more. The same whatever came up."""
    open_again = any(
        task.role is Role.SLT and task.state is TaskState.OPEN for task in facts.story.signoffs(facts.revision)
    )
    if facts.replaced or facts.status not in WAITING or not open_again:
        return card(
            f"Post {facts.id} needs no second look any more.",
            header(facts.bid("again.past.head"), titled(facts, "Nothing left to do here", version=True)),
            section(facts.bid("again.past"), "Its own card says how it stands."),
            closed=facts.replaced,
        )
    if facts.stuck:
        text = f"Your yes to {facts.post} does not count any more: it {ON_HOLD}"
        now = (
            f"Before everybody had answered, something changed: post {facts.id} {ON_HOLD} The author knows what to do."
        )
    else:
        text = f"Please look at {facts.post} again: something changed after your yes."
        now = "Before everybody had answered, something changed. *Next:* please look at it again on its own card."
    return card(
        text,
        header(facts.bid("again.head"), titled(facts, "Please look again", version=True)),
        section(facts.bid("again.now"), f"{now} An earlier yes does not count any more."),
        glimpsed(facts, facts.bid("again.post")),
    )


@sealed
def due_now(facts: CardFacts) -> Card:
    """The office's reminder at the time of a post."""
    task = next(iter(facts.story.tasks_of(TaskKind.PUBLISH, facts.revision)), None)
    if task is None or task.state is not TaskState.OPEN or facts.replaced:
        return card(
            f"Post {facts.id} is no longer to be published now.",
            header(facts.bid("now.past.head"), titled(facts, "Nothing left to do here", version=True)),
            section(facts.bid("now.past"), "The newer message here says how it stands."),
            closed=True,
        )
    at = f" on {facts.say(facts.body.at)}" if facts.body.at else ""
    return card(
        f"Post {facts.id} is due{at}. Please publish it and mark it as published.",
        header(facts.bid("now.head"), titled(facts, "⏳ Due", version=True)),
        section(
            facts.bid("now.what"), f"This post is due{at}. Its card further up here has the words and the buttons."
        ),
        glimpsed(facts, facts.bid("now.post")),
    )
