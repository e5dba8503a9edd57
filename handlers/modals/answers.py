"""What one person reads alone: notices, whom a missing permission is about, who is featured, how it works."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from slack_sdk.models.blocks import Block

from bot.domain.trust import Role, Trust
from bot.domain.wording import count, listing
from handlers import ids
from handlers.blocks import (
    LONGEST_TEXT,
    actions,
    bullets,
    button,
    clip,
    grey,
    grey_plain,
    plain_section,
    run,
    section,
    serialised,
)
from handlers.cards.facts import ON_HOLD
from handlers.modals.view import view

MOST_BLOCKS = 100
"""What a window holds."""

MOST_SHOWN = 90
LISTED_ONE_BY_ONE = 20
LONGEST_MESSAGE = 4000
"""Slack gives no number for a whole message; a list of hundreds of pupils therefore goes out as several."""
MOST_PARAGRAPHS = 40


@dataclass(frozen=True, slots=True)
class Private:
    """An answer that only one person sees."""

    text: str
    blocks: list[dict[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pupil:
    """A pupil as SLT and the author may see them: name, and year and class to tell namesakes apart."""

    name: str
    group: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """A pupil without permission on record, and the platform keys that it is about."""

    pupil: Pupil
    places: tuple[str, ...]


def notice(title: str, sentence: str) -> dict[str, Any]:
    """A plain answer in place of a form. `sentence` may hold anybody's words: it is shown as plain text."""
    return view(ids.NOTICE_VIEW, title, [plain_section("notice", sentence)])


def trouble(code: str, *, kept: bool = False) -> str:
    """Our fault. It promises no more than we know: something may have been committed just before. kept: in a post's form."""
    then = (
        "What you wrote is kept: /socialpost mine shows how it stands. Please try again."
        if kept
        else "It may have gone through all the same: please look how the post stands, then try again if need be."
    )
    return f"Something went wrong here. {then} If it happens twice, give IT the code {clip(code, 20)}."


def see_who(post_id: int, missing: Sequence[Missing], trust: Trust, *, others: Sequence[str] = ()) -> dict[str, Any]:
    """For the author alone: who may not be shown where, in the one sentence for every cause, and what else stops it."""
    title = f"See who · Post {post_id}"
    if not missing and not others:
        settled = "Every permission that this post needs is on record now. *Next:* SLT can approve it."
        return view(ids.SEE_WHO_VIEW, title, [section("settled", settled)])
    shown = [plain_section(f"who{n}", _no_permission(one, trust)) for n, one in enumerate(missing[:MOST_SHOWN])]
    shown += [plain_section(f"other{n}", sentence) for n, sentence in enumerate(others)]
    hidden = len(missing) - len(shown)
    more = plain_section("more", f"And {count(hidden, 'more child', 'more children')}.") if hidden else None
    change = "untick the place or write it without the child" if missing else "send it again"
    follows = f"*Next:* *Edit and resubmit*, and {change}."
    only = grey("only", "Only you can see this. That you looked is recorded.")
    return view(ids.SEE_WHO_VIEW, title, [*shown, more, section("next", follows), only])


def _no_permission(one: Missing, trust: Trust) -> str:
    where = clip(listing((place.phrase for place in trust.places(one.places)), last="or"), 1000)
    group = f" ({clip(one.pupil.group, 60)})" if one.pupil.group else ""
    return f"There is no permission on record to show {clip(one.pupil.name, 200)}{group} on {where}."


def who_is_featured(post_id: int, pupils: Sequence[Pupil], *, in_order: bool) -> list[Private]:
    """The pupils of a post for the one who asked, in as many messages as they need."""
    featured = f"The {count(len(pupils), 'pupil')} featured in post {post_id}."
    pieces = list(_pieces(post_id, pupils))
    messages = []
    for n, piece in enumerate(pieces, 1):
        part = f" ({n} of {len(pieces)})" if len(pieces) > 1 else ""
        title = section(f"p{post_id}.who.head", f"*Pupils featured in post {post_id}*{part}")
        last = grey(f"p{post_id}.who.log", _recorded(post_id, in_order)) if n == len(pieces) else None
        messages.append(Private(f"{featured} Only you can see this.", serialised([title, *piece, last])))
    return messages


def featured_view(post_id: int, messages: Sequence[Private]) -> dict[str, Any]:
    """The same on top of a window, where no message can be left; as much of it as a window holds."""
    made = view(ids.FEATURED_VIEW, f"Pupils · Post {post_id}", [grey("private", "Only you can see this.")])
    blocks = [
        {**block, "block_id": f"m{n}.{block['block_id']}"} for n, each in enumerate(messages) for block in each.blocks
    ]
    return {**made, "blocks": [*blocks[: MOST_BLOCKS - 1], *made["blocks"]]}


def _recorded(post_id: int, in_order: bool) -> str:
    """Nothing here says whose permission is missing: SLT need not know, and the list would tell."""
    permission = "Permission is on record for each of them, in every place asked for."
    said = permission if in_order else f"Post {post_id} {ON_HOLD} The author knows what to do."
    return f"{said} Only you see this list; that you asked is recorded."


def _pieces(post_id: int, pupils: Sequence[Pupil]) -> Iterable[list[Block]]:
    """What each message lists: one pupil a line where they are few, class by class where they are many."""
    if not pupils:
        yield [plain_section(f"p{post_id}.who.none", "Nobody is listed.")]
        return
    if len(pupils) <= LISTED_ONE_BY_ONE:
        lines = [[run(clip(", ".join(part for part in (one.name, one.group) if part), 150))] for one in pupils]
        yield [bullets(f"p{post_id}.who.list", lines)]
        return
    piece: list[Block] = []
    length = 0
    for n, paragraph in enumerate(_class_by_class(pupils)):
        if piece and (length + len(paragraph) > LONGEST_MESSAGE or len(piece) == MOST_PARAGRAPHS):
            yield piece
            piece, length = [], 0
        piece.append(plain_section(f"p{post_id}.who.{n}", paragraph))
        length += len(paragraph)
    yield piece


def _class_by_class(pupils: Sequence[Pupil]) -> Iterable[str]:
    """One paragraph a class; a long one goes on in the next."""
    groups: dict[str, list[str]] = {}
    for one in pupils:
        groups.setdefault(one.group or "No class on record", []).append(clip(one.name, 100))
    for group, names in sorted(groups.items()):
        line = f"{clip(group, 100)} ({len(names):,}): {names[0]}"
        for name in names[1:]:
            if len(line) + len(name) + 2 > LONGEST_TEXT - 1:
                yield f"{line},"
                line = name
            else:
                line = f"{line}, {name}"
        yield line


def help_blocks(
    trust: Trust, *, office: bool = False, stopper: bool = False, approver: bool = False, keeper: bool = False
) -> Private:
    """How it works: the commands that this person may use, and three rules."""
    for_office = (
        ("/socialpost consent NAME", " shows one person’s permissions, and takes them back"),
        ("/socialpost consents", " imports a file of the register"),
    )
    commands = (
        ("/socialpost", " starts a post"),
        ("/socialpost mine", " shows your drafts and posts"),
        ("/socialpost photos", " looks for names in your photos before you post"),
        *(for_office if office else ()),
        *((("/socialpost stop", " stops all posts at once"),) if stopper else ()),
        *((("/socialpost devices", " keeps the list of devices for photos"),) if approver else ()),
        *((("/socialpost registers", " shows the registers that you keep"),) if keeper else ()),
        ("/socialpost help", " shows this"),
    )
    rules = (
        "No child’s name in the words, even with permission.",
        "List every child who can be recognised, or whose work or news it is.",
        "SLT approve exactly what you sent. Change it, and they look again.",
    )
    what = "*socialpost takes your post to SLT, then to the office.* You never post it yourself."
    blocks = serialised(
        [
            section("help.what", what),
            bullets("help.list", [[run(command, code=True), run(does)] for command, does in commands]),
            section("help.rules", "*Three things to know*"),
            bullets("help.three", [[run(rule)] for rule in rules]),
            grey_plain(
                "help.who",
                f"Questions about the policy: {clip(trust.role_titles.get(Role.CEO, 'the CEO'), 80)}. Suggestions: SLT.",
            ),
            grey_plain(
                "help.policy", f"{clip(trust.name, 200)} · Social Media Policy {clip(trust.policy.version, 60)}"
            ),
            actions(
                "help.do",
                button(ids.NEW_POST, "New post", "new", primary=True),
                button(ids.MY_POSTS, "My posts", "mine"),
            ),
        ]
    )
    return Private(
        "How socialpost works: your post goes to SLT, then to the office. "
        f"Here are your {count(len(commands), 'command')} and three rules.",
        blocks,
    )


def help_view(answer: Private) -> dict[str, Any]:
    """The same as a window. A form is no step of it: Slack stacks three windows, and a post may need all of them."""
    made = view(ids.HELP_VIEW, "How socialpost works", [grey("help.only", "Only you see this window.")])
    return {**made, "blocks": [*(block for block in answer.blocks if block["type"] != "actions"), *made["blocks"]]}
