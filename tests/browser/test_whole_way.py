"""One post's whole way by people at the practice page, in a real browser: the bot, its database and the log are real too.

Steps wait by Playwright's own means for what a person would wait for; nothing sleeps.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from bot.practice import sample
from bot.rehearsal import Rehearsal
from storage import log
from tests.browser.conftest import DESKTOP, PHONE, Open, Shot
from tests.conftest import database_of

pytestmark = [pytest.mark.slow, pytest.mark.browser]

FIRST = "Our gardeners measured every bean plant this week and drew a chart."
SECOND = "Our pupils measured every bean plant this week and drew a chart."
REASON = "Lovely. I would say our pupils, not our gardeners."
FACEBOOK, WEBSITE = "https://facebook.example/brackenfold/1042", "https://brackenfold.example/news/beans"
NASTY = "<!channel> <#C0OFFICE> *bold* &amp; <https://evil.example|click>"


@pytest.fixture
def school(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Rehearsal]:
    """The sample school as `socialpost practice` opens it; what Slack would have refused fails the test."""
    for address in database_of(request, "sqlite", tmp_path):
        with Rehearsal(address) as rehearsal:
            yield rehearsal
            assert rehearsal.workspace.complaints == []


@dataclass(slots=True)
class Desk:
    """One person at the page: what they do and what they see."""

    page: Page

    def go(self, channel: str) -> None:
        """To a channel, from the list; on a phone the list is a screen of its own."""
        if self.page.get_by_test_id("back").is_visible():
            self.page.get_by_test_id("back").click()
        self.page.get_by_test_id(f"channel-{channel}").click()
        expect(self.page.get_by_test_id("composer")).to_be_visible()

    def go_to_bot(self) -> None:
        """To one's own direct messages with the bot."""
        link = self.page.locator("a.side-link", has_text="socialpost")
        self.go((link.get_attribute("data-testid") or "").removeprefix("channel-"))

    def write(self, text: str) -> None:
        """A message or a command, and send."""
        self.page.get_by_test_id("composer").fill(text)
        self.page.get_by_test_id("composer-send").click()

    def card(self, *saying: str) -> Locator:
        """The newest message that says all this."""
        found = self.page.locator("article")
        for words in saying:
            found = found.filter(has_text=words)
        return found.last

    def told(self, words: str) -> Locator:
        """Wherever a conversation shows this or a screen reader is told it. The guide beside it is the same for everybody."""
        return self.page.locator("article, [role=status]", has_text=words)

    def press(self, label: str, on: Locator | None = None) -> None:
        """A button of a card."""
        (on or self.page.locator("article")).get_by_role("button", name=label).last.click()

    @property
    def form(self) -> Locator:
        return self.page.get_by_test_id("modal")

    def opened(self, title: str) -> Locator:
        """Waits for a form by its title."""
        expect(self.form.get_by_role("heading", name=title)).to_be_visible()
        return self.form

    def choose(self, field: str, name: str, typed: str = "") -> None:
        """One entry of a menu, or of a search for what is typed."""
        box = self.page.get_by_test_id(f"field-{field}").get_by_role("combobox")
        box.click()
        if typed:
            box.press_sequentially(typed)
        self.page.get_by_role("option", name=name).click()

    def tick(self, label: str) -> None:
        self.form.get_by_label(label, exact=True).check()

    def send(self) -> None:
        """The form's own button; it closes when everything was in order."""
        self.page.get_by_test_id("modal-submit").click()
        expect(self.form).to_be_hidden()

    def fill_in(self, words: str, *places: str, pupil: tuple[str, str] = ("Maisie Trent", "mai")) -> None:
        """The whole form as a teacher goes through it, up to the button."""
        self.opened("New social post")
        self.choose("purpose", "Celebrating children’s learning")
        self.page.get_by_label("What should it say?").fill(words)
        self.choose("pupils", *pupil)
        for place in places:
            self.tick(place)
        self.tick("Yes, I have")

    def nothing_sticks_out(self) -> None:
        """No screen is wider than its window."""
        width = (self.page.viewport_size or DESKTOP)["width"]
        assert self.page.evaluate("document.documentElement.scrollWidth") <= width


Sit = Any


@pytest.fixture
def sit(windows: Open, school: Rehearsal) -> Sit:
    """Puts somebody at a page of their own, on a wide screen unless a size is given."""
    open_window = partial(windows, school.url)

    def down(person: str, channel: str, size: dict[str, int] = DESKTOP) -> Desk:
        desk = Desk(open_window(person, "" if size is PHONE else channel, size))
        if size is PHONE:
            desk.go(channel)
        return desk

    return down


def happened(school: Rehearsal) -> list[str]:
    """What the decision log says, oldest first, after checking that its chain is whole."""
    with school.store.read() as connection:
        assert log.verify(connection).first_bad is None
        return [entry.what for entry in log.show(connection, limit=1000)]


def send_a_post(desk: Desk, words: str = FIRST) -> None:
    """From the command to "Sent to SLT"."""
    desk.write("/socialpost")
    desk.fill_in(words, "Facebook", "School website")
    desk.send()


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_three_people_take_a_post_all_the_way(school: Rehearsal, sit: Sit, shot: Shot, size: dict[str, int]) -> None:
    """Blocked for a permission, corrected, changed at SLT's wish, approved, published; and the log can prove it."""
    priya = sit(sample.PRIYA, sample.STAFF, size)
    priya.write("/socialpost")
    priya.opened("New social post")
    shot(priya.page, "01-form")
    priya.fill_in(FIRST, "Facebook", "Instagram", "School website")
    priya.choose("pupils", "Noah Adeyemi", "ade")
    shot(priya.page, "02-form-filled")
    priya.page.get_by_test_id("modal-submit").click()
    error = priya.page.get_by_test_id("error-pupils")
    expect(error).to_contain_text("There is no permission on record to show Noah Adeyemi on Instagram.")
    priya.nothing_sticks_out()
    shot(priya.page, "03-form-blocked")
    expect(priya.page.get_by_label("What should it say?")).to_have_value(FIRST)
    priya.form.get_by_label("Instagram", exact=True).uncheck()
    priya.send()
    priya.go_to_bot()
    expect(priya.card("Sent to SLT")).to_contain_text(FIRST)
    shot(priya.page, "04-sent")

    helen = sit(sample.HELEN, sample.SLT, size)
    card = helen.card("For your approval")
    expect(card).to_contain_text(FIRST)
    expect(card).to_contain_text("Pupils featured: 2")
    expect(card).not_to_contain_text("Maisie")
    helen.nothing_sticks_out()
    shot(helen.page, "05-slt-card")
    helen.press("Request changes", card)
    helen.opened("Request changes")
    helen.page.get_by_label("What should change?").fill(REASON)
    shot(helen.page, "06-request-changes")
    helen.send()
    expect(helen.card("Changes requested")).to_contain_text(REASON)
    expect(helen.page.get_by_role("button", name="Approve")).to_have_count(0)
    shot(helen.page, "07-slt-changes-requested")

    asked = priya.card("asks:")
    expect(asked).to_contain_text(REASON)
    shot(priya.page, "08-author-changes")
    priya.press("Edit and resubmit", asked)
    priya.opened("Edit post 1")
    words = priya.page.get_by_label("What should it say?")
    expect(words).to_have_value(FIRST)
    expect(priya.page.get_by_test_id("field-pupils")).to_contain_text("Noah Adeyemi · Year 4 Hazel")
    words.fill(SECOND)
    priya.tick("Yes, I have")
    shot(priya.page, "09-edit")
    priya.send()

    revised = helen.card("For your approval", "version 2")
    expect(revised).to_contain_text("What changed since version 1")
    expect(revised.locator("s")).to_contain_text("gardeners")
    expect(revised.locator("strong", has_text="Our pupils")).to_be_visible()
    expect(revised).to_contain_text(REASON)
    expect(helen.card("Replaced by version 2")).to_be_visible()
    shot(helen.page, "10-slt-revised")
    helen.press("Who is featured?", revised)
    names = helen.card("Pupils featured in post 1")
    expect(names).to_contain_text("Noah Adeyemi")
    expect(names).to_contain_text("Only visible to you")
    shot(helen.page, "11-who-is-featured")
    helen.press("Approve", revised)
    dialog = helen.page.get_by_test_id("confirm")
    expect(dialog).to_contain_text("Approve post 1?")
    shot(helen.page, "12-confirm")
    dialog.get_by_role("button", name="Go back").click()
    expect(dialog).to_have_count(0)
    helen.press("Approve", revised)
    dialog.get_by_role("button", name="Yes, approve").click()
    expect(helen.card("✅ Approved")).to_contain_text("Helen Marsh for SLT")
    expect(helen.page.get_by_role("button", name="Approve")).to_have_count(0)
    shot(helen.page, "13-slt-approved")

    sue = sit(sample.SUE, sample.OFFICE, size)
    task = sue.card("To publish")
    expect(task).to_contain_text(SECOND)
    expect(task).not_to_contain_text("Noah")
    shot(sue.page, "14-task")
    sue.press("Start", task)
    expect(sue.opened("Words to publish").locator("pre")).to_have_text(SECOND)
    sue.nothing_sticks_out()
    shot(sue.page, "15-words-to-copy")
    sue.page.get_by_test_id("modal-close").click()
    expect(sue.form).to_be_hidden()
    expect(task).to_contain_text("Started by @Sue Bramley")
    if size is PHONE:
        # The keyboard would come up over the card.
        expect(sue.page.get_by_test_id("composer")).not_to_be_focused()
    shot(sue.page, "16-task-started")
    sue.press("Mark as published", task)
    sue.opened("Mark as published")
    sue.page.get_by_label("Facebook link").fill(FACEBOOK)
    sue.page.get_by_label("School website link").fill(WEBSITE)
    sue.tick("I used the approved words")
    shot(sue.page, "17-mark-as-published")
    sue.send()

    for desk, name in ((sue, "18-task"), (helen, "19-slt"), (priya, "20-author")):
        published = desk.card("✅ Published")
        expect(published.get_by_role("link", name="Facebook")).to_have_attribute("href", FACEBOOK)
        expect(published.get_by_role("link", name="School website")).to_have_attribute("href", WEBSITE)
        desk.nothing_sticks_out()
        shot(desk.page, f"{name}-published")
    decisive = ["blocked", "submitted", "changes_requested", "submitted", "approved", "started", "published"]
    told = [what.removeprefix("post:") for what in happened(school)]
    assert [what for what in told if what in decisive] == decisive
    assert "pupils:shown" in told


def test_a_private_answer_is_seen_by_its_recipient_alone(school: Rehearsal, sit: Sit) -> None:
    """Helen asks who is featured; Imran, who reads the same channel, sees no name, neither live nor after a reload."""
    send_a_post(sit(sample.PRIYA, sample.STAFF))
    helen, imran = sit(sample.HELEN, sample.SLT), sit(sample.IMRAN, sample.SLT)
    expect(imran.card("For your approval")).to_be_visible()
    helen.press("Who is featured?", helen.card("For your approval"))
    expect(helen.card("Maisie Trent")).to_contain_text("Only visible to you")
    # What is said after it has come: whatever was on its way to Imran before is there too.
    helen.write("I have looked.")
    expect(imran.card("I have looked.")).to_be_visible()
    expect(imran.told("Maisie")).to_have_count(0)
    imran.page.reload()
    expect(imran.card("I have looked.")).to_be_visible()
    expect(imran.told("Maisie")).to_have_count(0)
    assert "pupils:shown" in happened(school)


def test_a_guest_is_told_kindly_and_gets_nowhere(school: Rehearsal, sit: Sit, shot: Shot) -> None:
    """A sentence for the guest alone, no form, and an entry in the log."""
    guest, priya = sit(sample.GUEST, sample.STAFF), sit(sample.PRIYA, sample.STAFF)
    guest.write("/socialpost")
    answer = guest.card("only for members")
    expect(answer).to_contain_text("Only visible to you")
    expect(guest.form).to_be_hidden()
    shot(guest.page, "30-guest")
    guest.write("Good morning")
    expect(priya.card("Good morning")).to_be_visible()
    expect(priya.told("only for members")).to_have_count(0)
    assert not [what for what in happened(school) if what.startswith("post:")]
    assert happened(school)


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_what_people_type_stays_words(sit: Sit, shot: Shot, size: dict[str, int]) -> None:
    """Mentions, formatting and entities in a post, and 3,000 characters of it: dead on SLT's card and whole."""
    words = f"{NASTY}\n{'Our beans grow. ' * 250}"[:3000].strip()
    send_a_post(sit(sample.PRIYA, sample.STAFF, size), words)
    helen = sit(sample.HELEN, sample.SLT, size)
    quoted = helen.card("For your approval").locator("blockquote")
    expect(quoted).to_have_text(words)
    assert quoted.locator("a, strong, .mention, .mention-live").count() == 0
    helen.nothing_sticks_out()
    shot(helen.page, "31-long-and-nasty")


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_a_word_that_may_be_a_name_is_asked_about(sit: Sit, shot: Shot, size: dict[str, int]) -> None:
    """A name in use stands at the field, a second press asks about it, Back loses nothing, SLT answer before their yes."""
    priya = sit(sample.PRIYA, sample.STAFF, size)
    priya.write("/socialpost")
    priya.fill_in("Jaxon played for us. Our Hope and Harmony choir sang.", "Facebook")
    send = priya.page.get_by_test_id("modal-submit")
    send.click()
    expect(priya.page.get_by_test_id("error-words")).to_contain_text("“Jaxon”")
    priya.page.get_by_test_id("error-words").scroll_into_view_if_needed()
    shot(priya.page, "40-name-at-the-field")
    send.click()
    expect(priya.form.get_by_text("Is “Hope” a child?")).to_be_visible()
    priya.nothing_sticks_out()
    shot(priya.page, "41-second-step")
    reason = priya.page.get_by_label("Why is “Jaxon” not a child?")
    reason.fill("He is the guitarist of a band.")
    priya.tick("No, not a child")
    priya.page.get_by_test_id("modal-back").click()
    expect(priya.page.get_by_label("What should it say?")).to_be_visible()
    send.click()
    expect(reason).to_have_value("He is the guitarist of a band.")
    priya.tick("Yes, I have")
    shot(priya.page, "42-second-step-answered")
    priya.send()

    helen = sit(sample.HELEN, sample.SLT, size)
    card = helen.card("For your approval")
    expect(card).to_contain_text("Please look at 2 things")
    helen.nothing_sticks_out()
    shot(helen.page, "43-slt-card")
    helen.press("Approve", card)
    helen.opened("Approve post 1")
    helen.nothing_sticks_out()
    shot(helen.page, "44-slt-answers")
    for box in helen.form.get_by_label("No, I have checked").all():
        box.check()
    shot(helen.page, "45-slt-answered")
    helen.send()
    expect(helen.card("✅ Approved")).to_be_visible()
    shot(helen.page, "46-approved")
