"""What a transaction of the ledger tells: cards of posts, messages that belong to no post, and entries of the log."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from bot.domain.chasing import Pace
from bot.domain.post import Revision, Story
from storage import log, writes
from storage.log import Entry
from storage.outbox import Claim


@dataclass(frozen=True, slots=True, kw_only=True)
class Ids:
    """Where salts come from: injected, so that tests can repeat a hash."""

    salt: Callable[[], str]


@dataclass(slots=True, kw_only=True)
class Telling:
    """One transaction, and what it tells. Cards, messages and entries are written with everything else, on the way out.

    touched: the posts whose open cards are to be brought up to date, with their version and school.
    """

    connection: Connection
    now: datetime
    ids: Ids
    policy_version: str
    pace: Pace = field(default_factory=Pace)
    entries: list[Entry] = field(default_factory=list)
    cards: list[dict[str, Any]] = field(default_factory=list)
    touched: dict[int, tuple[int, str]] = field(default_factory=dict)

    def card(self, story: Story, kind: str, *, target: str, key: str, revision_no: int) -> None:
        """A message that this post will have: `target` is a channel or a person, `key` keeps it from being made twice."""
        post = story.post
        self.cards.append(self._card(kind, post.school, target, key, post_id=post.id, revision_no=revision_no))

    def card_alone(self, story: Story, kind: str, *, target: str, key: str, revision_no: int) -> None:
        """The same, enqueued at once and alone: the post itself has not changed."""
        post = story.post
        self._told_once(self._card(kind, post.school, target, key, post_id=post.id, revision_no=revision_no))

    def notice(self, about: Claim, kind: str, *, target: str, key: str) -> None:
        """A message about a message: it alone is enqueued, the post's other cards have not changed."""
        school, no = about.school_id, about.revision_no
        self._told_once(self._card(kind, school, target, key, post_id=about.post_id, revision_no=no))

    def tell(self, kind: str, *, school: str, target: str, about: str) -> str:
        """A message that belongs to no post, made once for what it is about. Returns its key, for `renew`."""
        key = f"{kind}:{about}"
        self._told_once(self._card(kind, school, target, key))
        return key

    def ring(self, kind: str, *, school: str, target: str, about: str) -> bool:
        """The same as `tell`. Whether the message is new, or waits to be sent still: then its reader hears of it."""
        key = self.tell(kind, school=school, target=target, about=about)
        return writes.UNSENT.one(self.connection, {"card_key": key}) is not None

    def renew(self, key: str) -> None:
        """Brings a message that belongs to no post up to date; nothing happens where it is closed or was never made."""
        writes.ENQUEUE_AGAIN.run(self.connection, {"card_key": key, "again": self.ids.salt(), **self._times("")})

    def log(
        self,
        what: log.What,
        *,
        actor: str,
        as_role: str = "",
        story: Story | None = None,
        revision: Revision | None = None,
        school: str = "",
        findings: list[dict[str, str]] | None = None,
        detail: dict[str, Any] | None = None,
    ) -> None:
        """One entry: ids, codes and hashes here, words and names in `detail`. school: where it is about no post."""
        current = revision or (story.revision if story else None)
        self.entries.append(
            Entry(
                at=self.now,
                actor=actor,
                as_role=as_role,
                what=what,
                school=story.post.school if story else school,
                post_id=story.post.id if story else None,
                revision_no=current.no if current else 0,
                sha256=current.sha256 if current else "",
                policy_version=self.policy_version,
                findings=findings or [],
                detail=detail,
            )
        )

    def close(self) -> None:
        """The last writes of the transaction: cards, then the outbox, then the log, whose head is locked last and shortest."""
        writes.NEW_CARD.run_all(self.connection, self.cards)
        for post_id, (version, school) in self.touched.items():
            values = {"post_id": post_id, "version": str(version), **self._times(school)}
            writes.ENQUEUE_ALL.run(self.connection, values)
        if self.entries:
            log.append_all(self.connection, self.entries, salts=self.ids.salt)

    def _told_once(self, row: dict[str, Any]) -> None:
        if writes.NEW_CARD.run(self.connection, row):
            writes.ENQUEUE_ONE.run(self.connection, {"card_key": row["key"], **self._times(row["school_id"])})

    def _card(
        self, kind: str, school: str, target: str, key: str, *, post_id: int | None = None, revision_no: int = 0
    ) -> dict[str, Any]:
        return {
            "key": key,
            "kind": kind,
            "school_id": school,
            "post_id": post_id,
            "revision_no": revision_no,
            "target": target,
            "channel": "",
            "ts": "",
            "closed": False,
            "created_at": self.now,
        }

    def _times(self, school: str) -> dict[str, Any]:
        """When messages leave: now, or when the quiet hours of this school end. Who acts is answered at once."""
        actor = next((entry.actor for entry in self.entries if entry.actor != "socialpost"), "")
        return {"at": self.now, "open_at": self.pace.at(school).calendar.may_message(self.now), "actor": actor}
