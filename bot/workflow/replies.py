"""What the author writes in the second step of the form, on its way to an answer."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from bot.domain.answers import (
    Reply,
    Response,
    Said,
    Side,
    grouped,
    reply_counts,
    said_by_author,
    wants_reason,
    was_told,
)
from bot.domain.drafting import Mistake, first_step
from bot.domain.findings import Finding
from bot.domain.policy import Report
from bot.domain.post import Draft, Story
from bot.domain.typed import clean
from bot.domain.wording import listing
from bot.workflow.reading import Reader
from storage import queries
from storage.book import Book

LONGEST_REPLY = 500
"""Characters of a reason in the second step."""

_STEP_DIGITS = 16


def step_of(draft: Draft) -> str:
    """Names a first step: the second one belongs to exactly this."""
    return hashlib.sha256(queries.draft_to_json(first_step(draft)).encode()).hexdigest()[:_STEP_DIGITS]


def responses(report: Report, replies: Iterable[Reply], user_id: str, book: Book) -> list[Response]:
    """The replies that answer something which is asked."""
    given = {reply.fingerprint: reply for reply in replies}
    contested = (each for each in report.blocking if each.contestable and was_told(each, report.answers))
    return [
        Response(
            fingerprint=finding.fingerprint,
            side=Side.AUTHOR,
            said=said_by_author(finding),
            by=user_id,
            at=book.now,
            reason=clean(reply.reason)[:LONGEST_REPLY] if wants_reason(finding) else "",
        )
        for group in grouped((*report.unanswered, *contested))
        if (reply := given.get(group[0].fingerprint)) is not None and reply_counts(group[0], reply)
        for finding in group
    ]


def told(problems: Iterable[Mistake | Finding], story: Story, user_id: str, book: Book) -> list[Response]:
    """That the author has read of these names at the field: sent again, they may be contested."""
    return [
        Response(fingerprint=each.fingerprint, side=Side.AUTHOR, said=Said.TOLD, by=user_id, at=book.now)
        for each in problems
        if isinstance(each, Finding) and each.contestable and not was_told(each, story.answers)
    ]


def names_in_replies(reader: Reader, book: Book, draft: Draft, report: Report) -> dict[str, str]:
    """Which replies name a child, other than in the words that they are about: SLT read them in their channel."""
    asked = {finding.span.casefold() for finding in report.findings if finding.contestable}
    named = {}
    for reply in draft.replies:
        names = reader.names_in(book.connection, reply.reason, draft.school) if reply.reason else ()
        others = dict.fromkeys(f"“{name.span}”" for name in names if name.span.casefold() not in asked)
        if others:
            named[reply.fingerprint] = f"Please take out {listing(others)}: SLT read this, and we never name a child."
    return named
