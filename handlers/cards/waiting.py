"""The card on which SLT decide, or say what should change, as long as the post waits for a yes."""

from __future__ import annotations

from collections.abc import Iterator

from slack_sdk.models.blocks import Block

from bot.domain.post import Body, Revision, Status, Task, TaskState
from bot.domain.signoffs import STANDS_IN, why
from bot.domain.trust import Role
from bot.domain.wording import listing
from handlers import ids
from handlers.blocks import (
    bullets,
    button,
    capital,
    clip,
    divider,
    esc,
    fit,
    grey,
    grey_plain,
    header,
    mention,
    section,
)
from handlers.cards.changed import summary, what_changed
from handlers.cards.deciding import Reader, because, decide, others_open, theirs, think_again
from handlers.cards.facts import (
    ON_HOLD,
    Card,
    CardFacts,
    adults_line,
    awaited_adults,
    card,
    due,
    source,
    titled,
    where,
    words,
    yeses,
)
from handlers.cards.looking import device_in_doubt, names_found, please_look, to_look_at
from handlers.cards.pictures import files_to_judge, how_many, to_judge


def waiting(facts: CardFacts, role: Reader) -> Card:
    """The card on which somebody decides: when and where, news, the post, what it rests on, who else must say yes, the
    buttons."""
    mine = [] if facts.stopped else theirs(facts, role)
    asked = bool(mine)
    return card(
        _waiting_text(facts, role, asked),
        header(facts.bid("head"), titled(facts, _heading(facts, asked), version=True)),
        _awaits(facts),
        section(facts.bid("when"), _where_and_when(facts, role, asked)),
        _why_you(facts, role, mine) if asked else None,
        _question(facts, role, mine),
        _stopped(facts),
        _neutral(facts),
        *_changed(facts),
        *to_look_at(facts),
        divider(facts.bid("line1")),
        words(facts, facts.bid("words")),
        source(facts, facts.bid("source")),
        *([] if facts.stopped else to_judge(facts)),
        divider(facts.bid("line2")),
        section(facts.bid("facts"), _from_whom_for_what(facts)),
        _pupils(facts),
        _adults(facts),
        _checked(facts),
        _signoffs(facts, role),
        decide(facts, role) if asked else think_again(facts, role),
        grey(facts.bid("replies"), "Replies here are not decisions: only the buttons are.") if asked else None,
        files=() if facts.stopped else files_to_judge(facts),
    )


def _heading(facts: CardFacts, asked: bool) -> str:
    if facts.status is Status.ADVICE:
        return "For your advice"
    if facts.stopped:
        return "🛑 Stopped"
    if facts.status is Status.HELD:
        return "On hold" if facts.stuck and not facts.was_stopped else "Please look again"
    return "For your approval" if asked else "⏳ Waiting for others"


def _waiting_text(facts: CardFacts, role: Reader, asked: bool) -> str:
    if facts.stopped:
        return f"Posts at {esc(facts.school_short)} are stopped, so post {facts.id} waits."
    if facts.stuck:
        return _neutral_sentence(facts)
    if not asked:
        return _waits_text(facts, role)
    by = _deadline(facts, role)
    if facts.status is Status.HELD:
        return f"Post {facts.id} was held and is in order again. Please look at it again{by}."
    if facts.status is Status.ADVICE:
        asks = f"{capital(facts.name(facts.story.post.author))} would like your advice on {facts.post}"
        return fit(f"{asks} before SLT see it.", f"You are asked for advice on {facts.post}.")
    if facts.revision.no > 1:
        back = f"Post {facts.id} is back{'' if role.user else ' with SLT'} as version {facts.revision.no}."
        decide = f"Please decide{by}."
        return fit(f"{back} {summary(_before(facts), facts.body)} {decide}", f"{back} {decide}")
    who = "you" if role.user else "SLT"
    reason = f", {because(role, theirs(facts, role))}" if role.user else ""
    look = "; ".join(part for part in (how_many(facts), please_look(facts)) if part)
    asks = f"{capital(facts.name(facts.story.post.author))} asks {who} to approve {facts.post}{by}{reason}."
    return fit(
        f"{asks} {capital(look)}." if look else asks,
        asks,
        f"{capital(who)} are asked to approve {facts.post}{by}{reason}.",
        f"{capital(who)} are asked to approve {facts.post}{by}.",
    )


def _waits_text(facts: CardFacts, role: Reader) -> str:
    """This reader's part is done, whoever did it."""
    done = (task for task in facts.story.asked() if task.done_by and role.may_settle(task))
    by = next((capital(facts.name(task.done_by)) for task in done), "")
    if waits := awaited_adults(facts):
        return f"{by or 'A colleague'} approved {facts.post}. It waits for {waits}, and then goes to the office."
    return fit(
        f"{by or 'A colleague'} said yes to {facts.post}. It waits for {esc(others_open(facts, role))}.",
        f"A yes to {facts.post} is given. It waits for others.",
    )


def _awaits(facts: CardFacts) -> Block | None:
    """Everybody has said yes, and an adult who is shown has still to answer: nothing is left for this reader to do."""
    waits = awaited_adults(facts)
    if not waits:
        return None
    by = listing(dict.fromkeys(mention(task.done_by) for task in yeses(facts)))
    return section(facts.bid("awaits"), f"*Approved by* {by} · waits for {waits}")


def _deadline(facts: CardFacts, role: Reader) -> str:
    due_at = facts.decide_by()
    return f" by {facts.say(due_at)}" if due_at else ""


def _where_and_when(facts: CardFacts, role: Reader, asked: bool) -> str:
    return f"*Where:* {esc(where(facts))}\n*When:* {due(facts)}{_decide_in_time(facts, role, asked)}"


def _from_whom_for_what(facts: CardFacts) -> str:
    author = f"{mention(facts.story.post.author)}, {esc(clip(facts.school, 100))}"
    return f"*From:* {author}\n*For:* {facts.body.purpose.label}"


def _decide_in_time(facts: CardFacts, role: Reader, asked: bool) -> str:
    due_at = facts.decide_by()
    if facts.body.at and facts.body.at <= facts.now:
        return ". That time has passed"
    if due_at is None or not asked:
        return ""
    return ". Please decide before then" if due_at == facts.body.at else f". Please decide by {facts.say(due_at)}"


def _pupils(facts: CardFacts) -> Block:
    if not facts.body.people:
        return section(
            facts.bid("who"),
            "*Pupils featured:* none. The author says that no child can be recognised or is referred to.",
        )
    return section(
        facts.bid("who"),
        f"*Pupils featured:* {len(facts.body.people):,}",
        button(
            ids.WHO_IS_FEATURED,
            "Who is featured?",
            facts.value,
            spoken=f"Who is featured? {capital(facts.post)}. Only you see the answer",
        ),
    )


def _adults(facts: CardFacts) -> Block | None:
    line = adults_line(facts)
    return section(facts.bid("adults"), line) if line else None


def _why_you(facts: CardFacts, role: Reader, mine: list[Task]) -> Block | None:
    if not role.user:
        return None
    several = len({task.role for task in mine}) > 1
    enough = "Your one yes counts for all of it." if several else "One yes from you is enough."
    if not role.late and not several and len(mine) == 1:
        # Who stands in for somebody would not find themselves among those who hold the role.
        others = "One yes is enough: yours, or that of anybody else who is asked."
        enough = (
            others
            if STANDS_IN.get(mine[0].role)
            else f"One yes from {esc(clip(facts.title(mine[0].role), 80))} is enough."
        )
    first = "You are asked" if role.late or facts.status is Status.ADVICE else "You are asked as well as SLT"
    return section(facts.bid("why"), f"*{first}*, {because(role, mine)}. {enough}")


def _question(facts: CardFacts, role: Reader, mine: list[Task]) -> Block | None:
    """What the author asks, for those who can answer it."""
    if not facts.body.question or not mine or not role.user:
        return None
    return grey_plain(facts.bid("question"), f"The author asks: “{facts.body.question}”")


def _neutral_sentence(facts: CardFacts) -> str:
    if facts.was_stopped:
        return f"Post {facts.id} waited while posts were stopped. Please look at it again."
    knows = "The author and the office know" if facts.status is Status.HELD else "The author knows"
    return f"Post {facts.id} {ON_HOLD} {knows} what to do."


def _stopped(facts: CardFacts) -> Block | None:
    """Buttons go with it: nothing can be approved by habit."""
    if not facts.stopped:
        return None
    what = f"*Posts at {esc(facts.school_short)} are stopped.* Nothing is approved until that is lifted."
    return section(facts.bid("stopped"), f"{what} Then it waits here to be looked at again.")


def _neutral(facts: CardFacts) -> Block | None:
    if not facts.stuck:
        return None
    first, follows = _neutral_sentence(facts).split(". ", 1)
    return section(facts.bid("hold"), f"⚠️ *{first}.* {follows}")


def _before(facts: CardFacts) -> Body:
    earlier = facts.story.numbered(facts.revision.no - 1)
    return earlier.body if earlier else facts.body


def _changed(facts: CardFacts) -> list[Block]:
    earlier = facts.story.numbered(facts.revision.no - 1)
    if earlier is None:
        return []
    title = section(facts.bid("changed"), f"*What changed since version {earlier.no}*")
    return [title, bullets(facts.bid("diff"), what_changed(earlier.body, facts)), *_had_asked(facts, earlier)]


def _had_asked(facts: CardFacts, earlier: Revision) -> list[Block]:
    """What SLT had asked for, in grey: the change can be held against it."""
    asked = next((task for task in facts.story.signoffs(earlier) if task.outcome == "changes" and task.done_at), None)
    if asked is None or asked.done_at is None or not asked.reason:
        return []
    who = clip(facts.story.name(asked.done_by), 60)
    lead = f"{capital(who)} ({facts.say(asked.done_at)}) had asked"
    return [grey_plain(facts.bid("ask"), f"{lead}: “{clip(asked.reason, 400)}”")]


def _checked(facts: CardFacts) -> Block | None:
    """What our checks found in order. Nothing while something is not."""
    if facts.stuck:
        return None
    again = " again" if facts.revision.no > 1 else ""
    permission = (
        "permission for every pupil listed, in every place"
        if facts.body.people
        else "no pupils are listed, so no permission was looked up"
    )
    where_read = "words or photos" if facts.body.photos else "the words"
    names = "" if names_found(facts) else f" · no names in {where_read}"
    device = " · an approved device" if facts.body.photos and not device_in_doubt(facts) else ""
    return grey(facts.bid("checked"), f"*Checked{again}:* {permission}{names}{device} · the author’s promise")


def _signoffs(facts: CardFacts, role: Reader) -> Block | None:
    if facts.status is Status.ADVICE:
        return None
    tasks = [task for task in facts.story.signoffs() if task.state is not TaskState.CANCELLED]
    given = sum(task.state is TaskState.DONE for task in tasks)
    title = f"*Sign-offs: {given} of {len(tasks)} given{'.*' if _start_again(facts) else '*'}{_start_again(facts)}"
    return section(facts.bid("signoffs"), "\n".join([title, *_signoff_lines(facts, tasks, role)]))


def _signoff_lines(facts: CardFacts, tasks: list[Task], role: Reader) -> Iterator[str]:
    """One line each; where several of one role are still asked, the others of them in one."""
    told: set[Role] = set()
    for task in tasks:
        others = [each for each in tasks if each.role is task.role and each.place and each.state is TaskState.OPEN]
        if task not in others:
            yield _signoff_line(facts, task, role)
        elif task.role not in told:
            told.add(task.role)
            who = f"*{esc(clip(capital(facts.title(task.role)), 80))}*"
            yield f"⏳ {who}, {'another of them' if len(others) == 1 else f'{len(others)} more of them'}"


def _start_again(facts: CardFacts) -> str:
    if facts.status is Status.HELD:
        if facts.was_stopped:
            return " They start again because posts were stopped."
        return " They start again because the post was held."
    return " They start again because the post changed." if facts.revision.no > 1 else ""


def _signoff_line(facts: CardFacts, task: Task, role: Reader) -> str:
    """Who, why, and how it stands. In SLT's own channel SLT's line says how many of them it takes."""
    who = f"*{esc(clip(capital(facts.title(task.role)), 80))}*"
    reason = why(task.clause)
    if task.state is TaskState.DONE and task.done_at:
        own = ", by sending it" if task.done_by == facts.story.post.author else ""
        return f"✅ {who}, {reason}: {mention(task.done_by)}{own}, {facts.say(task.done_at)}"
    if task.role is Role.SLT and not role.user:
        several = any(each.role is task.role and each.place for each in facts.story.asked())
        reason += "" if several else ": one yes from any of you"
    return f"⏳ {who}, {reason}"
