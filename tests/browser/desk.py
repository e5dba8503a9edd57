"""One person at the practice page, in words: where they go, what they write and press, and what they then see."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

DESKTOP, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}


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

    def attach(self, field: str, *files: Path) -> None:
        """Files, in the chooser that the browser opens at the button."""
        with self.page.expect_file_chooser() as opened:
            self.page.get_by_test_id(f"pick-{field}").click()
        opened.value.set_files(list(files))

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
