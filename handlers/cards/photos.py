"""What an author reads while the photos of a post are looked at, and about each photo that something stands against."""

from __future__ import annotations

from collections.abc import Iterable

from slack_sdk.models.blocks import Block, ButtonElement, ImageBlock, RichTextBlock, RichTextSectionElement

from bot.domain.findings import Finding
from bot.domain.lifecycle import TRANSITIONS, Action
from bot.domain.post import Seen, Status
from bot.domain.wording import count, glimpse
from bot.workflow.photos.checking import CANNOT_BLUR
from bot.workflow.photos.open import OpenPhoto
from handlers import ids
from handlers.blocks import actions, ask, button, clip, grey, grey_plain, header, plain_section, run, section
from handlers.cards.exhibits import Exhibit, Kind
from handlers.cards.facts import Card, CardFacts, card

MOST_NAMES = 5
LONGEST_SPAN = 60


def checking(facts: CardFacts) -> Card:
    """The author's one message while its photos are looked at: how far it is."""
    now = facts.standing
    number = len(now.rows) if now is not None else len(facts.story.post.draft.photos)
    far = f"Checking your photos: {now.done if now is not None else 0:,} of {number:,} done"
    bid = _bid(facts, "check")
    follows = "*Next:* SLT get it once they are checked. You hear here either way, and need not wait."
    return card(
        f"{far}. Post {facts.id} goes to SLT after that.",
        header(f"{bid}.head", f"⏳ Checking your photos · Post {facts.id}"),
        section(f"{bid}.now", f"{far}.\n{follows}"),
        _glimpsed(facts, f"{bid}.post"),
        actions(f"{bid}.do", _withdraw(facts)),
    )


def photos_wait(facts: CardFacts) -> Card:
    """The same message once something stands against a photo: the newer ones say what."""
    now = facts.standing
    number = len(now.photos) if now is not None else 0
    said = f"{count(number, 'photo needs', 'photos need')} you" if number else "It needs you"
    bid = _bid(facts, "photos")
    withdraw = (facts.status, Action.WITHDRAW) in TRANSITIONS
    return card(
        f"Post {facts.id} has not gone to SLT yet: {said[0].lower()}{said[1:]}.",
        header(f"{bid}.head", f"⚠️ Please look · Post {facts.id}"),
        section(f"{bid}.now", f"{said} before SLT see this post.\n*Next:* the newer messages here say what to do."),
        _glimpsed(facts, f"{bid}.post"),
        actions(f"{bid}.do", _withdraw(facts)) if withdraw else None,
    )


def sent_back(facts: CardFacts) -> Card:
    """Something beside the photos is not in order any more. The form says what, at its field, to its author alone."""
    still = facts.status is Status.CHANGES and facts.standing is not None
    bid = _bid(facts, "back")
    if not still:
        return _settled(facts, bid, _where_it_is(facts))
    return card(
        f"Post {facts.id} has not gone to SLT yet. Open this message to see what to do.",
        header(f"{bid}.head", f"⚠️ Please look · Post {facts.id}"),
        section(
            f"{bid}.now",
            "Your photos are checked, but the post cannot go to SLT as it stands. Everything you wrote is still there.\n"
            "*Next:* open it and send it again. The form then says what to change.",
        ),
        _glimpsed(facts, f"{bid}.post"),
        actions(f"{bid}.do", _edit(facts)),
    )


def photos_time_passed(facts: CardFacts) -> Card:
    """The time that they had set passed before it became a version. What they must mend stays in its own messages."""
    now = facts.standing
    at = now.sent.body.at if now is not None else None
    bid = _bid(facts, "passed")
    if facts.status is not Status.CHANGES or at is None or at > facts.now:
        return _settled(facts, bid, f"Post {facts.id} has moved on since its time passed.")
    return card(
        f"The time of post {facts.id} has passed while it was back with you. Open this message to see what you can do.",
        header(f"{bid}.head", f"Time passed · Post {facts.id}"),
        section(
            f"{bid}.now",
            f"It was to go out on {facts.say(at)}. It still needed you before SLT could see it, so it did not go out.\n"
            "*Next:* edit it and choose a new time, or withdraw it.",
        ),
        _glimpsed(facts, f"{bid}.post"),
        actions(f"{bid}.do", _edit(facts), _withdraw(facts)),
    )


def photo(facts: CardFacts) -> Card:
    """One photo: what was found, with the picture and the place boxed, and the ways out, the easiest first."""
    found = _found(facts)
    if facts.superseded:
        return _settled(
            facts, f"{_bid(facts, 'photo')}.{facts.about}", f"A newer message about post {facts.id} is below."
        )
    if found is None or facts.status is not Status.CHANGES:
        return _settled(facts, f"{_bid(facts, 'photo')}.{facts.about}", _how_it_ended(facts))
    bid = f"p{facts.id}.m{found.medium.id}.{facts.story.post.version}"
    return card(
        _text(facts, found),
        header(f"{bid}.head", f"{_heading(found)} · Post {facts.id}"),
        *_what(found, bid),
        _picture(found, bid),
        _ways_out(facts, found, bid),
        grey(f"{bid}.only", _only(found)),
        files=_exhibits(found),
    )


def _heading(found: OpenPhoto) -> str:
    if found.busy:
        return "⏳ Blurring a photo"
    if found.wants_yes and not found.findings:
        return "Will this do?"
    return "Please look at a photo" if _may_stay(found) else "One photo to fix"


def _found(facts: CardFacts) -> OpenPhoto | None:
    number = facts.about.partition(":")[0]
    photos = facts.standing.photos if facts.standing is not None else ()
    return next((each for each in photos if str(each.medium.id) == number), None)


def _text(facts: CardFacts, found: OpenPhoto) -> str:
    """For a locked phone: never what was found."""
    which = f"Photo {found.photo.n} of post {facts.id}"
    if found.busy:
        return f"{which} is being blurred. It opens here in a moment."
    if found.wants_yes and not found.findings:
        return f"{which} is blurred. Open this message to see whether it will do."
    if found.can_blur and not _may_stay(found):
        return f"{which} needs fixing before SLT see it. Open this message to blur or replace it."
    return f"{which} needs you before SLT see it. Open this message to see what to do."


def _what(found: OpenPhoto, bid: str) -> Iterable[Block]:
    """What was found, in sentences; names stand in bold, in the message's body alone."""
    n = found.photo.n
    if found.error:
        yield plain_section(f"{bid}.what", f"Photo {n} ({clip(found.medium.name, 60)}): {found.error}")
        return
    if found.busy:
        yield section(f"{bid}.what", f"Photo {n} is being blurred. *Next:* the blurred picture opens here in a moment.")
        return
    if found.wants_yes and not found.findings:
        yield section(f"{bid}.what", f"This is photo {n} as it would go out. *Next:* use it, or choose another photo.")
        return
    names = found.names
    if names:
        yield _names(found, names, f"{bid}.what")
    if found.medium.error == CANNOT_BLUR:
        yield plain_section(f"{bid}.blur", CANNOT_BLUR)
    for number, finding in enumerate(each for each in found.findings if not each.is_name):
        yield plain_section(f"{bid}.what{number}", f"Photo {n}: {finding.sentence}")


def _names(found: OpenPhoto, names: tuple[Finding, ...], block_id: str) -> RichTextBlock:
    sure = found.stops
    spans = list(dict.fromkeys(clip(" ".join(each.span.split()), LONGEST_SPAN) for each in names))
    lead = "A child’s name can be read" if sure else "This may be a child’s name"
    parts = [run(f"{lead} in photo {found.photo.n}: ")]
    for number, span in enumerate(spans[:MOST_NAMES]):
        parts += [run(", “" if number else "“"), run(span, bold=True), run("”")]
    more = f" and {len(spans) - MOST_NAMES} more" if len(spans) > MOST_NAMES else ""
    parts.append(run(f"{more}. SLT have not seen it."))
    return RichTextBlock(block_id=block_id, elements=[RichTextSectionElement(elements=parts)])


def _picture(found: OpenPhoto, bid: str) -> Block | None:
    shown = next(iter(_exhibits(found)), None)
    if shown is None:
        return None
    return ImageBlock(block_id=f"{bid}.photo", slack_file={"id": shown.slot}, alt_text=shown.alt)


def _exhibits(found: OpenPhoto) -> tuple[Exhibit, ...]:
    """What its author is shown of a photo, once it has been made."""
    key = found.medium.preview
    if not key or found.error or found.busy:
        return ()
    sha256 = key.partition("/")[2].partition(".")[0]
    n = found.photo.n
    alt = f"Your photo {n}, with a red box around each name." if found.names else f"Your photo {n}."
    if found.wants_yes and not found.findings:
        alt = f"Your photo {n}, blurred where the name was."
    return (Exhibit(kind=Kind.PICTURE, name=f"photo-{n}.jpg", of=(sha256,), alt=alt),)


def _ways_out(facts: CardFacts, found: OpenPhoto, bid: str) -> Block | None:
    if found.busy:
        return None
    value, n = f"{facts.id}:{found.medium.id}", found.photo.n
    wants_yes = found.wants_yes and not found.findings
    blur = found.can_blur and found.medium.error != CANNOT_BLUR
    offered = [
        button(ids.PHOTO_USE, "Use it", value, primary=True, spoken=f"Use it: photo {n} as it is shown")
        if wants_yes
        else None,
        button(ids.PHOTO_BLUR, "Blur it for me", value, primary=not _may_stay(found)) if blur else None,
        button(ids.PHOTO_REPLACE, "Replace photo", value),
        None if wants_yes else button(ids.PHOTO_LEAVE_OUT, "Leave it out", value),
        _fine(found, value) if _may_stay(found) else None,
    ]
    return actions(f"{bid}.do", *(each for each in offered if each is not None))


def _fine(found: OpenPhoto, value: str) -> ButtonElement:
    label = "Not a child" if all(each.is_name for each in found.findings) else "It may stay"
    confirm = ask("Send it on like this?", "SLT see what was found, and that you say it may stay.", "Send it on")
    return button(ids.PHOTO_FINE, label, value, confirm=confirm)


def _may_stay(found: OpenPhoto) -> bool:
    """Whether the author may say that it is all right, for SLT to decide on."""
    return bool(found.findings) and not found.stops


def _only(found: OpenPhoto) -> str:
    blurs = "Blurring hides just the marked places, and your original is never published."
    return f"Only you can see this. {blurs}" if found.can_blur else "Only you can see this."


def _how_it_ended(facts: CardFacts) -> str:
    number = facts.about.partition(":")[0]
    rows = facts.standing.rows if facts.standing is not None else {}
    mine = next((row for row in rows.values() if str(row.id) == number), None)
    if facts.standing is not None and mine is None:
        return f"This photo is not part of post {facts.id} any more."
    if facts.status is Status.CHECKING:
        return f"Post {facts.id} goes on to SLT. There is nothing left to do here."
    if mine is not None:
        return f"Nothing stands against this photo of post {facts.id} any more."
    return _where_it_is(facts)


def _where_it_is(facts: CardFacts) -> str:
    """What became of a post whose photos nobody need look at any more."""
    if facts.status is Status.WITH_SLT:
        return f"Your photos are settled, and SLT have post {facts.id}. You need do nothing here."
    if facts.status is Status.WITHDRAWN:
        return f"You withdrew post {facts.id}, so you need do nothing about its photos here."
    return f"Your photos are settled. The newest message about post {facts.id} says how it stands."


def _settled(facts: CardFacts, bid: str, sentence: str) -> Card:
    return card(
        sentence, header(f"{bid}.head", f"Nothing left to do · Post {facts.id}"), section(f"{bid}.now", sentence)
    )


def _bid(facts: CardFacts, name: str) -> str:
    return f"p{facts.id}.c{facts.story.post.version}.{name}"


def _glimpsed(facts: CardFacts, block_id: str) -> Block:
    words = facts.standing.sent.body.words if facts.standing is not None else facts.story.post.draft.words
    return grey_plain(block_id, f"Your post: {glimpse(words)}")


def _value(facts: CardFacts) -> str:
    return str(facts.story.revision.seen if facts.story.revision else Seen.of_draft(facts.id))


def _edit(facts: CardFacts) -> ButtonElement:
    return button(ids.EDIT, "Edit and resubmit", _value(facts), primary=True)


def _withdraw(facts: CardFacts) -> ButtonElement:
    confirm = ask(
        f"Withdraw {facts.post}?", "It does not go to SLT. Your words are kept in /socialpost mine.", "Withdraw"
    )
    return button(ids.WITHDRAW, "Withdraw post", _value(facts), confirm=confirm)
