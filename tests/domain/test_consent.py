"""What counts as permission: one person, one use, one place, one day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.domain.consent import ANY, Answer, ConsentRecord, ConsentState, Reason, Rules, Validity, answer
from tests.domain.making import MAISIE, granted

TODAY = date(2026, 11, 24)
FORM = date(2026, 9, 4)
RULES = Rules()


def said(state: ConsentState, order: int = 1, **changes: Any) -> ConsentRecord:
    """Something said for Facebook on the day of the form."""
    return replace(granted("p1", "facebook", on=FORM, order=order), state=state, **changes)


def yes(order: int = 1, **changes: Any) -> ConsentRecord:
    return said(ConsentState.GRANTED, order, **changes)


def no(order: int = 1, **changes: Any) -> ConsentRecord:
    return said(ConsentState.REFUSED, order, **changes)


def blank(order: int = 1, **changes: Any) -> ConsentRecord:
    return said(ConsentState.UNKNOWN, order, **changes)


def asked(*records: ConsentRecord, today: date = TODAY, rules: Rules = RULES, use: str = "photo") -> Answer:
    return answer(MAISIE, records, use=use, place="facebook", today=today, rules=rules)


LATER = FORM + timedelta(days=3)


@pytest.mark.parametrize(
    ("records", "expected"),
    [
        ((), Reason.NOTHING),
        ((yes(),), Reason.GRANTED),
        ((yes(place="instagram"),), Reason.NOTHING),
        ((yes(place=ANY),), Reason.NOTHING),
        ((yes(use="video"),), Reason.NOTHING),
        ((yes(use="photo"),), Reason.GRANTED),
        ((yes(given_on=None),), Reason.NOT_WRITTEN),
        ((yes(evidence=""),), Reason.NOT_WRITTEN),
        ((yes(given_on=TODAY + timedelta(days=1)),), Reason.NOT_BEGUN),
        ((yes(begins=TODAY + timedelta(days=1)),), Reason.NOT_BEGUN),
        ((yes(begins=TODAY, ends=TODAY),), Reason.GRANTED),
        ((yes(ends=TODAY - timedelta(days=1)),), Reason.EXPIRED),
        ((yes(conditions="group photos only"),), Reason.CONDITIONAL),
        ((no(),), Reason.REFUSED),
        ((said(ConsentState.WITHDRAWN),), Reason.WITHDRAWN),
        ((said(ConsentState.PENDING),), Reason.PENDING),
        ((blank(),), Reason.NOTHING),
    ],
)
def test_one_record_alone(records: tuple[ConsentRecord, ...], expected: Reason) -> None:
    """Only granted, written, dated, begun and not ended is yes; a condition makes it a question."""
    assert expected is asked(*records).reason


@pytest.mark.parametrize(
    ("records", "expected"),
    [
        ((yes(1), no(2)), Reason.REFUSED),
        ((no(1), yes(2)), Reason.GRANTED),
        ((yes(1), blank(2)), Reason.NOTHING),
        ((yes(1), said(ConsentState.PENDING, 2)), Reason.PENDING),
        ((no(1), blank(2)), Reason.REFUSED),
        ((yes(1, given_on=LATER), no(2)), Reason.GRANTED),
        ((no(1, given_on=LATER), yes(2)), Reason.REFUSED),
        ((no(1, given_on=None), yes(2)), Reason.REFUSED),
        ((yes(1), said(ConsentState.WITHDRAWN, 2, place=ANY, use=ANY)), Reason.WITHDRAWN),
        ((yes(1), no(2, use="video")), Reason.GRANTED),
        ((yes(1), yes(2, ends=FORM)), Reason.EXPIRED),
        ((yes(1), yes(2, begins=TODAY + timedelta(days=9))), Reason.GRANTED),
        ((yes(1), yes(2, conditions="no close-ups")), Reason.CONDITIONAL),
        ((yes(1, conditions="no close-ups"), yes(2)), Reason.GRANTED),
        # A yes that ended gives the no before it back, and not the others' yes.
        ((no(1), yes(2, ends=FORM)), Reason.REFUSED),
    ],
)
def test_the_later_word_of_one_giver_counts(records: tuple[ConsentRecord, ...], expected: Reason) -> None:
    """Later by its date, then by its entry; only a yes takes back a no."""
    assert expected is asked(*records).reason


MUM, DAD = {"given_by": "Mrs S Khan"}, {"given_by": "Mr A Khan"}


@pytest.mark.parametrize(
    ("records", "expected"),
    [
        ((yes(1, **MUM), no(2, **DAD)), Reason.REFUSED),
        ((no(1, **DAD), yes(2, given_on=LATER, **MUM)), Reason.REFUSED),
        ((no(1, **DAD), yes(2, given_on=LATER)), Reason.REFUSED),
        ((no(1, **DAD), yes(2, given_by=" mr a  KHAN ")), Reason.GRANTED),
        ((yes(1, **MUM), no(2, given_by="Maisie", relation="the child")), Reason.REFUSED),
        ((yes(1, **MUM), yes(2, conditions="not on Sundays", **DAD)), Reason.CONDITIONAL),
        ((yes(1, **MUM), blank(2, **DAD)), Reason.GRANTED),
        ((yes(1, **MUM), blank(2)), Reason.NOTHING),
        ((yes(1, **MUM), yes(2, ends=FORM, **DAD)), Reason.GRANTED),
    ],
)
def test_any_refusal_wins_between_givers(records: tuple[ConsentRecord, ...], expected: Reason) -> None:
    """Each speaks for themselves; a blank without a giver is the system's word on everybody's yes."""
    assert expected is asked(*records).reason


def test_an_undated_yes_of_a_file_does_not_lift_what_was_entered_by_hand() -> None:
    """A parent phoned, nobody changed the school's system, and its next export still says yes."""
    phoned = said(ConsentState.WITHDRAWN, 2, by_hand=True, given_on=LATER)
    stale = yes(3, given_on=TODAY, undated=True)
    assert asked(yes(1), phoned, stale).reason is Reason.WITHDRAWN
    assert asked(yes(1), phoned, replace(stale, undated=False)).reason is Reason.GRANTED
    assert asked(yes(1), replace(phoned, by_hand=False), stale).reason is Reason.GRANTED


def test_never_publish_and_leavers_come_before_every_record() -> None:
    """The last day at school still counts; afterwards it is a setting."""

    def of(today: date = TODAY, rules: Rules = RULES, **changes: Any) -> Reason:
        person = replace(MAISIE, **changes)
        return answer(person, [yes()], use="photo", place="facebook", today=today, rules=rules).reason

    assert of(never_publish=True) is Reason.NEVER_PUBLISH
    assert of(left_on=TODAY) is Reason.GRANTED
    assert of(left_on=TODAY - timedelta(days=1)) is Reason.LEFT
    assert of(left_on=TODAY - timedelta(days=1), rules=Rules(leavers=True)) is Reason.GRANTED


@pytest.mark.parametrize(
    ("rules", "given_on", "last"),
    [
        (Rules(), FORM, None),
        (Rules(validity=Validity.YEARS, years=5), FORM, date(2031, 9, 4)),
        (Rules(validity=Validity.YEARS, years=1), date(2024, 2, 29), date(2025, 2, 28)),
        (Rules(validity=Validity.ACADEMIC_YEAR), FORM, date(2027, 8, 31)),
        (Rules(validity=Validity.ACADEMIC_YEAR), date(2026, 8, 31), date(2026, 8, 31)),
    ],
)
def test_a_yes_grows_old_as_the_settings_say(rules: Rules, given_on: date, last: date | None) -> None:
    """Its last day still counts, and the next one no longer."""
    record = yes(given_on=given_on)
    assert asked(record, today=given_on, rules=rules).last_day == last
    if last is not None:
        assert asked(record, today=last, rules=rules).yes
        assert asked(record, today=last + timedelta(days=1), rules=rules).reason is Reason.EXPIRED


DAYS = st.dates(date(2026, 1, 1), date(2026, 1, 9))
RECORDS = st.lists(
    st.builds(
        ConsentRecord,
        person_id=st.just("p1"),
        place=st.sampled_from(["facebook", "website", ANY]),
        use=st.sampled_from(["photo", "video", ANY]),
        state=st.sampled_from(ConsentState),
        given_on=st.one_of(st.none(), DAYS),
        evidence=st.sampled_from(["", "form 12"]),
        order=st.integers(0, 1000),
        given_by=st.sampled_from(["", "Mum", "Dad"]),
        begins=st.one_of(st.none(), DAYS),
        ends=st.one_of(st.none(), DAYS),
        conditions=st.sampled_from(["", "group photos only"]),
        undated=st.booleans(),
        by_hand=st.booleans(),
    ),
    max_size=8,
    unique_by=lambda record: record.order,
)


@given(RECORDS, DAYS)
@example([yes(1, given_on=date(2026, 1, 1))], date(2026, 1, 2))
def test_no_history_makes_a_yes_of_anything_else(records: list[ConsentRecord], today: date) -> None:
    """A yes rests on a written, dated, begun, unended grant for this place, and nobody's later word is a no."""
    found = asked(*records, today=today)
    if not found.yes:
        return
    grant = found.record
    assert grant is not None
    assert (grant.state, grant.place, grant.use in {"photo", ANY}) == (ConsentState.GRANTED, "facebook", True)
    assert grant.evidence
    assert grant.given_on is not None
    assert not grant.conditions
    assert max(grant.given_on, grant.begins or grant.given_on) <= today <= (grant.ends or today)
    for each in records:
        if each.use == "video" or each.place == "website" or each.state in {ConsentState.GRANTED, ConsentState.PENDING}:
            continue
        when = each.given_on or date.max
        answered = [
            later
            for later in records
            if later.state is ConsentState.GRANTED
            and later.place == "facebook"
            and later.given_by == each.given_by
            and later.given_on is not None
            and (later.given_on, later.order) > (when, each.order)
        ]
        if each.state in {ConsentState.REFUSED, ConsentState.WITHDRAWN}:
            assert answered, "somebody's no stands"


@given(RECORDS, DAYS)
def test_one_more_no_never_makes_a_yes(records: list[ConsentRecord], today: date) -> None:
    """Whoever says it and whenever: a refusal can only take away."""
    if not asked(*records, today=today).yes:
        assert not asked(*records, no(2000, given_on=today), today=today).yes
        assert not asked(no(-1, given_on=date(2026, 1, 1), given_by="Gran"), *records, today=today).yes


@given(RECORDS, st.randoms(use_true_random=False), DAYS)
def test_the_order_of_entries_does_not_matter_where_dates_decide(
    records: list[ConsentRecord], shuffle: Any, today: date
) -> None:
    """Two files imported the other way round give the same answer, if no two of their dates are the same."""
    dated = list({each.given_on: each for each in records if each.given_on is not None}.values())
    mixed = list(dated)
    shuffle.shuffle(mixed)
    turned = [replace(each, order=n) for n, each in enumerate(mixed)]
    assert asked(*dated, today=today).reason is asked(*turned, today=today).reason
