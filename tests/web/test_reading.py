"""Drawings are read point by point with the keyboard, in a real browser: the value is told, and shown where it is."""

import re
from collections.abc import Iterator

import pytest
from django.test import Client
from playwright.sync_api import Browser, Locator, Page, expect

pytestmark = pytest.mark.browser

FTTH = "taux_locaux_raccordables_ftth"
# A page, what it is about, and the drawing read.
DRAWN = (
    ("/territoires/departement/25", ".fibre-curve"),
    ("/territoires/departement/25/reseaux-fixes", f"#{FTTH}"),
    (f"/indicateurs/{FTTH}", "main"),
    ("/deploiement", ".states"),
    (f"/integrer/graphique/{FTTH}/departement/25", "main"),
    ("/integrer/deploiement/immeubles-par-etat", ".states"),
)


@pytest.fixture
def page(browser: Browser, served: str) -> Iterator[Page]:
    with browser.new_context(base_url=served, viewport={"width": 1280, "height": 900}) as context:
        yield context.new_page()


def reader(page: Page, around: str) -> Locator:
    """What takes the keyboard over the drawing that is shown."""
    found = page.locator(f"{around} [role=slider]:visible").first
    expect(found).to_be_visible()
    return found


def told(found: Locator) -> str:
    return found.get_attribute("aria-valuetext") or ""


@pytest.mark.parametrize(("address", "around"), DRAWN)
def test_arrows_go_from_point_to_point_and_each_value_is_told_and_shown(page: Page, address: str, around: str) -> None:
    page.goto(address)
    found = reader(page, around)
    titles = found.evaluate(
        "reader => [...reader.parentElement.querySelectorAll('svg title')].map(title => title.textContent)"
    )
    found.focus()
    assert told(found) == titles[-1]
    expect(found.locator(".reader-words")).to_have_text(titles[-1])
    page.keyboard.press("Home")
    assert told(found) == titles[0]
    for title in titles[1:]:
        page.keyboard.press("ArrowRight")
        assert told(found) == title
    page.keyboard.press("ArrowRight")
    assert told(found) == titles[-1], "the last one is the last"
    page.keyboard.press("ArrowLeft")
    assert told(found) == titles[max(len(titles) - 2, 0)]
    shown = found.locator(".reader-words")
    expect(shown).to_be_visible()
    outer, inner = found.bounding_box(), shown.bounding_box()
    assert outer
    assert inner
    assert outer["x"] - 1 <= inner["x"]
    assert inner["x"] + inner["width"] <= outer["x"] + outer["width"] + 1
    assert found.evaluate("reader => reader.parentElement.querySelectorAll('.now').length") == 1
    page.keyboard.press("Escape")
    expect(shown).to_be_hidden()


def test_the_keyboard_comes_to_the_curve_and_leaves_it(page: Page) -> None:
    page.goto(f"/integrer/graphique/{FTTH}/departement/25")
    page.keyboard.press("Tab")
    found = reader(page, "main")
    expect(found).to_be_focused()
    assert found.get_attribute("aria-label")
    page.keyboard.press("Tab")
    expect(found).not_to_be_focused()
    expect(found.locator(".reader-words")).to_be_hidden()


def test_the_mouse_reads_the_nearest_point(page: Page) -> None:
    page.goto("/territoires/departement/25/reseaux-fixes")
    found = reader(page, f"#{FTTH}")
    found.scroll_into_view_if_needed()
    box = found.bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] - 12, box["y"] + box["height"] / 2)
    last = told(found)
    page.mouse.move(box["x"] + 60, box["y"] + box["height"] / 2)
    assert told(found) != last
    expect(found.locator(".reader-words")).to_be_visible()
    page.mouse.move(2, 2)
    expect(found.locator(".reader-words")).to_be_hidden()


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_one_drawing_takes_the_keyboard_whatever_the_width_and_nothing_goes_out_of_the_page(
    page: Page, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto("/territoires/departement/25")
    expect(page.locator(".fibre-curve [role=slider]:visible")).to_have_count(1)
    reader(page, ".fibre-curve").focus()
    for _ in range(3):
        page.keyboard.press("ArrowLeft")
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0


def test_without_the_script_each_point_still_says_itself(site: Client) -> None:
    for address, least in (("/territoires/departement/25", 2), (f"/indicateurs/{FTTH}", 2), ("/deploiement", 1)):
        body = site.get(address).content.decode()
        said = re.findall(r'<(?:circle|rect) class="(?:point|told)"[^>]*><title>([^<]+)</title>', body)
        assert len(said) >= least, address
        assert all(re.search(r"\d", words) for words in said)
