"""What happens where there is no browser: never a quiet pass."""

from __future__ import annotations

import pytest

from tests.browser.conftest import chromium


def test_without_a_browser_the_skip_is_loud(monkeypatch: pytest.MonkeyPatch) -> None:
    """The reason names what was looked for and what to do."""
    monkeypatch.delenv("SOCIALPOST_BROWSER", raising=False)
    monkeypatch.setenv("SOCIALPOST_CHROMIUM", "no-such-browser")
    with pytest.raises(pytest.skip.Exception, match="no-such-browser is not here"):
        chromium()


def test_where_a_browser_is_required_its_absence_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    """As in continuous integration."""
    monkeypatch.setenv("SOCIALPOST_BROWSER", "required")
    monkeypatch.delenv("SOCIALPOST_CHROMIUM", raising=False)
    monkeypatch.setenv("PATH", "")
    with pytest.raises(pytest.fail.Exception, match="chromium or chromium-browser or google-chrome is not here"):
        chromium()
