"""Scenarios for training staff: `socialpost practice --play NAME` plays one in the terminal, by the same server and bot.

Each is also a step of the practice page's guide, to be tried by hand. The clock is the scenario's own, so that days pass at once.
"""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from bot.practice import sample
from bot.practice.people import Person
from bot.practice.reading import framed, narrated, text_of
from bot.rehearsal import Rehearsal
from handlers.deliveries import OPENING
from storage import log

Message = dict[str, Any]
PROMISE = ["declaration-June 2021"]
WORDS = "Our gardeners measured every bean plant this week and drew a chart."
LINKS = {
    "link:facebook": "https://facebook.example/brackenfold/1042",
    "link:website": "https://brackenfold.example/news/beans",
    "as_approved": ["as-approved"],
}
PATIENCE = 90.0
"""Seconds that a step may take on a busy computer. Looking at photos takes the longest."""

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@dataclass(slots=True)
class Stage:
    """The sample school, the time of day in it, and who narrates."""

    rehearsal: Rehearsal
    say: Callable[[str], None]
    clock: list[datetime]
    steps: int = field(default=0)

    def person(self, user_id: str) -> Person:
        return self.rehearsal.people.person(user_id)

    def tell(self, sentence: str) -> None:
        """One numbered step."""
        self.steps += 1
        self.say(f"\n{self.steps}. {sentence}")

    def show(self, user_id: str, channel: str, fragment: str, title: str, button: str = "") -> Message:
        """Waits for a message that says this (and has this button), and shows it."""
        message = self.person(user_id).wait_message(
            channel, lambda m: fragment in str(m) and button in str(m) and OPENING not in str(m), PATIENCE
        )
        self.say(textwrap.indent(f"{title}:", "    "))
        self._lines(narrated(message, self.rehearsal.names))
        return message

    def quote(self, title: str, *sentences: str) -> None:
        """What somebody reads who has no message of it."""
        self.say(textwrap.indent(f"{title}:", "    "))
        self._lines(sentences)

    def _lines(self, lines: Iterable[str]) -> None:
        for line in framed(lines):
            self.say(line)

    def write(self, author: str, **changes: Any) -> None:
        """Somebody fills the form and sends it. Fields that a choice brings are waited for; photos are paths of files."""
        person, workspace = self.person(author), self.rehearsal.workspace
        assert person.command("/socialpost")
        person.wait_view("post.form")
        added = [person.upload("photos", each.name, each.read_bytes()) for each in changes.pop("photos", ())]
        later = {name: changes.pop(name) for name in ("question",) if name in changes}
        values: dict[str, Any] = {
            "purpose": "learning",
            "words": WORDS,
            "places": ["facebook", "website"],
            "promise": PROMISE,
        }
        if added:
            values["photos"] = added
        person.fill({**values, "pupils": [person.options("pupils", "Maisie")[0]], **changes})
        if later:
            assert workspace.wait_until(
                lambda: any("like to ask" in str(view) for view in workspace.stack(author)), timeout=PATIENCE
            )
        sent = person.submit(later)
        assert sent.ok, sent

    def press(self, user_id: str, card: Message, action: str) -> None:
        assert self.person(user_id).click(card, action).ok

    def give(self, user_id: str, card: Message, action: str, values: Mapping[str, Any]) -> None:
        """A button that opens a form, filled and sent."""
        self.press(user_id, card, action)
        self.person(user_id).wait_view(action)
        answer = self.person(user_id).submit(values)
        assert answer.ok, answer

    def wait_until(self, *moment: int) -> None:
        """Lets time pass to this moment (UTC): whatever is due is done."""
        self.clock[0] = datetime(*moment, tzinfo=UTC)  # type: ignore[misc,arg-type]
        self.rehearsal.bot.directory.refresh(self.clock[0])
        self.rehearsal.bot.workflow.watch.sweep()
        self.rehearsal.bot.workflow.chasing.sweep()
        self.rehearsal.bot.intaker.sweep()
        self.rehearsal.bot.drain.wake()


def reminder(stage: Stage) -> None:
    """A reminder for parents needs a yes from those who authorise reminders, and from SLT."""
    stage.tell("Priya Nair writes a reminder for parents. SLT and the people who authorise reminders are asked.")
    stage.write(sample.PRIYA, purpose="reminder")
    card = stage.show(
        sample.ELLERY, "dm", "because it is a reminder", "Margaret Ellery, the CEO, sees it too", "post.approve"
    )
    stage.tell("The CEO may stand in, and approves.")
    stage.press(sample.ELLERY, card, "post.approve")
    card = stage.show(sample.HELEN, sample.SLT, "Sign-offs: 1 of 2 given", "SLT's card now", "post.approve")
    stage.tell("Helen Marsh approves for SLT. Only now does the office have a task.")
    stage.press(sample.HELEN, card, "post.approve")
    stage.show(sample.SUE, sample.OFFICE, "Please publish it", "The office's task", "task.start")


def logo(stage: Stage) -> None:
    """A logo needs the Headteacher's written permission, which is her yes."""
    stage.tell("Priya ticks that the post shows a brand. The Headteacher is asked as well.")
    stage.write(sample.PRIYA, applies=["logo"])
    card = stage.show(sample.RUTH, "dm", "because it shows a logo", "Ruth Okafor, the Headteacher", "post.approve")
    stage.tell("Ruth is of SLT too, so her one click gives both yeses, and the log has both.")
    stage.press(sample.RUTH, card, "post.approve")
    stage.show(sample.SUE, sample.OFFICE, "Please publish it", "The office's task", "task.start")


def unsure(stage: Stage) -> None:
    """An author who is not sure gets a word of advice before SLT hear of the post."""
    stage.tell("Priya is not sure, ticks it and says why. Nadia Hussain, the school's adviser, reads it first.")
    stage.write(sample.PRIYA, applies=["not_sure"], question="May we say which windowsill won?")
    card = stage.show(sample.NADIA, "dm", "would like your advice", "Nadia's message", "post.approve")
    stage.tell("Nadia sends it on to SLT.")
    stage.press(sample.NADIA, card, "post.approve")
    stage.show(sample.HELEN, sample.SLT, "asks SLT to approve", "SLT's card", "post.approve")


def nobody(stage: Stage) -> None:
    """Nobody answers: SLT are reminded, the Headteacher is asked, and the author is told."""
    stage.tell("On Monday at 9am Priya sends a post, and nobody answers.")
    stage.write(sample.PRIYA)
    stage.show(sample.HELEN, sample.SLT, "asks SLT to approve", "SLT's card", "post.approve")
    stage.tell("At 1pm, four working hours later, each of SLT is reminded. One message a day at most.")
    stage.wait_until(2026, 11, 23, 13, 0)
    stage.show(sample.IMRAN, "dm", "waits for you", "Imran Sadiq's message")
    stage.tell("On Tuesday morning the Headteacher gets the post herself.")
    stage.wait_until(2026, 11, 24, 8, 0)
    stage.show(sample.RUTH, "dm", "nobody has answered yet", "Ruth Okafor's message", "post.approve")
    stage.tell("On Wednesday morning Priya is told honestly.")
    stage.wait_until(2026, 11, 25, 8, 0)
    stage.show(sample.PRIYA, "dm", "still waits for an answer", "Priya's message")


def stop(stage: Stage) -> None:
    """The emergency stop, and what becomes of a post that the office had."""
    stage.tell("A post is approved and with the office.")
    stage.write(sample.PRIYA)
    card = stage.show(sample.HELEN, sample.SLT, "asks SLT to approve", "SLT's card", "post.approve")
    stage.press(sample.HELEN, card, "post.approve")
    stage.show(sample.SUE, sample.OFFICE, "Please publish it", "The office's task", "task.start")
    stage.tell("Something has happened. Imran Sadiq types /socialpost stop and writes a few words.")
    _brake(stage, sample.IMRAN, "stop.now", {"reason": "An accident near the school"})
    stage.show(sample.SUE, sample.OFFICE, "do not publish anything", "The office reads, at any hour")
    stage.show(sample.HELEN, sample.SLT, "All posts are stopped", "SLT read who and why")
    stage.tell("It is over, and Helen lifts the stop. Nothing goes out by itself: SLT look at the post again.")
    _brake(stage, sample.HELEN, "stop.lift", {})
    stage.show(sample.HELEN, sample.SLT, "waited while posts were stopped", "SLT's card now", "post.approve")


def _brake(stage: Stage, user_id: str, form: str, values: Mapping[str, Any]) -> None:
    person = stage.person(user_id)
    assert person.command("/socialpost", "stop")
    person.wait_view(form)
    assert person.submit(values).ok


def photos(stage: Stage) -> None:
    """Photos in a post: each is looked at before SLT see it, and afterwards the author deletes their own."""
    priya = stage.person(sample.PRIYA)
    stage.tell("Priya adds two photos, describes each, and says that they were taken with the school’s tablet.")
    stage.write(sample.PRIYA, photos=[sample.BEANS, sample.LABELS])
    priya.wait_view("post.second")
    said = {"alt:1": "Four bean plants on a windowsill.", "alt:2": "Four pots, each with a label."}
    tablet = {"device": "School iPad 12", "promise": PROMISE}
    assert priya.submit({**said, "shown:1": "work", "shown:2": "work", **tablet}).ok
    fix = stage.show(sample.PRIYA, "dm", "A child’s name can be read", "Checked. Priya's message", "photo.blur")
    stage.tell("A label on the second has a name. She presses Blur it for me, sees the result and uses it.")
    stage.press(sample.PRIYA, fix, "photo.blur")
    blurred = stage.show(sample.PRIYA, "dm", "as it would go out", "Priya's message now", "photo.use")
    stage.press(sample.PRIYA, blurred, "photo.use")
    card = stage.show(sample.HELEN, sample.SLT, "asks SLT to approve", "SLT's card, with both photos", "post.approve")
    stage.tell("Helen approves exactly these copies. The office publishes the same ones.")
    stage.press(sample.HELEN, card, "post.approve")
    task = _started(stage)
    stage.press(sample.SUE, task, "task.pack")
    stage.show(sample.SUE, "dm", "The pack ·", "Sue has everything in one file")
    stage.give(sample.SUE, task, "task.published", LINKS)
    stage.show(sample.SUE, sample.OFFICE, "✅ Published", "The office's task now")
    stage.tell("The post had its own copies all along, so Priya was asked to delete what she had uploaded.")
    stage.show(sample.PRIYA, "dm", "Please delete photos", "Priya's message")
    for file in priya.files():
        priya.delete_file(file["id"])
    stage.wait_until(2026, 11, 23, 9, 30)
    stage.show(sample.PRIYA, "dm", "✅ Photos deleted", "Once they are gone")


def _started(stage: Stage) -> Message:
    """The office starts and has read the words. Returns its task as it then stands."""
    sue = stage.person(sample.SUE)
    stage.press(sample.SUE, sue.wait_message(sample.OFFICE, lambda m: "task.start" in str(m), PATIENCE), "task.start")
    sue.wait_view("task.words")
    sue.close()
    return sue.wait_message(sample.OFFICE, lambda m: "task.published" in str(m), PATIENCE)


def takedown(stage: Stage) -> None:
    """SLT have a live post taken down; if nobody does it, the Headteacher hears."""
    stage.tell("A post is live in two places.")
    stage.write(sample.PRIYA)
    card = stage.show(sample.HELEN, sample.SLT, "asks SLT to approve", "SLT's card", "post.approve")
    stage.press(sample.HELEN, card, "post.approve")
    stage.give(sample.SUE, _started(stage), "task.published", LINKS)
    stage.tell("Helen presses Take it down and says why. The office reads where, never why.")
    live = stage.person(sample.HELEN).wait_message(sample.SLT, lambda m: "post.take_down" in str(m))
    stage.give(sample.HELEN, live, "post.take_down", {"reason": "The photo shows a car’s number plate"})
    stage.show(sample.SUE, sample.OFFICE, "must come down", "The office's task", "takedown.removed")
    stage.tell("Two hours later it is still up, so the Headteacher is told, whatever the hour.")
    stage.wait_until(2026, 11, 23, 11, 30)
    stage.show(sample.RUTH, "dm", "is still live and must come down", "Ruth Okafor's message")


def name(stage: Stage) -> None:
    """A child's name stops a post; a word that may be a name is asked about, and SLT answer too."""
    priya = stage.person(sample.PRIYA)
    stage.tell("Priya writes “Maisie won the maths quiz!” and sends it. The form stops her at the words.")
    assert priya.command("/socialpost")
    priya.wait_view("post.form")
    values = {"purpose": "learning", "places": ["facebook"], "promise": PROMISE}
    chosen = {**values, "pupils": [priya.options("pupils", "Maisie")[0]], "words": "Maisie won the maths quiz!"}
    stage.quote("At the field, for Priya alone", *(priya.submit(chosen).errors or {}).values())
    stage.tell("“Our Hope and Harmony choir sang.” A pupil is called Hope, so the form asks in a second step.")
    assert priya.submit({"words": "Our Hope and Harmony choir sang."}).ok
    asked = priya.wait_view("post.second")
    stage.quote("The second step asks", *(line for line in text_of(asked).splitlines() if "Hope" in line))
    block = next(each["block_id"] for each in asked["blocks"] if each["block_id"].startswith("reply:"))
    assert priya.submit({block: ["not-a-child"], "promise": PROMISE}).ok
    stage.show(sample.HELEN, sample.SLT, "asks SLT to approve", "SLT's card, with what it asks them", "post.approve")


def colleague(stage: Stage) -> None:
    """A colleague who is shown says yes for themselves; SLT may say yes before them."""
    stage.tell("Priya's post shows Dan Whitlock. He is asked by a message of his own, and need not say why.")
    stage.write(sample.PRIYA, staff=[sample.DAN])
    question = stage.show(sample.DAN, "dm", "would like to show you", "Dan's message", "permission.yes")
    card = stage.show(sample.HELEN, sample.SLT, "asks SLT to approve", "SLT's card", "post.approve")
    stage.tell("Helen approves before he has answered. The post waits for him, and SLT need not come back.")
    stage.press(sample.HELEN, card, "post.approve")
    stage.show(sample.HELEN, sample.SLT, "waits for the adult shown to answer", "SLT's card now")
    stage.tell("Dan says yes, and the office has its task.")
    stage.press(sample.DAN, question, "permission.yes")
    stage.show(sample.SUE, sample.OFFICE, "Please publish it", "The office's task", "task.start")


def parent(stage: Stage) -> None:
    """A parent phones: the permission is withdrawn in three clicks, and a post that is on its way is held."""
    sue = stage.person(sample.SUE)
    stage.tell("A post that shows Maisie Trent is approved and with the office.")
    stage.write(sample.PRIYA)
    card = stage.show(sample.HELEN, sample.SLT, "asks SLT to approve", "SLT's card", "post.approve")
    stage.press(sample.HELEN, card, "post.approve")
    stage.show(sample.SUE, sample.OFFICE, "Please publish it", "The office's task", "task.start")
    stage.tell("Her mother phones. Sue Bramley types /socialpost consent Maisie Trent and presses Withdraw now twice.")
    assert sue.command("/socialpost", "consent Maisie Trent")
    sue.wait_view("consent")
    assert sue.click_view("consent.withdraw")
    sue.wait_view("consent.withdraw")
    assert sue.submit({"giver": "Ms Trent, mother"}).ok
    stage.tell("Within a minute the post is held. Only Priya can see who it is about.")
    stage.wait_until(2026, 11, 23, 9, 1)
    stage.show(sample.SUE, sample.OFFICE, "do not publish", "The office reads")
    stage.show(sample.PRIYA, "dm", "cannot go out as it stands", "Priya's message", "post.see_who")


def first(stage: Stage) -> None:
    """Before the first post comes the policy, in short, with one tick."""
    dan = stage.person(sample.DAN)
    stage.tell("Dan Whitlock types /socialpost for the first time. In place of the form he reads what the policy asks.")
    assert dan.command("/socialpost")
    stage.quote("Before the form", *narrated(dan.wait_view("policy.read"), stage.rehearsal.names))
    stage.tell("He ticks that he has read it, and the form opens. It is on record, and not asked again.")
    assert dan.submit({"read": ["read"]}).ok
    dan.wait_view("post.form")


def refused(stage: Stage) -> None:
    """What must not work does not, and says why to the one who tried."""
    stage.tell("A guest types /socialpost.")
    assert stage.person(sample.GUEST).command("/socialpost")
    stage.show(sample.GUEST, "dm", "works only for members", "The guest reads")
    stage.tell("Helen Marsh writes a post herself, and tries to approve it.")
    stage.write(sample.HELEN)
    card = stage.show(sample.HELEN, sample.SLT, "asks SLT to approve", "SLT's card", "post.approve")
    stage.press(sample.HELEN, card, "post.approve")
    stage.show(sample.HELEN, sample.SLT, "somebody else in SLT decides", "Helen reads")
    stage.tell("Imran Sadiq approves it, and the card has no buttons any more.")
    stage.press(sample.IMRAN, card, "post.approve")
    stage.show(sample.HELEN, sample.SLT, "is approved by Imran Sadiq", "SLT's card now")


SCENARIOS: Mapping[str, Callable[[Stage], None]] = {
    "photos": photos,
    "reminder": reminder,
    "logo": logo,
    "unsure": unsure,
    "nobody": nobody,
    "stop": stop,
    "takedown": takedown,
    "name": name,
    "colleague": colleague,
    "parent": parent,
    "first": first,
    "refused": refused,
}
"""By the name that `--play` takes."""


UNREAD = {"first": (sample.DAN,)}
"""Who has not read the policy when a scenario begins."""


def play(name: str, database_url: str, say: Callable[[str], None] = print) -> int:
    """Plays one and narrates it, then checks the log. 0 if every step went as it must; one that does not raises."""
    clock = [MONDAY]
    with Rehearsal(database_url, tick=False, now=lambda: clock[0], unread=UNREAD.get(name, ())) as rehearsal:
        scenario = SCENARIOS[name]
        say((scenario.__doc__ or name).strip())
        scenario(Stage(rehearsal, say, clock))
        with rehearsal.store.read() as connection:
            verified = log.verify(connection)
        if verified.first_bad is not None:
            say(f"The decision log is broken at entry {verified.first_bad}: {verified.why}")
            return 1
        say(f"\nThe decision log is whole: {verified.count} entries.")
    return 0
