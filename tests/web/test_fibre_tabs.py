"""« La fibre » is one section: its pages share a place, an operator and a quarter, and each tab says its figure."""

import re
from html import unescape
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page, expect

from maillage.kernel.territory import Level
from maillage.observatory import door
from maillage.web.declared import packages
from maillage.web.fibre.bar import tabs
from tests.web.axe import faults
from tests.web.words import words

PAGES = ("/deploiement", "/engagements", "/previsions", "/conventions", "/zones-blanches", "/cout", "/immeubles")
TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture
def demo(reading: Any, demo_home: Any) -> Client:
    client: Client = reading(demo_home)
    return client


@pytest.fixture
def chosen(demo_home: Any) -> dict[str, str]:
    """A département, an operator that is there and a quarter that is not the last one."""
    source = door.current(demo_home)
    place = source.territories(Level.DEPARTEMENT)[0]
    inside = {commune.ref.code for commune in source.territories(Level.COMMUNE, place.ref)}
    operator = next(code for commune, code, _ in sorted(source.nearby.fixed.counted) if commune in inside)
    return {"dans": str(place.ref), "operateur": operator, "periode": source.rollout.periods()[0].code}


def led(page: Any) -> dict[str, dict[str, str]]:
    """Where each tab of a page leads, and what it asks there."""
    body = page.content.decode()
    bar = body[body.index('class="fibre-tabs"') : body.index("</ul>", body.index('class="fibre-tabs"'))]
    addresses = [urlsplit(unescape(address)) for address in re.findall(r'href="([^"]+)"', bar)]
    return {each.path: {name: text[0] for name, text in parse_qs(each.query).items()} for each in addresses}


def form(body: str, name: str) -> str:
    """The form of a page that bears a class."""
    return next(each for each in re.findall(r"(?s)<form.*?</form>", body) if name in each.partition(">")[0])


def test_each_page_of_fibre_is_a_tab_found_by_itself() -> None:
    assert {f"maillage.web.fibre.{name}" for name in tabs()} <= set(packages().values())
    ranks = [tab.rank for tab in tabs().values()]
    assert ranks == sorted(set(ranks))


@pytest.mark.django_db
def test_what_is_chosen_on_a_tab_is_kept_by_all_the_others(demo: Client, chosen: dict[str, str]) -> None:
    for page in PAGES:
        found = led(demo.get(page, chosen))
        assert list(found) == list(PAGES), page
        assert all(asked == chosen for asked in found.values()), page


@pytest.mark.django_db
def test_a_page_says_which_choices_it_does_not_read_and_keeps_them(demo: Client, chosen: dict[str, str]) -> None:
    answer = demo.get("/previsions", chosen)
    assert words(answer).count("sans effet sur cette page") == 2
    kept = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]+)"', answer.content.decode())
    assert {("operateur", chosen["operateur"]), ("periode", chosen["periode"])} <= set(kept)
    assert "sans effet" not in words(demo.get("/previsions"))
    assert "sans effet" not in words(demo.get("/deploiement", chosen))


@pytest.mark.django_db
def test_each_tab_says_its_figure_and_that_of_the_cost_is_no_amount(demo: Client, chosen: dict[str, str]) -> None:
    told = words(demo.get("/immeubles", chosen))
    assert re.search(r"Où en est-on (\d+ %|moins de 1 %) Promesses (rien à juger|\d+ tenues? sur)", told)
    assert re.search(r"Zones blanches [\d ]+ loca(l|ux) Coût réservé Immeubles [\d ]+", told)
    assert "€" not in told


def test_the_choices_a_form_of_a_list_does_not_show_stay_when_it_is_sent(demo: Client, chosen: dict[str, str]) -> None:
    body = demo.get("/deploiement", {**chosen, "par": "commune"}).content.decode()
    of_list, of_bar = (form(body, name) for name in ("list-asked", "fibre-asked"))
    hidden = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]+)"')
    assert dict(hidden.findall(of_list)) == chosen
    assert dict(hidden.findall(of_bar)) == {"par": "commune"}


def test_a_commune_is_chosen_by_its_name_among_those_of_its_epci(demo: Client, demo_home: Any) -> None:
    source = door.current(demo_home)
    commune = next(each for each in source.territories(Level.COMMUNE) if each.parents)
    near = source.territories(Level.COMMUNE, commune.parents[0])
    body = demo.get(f"/deploiement?dans={commune.ref}").content.decode()
    assert f'<option value="{commune.ref}" selected>' in body
    assert all(f'value="{each.ref}"' in body for each in near)


@pytest.mark.parametrize("asked", ["dans=commune:99999", "operateur=NADA", "periode=1999-T1"])
def test_a_choice_that_does_not_exist_is_refused_in_words(demo: Client, asked: str) -> None:
    for page in ("/deploiement", "/engagements", "/immeubles", "/deploiement.csv", "/immeubles.csv"):
        answer = demo.get(f"{page}?{asked}")
        assert answer.status_code == 404, page
    assert asked.partition("=")[2].partition(":")[2] in words(demo.get(f"/deploiement?{asked}"))


@pytest.fixture(scope="module")
def tab(browser: Browser, tried_out: str) -> Any:
    with browser.new_context(base_url=tried_out) as context:
        yield context.new_page()


@pytest.mark.browser
@pytest.mark.parametrize("address", [*PAGES, "/carte/immeubles", "/immeubles?quoi=retard"])
def test_the_pages_of_fibre_are_legible_by_day_and_night_on_a_desk_and_a_phone(tab: Page, address: str) -> None:
    for scheme in ("light", "dark"):
        tab.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        for width in (1280, 320):
            tab.set_viewport_size({"width": width, "height": 900})
            tab.goto(address)
            assert faults(tab, colours=scheme == "dark") == [], f"{scheme}, {width} px"
            assert tab.evaluate(TOO_WIDE) <= 0, f"{width} px"
    tab.emulate_media(color_scheme="light")


@pytest.mark.browser
def test_on_a_phone_the_tabs_fold_to_one_line_that_opens(tab: Page) -> None:
    tab.set_viewport_size({"width": 390, "height": 844})
    tab.goto("/deploiement")
    promises = tab.get_by_role("navigation", name="La fibre").get_by_role("link", name="Promesses")
    expect(promises).to_be_hidden()
    tab.get_by_text(f"Les {len(PAGES)} pages").click()
    promises.click()
    tab.wait_for_url("**/engagements")
    tab.set_viewport_size({"width": 1280, "height": 900})
    expect(tab.get_by_text(f"Les {len(PAGES)} pages")).to_be_hidden()


@pytest.mark.browser
def test_without_javascript_one_chooses_a_place_then_goes_on_to_the_next_tab(browser: Browser, tried_out: str) -> None:
    with browser.new_context(base_url=tried_out, java_script_enabled=False) as context:
        page = context.new_page()
        page.goto("/deploiement?par=commune")
        place = page.locator("#bar-dans optgroup[label=Départements] option").first
        ref, name = place.get_attribute("value"), place.inner_text()
        page.locator("#bar-dans").select_option(ref)
        page.locator(".fibre-asked").get_by_role("button", name="Montrer").click()
        assert "par=commune" in page.url
        expect(page.locator(".fibre-where")).to_contain_text(name)
        expect(page.locator(".states svg.states-wide")).to_be_visible()
        expect(page.locator(".states svg.states-narrow")).to_be_hidden()
        page.get_by_role("navigation", name="La fibre").get_by_role("link", name="Prévisions").click()
        expect(page.locator(".fibre-where")).to_contain_text(name)
