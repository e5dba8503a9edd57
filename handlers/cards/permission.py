"""A colleague is asked whether a post may show them: exactly what, where and when, and two plain buttons (RS-2)."""

from __future__ import annotations

from slack_sdk.models.blocks import Block

from bot.domain.post import ENDED, Task, TaskKind, TaskState
from handlers import ids
from handlers.blocks import actions, ask, button, capital, esc, fit, grey, header, mention, section
from handlers.cards.facts import Card, CardFacts, card, glimpsed, on_where, sealed, titled, words
from handlers.cards.pictures import files_to_judge, to_judge

TITLE = "May we show you in a post?"


@sealed
def permission(facts: CardFacts) -> Card:
    """For the one who is asked. Neither button is green: the answer must be free. Silence is no."""
    task = next(
        (one for one in facts.story.tasks_of(TaskKind.PERMISSION, facts.revision) if _is_theirs(one, facts)), None
    )
    if task is None or facts.status in ENDED:
        return _over(facts)
    if facts.replaced:
        return _changed(facts)
    return _open(facts) if task.state is TaskState.OPEN else _answered(facts, task)


def _is_theirs(task: Task, facts: CardFacts) -> bool:
    return task.user_id == facts.target


def _open(facts: CardFacts) -> Card:
    author, by = facts.story.post.author, _by(facts)
    choice = (
        f"It is up to you, and you need not say why. Without your yes{by} the post will not show or name you. "
        f"Only {facts.name(author)} and the office are told, and you can change your answer later."
    )
    return card(
        fit(
            f"{capital(facts.name(author))} would like to show you in a school post. Please say yes or no{by}.",
            f"A colleague would like to show you in a school post. Please say yes or no{by}.",
        ),
        header(facts.bid("perm.head"), titled(facts, TITLE)),
        section(
            facts.bid("perm.who"),
            f"{mention(author)} would like to share this {esc(on_where(facts))}{_when(facts)}. {_what(facts)}:",
        ),
        words(facts, facts.bid("perm.words")),
        *to_judge(facts),
        section(facts.bid("perm.choice"), choice),
        grey(facts.bid("perm.record"), "Your answer is kept as your written permission, for this post only."),
        actions(
            facts.bid("perm.do"),
            button(ids.PERMISSION_YES, "Yes, that is fine", facts.value),
            button(ids.PERMISSION_NO, "No, please don’t", facts.value),
        ),
        files=files_to_judge(facts),
    )


def _what(facts: CardFacts) -> str:
    return "This is what it says and shows" if facts.body.photos else "It says"


def _when(facts: CardFacts) -> str:
    return f" on {facts.say(facts.body.at)}" if facts.body.at else ", as soon as it is approved"


def _by(facts: CardFacts) -> str:
    return f" by {facts.say(facts.body.at)}" if facts.body.at and facts.body.at > facts.now else ""


def _answered(facts: CardFacts, task: Task) -> Card:
    if task.outcome == "on_record":
        return _on_record(facts)
    on = f" on {facts.say(task.done_at)}" if task.done_at else ""
    said = "no" if task.outcome == "no" else "yes"
    what = {
        "yes": "The post may show you.",
        "always": "School posts may show you until the end of the school year.",
        "no": "The post will not show or name you.",
    }[task.outcome if task.outcome in {"yes", "always", "no"} else "no"]
    return card(
        f"Thank you. You said {said}{on}. You can change your answer in this message.",
        header(facts.bid("perm.said.head"), titled(facts, f"You said {said}")),
        section(facts.bid("perm.said.what"), f"Thank you. You said *{said}*{on}. {what}"),
        glimpsed(facts, facts.bid("perm.said.post"), "The post: "),
        _again(facts, task),
        grey(facts.bid("perm.said.record"), "Only the author and the office can see what you said."),
    )


def _on_record(facts: CardFacts) -> Card:
    """Their permission came into the register before they answered; a no to this post stays theirs to say."""
    back = ask("Say no to this post?", "The post will then not show or name you.", "Say no")
    return card(
        f"You need not answer about {facts.post}: your permission is on record. You can still say no.",
        header(facts.bid("perm.rec.head"), titled(facts, "Your permission is on record")),
        section(facts.bid("perm.rec.what"), "You need not answer: your permission for this is on record."),
        glimpsed(facts, facts.bid("perm.rec.post"), "The post: "),
        actions(facts.bid("perm.rec.do"), button(ids.PERMISSION_NO, "No, not in this one", facts.value, confirm=back)),
        grey(facts.bid("perm.rec.record"), "Only the author and the office can see what you say."),
    )


def _again(facts: CardFacts, task: Task) -> Block:
    """A way back from every answer; after a yes also the offer not to be asked each time."""
    if task.outcome == "no":
        back = ask("Change your answer?", "You said no. The post may then show you.", "Say yes")
        return actions(
            facts.bid("perm.again"), button(ids.PERMISSION_YES, "Change my answer", facts.value, confirm=back)
        )
    follows = "You said yes. The post may then not show you; where it is out already, it comes down."
    back = ask("Change your answer?", follows, "Say no")
    change = button(ids.PERMISSION_NO, "Change my answer", facts.value, confirm=back)
    if task.outcome == "always":
        stop = ask(
            "Ask you each time?", "This post may still show you. For others you are asked again.", "Ask me each time"
        )
        return actions(
            facts.bid("perm.again"), change, button(ids.PERMISSION_YES, "Ask me each time", facts.value, confirm=stop)
        )
    every = ask(
        "Use this for all posts?",
        "Every school post may then show you until the end of the school year. You can change that here.",
        "Use it for all posts",
    )
    always = button(ids.PERMISSION_ALWAYS, "Use it for all posts", facts.value, confirm=every)
    return actions(facts.bid("perm.again"), change, always)


def _changed(facts: CardFacts) -> Card:
    sentence = f"The post has changed since. Post {facts.id} is further down where you are asked again."
    return card(
        sentence,
        header(facts.bid("perm.old.head"), titled(facts, "It has changed")),
        section(facts.bid("perm.old"), sentence),
        closed=True,
    )


def _over(facts: CardFacts) -> Card:
    sentence = f"Post {facts.id} does not go out any more. There is nothing left to answer."
    return card(
        sentence,
        header(facts.bid("perm.over.head"), titled(facts, "No answer is needed")),
        section(facts.bid("perm.over"), sentence),
        glimpsed(facts, facts.bid("perm.over.post"), "The post was: "),
    )
