"""What a card is made from, and the small sentences that several cards share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from slack_sdk.models.blocks import Block, ButtonElement, ContextBlock, RichTextBlock, RichTextElement

from bot.domain.post import STOPPED, Body, Publication, Revision, Status, Story, Task, TaskKind, TaskState
from bot.domain.signoffs import why
from bot.domain.trust import Platform, Role, Trust
from bot.domain.wording import glimpse, listing, when
from bot.workflow.photos.open import Standing
from handlers import ids
from handlers.blocks import bullets, button, capital, clip, esc, grey_plain, link, mention, quote, run, serialised
from handlers.cards.exhibits import Exhibit

ON_HOLD = "cannot go out as it stands."
"""Said of every post whose permission is missing, whatever the cause: a channel must learn nothing from the wording."""

LONGEST_LIST = 400
"""Characters that a list of places takes on a card, so that there is room for the post."""

_TITLES = {
    Role.SLT: "SLT",
    Role.REMINDER_AUTHORISER: "the reminder authoriser",
    Role.OFFICE: "the office",
    Role.HEADTEACHER: "the Headteacher",
    Role.ADVISER: "the adviser",
}


def role_title(role: Role, trust: Trust) -> str:
    """How cards and lists speak of a role, not escaped."""
    return trust.role_titles.get(role) or _TITLES.get(role, "a colleague")


@dataclass(frozen=True, slots=True)
class Card:
    """A message as it stands now. `text` is what notifications and screen readers say. `closed`: it will never change again.

    files: what must be in Slack before it can be shown. Files of ours that it no longer names are deleted there.
    """

    text: str
    blocks: list[dict[str, Any]]
    closed: bool = False
    files: tuple[Exhibit, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CardFacts:
    """Everything a card is made from. revision_no: the version that the card is about; target: whom it is sent to.

    held: the roles that the reader has in the post's school, where it is a person.
    stopped: whether posts are stopped in its school just now.
    superseded: whether the same reader has a newer card of this kind, to which they are sent on.
    standing: how a post stands whose photos are not through yet; about: what else the card is about, as its key says.
    """

    story: Story
    trust: Trust
    revision_no: int
    now: datetime
    target: str
    superseded: bool = False
    held: frozenset[Role] = frozenset()
    stopped: bool = False
    standing: Standing | None = None
    about: str = ""

    @property
    def id(self) -> int:
        return self.story.post.id

    @property
    def post(self) -> str:
        return f"post {self.id}"

    @property
    def status(self) -> Status:
        return self.story.post.status

    @property
    def revision(self) -> Revision:
        """The version that this card is about; the one in force if that number is unknown. There is one: see `sealed`."""
        revision = self.story.numbered(self.revision_no) or self.story.revision
        assert revision is not None
        return revision

    @property
    def body(self) -> Body:
        return self.revision.body

    @property
    def value(self) -> str:
        """What a button carries: the exact content of this card's version."""
        return str(self.revision.seen)

    @property
    def replaced(self) -> bool:
        """Whether a newer version has been sent since."""
        return self.revision != self.story.revision

    def bid(self, *parts: str) -> str:
        """A block id that is new for every version, as Slack asks: "p42.v2.facts"."""
        return ".".join((f"p{self.id}", f"v{self.revision.no}", *parts))

    def say(self, moment: datetime) -> str:
        return when(moment, self.trust.timezone, now=self.now)

    def name(self, user_id: str) -> str:
        """A colleague's name for a message's `text`: escaped, and short enough to leave room for the sentence."""
        return esc(clip(" ".join(self.story.name(user_id).split()), 40))

    @property
    def school(self) -> str:
        school = self.trust.schools.get(self.body.school)
        return school.name if school else self.trust.name

    @property
    def school_short(self) -> str:
        school = self.trust.schools.get(self.body.school)
        return school.short_name if school else self.trust.name

    def title(self, role: Role) -> str:
        """How cards speak of a role, not escaped."""
        return role_title(role, self.trust)

    @property
    def places(self) -> tuple[Platform, ...]:
        return self.trust.places(self.body.places)

    def place(self, key: str) -> Platform:
        return self.trust.places((key,))[0]

    @property
    def stuck(self) -> bool:
        """Whether the version in force was last found without a permission that it needs."""
        return (self.status is Status.HELD and bool(self.story.post.stuck)) or (
            self.status in {Status.ADVICE, Status.WITH_SLT} and self.story.post.stuck == "approve"
        )

    def decide_by(self) -> datetime | None:
        """Until when those who are asked should answer, if anybody set a time that is still to come."""
        return next((task.due_at for task in self.story.asked() if task.due_at and task.due_at > self.now), None)

    @property
    def was_stopped(self) -> bool:
        """Whether it waits because of an emergency stop, and for nothing else."""
        return self.story.post.stuck == STOPPED

    @property
    def publications(self) -> tuple[Publication, ...]:
        """Where this card's version is or was live."""
        return tuple(one for one in self.story.publications if one.revision_id == self.revision.id)

    @property
    def live(self) -> bool:
        """Whether this version is still up anywhere."""
        return any(one.removed_at is None for one in self.publications)

    @property
    def coming_down(self) -> bool:
        """Whether the office must still remove something, whichever version it is."""
        return any(task.kind is TaskKind.TAKEDOWN and task.state is TaskState.OPEN for task in self.story.tasks)


@dataclass(frozen=True, slots=True)
class Decision:
    """Who decided, when and why."""

    by: str
    at: datetime
    reason: str


def decision(facts: CardFacts, outcome: str, kind: TaskKind = TaskKind.SIGNOFF) -> Decision:
    """Who decided this version so; the post's own row says it where no task does."""
    for task in facts.story.tasks_of(kind, facts.revision):
        if task.outcome == outcome and task.done_at:
            return Decision(task.done_by, task.done_at, task.reason)
    post = facts.story.post
    return Decision(post.changed_by, post.changed_at, post.why)


def yeses(facts: CardFacts) -> tuple[Task, ...]:
    """The sign-offs that were given to this version, SLT's first."""
    given = [task for task in facts.story.signoffs(facts.revision) if task.outcome == "approved" and task.done_at]
    return tuple(sorted(given, key=lambda task: task.role is not Role.SLT))


def approver(facts: CardFacts) -> Decision | None:
    """SLT's yes to this version; None once it holds no more: a post that is held loses its sign-offs."""
    given = (task for task in yeses(facts) if task.role is Role.SLT)
    return next((Decision(task.done_by, task.done_at, "") for task in given if task.done_at), None)


def who_did(facts: CardFacts, made: Decision, what: str) -> str:
    """ "<@U…> approved it on Tue 24 Nov, 4:05pm"."""
    return f"{capital(mention(made.by))} {what} on {facts.say(made.at)}"


def where(facts: CardFacts) -> str:
    """ "Facebook, Instagram, school website", not escaped."""
    return clip(", ".join(place.listed for place in facts.places), LONGEST_LIST)


def on_where(facts: CardFacts, *, longest: int = 120) -> str:
    """ "on Facebook and the school website"; "in all 12 places" where the list would be too long. Not escaped."""
    named = listing(place.phrase for place in facts.places)
    return f"on {named}" if len(named) <= longest else _everywhere(len(facts.places))


def _everywhere(places: int) -> str:
    return "in both places" if places == 2 else f"in all {places} places"


def due(facts: CardFacts) -> str:
    """When it should go out, as a heading says it: "Fri 27 Nov, 3:30pm" or "as soon as it is approved"."""
    return facts.say(facts.body.at) if facts.body.at else "as soon as it is approved"


def goes_out(facts: CardFacts) -> str:
    """When the office publishes it, at the end of a sentence."""
    at = facts.body.at
    if at is None or at <= facts.now:
        return "as soon as it can"
    return f"on {facts.say(at)}"


def titled(facts: CardFacts, state: str, *, version: bool = False) -> str:
    """A card's heading: state, then number, then the version where there is more than one."""
    number = f", version {facts.revision.no}" if version and facts.revision.no > 1 else ""
    return f"{state} · Post {facts.id}{number}"


def glimpsed(facts: CardFacts, block_id: str, lead: str = "", trail: str = "") -> ContextBlock:
    """A line of the post in grey, to recognise it by."""
    return grey_plain(block_id, f"{lead}{glimpse(facts.body.words)}{trail}")


def words(facts: CardFacts, block_id: str) -> RichTextBlock:
    """The post as it will read, whole."""
    return quote(block_id, facts.body.words)


def source(facts: CardFacts, block_id: str) -> ContextBlock | None:
    """Whose words or pictures it uses (clause IP-2), in grey under the words that they belong to."""
    return grey_plain(block_id, f"Source: {facts.body.source}") if facts.body.source else None


def place_name(facts: CardFacts, key: str) -> str:
    """One place at the start of a line: "School website", not escaped."""
    return clip(capital(facts.place(key).listed), 60)


def place_line(facts: CardFacts, publication: Publication) -> list[RichTextElement]:
    """One place where it went live, as a link where there is one."""
    name = place_name(facts, publication.place)
    shown = link(publication.url, name) if publication.url else run(name)
    if publication.removed_at is None:
        return [shown]
    return [run(f"{name}: removed {facts.say(publication.removed_at)}")]


def live_list(facts: CardFacts, block_id: str) -> RichTextBlock | None:
    """Where it is live, as links, and where it is not yet."""
    up = {publication.place: publication for publication in facts.publications}
    order = [*(place.key for place in facts.places), *(key for key in up if key not in facts.body.places)]
    lines = [place_line(facts, up[key]) if key in up else _not_yet(facts, key) for key in order]
    return bullets(block_id, lines) if up else None


def _not_yet(facts: CardFacts, key: str) -> list[RichTextElement]:
    return [run(f"{place_name(facts, key)}: {'not yet' if still_open(facts) else 'not published'}")]


def publish_task(facts: CardFacts) -> Task | None:
    """The office's task for this card's version."""
    return next(iter(facts.story.tasks_of(TaskKind.PUBLISH, facts.revision)), None)


def still_open(facts: CardFacts) -> bool:
    """Whether the office still means to publish it in the places that are missing."""
    task = publish_task(facts)
    return task is not None and task.state is TaskState.OPEN


def last_removed(facts: CardFacts) -> datetime:
    """When the last place was cleared."""
    removed = (one.removed_at for one in facts.story.publications if one.removed_at)
    return max(removed, default=facts.story.post.changed_at)


def because(task: Task) -> str:
    """Why this yes is asked for."""
    return why(task.clause)


def reason(block_id: str, made: Decision) -> RichTextBlock | None:
    """Somebody's reason in their own words."""
    return quote(block_id, made.reason) if made.reason.strip() else None


def missing_places(facts: CardFacts) -> tuple[Platform, ...]:
    """Where this version should be live and is not recorded to be."""
    up = {publication.place for publication in facts.publications}
    return tuple(place for place in facts.places if place.key not in up)


def how_far(facts: CardFacts) -> str:
    """ "in both places", "in 2 of 3 places so far", "on Facebook"."""
    wanted, missing = len(facts.places), len(missing_places(facts))
    if missing:
        return f"in {wanted - missing} of {wanted} places{' so far' if still_open(facts) else ''}"
    return _everywhere(wanted) if wanted > 1 else on_where(facts)


def published_by(facts: CardFacts) -> Decision:
    """Who recorded the last link of this version."""
    latest = max(facts.publications, key=lambda one: one.live_at, default=None)
    if latest is None:
        return Decision(facts.story.post.changed_by, facts.story.post.changed_at, "")
    return Decision(latest.live_by, latest.live_at, "")


def take_down_button(facts: CardFacts) -> ButtonElement:
    """It must be findable a year later."""
    return button(ids.TAKE_DOWN, "Take it down", facts.value, spoken=f"Take it down: {facts.post}")


def card(text: str, *blocks: Block | None, closed: bool = False, files: tuple[Exhibit, ...] = ()) -> Card:
    return Card(text=text, blocks=serialised(blocks), closed=closed, files=files)


def sealed(make: Callable[[CardFacts], Card]) -> Callable[[CardFacts], Card]:
    """For cards about a version: a post that was never sent has none, and is told as what it is."""

    def made(facts: CardFacts) -> Card:
        if facts.story.revision is None:
            sentence = f"Post {facts.id} is still a draft."
            return Card(text=sentence, blocks=serialised([grey_plain(f"p{facts.id}.draft", sentence)]))
        return make(facts)

    return made


def awaited_adults(facts: CardFacts) -> str:
    """ "1 of 2 adults to answer", where everybody else has said yes; "" where it waits for more than that, or for nobody."""
    given = all(task.state is TaskState.DONE for task in facts.story.signoffs())
    if not given or facts.status is not Status.WITH_SLT or facts.stuck or facts.stopped or facts.replaced:
        return ""
    return adults_to_answer(facts.story)


def adults_to_answer(story: Story) -> str:
    """ "1 of 2 adults to answer", for "waits for …"; "" where all have answered. Never who (clause RS-2)."""
    asked, waits = story.adults_asked
    if not waits:
        return ""
    return f"{waits} of {asked} adults to answer" if asked > 1 else "the adult shown to answer"


def adults_line(facts: CardFacts) -> str:
    """How many adults are shown and how many have answered; never who, or what they said (clause RS-2). "" for none."""
    shown = len(facts.body.adults)
    if not shown:
        return ""
    asked = facts.story.tasks_of(TaskKind.PERMISSION, facts.revision)
    answered = sum(task.state is TaskState.DONE for task in asked)
    if not asked:
        return f"*Adults shown:* {shown:,}. Their permission is on record with the office."
    if answered == len(asked):
        return f"*Adults shown:* {shown:,}. All of them have answered."
    return f"*Adults shown:* {shown:,} ({answered} of {len(asked)} have answered). It goes out once all have said yes."
