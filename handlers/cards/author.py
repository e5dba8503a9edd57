"""Messages to a post's author: one that is kept up to date, and a new one for every decision, since edits ring no bell."""

from __future__ import annotations

from collections.abc import Callable

from slack_sdk.models.blocks import Block, ButtonElement

from bot.domain.drafting import had_invisible
from bot.domain.lifecycle import TRANSITIONS, Action
from bot.domain.post import Status, TaskKind
from bot.domain.signoffs import needs
from bot.domain.trust import Role
from bot.domain.wording import listing
from handlers import ids
from handlers.blocks import (
    actions,
    ask,
    button,
    capital,
    clip,
    esc,
    fit,
    grey,
    header,
    mention,
    section,
)
from handlers.cards.facts import (
    ON_HOLD,
    Card,
    CardFacts,
    Decision,
    approver,
    because,
    by_and_when,
    card,
    decision,
    due,
    glimpsed,
    goes_out,
    how_far,
    last_removed,
    live_list,
    published_by,
    reason,
    sealed,
    still_open,
    titled,
    where,
    words,
)

MINE = "`/socialpost mine`"


@sealed
def sent(facts: CardFacts) -> Card:
    """Where the post stands: one message per post, kept up to date."""
    return _SENT[facts.status](facts)


def _with_slt(facts: CardFacts) -> Card:
    by = facts.decide_by(Role.SLT)
    they = f"They decide by {facts.say(by)}, and you" if by else "You"
    return card(
        _hold_text(facts) if facts.stuck else f"Post {facts.id} is with SLT. {they} hear here either way.",
        header(facts.bid("sent"), titled(facts, "Sent to SLT", version=True)),
        section(facts.bid("sent.now"), f"SLT at {esc(facts.school_short)} have your post.{_also_asked(facts)}"),
        words(facts, facts.bid("sent.words")),
        _invisible(facts),
        grey(facts.bid("sent.facts"), f"{esc(where(facts))} · {due(facts)}"),
        section(facts.bid("sent.next"), _with_slt_next(facts, facts.say(by) if by else "")),
        _withdraw_row(facts),
    )


def _with_slt_next(facts: CardFacts, by: str) -> str:
    if facts.stuck:
        return f"Post {facts.id} {ON_HOLD} *Next:* the newer message here says what to do."
    return f"*Next:* they decide{f' by {by}' if by else ''}. You hear here either way."


def _also_asked(facts: CardFacts) -> str:
    others = [need for need in needs(facts.body) if need.role is not Role.SLT]
    if not others:
        return ""
    who = capital(esc(clip(listing(facts.title(need.role) for need in others), 80)))
    return f" {who} is asked as well, {because(others[0].role)}."


def _invisible(facts: CardFacts) -> Block | None:
    if not had_invisible(facts.story.post.draft.words):
        return None
    note = "We took out characters that nobody can see. The words above are exactly what SLT read."
    return grey(facts.bid("sent.clean"), note)


def _stands(facts: CardFacts, text: str, state: str, now: str, *more: Block | None) -> Card:
    """The short form, for every state after SLT have decided."""
    return card(
        text,
        header(facts.bid("sent", facts.status.value), titled(facts, state)),
        section(facts.bid("sent", facts.status.value, "now"), now),
        *more,
        glimpsed(facts, facts.bid("sent", facts.status.value, "post"), "Your post: "),
        _withdraw_row(facts),
    )


def _sent_changes(facts: CardFacts) -> Card:
    who = capital(mention(decision(facts, "changes").by))
    now = f"{who} asks for changes. *Next:* the newer message here lets you edit it and send it back."
    return _stands(facts, f"Changes are requested for {facts.post}.", "Changes requested", now)


def _sent_approved(facts: CardFacts) -> Card:
    now = f"{by_and_when(facts, approver(facts))} approved it. *Next:* the office publishes it {goes_out(facts)}."
    return _stands(
        facts, f"Post {facts.id} is approved. The office publishes it {goes_out(facts)}.", "✅ Approved", now
    )


def _sent_held(facts: CardFacts) -> Card:
    now = f"Post {facts.id} {ON_HOLD} *Next:* the newer message here says what to do."
    return _stands(facts, _hold_text(facts), "On hold", now)


def _sent_published(facts: CardFacts) -> Card:
    if facts.coming_down:
        now = "It is live and must come down. *Next:* the office removes it everywhere."
        return _stands(facts, f"Post {facts.id} must come down. The office is removing it.", "🛑 Coming down", now)
    made = published_by(facts)
    now = f"By {mention(made.by)} on {facts.say(made.at)}, {esc(how_far(facts))}."
    links = live_list(facts, facts.bid("sent.published.links"))
    return _stands(facts, _published_text(facts, made), "✅ Published", now, links)


def _sent_removed(facts: CardFacts) -> Card:
    now = f"The office removed it everywhere by {facts.say(last_removed(facts))}. There is nothing left to do."
    return _stands(facts, f"Post {facts.id} was taken down everywhere.", "✅ Taken down", now)


def _sent_unpublished(facts: CardFacts) -> Card:
    now = f"The office could not publish it. The newer message here says why. Your words are kept in {MINE}."
    return _stands(facts, f"Post {facts.id} is not published.", "Not published", now)


def _sent_rejected(facts: CardFacts) -> Card:
    now = f"{by_and_when(facts, decision(facts, 'rejected'))} decided so. The newer message here says why."
    return _stands(facts, f"Post {facts.id} is not approved.", "Not approved", now)


def _sent_withdrawn(facts: CardFacts) -> Card:
    now = f"You withdrew it on {facts.say(facts.story.post.changed_at)}. *Next:* your words are kept in {MINE}."
    return _stands(facts, f"Post {facts.id} is withdrawn. Your words are kept.", "Withdrawn", now)


def _sent_draft(facts: CardFacts) -> Card:
    return _stands(facts, f"Post {facts.id} is a draft.", "Draft", f"It is a draft. *Next:* go on with it in {MINE}.")


_SENT: dict[Status, Callable[[CardFacts], Card]] = {
    Status.DRAFT: _sent_draft,
    Status.WITH_SLT: _with_slt,
    Status.CHANGES: _sent_changes,
    Status.APPROVED: _sent_approved,
    Status.RELEASED: _sent_approved,
    Status.HELD: _sent_held,
    Status.PUBLISHED: _sent_published,
    Status.REMOVED: _sent_removed,
    Status.UNPUBLISHED: _sent_unpublished,
    Status.REJECTED: _sent_rejected,
    Status.WITHDRAWN: _sent_withdrawn,
}


# A new message for every decision


@sealed
def changes(facts: CardFacts) -> Card:
    """SLT ask for changes: their words, that nothing is lost, and the way back into the form."""
    made = decision(facts, "changes")
    still = not facts.replaced and facts.status is Status.CHANGES
    follows = "change it and send it back. Everything you wrote is still there."
    return card(
        fit(
            f"{capital(facts.name(made.by))} asks for changes to {facts.post}. Open this message to edit and resubmit.",
            f"Changes are requested for {facts.post}. Open this message to edit and resubmit.",
        ),
        header(facts.bid("chg.head"), titled(facts, "Changes requested", version=True)),
        section(
            facts.bid("chg.who"), f"{capital(mention(made.by))} looked at your post on {facts.say(made.at)} and asks:"
        ),
        reason(facts.bid("chg.why"), made),
        section(facts.bid("chg.next"), f"*Next:* {follows}" if still else _moved_on(facts)),
        glimpsed(facts, facts.bid("chg.post"), "Your post: "),
        actions(facts.bid("chg.do"), _edit(facts), _withdraw(facts)) if still else None,
        closed=facts.replaced,
    )


@sealed
def held(facts: CardFacts) -> Card:
    """A permission is missing. No name here: this may show on a locked phone or a projector; See who asks for a form."""
    still = facts.stuck and not facts.replaced
    now = f"Post {facts.id} {ON_HOLD} A permission that it needs is not on record."
    follows = "*Next:* see who it is about, then change the post and send it back."
    only = "*See who* opens for you alone, and that you looked is recorded. SLT are not told who it is about."
    return card(
        f"Post {facts.id} {ON_HOLD} Open this message to see what to do.",
        header(facts.bid("hold.head"), titled(facts, "⚠️ Please look" if still else "No longer on hold", version=True)),
        section(facts.bid("hold.now"), f"{now}\n{follows}" if still else _moved_on(facts)),
        glimpsed(facts, facts.bid("hold.post"), "Your post: "),
        actions(facts.bid("hold.do"), _see_who(facts), _edit(facts)) if still else None,
        grey(facts.bid("hold.only"), only) if still else None,
        closed=facts.replaced,
    )


@sealed
def approved(facts: CardFacts) -> Card:
    """SLT said yes."""
    made = approver(facts)
    waits = not facts.replaced and facts.status in {Status.APPROVED, Status.RELEASED}
    follows = f"*Next:* the office publishes it {goes_out(facts)}. You hear here when it is live."
    text = f"The office publishes it {goes_out(facts)}."
    return card(
        fit(f"Post {facts.id} is approved by {facts.name(made.by)}. {text}", f"Post {facts.id} is approved. {text}"),
        header(facts.bid("yes.head"), titled(facts, "✅ Approved", version=True)),
        section(facts.bid("yes.who"), f"{by_and_when(facts, made)} approved it for SLT."),
        section(facts.bid("yes.next"), follows if waits else _moved_on(facts)),
        glimpsed(facts, facts.bid("yes.post"), "Your post: "),
        closed=facts.replaced,
    )


@sealed
def rejected(facts: CardFacts) -> Card:
    """SLT said no: the reason in their own words, and that the author's words are kept."""
    made = decision(facts, "rejected")
    return card(
        f"Post {facts.id} is not approved. Open this message to read why.",
        header(facts.bid("no.head"), titled(facts, "Not approved", version=True)),
        section(facts.bid("no.who"), f"{capital(mention(made.by))} decided on {facts.say(made.at)}, and says why:"),
        reason(facts.bid("no.why"), made),
        section(facts.bid("no.next"), f"*Next:* it does not go out. Your words are kept: use them again from {MINE}."),
        glimpsed(facts, facts.bid("no.post"), "Your post: "),
    )


@sealed
def published(facts: CardFacts) -> Card:
    """The office is done, or has begun: the links."""
    made = published_by(facts)
    follows = "*Next:* the office goes on with the rest." if still_open(facts) and not facts.coming_down else ""
    return card(
        _published_text(facts, made),
        header(facts.bid("pub.head"), titled(facts, "✅ Published")),
        section(
            facts.bid("pub.who"), f"By {mention(made.by)} on {facts.say(made.at)}, {esc(how_far(facts))}. {follows}"
        ),
        live_list(facts, facts.bid("pub.links")),
        section(facts.bid("pub.down"), "It must come down again, and the office is removing it.")
        if facts.coming_down
        else None,
        glimpsed(facts, facts.bid("pub.post"), "Your post: "),
    )


def _published_text(facts: CardFacts, made: Decision) -> str:
    far, at = how_far(facts), facts.say(made.at)
    return fit(
        f"Post {facts.id} was published by {facts.name(made.by)} on {at}, {esc(far)}.",
        f"Post {facts.id} was published on {at}.",
    )


@sealed
def cannot(facts: CardFacts) -> Card:
    """The office could not publish it, or not everywhere: told to the author and in SLT's channel."""
    made = decision(facts, "cannot", TaskKind.PUBLISH)
    whole = not facts.publications
    state = "Not published" if whole else "Not published everywhere"
    told = "could not publish it and says why:" if whole else "could not publish it everywhere and says why:"
    return card(
        f"Post {facts.id} is {state[0].lower()}{state[1:]}. Open this message to read why.",
        header(facts.bid("cannot.head"), titled(facts, state)),
        section(facts.bid("cannot.who"), f"{capital(mention(made.by))} {told}"),
        reason(facts.bid("cannot.why"), made),
        live_list(facts, facts.bid("cannot.links")),
        section(facts.bid("cannot.next"), _cannot_next(facts)),
        glimpsed(facts, facts.bid("cannot.post"), "The post: "),
    )


def _cannot_next(facts: CardFacts) -> str:
    if facts.target == facts.story.post.author:
        return f"*Next:* SLT know. Your words are kept: use them again from {MINE}."
    return f"*Next:* nothing for you to decide. {capital(mention(facts.story.post.author))} knows, and can write a new post."


_MOVED_ON = {
    Status.DRAFT: "It is a draft again.",
    Status.WITH_SLT: "It is with SLT.",
    Status.CHANGES: "Changes were requested: the newer message here has the way on.",
    Status.APPROVED: "It is approved, and the office has it next.",
    Status.RELEASED: "It is approved and with the office.",
    Status.HELD: "It cannot go out as it stands: the newer message here says what to do.",
    Status.PUBLISHED: "It is published.",
    Status.REMOVED: "It was taken down.",
    Status.UNPUBLISHED: "The office could not publish it.",
    Status.REJECTED: "It was not approved.",
    Status.WITHDRAWN: "You withdrew it.",
}


def _moved_on(facts: CardFacts) -> str:
    """What to say on a message that the post has left behind, so that nobody presses a button in vain."""
    current = facts.story.revision
    if facts.replaced and current:
        return f"You have sent version {facts.revision.no + 1} since. There is nothing left to do here."
    return f"{_MOVED_ON[facts.status]} There is nothing left to do here."


def _hold_text(facts: CardFacts) -> str:
    return f"Post {facts.id} {ON_HOLD} The newer message here says what to do."


def _edit(facts: CardFacts) -> ButtonElement:
    return button(ids.EDIT, "Edit and resubmit", facts.value, primary=True)


def _see_who(facts: CardFacts) -> ButtonElement:
    return button(
        ids.SEE_WHO, "See who", facts.value, spoken=f"See who post {facts.id} is about. Only you see the answer"
    )


def _withdraw(facts: CardFacts) -> ButtonElement:
    with_slt = facts.status in {Status.WITH_SLT, Status.HELD}
    follows = "SLT can no longer approve it." if with_slt else "It does not go out, and SLT are told."
    confirm = ask(f"Withdraw {facts.post}?", f"{follows} Your words are kept in /socialpost mine.", "Withdraw")
    return button(ids.WITHDRAW, "Withdraw post", facts.value, confirm=confirm)


def _withdraw_row(facts: CardFacts) -> Block | None:
    possible = (facts.status, Action.WITHDRAW) in TRANSITIONS
    return actions(facts.bid("sent", facts.status.value, "do"), _withdraw(facts)) if possible else None
