"""What somebody can decide on a post that waits for a yes: which tasks are theirs, the buttons, and what a yes means."""

from __future__ import annotations

from dataclasses import dataclass

from slack_sdk.models.blocks import Block

from bot.domain.lifecycle import has_given
from bot.domain.post import Status, Task, TaskState
from bot.domain.signoffs import CHECKLIST, may_settle, why
from bot.domain.trust import Role
from bot.domain.wording import listing
from handlers import ids
from handlers.blocks import LONGEST_CONFIRM, actions, ask, button, capital, fit
from handlers.cards.facts import CardFacts, goes_out, on_where
from handlers.cards.looking import open_holds, please_look
from handlers.cards.pictures import these

SLT = frozenset({Role.SLT})


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Who reads this card. user: Slack id, or '' for SLT's channel. late: asked because those asked first have not answered."""

    held: frozenset[Role] = SLT
    user: str = ""
    late: bool = False

    def may_settle(self, task: Task) -> bool:
        """In SLT's channel there are only SLT's buttons: a Headteacher's yes is given on their own card, or by the same click."""
        return may_settle(task, self.user, self.held) if self.user else task.role is Role.SLT


def because(role: Reader, mine: list[Task]) -> str:
    """Why this reader is asked."""
    if role.late:
        return "because nobody has answered yet"
    special = [task.clause for task in mine if task.role is not Role.SLT]
    return why(",".join(special or [task.clause for task in mine]))


def theirs(facts: CardFacts, role: Reader) -> list[Task]:
    """What this reader can settle and nobody has settled yet. Of several yeses of one role they give one, a channel none."""
    return [
        task
        for task in facts.story.asked()
        if task.state is TaskState.OPEN
        and role.may_settle(task)
        and not has_given(facts.story, task.role, facts.target)
    ]


def left_to_others(facts: CardFacts, role: Reader) -> list[Task]:
    """The open sign-offs that stay open after this reader's yes."""
    mine = {task.id for task in {task.role: task for task in reversed(theirs(facts, role))}.values()}
    return [task for task in facts.story.asked() if task.state is TaskState.OPEN and task.id not in mine]


def others_open(facts: CardFacts, role: Reader) -> str:
    """Who must still say yes after this reader, not escaped."""
    return listing(dict.fromkeys(facts.title(task.role) for task in left_to_others(facts, role))) or "others"


def decide(facts: CardFacts, role: Reader) -> Block:
    """The three ways to answer; a dialog asks back what a yes means."""
    if facts.status is Status.ADVICE:
        return _advise(facts)
    # With open holds a form opens that asks about each of them: it asks back better than a dialog can.
    asks_first = any(task.role is Role.SLT for task in theirs(facts, role)) and bool(open_holds(facts))
    confirm = None if asks_first else ask(f"Approve {facts.post}?", _confirmed(facts, role), "Yes, approve")
    return actions(
        facts.bid("decide"),
        button(ids.APPROVE, "Approve", facts.value, primary=not facts.stuck, confirm=confirm),
        button(ids.REQUEST_CHANGES, "Request changes", facts.value),
        button(ids.REJECT, "Reject", facts.value),
    )


def _advise(facts: CardFacts) -> Block:
    """The adviser decides nothing: they say that it can go on to SLT, or what to change first."""
    return actions(
        facts.bid("advise"),
        button(ids.APPROVE, "Send on to SLT", facts.value, primary=True),
        button(ids.REQUEST_CHANGES, "Request changes", facts.value),
    )


def think_again(facts: CardFacts, role: Reader) -> Block | None:
    """Every yes of this reader's is given and the post still waits for others: a no is heard until the last moment."""
    if facts.stopped or facts.status is Status.ADVICE or not any(role.may_settle(task) for task in facts.story.asked()):
        return None
    return actions(
        facts.bid("again"),
        button(ids.REQUEST_CHANGES, "Request changes", facts.value),
        button(ids.REJECT, "Reject", facts.value),
    )


def _confirmed(facts: CardFacts, role: Reader) -> str:
    """What a yes means, and the things that needed an eye."""
    look = please_look(facts)
    return approve_means(facts, role, also=f" {capital(look)}: have you?" if look else "")


def approve_means(facts: CardFacts, role: Reader, *, also: str = "") -> str:
    """What SLT say by it (clause CO-2), what follows from a yes and what it covers, within what Slack lets a dialog say."""
    checked = CHECKED if any(task.role is Role.SLT for task in theirs(facts, role)) else ""
    version = f"This is version {facts.revision.no}. " if facts.revision.no > 1 else ""
    what = f"{these(facts)}, in these places" if facts.body.photos else "these words and places"
    covers = f"Your yes covers exactly {what}.{also}"
    ways = (f"{checked}{version}{follows} {covers}" for follows in _follows(facts, role))
    return fit(*ways, f"{checked}{version}{covers}", longest=LONGEST_CONFIRM)


def _follows(facts: CardFacts, role: Reader) -> tuple[str, ...]:
    """What happens after this yes: the whole sentence, and a shorter one for where there is no room for it."""
    out = goes_out(facts)
    if left_to_others(facts, role):
        rest = f"must say yes too; then the office publishes it {out}."
        return f"{capital(others_open(facts, role))} {rest}", f"Others {rest}"
    if facts.story.adults_asked[1]:
        return (f"It waits for the adults shown to say yes too; then the office publishes it {out}.",)
    return f"The office publishes it {on_where(facts)} {out}.", f"The office publishes it {out}."


CHECKED = "\n".join(["You have checked that it", *(f"✓ {each}" for each in CHECKLIST), ""])
"""SLT's short checklist, as the dialog says it. The log keeps that it was agreed to."""
