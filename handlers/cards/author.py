"""Messages to a post's author: a new one for every decision, since an edited message rings no bell."""

from __future__ import annotations

from slack_sdk.models.blocks import ButtonElement

from bot.domain.policy import Gate
from bot.domain.post import Seen, Status, TaskKind
from bot.domain.wording import glimpse
from handlers import ids
from handlers.blocks import (
    actions,
    ask,
    button,
    capital,
    esc,
    fit,
    grey,
    grey_plain,
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
    card,
    decision,
    glimpsed,
    goes_out,
    how_far,
    live_list,
    published_by,
    reason,
    sealed,
    still_open,
    titled,
    who_did,
)

MINE = "`/socialpost mine`"


@sealed
def changes(facts: CardFacts) -> Card:
    """SLT ask for changes: their words, that nothing is lost, and the way back into the form."""
    made = decision(facts, "changes")
    still = not facts.replaced and facts.status is Status.CHANGES
    follows = "change it and send it back. Everything you wrote is still there."
    return card(
        _changes_text(facts, made) if still else f"Changes were requested for {facts.post}. It has moved on since.",
        header(facts.bid("chg.head"), titled(facts, "Changes requested", version=True)),
        section(facts.bid("chg.who"), f"{who_did(facts, made, 'looked at your post')} and asks:"),
        reason(facts.bid("chg.why"), made),
        section(facts.bid("chg.next"), f"*Next:* {follows}" if still else moved_on(facts)),
        glimpsed(facts, facts.bid("chg.post"), "Your post: "),
        actions(facts.bid("chg.do"), _edit(facts), withdraw_button(facts)) if still else None,
        closed=facts.replaced,
    )


@sealed
def time_passed(facts: CardFacts) -> Card:
    """The time that they had set passed while the post was back with them. It goes out at no other unless they say so."""
    still = not facts.replaced and facts.status is Status.CHANGES and facts.standing is None
    now = f"It was to go out on {facts.say(facts.body.at)}. " if facts.body.at else ""
    follows = (
        "Your changes were still to come, so it did not go out.\n*Next:* edit it and choose a new time, or withdraw it."
    )
    return card(
        f"The time of post {facts.id} has passed while it was back with you. Open this message to see what you can do."
        if still
        else f"Post {facts.id} has moved on since its time passed.",
        header(facts.bid("passed.head"), titled(facts, "Time passed", version=True)),
        section(facts.bid("passed.now"), f"{now}{follows}" if still else moved_on(facts)),
        glimpsed(facts, facts.bid("passed.post"), "Your post: "),
        actions(facts.bid("passed.do"), _edit(facts), withdraw_button(facts)) if still else None,
        closed=facts.replaced,
    )


def _changes_text(facts: CardFacts, made: Decision) -> str:
    return fit(
        f"{capital(facts.name(made.by))} asks for changes to {facts.post}. Open this message to edit and resubmit.",
        f"Changes are requested for {facts.post}. Open this message to edit and resubmit.",
    )


@sealed
def held(facts: CardFacts) -> Card:
    """A permission is missing. No name here: this may show on a locked phone or a projector; See who asks for a form."""
    still = facts.stuck and not facts.replaced
    now = f"Post {facts.id} {ON_HOLD} Something about it is not in order any more, most often a permission."
    follows = "*Next:* see who it is about, then change the post and send it back."
    only = "*See who* opens for you alone, and that you looked is recorded. SLT are not told who it is about."
    text = f"Post {facts.id} {ON_HOLD} Open this message to see what to do."
    return card(
        text if still else f"Post {facts.id} is no longer on hold. There is nothing left to do here.",
        header(facts.bid("hold.head"), titled(facts, "⚠️ Please look" if still else "No longer on hold", version=True)),
        section(facts.bid("hold.now"), f"{now}\n{follows}" if still else moved_on(facts)),
        glimpsed(facts, facts.bid("hold.post"), "Your post: "),
        actions(facts.bid("hold.do"), _see_who(facts), _edit(facts)) if still else None,
        grey(facts.bid("hold.only"), only) if still else None,
        closed=facts.replaced,
    )


def draft_held(facts: CardFacts) -> Card:
    """A permission went missing while the post is being written. No name here, as on `held`."""
    still = facts.story.post.stuck == Gate.SUBMIT and facts.status in {Status.DRAFT, Status.CHANGES}
    now = f"Post {facts.id}, which you are writing, {ON_HOLD} Something that it needs is not on record any more, "
    follows = "*Next:* see who it is about, then change the post before you send it."
    seen = str(facts.story.revision.seen if facts.story.revision else Seen.of_draft(facts.id))
    sentence = f"Post {facts.id} is no longer on hold. There is nothing left to do here."
    bid = f"p{facts.id}.draft.hold"
    return card(
        f"Post {facts.id} {ON_HOLD} Open this message to see what to do." if still else sentence,
        header(f"{bid}.head", f"{'⚠️ Please look' if still else 'No longer on hold'} · Post {facts.id}"),
        section(f"{bid}.now", f"{now}most often a permission.\n{follows}" if still else sentence),
        grey_plain(f"{bid}.post", f"Your post: {glimpse(facts.story.post.draft.words)}"),
        actions(
            f"{bid}.do",
            button(ids.SEE_WHO, "See who", seen, spoken=f"See who post {facts.id} is about. Only you see the answer"),
            button(ids.EDIT, "Change it", seen, primary=True),
        )
        if still
        else None,
        grey(f"{bid}.only", "*See who* opens for you alone, and that you looked is recorded.") if still else None,
    )


@sealed
def approved(facts: CardFacts) -> Card:
    """SLT said yes. Where the post was held since, the yes is taken back, and nobody is named for it."""
    made = approver(facts)
    if made is None:
        return _no_longer_approved(facts)
    waits = not facts.replaced and facts.status in {Status.APPROVED, Status.RELEASED}
    follows = f"*Next:* the office publishes it {goes_out(facts)}. You hear here when it is live."
    text = f"The office publishes it {goes_out(facts)}." if waits else "It has moved on since."
    return card(
        fit(f"Post {facts.id} is approved by {facts.name(made.by)}. {text}", f"Post {facts.id} is approved. {text}"),
        header(facts.bid("yes.head"), titled(facts, "✅ Approved", version=True)),
        section(facts.bid("yes.who"), f"{who_did(facts, made, 'approved it for SLT')}."),
        section(facts.bid("yes.next"), follows if waits else moved_on(facts)),
        glimpsed(facts, facts.bid("yes.post"), "Your post: "),
        closed=facts.replaced,
    )


def _no_longer_approved(facts: CardFacts) -> Card:
    return card(
        f"Post {facts.id} was approved, and has moved on since.",
        header(facts.bid("yes.past.head"), titled(facts, "No longer approved", version=True)),
        section(facts.bid("yes.past.next"), f"SLT had approved it. {moved_on(facts)}"),
        glimpsed(facts, facts.bid("yes.past.post"), "Your post: "),
        closed=facts.replaced,
    )


@sealed
def rejected(facts: CardFacts) -> Card:
    """SLT said no: the reason in their own words, and that the author's words are kept."""
    made = decision(facts, "rejected")
    return card(
        f"Post {facts.id} is not approved. Open this message to read why.",
        header(facts.bid("no.head"), titled(facts, "Not approved", version=True)),
        section(facts.bid("no.who"), f"{who_did(facts, made, 'decided')}, and says why:"),
        reason(facts.bid("no.why"), made),
        section(facts.bid("no.next"), f"*Next:* it does not go out. Your words are kept: use them again from {MINE}."),
        glimpsed(facts, facts.bid("no.post"), "Your post: "),
    )


@sealed
def published(facts: CardFacts) -> Card:
    """The office is done, or has begun: the links."""
    if facts.coming_down or facts.status is Status.REMOVED:
        return _down(facts)
    made = published_by(facts)
    by = f"By {mention(made.by)} on {facts.say(made.at)}, {esc(how_far(facts))}."
    return card(
        published_text(facts, made),
        header(facts.bid("pub.head"), titled(facts, "✅ Published")),
        section(facts.bid("pub.who"), f"{by} *Next:* the office goes on with the rest." if still_open(facts) else by),
        live_list(facts, facts.bid("pub.links")),
        glimpsed(facts, facts.bid("pub.post"), "Your post: "),
    )


def _down(facts: CardFacts) -> Card:
    """It went live and must not stay: neutral, since this may be read over a shoulder."""
    gone = facts.status is Status.REMOVED
    text = (
        f"Post {facts.id} is down everywhere."
        if gone
        else f"Post {facts.id} must come down. The office is removing it."
    )
    now = "It was live, and the office removed it everywhere." if gone else "It is live and must come down."
    follows = "There is nothing left to do." if gone else "*Next:* the office removes it everywhere."
    return card(
        text,
        header(facts.bid("pub.down.head"), titled(facts, "✅ Taken down" if gone else "🛑 Coming down")),
        section(facts.bid("pub.down.now"), f"{now} {follows}"),
        live_list(facts, facts.bid("pub.down.links")),
        glimpsed(facts, facts.bid("pub.down.post"), "Your post: "),
    )


def published_text(facts: CardFacts, made: Decision) -> str:
    """The notification: who, when and how far."""
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
        kept = "What is live stays." if facts.publications else f"Your words are kept: use them again from {MINE}."
        return f"*Next:* SLT know. {kept}"
    return f"*Next:* nothing for you to decide. {capital(mention(facts.story.post.author))} knows, and can write a new post."


_MOVED_ON = {
    Status.DRAFT: "It is a draft again.",
    Status.CHECKING: "Its photos are being checked.",
    Status.ADVICE: "It is with your adviser.",
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
    Status.EXPIRED: "Its time has passed.",
}


def moved_on(facts: CardFacts) -> str:
    """What to say on a message that the post has left behind, so that nobody presses a button in vain."""
    current = facts.story.revision
    if facts.replaced and current:
        return f"You have sent version {facts.revision.no + 1} since. The message further up says how it stands."
    if facts.coming_down:
        return "It must come down, and the office is removing it. There is nothing left to do here."
    if facts.status is Status.HELD and not facts.stuck:
        return "It is in order again, and SLT look at it anew. There is nothing left to do here."
    return f"{_MOVED_ON[facts.status]} There is nothing left to do here."


def _edit(facts: CardFacts) -> ButtonElement:
    return button(ids.EDIT, "Edit and resubmit", facts.value, primary=True)


def _see_who(facts: CardFacts) -> ButtonElement:
    return button(
        ids.SEE_WHO, "See who", facts.value, spoken=f"See who post {facts.id} is about. Only you see the answer"
    )


def withdraw_button(facts: CardFacts) -> ButtonElement:
    """Asks back what follows."""
    with_slt = facts.status in {Status.WITH_SLT, Status.HELD}
    follows = "SLT can no longer approve it." if with_slt else "It does not go out, and SLT are told."
    confirm = ask(f"Withdraw {facts.post}?", f"{follows} Your words are kept in /socialpost mine.", "Withdraw")
    return button(ids.WITHDRAW, "Withdraw post", facts.value, confirm=confirm)
