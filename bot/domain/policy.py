"""Clauses of the trust's Social Media Policy: findings are collected, never raised; a clause that crashes blocks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.domain.answers import Response, Side, response_to
from bot.domain.attached import Attached
from bot.domain.consent import PHOTO, WORK, Answer, ConsentRecord, Person, answer
from bot.domain.findings import Field, Finding, Gate, Strength
from bot.domain.photos import ONLY_WORK, Photo
from bot.domain.post import Body
from bot.domain.trust import Trust

__all__ = ["Clause", "Facts", "Field", "Finding", "Gate", "Report", "Rule", "Strength", "clause", "evaluate"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the clauses may know beside the post itself. `consents` and `people` hold only those whom the post features.

    found: what the checks of the words have to say, each finding with its fingerprint. answers: what was said to them.
    """

    trust: Trust
    now: datetime
    people: Mapping[str, Person]
    consents: Mapping[str, tuple[ConsentRecord, ...]]
    found: tuple[Finding, ...] = ()
    answers: tuple[Response, ...] = ()

    @property
    def today(self) -> date:
        return self.now.astimezone(self.trust.timezone).date()

    def use_of(self, photos: Iterable[Attached | Photo]) -> str:
        """What a post with these photos shows of the people in it: their work, where that is all that can be seen and the
        trust asks for it; else a photo, which asks the most."""
        shown = {photo.shown for photo in photos}
        only_work = bool(shown) and shown <= ONLY_WORK
        return WORK if only_work and WORK in self.trust.permissions.uses else PHOTO

    def answer(self, person_id: str, place: str, *, use: str = PHOTO) -> Answer | None:
        """Whether this person may be shown there in this way today, and why; None for somebody who is not known.

        use: see `use_of`; a post without photos is taken to show a photo of everybody in it, which asks the most.
        """
        person = self.people.get(person_id)
        if person is None:
            return None
        records, rules = self.consents.get(person_id, ()), self.trust.permissions
        return answer(person, records, use=use, place=place, today=self.today, rules=rules)

    def refused_places(self, person_id: str, places: Iterable[str], *, use: str = PHOTO) -> tuple[str, ...]:
        """The places of `places` in which this person may not be shown today; an unknown person may be shown nowhere.

        A yes with conditions is no refusal: SLT decide (see `conditions`).
        """
        answers = {place: self.answer(person_id, place, use=use) for place in places}
        return tuple(place for place, said in answers.items() if said is None or not (said.yes or said.hold))

    def conditions(self, person_id: str, places: Iterable[str], *, use: str = PHOTO) -> tuple[str, ...]:
        """The words of every yes with conditions for these places, each once; empty where every yes is a plain one."""
        answers = [self.answer(person_id, place, use=use) for place in places]
        return tuple(dict.fromkeys(words for said in answers if said and said.hold for words in said.conditions))


Rule = Callable[[Body, Facts], Iterator[Finding]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """A rule of the policy: its id in the policy's own order, its sentence, its strength and the function that judges."""

    id: str
    sentence: str
    strength: Strength
    rule: Rule


def clause(clause_id: str, sentence: str, strength: Strength) -> Callable[[Rule], Clause]:
    """Makes a `Clause` of a function. It counts only once it stands in `clauses.CLAUSES`."""

    def make(rule: Rule) -> Clause:
        return Clause(id=clause_id, sentence=sentence, strength=strength, rule=rule)

    return make


@dataclass(frozen=True, slots=True)
class Report:
    """All findings of one look at one post, the clauses that were asked, and what author and SLT said to the findings."""

    asked: tuple[str, ...]
    findings: tuple[Finding, ...]
    answers: tuple[Response, ...] = ()

    @property
    def blocking(self) -> tuple[Finding, ...]:
        """What the post cannot go on with. A name that the author contests with a reason is for SLT to decide."""
        return tuple(f for f in self.findings if f.strength is Strength.ENFORCE and not self._contested(f))

    def when_sent(self) -> Report:
        """The same for a post that is just being sent: what may still be answered by others does not stop it."""
        return replace(self, findings=tuple(finding for finding in self.findings if not finding.later))

    @property
    def only_waits(self) -> bool:
        """Whether nothing but answers that may still come keeps the post from going on."""
        return bool(self.blocking) and all(finding.later for finding in self.blocking)

    @property
    def unanswered(self) -> tuple[Finding, ...]:
        """What the author has still to answer before SLT see the post."""
        weaker = (Strength.HOLD, Strength.WARN)
        return tuple(f for f in self.findings if f.strength in weaker and f.fingerprint and not self.author_said(f))

    @property
    def undecided(self) -> tuple[Finding, ...]:
        """The open holds: SLT must answer each of them before the post is approved."""
        return tuple(f for f in self.findings if self._is_for_slt(f) and not self.slt_said(f))

    @property
    def shown(self) -> tuple[Finding, ...]:
        """What SLT's card shows: holds, warnings and contested names, answered or not."""
        return tuple(
            f
            for f in self.findings
            if f.fingerprint and (f.strength in (Strength.HOLD, Strength.WARN) or self._contested(f))
        )

    def author_said(self, finding: Finding) -> Response | None:
        return response_to(finding, self.answers, Side.AUTHOR)

    def slt_said(self, finding: Finding) -> Response | None:
        return response_to(finding, self.answers, Side.SLT)

    def _contested(self, finding: Finding) -> bool:
        return finding.contestable and self.author_said(finding) is not None

    def _is_for_slt(self, finding: Finding) -> bool:
        return bool(finding.fingerprint) and (finding.strength is Strength.HOLD or self._contested(finding))

    def codes(self) -> list[dict[str, str]]:
        """What the log keeps: every clause that was asked and what it said, never words or people."""
        said = {finding.clause for finding in self.findings}
        passed = [{"clause": each, "says": "passed"} for each in self.asked if each not in said]
        return [self._code(finding) for finding in self.findings] + passed

    def _code(self, finding: Finding) -> dict[str, str]:
        code = {"clause": finding.clause, "strength": finding.strength.value, "says": finding.code}
        for response in (self.author_said(finding), self.slt_said(finding)):
            if response is not None:
                code[response.side.value] = response.said.value
        return code


def evaluate(body: Body, facts: Facts, clauses: Iterable[Clause]) -> Report:
    """Asks every clause. One that crashes yields an enforcing finding: a failing check blocks and says so."""
    findings: list[Finding] = []
    asked: list[str] = []
    for each in clauses:
        asked.append(each.id)
        try:
            findings.extend(each.rule(body, facts))
        except Exception as error:  # whatever goes wrong in a rule must stop the post, not the bot
            findings.append(_broken(each, error))
    findings += [each for each in facts.found if each not in findings]  # nothing that was found is ever dropped
    return Report(asked=tuple(asked), findings=tuple(findings), answers=facts.answers)


def _broken(asked: Clause, error: Exception) -> Finding:
    return Finding(
        clause=asked.id,
        strength=Strength.ENFORCE,
        code=f"check_failed:{type(error).__name__}",
        field=Field.WORDS,
        sentence="One of our checks did not work, so the post cannot be sent. Your words are kept. Please tell IT.",
    )
