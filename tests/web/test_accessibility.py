"""Everyone can read every page: by day and night, on a desk and a phone, with a keyboard, magnified, without script."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page, expect

from tests.web.addresses import COMPARED, EVERY, FRAMED, MAP, PAGES, WRONG
from tests.web.axe import faults, wait_for_map
from tests.web.light import Reader

DESK, PHONE = 1280, 320
STOPS = 25
# What the keyboard is on, and the ring it is shown by.
FOCUSED = """() => {
  const at = document.activeElement;
  const style = getComputedStyle(at);
  const ring = at.tagName === 'IFRAME' || style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
  const box = at.getBoundingClientRect();
  return {name: at.outerHTML.slice(0, 90), body: at === document.body, ring, seen: box.width > 0 && box.height > 0};
}"""
# A page of each kind: a browser looks at these each time, at the others in `make test-more`.
KINDS = {
    "/",
    "/territoires/departement/25",
    "/territoires/epci/200069052/taux_locaux_raccordables_ftth",
    MAP,
    COMPARED,
    "/adresse/25056_1001_00012_bis",
    "/suivre?q=mont",
    "/sources/arcep_ftth_2018",
    "/aide",
    "/nulle/part",
    "/integrer/carte/taux_locaux_raccordables_ftth",
}
FEW = {"/", MAP, COMPARED, "/suivre?q=mont"}
TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def chosen(addresses: list[str], kinds: set[str] = KINDS) -> list[Any]:
    """Each of these addresses, those that another one stands for marked."""
    return [one if one in kinds else pytest.param(one, marks=pytest.mark.more) for one in addresses]


@pytest.fixture(scope="module")
def tab(browser: Browser, served: str) -> Iterator[Page]:
    """One tab for all the pages: what was received and compiled already serves again."""
    with browser.new_context(base_url=served) as context:
        yield context.new_page()


@pytest.fixture(scope="module")
def plain(browser: Browser, served: str) -> Iterator[Page]:
    """The tab of somebody whose browser runs no script."""
    with browser.new_context(base_url=served, java_script_enabled=False) as context:
        yield context.new_page()


def opened(tab: Page, address: str) -> Page:
    tab.set_viewport_size({"width": DESK, "height": 900})
    tab.emulate_media(color_scheme="light")
    tab.goto(address)
    if tab.locator("[data-map]").count():
        wait_for_map(tab)
        tab.evaluate("scrollTo(0, 0)")
    return tab


@pytest.mark.browser
@pytest.mark.parametrize("address", chosen(EVERY + FRAMED))
def test_axe_finds_nothing_and_nothing_is_to_scroll_sideways_by_day_and_night_small_and_magnified(
    tab: Page, address: str
) -> None:
    page = opened(tab, address)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        for width in (DESK, PHONE):
            page.set_viewport_size({"width": width, "height": 900})
            assert faults(page, colours=scheme == "dark") == [], f"{scheme}, {width} px"
    # 640 pixels: a screen of 1280 seen at 200 %.
    for width in (PHONE, 390, 640):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate(TOO_WIDE) <= 0, f"{width} px"
    page.set_viewport_size({"width": DESK, "height": 900})
    page.evaluate("document.documentElement.style.fontSize = '225%'")
    assert page.evaluate(TOO_WIDE) <= 0, "letters twice as large"


@pytest.mark.browser
@pytest.mark.parametrize("address", chosen(EVERY + FRAMED, FEW))
def test_a_page_says_the_same_and_offers_nothing_dead_without_javascript(plain: Page, address: str) -> None:
    plain.goto(address)
    expect(plain.get_by_role("heading", level=1)).to_be_visible()
    lone = "[...document.querySelectorAll('button')].filter(one => one.offsetParent && !one.form)"
    assert plain.evaluate(f"{lone}.map(one => one.outerHTML)") == []
    dead = "[...document.querySelectorAll('a')].filter(one => one.offsetParent && !one.getAttribute('href'))"
    assert plain.evaluate(f"{dead}.map(one => one.outerHTML)") == []
    shut = "document.querySelectorAll('form:not([action]), form:not(:has(button, input[type=submit]))').length"
    assert plain.evaluate(shut) == 0


@pytest.mark.browser
@pytest.mark.parametrize("address", chosen(EVERY, FEW))
def test_the_keyboard_goes_straight_to_the_content_and_its_place_is_always_seen(tab: Page, address: str) -> None:
    page = opened(tab, address)
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    expect(page.locator(".skip")).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    page.reload()
    for _ in range(STOPS):
        page.keyboard.press("Tab")
        at = page.evaluate(FOCUSED)
        if at["body"]:
            break
        assert at["ring"], at["name"]
        assert at["seen"], at["name"]


def test_the_pages_that_stand_for_the_others_exist() -> None:
    assert set(EVERY + FRAMED) >= KINDS


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    """What was read of each address, once for these tests."""
    return {}


def text_of(address: str, site: Client, texts: dict[str, str]) -> str:
    if address not in texts:
        texts[address] = site.get(address).content.decode()
    return texts[address]


@pytest.mark.django_db
def test_every_page_has_its_title_one_heading_its_landmarks_labels_and_headed_tables(
    site: Client, texts: dict[str, str]
) -> None:
    titles = Counter[str]()
    for address in EVERY:
        page = Reader(text_of(address, site, texts))
        assert page.flaws() == [], address
        assert page.counted["nav"] >= 2, address
        if "?" not in address:
            titles[page.title] += 1
    # Two wrong addresses are the same page.
    assert sorted(count for count in titles.values() if count > 1) == [len(WRONG)]


@pytest.mark.django_db
def test_an_address_with_a_map_asks_for_its_script_and_no_other_does(site: Client, texts: dict[str, str]) -> None:
    asking = {address for address in EVERY if "data-maplibre" in text_of(address, site, texts)}
    assert asking == set(PAGES["map"] + PAGES["buildings"])
