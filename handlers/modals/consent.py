"""One person's permissions, for the office: the record, and the form behind "a parent phoned: withdraw now"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from slack_sdk.models.blocks import (
    Block,
    PlainTextInputElement,
    RadioButtonsElement,
    RichTextElement,
    UserSelectElement,
)

from bot.domain.consent import ANY, Answer, Person, Reason
from bot.domain.people import STAFF
from bot.domain.trust import Trust
from bot.domain.wording import count, listing
from bot.workflow.permissions import Giver
from handlers import ids
from handlers.blocks import (
    bullets,
    button,
    capital,
    clip,
    grey,
    grey_plain,
    mention,
    option,
    plain,
    plain_header,
    plain_section,
    run,
    section,
)
from handlers.blocks import field as asked
from handlers.metadata import Metadata
from handlers.modals.answers import Pupil
from handlers.modals.view import choices, view

MOST_ENTRIES = 8
MOST_CALLERS = 8
MOST_SHOWN = 100
LONGEST_LINE = 250
ONLY_YOU = "Only you see this. That you looked is recorded."


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of somebody's history. place: a platform's key, or "any"; by: who entered it, or the file it came with."""

    state: str
    place: str
    use: str
    given_by: str
    relation: str
    given_on: date | None
    evidence: str
    by: str
    from_file: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentFacts:
    """What the record shows. answers: place -> use -> answer; entries: the latest first; givers: who has answered so far."""

    person: Person
    trust: Trust
    answers: Mapping[str, Mapping[str, Answer]] = field(default_factory=dict)
    entries: Sequence[Entry] = ()
    givers: Sequence[Giver] = ()


def who_is_meant(people: Sequence[Person], *, more: bool) -> dict[str, Any]:
    """Several people begin like that: the one who asked chooses."""
    rows: list[Block] = []
    for n, person in enumerate(people):
        label = clip(", ".join(part for part in (person.name, person.group) if part), 150)
        open_it = button(
            ids.keyed(ids.CONSENT_OF, n), "See permissions", person.id, spoken=clip(f"See permissions of {label}", 75)
        )
        rows.append(plain_section(f"who{n}", label, open_it))
    further = grey("more", "There are more. Type more of the name to find the others.") if more else None
    return view(ids.CONSENT_VIEW, "Who do you mean?", [*rows, further, grey("only", "Only you see this list.")])


def consent_record(facts: ConsentFacts) -> dict[str, Any]:
    """What is on record for one person: where they may be shown, the way to take it back, and how it came about."""
    person = facts.person
    phone = "*A parent phoned?* This takes a permission back at once. Posts that show them are held or come down."
    withdraw = button(ids.CONSENT_WITHDRAW, "Withdraw now", person.id)
    return view(
        ids.CONSENT_VIEW,
        "Permissions",
        [
            plain_header("who", " · ".join(part for part in (person.name, person.group) if part)),
            section("never", "🛑 *Never to be published*, whatever was agreed.") if person.never_publish else None,
            bullets("places", [_place(facts, key) for key in facts.trust.platforms]),
            section("phone", phone, withdraw),
            _in_slack(person),
            *_history(facts),
            grey("only", ONLY_YOU),
        ],
    )


def withdraw_form(facts: ConsentFacts) -> dict[str, Any]:
    """Every place is ticked already, and who phoned where that is clear: in the usual case nothing is typed."""
    offered = [option(place.name, place.key) for place in facts.trust.platforms.values()]
    name = PlainTextInputElement(action_id=ids.CONSENT_OTHER, max_length=150, placeholder=plain("Ms Trent"))
    relation = PlainTextInputElement(action_id=ids.CONSENT_RELATION, max_length=150, placeholder=plain("mother"))
    label = clip(", ".join(part for part in (facts.person.name, facts.person.group) if part), 300)
    return view(
        ids.CONSENT_WITHDRAW_FORM,
        "Withdraw now",
        [
            grey_plain("who", label),
            asked(ids.CONSENT_GIVER, "Who phoned?", _callers(facts.givers), hint="It is written in the record."),
            asked(ids.CONSENT_PLACES, "Where not any more?", choices(ids.CONSENT_PLACES, offered, offered)),
            asked(ids.CONSENT_OTHER, "If somebody else: their name", name, optional=True),
            asked(ids.CONSENT_RELATION, "What they are to the child", relation, optional=True),
            grey("then", "Within a minute, posts on their way are held and what is live gets a takedown."),
        ],
        submit="Withdraw now",
        close="Back",
        metadata=Metadata(key=facts.person.id),
    )


def _callers(givers: Sequence[Giver]) -> RadioButtonsElement:
    """Those on record by name. One alone is ticked; of two nobody is presumed; where there is none, a parent or carer."""
    named = [
        option(clip(f"{each.name}, {each.relation}" if each.relation else each.name, 75), str(each.entry))
        for each in givers[:MOST_CALLERS]
    ]
    somebody = option("A parent or carer, not named" if named else "A parent or carer", ids.SOMEBODY)
    ticked = next(iter([*named, somebody])) if len(named) <= 1 else None
    return RadioButtonsElement(
        action_id=ids.CONSENT_GIVER,
        options=[*named, somebody, option("Somebody else", ids.SOMEBODY_ELSE)],
        initial_option=ticked,
    )


def withdrawn(person: Person, posts: int) -> dict[str, Any]:
    """It is on record: what happens now, without another click."""
    concerned = f"{count(posts, 'post')} {'shows' if posts == 1 else 'show'} them" if posts else "No post shows them"
    then = "It is held or comes down now. The cards in the office’s channel say what to do." if posts == 1 else ""
    then = then or (
        "They are held or come down now. The cards in the office’s channel say what to do." if posts else ""
    )
    return view(
        ids.CONSENT_VIEW,
        "Withdrawn",
        [
            plain_header("done", person.name),
            section("what", f"✅ *Withdrawn.* It counts from now on. {concerned}. {then}".strip()),
            grey("only", ONLY_YOU),
        ],
    )


def _in_slack(person: Person) -> Block | None:
    """For staff: who they are in Slack."""
    if person.role != STAFF:
        return None
    who = mention(person.slack_user_id) if person.slack_user_id else "nobody yet."
    why = "Where a post names them, this is who is asked."
    choose = button(ids.CONSENT_LINK, "Choose", person.id, spoken=clip(f"Choose who {person.name} is in Slack", 75))
    return section("in_slack", f"*Who is this in Slack?* {who}\n{why}", choose)


def link_form(person: Person) -> dict[str, Any]:
    """One field: nobody is guessed from their name."""
    element = UserSelectElement(
        action_id=ids.CONSENT_COLLEAGUE,
        placeholder=plain("Choose a colleague"),
        initial_user=person.slack_user_id or None,
    )
    hint = "They are asked by message before a post may show or name them. Leave it empty for nobody."
    return view(
        ids.CONSENT_LINK_FORM,
        "In Slack",
        [
            grey_plain("who", clip(person.name, 300)),
            asked(ids.CONSENT_COLLEAGUE, "Who is this in Slack?", element, hint=hint, optional=True),
        ],
        submit="Save",
        close="Back",
        metadata=Metadata(key=person.id),
    )


def linked(person: Person) -> dict[str, Any]:
    """It is on record."""
    who = f"This is {mention(person.slack_user_id)} in Slack." if person.slack_user_id else "This is nobody in Slack."
    then = (
        "They are asked where a post names or shows them." if person.slack_user_id else "A post that names them asks."
    )
    return view(
        ids.CONSENT_VIEW,
        "Saved",
        [
            plain_header("done", person.name),
            section("what", f"✅ {who} {then}"),
            grey("only", "Only you see this. The change is recorded."),
        ],
    )


def _place(facts: ConsentFacts, key: str) -> list[RichTextElement]:
    """ "Facebook: yes, until 31 Aug 2027"; where uses differ, each says its own."""
    answers = facts.answers.get(key, {})
    uses = facts.trust.permissions.uses
    said: dict[str, list[str]] = {}
    for use, answer in answers.items():
        said.setdefault(_says(answer), []).append(uses.get(use, use))
    name = capital(facts.trust.platforms[key].listed)
    if len(said) <= 1:
        return [run(f"{name}: ", bold=True), run(clip(next(iter(said), "nothing on record"), LONGEST_LINE))]
    each = "; ".join(f"{listing(which)}: {what}" for what, which in said.items())
    return [run(f"{name}: ", bold=True), run(clip(each, LONGEST_LINE))]


def _says(answer: Answer) -> str:
    record, last = answer.record, answer.last_day
    if answer.reason is Reason.GRANTED:
        return f"yes, until {_day(last)}" if last else "yes"
    if answer.reason is Reason.CONDITIONAL:
        return f"yes, with a condition: “{'”, “'.join(answer.conditions)}”"
    if answer.reason is Reason.NOT_BEGUN and record is not None:
        return f"yes, from {_day(record.begins or record.given_on)}"
    return _REASONS[answer.reason]


_REASONS = {
    Reason.NEVER_PUBLISH: "no, never to be published",
    Reason.LEFT: "no, has left the school",
    Reason.REFUSED: "no",
    Reason.WITHDRAWN: "no, withdrawn",
    Reason.EXPIRED: "no, the permission has ended",
    Reason.NOT_BEGUN: "not yet",
    Reason.NOT_WRITTEN: "no, nothing in writing",
    Reason.PENDING: "no answer yet",
    Reason.NOTHING: "nothing on record",
}


def _history(facts: ConsentFacts) -> list[Block]:
    if not facts.entries:
        return []
    said = _together(facts)
    lines = [[run(clip(each, LONGEST_LINE))] for each in said[:MOST_ENTRIES]]
    hidden = len(said) - len(lines)
    more = [grey("earlier", f"and {count(hidden, 'earlier entry', 'earlier entries')}")] if hidden > 0 else []
    return [section("history", "*How it came about*, the latest first"), bullets("entries", lines), *more]


def _together(facts: ConsentFacts) -> list[str]:
    """What was said of several places in one breath is one line."""
    breaths: dict[Entry, list[str]] = {}
    for one in facts.entries:
        breaths.setdefault(replace(one, place=""), []).append(one.place)
    return [_entry(facts, one, places) for one, places in breaths.items()]


def _entry(facts: ConsentFacts, one: Entry, places: Sequence[str]) -> str:
    """ "24 Nov 2026: withdrawn for every place, Ms Trent (mother), by telephone. Entered by Sue Bramley"."""
    where = "every place" if ANY in places else listing(_name(facts.trust, each) for each in reversed(places))
    use = "" if one.use == ANY else f" ({facts.trust.permissions.uses.get(one.use, one.use)})"
    said_by = f", {one.given_by}{f' ({one.relation})' if one.relation else ''}" if one.given_by else ""
    evidence = f", {one.evidence}" if one.evidence else ""
    by = f". {'From' if one.from_file else 'Entered by'} {one.by}" if one.by else ""
    return f"{_day(one.given_on)}: {one.state} for {where}{use}{said_by}{evidence}{by}"


def _name(trust: Trust, place: str) -> str:
    found = trust.platforms.get(place)
    return found.phrase if found else place


def _day(day: date | None) -> str:
    return f"{day.day} {day:%b %Y}" if day else "No date"


def expiring(rows: Sequence[tuple[Pupil, date]]) -> dict[str, Any]:
    """Whose permission ends, and when: for the one of the office who pressed the button."""
    if not rows:
        nothing = "Nobody’s permission ends then any more: renewed, withdrawn, or over."
        return view(ids.CONSENT_VIEW, "Permissions ending", [section("none", nothing)])
    listed = [[run(clip(_ends(pupil, day), LONGEST_LINE))] for pupil, day in rows[:MOST_SHOWN]]
    hidden = len(rows) - len(listed)
    return view(
        ids.CONSENT_VIEW,
        "Permissions ending",
        [
            section("what", f"*{count(len(rows), 'permission')}* will end, with the last day on which it counts:"),
            bullets("list", listed),
            grey("more", f"and {hidden:,} more. `/socialpost consent NAME` shows each of them.")
            if hidden > 0
            else None,
            section(
                "next", "*Next:* ask the families again, and import the answers. After its last day a yes is a no."
            ),
            grey("only", ONLY_YOU),
        ],
    )


def _ends(pupil: Pupil, day: date) -> str:
    return f"{', '.join(part for part in (pupil.name, pupil.group) if part)}: {_day(day)}"
