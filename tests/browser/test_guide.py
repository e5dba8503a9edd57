"""The guide of the practice page by hand: it leads to each step's place, and somebody who comes back finds theirs."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from bot.practice import sample
from bot.rehearsal import Rehearsal
from tests.browser.conftest import Shot, Sit
from tests.browser.desk import DESKTOP, PHONE

pytestmark = [pytest.mark.slow, pytest.mark.browser]


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_a_step_leads_to_its_place_and_is_marked(school: Rehearsal, sit: Sit, shot: Shot, size: dict[str, int]) -> None:
    """On a phone the guide makes way for the step, and opens again where one was; the way out stays in sight."""
    step = next(n for n, each in enumerate(school.workspace.guide, 1) if each["title"] == "A parent phones")
    page = sit(sample.PRIYA, sample.STAFF, size).page
    guide, toggle = page.get_by_role("region", name="Guide"), page.get_by_test_id("guide-toggle")
    if size is PHONE:
        expect(guide).to_be_hidden()
        toggle.click()
    expect(guide.locator("[aria-current]")).to_have_count(0)
    guide.get_by_role("button", name="Do this: A parent phones").click()
    expect(page.get_by_test_id("person-select")).to_have_value(sample.SUE)
    expect(page.get_by_role("heading", name="brackenfold-office")).to_be_visible()
    if size is PHONE:
        expect(guide).to_be_hidden()
        toggle.click()
    mine = page.get_by_test_id(f"guide-step-{step}")
    expect(mine).to_have_attribute("aria-current", "step")
    expect(mine.get_by_role("heading")).to_be_in_viewport()
    expect(mine.locator("code").first).to_have_text("/socialpost consent Maisie Trent")
    expect(mine).to_contain_text("You are here as Sue Bramley")
    expect(page.get_by_test_id("guide-close")).to_be_in_viewport()
    shot(page, "70-guide")
