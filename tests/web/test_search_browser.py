"""Ctrl-K leads to the search from anywhere; while one types, it proposes what this reader may open, kind by kind."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.web.axe import faults
from tests.web.filling import playing

pytestmark = pytest.mark.browser


def proposed(page: Page, words: str) -> list[str]:
    """What is proposed for these words, after Ctrl-K."""
    page.keyboard.press("Control+k")
    page.keyboard.press("Control+a")
    page.keyboard.type(words)
    page.locator(".suggestions li").first.wait_for()
    page.wait_for_function("() => document.querySelectorAll('.suggestions li').length > 1")
    return page.locator(".suggestions li").all_inner_texts()


def test_a_member_reaches_an_action_a_decision_and_a_person_by_ctrl_k(browser: Browser, tried_out: str) -> None:
    with playing(browser, tried_out, "animatrice") as page:
        page.goto("/piloter/actions")
        expect(page.locator(".search input[type=search]")).to_have_attribute("aria-keyshortcuts", "Control+K Meta+K")
        lines = proposed(page, "A04")
        assert lines[0] == "Actions"
        assert "A04" in lines[1]
        assert faults(page) == []
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        page.wait_for_url("**/piloter/actions/A04")
        assert any("Claire" in line for line in proposed(page, "claire"))
        page.keyboard.press("Escape")
        expect(page.locator("#q-top-suggestions")).to_be_hidden()


def test_anybody_is_proposed_places_first_and_no_paper_of_members(browser: Browser, tried_out: str) -> None:
    with playing(browser, tried_out, "") as page:
        page.goto("/sources")
        lines = proposed(page, "saint")
        assert lines[0] == "Territoires"
        assert not {"Décisions", "Réunions", "Personnes"} & set(lines)
        page.goto("/recherche?q=zzzz")
        page.keyboard.press("Control+k")
        assert page.evaluate("document.activeElement.name") == "q"
