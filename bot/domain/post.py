"""A post and what belongs to it: frozen values, shared by the lifecycle, the ledger and the cards."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from bot.domain.answers import Noted, Reply, Response
from bot.domain.attached import Attached
from bot.domain.findings import Finding
from bot.domain.photos import Photo
from bot.domain.trust import Role


class Purpose(StrEnum):
    """What a post is for: the four of clause SP-3 and the reminder of SP-4. There are no others."""

    LEARNING = "learning"
    STAFF = "staff"
    SCHOOL = "school"
    ACHIEVEMENT = "achievement"
    REMINDER = "reminder"

    @property
    def label(self) -> str:
        """As the form and the cards say it."""
        return _PURPOSE_LABELS[self]


_PURPOSE_LABELS = {
    Purpose.LEARNING: "Celebrating children’s learning",
    Purpose.STAFF: "Good work of staff",
    Purpose.SCHOOL: "Our school",
    Purpose.ACHIEVEMENT: "An achievement",
    Purpose.REMINDER: "An update or reminder for parents",
}


class Declared(StrEnum):
    """What the author says applies to a post, each a tick in the form. What follows stands beside its label."""

    THIRD_PARTY = "third_party"
    OWN_LOGO = "own_logo"
    LOGO = "logo"
    COPYRIGHT = "copyright"
    NOT_SURE = "not_sure"

    @property
    def label(self) -> str:
        """As the form says it."""
        return _DECLARED[self][0]

    @property
    def follows(self) -> str:
        """What a tick leads to."""
        return _DECLARED[self][1]


_DECLARED = {
    Declared.THIRD_PARTY: ("It uses somebody else’s words, picture or music", "You are asked where it came from"),
    Declared.OWN_LOGO: ("It shows our own school’s logo", "The Headteacher is asked, unless that is settled already"),
    Declared.LOGO: ("It shows another logo, a brand or confidential material", "The Headteacher is asked as well"),
    Declared.COPYRIGHT: ("I have a question about copyright", "The Headteacher is asked as well"),
    Declared.NOT_SURE: ("I’m not sure about it", "Your line manager or adviser reads it before SLT"),
}


ASKING = frozenset({Declared.COPYRIGHT, Declared.NOT_SURE})
"""Those with which the author asks somebody something."""


class Status(StrEnum):
    """Where a post stands. See `lifecycle.TRANSITIONS` for the ways between."""

    DRAFT = "draft"
    CHECKING = "checking"
    ADVICE = "advice"
    WITH_SLT = "with_slt"
    CHANGES = "changes"
    APPROVED = "approved"
    RELEASED = "released"
    HELD = "held"
    PUBLISHED = "published"
    REMOVED = "removed"
    UNPUBLISHED = "unpublished"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


ENDED = frozenset({Status.REMOVED, Status.UNPUBLISHED, Status.REJECTED, Status.WITHDRAWN, Status.EXPIRED})


STOPPED = "stop"
"""What `Post.stuck` says of a post that an emergency stop has sent back: it waits for SLT, not for its author."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """The form as somebody filled it, finished or not. `at` None means as soon as it is approved (aware UTC otherwise).

    `pupils` are person ids; `classes` are picks of whole classes, expanded into people when the post is submitted.
    `staff` are colleagues (Slack ids), `adults` others of the register (person ids).
    photos: in their order. replies: what stands in the second step, where there is one and it was not sent yet.
    """

    school: str = ""
    purpose: Purpose | None = None
    words: str = ""
    places: tuple[str, ...] = ()
    pupils: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    nobody: bool = False
    staff: tuple[str, ...] = ()
    adults: tuple[str, ...] = ()
    scheduled: bool = False
    at: datetime | None = None
    declared: tuple[Declared, ...] = ()
    source: str = ""
    photos: tuple[Attached, ...] = ()
    replies: tuple[Reply, ...] = ()
    question: str = ""
    promise: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """The content that an approval belongs to: nothing that SLT is shown or relies on stands outside it."""

    school: str
    purpose: Purpose
    words: str
    places: tuple[str, ...]
    people: tuple[str, ...]
    nobody: bool
    at: datetime | None
    promise: str
    declared: tuple[Declared, ...] = ()
    source: str = ""
    question: str = ""
    adults: tuple[str, ...] = ()
    photos: tuple[Photo, ...] = ()

    @property
    def everybody(self) -> tuple[str, ...]:
        """Pupils and adults: all whose permission it needs (person ids)."""
        return (*self.people, *self.adults)

    def canonical(self) -> str:
        """One spelling for one content: JSON with sorted keys, so that its hash can be computed again anywhere.

        A post without photos is spelled as it was before there were any.
        """
        photos = {"photos": [photo.to_json() for photo in self.photos]} if self.photos else {}
        return json.dumps(
            {
                **photos,
                "school": self.school,
                "purpose": self.purpose.value,
                "words": self.words,
                "places": sorted(self.places),
                "people": sorted(self.people),
                "nobody": self.nobody,
                "at": self.at.isoformat() if self.at else None,
                "promise": self.promise,
                "declared": sorted(self.declared),
                "source": self.source,
                "question": self.question,
                "adults": sorted(self.adults),
            },
            sort_keys=True,
            ensure_ascii=False,
            separators=(",", ":"),
        )

    @classmethod
    def from_canonical(cls, text: str) -> Body:
        """The inverse of `canonical`."""
        data = json.loads(text)
        return cls(
            school=data["school"],
            purpose=Purpose(data["purpose"]),
            words=data["words"],
            places=tuple(data["places"]),
            people=tuple(data["people"]),
            nobody=data["nobody"],
            at=datetime.fromisoformat(data["at"]) if data["at"] else None,
            promise=data["promise"],
            declared=tuple(Declared(each) for each in data["declared"]),
            source=data["source"],
            question=data["question"],
            adults=tuple(data.get("adults", ())),
            photos=tuple(Photo.of_json(each) for each in data.get("photos", ())),
        )


def content_hash(canonical: str, salt: str) -> str:
    """SHA-256 (hex) of the salted canonical body. The salt keeps a hash in the log from being guessed back into words."""
    return hashlib.sha256(f"{salt}\n{canonical}".encode()).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """The exact content that a card showed: post, version and the first 12 hex digits of its hash ("42:1:9f2c41d7a0b3")."""

    post_id: int
    no: int
    digest: str

    DIGITS = 12

    @classmethod
    def of_draft(cls, post_id: int) -> Seen:
        """Of a post that was never sent: there is no content yet that anybody could decide on."""
        return cls(post_id=post_id, no=0, digest="0" * cls.DIGITS)

    @classmethod
    def parse(cls, value: str) -> Seen | None:
        """From a button's value; None for anything that we cannot have written."""
        post_id, _, rest = value.partition(":")
        no, _, digest = rest.partition(":")
        numbers_fit = all(part.isascii() and part.isdigit() and len(part) < 10 for part in (post_id, no))
        if not numbers_fit or len(digest) != cls.DIGITS or digest.strip("0123456789abcdef"):
            return None
        return cls(post_id=int(post_id), no=int(no), digest=digest)

    def __str__(self) -> str:
        return f"{self.post_id}:{self.no}:{self.digest}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """One sealed version of a post. `sha256` covers the salted body; an approval names it."""

    id: int
    post_id: int
    no: int
    body: Body
    salt: str
    sha256: str
    sealed_at: datetime

    @property
    def seen(self) -> Seen:
        """What a button on a card of this version carries."""
        return Seen(post_id=self.post_id, no=self.no, digest=self.sha256[: Seen.DIGITS])


class TaskKind(StrEnum):
    SIGNOFF = "signoff"
    ADVICE = "advice"
    PUBLISH = "publish"
    TAKEDOWN = "takedown"
    PERMISSION = "permission"
    CHANGE = "change"
    """The author was asked for changes to a post with a set time: open until that time, so that they hear when it passes."""
    DELETION = "deletion"


class TaskState(StrEnum):
    OPEN = "open"
    DONE = "done"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """Something that somebody must do about one revision: sign it off, publish it, take it down from `place`.

    user_id: the one person who is asked, or '' where anybody of the role is. Of several sign-offs of one role, `place` says
    which ("2"); of a deletion, where the photos are left. clause: why it is asked; several with commas.

    outcome: a sign-off's "approved", "changes" or "rejected"; a publish task's "started", "published" or "cannot"; an adult's
    "yes", "no" or "always" to being shown, or "on_record" where the register had their yes before they answered.
    next_nudge_at: when it is looked at again while it is open; level: how many steps of chasing were taken (`chasing`).
    revision_id: None where an author has a post back whose photos were not through, so that it became no version.
    """

    id: int
    kind: TaskKind
    state: TaskState
    revision_id: int | None
    role: Role
    clause: str
    user_id: str = ""
    place: str = ""
    outcome: str = ""
    reason: str = ""
    opened_at: datetime
    due_at: datetime | None = None
    next_nudge_at: datetime | None = None
    level: int = 0
    done_by: str = ""
    as_role: str = ""
    done_at: datetime | None = None
    school: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """One place where a revision went live, and when it was removed again. Times are aware UTC."""

    id: int
    revision_id: int
    place: str
    url: str
    live_at: datetime
    live_by: str
    removed_at: datetime | None = None
    removed_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """A post's own row. `version` counts every change of it (compare-and-set); `why` is the last change's reason in words.

    `stuck` is the gate ("submit", "approve", "start") that last found a permission missing, or empty: what is held and not
    stuck waits for SLT alone.
    """

    id: int
    school: str
    author: str
    status: Status
    version: int
    draft: Draft
    revision_id: int | None = None
    changed_by: str = ""
    changed_at: datetime
    why: str = ""
    stuck: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """Everything a card or a decision needs to know of one post, read in one go.

    revisions: all of them, oldest first. tasks and publications: of all revisions. names: Slack id -> display name.
    noted: what the checks found in each version that asks for an answer; answers: all of them, oldest first.
    """

    post: Post
    revisions: tuple[Revision, ...] = ()
    tasks: tuple[Task, ...] = ()
    publications: tuple[Publication, ...] = ()
    noted: tuple[Noted, ...] = ()
    answers: tuple[Response, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)

    @property
    def revision(self) -> Revision | None:
        """The version in force: the last one."""
        return self.revisions[-1] if self.revisions else None

    def numbered(self, no: int) -> Revision | None:
        """The revision with this number."""
        return next((revision for revision in self.revisions if revision.no == no), None)

    def found_in(self, revision: Revision) -> tuple[Finding, ...]:
        """What the checks found in a version that asks for an answer."""
        return tuple(each.finding for each in self.noted if each.revision_id == revision.id)

    def signoffs(self, revision: Revision | None = None) -> tuple[Task, ...]:
        """The sign-off tasks of a revision (the one in force if none is given)."""
        return self.tasks_of(TaskKind.SIGNOFF, revision)

    def asked(self) -> tuple[Task, ...]:
        """What those are asked who decide on the version in force now: for advice first, or for their sign-offs."""
        return self.tasks_of(TaskKind.ADVICE if self.post.status is Status.ADVICE else TaskKind.SIGNOFF)

    def tasks_of(self, kind: TaskKind, revision: Revision | None = None) -> tuple[Task, ...]:
        chosen = revision or self.revision
        return tuple(task for task in self.tasks if task.kind is kind and chosen and task.revision_id == chosen.id)

    @property
    def adults_asked(self) -> tuple[int, int]:
        """How many adults in Slack are asked about the version in force, and how many of them have not answered."""
        tasks = self.tasks_of(TaskKind.PERMISSION)
        return len(tasks), sum(task.state is TaskState.OPEN for task in tasks)

    @property
    def publish_task(self) -> Task | None:
        """The office's task for the version in force, if there is one."""
        return next(iter(self.tasks_of(TaskKind.PUBLISH)), None)

    @property
    def live(self) -> tuple[Publication, ...]:
        """Where the post is still up, whichever version."""
        return tuple(publication for publication in self.publications if publication.removed_at is None)

    def name(self, user_id: str) -> str:
        """A colleague's display name, or a word that reads well where Slack has not told us."""
        return self.names.get(user_id) or "a colleague"
