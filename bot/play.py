"""`socialpost practice --play`: one post's whole way in the terminal, by the same server and the same bot."""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from typing import Any

from bot.practice import sample
from bot.practice.people import Person
from bot.practice.reading import framed, narrated, text_of
from bot.rehearsal import Rehearsal
from storage import log

Say = Callable[[str], None]
Fits = Callable[[dict[str, Any]], bool]

FIRST = "Beans and bar charts in Year 4! Our gardeners measured every bean plant this week and drew a chart."
PROMISE = ["declaration-June 2021"]
SECOND = "Beans and bar charts in Year 4! Our pupils measured every bean plant this week and drew a chart."


def play(database_url: str, say: Say = print) -> int:
    """Plays the story and narrates it. 0 if every step went as it must; a step that does not raises, and the log is shown."""
    with Rehearsal(database_url) as rehearsal:
        story = _Story(rehearsal, say)
        story.blocked_for_permission()
        story.corrected_and_sent()
        story.changes_requested()
        story.resubmitted()
        story.approved()
        story.published()
        return story.log_verified()


class _Story:
    def __init__(self, rehearsal: Rehearsal, say: Say) -> None:
        self._rehearsal, self._say, self._step = rehearsal, say, 0
        person = rehearsal.people.person
        self._priya, self._helen, self._sue = person(sample.PRIYA), person(sample.HELEN), person(sample.SUE)

    def blocked_for_permission(self) -> None:
        self._tell("Priya Nair, Year 4, types /socialpost and lists two children. One has no permission for Instagram.")
        self._priya.command("/socialpost")
        self._priya.wait_view("post.form")
        answer = self._priya.submit(_form(FIRST, ["facebook", "instagram"], self._pupils("Maisie", "Adeyemi")))
        assert not answer.ok
        for sentence in (answer.errors or {}).values():
            self._quote("At the field, for Priya alone", sentence)

    def corrected_and_sent(self) -> None:
        self._tell("She unticks Instagram and sends it again.")
        answer = self._priya.submit({"places": ["facebook", "website"]})
        assert answer.ok, answer
        self._show(self._priya, "dm", _with_button("post.withdraw"), "Priya's message from socialpost")

    def changes_requested(self) -> None:
        self._tell("Helen Marsh, SLT, reads the card in SLT's private channel and asks for a change.")
        card = self._show(self._helen, sample.SLT, _with_button("post.approve"), "SLT's card")
        self._helen.click(card, "post.request_changes")
        self._helen.wait_view("post.request_changes")
        assert self._helen.submit({"reason": "Lovely. I would say our pupils, not our gardeners."}).ok
        self._show(self._priya, "dm", _with_button("post.edit"), "Priya is told")

    def resubmitted(self) -> None:
        self._tell("Priya edits and resubmits. The new card shows SLT what changed.")
        message = self._priya.wait_message("dm", _with_button("post.edit"))
        self._priya.click(message, "post.edit")
        self._priya.wait_view("post.form")
        assert self._priya.submit({"words": SECOND, "promise": PROMISE}).ok
        self._show(self._helen, sample.SLT, _with_button("post.approve"), "SLT's new card")

    def approved(self) -> None:
        self._tell("Helen approves. Only now does the office get its task.")
        card = self._helen.wait_message(sample.SLT, _with_button("post.approve"))
        self._helen.click(card, "post.approve")
        self._show(self._sue, sample.OFFICE, _with_button("task.start"), "The office's task")

    def published(self) -> None:
        self._tell(
            "Sue Bramley, the office, starts (permission is looked at again), posts the words and saves the links."
        )
        task = self._sue.wait_message(sample.OFFICE, _with_button("task.start"))
        self._sue.click(task, "task.start")
        self._sue.wait_view("task.words")
        self._sue.close()
        task = self._sue.wait_message(sample.OFFICE, _with_button("task.published"))
        self._sue.click(task, "task.published")
        self._sue.wait_view("task.published")
        links = {
            "link:facebook": "https://facebook.example/brackenfold/1042",
            "link:website": "https://brackenfold.example/news/beans",
            "as_approved": ["as-approved"],
        }
        answer = self._sue.submit(links)
        assert answer.ok, answer
        self._show(self._sue, sample.OFFICE, _says("✅ Published"), "The office's task now")
        self._show(self._priya, "dm", _says("✅ Published"), "Priya is told")

    def log_verified(self) -> int:
        with self._rehearsal.store.read() as connection:
            verified = log.verify(connection)
            self._tell("And the decision log can prove it:")
            for entry in log.show(connection, limit=200):
                self._say(f"  {entry}")
        if verified.first_bad is not None:
            self._say(f"The decision log is broken at entry {verified.first_bad}: {verified.why}")
            return 1
        self._say(f"\n  The chain is whole: {verified.count} entries, each bound to the one before by SHA-256.")
        return 0

    def _pupils(self, *typed: str) -> list[Any]:
        return [self._priya.options("pupils", each)[0] for each in typed]

    def _tell(self, sentence: str) -> None:
        self._step += 1
        self._say(f"\n{self._step}. {sentence}")

    def _quote(self, who: str, words: str) -> None:
        self._say(textwrap.indent(f"{who}:", "    "))
        for line in framed(words.splitlines()):
            self._say(line)

    def _show(self, reader: Person, channel: str, wanted: Fits, title: str) -> Any:
        message = reader.wait_message(channel, wanted)
        self._quote(title, "\n".join(narrated(message, self._rehearsal.names)))
        return message


def _form(words: str, places: list[str], pupils: list[Any]) -> dict[str, Any]:
    return {
        "purpose": "learning",
        "words": words,
        "pupils": pupils,
        "places": places,
        "promise": PROMISE,
    }


def _says(words: str) -> Fits:
    return lambda message: words in text_of(message)


def _with_button(action_id: str) -> Fits:
    def fits(message: dict[str, Any]) -> bool:
        return any(
            element.get("action_id") == action_id
            for block in message.get("blocks") or ()
            for element in block.get("elements") or ()
        )

    return fits
