"""The card in SLT's channel, and the same card as a message to whoever else must say yes."""

from __future__ import annotations

from collections.abc import Callable

from slack_sdk.models.blocks import Block

from bot.domain.lifecycle import WAITING
from bot.domain.post import Status, Task, TaskKind
from bot.domain.trust import Role
from bot.workflow.holding import BOT
from handlers.blocks import actions, capital, clip, esc, fit, grey, grey_plain, header, mention, section
from handlers.cards.deciding import Reader
from handlers.cards.facts import (
    Card,
    CardFacts,
    approver,
    because,
    card,
    decision,
    glimpsed,
    goes_out,
    how_far,
    last_removed,
    live_list,
    published_by,
    reason,
    sealed,
    take_down_button,
    titled,
    where,
    who_did,
    words,
    yeses,
)
from handlers.cards.waiting import waiting


@sealed
def slt(facts: CardFacts) -> Card:
    """SLT's channel: one card for every version."""
    return _shown(facts, Reader())


@sealed
def signoff(facts: CardFacts) -> Card:
    """The same card for each other person who is asked, with the reason why: a reminder authoriser, the Headteacher."""
    return _shown(facts, Reader(held=facts.held, user=facts.target))


@sealed
def advice(facts: CardFacts) -> Card:
    """For the line manager or adviser of an author who is not sure, before SLT are asked (clause RP-3)."""
    if facts.replaced or facts.status is Status.ADVICE:
        return _shown(facts, Reader(held=facts.held, user=facts.target))
    given = next((task for task in facts.story.tasks_of(TaskKind.ADVICE, facts.revision) if task.done_at), None)
    said = f"{who_did_task(facts, given)}." if given else "There is nothing left to do here."
    return card(
        f"Advice on {facts.post} is no longer needed." if given is None else f"Advice on {facts.post} is given.",
        header(facts.bid("adv.head"), titled(facts, "Advice", version=True)),
        section(facts.bid("adv.who"), f"{said} It is {_now(facts)}."),
        glimpsed(facts, facts.bid("adv.post")),
    )


def who_did_task(facts: CardFacts, given: Task) -> str:
    """Who gave advice, and which."""
    what = "asked for changes" if given.outcome == "changes" else "sent it on to SLT"
    at = f" on {facts.say(given.done_at)}" if given.done_at else ""
    return f"{capital(mention(given.done_by))} {what}{at}"


def _now(facts: CardFacts) -> str:
    if facts.status in {Status.WITH_SLT, Status.HELD}:
        return "with SLT"
    return "back with its author" if facts.status in {Status.CHANGES, Status.DRAFT} else "decided"


@sealed
def escalated(facts: CardFacts) -> Card:
    """The same card for the Headteacher or whoever stands in, where those who were asked have not answered."""
    return _shown(facts, Reader(held=facts.held, user=facts.target, late=True))


def _shown(facts: CardFacts, role: Reader) -> Card:
    if facts.replaced:
        return _replaced(facts)
    if facts.status in WAITING:
        return waiting(facts, role)
    return _DECIDED[facts.status](facts)


def _approved(facts: CardFacts) -> Card:
    made = approver(facts)
    follows = f"The office publishes it {goes_out(facts)}."
    by = f" by {facts.name(made.by)}" if made else ""
    return card(
        fit(f"Post {facts.id} is approved{by}. {follows}", f"Post {facts.id} is approved. {follows}"),
        header(facts.bid("done.head"), titled(facts, "✅ Approved", version=True)),
        section(facts.bid("done.who"), "\n".join(_yes_lines(facts)) or "All sign-offs are given."),
        section(facts.bid("done.next"), f"*Next:* the office publishes it {goes_out(facts)}."),
        words(facts, facts.bid("done.words")),
        _from_where(facts, "done.facts"),
    )


def _yes_lines(facts: CardFacts) -> list[str]:
    return [_yes_line(facts, task) for task in yeses(facts)]


def _yes_line(facts: CardFacts, task: Task) -> str:
    assert task.done_at is not None
    part = " for SLT" if task.role is Role.SLT else f", {because(task)}"
    return f"{capital(mention(task.done_by))}{part}, {facts.say(task.done_at)}"


def _from_where(facts: CardFacts, name: str, trail: str = "") -> Block:
    return grey(facts.bid(name), f"From {mention(facts.story.post.author)} · {esc(where(facts))}{trail}")


def _published(facts: CardFacts) -> Card:
    if facts.coming_down:
        return _coming_down(facts)
    made = published_by(facts)
    far = how_far(facts)
    return card(
        fit(
            f"Post {facts.id} was published by {facts.name(made.by)} on {facts.say(made.at)}, {far}.",
            f"Post {facts.id} was published on {facts.say(made.at)}, {far}.",
            f"Post {facts.id} was published on {facts.say(made.at)}.",
        ),
        header(facts.bid("pub.head"), titled(facts, "✅ Published", version=True)),
        section(facts.bid("pub.who"), f"By {mention(made.by)} on {facts.say(made.at)}, {esc(far)}."),
        live_list(facts, facts.bid("pub.links")),
        glimpsed(facts, facts.bid("pub.post")),
        grey(facts.bid("pub.ok"), f"Approved by {'; '.join(_yes_lines(facts))}.") if yeses(facts) else None,
        actions(facts.bid("pub.do"), take_down_button(facts)) if facts.live else None,
    )


def _coming_down(facts: CardFacts) -> Card:
    """The same whatever the cause: a channel must not learn it from the wording."""
    return card(
        f"Post {facts.id} is live and must come down. The office is removing it.",
        header(facts.bid("down.head"), titled(facts, "🛑 Coming down")),
        section(
            facts.bid("down.who"), "The post is live and must come down. *Next:* the office removes it everywhere."
        ),
        glimpsed(facts, facts.bid("down.post")),
    )


def _removed(facts: CardFacts) -> Card:
    at = facts.say(last_removed(facts))
    return card(
        f"Post {facts.id} is down everywhere since {at}. There is nothing left to do.",
        header(facts.bid("gone.head"), titled(facts, "✅ Taken down")),
        section(
            facts.bid("gone.who"),
            f"The office removed it everywhere, the last place on {at}. There is nothing left to do.",
        ),
    )


def _with_author(facts: CardFacts) -> Card:
    """The author has sent something newer, and its photos are not through yet."""
    return card(
        f"Post {facts.id} is back with its author, who is changing it. There is nothing left to do here.",
        header(facts.bid("new.head"), titled(facts, "Being changed", version=True)),
        section(facts.bid("new.next"), "*Next:* the author sends it as a new card."),
        grey_plain(facts.bid("new.words"), f"The post was: “{facts.body.words}”"),
        _from_where(facts, "new.facts"),
    )


def _changes(facts: CardFacts) -> Card:
    if facts.story.post.changed_by == BOT:
        return _with_author(facts)
    made = decision(facts, "changes")
    return card(
        fit(
            f"{capital(facts.name(made.by))} asks for changes to {facts.post}. The author has been told.",
            f"Changes are requested for {facts.post}. The author has been told.",
        ),
        header(facts.bid("chg.head"), titled(facts, "Changes requested", version=True)),
        section(facts.bid("chg.who"), f"{who_did(facts, made, 'asked for changes')}, and told the author why:"),
        reason(facts.bid("chg.why"), made),
        section(facts.bid("chg.next"), "*Next:* the author changes it and sends it back as a new card."),
        grey_plain(facts.bid("chg.words"), f"The post was: “{facts.body.words}”"),
        _from_where(facts, "chg.facts"),
    )


def _rejected(facts: CardFacts) -> Card:
    made = decision(facts, "rejected")
    return card(
        fit(
            f"Post {facts.id} is not approved. {capital(facts.name(made.by))} gave the reason; the author has been told.",
            f"Post {facts.id} is not approved. The author has been told why.",
        ),
        header(facts.bid("no.head"), titled(facts, "Not approved", version=True)),
        section(
            facts.bid("no.who"),
            f"{who_did(facts, made, 'decided')}, and told the author why:",
        ),
        reason(facts.bid("no.why"), made),
        grey_plain(facts.bid("no.words"), f"The post was: “{facts.body.words}”"),
        _from_where(facts, "no.next", ". Nothing goes to the office."),
    )


def _unpublished(facts: CardFacts) -> Card:
    made = decision(facts, "cannot", TaskKind.PUBLISH)
    return card(
        fit(
            f"Post {facts.id} is not published. {capital(facts.name(made.by))} gave the reason; the author has been told.",
            f"Post {facts.id} is not published. The author has been told why.",
        ),
        header(facts.bid("cannot.head"), titled(facts, "Not published", version=True)),
        section(facts.bid("cannot.who"), f"{who_did(facts, made, 'could not publish it')}, and told the author why:"),
        reason(facts.bid("cannot.why"), made),
        glimpsed(facts, facts.bid("cannot.post")),
        _from_where(facts, "cannot.next", ". There is nothing left to decide."),
    )


def _withdrawn(facts: CardFacts) -> Card:
    made = decision(facts, "withdrawn")
    return card(
        f"Post {facts.id} was withdrawn by its author. There is nothing left to decide.",
        header(facts.bid("back.head"), titled(facts, "Withdrawn", version=True)),
        section(facts.bid("back.who"), f"{who_did(facts, made, 'withdrew it')}. Nothing goes to the office."),
    )


def _expired(facts: CardFacts) -> Card:
    """Nobody is to blame on a card: it says what is so, and that the author knows."""
    return card(
        f"The time of post {facts.id} has passed. It does not go out, and the author has been told.",
        header(facts.bid("exp.head"), titled(facts, "Time passed", version=True)),
        section(
            facts.bid("exp.who"), "Its time has passed, so it does not go out. The author can use the words again."
        ),
        glimpsed(facts, facts.bid("exp.post")),
    )


def _draft(facts: CardFacts) -> Card:
    sentence = f"Post {facts.id} is with its author as a draft."
    return card(sentence, grey_plain(facts.bid("draft"), sentence))


def _replaced(facts: CardFacts) -> Card:
    """An older version: its words are gone, and who had decided on it stays to be read."""
    newer = facts.revision.no + 1
    return card(
        f"Version {facts.revision.no} of {facts.post} is replaced by version {newer}.",
        header(facts.bid("old.head"), titled(facts, f"Replaced by version {newer}")),
        section(facts.bid("old.who"), f"{_decided_then(facts)}Version {newer} is {_whereabouts(facts)}."),
        closed=True,
    )


def _whereabouts(facts: CardFacts) -> str:
    """Where the next version is to be found; its author may have chosen another school."""
    following = facts.story.numbered(facts.revision.no + 1)
    school = facts.trust.schools.get(following.body.school) if following else None
    if school is None or school.key == facts.body.school:
        return "further down"
    return f"with SLT of {esc(clip(school.name, 100))}"


_THEN = {"changes": "asked for changes to", "approved": "approved", "rejected": "did not approve"}


def _decided_then(facts: CardFacts) -> str:
    lines = [
        f"{capital(mention(task.done_by))} {_THEN[task.outcome]} version {facts.revision.no}, {facts.say(task.done_at)}.\n"
        for task in facts.story.signoffs(facts.revision)
        if task.done_at and task.outcome in _THEN
    ]
    return "".join(dict.fromkeys(lines))


_DECIDED: dict[Status, Callable[[CardFacts], Card]] = {
    Status.DRAFT: _draft,
    Status.CHECKING: _with_author,
    Status.CHANGES: _changes,
    Status.APPROVED: _approved,
    Status.RELEASED: _approved,
    Status.PUBLISHED: _published,
    Status.REMOVED: _removed,
    Status.UNPUBLISHED: _unpublished,
    Status.REJECTED: _rejected,
    Status.WITHDRAWN: _withdrawn,
    Status.EXPIRED: _expired,
}
