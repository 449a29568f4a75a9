"""Filling in the forms of the site in a real browser: who does it, and which forms were."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from playwright.sync_api import Browser, Page, expect

from tests.web.light import flaws

ROOT = Path(__file__).parents[2]
PAGES = ROOT / "maillage" / "web"
Test = TypeVar("Test", bound=Callable[..., Any])

# A machine that runs other tests at the same time is slow; what never comes fails all the same.
expect.set_options(timeout=30_000)

SUBMITTED: dict[str, list[str]] = {}
"""The templates of forms, each with the tests that fill it in and send it, both right and wrong."""


TABS: dict[tuple[Browser, str, str, int], Page] = {}
"""The tabs that stay open, by browser, site, role and width: what one received and compiled serves the next test."""


def submits(*templates: str) -> Callable[[Test], Test]:
    """Says which forms a test fills in and sends, both right and wrong."""

    def note(test: Test) -> Test:
        for template in templates:
            SUBMITTED.setdefault(template, []).append(test.__name__)
        return test

    return note


@contextmanager
def playing(browser: Browser, address: str, role: str, width: int = 1280) -> Iterator[Page]:
    """A page of somebody of the demonstration: `role` is the key of its card, empty for a visitor.

    Somebody signs in once for all tests, and again where a test ended the session; each visitor is another.
    """
    tab = TABS.get((browser, address, role, width)) or _tab(browser, address, width)
    if role:
        TABS[browser, address, role, width] = tab
        if tab.context.request.get("/piloter/compte", max_redirects=0).status != 200:
            tab.goto("/piloter/connexion")
            tab.locator(f"button[name=role][value={role}]").click()
            tab.wait_for_load_state()
    yield tab
    if role:
        tab.goto("about:blank")
    else:
        tab.context.close()


def _tab(browser: Browser, address: str, width: int) -> Page:
    context = browser.new_context(base_url=address, viewport={"width": width, "height": 900})
    context.set_default_timeout(60_000)
    return context.new_page()


def refused(page: Page, *words: str) -> None:
    """The page says what is wrong, as anybody can read it."""
    page.locator(".wrong, .errors, .flag, [role=alert]").first.wait_for()
    text = page.locator("main").inner_text()
    for word in words:
        assert word in text, text[:2000]
    assert flaws(page.content()) == []
