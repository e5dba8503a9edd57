"""What every use case needs: who acts, how the post stands under the policy, and how a refusal is kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from sqlalchemy import Connection

from bot.domain.answers import Reply, Response, grouped
from bot.domain.clauses import CLAUSES
from bot.domain.consent import Person
from bot.domain.drafting import Mistake
from bot.domain.gates import may_write
from bot.domain.lifecycle import Action, Actor, Refusal, Transition, decide
from bot.domain.policy import Clause, Facts, Finding, Gate, Report, evaluate
from bot.domain.post import Body, Seen, Story
from bot.domain.standing import DEPUTISED, Kind
from bot.domain.trust import Deputy, Role, School, Trust
from bot.domain.wording import listing
from bot.workflow.pictures import Pictures
from bot.workflow.reading import Reader
from storage import people, register, standings, stops
from storage.book import Book
from storage.ledger import Ledger
from storage.log import What


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """It happened. `story` is the post as committed."""

    story: Story


@dataclass(frozen=True, slots=True, kw_only=True)
class Blocked:
    """The form cannot go on: problems, each with its field and sentence. What was typed is kept as a draft of this post.

    at_replies: what is wrong with an answer in the second step, by the fingerprint of its question.
    """

    post_id: int
    problems: tuple[Mistake | Finding, ...]
    at_replies: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A finding that asks for an answer, whom it may mean, what the author said, and what stands in the form so far.

    people: for the author and SLT alone. others: what else of the same kind is asked about with it.
    """

    finding: Finding
    others: tuple[Finding, ...] = ()
    people: tuple[Person, ...] = ()
    author: Response | None = None
    reply: Reply | None = None


NOT_FOUND = Refusal("unknown_post", "We cannot find this post. Nothing has changed.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """The parts that all use cases share. `role_max_age`: how long what Slack said of somebody's roles counts."""

    ledger: Ledger
    trust: Trust
    now: Callable[[], datetime]
    role_max_age: timedelta
    clauses: tuple[Clause, ...] = CLAUSES
    reader: Reader = field(default_factory=Reader)
    pictures: Pictures = field(default_factory=Pictures)

    def actor(self, connection: Connection, user_id: str, school: str) -> Actor:
        """Somebody with the roles they hold in this school now; a person whom Slack has not vouched for has none."""
        roles = people.roles_of(connection, user_id, school, now=self.now(), max_age=self.role_max_age)
        if roles:  # somebody who may do nothing here deputises for nobody either
            roles |= {deputy.role for deputy in self._deputies(connection, school) if deputy.user_id == user_id}
        return Actor(user_id=user_id, roles=roles)

    def schools_of(self, connection: Connection, user_id: str, role: Role) -> tuple[School, ...]:
        """The schools in which somebody holds a role now, in the order of the settings."""
        held = people.schools_of(connection, user_id, role, now=self.now(), max_age=self.role_max_age)
        everywhere = people.EVERY_SCHOOL in held
        return tuple(school for key, school in self.trust.schools.items() if everywhere or key in held)

    def members(self, connection: Connection, role: Role, school: str) -> list[str]:
        """Who holds a role in a school now (Slack ids), and after them who deputises."""
        held = people.members(connection, role, school, now=self.now(), max_age=self.role_max_age)
        deputies = (deputy.user_id for deputy in self._deputies(connection, school) if deputy.role is role)
        standing_in = (each for each in deputies if role in self.actor(connection, each, school).roles)
        return list(dict.fromkeys([*held, *standing_in]))

    def today(self) -> date:
        """The school's own day."""
        return self.now().astimezone(self.trust.timezone).date()

    def _deputies(self, connection: Connection, school: str) -> tuple[Deputy, ...]:
        """Who holds somebody else's role in this school today, as the settings and the register have it."""
        today = self.today()
        entered = (
            Deputy(role=Role(each.value), user_id=each.user_id, begins=each.begins, ends=each.ends or today)
            for each in standings.of_kind(connection, Kind.DEPUTY, school, today)
            if each.value in DEPUTISED
        )
        return tuple(each for each in (*self.trust.deputies, *entered) if each.stands_in(each.role, school, today))

    def may_write(self, connection: Connection, user_id: str, school: str) -> Refusal | None:
        """The gates before the form opens: suspended, not trained, policy not read (clauses ED-1, ED-2, GV-4)."""
        today = self.today()
        own = [each for each in standings.of_person(connection, user_id, school, today) if each.user_id == user_id]
        return may_write(own, self.actor(connection, user_id, school).roles, self.trust, today)

    def names(self, connection: Connection, user_ids: Iterable[str]) -> dict[str, str]:
        """Colleagues' display names, as far as Slack has told us."""
        return people.names(connection, list(user_ids))

    def stopped(self, book: Book, story: Story, what: str) -> Refusal | None:
        """Why nothing goes on here now: somebody has stopped posts. Asked after the post is locked, so that no click slips by."""
        if not stops.in_force(book.connection, story.post.school):
            return None
        school = self.trust.schools.get(story.post.school)
        where = school.short_name if school else self.trust.name
        return Refusal(
            "stopped", f"Posts at {where} are stopped, so this cannot be {what}. You can still write drafts."
        )

    def school(self, story: Story) -> School:
        """The school of a post, as the settings have it."""
        return self.trust.schools[story.post.school]

    def facts(self, connection: Connection, ids: Iterable[str], now: datetime, *, post: int | None = None) -> Facts:
        """What the register says of these people; with what they agreed to for `post` alone."""
        wanted = tuple(ids)
        return Facts(
            trust=self.trust,
            now=now,
            people=register.people(connection, wanted) if wanted else {},
            consents=register.consents(connection, wanted, post=post) if wanted else {},
        )

    def look(self, book: Book, body: Body, answers: Iterable[Response] = (), *, post: int | None = None) -> Report:
        """Every clause, asked of this content at this moment, with the register as it is now and what was answered.

        post: whose it is, since adults may have agreed to be shown in that one alone.
        """
        facts = self.facts(book.connection, body.everybody, book.now, post=post)
        found = (*self.reader.post(book.connection, body, self.trust), *self.pictures.post(book.connection, body))
        return evaluate(body, replace(facts, found=found, answers=tuple(answers)), self.clauses)

    def questions(self, book: Book, findings: Iterable[Finding], report: Report) -> tuple[Question, ...]:
        """The findings as they are put to the author or to SLT, with whom each may mean."""
        asked = grouped(findings)
        ids = sorted({person for finding, *_ in asked for person in finding.people})
        known = register.people(book.connection, ids) if ids else {}
        return tuple(
            Question(
                finding=finding,
                others=tuple(others),
                people=tuple(known[person] for person in finding.people if person in known),
                author=report.author_said(finding),
            )
            for finding, *others in asked
        )

    def no_names(self, book: Book, remark: str, school: str) -> Refusal | None:
        """Why a reason that somebody wrote cannot be passed on: it names a child (clause SP-2)."""
        names = self.reader.names_in(book.connection, remark, school)
        if not names:
            return None
        spans = listing(dict.fromkeys(f"“{name.span}”" for name in names))
        return Refusal("name_in_reason", f"Please take out {spans}: we never pass on a child’s name.")

    def decide(self, book: Book, story: Story, action: Action, actor: Actor, seen: Seen | None) -> Transition | Refusal:
        """The domain's answer at the book's moment, in the trust's own time."""
        return decide(story, action, actor, seen=seen, now=book.now, zone=self.trust.timezone)

    def judge(self, book: Book, user_id: str, seen: Seen, action: Action) -> tuple[Story, Actor, Transition] | Refusal:
        """The post that somebody clicked on, with their roles there and the domain's answer; refusals are logged."""
        story = book.story(seen.post_id)
        if story is None:
            return NOT_FOUND
        actor = self.actor(book.connection, user_id, story.post.school)
        answer = self.decide(book, story, action, actor, seen)
        if isinstance(answer, Refusal):
            return self.refuse(book, answer, actor=actor, tried=action, story=story)
        return story, actor, answer

    def refuse(
        self,
        book: Book,
        refusal: Refusal,
        *,
        actor: Actor,
        tried: Action,
        story: Story | None = None,
        gate: Gate | None = None,
        report: Report | None = None,
    ) -> Refusal:
        """Keeps the attempt in the log and hands the sentence on."""
        said = [{"tried": tried.value, "says": refusal.code}]
        if report is not None:
            said += report.codes()
        if gate is not None:
            said[0]["gate"] = gate.value
        book.log(What.POST_REFUSED, actor=actor.user_id, story=story, findings=said)
        return refusal


def what_was_found(report: Report) -> dict[str, object] | None:
    """Words, people and reasons of a look, for the part of a log entry that can be erased; None where there are none."""
    found = [
        {
            "fingerprint": each.fingerprint,
            "clause": each.clause,
            "span": each.span,
            "people": list(each.people),
            "reason": answer.reason if (answer := report.author_said(each)) else "",
        }
        for each in report.findings
        if each.fingerprint
    ]
    return {"found": found} if found else None
