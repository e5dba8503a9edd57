"""A file of the register, to the one who handed it over: what it would change, two buttons, and then: please delete it."""

from __future__ import annotations

from slack_sdk.models.blocks import Block
from sqlalchemy import Connection

from bot.domain.wording import count
from bot.workflow.leftover import SOON
from handlers import ids
from handlers.blocks import actions, ask, bullets, button, clip, grey, grey_plain, header, plain_section, run, section
from handlers.cards.facts import Card, card
from handlers.loose.facts import Loose
from storage import intake, uploads
from storage.intake import Preview, RegisterError
from storage.uploads import Handed

MOST_LINES = 25
LONGEST_LINE = 140
ASKED = {
    "dates": (("dmy", "Day first (03/11 is 3 Nov)"), ("mdy", "Month first (03/11: 11 Mar)")),
    "x": (("yes", "X means yes"), ("no", "X means no")),
}
HEADINGS = {
    uploads.READING: "⏳ Reading your file",
    uploads.ASKS: "⚠️ One question first",
    uploads.REFUSED: "Not imported",
    uploads.STAGED: "Please check the import",
    uploads.CONFIRMED: "✅ Imported",
    uploads.DISCARDED: "Not imported",
}


def register_file(connection: Connection, facts: Loose) -> Card:
    """As the file stands now. It holds numbers and rows, and no child's name."""
    handed = uploads.get(connection, facts.about)
    if handed is None:
        return card(
            "This file is not known any more.", section("gone", "This file is not known any more."), closed=True
        )
    found = _preview(connection, handed)
    return card(
        _text(handed, found),
        header(facts.bid("head"), HEADINGS[handed.state]),
        grey_plain(facts.bid("file"), clip(handed.name, 150)),
        *_body(facts, handed, found),
        *_deletion(facts, handed),
        closed=handed.gone_at is not None and handed.state not in {uploads.READING, uploads.ASKS, uploads.STAGED},
    )


def file_left(connection: Connection, facts: Loose) -> Card:
    """A day later Slack still has it: a register in Slack is read by whoever finds it."""
    handed = uploads.get(connection, facts.about.partition(":")[0])
    if handed is None or handed.gone_at is not None:
        sentence = "The file is gone from Slack. Thank you, there is nothing left to do."
        return card(sentence, section(facts.bid("gone"), sentence), closed=True)
    return card(
        "A file of the register is still in Slack. Please delete it there.",
        header(facts.bid("head"), "Please delete a file"),
        grey_plain(facts.bid("file"), clip(handed.name, 150)),
        section(
            facts.bid("what"),
            f"A file of the register is still in Slack. It is yours, so only you can delete it.\n{HOW}",
        ),
    )


HOW = "*Next:* open *Files* in Slack, choose the file, and delete it. You are reminded once a day until it is gone."


def _preview(connection: Connection, handed: Handed) -> Preview | None:
    if handed.batch is None:
        return None
    try:
        return intake.preview(connection, handed.batch)
    except RegisterError:
        return None


def _text(handed: Handed, found: Preview | None) -> str:
    if handed.state == uploads.STAGED and found is not None:
        return clip(f"The file is read. {found.headline()} Nothing counts before you confirm.", 150)
    return {
        uploads.READING: "Your file is being read. You read here what it would change.",
        uploads.ASKS: "There is a question about your file. Open this message to answer it.",
        uploads.REFUSED: "Your file could not be taken. Open this message to read why.",
        uploads.CONFIRMED: "The file is in the register. Please delete it in Slack now.",
        uploads.DISCARDED: "The file was not imported. Please delete it in Slack now.",
    }.get(handed.state, "The file is read. Nothing counts before you confirm.")


def _body(facts: Loose, handed: Handed, found: Preview | None) -> list[Block | None]:
    if handed.state == uploads.READING:
        return [section(facts.bid("reading"), "It is being read. This message then says what it would change.")]
    if handed.state == uploads.ASKS:
        choices = [
            button(ids.keyed(ids.FILE_ANSWER, f"{handed.asks}.{value}"), label, handed.file_id)
            for value, label in ASKED.get(handed.asks, ())
        ]
        return [
            plain_section(facts.bid("asks"), handed.said),
            actions(facts.bid("choose"), *choices) if choices else None,
        ]
    if handed.state == uploads.REFUSED:
        return [
            plain_section(facts.bid("why"), handed.said),
            grey(facts.bid("kept"), "Nothing in the register has changed."),
        ]
    if handed.state == uploads.DISCARDED or found is None:
        return [section(facts.bid("none"), "Nothing in the register has changed.")]
    lines = [each for each in found.sentences()[1:] if each.strip()]
    shown = [[run(clip(each.strip(), LONGEST_LINE))] for each in lines[:MOST_LINES]]
    hidden = len(lines) - len(shown)
    return [
        bullets(facts.bid("would"), shown),
        grey(facts.bid("more"), f"and {hidden:,} more lines: `socialpost consents review {found.batch}`")
        if hidden > 0
        else None,
        _review(facts, handed, found),
        _decide(facts, handed) if handed.state == uploads.STAGED else None,
    ]


def _review(facts: Loose, handed: Handed, found: Preview) -> Block | None:
    """How many rows nobody could place, and the way to them; their names stand only in the form that opens."""
    if not found.review:
        return None
    need = f"*{count(found.review, 'row needs', 'rows need')} you:* whom are they about? Until you say so they count for nobody."
    return section(facts.bid("review"), need, button(ids.FILE_ROWS, "Settle rows", handed.file_id))


def _decide(facts: Loose, handed: Handed) -> Block:
    sure = ask(
        "Take this into the register?",
        "It counts at once. Posts of people who lose a permission are held or taken down within a minute.",
        "Import it",
    )
    return actions(
        facts.bid("do"),
        button(ids.FILE_CONFIRM, "Import it", handed.file_id, primary=True, confirm=sure),
        button(ids.FILE_DISCARD, "Do not import", handed.file_id),
    )


def _deletion(facts: Loose, handed: Handed) -> list[Block | None]:
    """Said from the moment that the file is not needed any more, until Slack says that it is gone."""
    if handed.state in {uploads.READING, uploads.ASKS, uploads.STAGED}:
        return []
    if handed.gone_at is not None:
        return [section(facts.bid("deleted"), f"✅ *Deleted in Slack*, noticed {facts.say(handed.gone_at)}.")]
    return [
        section(facts.bid("delete"), f"⏳ *Please delete the file in Slack now.* It is yours, so only you can.\n{HOW}"),
        grey(facts.bid("looks"), f"This message notices it within {int(SOON.total_seconds() // 60)} minutes."),
    ]
