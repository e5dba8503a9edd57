"""The emergency stop's two forms: stop now, and lift."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from slack_sdk.models.blocks import Block, PlainTextInputElement, StaticSelectElement

from bot.domain.trust import School, Trust
from bot.domain.wording import count, when
from bot.workflow.stopping import LONGEST_REASON, Brake
from handlers import ids
from handlers.blocks import capital, clip, esc, field, grey, mention, option, plain, plain_section, section
from handlers.metadata import Metadata
from handlers.modals.view import MOST_OPTIONS, view
from storage.stops import Stop


def stop_form(brake: Brake, *, trust: Trust, now: datetime) -> dict[str, Any]:
    """The effect first, then how much it holds; one question. Where posts are stopped already, the way to lift it."""
    if brake.running:
        return lift_form(brake.running[0], trust=trust, now=now)
    one = brake.schools[0] if len(brake.schools) == 1 and not brake.everywhere else None
    where = f" at {esc(one.short_name)}" if one else ""
    return view(
        ids.STOP_FORM,
        "Stop all posts",
        [
            section(
                "effect",
                f"*Nothing{where} is approved or published until you lift it.*",
            ),
            section("held", _held(brake)),
            _which(brake, one),
            _why(),
            grey("office", "SLT read this with your name. The office does not: they are told to publish nothing."),
        ],
        submit="Stop now",
        close="Go back",
        metadata=Metadata(school=one.key if one else ""),
    )


def _held(brake: Brake) -> str:
    held = sum(brake.held.values())
    what = f"It holds {count(held, 'open post')}." if held else "No post is open just now."
    return f"{what} What is live stays live. The office is told at once, at any hour."


def _which(brake: Brake, one: School | None) -> Block | None:
    if one is not None:
        return None
    offered = [option("All schools", ids.ALL_SCHOOLS)] if brake.everywhere else []
    offered += [option(school.name, school.key) for school in brake.schools[: MOST_OPTIONS - 1]]
    element = StaticSelectElement(action_id=ids.STOP_SCHOOL, placeholder=plain("Choose one"), options=offered)
    return field(ids.STOP_SCHOOL, "Which school?", element)


def _why() -> Block:
    element = PlainTextInputElement(
        action_id=ids.REASON,
        min_length=3,
        max_length=LONGEST_REASON,
        placeholder=plain("A few words"),
        focus_on_load=True,
    )
    return field(ids.REASON, "Why?", element, hint="Please do not name a child.")


def lift_form(stop: Stop, *, trust: Trust, now: datetime) -> dict[str, Any]:
    """Who stopped, since when and why; and that lifting lets nothing out by itself."""
    school = trust.schools.get(stop.school)
    where = esc(clip(school.short_name, 60)) if school else "all schools"
    since = when(stop.at, trust.timezone, now=now)
    return view(
        ids.LIFT_FORM,
        "Lift the stop",
        [
            section(
                "who", f"Posts at {where} are stopped. {capital(mention(stop.by))} stopped them on {since} and wrote:"
            ),
            plain_section("why", stop.reason),
            section("after", "*Lifting lets nothing out by itself.* SLT look at each waiting post again."),
        ],
        submit="Lift the stop",
        close="Go back",
        metadata=Metadata(key=str(stop.id)),
    )
