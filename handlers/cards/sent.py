"""The author's one message about a post: where it stands now, kept up to date from sending to the end."""

from __future__ import annotations

from collections.abc import Callable

from slack_sdk.models.blocks import Block

from bot.domain.lifecycle import TRANSITIONS, Action
from bot.domain.post import Status, TaskState
from bot.domain.trust import Role
from bot.domain.typed import had_invisible
from bot.domain.wording import count
from handlers.blocks import actions, capital, clip, esc, grey, grey_plain, header, mention, section
from handlers.cards.author import MINE, published_text, withdraw_button
from handlers.cards.facts import (
    ON_HOLD,
    Card,
    CardFacts,
    adults_line,
    approver,
    awaited_adults,
    because,
    card,
    decision,
    due,
    glimpsed,
    goes_out,
    how_far,
    last_removed,
    live_list,
    published_by,
    sealed,
    titled,
    where,
    who_did,
    words,
)
from handlers.cards.photos import checking, photos_wait


def sent(facts: CardFacts) -> Card:
    """Where the post stands: one message per post, kept up to date."""
    if facts.status is Status.CHECKING:
        return checking(facts)
    if facts.status is Status.CHANGES and facts.standing is not None:
        return photos_wait(facts)
    return _sealed(facts)


@sealed
def _sealed(facts: CardFacts) -> Card:
    return _SENT[facts.status](facts)


def _with_slt(facts: CardFacts) -> Card:
    if waits := awaited_adults(facts):
        return _approved_but_for_adults(facts, waits)
    by = facts.decide_by()
    they = f"They decide by {facts.say(by)}, and you" if by else "You"
    return card(
        _hold_text(facts) if facts.stuck else f"Post {facts.id} is with SLT. {they} hear here either way.",
        header(facts.bid("sent"), titled(facts, "Sent to SLT", version=True)),
        section(facts.bid("sent.now"), f"SLT at {esc(facts.school_short)} have your post.{_also_asked(facts)}"),
        words(facts, facts.bid("sent.words")),
        _adults(facts),
        _invisible(facts),
        grey(facts.bid("sent.facts"), f"{_photos(facts)}{esc(where(facts))} · {due(facts)}"),
        section(facts.bid("sent.next"), _with_slt_next(facts, facts.say(by) if by else "")),
        _withdraw_row(facts),
    )


def _approved_but_for_adults(facts: CardFacts, waits: str) -> Card:
    """All who decide have said yes; the author can speak to the adults, and nobody else needs to do anything."""
    made = approver(facts)
    who = f"{who_did(facts, made, 'approved it')}." if made else "It is approved."
    now = f"{who} It waits for {waits}.\n*Next:* once all have said yes, the office publishes it {goes_out(facts)}."
    return _stands(facts, f"Post {facts.id} is approved. It waits for {waits}.", "⏳ Approved, waiting", now)


def _photos(facts: CardFacts) -> str:
    number = len(facts.body.photos)
    return (
        f"{count(number, 'photo')}, {'' if number == 1 else 'both ' if number == 2 else 'all '}checked · "
        if number
        else ""
    )


def _with_slt_next(facts: CardFacts, by: str) -> str:
    if facts.stuck:
        return f"Post {facts.id} {ON_HOLD} *Next:* the newer message here says what to do."
    return f"*Next:* they decide{f' by {by}' if by else ''}. You hear here either way."


def _also_asked(facts: CardFacts) -> str:
    """Who else must say yes, and why; one line each where there are several."""
    others = [task for task in facts.story.signoffs() if task.role is not Role.SLT and task.state is TaskState.OPEN]
    lines = [f"{capital(esc(clip(facts.title(each.role), 80)))} is asked as well, {because(each)}." for each in others]
    return f" {lines[0]}" if len(lines) == 1 else "".join(f"\n{line}" for line in lines)


def _advice(facts: CardFacts) -> Card:
    """With the adviser first: the author reads who, and that SLT come after."""
    task = next((each for each in facts.story.asked() if each.state is TaskState.OPEN), None)
    who = mention(task.user_id) if task and task.user_id else esc(clip(facts.title(Role.ADVISER), 80))
    return card(
        f"Post {facts.id} is with your adviser first. You hear here when they have read it.",
        header(facts.bid("sent.adv"), titled(facts, "Sent for advice", version=True)),
        section(facts.bid("sent.adv.now"), f"{capital(who)} reads your post first, because you are not sure."),
        words(facts, facts.bid("sent.adv.words")),
        grey_plain(facts.bid("sent.adv.ask"), f"You asked: “{facts.body.question}”") if facts.body.question else None,
        section(facts.bid("sent.adv.next"), "*Next:* they send it on to SLT, or say what to change."),
        _withdraw_row(facts),
    )


def _sent_expired(facts: CardFacts) -> Card:
    now = f"Its time passed without a yes or a post. Your words are kept: use them again from {MINE}."
    return _stands(facts, f"The time of post {facts.id} has passed. It does not go out.", "Time passed", now)


def _adults(facts: CardFacts) -> Block | None:
    line = adults_line(facts)
    return grey(facts.bid("sent.adults"), line) if line else None


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
        # After changes were asked for, the newer message has all the buttons: the same one twice would puzzle.
        None if facts.status is Status.CHANGES else _withdraw_row(facts),
    )


def _sent_changes(facts: CardFacts) -> Card:
    who = capital(mention(decision(facts, "changes").by))
    now = f"{who} asks for changes. *Next:* the newer message here says which, and lets you edit it."
    return _stands(facts, f"Changes are requested for {facts.post}.", "Changes requested", now)


def _sent_approved(facts: CardFacts) -> Card:
    made = approver(facts)
    who = f"{who_did(facts, made, 'approved it')}." if made else "It is approved."
    now = f"{who} *Next:* the office publishes it {goes_out(facts)}."
    return _stands(
        facts, f"Post {facts.id} is approved. The office publishes it {goes_out(facts)}.", "✅ Approved", now
    )


def _sent_held(facts: CardFacts) -> Card:
    if facts.was_stopped:
        now = f"Posts at {esc(facts.school_short)} were stopped. *Next:* SLT look at yours again before it goes out."
        return _stands(facts, f"Post {facts.id} waits: posts were stopped, and SLT look at it again.", "On hold", now)
    if not facts.stuck:
        now = "Something had come up before it went out. *Next:* SLT look at it again. You hear here either way."
        return _stands(facts, f"Post {facts.id} waits: SLT look at it again before it goes out.", "With SLT again", now)
    now = f"Post {facts.id} {ON_HOLD} *Next:* the newer message here says what to do."
    return _stands(facts, _hold_text(facts), "On hold", now)


def _sent_published(facts: CardFacts) -> Card:
    if facts.coming_down:
        now = "It is live and must come down. *Next:* the office removes it everywhere."
        return _stands(facts, f"Post {facts.id} must come down. The office is removing it.", "🛑 Coming down", now)
    made = published_by(facts)
    now = f"By {mention(made.by)} on {facts.say(made.at)}, {esc(how_far(facts))}."
    links = live_list(facts, facts.bid("sent.published.links"))
    return _stands(facts, published_text(facts, made), "✅ Published", now, links)


def _sent_removed(facts: CardFacts) -> Card:
    now = f"The office removed it everywhere, the last place on {facts.say(last_removed(facts))}. There is nothing left to do."
    return _stands(facts, f"Post {facts.id} was taken down everywhere.", "✅ Taken down", now)


def _sent_unpublished(facts: CardFacts) -> Card:
    now = f"The office could not publish it. The newer message here says why. Your words are kept in {MINE}."
    return _stands(facts, f"Post {facts.id} is not published.", "Not published", now)


def _sent_rejected(facts: CardFacts) -> Card:
    now = f"{who_did(facts, decision(facts, 'rejected'), 'decided')}. The newer message here says why."
    return _stands(facts, f"Post {facts.id} is not approved.", "Not approved", now)


def _sent_withdrawn(facts: CardFacts) -> Card:
    now = (
        f"You withdrew it on {facts.say(facts.story.post.changed_at)}. Your words are kept: use them again from {MINE}."
    )
    return _stands(facts, f"Post {facts.id} is withdrawn. Your words are kept.", "Withdrawn", now)


def _sent_draft(facts: CardFacts) -> Card:
    return _stands(facts, f"Post {facts.id} is a draft.", "Draft", f"It is a draft. *Next:* go on with it in {MINE}.")


_SENT: dict[Status, Callable[[CardFacts], Card]] = {
    Status.DRAFT: _sent_draft,
    Status.ADVICE: _advice,
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
    Status.EXPIRED: _sent_expired,
}


def _hold_text(facts: CardFacts) -> str:
    return f"Post {facts.id} {ON_HOLD} The newer message here says what to do."


def _withdraw_row(facts: CardFacts) -> Block | None:
    possible = (facts.status, Action.WITHDRAW) in TRANSITIONS
    return actions(facts.bid("sent", facts.status.value, "do"), withdraw_button(facts)) if possible else None
