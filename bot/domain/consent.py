"""What counts as permission to show a person (clause SP-1): one pure function, `answer`, which everything else asks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

ANY = "any"
"""As a record's use: every use. As its place: every place, also one that is added later; it can only take away."""

PHOTO = "photo"
"""What a post is taken to show of the people in it, as long as the form asks for no use: a picture asks the most."""

WORK = "work"
"""What a post shows of the people in it whose photos show nothing but work or a place."""

USES: Mapping[str, str] = {
    PHOTO: "photos",
    "video": "videos",
    WORK: "a child’s work",
    "voice": "voice recordings",
}
"""The uses known where the settings name none: key -> as a sentence says it. A name is none of them (clause SP-2)."""


class ConsentState(StrEnum):
    """What somebody said, or did not say. UNKNOWN is a blank: asked nobody knows, and it ends an earlier yes."""

    GRANTED = "granted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    PENDING = "pending"
    UNKNOWN = "unknown"


class Validity(StrEnum):
    """How long a yes lasts that names no end itself. AT_SCHOOL: until the person leaves."""

    AT_SCHOOL = "while at school"
    YEARS = "years"
    ACADEMIC_YEAR = "academic year"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What a trust sets about permissions. `years` counts only with YEARS; an academic year begins on the first of a month."""

    uses: Mapping[str, str] = field(default_factory=lambda: dict(USES))
    validity: Validity = Validity.AT_SCHOOL
    years: int = 5
    year_begins: int = 9
    leavers: bool = False
    """Whether what was agreed for somebody still counts once they have left."""

    def last_day(self, given_on: date) -> date | None:
        """The last day of a yes given on this day, by its age alone; None where age does not end it."""
        if self.validity is Validity.YEARS:
            return _years_later(given_on, self.years)
        if self.validity is Validity.ACADEMIC_YEAR:
            year = given_on.year + (given_on.month >= self.year_begins)
            return date.fromordinal(date(year, self.year_begins, 1).toordinal() - 1)
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentRecord:
    """One entry of the append-only register. `order` rises with every entry. Dates are school days.

    given_by: who said it, '' where the school's system does not tell. evidence: the form's reference, or the imported file,
    so that "written" can be shown. undated: the source named no day, so `given_on` is the day for which the source stands.
    by_hand: somebody entered it here, rather than a file. conditions: the words of a yes that is no plain yes.
    """

    person_id: str
    place: str
    state: ConsentState
    given_on: date | None
    evidence: str
    order: int
    use: str = ANY
    given_by: str = ""
    relation: str = ""
    begins: date | None = None
    ends: date | None = None
    conditions: str = ""
    undated: bool = False
    by_hand: bool = False

    def speaks_of(self, use: str, place: str) -> bool:
        """Whether this is about the use and the place; a yes names its place."""
        everywhere = self.place == ANY and self.state is not ConsentState.GRANTED
        return self.use in (use, ANY) and (everywhere or self.place == place)


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody in the register, as the form shows them to staff. `id` is ours; `role` is pupil, staff, parent, …

    never_publish: a mark without a reason; users see no difference to a missing permission. left_on: their last day here.
    """

    id: str
    school: str
    role: str
    forename: str
    surname: str
    year_group: str = ""
    class_name: str = ""
    never_publish: bool = False
    left_on: date | None = None
    slack_user_id: str = ""

    @property
    def name(self) -> str:
        """Chosen forename where there is one, and surname."""
        return f"{self.forename} {self.surname}".strip()

    @property
    def group(self) -> str:
        """Year and class, to tell namesakes apart: "Year 4 Hazel"."""
        return " ".join(part for part in (self.year_group, self.class_name) if part)


class Reason(StrEnum):
    """Why the answer is what it is. Only GRANTED is yes; CONDITIONAL is for SLT to decide. For the log and the office."""

    GRANTED = "granted"
    CONDITIONAL = "conditional"
    NEVER_PUBLISH = "never_publish"
    LEFT = "left"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    NOT_BEGUN = "not_begun"
    NOT_WRITTEN = "not_written"
    PENDING = "pending"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """Whether somebody may be shown, and why. `record`: the entry that decided; None for nothing, never publish and left.

    conditions: the words of every yes in force that is no plain yes. last_day: until when a yes lasts, if that is known.
    """

    reason: Reason
    record: ConsentRecord | None = None
    conditions: tuple[str, ...] = ()
    last_day: date | None = None

    @property
    def yes(self) -> bool:
        """A plain yes."""
        return self.reason is Reason.GRANTED

    @property
    def hold(self) -> bool:
        """Neither yes nor no: SLT look at the conditions."""
        return self.reason is Reason.CONDITIONAL


def answer(
    person: Person, records: Iterable[ConsentRecord], *, use: str, place: str, today: date, rules: Rules
) -> Answer:
    """Whether `person` may be shown in `place` in this way on `today` (clause SP-1). `records`: all of that person.

    Each giver speaks for themselves, and the later of their answers counts: later by its date, then by its entry.
    A refusal or withdrawal of anybody wins over every yes of others, until the same giver says yes at a later date.
    A later pending or blank ends a giver's yes; where it names no giver, everybody's. What is undated never lifts what was
    entered by hand: a system that nobody brought up to date would bring back what a parent withdrew by telephone.
    """
    if person.never_publish:
        return Answer(reason=Reason.NEVER_PUBLISH)
    if person.left_on is not None and person.left_on < today and not rules.leavers:
        return Answer(reason=Reason.LEFT)
    about = sorted((each for each in records if each.speaks_of(use, place)), key=_when)
    standing = [
        each for each in about if each.state is ConsentState.GRANTED and not any(_ends(later, each) for later in about)
    ]
    flaws = {each.order: _flaw(each, today, rules) for each in standing}
    valid = [each for each in _latest_of_each(standing, flaws) if flaws[each.order] is None]
    against = [each for each in about if each.state in _NO and not any(_lifts(later, each) for later in valid)]
    if against:
        return Answer(reason=Reason(against[-1].state.value), record=against[-1])
    if valid:
        return _yes(valid, rules)
    if standing:
        return Answer(reason=flaws[standing[-1].order] or Reason.NOTHING, record=standing[-1])
    if about and about[-1].state is ConsentState.PENDING:
        return Answer(reason=Reason.PENDING, record=about[-1])
    return Answer(reason=Reason.NOTHING, record=about[-1] if about else None)


_NO = frozenset({ConsentState.REFUSED, ConsentState.WITHDRAWN})


def _yes(grants: Sequence[ConsentRecord], rules: Rules) -> Answer:
    """A yes lasts as long as the longest of those in force; one with conditions makes all of it conditional."""
    conditions = tuple(dict.fromkeys(each.conditions for each in grants if each.conditions))
    ends = [_last_day(each, rules) for each in grants]
    return Answer(
        reason=Reason.CONDITIONAL if conditions else Reason.GRANTED,
        record=grants[-1],
        conditions=conditions,
        last_day=None if None in ends else max(day for day in ends if day is not None),
    )


def _when(record: ConsentRecord) -> tuple[date, int]:
    """What is undated stands first if it is a yes and last if it takes a yes away."""
    undated = date.min if record.state is ConsentState.GRANTED else date.max
    return record.given_on or undated, record.order


def _giver(record: ConsentRecord) -> str:
    return " ".join(record.given_by.casefold().split())


def _lifts(grant: ConsentRecord, refusal: ConsentRecord) -> bool:
    """Whether somebody's yes takes back their own no."""
    stale = refusal.by_hand and grant.undated and not grant.by_hand
    return _giver(grant) == _giver(refusal) and _when(grant) > _when(refusal) and not stale


def _ends(later: ConsentRecord, grant: ConsentRecord) -> bool:
    """Whether a yes no longer stands because of what the same giver said later, or of a blank that names no giver."""
    if later.state is ConsentState.GRANTED or _when(later) <= _when(grant):
        return False
    return _giver(later) in {"", _giver(grant)}


def _latest_of_each(grants: Iterable[ConsentRecord], flaws: Mapping[int, Reason | None]) -> list[ConsentRecord]:
    """The last yes of each giver, of grants in order of time: a newer one replaces an older once it is written and begun."""
    begun = [each for each in grants if flaws[each.order] not in {Reason.NOT_BEGUN, Reason.NOT_WRITTEN}]
    return list({_giver(each): each for each in begun}.values())


def _flaw(grant: ConsentRecord, today: date, rules: Rules) -> Reason | None:
    """What keeps a granted record from being a yes on this day."""
    if not grant.evidence or grant.given_on is None:
        return Reason.NOT_WRITTEN
    if max(grant.given_on, grant.begins or grant.given_on) > today:
        return Reason.NOT_BEGUN
    last = _last_day(grant, rules)
    return Reason.EXPIRED if last is not None and last < today else None


def _last_day(grant: ConsentRecord, rules: Rules) -> date | None:
    assert grant.given_on is not None
    days = [day for day in (grant.ends, rules.last_day(grant.given_on)) if day is not None]
    return min(days, default=None)


def _years_later(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return day.replace(year=day.year + years, day=28)
