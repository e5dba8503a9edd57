"""The card on which SLT decide, or say what should change, as long as the post waits for a yes."""

from __future__ import annotations

from slack_sdk.models.blocks import Block

from bot.domain.post import Body, Revision, Status, Task, TaskState
from bot.domain.signoffs import BECAUSE, may_give
from bot.domain.trust import Role
from bot.domain.wording import listing
from handlers import ids
from handlers.blocks import (
    LONGEST_CONFIRM,
    actions,
    ask,
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
from handlers.cards.facts import (
    ON_HOLD,
    Card,
    CardFacts,
    because,
    card,
    due,
    goes_out,
    on_where,
    source,
    titled,
    where,
    words,
)
from handlers.cards.looking import names_found, open_holds, please_look, to_look_at


def waiting(facts: CardFacts, role: Role) -> Card:
    """The card on which `role` decides: news first, then the post, what was checked, who else must say yes, the buttons."""
    signing = [task for task in facts.story.signoffs() if may_give(task.role, frozenset({role}))]
    asked = any(task.state is TaskState.OPEN for task in signing)
    return card(
        _waiting_text(facts, role, asked),
        header(facts.bid("head"), titled(facts, _heading(facts, asked), version=True)),
        _facts_lines(facts, role, asked),
        _pupils(facts),
        _why_you(facts, role) if asked else None,
        _neutral(facts),
        *_changed(facts),
        *to_look_at(facts),
        divider(facts.bid("line1")),
        words(facts, facts.bid("words")),
        source(facts, facts.bid("source")),
        divider(facts.bid("line2")),
        _checked(facts),
        _signoffs(facts, role),
        _decide(facts, role) if asked else None,
    )


def _heading(facts: CardFacts, asked: bool) -> str:
    if facts.status is Status.HELD:
        return "On hold"
    return "For your approval" if asked else "⏳ Waiting for others"


def _waiting_text(facts: CardFacts, role: Role, asked: bool) -> str:
    if facts.stuck:
        return _neutral_sentence(facts)
    if not asked:
        return _waits_text(facts, role)
    by = _deadline(facts, role)
    if facts.revision.no > 1:
        back = f"Post {facts.id} is back{' with SLT' if role is Role.SLT else ''} as version {facts.revision.no}."
        decide = f"Please decide{by}."
        return fit(f"{back} {summary(_before(facts), facts.body)} {decide}", f"{back} {decide}")
    who = "SLT" if role is Role.SLT else "you"
    why = f", {because(role)}" if role is not Role.SLT and because(role) else ""
    look = please_look(facts)
    asks = f"{capital(facts.name(facts.story.post.author))} asks {who} to approve {facts.post}{by}{why}."
    return fit(
        f"{asks} {capital(look)}." if look else asks,
        asks,
        f"{capital(who)} are asked to approve {facts.post}{by}{why}.",
    )


def _waits_text(facts: CardFacts, role: Role) -> str:
    """This role's part is done, whoever of them did it."""
    by = next((capital(facts.name(t.done_by)) for t in facts.story.signoffs() if t.role is role and t.done_by), "")
    return fit(
        f"{by or 'A colleague'} said yes to {facts.post}. It waits for {esc(_others_open(facts, role))}.",
        f"A yes to {facts.post} is given. It waits for others.",
    )


def _deadline(facts: CardFacts, role: Role) -> str:
    due_at = facts.decide_by(role)
    return f" by {facts.say(due_at)}" if due_at else ""


def _others_open(facts: CardFacts, role: Role) -> str:
    return listing(facts.title(task.role) for task in _left_to_others(facts, role)) or "others"


def _left_to_others(facts: CardFacts, role: Role) -> list[Task]:
    """The open sign-offs that this role cannot give."""
    held = frozenset({role})
    return [task for task in facts.story.signoffs() if task.state is TaskState.OPEN and not may_give(task.role, held)]


def _facts_lines(facts: CardFacts, role: Role, asked: bool) -> Block:
    lines = (
        f"*Where:* {esc(where(facts))}",
        f"*When:* {due(facts)}{_decide_in_time(facts, role, asked)}",
        f"*From:* {mention(facts.story.post.author)}, {esc(clip(facts.school, 100))}",
        f"*For:* {facts.body.purpose.label}",
    )
    return section(facts.bid("facts"), "\n".join(lines))


def _decide_in_time(facts: CardFacts, role: Role, asked: bool) -> str:
    due_at = facts.decide_by(role)
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


def _why_you(facts: CardFacts, role: Role) -> Block | None:
    if role is Role.SLT:
        return None
    if role is Role.HEADTEACHER and not any(task.role is role for task in facts.story.signoffs()):
        return section(facts.bid("why"), "*You are asked* because nobody has answered yet. One yes from you is enough.")
    enough = f"One yes from {esc(clip(facts.title(role), 80))} is enough."
    return section(facts.bid("why"), f"*You are asked as well as SLT*, {because(role)}. {enough}")


def _neutral_sentence(facts: CardFacts) -> str:
    knows = "The author and the office know" if facts.status is Status.HELD else "The author knows"
    return f"Post {facts.id} {ON_HOLD} {knows} what to do."


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
    names = "" if names_found(facts) else " · no names in the words"
    return grey(facts.bid("checked"), f"*Checked{again}:* {permission}{names} · the author’s promise")


def _signoffs(facts: CardFacts, role: Role) -> Block:
    tasks = [task for task in facts.story.signoffs() if task.state is not TaskState.CANCELLED]
    given = sum(task.state is TaskState.DONE for task in tasks)
    title = f"*Sign-offs: {given} of {len(tasks)} given{'.*' if _start_again(facts) else '*'}{_start_again(facts)}"
    return section(facts.bid("signoffs"), "\n".join([title, *(_signoff_line(facts, task, role) for task in tasks)]))


def _start_again(facts: CardFacts) -> str:
    if facts.status is Status.HELD:
        return " They start again because the post was held."
    return " They start again because the post changed." if facts.revision.no > 1 else ""


def _signoff_line(facts: CardFacts, task: Task, role: Role) -> str:
    who = f"*{esc(clip(capital(facts.title(task.role)), 80))}*"
    if task.state is TaskState.DONE and task.done_at:
        return f"✅ {who}, {because(task.role)}: {mention(task.done_by)}, {facts.say(task.done_at)}"
    why = BECAUSE.get(task.role, "") if task.role is role is Role.SLT else because(task.role)
    return f"⏳ {who}, {why}"


def _decide(facts: CardFacts, role: Role) -> Block:
    # With open holds a form opens that asks about each of them: it asks back better than a dialog can.
    asks_first = may_give(Role.SLT, frozenset({role})) and bool(open_holds(facts))
    confirm = None if asks_first else ask(f"Approve {facts.post}?", _confirmed(facts, role), "Yes, approve")
    return actions(
        facts.bid("decide"),
        button(ids.APPROVE, "Approve", facts.value, primary=not facts.stuck, confirm=confirm),
        button(ids.REQUEST_CHANGES, "Request changes", facts.value),
        button(ids.REJECT, "Reject", facts.value),
    )


def _confirmed(facts: CardFacts, role: Role) -> str:
    """What a yes means, and the things that needed an eye."""
    look = please_look(facts)
    means = approve_means(facts, role)
    return fit(f"{means} {capital(look)}: have you?" if look else means, means, longest=LONGEST_CONFIRM)


def approve_means(facts: CardFacts, role: Role) -> str:
    """What follows from a yes and what it covers, within what Slack lets a dialog say."""
    version = f"This is version {facts.revision.no}. " if facts.revision.no > 1 else ""
    covers = "Your yes covers exactly these words and places."
    if _left_to_others(facts, role):
        rest = f"{capital(_others_open(facts, role))} must say yes too; then the office publishes it {goes_out(facts)}."
        short = f"Others must say yes too; then the office publishes it {goes_out(facts)}."
        return fit(f"{version}{covers} {rest}", f"{version}{covers} {short}", longest=LONGEST_CONFIRM)
    where_to = f"The office publishes it {on_where(facts)} {goes_out(facts)}."
    return fit(f"{version}{where_to} {covers}", f"{version}{covers}", longest=LONGEST_CONFIRM)
