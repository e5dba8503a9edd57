"""Posts are stopped: the office reads what not to do, SLT read who stopped them and why, and how it is lifted."""

from __future__ import annotations

from sqlalchemy import Connection

from handlers import ids
from handlers.blocks import actions, button, capital, esc, grey, header, mention, quote, section
from handlers.cards.facts import Card, card
from handlers.loose.facts import Loose
from storage import stops


def stop(connection: Connection, facts: Loose) -> Card:
    """One message for each channel; once it is lifted it says so and asks for nothing."""
    number, _, channel = facts.about.partition(":")
    found = stops.by_id(connection, int(number)) if number.isdigit() else None
    school = facts.trust.schools.get(facts.school)
    where = esc(school.short_name) if school else "the trust’s schools"
    if found is None or found.lifted_at is not None:
        at = f" on {facts.say(found.lifted_at)}" if found and found.lifted_at else ""
        return card(
            f"Posts at {where} are no longer stopped. Nothing goes out by itself.",
            header(facts.bid("over.head"), "✅ No longer stopped"),
            section(
                facts.bid("over"),
                f"Posts at {where} were stopped, and that was lifted{at}. Nothing goes out by itself: SLT look at each "
                "waiting post again.",
            ),
            closed=True,
        )
    if school is None or channel != school.slt_channel:
        return card(
            f"Stop: do not publish anything. All posts at {where} are stopped. Cancel what is scheduled now.",
            header(facts.bid("head"), "🛑 Stop: publish nothing"),
            section(facts.bid("what"), f"*All posts at {where} are stopped.* Please publish nothing."),
            section(facts.bid("sched"), "*Already scheduled something?* Please cancel it there now."),
            grey(
                facts.bid("next"),
                "*Next:* you hear here when it is lifted. Live already? Its card takes the link.",
            ),
        )
    who = f"{capital(mention(found.by))} stopped them on {facts.say(found.at)} and says why:"
    return card(
        f"All posts at {where} are stopped. Nothing is approved or published until that is lifted.",
        header(facts.bid("slt.head"), "🛑 All posts are stopped"),
        section(facts.bid("slt.who"), who),
        quote(facts.bid("slt.why"), found.reason),
        section(
            facts.bid("slt.next"),
            "*Next:* SLT, the Headteacher or the CEO lift it. Each waiting post is looked at again.",
        ),
        actions(facts.bid("slt.do"), button(ids.OPEN_STOP, "Lift the stop", str(found.id))),
        grey(facts.bid("slt.only"), "The office does not see the reason."),
    )
