"""Who must answer what: the author all that is asked, SLT every hold and every contested name, and nobody a full name."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.domain.answers import (
    Reply,
    Response,
    Said,
    Side,
    grouped,
    reply_counts,
    said_by_author,
    wants_reason,
    was_told,
)
from bot.domain.clauses import CLAUSES
from bot.domain.findings import Field, Finding, Strength, fingerprinted
from bot.domain.policy import Report, evaluate
from tests.domain.making import AUTHOR, HEAD, NOW, body, facts

WORDS = "Grace led us. We ran with such grace, and Will Turner watched. Such rubbish!"


def finding(span: str, strength: Strength, code: str, *, kind: str = "name", clause: str = "SP-2") -> Finding:
    start = WORDS.index(span)
    return Finding(
        clause=clause,
        strength=strength,
        code=code,
        field=Field.WORDS,
        sentence=f"“{span}”.",
        people=("p3",) if kind == "name" else (),
        kind=kind,
        start=start,
        end=start + len(span),
        span=span,
    )


FIRST, WORD, FULL, HOLD, WARN = fingerprinted(
    [
        finding("Grace", Strength.ENFORCE, "first_name"),
        finding("grace", Strength.HOLD, "may_be_name"),
        finding("Will Turner", Strength.ENFORCE, "full_name"),
        finding("Such rubbish", Strength.HOLD, "disparaging", kind="tone", clause="RP-1"),
        finding("rubbish", Strength.WARN, "negative", kind="tone", clause="SP-3"),
    ],
    {"words": WORDS},
)


def said(about: Finding, side: Side, what: Said, **more: Any) -> Response:
    by = AUTHOR if side is Side.AUTHOR else HEAD
    return Response(fingerprint=about.fingerprint, side=side, said=what, by=by, at=NOW, **more)


def report(*answers: Response, found: tuple[Finding, ...] = (FIRST, WORD, FULL, HOLD, WARN)) -> Report:
    return evaluate(body(words=WORDS), facts(found=found, answers=answers), CLAUSES)


def test_before_anybody_has_answered() -> None:
    """Names block, all that is weaker is put to the author, and SLT must decide on the holds."""
    look = report()
    assert look.blocking == (FIRST, FULL)
    assert set(look.unanswered) == {WORD, HOLD, WARN}
    assert set(look.undecided) == {WORD, HOLD}
    assert set(look.shown) == {WORD, HOLD, WARN}


def test_a_contested_name_is_for_slt_to_decide() -> None:
    """The author's reason takes it out of the way; SLT's answer to that very span is then asked for."""
    contested = said(FIRST, Side.AUTHOR, Said.NOT_A_CHILD, reason="our caretaker")
    look = report(contested)
    assert look.blocking == (FULL,)
    assert FIRST in look.undecided
    assert FIRST in look.shown
    agreed = report(contested, said(FIRST, Side.SLT, Said.FINE))
    assert FIRST not in agreed.undecided
    assert FIRST in agreed.shown


def test_a_full_name_cannot_be_answered_away() -> None:
    """Whatever was said to it, it blocks."""
    everything = [said(FULL, side, what) for side in Side for what in Said]
    assert FULL in report(*everything).blocking


def test_having_been_told_is_no_answer() -> None:
    """It opens the way to contest, and nothing else."""
    told = said(FIRST, Side.AUTHOR, Said.TOLD)
    assert was_told(FIRST, [told])
    assert FIRST in report(told).blocking


@pytest.mark.parametrize("side", Side)
def test_one_side_does_not_answer_for_the_other(side: Side) -> None:
    """The author's tick is not SLT's, and SLT's not the author's."""
    look = report(said(WORD, side, Said.FINE))
    assert (WORD in look.unanswered) == (side is Side.SLT)
    assert (WORD in look.undecided) == (side is Side.AUTHOR)


def test_an_answer_belongs_to_its_question_alone() -> None:
    """What is asked of another span, or with another weight, is open."""
    answered = said(WORD, Side.AUTHOR, Said.NOT_A_CHILD)
    (heavier,) = fingerprinted([replace(WORD, strength=Strength.ENFORCE)], {"words": WORDS})
    assert report(answered, found=(WORD,)).unanswered == ()
    assert report(answered, found=(heavier,)).blocking == (heavier,)


def test_the_last_answer_speaks() -> None:
    """A reason that was written anew takes the place of the one before."""
    first, second = (said(HOLD, Side.AUTHOR, Said.GO_ON, reason=reason) for reason in ("one", "two"))
    answer = report(first, second).author_said(HOLD)
    assert answer is not None
    assert answer.reason == "two"


def test_the_log_hears_of_answers_as_codes() -> None:
    """Which question was answered how and by which side; never the words."""
    codes = report(said(WORD, Side.AUTHOR, Said.NOT_A_CHILD), said(WORD, Side.SLT, Said.FINE)).codes()
    mine = next(code for code in codes if code["says"] == "may_be_name")
    assert mine == {
        "clause": "SP-2",
        "strength": "hold",
        "says": "may_be_name",
        "author": "not_a_child",
        "slt": "fine",
    }
    assert not any("grace" in str(code).lower() for code in codes)


def test_findings_of_one_kind_are_one_question() -> None:
    """Nobody writes the same reason three times; each name is asked about for itself."""
    again = replace(HOLD, span="rubbish", fingerprint="f" * 32)
    assert grouped([WORD, HOLD, FIRST, again, WARN]) == ((WORD,), (HOLD, again), (FIRST,), (WARN,))


def test_what_counts_as_a_reply() -> None:
    """A tick where a tick is asked, words where words are: no name is contested by silence."""
    tick = Reply(fingerprint=WORD.fingerprint, ticked=True)
    reason = Reply(fingerprint=WORD.fingerprint, reason="our caretaker")
    blank = Reply(fingerprint=WORD.fingerprint, reason=" ")
    assert [wants_reason(each) for each in (FIRST, WORD, HOLD, WARN)] == [True, False, True, True]
    assert [reply_counts(WORD, each) for each in (tick, reason, blank)] == [True, False, False]
    assert [reply_counts(FIRST, each) for each in (tick, reason, blank)] == [False, True, False]
    assert [said_by_author(each) for each in (FIRST, WORD, HOLD)] == [Said.NOT_A_CHILD, Said.NOT_A_CHILD, Said.GO_ON]
