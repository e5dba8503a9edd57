"""SLT's side, and that of everybody else whose sign-off is asked: approve, request changes, reject."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.domain.answers import Response, Said, Side, grouped
from bot.domain.lifecycle import Action, Actor, Refusal, Transition
from bot.domain.policy import Finding, Gate, Report
from bot.domain.post import Seen, Story, TaskKind, TaskState
from bot.domain.signoffs import may_settle
from bot.domain.trust import Role
from bot.domain.typed import clean, has_letters
from bot.workflow import holding
from bot.workflow.asking import ask
from bot.workflow.completing import author_may_not, checked, conclude, roles_of
from bot.workflow.desk import Desk, Done, Question, what_was_found
from storage.book import Book
from storage.log import What

LONGEST_REASON = 1000

NO_REASON = Refusal("no_reason", "Please write a few words, so that the author knows what to do.")


def reason_or_refusal(text: str) -> str | Refusal:
    """The reason as it will be read, or why it will not do."""
    reason = clean(text)
    if not has_letters(reason):
        return NO_REASON
    if len(reason) > LONGEST_REASON:
        return Refusal(
            "reason_too_long", f"This is {len(reason):,} characters. Please shorten it to {LONGEST_REASON:,}."
        )
    return reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Undecided:
    """There are open holds: SLT answer each of them, and say yes with it."""

    story: Story
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Decisions:
    desk: Desk

    def approve(self, user_id: str, seen: Seen, *, fine: frozenset[str] = frozenset()) -> Done | Undecided | Refusal:
        """One yes to exactly what was shown (clause SP-5). The last one that was asked for gives the post to the office.

        Adults who are shown may answer after it (clause RS-2): then the yes stands, and their last answer completes the post.

        fine: the questions to which SLT say that it is all right, by their fingerprints. Without all of them there is no yes.
        """

        def use_case(book: Book) -> Done | Undecided | Refusal:
            decided = self.desk.judge(book, user_id, seen, Action.SIGN)
            if isinstance(decided, Refusal):
                return decided
            story, actor, answer = decided
            assert story.revision is not None
            if (stopped := self.desk.stopped(book, story, "approved")) is not None:
                return self.desk.refuse(book, stopped, actor=actor, tried=Action.SIGN, story=story, gate=Gate.APPROVE)
            report = self.desk.look(book, story.revision.body, story.answers, post=story.post.id)
            if report.blocking and not report.only_waits:
                return self._stuck(book, story, actor, report)
            if (closed := author_may_not(self.desk, book, story)) is not None:
                return self.desk.refuse(book, closed, actor=actor, tried=Action.SIGN, story=story, gate=Gate.APPROVE)
            if any(task.role is Role.SLT for task in answer.given):
                if any(group[0].fingerprint not in fine for group in grouped(report.undecided)):
                    return self._undecided(book, story, actor, report)
                story, report = self._answered(book, story, actor, report)
            book.settle(answer.given, state=TaskState.DONE, by=user_id, outcome="approved")
            if answer.action is Action.CLEAR:
                return self._advised(book, story, actor, answer)
            if answer.action is Action.LAST_SIGN:
                if conclude(self.desk, book, story, report, by=user_id, given=answer.given):
                    return Done(story=story)
            else:
                book.move(story, answer.next, by=user_id)
            book.log(
                What.POST_SIGNED,
                actor=user_id,
                as_role=roles_of(answer.given),
                story=story,
                findings=[*report.codes(), *checked(answer.given)],
                detail=what_was_found(report),
            )
            return Done(story=story)

        return self.desk.ledger.run(self.desk.now, use_case)

    def request_changes(self, user_id: str, seen: Seen, text: str) -> Done | Refusal:
        """Back to the author with a reason, who can change it and send it again."""
        return self._send_back(user_id, seen, text, Action.REQUEST_CHANGES, What.POST_CHANGES_REQUESTED, "changes")

    def reject(self, user_id: str, seen: Seen, text: str) -> Done | Refusal:
        """The end of this post, with a reason."""
        return self._send_back(user_id, seen, text, Action.REJECT, What.POST_REJECTED, "rejected")

    def may_decide(self, user_id: str, seen: Seen, action: Action) -> Story | Refusal:
        """Asked before a form opens, so that nobody writes a reason in vain. Refused attempts are logged."""

        def use_case(book: Book) -> Story | Refusal:
            decided = self.desk.judge(book, user_id, seen, action)
            return decided if isinstance(decided, Refusal) else decided[0]

        return self.desk.ledger.run(self.desk.now, use_case)

    def _undecided(self, book: Book, story: Story, actor: Actor, report: Report) -> Undecided:
        """The open holds, put to whoever wants to say yes. What is new since the post was sent is noted, and on the card."""
        assert story.revision is not None
        noted = book.note(story, story.revision, Gate.APPROVE, report.shown)
        if noted.noted != story.noted:
            book.touch(story)
        book.log(
            What.POST_ASKED,
            actor=actor.user_id,
            as_role=Role.SLT,
            story=story,
            findings=report.codes(),
            detail=what_was_found(report),
        )
        return Undecided(story=noted, questions=self.desk.questions(book, report.undecided, report))

    def _answered(self, book: Book, story: Story, actor: Actor, report: Report) -> tuple[Story, Report]:
        """SLT say of every open hold that it is all right."""
        assert story.revision is not None
        noted = book.note(story, story.revision, Gate.APPROVE, report.shown)
        answered = book.answer(noted, [_fine(finding, actor.user_id, book) for finding in report.undecided])
        return answered, replace(report, answers=answered.answers)

    def _advised(self, book: Book, story: Story, actor: Actor, answer: Transition) -> Done:
        """A word was had about it (clause RP-3): now SLT are asked, and whoever else must say yes."""
        assert story.revision is not None
        ask(self.desk, book, story, story.revision, advised=True)
        book.move(story, answer.next, by=actor.user_id)
        said = [{"clause": task.clause, "says": "advised"} for task in answer.given]
        book.log(What.POST_ADVISED, actor=actor.user_id, as_role=roles_of(answer.given), story=story, findings=said)
        return Done(story=story)

    def _stuck(self, book: Book, story: Story, actor: Actor, report: Report) -> Refusal:
        """A permission went missing since the post was sent: no approval, the card says so neutrally, the author is told."""
        holding.mark(self.desk, book, story, by=actor.user_id)
        refusal = Refusal(
            "cannot_go_out", f"Post {story.post.id} cannot be approved just now. The author has been told what to do."
        )
        return self.desk.refuse(
            book, refusal, actor=actor, tried=Action.SIGN, story=story, gate=Gate.APPROVE, report=report
        )

    def _send_back(
        self, user_id: str, seen: Seen, text: str, action: Action, what: What, outcome: str
    ) -> Done | Refusal:
        reason = reason_or_refusal(text)
        if isinstance(reason, Refusal):
            return reason

        def use_case(book: Book) -> Done | Refusal:
            decided = self.desk.judge(book, user_id, seen, action)
            if isinstance(decided, Refusal):
                return decided
            story, actor, answer = decided
            if (named := self.desk.no_names(book, reason, story.post.school)) is not None:
                return self.desk.refuse(book, named, actor=actor, tried=action, story=story)
            post, revision = story.post, story.revision
            assert revision is not None
            over = {TaskKind.PERMISSION} if action is Action.REJECT else set()
            book.cancel_open(story, kinds=frozenset({TaskKind.SIGNOFF, TaskKind.ADVICE, TaskKind.PUBLISH, *over}))
            book.settle(answer.given, state=TaskState.DONE, by=user_id, outcome=outcome, reason=reason)
            if action is Action.REQUEST_CHANGES:
                book.await_changes(story, revision.body.at, revision)
            book.move(story, answer.next, by=user_id, why=reason)
            key = f"{outcome}:{post.id}:{revision.no}:{post.version}"
            book.card(story, outcome, target=post.author, key=key, revision_no=revision.no)
            book.log(what, actor=user_id, as_role=_as(story, actor, answer), story=story, detail={"reason": reason})
            return Done(story=story)

        return self.desk.ledger.run(self.desk.now, use_case)


def _fine(finding: Finding, user_id: str, book: Book) -> Response:
    return Response(fingerprint=finding.fingerprint, side=Side.SLT, said=Said.FINE, by=user_id, at=book.now)


def _as(story: Story, actor: Actor, answer: Transition) -> str:
    """As what somebody sends a post back: by what they settle with it or, where their yes was given already, might have."""
    theirs = answer.given or [task for task in story.asked() if may_settle(task, actor.user_id, actor.roles)]
    return ",".join(dict.fromkeys(task.role.value for task in theirs))
