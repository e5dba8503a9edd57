"""Stories, bodies and trusts for tests of the domain: small, plain, and overridable."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.domain.consent import ConsentRecord, ConsentState, Person
from bot.domain.devices import Camera, Device, Owner, judge
from bot.domain.findings import Field, Finding, Strength, fingerprinted
from bot.domain.lifecycle import Actor
from bot.domain.people import PUPIL, Listed
from bot.domain.photos import Photo, Shown
from bot.domain.policy import Facts
from bot.domain.post import (
    Body,
    Declared,
    Draft,
    Post,
    Purpose,
    Revision,
    Status,
    Story,
    Task,
    TaskKind,
    TaskState,
    content_hash,
)
from bot.domain.signoffs import needs
from bot.domain.trust import Platform, Policy, Role, School, Trust
from bot.words import Surroundings, Text, check
from bot.words.names import NameIndex

NOW = datetime(2026, 11, 24, 16, 5, tzinfo=UTC)
LONDON = ZoneInfo("Europe/London")
AUTHOR, HEAD, DEPUTY, OFFICE, LANE = "U0PRIYANAIR", "U0HELENMARSH", "U0IMRANSADIQ", "U0SUEBRAMLEY", "U0MRLANE"

TRUST = Trust(
    name="Mercia Primary Academy Trust",
    timezone=LONDON,
    policy=Policy(version="2021-06", declaration="I have checked this post against the Social Media Policy."),
    schools={
        "brackenfold": School(
            key="brackenfold", name="Brackenfold Primary Academy", slt_channel="C0SLT", office_channel="C0OFFICE"
        )
    },
    platforms={
        "facebook": Platform(key="facebook", name="Facebook", phrase="Facebook"),
        "instagram": Platform(key="instagram", name="Instagram", phrase="Instagram"),
        "website": Platform(key="website", name="School website", phrase="the school website"),
        "newsletter": Platform(key="newsletter", name="Newsletter", phrase="the newsletter", has_link=False),
    },
    role_titles={Role.SLT: "SLT", Role.REMINDER_AUTHORISER: "Mr Lane or Tanya Matthews"},
)

MAISIE = Person(
    id="p1",
    school="brackenfold",
    role="pupil",
    forename="Maisie",
    surname="Trent",
    year_group="Year 4",
    class_name="Hazel",
)
NOAH = Person(
    id="p2",
    school="brackenfold",
    role="pupil",
    forename="Noah",
    surname="Adeyemi",
    year_group="Year 4",
    class_name="Hazel",
)
DAN = Person(
    id="a1", school="brackenfold", role="staff", forename="Dan", surname="Whitlock", slack_user_id="U0DANWHITLOCK"
)
LENA = replace(DAN, id="a2", forename="Lena", surname="Ode", slack_user_id="U0LENAODE")
ADA = Person(id="a3", school="brackenfold", role="visitor", forename="Ada", surname="Byron")


def body(**changes: Any) -> Body:
    """A post that every clause allows."""
    plain: dict[str, Any] = {
        "school": "brackenfold",
        "purpose": Purpose.LEARNING,
        "words": "Our gardeners measured every bean plant.",
        "places": ("facebook", "website"),
        "people": ("p1",),
        "nobody": False,
        "at": None,
        "promise": TRUST.policy.declaration_id,
    }
    return Body(**{**plain, **changes})


def found_in(post: Body) -> tuple[Finding, ...]:
    """What the checks of the words find in a post of the school of Maisie Trent, Noah Adeyemi and Grace Okoro."""
    people = [
        Listed(id=number, role=PUPIL, forename=forename, surname=surname, year_group="Year 4", class_name="Hazel")
        for number, forename, surname in (
            ("p1", "Maisie", "Trent"),
            ("p2", "Noah", "Adeyemi"),
            ("p3", "Grace", "Okoro"),
        )
    ]
    surroundings = Surroundings(
        names=NameIndex.of(people), school="Brackenfold Primary Academy", places=post.places, purpose=post.purpose
    )
    found = [*check([Text("words", post.words)], surroundings), *filter(None, map(_taken_on, post.photos))]
    return fingerprinted(found, {"words": post.words})


def photo(**changes: Any) -> Photo:
    """A photo of a post. Its `device` is the model that its file names."""
    return Photo(
        **{"n": 1, "media_id": 1, "alt_text": "Bean plants.", "shown": Shown.WORK, "device": "iPad", **changes}
    )


def _taken_on(shown: Photo) -> Finding | None:
    """What the register says, which knows an iPad and nothing else."""
    ours = Device(id="1", label="iPad 12", make="Apple", model="iPad", owner=Owner.SCHOOL)
    verdict = judge(Camera(make="Apple" if shown.device else "", model=shown.device), [ours])
    strength, code = verdict.strength, verdict.proof.value
    if strength is Strength.EVIDENCE:
        return None
    return Finding(
        clause="PH-1", strength=strength, code=code, field=Field.PHOTOS, sentence=verdict.sentence, where="photo:1"
    )


def granted(person: str, place: str, *, on: date | None = date(2026, 9, 4), order: int = 1) -> ConsentRecord:
    return ConsentRecord(
        person_id=person, place=place, state=ConsentState.GRANTED, given_on=on, evidence="form 12", order=order
    )


def refused(person: str, place: str) -> ConsentRecord:
    return replace(granted(person, place), state=ConsentState.REFUSED)


def facts(**changes: Any) -> Facts:
    """Maisie may be shown on Facebook and the website, Noah nowhere; Dan said yes to that, and no to Instagram."""
    plain: dict[str, Any] = {
        "trust": TRUST,
        "now": NOW,
        "people": {"p1": MAISIE, "p2": NOAH, "a1": DAN, "a2": LENA, "a3": ADA},
        "consents": {
            "p1": (granted("p1", "facebook"), granted("p1", "website")),
            "a1": (granted("a1", "facebook"), granted("a1", "website"), refused("a1", "instagram")),
        },
    }
    return Facts(**{**plain, **changes})


def actor(user_id: str, *roles: Role) -> Actor:
    return Actor(user_id=user_id, roles=frozenset(roles))


def revision(no: int = 1, **changes: Any) -> Revision:
    content = body(**changes)
    salt = f"salt{no}"
    return Revision(
        id=100 + no,
        post_id=42,
        no=no,
        body=content,
        salt=salt,
        sha256=content_hash(content.canonical(), salt),
        sealed_at=NOW,
    )


def publish_task(each: Revision, state: TaskState) -> Task:
    """What the office has to do about a version."""
    return Task(
        id=each.no * 10 + 9,
        kind=TaskKind.PUBLISH,
        state=state,
        revision_id=each.id,
        role=Role.OFFICE,
        clause="SP-6",
        opened_at=NOW,
    )


def permission_task(each: Revision, state: TaskState, user: str = DEPUTY) -> Task:
    """A colleague who is asked whether a version may show them."""
    return Task(
        id=each.no * 10 + 7,
        kind=TaskKind.PERMISSION,
        state=state,
        revision_id=each.id,
        role=Role.STAFF,
        clause="RS-2",
        user_id=user,
        opened_at=NOW,
        outcome="yes" if state is TaskState.DONE else "",
    )


def story(
    status: Status,
    *,
    revisions: tuple[Revision, ...] | None = None,
    done: dict[Role, str] | None = None,
    office: TaskState = TaskState.OPEN,
) -> Story:
    """Post 42 in `status`. `done`: which role's sign-off was given by whom. office: its task, where it has had one."""
    unsure = {"declared": (Declared.NOT_SURE,), "question": "May we say this?"} if status is Status.ADVICE else {}
    chosen = revisions if revisions is not None else () if status is Status.DRAFT else (revision(**unsure),)
    kind = TaskKind.ADVICE if status is Status.ADVICE else TaskKind.SIGNOFF
    tasks = [
        Task(
            id=number,
            kind=need.kind,
            state=TaskState.DONE if (done or {}).get(need.role) else TaskState.OPEN,
            revision_id=each.id,
            role=need.role,
            clause=need.clause,
            opened_at=NOW,
            outcome="approved" if (done or {}).get(need.role) else "",
            done_by=(done or {}).get(need.role, ""),
            done_at=NOW if (done or {}).get(need.role) else None,
        )
        for each in chosen
        for number, need in enumerate(needs(each.body), start=each.no * 10)
        if need.kind is kind
    ]
    if status in {Status.RELEASED, Status.PUBLISHED}:
        tasks.append(publish_task(chosen[-1], office))
    return Story(
        post=Post(
            id=42,
            school="brackenfold",
            author=AUTHOR,
            status=status,
            version=3,
            draft=Draft(school="brackenfold", words="Our gardeners"),
            revision_id=chosen[-1].id if chosen else None,
            changed_by=HEAD,
            changed_at=NOW,
        ),
        revisions=chosen,
        tasks=tuple(tasks),
        names={
            AUTHOR: "Priya Nair",
            HEAD: "Helen Marsh",
            DEPUTY: "Imran Sadiq",
            OFFICE: "Sue Bramley",
            LANE: "Mr Lane",
        },
    )
