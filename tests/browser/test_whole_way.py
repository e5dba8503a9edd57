"""One post's whole way by people at the practice page, in a real browser: the bot, its database and the log are real too.

Steps wait by Playwright's own means for what a person would wait for; nothing sleeps.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from bot.practice import sample
from bot.rehearsal import Rehearsal
from storage import log
from tests.browser.conftest import Shot, Sit
from tests.browser.desk import DESKTOP, PHONE, Desk

pytestmark = [pytest.mark.slow, pytest.mark.browser]

FIRST = "Our gardeners measured every bean plant this week and drew a chart."
SECOND = "Our pupils measured every bean plant this week and drew a chart."
REASON = "Lovely. I would say our pupils, not our gardeners."
FACEBOOK, WEBSITE = "https://facebook.example/brackenfold/1042", "https://brackenfold.example/news/beans"
NASTY = "<!channel> <#C0OFFICE> *bold* &amp; <https://evil.example|click>"


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
    priya.fill_in("Jaxon played his guitar for us. Our Hope and Harmony choir sang.", "Facebook")
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
