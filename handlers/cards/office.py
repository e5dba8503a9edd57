"""Cards in the office's channel: what to publish, and what to take down."""

from __future__ import annotations

from slack_sdk.models.blocks import Block, ButtonElement

from bot.domain.post import Status, TaskKind
from bot.domain.trust import Platform
from bot.domain.wording import listing
from bot.workflow.packing import pack_name
from handlers import ids
from handlers.blocks import (
    actions,
    button,
    capital,
    clip,
    esc,
    fit,
    grey,
    grey_plain,
    header,
    mention,
    section,
)
from handlers.cards.exhibits import Exhibit, Kind
from handlers.cards.facts import (
    LONGEST_LIST,
    ON_HOLD,
    Card,
    CardFacts,
    approver,
    card,
    decision,
    glimpsed,
    how_far,
    last_removed,
    live_list,
    missing_places,
    on_where,
    publish_task,
    published_by,
    reason,
    sealed,
    source,
    still_open,
    take_down_button,
    titled,
    who_did,
    words,
)
from handlers.cards.pictures import files_to_match, these, to_match

SCHEDULED = "*Already scheduled it somewhere?* Please cancel it there now."
LIVE_ALREADY = "*Already live somewhere?* Please say where, so that it can be taken down."


@sealed
def task(facts: CardFacts) -> Card:
    """What the office has to publish, or that it must not be published. Only the newest card of a post has buttons."""
    if facts.superseded:
        return _superseded(facts)
    if facts.coming_down and facts.publications:
        return _coming_down(facts)
    if facts.replaced:
        return _replaced(facts)
    if facts.stopped and (facts.status in WAITING_OR_OUT or still_open(facts)):
        return _stopped(facts)
    return _STATES.get(facts.status, _not_now)(facts)


@sealed
def pack(facts: CardFacts) -> Card:
    """To the one who asked, by direct message: everything in one file, as long as the post is theirs to publish."""
    file = Exhibit(kind=Kind.PACK, name=pack_name(facts.id), of=(facts.revision.sha256,))
    if _may_be_published(facts):
        return card(
            f"The pack for {facts.post} is here, as one file.",
            header(facts.bid("pack.head"), titled(facts, "The pack", version=True)),
            section(facts.bid("pack.due"), due_line(facts)),
            section(facts.bid("pack"), f"It is the file {pack_name(facts.id)} just below: {_pack_with(facts)}."),
            grey(facts.bid("pack.next"), PACK_NEXT),
            files=(file,),
        )
    return card(
        f"The pack for {facts.post} is deleted here.",
        header(facts.bid("pack.head"), titled(facts, "Pack deleted", version=True)),
        section(facts.bid("pack"), f"The pack for {facts.post} was deleted here: {_why_no_pack(facts)}"),
        grey(facts.bid("pack.next"), "Please delete it from your computer as well, if you saved it there."),
    )


PACK_NEXT = "*Next:* publish it, then press *Mark as published* on the card. The file is deleted here after that."


def _may_be_published(facts: CardFacts) -> bool:
    """Whether this version is with the office, nothing has stopped it, and some place is still to do."""
    if facts.replaced or facts.stopped or facts.coming_down or facts.status not in {Status.RELEASED, Status.PUBLISHED}:
        return False
    return still_open(facts) and bool(missing_places(facts))


def _why_no_pack(facts: CardFacts) -> str:
    done = facts.status is Status.PUBLISHED and not facts.coming_down
    return (
        "the post is published." if done else "the post is not to be published now. The card in your channel says more."
    )


WAITING_OR_OUT = frozenset({Status.WITH_SLT, Status.APPROVED, Status.RELEASED, Status.HELD})


def _stopped(facts: CardFacts) -> Card:
    """No words and no buttons but one: nothing can be published by habit, and what is live can be told."""
    school = esc(facts.school_short)
    return card(
        f"Stop: do not publish post {facts.id}. All posts at {school} are stopped. Cancel it now if it is scheduled.",
        header(facts.bid("t.stop.head"), titled(facts, "🛑 Stop: do not publish", version=True)),
        section(facts.bid("t.stop.why"), f"*All posts at {school} are stopped.* Please do not publish it."),
        section(facts.bid("t.stop.sched"), SCHEDULED),
        *_already_live(facts, "t.stop"),
        grey(facts.bid("t.stop.next"), "*Next:* nothing else for you to do. This card says when that is over."),
    )


def _superseded(facts: CardFacts) -> Card:
    sentence = f"A newer card for {facts.post} is further down. Please use that one."
    title = header(facts.bid("t.newer.head"), titled(facts, "A newer card is below", version=True))
    return card(sentence, title, section(facts.bid("t.newer"), sentence), closed=True)


def _released(facts: CardFacts) -> Card:
    started = _started(facts)
    return card(
        _ready_text(facts),
        header(facts.bid("t.head"), titled(facts, "To publish", version=True)),
        section(facts.bid("t.due"), due_line(facts)),
        grey(facts.bid("t.ok"), _approved_line(facts)),
        words(facts, facts.bid("t.words")),
        source(facts, facts.bid("t.source")),
        *to_match(facts),
        _started_line(facts) if started else grey(facts.bid("t.next"), _start_means(facts)),
        _pack_holds(facts) if started else None,
        _doing_buttons(facts) if started else _ready_buttons(facts),
        files=files_to_match(facts),
    )


def _start_means(facts: CardFacts) -> str:
    use = f"Please use exactly {these(facts)}."
    return f"*Start* looks at the permissions once more and opens the words to copy. {use}"


def _pack_holds(facts: CardFacts) -> Block:
    one = f"The pack is one file: {_pack_with(facts)}."
    return grey(facts.bid("t.pack"), f"{one} It comes to you alone, as a direct message.")


def _pack_with(facts: CardFacts) -> str:
    photos = "the words, the photos in the right size for each place, and the alt text"
    return photos if facts.body.photos else "the words for each place"


def _ready_text(facts: CardFacts) -> str:
    at = facts.body.at
    when = f"on {facts.say(at)}" if at else "as soon as you can"
    ready = f"Post {facts.id} is approved and ready. Please publish it"
    return fit(f"{ready} {esc(on_where(facts))}, {when}.", f"{ready} {when}, in {len(facts.places)} places.")


def due_line(facts: CardFacts) -> str:
    """Due time first: "*Due Fri 27 Nov, 3:30pm* on *Facebook* and the *school website*"."""
    at = facts.body.at
    when = f"*Due {facts.say(at)}*" if at else "*As soon as you can*"
    return f"{when} {_bold_list('on', facts.places)}"


def _bold_list(lead: str, places: tuple[Platform, ...]) -> str:
    """Places in bold, or their number where the list would be too long."""
    named = listing(_bold(place) for place in places)
    return f"{lead} {named}" if len(named) <= LONGEST_LIST else f"in *{len(places)} places*"


def _bold(place: Platform) -> str:
    """ "*Facebook*", "the *school website*"."""
    listed = esc(place.listed)
    return f"the *{listed}*" if place.phrase != place.listed else f"*{listed}*"


def _approved_line(facts: CardFacts) -> str:
    made = approver(facts)
    by = f" by {mention(made.by)}, {facts.say(made.at)}" if made else ""
    return f"✅ Approved for SLT{by}. From {mention(facts.story.post.author)}"


def _started(facts: CardFacts) -> bool:
    """Whether somebody in the office has had the words to copy, so that it may be live or scheduled by now."""
    given = publish_task(facts)
    return given is not None and given.outcome == "started"


def _started_line(facts: CardFacts) -> Block:
    made = decision(facts, "started", TaskKind.PUBLISH)
    return section(facts.bid("t.started"), f"⏳ *Started* by {mention(made.by)}, {facts.say(made.at)}")


def _ready_buttons(facts: CardFacts) -> Block:
    return actions(facts.bid("t.do"), button(ids.START, "Start", facts.value, primary=True), _cannot(facts))


def _doing_buttons(facts: CardFacts) -> Block:
    return actions(
        facts.bid("t.started.do"),
        button(ids.PUBLISHED, "Mark as published", facts.value, primary=True),
        button(ids.OPEN_WORDS, "Open the words", facts.value),
        button(ids.GET_PACK, "Get the pack", facts.value, spoken=_pack_spoken(facts)),
        _cannot(facts),
    )


def _pack_spoken(facts: CardFacts) -> str:
    return f"Get the pack for {facts.post}: all in one file, as a direct message"


def _cannot(facts: CardFacts) -> ButtonElement:
    return button(ids.CANNOT_PUBLISH, "Cannot publish", facts.value)


def _published(facts: CardFacts) -> Card:
    made = published_by(facts)
    if missing_places(facts) and still_open(facts):
        return _partly(facts)
    done = f"By {mention(made.by)} on {facts.say(made.at)}, {esc(how_far(facts))}. The author and SLT have the links."
    return card(
        fit(
            f"Post {facts.id} was published by {facts.name(made.by)} on {facts.say(made.at)}, {esc(how_far(facts))}.",
            f"Post {facts.id} was published on {facts.say(made.at)}.",
        ),
        header(facts.bid("t.pub.head"), titled(facts, "✅ Published")),
        section(facts.bid("t.pub.who"), done),
        live_list(facts, facts.bid("t.pub.links")),
        *_why_not_the_rest(facts),
        glimpsed(facts, facts.bid("t.pub.post")),
        actions(facts.bid("t.pub.do"), take_down_button(facts)) if facts.live else None,
    )


def _why_not_the_rest(facts: CardFacts) -> list[Block]:
    given = publish_task(facts)
    if given is None or given.outcome != "cannot":
        return []
    made = decision(facts, "cannot", TaskKind.PUBLISH)
    lead = f"{capital(clip(facts.story.name(made.by), 60))} ({facts.say(made.at)}) on the rest"
    return [grey_plain(facts.bid("t.pub.rest"), f"{lead}: “{clip(made.reason, 1000)}”")]


def _partly(facts: CardFacts) -> Card:
    return card(
        f"Post {facts.id} is published {how_far(facts)}. Please publish the rest.",
        header(facts.bid("t.part.head"), titled(facts, "Partly published")),
        section(facts.bid("t.part.rest"), f"⏳ *Still to do:* publish it {_bold_list('on', missing_places(facts))}"),
        live_list(facts, facts.bid("t.part.links")),
        words(facts, facts.bid("t.part.words")),
        *to_match(facts),
        _doing_buttons(facts),
        files=files_to_match(facts),
    )


def _unpublished(facts: CardFacts) -> Card:
    made = decision(facts, "cannot", TaskKind.PUBLISH)
    return card(
        f"Post {facts.id} is not published. The author and SLT know why.",
        header(facts.bid("t.cannot.head"), titled(facts, "Not published")),
        section(
            facts.bid("t.cannot.who"), f"{who_did(facts, made, 'could not publish it')}. The author and SLT know why:"
        ),
        reason(facts.bid("t.cannot.why"), made),
        glimpsed(facts, facts.bid("t.cannot.post")),
        *_already_live(facts, "t.cannot"),
    )


# What must not go out


def _no(facts: CardFacts, state: str, why: str, follows: str) -> Card:
    """No words, so that nothing is copied by habit; and a way to tell us that it is live, since the card had shown them."""
    name = f"t.no.{facts.status.value}"
    return card(
        f"Please do not publish post {facts.id}.",
        header(facts.bid(name, "head"), titled(facts, f"🛑 {state}", version=True)),
        section(facts.bid(name, "why"), f"{why} Please do not publish it."),
        section(facts.bid(name, "sched"), SCHEDULED),
        *_already_live(facts, name),
        grey(facts.bid(name, "next"), follows),
    )


def _already_live(facts: CardFacts, name: str) -> list[Block]:
    return [
        section(facts.bid(name, "live"), LIVE_ALREADY),
        actions(facts.bid(name, "do"), button(ids.ALREADY_LIVE, "Mark as published", facts.value)),
    ]


def _replaced(facts: CardFacts) -> Card:
    """Never closed: this version may turn out to be live somewhere."""
    newer = f"The author sent version {facts.revision.no + 1}."
    return _no(facts, "Do not publish", newer, "*Next:* SLT decide on it. If they approve, you get a new card.")


def _held(facts: CardFacts) -> Card:
    follows = "*Next:* nothing else for you to do. The author and SLT have it. If they approve it, you get a new card."
    why = "Posts were stopped, and SLT look at this one again." if facts.was_stopped else f"Post {facts.id} {ON_HOLD}"
    return _no(facts, "Do not publish", why, follows)


def _withdrawn(facts: CardFacts) -> Card:
    return _no(facts, "Do not publish", "The author withdrew this post.", "*Next:* nothing else for you to do.")


def _expired(facts: CardFacts) -> Card:
    follows = "*Next:* nothing else for you to do. If the author sends it again, you get a new card."
    return _no(facts, "Do not publish", "The time of this post has passed, so it needs a fresh look.", follows)


def _not_now(facts: CardFacts) -> Card:
    """Back with SLT or the author, or never to come here: the office needs to know no more."""
    return _no(facts, "Do not publish", "This post is not with the office now.", "*Next:* nothing else for you to do.")


def _approved_not_yet(facts: CardFacts) -> Card:
    return _no(
        facts, "Not yet", "SLT approved this post, but it is not ready yet.", "*Next:* this card says when it is."
    )


def _coming_down(facts: CardFacts) -> Card:
    """It is live and must not be; a further place can still be told."""
    return card(
        f"Post {facts.id} must come down. The takedown card says where.",
        header(facts.bid("t.down.head"), titled(facts, "🛑 Do not publish")),
        section(facts.bid("t.down.why"), "This post must come down. *Next:* the takedown card here says where."),
        live_list(facts, facts.bid("t.down.links")),
        section(facts.bid("t.down.live"), "*Live anywhere else?* Please say where, so that it can be taken down."),
        actions(facts.bid("t.down.do"), button(ids.ALREADY_LIVE, "Mark as published", facts.value)),
    )


def _removed(facts: CardFacts) -> Card:
    at = facts.say(last_removed(facts))
    return card(
        f"Post {facts.id} was taken down everywhere.",
        header(facts.bid("t.gone.head"), titled(facts, "✅ Taken down")),
        section(
            facts.bid("t.gone.why"), f"It was removed everywhere, the last place on {at}. There is nothing left to do."
        ),
    )


_STATES = {
    Status.RELEASED: _released,
    Status.APPROVED: _approved_not_yet,
    Status.HELD: _held,
    Status.WITHDRAWN: _withdrawn,
    Status.EXPIRED: _expired,
    Status.PUBLISHED: _published,
    Status.UNPUBLISHED: _unpublished,
    Status.REMOVED: _removed,
}
