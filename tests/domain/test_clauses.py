"""Each clause by its examples: every one has a post that passes and a post that fails."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from bot.domain import clauses as package
from bot.domain.clauses import CLAUSES
from bot.domain.photos import Shown
from bot.domain.policy import Body, Clause, Facts, Field, Finding, Strength, clause, evaluate
from bot.domain.post import Declared, Purpose
from bot.domain.signoffs import needs
from bot.domain.trust import Role
from tests.domain.making import MAISIE, NOAH, TRUST, body, facts, found_in, granted, photo

# clause -> (posts that pass, posts that fail with this code)
EXAMPLES: dict[str, tuple[list[dict[str, Any]], list[tuple[dict[str, Any], str]]]] = {
    "SP-1": (
        [{}, {"people": (), "nobody": True}],
        [
            ({"people": (), "nobody": False}, "nobody_listed"),
            ({"people": ("p1",), "nobody": True}, "listed_and_nobody"),
            ({"people": ("p1", "p2")}, "no_permission"),
            ({"people": ("p1",), "places": ("facebook", "instagram")}, "no_permission"),
            ({"people": ("p404",)}, "unknown_person"),
        ],
    ),
    "SP-2": (
        [{}, {"words": "One of our gardeners grew the tallest bean plant in Year 4!"}],
        [
            ({"words": "Maisie Trent grew the tallest bean plant."}, "full_name"),
            ({"words": "Our Grace and Harmony choir sang."}, "may_be_name"),
        ],
    ),
    "PH-1": (
        [{}, {"photos": (photo(device="iPad"),)}],
        [({"photos": (photo(device="Galaxy S9"),)}, "not_listed"), ({"photos": (photo(device=""),)}, "unknown")],
    ),
    "RS-2": (
        [{}, {"adults": ("a1",)}, {"adults": ("a1",), "places": ("website",)}],
        [
            ({"adults": ("a1", "a2")}, "not_answered"),
            ({"adults": ("a1",), "places": ("facebook", "instagram"), "people": (), "nobody": True}, "no_permission"),
            ({"adults": ("a3",)}, "no_permission"),
            ({"adults": ("a404",)}, "unknown_adult"),
        ],
    ),
    "CO-1": ([{"words": "Ring the office, please."}], [({"words": "Ring Mrs Doyle on 07700 900123."}, "phone")]),
    "RP-1": (
        [{"words": "A lazy Sunday, a good book."}],
        [({"words": "Honestly the parents at this school are so lazy."}, "disparaging")],
    ),
    "RP-2": (
        [{"words": "Apply for free school meals online."}],
        [({"words": "He never let his autism hold him back."}, "sen")],
    ),
    "RS-1": (
        [{"words": "The muppets took a bow."}],
        [({"words": "What idiots park on the zig-zags!"}, "insulting")],
    ),
    "CO-3": (
        [{"words": "We recommend waterproofs."}],
        [({"words": "I would recommend Miss Begum to any school."}, "reference")],
    ),
    "SP-3": (
        [{"purpose": purpose} for purpose in Purpose],
        [
            ({"purpose": "advert"}, "purpose_unknown"),
            ({"words": "Only six of you came. So disappointing after all our work."}, "negative"),
        ],
    ),
    "SP-6": ([{}], [({"promise": ""}, "not_declared"), ({"promise": "declaration-1999-01"}, "not_declared")]),
    "CO-2": ([{}], [({"promise": ""}, "not_declared")]),
    "IP-2": (
        [{}, {"declared": (Declared.THIRD_PARTY,), "source": "Anon., “Beans”, 1912"}],
        [
            ({"declared": (Declared.THIRD_PARTY,)}, "no_source"),
            ({"declared": (Declared.THIRD_PARTY,), "source": " "}, "no_source"),
        ],
    ),
}


def found(clause_id: str, **changes: Any) -> list[str]:
    post = body(**changes)
    report = evaluate(post, facts(found=found_in(post)), CLAUSES)
    return [finding.code for finding in report.findings if finding.clause == clause_id]


@pytest.mark.parametrize(("clause_id", "changes"), [(c, e) for c, (passing, _) in EXAMPLES.items() for e in passing])
def test_a_post_that_keeps_the_clause_passes(clause_id: str, changes: dict[str, Any]) -> None:
    """Nothing is found where nothing is wrong."""
    assert found(clause_id, **changes) == []


@pytest.mark.parametrize(
    ("clause_id", "changes", "code"), [(c, e, code) for c, (_, failing) in EXAMPLES.items() for e, code in failing]
)
def test_a_post_that_breaks_the_clause_is_found(clause_id: str, changes: dict[str, Any], code: str) -> None:
    """The clause says which of its rules was broken."""
    assert found(clause_id, **changes) == [code]


def test_every_clause_is_listed_and_has_examples() -> None:
    """A clause that somebody wrote but forgot to list, or to show by example, fails here."""
    import importlib
    import pkgutil

    written = {
        value.id
        for module in pkgutil.iter_modules(package.__path__)
        for value in vars(importlib.import_module(f"{package.__name__}.{module.name}")).values()
        if isinstance(value, Clause)
    }
    assert written == {each.id for each in CLAUSES} == set(EXAMPLES)
    assert all(passing and failing for passing, failing in EXAMPLES.values())


def test_a_clause_that_crashes_blocks_and_says_so() -> None:
    """A failing check is never taken for a passed one."""

    @clause("XX-1", "Always crashes", Strength.WARN)
    def crashing(post: Body, known: Facts) -> Iterator[Finding]:
        raise ZeroDivisionError
        yield

    report = evaluate(body(), facts(), (crashing,))
    assert [(f.strength, f.code) for f in report.blocking] == [(Strength.ENFORCE, "check_failed:ZeroDivisionError")]


def test_what_no_clause_claims_still_counts() -> None:
    """A check whose clause nobody listed is not switched off by that."""
    stray = replace(found_in(body(words="Maisie Trent"))[0], clause="XX-2")
    report = evaluate(body(), facts(found=(stray,)), CLAUSES)
    assert report.blocking == (stray,)


def test_the_log_hears_of_clauses_that_passed() -> None:
    """What was asked and found in order is evidence too."""
    said = evaluate(body(), facts(), CLAUSES).codes()
    assert said == [{"clause": each.id, "says": "passed"} for each in CLAUSES]


def test_a_child_of_another_school_is_unknown_here() -> None:
    """An id from another school's register does not pass for one of ours."""
    known = facts(people={"p1": replace(NOAH, id="p1", school="elsewhere")})
    assert [f.code for f in evaluate(body(), known, CLAUSES).findings] == ["unknown_person"]


def test_a_missing_permission_is_told_at_the_pupils_field() -> None:
    """The author reads who and where, in one sentence that fits every cause."""
    (finding,) = evaluate(body(people=("p2",), places=("website", "facebook")), facts(), CLAUSES).blocking
    assert finding.field is Field.PUPILS
    assert finding.sentence.startswith(
        "There is no permission on record to show Noah Adeyemi on Facebook or the school website."
    )


def test_what_photos_show_decides_which_permission_is_asked_for() -> None:
    """Nothing but work: a yes to showing it is enough. A face anywhere, or a trust that knows no such yes: the one for photos."""
    known = facts(consents={"p1": (replace(granted("p1", "facebook"), use="work"),)})
    work, face = photo(shown=Shown.WORK), photo(shown=Shown.FACES)
    posts = [body(places=("facebook",), photos=photos) for photos in ((work,), (work, face), ())]
    said = [evaluate(post, known, CLAUSES).blocking for post in posts]
    assert [[finding.code for finding in found] for found in said] == [[], ["no_permission"], ["no_permission"]]
    rules = replace(TRUST.permissions, uses={"photo": "photos"})
    assert replace(known, trust=replace(TRUST, permissions=rules)).use_of((work,)) == "photo"


def test_several_missing_permissions_are_told_in_one_breath() -> None:
    """Each child with their places, by name, the advice once; of a whole class the first few, and how many more."""
    known = {f"p{n}": replace(NOAH, id=f"p{n}", forename=f"Child{8 - n}") for n in range(9)}
    post = body(people=tuple(known), places=("facebook",))
    found = evaluate(post, facts(people=known, consents={}), CLAUSES).blocking
    assert [f.people for f in found] == [(each,) for each in known]
    (sentence,) = {f.sentence for f in found}
    assert sentence.startswith("There is no permission on record to show Child0 Adeyemi on Facebook; Child1 Adeyemi on")
    assert "; and 3 more children. Untick that place below, or choose words without these children." in sentence


def test_a_permission_with_a_condition_is_for_slt_to_decide() -> None:
    """It is neither a plain yes nor a missing permission: its words go to SLT."""
    records = tuple(replace(granted("p1", place), conditions="group photos only") for place in ("facebook", "website"))
    report = evaluate(body(), facts(consents={"p1": records}), CLAUSES)
    (finding,) = report.findings
    assert report.unanswered == report.undecided == (finding,)
    assert (finding.clause, finding.strength, finding.code) == ("SP-1", Strength.HOLD, "conditional_permission")
    assert finding.people == ("p1",)
    assert "“group photos only”" in finding.sentence
    assert "Maisie" not in finding.sentence
    other = tuple(replace(record, conditions="no close-ups") for record in records)
    (another,) = evaluate(body(), facts(consents={"p1": other}), CLAUSES).findings
    assert another.fingerprint != finding.fingerprint


def test_never_publish_reads_like_any_missing_permission() -> None:
    """Whoever writes the post cannot tell the mark from a blank."""
    marked = facts(people={"p1": replace(MAISIE, never_publish=True)})
    blank = facts(people={"p1": MAISIE}, consents={})
    assert evaluate(body(), marked, CLAUSES) == evaluate(body(), blank, CLAUSES)
    assert found_codes(marked) == ["no_permission"]


def found_codes(known: Facts) -> list[str]:
    return [finding.code for finding in evaluate(body(), known, CLAUSES).findings]


def test_which_posts_ask_for_whose_yes() -> None:
    """SLT always; a reminder also asks a reminder authoriser (clauses SP-4, SP-5)."""
    asked = {purpose: [need.role for need in needs(body(purpose=purpose))] for purpose in Purpose}
    assert asked.pop(Purpose.REMINDER) == [Role.REMINDER_AUTHORISER, Role.SLT]
    assert set(map(tuple, asked.values())) == {(Role.SLT,)}


def test_the_declaration_names_the_policy_version() -> None:
    """A new policy version makes a new declaration."""
    assert TRUST.policy.declaration_id == "declaration-2021-06"


def test_an_answer_that_may_still_come_does_not_stop_the_sending_but_every_yes() -> None:
    """Silence is no: the post may be sent while a colleague is asked, and is not approved before they answer."""
    waiting = evaluate(body(adults=("a1", "a2")), facts(), CLAUSES)
    assert waiting.only_waits
    assert waiting.when_sent().blocking == ()
    refused = evaluate(body(adults=("a2", "a3")), facts(), CLAUSES)
    assert not refused.only_waits
    assert [finding.people for finding in refused.when_sent().blocking] == [("a3",)]
