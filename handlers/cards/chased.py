"""Cards about waiting: told to the author honestly, and a takedown that is not done yet."""

from __future__ import annotations

from bot.domain.post import Status, TaskKind, TaskState
from bot.domain.wording import listing
from handlers.blocks import actions, capital, clip, esc, header, section
from handlers.cards.author import moved_on, withdraw_button
from handlers.cards.facts import LONGEST_LIST, Card, CardFacts, card, glimpsed, sealed, titled

LINKS_ARE = "The takedown card in the office’s channel has the links."


@sealed
def unanswered(facts: CardFacts) -> Card:
    """Nobody has decided, although they were reminded and it was taken further: so that the author can plan without it."""
    waits = facts.status is Status.WITH_SLT and not facts.replaced and not facts.stuck
    if not waits:
        return card(
            f"Post {facts.id} is no longer waiting for an answer.",
            header(facts.bid("late.past.head"), titled(facts, "No longer waiting", version=True)),
            section(facts.bid("late.past.now"), moved_on(facts)),
            glimpsed(facts, facts.bid("late.past.post"), "Your post: "),
            closed=facts.replaced,
        )
    now = f"{_whom(facts)} have been reminded, and the Headteacher has been asked. There is no answer yet."
    follows = "*Next:* speak to one of them, or withdraw it. It stays with them until then."
    return card(
        f"Post {facts.id} still waits for an answer. Open this message to see what you can do.",
        header(facts.bid("late.head"), titled(facts, "⏳ Still waiting", version=True)),
        section(facts.bid("late.now"), f"{now}\n{follows}"),
        glimpsed(facts, facts.bid("late.post"), "Your post: "),
        actions(facts.bid("late.do"), withdraw_button(facts)),
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
