"""A school year as people hear of it: reminders, escalations and quiet times, with the real store, outbox and workspace.

The clock jumps from one moment at which something is due to the next, as a bot that ticks all along would see them; or, after
an outage, straight to the moment at which it wakes up. What counts is what somebody's phone would ring for: new messages.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, select

from bot.domain.lifecycle import Refusal
from bot.domain.post import Draft, Purpose, Seen, Status, Story
from bot.practice import sample
from bot.rehearsal import Rehearsal
from bot.workflow import Done, Form, Workflow
from storage.tables import OutboxRow, TaskRow, table
from tests.conftest import Clock
from tests.journeys.conftest import WORDS

LONDON = ZoneInfo("Europe/London")
NUMBER = re.compile(r"post \d+", re.IGNORECASE)
NAMES = {
    sample.PRIYA: "author",
    sample.DAN: "Dan",
    sample.HELEN: "Helen",
    sample.IMRAN: "Imran",
    sample.RUTH: "Headteacher",
    sample.SUE: "Sue",
    sample.SLT: "SLT",
    sample.OFFICE: "office",
}
CALENDAR = """
[calendar]
opens = 08:00:00
closes = 17:00:00
inset_days = [2027-01-04]
[calendar.terms]
autumn_1 = { begins = 2026-09-01, ends = 2026-10-23 }
autumn_2 = { begins = 2026-11-02, ends = 2026-12-18 }
spring_1 = { begins = 2027-01-04, ends = 2027-02-12 }
spring_2 = { begins = 2027-02-22, ends = 2027-03-25 }
summer_1 = { begins = 2027-04-12, ends = 2027-07-21 }
"""
TRUST = sample.TRUST.read_text(encoding="utf-8").replace("[calendar]", CALENDAR.split("[calendar.terms]")[0], 1)
TRUST = TRUST.replace("[schools.brackenfold]", "[schools.brackenfold]\ninset_days = [2027-06-28]", 1)
TRUST = TRUST.replace(
    "quiet_hours = false", "quiet_hours = true\n[calendar.terms]" + CALENDAR.split("[calendar.terms]")[1]
)


def at(text: str) -> datetime:
    """A moment as the clock on the school's wall shows it."""
    return datetime.fromisoformat(text).replace(tzinfo=LONDON).astimezone(UTC)


@dataclass(slots=True)
class Year:
    """The school, its clock, and everything that rang since somebody last asked."""

    rehearsal: Rehearsal
    clock: Clock
    numbers: Iterator[int] = field(default_factory=lambda: count(1))
    heard: int = 0
    posts: list[Story] = field(default_factory=list)
    rang: list[tuple[datetime, str, str]] = field(default_factory=list)

    @property
    def workflow(self) -> Workflow:
        return self.rehearsal.bot.workflow

    def turn_to(self, moment: str) -> None:
        """The clock is set, everybody is at their place, and nothing waits from before."""
        self.clock.now = at(moment)
        self.rehearsal.bot.directory.refresh(self.clock())
        while self.posts:
            story = self.posts.pop()
            self.workflow.drafts.withdraw(sample.PRIYA, story.post.id)
            if self.now(story).live:
                self.removed(story)
        self.listen()

    def live_until_told(self, moment: str) -> list[str]:
        """The same until the next moment that is called so: "Wed 06 Jan 08:00"."""
        day = self.clock.now
        while f"{day.astimezone(LONDON):%a %d %b}" != moment[:10]:
            day += timedelta(days=1)
        return self.live_until(f"{day.astimezone(LONDON):%Y-%m-%d}T{moment[11:]}")

    def live_until(self, moment: str) -> list[str]:
        """The bot ticks until then. What rang: when, how it begins, for whom."""
        end = at(moment)
        while (due := self._next()) is not None and due <= end:
            assert due > self.clock.now, "what was due is done"
            self.tick(due)
        self.clock.now = end
        self.rehearsal.bot.directory.refresh(end)
        return self.listen()

    def tick(self, moment: datetime) -> None:
        """One look at everything, at this moment."""
        self.clock.now = moment
        self.rehearsal.bot.directory.refresh(moment)
        for sweep in (self.workflow.watch.sweep, self.workflow.expiry.sweep, self.workflow.chasing.sweep):
            sweep()
        self.deliver()

    def deliver(self) -> None:
        self.rehearsal.bot.drain.run_until_empty()
        calls = self.rehearsal.workspace.calls_of("chat.postMessage")
        for call in calls[self.heard :]:
            target, text = str(call.args["channel"]), NUMBER.sub("post", str(call.args["text"]))
            self.rang.append((self.clock.now, _beginning(text), NAMES[target]))
        self.heard = len(calls)

    def listen(self) -> list[str]:
        """What rang since the last time, a line for each sentence: "Fri 23 Oct 11:30 1 post waits for you: Dan, Helen"."""
        self.deliver()
        heard: dict[tuple[datetime, str], list[str]] = {}
        for when, begins, who in self.rang:
            heard.setdefault((when, begins), []).append(who)
        self.rang.clear()
        return [
            f"{when.astimezone(LONDON):%a %d %b %H:%M} {begins}: {', '.join(sorted(who))}"
            for (when, begins), who in sorted(heard.items())
        ]

    def send(self, *, staff: tuple[str, ...] = (), due: str = "") -> Story:
        """The author sends a post."""
        draft = Draft(
            school="brackenfold",
            purpose=Purpose.LEARNING,
            words=WORDS,
            places=("facebook",),
            nobody=True,
            staff=staff,
            scheduled=bool(due),
            at=at(due) if due else None,
            promise=self.rehearsal.settings.trust.policy.declaration_id,
        )
        sent = self.workflow.drafts.submit(sample.PRIYA, Form(key=f"k{next(self.numbers)}"), draft)
        assert isinstance(sent, Done), sent
        self.listen()
        self.posts.append(sent.story)
        return sent.story

    def now(self, story: Story) -> Story:
        found = self.workflow.drafts.story(sample.PRIYA, story.post.id)
        assert isinstance(found, Story)
        return found

    def seen(self, story: Story) -> Seen:
        revision = self.now(story).revision
        assert revision is not None
        return revision.seen

    def approve(self, story: Story) -> None:
        assert isinstance(self.workflow.decisions.approve(sample.HELEN, self.seen(story)), Done)
        self.listen()

    def published(self, *, staff: tuple[str, ...] = ()) -> Story:
        """A post that is out, with everybody's yes."""
        story = self.send(staff=staff)
        for user in staff:
            assert isinstance(self.workflow.colleagues.yes(user, self.seen(story)), Done)
        self.approve(story)
        assert not isinstance(self.workflow.office.start(sample.SUE, self.seen(story)), Refusal)
        done = self.workflow.office.publish(sample.SUE, self.seen(story), {"facebook": "https://facebook.example/1"})
        assert isinstance(done, Done)
        self.listen()
        return story

    def removed(self, story: Story) -> None:
        """The office has looked that it is gone."""
        self.rehearsal.bot.directory.refresh(self.clock())
        assert isinstance(self.workflow.office.removed(sample.SUE, self.seen(story), "facebook"), Done)
        self.listen()

    def says(self, user: str, said: str, story: Story) -> None:
        """Somebody who is shown answers."""
        assert isinstance(getattr(self.workflow.colleagues, said)(user, self.seen(story)), Done)

    def status(self, story: Story) -> Status:
        return self.now(story).post.status

    def _next(self) -> datetime | None:
        """The next moment at which any row is due."""
        task, box = table(TaskRow), table(OutboxRow)
        with self.rehearsal.store.read() as connection:
            looks = connection.execute(select(func.min(task.c.next_nudge_at)).where(task.c.state == "open")).scalar()
            leaves = connection.execute(select(func.min(box.c.not_before)).where(box.c.state == "pending")).scalar()
        return min((each for each in (looks, leaves) if each is not None), default=None)


def _beginning(text: str) -> str:
    """Five words are enough to tell the sentences apart."""
    first = " ".join(text.split()[:5]).rstrip(".,")
    return f"{first[0].upper()}{first[1:]}"


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Year]:
    clock = Clock()
    clock.now = at("2026-10-22T16:30")
    place = f"sqlite:///{tmp_path_factory.mktemp('year')}/socialpost.db"
    with Rehearsal(place, tick=False, drains=False, now=clock, trust=TRUST) as rehearsal:
        yield Year(rehearsal, clock)
        assert rehearsal.workspace.complaints == []


@pytest.mark.parametrize(
    ("sent", "steps"),
    [
        # a night in the week, a weekend, and the early May bank holiday
        ("2026-11-10T22:30", ["Wed 11 Nov 12:00", "Thu 12 Nov 08:00", "Fri 13 Nov 08:00"]),
        ("2026-11-14T12:00", ["Mon 16 Nov 12:00", "Tue 17 Nov 08:00", "Wed 18 Nov 08:00"]),
        ("2027-04-30T16:00", ["Tue 04 May 11:00", "Wed 05 May 08:00", "Thu 06 May 08:00"]),
        # over Christmas: the trust's INSET day on 4 January is quiet as well
        ("2026-12-17T16:59", ["Fri 18 Dec 11:59", "Tue 05 Jan 08:00", "Wed 06 Jan 08:00"]),
        # over Easter, with the clocks going forward on 28 March, and over an INSET day of this school alone
        ("2027-03-24T15:00", ["Thu 25 Mar 10:00", "Mon 12 Apr 08:00", "Tue 13 Apr 08:00"]),
        ("2027-06-25T16:00", ["Tue 29 Jun 11:00", "Wed 30 Jun 08:00", "Thu 01 Jul 08:00"]),
        # over the summer, of which the settings say nothing any more; the clocks going back; a leap day
        ("2027-07-21T16:00", ["Wed 01 Sep 11:00", "Thu 02 Sep 08:00", "Fri 03 Sep 08:00"]),
        ("2027-10-29T16:00", ["Mon 01 Nov 11:00", "Tue 02 Nov 08:00", "Wed 03 Nov 08:00"]),
        ("2028-02-28T16:00", ["Tue 29 Feb 11:00", "Wed 01 Mar 08:00", "Thu 02 Mar 08:00"]),
    ],
)
def test_every_step_is_taken_once_and_in_working_time(year: Year, sent: str, steps: list[str]) -> None:
    """Four working hours, the next school day, the one after: nights, weekends and holidays count for nothing."""
    reminded, escalated, told = steps
    year.turn_to(sent)
    year.send()
    assert [row for row in year.live_until_told(told) if not row.endswith(": SLT")] == [
        f"{reminded} 1 post waits for you: Headteacher, Helen, Imran",
        f"{escalated} Priya Nair asks you to: Headteacher",
        f"{told} 1 post waits for you: Headteacher, Helen, Imran",
        f"{told} Post still waits for an: author",
    ]


def test_a_post_with_an_adult_in_it_over_half_term_and_the_end_of_summer_time(year: Year) -> None:
    """Both are reminded, SLT say yes before the adult, the answer completes it, and the office lets it lie for ten days."""
    year.turn_to("2026-10-22T16:30")
    post = year.send(staff=(sample.DAN,))
    assert year.live_until("2026-11-03T12:00") == [
        "Fri 23 Oct 11:30 1 post waits for you: Dan, Headteacher, Helen, Imran",
        "Mon 02 Nov 08:00 1 post waits for you: Dan",
        "Mon 02 Nov 08:00 Post still waits for adults: author",
        "Mon 02 Nov 08:00 Priya Nair asks you to: Headteacher",
        "Tue 03 Nov 08:00 1 post waits for you: Dan, Headteacher, Helen, Imran",
        "Tue 03 Nov 08:00 Post still waits for an: author",
    ]
    year.approve(post)
    assert year.live_until("2026-11-05T12:00") == [
        "Wed 04 Nov 08:00 1 post waits for you: Dan",
        "Thu 05 Nov 08:00 1 post waits for you: Dan",
    ]
    year.says(sample.DAN, "yes", post)
    assert year.listen() == [
        "Thu 05 Nov 12:00 Post is approved and ready: office",
        "Thu 05 Nov 12:00 Post is approved by Helen: author",
    ]
    later = year.live_until("2026-11-23T12:00")
    assert later[:2] == ["Thu 05 Nov 16:00 1 post waits for you: Sue", "Fri 06 Nov 08:00 1 post waits for you: Sue"]
    assert later[-1] == "Fri 20 Nov 08:00 The time of post has: author"
    assert year.status(post) is Status.EXPIRED  # when the tenth school day ended, on the evening before
    assert len(later) == 12


def test_an_adult_who_never_answers_lets_the_time_of_a_post_pass(year: Year) -> None:
    """SLT had said yes: what is open at its time is the question to the adult, and the author hears in the morning."""
    year.turn_to("2026-12-08T09:00")
    post = year.send(staff=(sample.DAN,), due="2026-12-09T18:00")
    year.approve(post)
    assert year.live_until("2026-12-10T09:00") == [
        "Tue 08 Dec 13:00 1 post waits for you: Dan",
        "Wed 09 Dec 08:00 1 post waits for you: Dan",
        "Wed 09 Dec 08:00 Post still waits for adults: author",
        "Thu 10 Dec 08:00 The time of post has: author",
    ]
    assert year.status(post) is Status.EXPIRED


def test_what_must_come_down_on_christmas_day_wakes_the_office_and_then_the_headteacher(year: Year) -> None:
    """A takedown knows no quiet hours: half of its two hours, all of them, then twice a day until it is done."""
    year.turn_to("2026-12-17T09:00")
    live = year.published(staff=(sample.DAN,))
    assert year.live_until("2026-12-25T09:00") == []
    year.says(sample.DAN, "no", live)
    year.tick(year.clock.now)
    assert year.live_until("2026-12-25T23:30") == [
        "Fri 25 Dec 09:00 Post must come down by: office",
        "Fri 25 Dec 10:00 Post is still live and: office",
        "Fri 25 Dec 11:00 Post is still live and: Headteacher, office",
        "Fri 25 Dec 23:00 Post is still live and: Headteacher, office",
    ]
    year.removed(live)
    assert year.live_until("2026-12-28T09:00") == []


@pytest.mark.parametrize(
    ("monday", "wakes", "at_once"),
    [
        ("2026-11-23", "2026-11-28T02:00", ["Sat 28 Nov 02:00 Post is still live and: Headteacher, office"]),
        (
            "2027-05-10",
            "2027-05-17T09:00",
            [
                "Mon 17 May 09:00 1 post waits for you: Dan, Headteacher, Helen, Imran",
                "Mon 17 May 09:00 2 posts wait for you: Sue",  # one to publish, and what must come down
                "Mon 17 May 09:00 Post is approved and ready: office",
                "Mon 17 May 09:00 Post is still live and: Headteacher, office",
                "Mon 17 May 09:00 The time of post has: author, author",
            ],
        ),
    ],
)
def test_a_bot_that_was_down_does_what_is_due_once_and_in_order(
    year: Year, monday: str, wakes: str, at_once: list[str]
) -> None:
    """Seven posts in seven places of their way. In the night only what is live rings; each hears of all of theirs at once;
    the next steps follow one a school day."""
    year.turn_to(f"{monday}T09:00")
    first = year.clock.now.astimezone(LONDON)

    def on(days: int, hour: str) -> str:
        return f"{first + timedelta(days=days):%Y-%m-%d}T{hour}"

    waiting, passes = year.send(), year.send(due=on(2, "12:00"))
    later, office = year.send(due=on(9, "15:30")), year.send()
    year.approve(later)
    year.approve(office)
    back, shown = year.send(due=on(3, "10:00")), year.send(staff=(sample.DAN,))
    assert isinstance(year.workflow.decisions.request_changes(sample.HELEN, year.seen(back), "Say more."), Done)
    year.approve(shown)
    live = year.published(staff=(sample.DAN,))
    year.says(sample.DAN, "no", live)
    year.tick(year.clock.now)
    year.listen()

    year.tick(at(wakes))
    assert year.listen() == at_once
    year.tick(at(wakes) + timedelta(minutes=1))
    assert year.listen() == []
    assert [year.status(each) for each in (waiting, passes, later, office, back, shown)] == [
        Status.WITH_SLT,
        Status.EXPIRED,
        Status.RELEASED,
        Status.RELEASED,
        Status.CHANGES,
        Status.WITH_SLT,
    ]
    year.removed(live)
    heard = at_once + year.live_until(on(10, "09:00"))
    days = [f"{first + timedelta(days=n):%a %d %b}" for n in (7, 8, 9)]
    reminded = [
        sorted(
            who
            for row in heard
            if row.startswith(day) and " for you: " in row
            for who in row[17:].split(": ")[1].split(", ")
        )
        for day in days
    ]
    everybody = ["Dan", "Headteacher", "Helen", "Imran", "Sue"]
    assert reminded == [everybody, ["Dan", "Sue"], everybody]
    steps = [(row[:10], row[17:]) for row in heard if row[:10] in days and ("asks you" in row or "still waits" in row)]
    assert steps == [
        (days[1], "Post still waits for adults: author"),
        (days[1], "Priya Nair asks you to: Headteacher"),
        (days[2], "Post still waits for an: author"),
    ]
    assert any("Post is due on" in row and row.endswith(": office") for row in heard)
    assert max(Counter(heard).values()) == 1
