"""The trust as its settings describe it: schools, places to post, roles and the policy in force."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.domain.calendar import Calendar
from bot.domain.consent import Rules
from bot.domain.deadlines import Deadlines

LINKEDIN = "linkedin"
"""The key of that place in the settings: to name one's employer there needs a permission of its own (clause PU-1)."""


class Role(StrEnum):
    """What somebody may do in one school. Who holds a role is a setting; a role that nobody listed gives nobody rights."""

    STAFF = "staff"
    SLT = "slt"
    OFFICE = "office"
    REMINDER_AUTHORISER = "reminder_authoriser"
    HEADTEACHER = "headteacher"
    CEO = "ceo"
    ADVISER = "adviser"
    DEVICE_APPROVER = "device_approver"


NEEDED_ROLES = (Role.STAFF, Role.SLT, Role.OFFICE, Role.REMINDER_AUTHORISER)
"""Without somebody in each of these a post could never go on. The other roles may be left out: then nobody holds them."""


_KIND = re.compile(
    r"[\s,]+(?:Primary|Infants?|Juniors?|Nursery|First|Preparatory|Academy|School|College|Community|Foundation|Free|"
    r"Voluntary|Methodist|Catholic|Roman|Church|C of E|CofE|CE|RC|VA|VC)\b.*",
    re.IGNORECASE,
)
"""Where the name of a school begins to say what kind of school it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """What a school tells everybody about itself: its own phone in a post is no leak. Written as people write it."""

    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    websites: tuple[str, ...] = ()
    handles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class School:
    """One school of the trust and its two private channels (Slack channel ids). inset_days: those of this school alone."""

    key: str
    name: str
    slt_channel: str
    office_channel: str
    published: Published = Published()
    inset_days: frozenset[date] = frozenset()

    @property
    def short_name(self) -> str:
        """The name without what kind of school it is, as colleagues say it: Brackenfold, St Mary’s, Our Lady of Lourdes."""
        return _KIND.sub("", self.name.strip(), count=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The most that a place takes; 0 is no limit that we know of. `checked_on`: the day somebody looked it up.

    weighted: counted as X counts, where a link is 23, an emoji 2 and a letter beyond the western alphabets 2.
    picture_side: pixels of a picture's longer side. picture_narrowest and picture_widest: its width, for a height of 100;
    picture_bytes: of its file.
    """

    characters: int = 0
    hashtags: int = 0
    weighted: bool = False
    picture_side: int = 1600
    picture_narrowest: int = 0
    picture_widest: int = 0
    picture_bytes: int = 2_000_000
    checked_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Platform:
    """A place where posts go live. `phrase` is how a sentence says it: "the school website".

    has_link: False for places without an address of their own, such as a printed newsletter.
    """

    key: str
    name: str
    phrase: str
    has_link: bool = True
    limits: Limits = Limits()

    @property
    def listed(self) -> str:
        """As it stands in a list of places, without its article: Facebook, school website."""
        return self.phrase.removeprefix("the ")


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """The Social Media Policy in force and the declaration that every author makes (clauses SP-6 and CO-2).

    link: where all of it stands, or ''. monitoring: what everybody is told of the school's right to monitor (clause GV-4).
    """

    version: str
    declaration: str
    link: str = ""
    monitoring: str = ""

    @property
    def declaration_id(self) -> str:
        """Names the wording that was ticked, so that the log can show later what somebody declared."""
        return f"declaration-{self.version}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Deputy:
    """Somebody who holds a role in somebody's place, from the first day to the last, both included: school time.

    school: the key of one school, or '' for every school. Only for somebody who holds a role there already.
    """

    role: Role
    user_id: str
    begins: date
    ends: date
    school: str = ""

    def stands_in(self, role: Role, school: str, today: date) -> bool:
        """Whether they hold this role in this school today."""
        return self.role is role and self.school in ("", school) and self.begins <= today <= self.ends


@dataclass(frozen=True, slots=True, kw_only=True)
class Trust:
    """Everything that a trust sets, as frozen values. `role_titles` is how cards speak of a role: "Mr Lane or Tanya Matthews".

    quorum: how many of a role must say yes where one is not enough. trained: the roles that need training in date (ED-1, GV-9).
    acknowledged: whether the policy must have been read before the first post (GV-4). photos_days: how many days after its end a
    post's photos are kept.
    """

    name: str
    timezone: ZoneInfo
    policy: Policy
    schools: Mapping[str, School]
    platforms: Mapping[str, Platform]
    role_titles: Mapping[Role, str]
    deputies: tuple[Deputy, ...] = ()
    permissions: Rules = field(default_factory=Rules)
    calendar: Calendar = field(default_factory=Calendar)
    deadlines: Deadlines = field(default_factory=Deadlines)
    quorum: Mapping[Role, int] = field(default_factory=dict)
    trained: frozenset[Role] = frozenset()
    acknowledged: bool = False
    photos_days: int = 180

    def calendar_of(self, school: str) -> Calendar:
        """The trust's calendar with the INSET days of one school; of a school that is no longer set, the trust's alone."""
        found = self.schools.get(school)
        return self.calendar.without(found.inset_days) if found else self.calendar

    def places(self, keys: tuple[str, ...]) -> tuple[Platform, ...]:
        """The platforms of these keys in the order of the settings; a key that is no longer set keeps its own name."""
        known = [self.platforms[key] for key in self.platforms if key in keys]
        gone = [Platform(key=key, name=key, phrase=key) for key in keys if key not in self.platforms]
        return (*known, *gone)
