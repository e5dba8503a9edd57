"""One Chromium for the tests of the practice page, windows that report what went wrong in them, and pictures on request.

Without Chromium these tests are skipped and say so; SOCIALPOST_BROWSER=required makes that a failure. SOCIALPOST_CHROMIUM
names another executable. SOCIALPOST_SCREENSHOTS names a directory that every step leaves a picture in.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from bot.rehearsal import Rehearsal
from tests.browser.desk import DESKTOP, PHONE, Desk
from tests.conftest import database_of

NAMES = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# A page may take its time on a busy machine; it must get there in the end.
expect.set_options(timeout=15_000)

Open = Callable[..., Page]
Shot = Callable[[Page, str], None]
Sit = Callable[..., Desk]


def chromium() -> str:
    """The browser's executable. Without one the test ends here: skipped for all to see, or failed where it is required."""
    named = os.environ.get("SOCIALPOST_CHROMIUM")
    wanted = (named,) if named else NAMES
    found = next(filter(None, map(shutil.which, wanted)), None)
    if found is None:
        end = pytest.fail if os.environ.get("SOCIALPOST_BROWSER") == "required" else pytest.skip
        end(f"NO BROWSER, SO THE PRACTICE PAGE IS NOT TESTED: {' or '.join(wanted)} is not here. Install Chromium.")
    return found


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium, once for each module: Playwright's own event loop must be gone before other tests start theirs."""
    executable = chromium()
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=executable, args=ARGUMENTS)
        yield running
        running.close()


@pytest.fixture
def windows(browser: Browser) -> Iterator[Open]:
    """Opens the page at `url` in a window of its own; an error in any window's console fails the test."""
    contexts: list[BrowserContext] = []
    errors: list[str] = []

    def show(url: str, person: str, channel: str = "", size: dict[str, int] = DESKTOP) -> Page:
        # Another time zone than the school's: the page must not care.
        context = browser.new_context(
            viewport=size, timezone_id="America/New_York", locale="en-GB", has_touch=size["width"] < 768
        )
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda e: errors.append(str(e)))
        page.on("console", lambda m: errors.append(m.text) if m.type == "error" else None)
        page.goto(f"{url}/#as={person}&channel={channel}")
        expect(page.get_by_test_id("person-select")).to_have_value(person)
        return page

    yield show
    for context in contexts:
        context.close()
    assert not errors


@pytest.fixture
def shot() -> Shot:
    """Takes a picture of a window, "desktop/01-form.png", where SOCIALPOST_SCREENSHOTS says; else nothing."""
    directory = os.environ.get("SOCIALPOST_SCREENSHOTS")

    def take(page: Page, name: str) -> None:
        if directory:
            phone = (page.viewport_size or DESKTOP)["width"] < 768
            path = Path(directory) / ("phone" if phone else "desktop") / f"{name}.png"
            page.screenshot(path=path, animations="disabled")

    return take


@pytest.fixture
def school(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Rehearsal]:
    """The sample school as `socialpost practice` opens it; what Slack would have refused fails the test."""
    for address in database_of(request, "sqlite", tmp_path):
        with Rehearsal(address) as rehearsal:
            yield rehearsal
            assert rehearsal.workspace.complaints == []


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


@pytest.fixture(autouse=True)
def no_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    """slack_sdk takes a proxy from the environment; everything here is on loopback."""
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"):
        monkeypatch.delenv(name, raising=False)
