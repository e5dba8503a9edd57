"""Stories for cards, as the ledger leaves them: post 42 in every situation that a card may find it in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.domain.answers import Noted, Response, Said, Side
from bot.domain.findings import Field, Finding, Strength, fingerprinted
from bot.domain.photos import Photo, Shown
from bot.domain.post import (
    Body,
    Declared,
    Draft,
    Post,
    Publication,
    Purpose,
    Revision,
    Status,
    Story,
    Task,
    TaskKind,
    TaskState,
    content_hash,
)
from bot.domain.signoffs import Circumstances, needs
from bot.domain.trust import Platform, Policy, Role, School, Trust
from handlers.cards import CardFacts
from tests.domain.making import AUTHOR, DEPUTY, HEAD, LANE, LONDON, NOW, OFFICE
from tests.domain.making import TRUST as SMALL_TRUST

TANYA = "U0TMATTHEWS"
STAFF = (AUTHOR, HEAD, DEPUTY, OFFICE, LANE, TANYA)
NAMES = {
    AUTHOR: "Priya Nair",
    HEAD: "Helen Marsh",
    DEPUTY: "Imran Sadiq",
    OFFICE: "Sue Bramley",
    LANE: "Mr Lane",
    TANYA: "Tanya Matthews",
}
PUPILS = ("P0412-maisie-trent", "P0418-noah-adeyemi", "P0427-zofia-lis")

WORDS = (
    "Beans and bar charts in Year 4! Our gardeners measured every bean plant this week and drew a chart to see which "
    "windowsill gives the best light. The sunny side won by 6 cm. Well done, Year 4. 🌱 #BrackenfoldScience"
)
ASKED = "I would say our pupils, not our gardeners."
DUE = datetime(2026, 11, 27, 15, 30, tzinfo=UTC)

TRUST = replace(
    SMALL_TRUST,
    policy=Policy(
        version="2021-06",
        declaration=(
            "I have checked this post against the Social Media Policy. Nothing in it is false or misleading. "
            "I am responsible for it together with SLT and the office."
        ),
    ),
)

ASKED_ROLES = frozenset({Role.REMINDER_AUTHORISER, Role.ADVISER})
"""What the reader of a card of their own holds, unless a test says otherwise."""

EVIL = "zqx <!channel> <@U0EVIL> <https://evil.example|click> *bold* _it_ `code` :tada: & "
"""Everything that Slack could read something into, with a word to find it again by."""

NASTY_TRUST = Trust(
    name="A & B <Trust> " * 12,
    timezone=LONDON,
    policy=Policy(version="2021-06", declaration="I & you <promise> " * 150),
    schools={
        "brackenfold": School(
            key="brackenfold", name="St <Mary> & All " * 20, slt_channel="C0SLT", office_channel="C0OFFICE"
        )
    },
    platforms={
        f"place{n}": Platform(
            key=f"place{n}",
            name=f"Place {n} & <others> " * 5,
            phrase=f"the place {n} & <others> " * 5,
            has_link=n % 3 > 0,
        )
        for n in range(12)
    },
    role_titles={Role.SLT: "SLT", Role.REMINDER_AUTHORISER: "Ms A & <B> or " * 20},
)


@dataclass(slots=True)
class Making:
    """Writes a story step by step, as the use cases would. `reason` is what everybody gives as a reason."""

    body: dict[str, Any] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=lambda: dict(NAMES))
    reason: str = ASKED
    status: Status = Status.DRAFT
    revisions: list[Revision] = field(default_factory=list)
    tasks: list[Task] = field(default_factory=list)
    publications: list[Publication] = field(default_factory=list)
    noted: list[Noted] = field(default_factory=list)
    responses: list[Response] = field(default_factory=list)
    changed_by: str = AUTHOR
    why: str = ""
    stuck: str = ""
    draft_words: str = ""
    now: datetime = NOW - timedelta(hours=3)
    quorum: dict[Role, int] = field(default_factory=dict)

    def _move(self, status: Status, by: str, *, why: str = "", stuck: str = "") -> Making:
        self.status, self.changed_by, self.why, self.stuck = status, by, why, stuck
        self.now += timedelta(minutes=5)
        return self

    def _settle(self, which: Callable[[Task], bool], **changes: Any) -> None:
        self.tasks = [replace(task, **changes) if which(task) else task for task in self.tasks]

    def _task(self, kind: TaskKind, role: Role, clause: str, place: str = "") -> None:
        last = self.revisions[-1]
        self.tasks.append(
            Task(
                id=len(self.tasks) + 1,
                kind=kind,
                state=TaskState.OPEN,
                revision_id=last.id,
                role=role,
                clause=clause,
                place=place,
                opened_at=self.now,
                due_at=last.body.at if kind in {TaskKind.SIGNOFF, TaskKind.ADVICE} else None,
            )
        )

    def sent(self, **changes: Any) -> Making:
        """The author sends it, or a new version of it."""
        self._settle(_open, state=TaskState.CANCELLED)
        self.body.update(changes)
        content = Body(
            **{
                "school": "brackenfold",
                "purpose": Purpose.LEARNING,
                "words": WORDS,
                "places": ("facebook", "instagram", "website"),
                "people": PUPILS,
                "nobody": False,
                "at": DUE,
                "promise": "declaration-2021-06",
                **self.body,
            }
        )
        no = len(self.revisions) + 1
        sha256 = content_hash(content.canonical(), f"salt{no}")
        self.revisions.append(
            Revision(id=100 + no, post_id=42, no=no, body=content, salt=f"salt{no}", sha256=sha256, sealed_at=self.now)
        )
        wanted = needs(content, Circumstances(quorum=self.quorum))
        advice = [need for need in wanted if need.kind is TaskKind.ADVICE]
        for need in advice or wanted:
            self._task(need.kind, need.role, need.clause, str(need.seat) if need.seat > 1 else "")
        return self._move(Status.ADVICE if advice else Status.WITH_SLT, AUTHOR)

    def advised(self, by: str = DEPUTY) -> Making:
        """The adviser sends it on to SLT."""
        self._settle(_open, state=TaskState.DONE, outcome="approved", done_by=by, done_at=self.now)
        for need in needs(self.revisions[-1].body):
            if need.kind is TaskKind.SIGNOFF:
                self._task(need.kind, need.role, need.clause)
        return self._move(Status.WITH_SLT, by)

    def expired(self) -> Making:
        """Its time passed."""
        self._settle(_open, state=TaskState.CANCELLED)
        return self._move(Status.EXPIRED, "socialpost")

    def asking_two(self, of_slt: int = 2) -> Making:
        """Two of SLT must say yes, or as many as it says."""
        self.quorum = {Role.SLT: of_slt}
        return self

    def found(self, *findings: Finding) -> Making:
        """What the checks found in the last version."""
        last = self.revisions[-1]
        marked = fingerprinted(findings, {"words": last.body.words})
        self.noted += [Noted(revision_id=last.id, finding=each) for each in marked]
        return self

    def answered(self, side: Side, by: str, reason: str = "") -> Making:
        """One side answers everything that was found."""
        said = Said.FINE if side is Side.SLT else Said.NOT_A_CHILD
        self.responses += [
            Response(fingerprint=each.finding.fingerprint, side=side, said=said, by=by, at=self.now, reason=reason)
            for each in self.noted
        ]
        return self

    def stuck_at_approval(self) -> Making:
        self.stuck = "approve"
        return self

    def stuck_in_writing(self) -> Making:
        self.stuck = "submit"
        return self

    def asking(self, *users: str) -> Making:
        """Colleagues shown in it are asked."""
        for user in users:
            self._task(TaskKind.PERMISSION, Role.STAFF, "RS-2")
            self.tasks[-1] = replace(self.tasks[-1], user_id=user)
        return self

    def says(self, user: str, outcome: str) -> Making:
        """One of them answers: "yes", "no" or "always"."""
        self._settle(
            lambda task: task.user_id == user, state=TaskState.DONE, outcome=outcome, done_by=user, done_at=self.now
        )
        return self

    def only_from(self, *places: str) -> Making:
        """It must come down from these places alone."""
        for place in places:
            self._task(TaskKind.TAKEDOWN, Role.OFFICE, "GV-2", place)
            self.tasks[-1] = replace(self.tasks[-1], due_at=self.now + timedelta(hours=2))
        return self

    def sign(self, role: Role, by: str) -> Making:
        self._settle(
            lambda task: _open(task) and task.role is role,
            state=TaskState.DONE,
            outcome="approved",
            done_by=by,
            as_role=role.value,
            done_at=self.now,
        )
        return self._move(self.status, by)

    def sign_one(self, by: str) -> Making:
        """One of several of SLT says yes."""
        first = next(task for task in self.tasks if _open(task) and task.role is Role.SLT)
        self._settle(lambda task: task is first, state=TaskState.DONE, outcome="approved", done_by=by, done_at=self.now)
        return self._move(self.status, by)

    def approved(self, by: str = HEAD) -> Making:
        """The last yes: at once with the office."""
        self.sign(Role.SLT, by)
        task = next((t for t in self.tasks if _publish(t) and t.revision_id == self.revisions[-1].id), None)
        if task:
            self._settle(lambda each: each is task, state=TaskState.OPEN, outcome="", done_by="", done_at=None)
        else:
            self._task(TaskKind.PUBLISH, Role.OFFICE, "SP-6")
        return self._move(Status.RELEASED, by)

    def _sent_back(self, status: Status, outcome: str, by: str) -> Making:
        self._settle(
            lambda task: _open(task) and task.role is Role.SLT,
            state=TaskState.DONE,
            outcome=outcome,
            done_by=by,
            done_at=self.now,
            reason=self.reason,
        )
        self._settle(_open, state=TaskState.CANCELLED)
        return self._move(status, by, why=self.reason)

    def changes_requested(self) -> Making:
        return self._sent_back(Status.CHANGES, "changes", HEAD)

    def rejected(self) -> Making:
        return self._sent_back(Status.REJECTED, "rejected", DEPUTY)

    def started(self) -> Making:
        self._settle(lambda task: _publish(task) and _open(task), outcome="started", done_by=OFFICE, done_at=self.now)
        return self

    def held(self) -> Making:
        self._settle(
            lambda task: _publish(task) and _open(task),
            state=TaskState.CANCELLED,
            outcome="",
            done_by="",
            done_at=None,
        )
        self._settle(
            lambda task: task.kind is TaskKind.SIGNOFF and task.revision_id == self.revisions[-1].id,
            state=TaskState.OPEN,
            outcome="",
            done_by="",
            done_at=None,
        )
        return self._move(Status.HELD, OFFICE, stuck="start")

    def in_order(self) -> Making:
        """What was missing is on record again: it waits for SLT."""
        self.stuck = ""
        return self

    def live(self, *places: str, version: int | None = None) -> Making:
        """The office records links; the task closes with the last place."""
        revision = self.revisions[(version or len(self.revisions)) - 1]
        for place in places:
            self.publications.append(
                Publication(
                    id=len(self.publications) + 1,
                    revision_id=revision.id,
                    place=place,
                    url=f"https://{place}.example/posts/42" if place != "newsletter" else "",
                    live_at=self.now,
                    live_by=OFFICE,
                )
            )
        if {each.place for each in self.publications} >= set(revision.body.places):
            self._settle(_publish, state=TaskState.DONE, outcome="published", done_by=OFFICE, done_at=self.now)
        return self._move(Status.PUBLISHED, OFFICE)

    def left_somewhere(self, *places: str) -> Making:
        """The author is asked to delete the photos there."""
        for place in places:
            self._task(TaskKind.DELETION, Role.STAFF, "PH-2", place)
            self.tasks[-1] = replace(self.tasks[-1], user_id=AUTHOR)
        return self

    def deleted(self, place: str) -> Making:
        """They are gone from there."""
        self._settle(lambda task: task.place == place, state=TaskState.DONE, done_by=AUTHOR, done_at=self.now)
        return self

    def must_come_down(self) -> Making:
        self._settle(_publish, state=TaskState.DONE, outcome="published", done_by=OFFICE, done_at=self.now)
        for each in self.publications:
            self._task(TaskKind.TAKEDOWN, Role.OFFICE, "GV-2", each.place)
            self.tasks[-1] = replace(self.tasks[-1], revision_id=each.revision_id)
        return self

    def removed(self, *places: str) -> Making:
        self.publications = [
            replace(each, removed_at=self.now, removed_by=OFFICE) if each.place in places else each
            for each in self.publications
        ]
        self._settle(
            lambda task: task.kind is TaskKind.TAKEDOWN and task.place in places,
            state=TaskState.DONE,
            outcome="removed",
            done_by=OFFICE,
            done_at=self.now,
        )
        gone = all(each.removed_at for each in self.publications)
        return self._move(Status.REMOVED if gone else self.status, OFFICE)

    def cannot(self) -> Making:
        self._settle(
            lambda task: _publish(task) and _open(task),
            state=TaskState.DONE,
            outcome="cannot",
            done_by=OFFICE,
            done_at=self.now,
            reason=self.reason,
        )
        ended = Status.PUBLISHED if self.publications else Status.UNPUBLISHED
        return self._move(ended, OFFICE, why=self.reason)

    def withdrawn(self) -> Making:
        self._settle(_open, state=TaskState.CANCELLED)
        return self._move(Status.WITHDRAWN, AUTHOR)

    def story(self) -> Story:
        words = self.draft_words or (self.revisions[-1].body.words if self.revisions else WORDS)
        return Story(
            post=Post(
                id=42,
                school="brackenfold",
                author=AUTHOR,
                status=self.status,
                version=7,
                draft=Draft(school="brackenfold", words=words),
                revision_id=self.revisions[-1].id if self.revisions else None,
                changed_by=self.changed_by,
                changed_at=self.now,
                why=self.why,
                stuck=self.stuck,
            ),
            revisions=tuple(self.revisions),
            tasks=tuple(self.tasks),
            publications=tuple(self.publications),
            noted=tuple(self.noted),
            answers=tuple(self.responses),
            names=self.names,
        )


def _open(task: Task) -> bool:
    return task.state is TaskState.OPEN


def _publish(task: Task) -> bool:
    return task.kind is TaskKind.PUBLISH


def finding(span: str, strength: Strength = Strength.HOLD, *, kind: str = "name", sentence: str = "") -> Finding:
    """Something that the checks found in WORDS, or that stands nowhere in it where `span` is not one of its words."""
    start = WORDS.find(span) if span else -1
    return Finding(
        clause="SP-2" if kind == "name" else "RP-1",
        strength=strength,
        code="first_name" if strength is Strength.ENFORCE else "may_be_name",
        field=Field.WORDS,
        sentence=sentence or f"“{span}” may be a child’s name.",
        people=(PUPILS[0],) if kind == "name" else (),
        kind=kind,
        start=start,
        end=start + len(span) if start >= 0 else -1,
        span=span,
    )


THREE = (
    finding("windowsill"),
    finding("Beans", Strength.ENFORCE),
    finding("sunny side", Strength.WARN, kind="tone", sentence="“sunny side” may run somebody down."),
)
WHY = "Beans are what our caretaker calls himself."

ADULTS = ("A0001-imran-sadiq", "A0002-mr-lane", "A0003-visitor")
ALT_TEXTS = (
    "Three children, seen from behind, hold a ruler next to bean plants on a windowsill.",
    "Four children, seen from behind, look at a bar chart of plant heights.",
)


def photo(n: int, *, media_id: int = 0, alt: str = "", blurred: bool = False) -> Photo:
    """A checked photo; another `media_id` is another picture."""
    picture = media_id or n
    renditions = tuple(
        (place, f"{picture:02x}{ord(place[0]):02x}" * 16) for place in ("facebook", "instagram", "website")
    )
    alt_text = alt or ALT_TEXTS[(picture - 1) % len(ALT_TEXTS)]
    return Photo(n=n, media_id=picture, alt_text=alt_text, shown=Shown.DISTANCE, blurred=blurred, renditions=renditions)


def photo_finding(n: int, code: str, sentence: str, *, kind: str = "faces", span: str = "") -> Finding:
    """Something that the checks found in a photo."""
    return Finding(
        clause="SP-2" if span else "SP-1",
        strength=Strength.HOLD,
        code=code,
        field=Field.PHOTOS,
        sentence=sentence,
        kind=kind,
        where=f"photo:{n}",
        span=span,
    )


TWO_PHOTOS = (photo(1), photo(2))
TEN_PHOTOS = tuple(photo(n) for n in range(1, 11))
MORE_FACES = photo_finding(2, "more_faces", "There are more faces in this photo than pupils in your list.")
TEN_FINDINGS = (
    MORE_FACES,
    photo_finding(7, "seen_before", "Photo 7 looks like one that was taken down before.", kind="seen_before"),
    *(photo_finding(n, "may_be_name_in_photo", "", kind="name", span=f"Zofya{n}") for n in range(1, 8)),
    photo_finding(9, "unknown", "The file does not say which device took the photo.", kind="device"),
)

REMINDER: dict[str, Any] = {"purpose": Purpose.REMINDER}
NEW_WORDS = WORDS.replace("Our gardeners", "Our pupils")

SITUATIONS: dict[str, Callable[[Making], Making]] = {
    "draft": lambda m: m,
    "waiting": lambda m: m.sent(),
    "waiting_asap": lambda m: m.sent(at=None),
    "waiting_past": lambda m: m.sent(at=NOW - timedelta(days=2)),
    "waiting_nobody": lambda m: m.sent(people=(), nobody=True),
    "waiting_reminder": lambda m: m.sent(**REMINDER),
    "reminder_given": lambda m: m.sent(**REMINDER).sign(Role.REMINDER_AUTHORISER, TANYA),
    "advice": lambda m: m.sent(declared=(Declared.NOT_SURE,), question=EVIL),
    "advised": lambda m: m.sent(declared=(Declared.NOT_SURE,), question=EVIL).advised(),
    "advice_changes": lambda m: m.sent(declared=(Declared.NOT_SURE,), question=EVIL).changes_requested(),
    "expired": lambda m: m.sent().expired(),
    "expired_with_office": lambda m: m.sent().approved().expired(),
    "many_signoffs": lambda m: m.asking_two().sent(
        **REMINDER, declared=(Declared.LOGO, Declared.COPYRIGHT), question=EVIL
    ),
    "reminder_awaited": lambda m: m.sent(**REMINDER).sign(Role.SLT, HEAD),
    "draft_stuck": lambda m: m.stuck_in_writing(),
    "found": lambda m: m.sent().found(*THREE).answered(Side.AUTHOR, AUTHOR, WHY),
    "found_later": lambda m: m.sent(**REMINDER).found(THREE[0]),
    "found_and_settled": lambda m: m.sent().found(*THREE).answered(Side.AUTHOR, AUTHOR, WHY).answered(Side.SLT, HEAD),
    "found_and_stuck": lambda m: m.sent().found(THREE[0]).answered(Side.AUTHOR, AUTHOR).stuck_at_approval(),
    "adults_asked": lambda m: m.sent(adults=ADULTS).asking(DEPUTY, LANE),
    "adult_said_yes": lambda m: m.sent(adults=ADULTS).asking(DEPUTY, LANE).says(DEPUTY, "yes"),
    "adult_said_no": lambda m: m.sent(adults=ADULTS).asking(DEPUTY, LANE).says(DEPUTY, "no"),
    "adult_always": lambda m: m.sent(adults=ADULTS[:1]).asking(DEPUTY).says(DEPUTY, "always"),
    "adult_on_record": lambda m: m.sent(adults=ADULTS).asking(DEPUTY, LANE).says(DEPUTY, "on_record"),
    "adults_awaited": lambda m: m.sent(adults=ADULTS).asking(DEPUTY, LANE).says(LANE, "yes").sign(Role.SLT, HEAD),
    "adult_awaited": lambda m: m.sent(adults=ADULTS[:1], at=None).asking(DEPUTY).sign(Role.SLT, HEAD),
    "adults_expired": lambda m: m.sent(adults=ADULTS).asking(DEPUTY, LANE).sign(Role.SLT, HEAD).expired(),
    "adults_on_record": lambda m: m.sent(adults=ADULTS[2:]),
    "two_photos": lambda m: m.sent(photos=TWO_PHOTOS).found(MORE_FACES).answered(Side.AUTHOR, AUTHOR, WHY),
    "ten_photos": lambda m: (
        m.asking_two(3)
        .sent(**REMINDER, photos=TEN_PHOTOS, declared=(Declared.LOGO, Declared.COPYRIGHT))
        .found(*TEN_FINDINGS)
        .sign(Role.HEADTEACHER, HEAD)
        .sign(Role.REMINDER_AUTHORISER, TANYA)
    ),
    "photo_changed": lambda m: (
        m.sent(photos=TWO_PHOTOS).changes_requested().sent(words=NEW_WORDS, photos=(photo(1), photo(2, media_id=5)))
    ),
    "photos_blurred": lambda m: (
        m.sent(photos=TEN_PHOTOS)
        .changes_requested()
        .sent(
            photos=(photo(1, blurred=True), photo(2, media_id=3), photo(3, media_id=2, alt="A bean plant."), photo(4))
        )
    ),
    "photos_stopped_at_approval": lambda m: m.sent(photos=TWO_PHOTOS).stuck_at_approval(),
    "photos_with_office": lambda m: m.sent(photos=TWO_PHOTOS).approved(),
    "photos_started": lambda m: m.sent(photos=TWO_PHOTOS).approved().started(),
    "photos_partly": lambda m: m.sent(photos=TEN_PHOTOS).approved().started().live("facebook"),
    "photos_held": lambda m: m.sent(photos=TWO_PHOTOS).approved().started().held(),
    "photos_published": lambda m: (
        m.sent(photos=TWO_PHOTOS).approved().started().live("facebook", "instagram", "website")
    ),
    "adults_in_photos": lambda m: m.sent(adults=ADULTS, photos=TWO_PHOTOS).asking(DEPUTY),
    "photos_left": lambda m: m.sent(photos=TWO_PHOTOS).left_somewhere("device", "slack"),
    "photos_left_in_slack": lambda m: (
        m.sent(photos=TWO_PHOTOS).left_somewhere("device", "slack").deleted("device").approved()
    ),
    "photos_deleted": lambda m: (
        m.sent(photos=TWO_PHOTOS).left_somewhere("device", "slack").deleted("device").deleted("slack")
    ),
    "stuck": lambda m: m.sent().stuck_at_approval(),
    "changes": lambda m: m.sent().changes_requested(),
    "waiting_v2": lambda m: m.sent().changes_requested().sent(words=NEW_WORDS, people=PUPILS[:2], at=None),
    "changes_stuck": lambda m: m.sent().changes_requested().stuck_in_writing(),
    "changes_v2": lambda m: m.sent().changes_requested().sent(words=NEW_WORDS).changes_requested(),
    "rejected": lambda m: m.sent().rejected(),
    "withdrawn": lambda m: m.sent().withdrawn(),
    "released": lambda m: m.sent().approved(),
    "released_asap": lambda m: m.sent(at=None).approved(),
    "released_reminder": lambda m: m.sent(**REMINDER).sign(Role.REMINDER_AUTHORISER, TANYA).approved(),
    "started": lambda m: m.sent().approved().started(),
    "held": lambda m: m.sent().approved().started().held(),
    "held_in_order": lambda m: m.sent().approved().started().held().in_order(),
    "held_then_approved": lambda m: m.sent().approved().started().held().approved(DEPUTY),
    "withdrawn_late": lambda m: m.sent().approved().started().withdrawn(),
    "replaced_late": lambda m: m.sent().approved().started().sent(words=NEW_WORDS),
    "partly": lambda m: m.sent().approved().started().live("facebook"),
    "partly_cannot": lambda m: m.sent().approved().started().live("facebook").cannot(),
    "published": lambda m: m.sent().approved().started().live("facebook", "instagram", "website"),
    "published_paper": lambda m: m.sent(places=("newsletter",)).approved().started().live("newsletter"),
    "cannot": lambda m: m.sent().approved().started().cannot(),
    "coming_down": lambda m: m.sent().approved().started().live("facebook", "website").must_come_down(),
    "one_place_down": lambda m: m.sent().approved().live("facebook", "website", "instagram").only_from("facebook"),
    "partly_stopped": lambda m: m.sent().approved().live("facebook").must_come_down(),
    "half_down": lambda m: (
        m.sent().approved().live("facebook", "website", "newsletter").must_come_down().removed("website")
    ),
    "removed": lambda m: m.sent().approved().live("facebook").must_come_down().removed("facebook"),
    "old_one_live": lambda m: (
        m.sent().approved().started().sent(words=NEW_WORDS).live("facebook", version=1).must_come_down()
    ),
    "withdrawn_but_live": lambda m: m.sent().approved().withdrawn().live("facebook").must_come_down(),
}


def card_facts(
    story: Story,
    *,
    revision_no: int = 1,
    target: str = "C0SLT",
    trust: Trust = TRUST,
    held: frozenset[Role] = ASKED_ROLES,
) -> CardFacts:
    return CardFacts(story=story, trust=trust, revision_no=revision_no, now=NOW, target=target, held=held)


def situation(name: str, **making: Any) -> Story:
    return SITUATIONS[name](Making(**making)).story()
