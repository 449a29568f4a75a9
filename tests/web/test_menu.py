"""Pages are found from anywhere: menus by question, laid over the page, on a desk and a phone, without script too."""

from collections.abc import Iterator

import pytest
from django.test import Client
from playwright.sync_api import Browser, Locator, Page, expect

from tests.web.axe import faults

DESK, PHONE = 1280, 390
MOST_HIGH = 110
ADDRESS = "/engagements"
QUESTION, LINE = "La fibre, quand ?", "Promesses"
TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
LAID = "[...document.querySelectorAll('.menu ul ul')].filter(one => one.checkVisibility()).length"


def opened(browser: Browser, served: str, width: int, script: bool = True) -> Iterator[Page]:
    size = {"width": width, "height": 844}
    with browser.new_context(base_url=served, viewport=size, java_script_enabled=script) as context:  # type: ignore[arg-type]
        page = context.new_page()
        page.goto(ADDRESS)
        yield page


@pytest.fixture
def desk(browser: Browser, served: str) -> Iterator[Page]:
    yield from opened(browser, served, DESK)


@pytest.fixture(params=[True, False], ids=["script", "no script"])
def phone(browser: Browser, served: str, request: pytest.FixtureRequest) -> Iterator[Page]:
    yield from opened(browser, served, PHONE, request.param)


def question(page: Page, text: str) -> Locator:
    """The head of a menu, whatever its spaces."""
    return page.locator(".menu li summary").filter(has_text=text.split(" ?")[0].split(",")[0])


def heading_at(page: Page) -> float:
    box = page.get_by_role("heading", level=1).bounding_box()
    assert box
    return box["y"]


@pytest.mark.browser
def test_a_menu_lies_over_the_page_and_closes_with_escape_a_click_elsewhere_or_another_menu(desk: Page) -> None:
    before = heading_at(desk)
    question(desk, QUESTION).click()
    expect(desk.get_by_role("link", name="Prévisions Quand elle serait là")).to_be_visible()
    assert heading_at(desk) == before
    assert faults(desk) == []
    desk.keyboard.press("Escape")
    assert desk.evaluate(LAID) == 0
    expect(question(desk, QUESTION)).to_be_focused()
    question(desk, QUESTION).click()
    question(desk, "Que fait-on ?").click()
    assert desk.evaluate(LAID) == 1
    desk.get_by_role("heading", level=1).click()
    assert desk.evaluate(LAID) == 0


@pytest.mark.browser
def test_the_keyboard_alone_opens_a_menu_goes_through_it_and_leaves_it_closed(desk: Page) -> None:
    question(desk, "D’où").focus()
    desk.keyboard.press("Enter")
    for line in ("Les données", "Les sources", "L’API"):
        desk.keyboard.press("Tab")
        expect(desk.locator(".menu a:focus b")).to_have_text(line)
    desk.get_by_role("searchbox").or_(desk.get_by_role("combobox")).first.focus()
    assert desk.evaluate(LAID) == 0
    question(desk, "D’où").focus()
    desk.keyboard.press("Enter")
    desk.keyboard.press("Tab")
    desk.keyboard.press("Tab")
    desk.keyboard.press("Enter")
    expect(desk.get_by_role("heading", level=1)).to_have_text("Les sources")


@pytest.mark.browser
@pytest.mark.parametrize("width", [1024, 1100, 1280])
def test_no_menu_goes_out_of_the_window(desk: Page, width: int) -> None:
    desk.set_viewport_size({"width": width, "height": 844})
    for head in desk.locator(".menu li summary").all():
        head.click()
        box = head.locator("xpath=following-sibling::ul").bounding_box()
        assert box
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
        assert desk.evaluate(TOO_WIDE) <= 0


@pytest.mark.browser
def test_on_a_phone_one_button_opens_every_page_over_the_page_with_or_without_script(phone: Page) -> None:
    header = phone.locator(".top").bounding_box()
    assert header
    assert header["height"] <= MOST_HIGH
    before = heading_at(phone)
    expect(question(phone, QUESTION)).to_be_hidden()
    phone.get_by_text("Menu", exact=True).click()
    question(phone, "D’où").click()
    link = phone.get_by_role("link", name="Les sources Avec leur date et leur licence")
    expect(link).to_be_visible()
    assert heading_at(phone) == before
    for width in (PHONE, 320):
        phone.set_viewport_size({"width": width, "height": 844})
        assert phone.evaluate(TOO_WIDE) <= 0
    link.click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Les sources")


@pytest.mark.browser
def test_on_a_phone_the_menu_opens_where_the_reader_is_and_the_search_is_one_touch_away(
    browser: Browser, served: str
) -> None:
    for page in opened(browser, served, PHONE):
        page.get_by_text("Menu", exact=True).click()
        expect(page.locator(".menu a[aria-current] b")).to_be_visible()
        assert faults(page) == []
        page.keyboard.press("Escape")
        expect(question(page, QUESTION)).to_be_hidden()
        page.get_by_role("link", name="Chercher").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Recherche")


@pytest.mark.django_db
def test_the_page_read_is_marked_for_who_hears_it_and_the_foot_has_every_page(site: Client) -> None:
    text = site.get(ADDRESS).content.decode()
    assert text.count('aria-current="page"') >= 2
    assert '<summary aria-current="true">' in text
    foot = text.partition('<nav class="site-index"')[2]
    for line in (
        "La carte",
        "Toute la région",
        LINE,
        "Zones blanches",
        "Les stratégies",
        "Suivi public",
        "Mon bureau",
        "Contestations",
    ):
        assert line in foot
