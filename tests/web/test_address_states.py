"""The page of an address, state by state: what it answers first, what it warns of, draws and leaves out."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page

from maillage.kernel.period import Period
from maillage.kernel.territory import Level, Ref
from maillage.observatory.address_sheet import AddressSheet, address_sheet, spot_at, spot_of
from maillage.observatory.door import Observatory, current
from maillage.observatory.forecasts import FORECAST, Forecast
from maillage.web.fibre.address.around import around
from maillage.web.fibre.address.state import copper, state
from maillage.web.fibre.address.wait import Wait, wait
from maillage.web.words.copper import SOON
from maillage.web.words.pieces import plain
from tests.web.axe import faults
from tests.web.words import visible, words

READY, WORKS = "25056_1001_00012", "25056_1001_00012_bis"
NO_EXCHANGE = (6.0188, 47.2412)
"""A building whose exchange is unknown, where nothing is begun."""
TODAY, CLOSING = date(2026, 11, 30), date(2027, 1, 31)
GIVEN_UP = "/adresse?lon=6.7707&lat=47.3868"
PAGES = (f"/adresse/{READY}", f"/adresse/{WORKS}", f"/adresse?lon={NO_EXCHANGE[0]}&lat={NO_EXCHANGE[1]}", GIVEN_UP)


@pytest.fixture
def source(site: Any, release_home: Path) -> Observatory:
    return current(release_home)


def sheet_of(source: Observatory, key: str) -> AddressSheet:
    return address_sheet(source, spot_of(source, key))


def closing_on(sheet: AddressSheet, day: date | None) -> AddressSheet:
    """The same place, whose copper closes on another day."""
    assert sheet.ground
    return replace(sheet, ground=replace(sheet.ground, copper_ends_on=day))


def said(sheet: AddressSheet, today: date = TODAY) -> tuple[str, bool]:
    """What is said of copper, and whether it is an alarm."""
    told = copper(sheet, state(sheet), today)
    return (visible(plain(told.words)), told.alarm) if told else ("", False)


def forecast(first: str | None, last: str | None, kind: str = FORECAST) -> Forecast:
    quarters = [Period.parse(code) if code else None for code in (first, last)]
    return Forecast(
        Ref(Level.COMMUNE, "25056"), Period.parse("2026-T2"), kind, "s", 15.0, quarters[0], None, quarters[1], ()
    )


def waited(sheet: AddressSheet, first: str | None, last: str | None, kind: str = FORECAST) -> Wait:
    told = wait(sheet, state(sheet), forecast(first, last, kind), 90.0, TODAY)
    assert told is not None
    return told


def test_where_fibre_is_there_one_reads_who_sells_it_and_nothing_of_waiting(site: Client) -> None:
    told = words(site.get(f"/adresse/{READY}"))
    assert "La fibre est là. Free et Orange la vendent ici." in told
    assert "prenez la fibre avant" in told
    assert "En attendant" not in told
    assert "Être prévenu" not in told.split("Qui appeler")[0]
    assert "pas encore de fibre" not in told


def test_without_fibre_and_copper_soon_closed_a_red_line_says_it(site: Client) -> None:
    page = site.get(f"/adresse/{WORKS}")
    told = words(page)
    assert "Pas encore de fibre. Les travaux sont en cours." in told
    assert "Le cuivre ferme le 31 janvier 2028 : plus d’ADSL, et pas encore de fibre." in told
    assert '<p class="alarm">' in page.content.decode()
    assert told.index("plus d’ADSL") < told.index("Signaler une erreur") < told.rindex("En attendant")


def test_copper_alarms_only_who_has_no_fibre_and_less_than_eighteen_months(source: Observatory) -> None:
    sheet = sheet_of(source, WORKS)
    assert said(closing_on(sheet, TODAY + SOON))[1]
    assert said(closing_on(sheet, date(2029, 1, 31))) == ("Le cuivre ferme le 31 janvier 2029.", False)
    assert said(closing_on(sheet, date(2025, 1, 31))) == (
        "Le cuivre a fermé le 31 janvier 2025 : plus d’ADSL, et pas encore de fibre.",
        True,
    )
    ready = sheet_of(source, READY)
    assert said(closing_on(ready, CLOSING)) == ("Le cuivre ferme le 31 janvier 2027 : prenez la fibre avant.", False)


def test_without_a_date_nothing_is_said_of_copper_first_and_the_rest_says_it_is_not_announced(
    source: Observatory, site: Client
) -> None:
    assert said(closing_on(sheet_of(source, WORKS), None)) == ("", False)
    told = words(site.get(GIVEN_UP))
    assert "Pas de fibre prévue. L’opérateur a renoncé à équiper cet immeuble." in told
    assert "Le cuivre ferme" not in told
    assert "Aucune date de fermeture du réseau cuivre n’est annoncée pour cette commune." in told


def test_a_building_whose_exchange_is_unknown_says_so(site: Client) -> None:
    told = words(site.get(f"/adresse?lon={NO_EXCHANGE[0]}&lat={NO_EXCHANGE[1]}"))
    assert "Armoire du quartier (PM) inconnue" in told
    assert "L’armoire du quartier est ouverte" not in told


@pytest.mark.parametrize(
    ("changes", "says", "there"),
    [
        (
            {"exchange_state": "en cours de deploiement"},
            "Bientôt la fibre. Elle arrive à l’immeuble ; l’armoire du quartier n’est pas encore ouverte.",
            False,
        ),
        (
            {"state": "raccordable demande"},
            "La fibre est là, sur demande. L’opérateur finit la ligne quand un abonné le demande.",
            True,
        ),
        ({"state": "signe"}, "Pas encore de fibre. L’accord est signé ; les travaux n’ont pas commencé.", False),
        ({"state": "autre"}, "État inconnu. L’état publié n’est pas un de ceux que nous connaissons.", False),
    ],
)
def test_each_state_is_said_in_one_sentence(
    source: Observatory, changes: dict[str, Any], says: str, there: bool
) -> None:
    sheet = sheet_of(source, READY)
    told = state(replace(sheet, buildings=[replace(sheet.buildings[0], **changes)]))
    assert visible(plain(told.sentence)).startswith(says)
    assert (told.ready, told.there) == (False, there)
    assert told.missing == (not there and changes.get("state") != "autre")


def test_nothing_loaded_leaves_no_empty_part(reading: Any, bfc_home: Path) -> None:
    page = reading(bfc_home).get("/adresse?lon=6.0241&lat=47.2378")
    told, body = words(page), page.content.decode()
    assert "Nous ne savons pas si la fibre est là." in told
    assert "Données non chargées : l’état de la fibre par immeuble." in told
    assert 'class="picture' not in body
    assert 'id="quand"' not in body
    assert 'id="fibre"' not in body


def test_the_wait_goes_from_the_end_of_copper_to_what_is_forecast_of_the_commune(source: Observatory) -> None:
    told = waited(closing_on(sheet_of(source, WORKS), CLOSING), "2028-T3", "2030-T2")
    assert visible(told.title) == "De l’ADSL à la fibre, 20 à 41 mois d’attente"
    assert "pas pour cette adresse" in told.note
    for drawn in (told.wide, told.narrow):
        assert "L’ADSL s’arrête le 31 janvier 2027." in visible(drawn.replace('aria-label="', ">").replace('">', "<"))
    assert "20 à 41 mois" in visible(told.wide)


@pytest.mark.parametrize(
    ("copper_ends", "first", "last", "title"),
    [
        (CLOSING, "2028-T3", None, "De l’ADSL à la fibre, au moins 20 mois d’attente"),
        (CLOSING, "2028-T3", "2028-T3", "De l’ADSL à la fibre, 20 mois d’attente"),
        (date(2029, 1, 31), "2027-T3", "2028-T2", "La fibre est attendue avant la fin de l’ADSL"),
        (date(2029, 1, 31), "2027-T3", "2030-T2", "La fibre peut arriver 17 mois après la fin de l’ADSL"),
        (date(2029, 1, 31), "2027-T3", None, "La fibre n’est pas sûre d’arriver avant la fin de l’ADSL"),
        (None, "2028-T3", "2030-T2", "La fibre est attendue dans 22 à 43 mois"),
        (date(2025, 1, 31), "2028-T3", "2030-T2", "L’ADSL est arrêté, la fibre est attendue dans 22 à 43 mois"),
        (CLOSING, "2026-T3", "2027-T2", "La fibre peut arriver 5 mois après la fin de l’ADSL"),
        (None, "2026-T3", "2027-T2", "La fibre est attendue d’ici fin juin 2027"),
    ],
)
def test_each_wait_is_called_what_it_is(
    source: Observatory, copper_ends: date | None, first: str, last: str | None, title: str
) -> None:
    told = waited(closing_on(sheet_of(source, WORKS), copper_ends), first, last)
    assert visible(told.title) == title
    for drawn in (told.wide, told.narrow):
        width = float(re.findall(r'viewBox="0 0 (\d+)', drawn)[0])
        assert all(0 <= float(x) <= width for x in re.findall(r'<text[^>]* x="(-?[\d.]+)"', drawn))


@pytest.mark.parametrize("kind", ["pas_commencee", "arretee", "achevee", "inconnue"])
def test_without_a_date_to_come_it_is_said_why_and_nothing_is_drawn(source: Observatory, kind: str) -> None:
    told = waited(sheet_of(source, WORKS), None, None, kind)
    assert (told.title, told.wide) == ("Pas de date connue pour la fibre", "")
    assert "Cela vaut pour la commune entière." in told.note
    gone_by = waited(sheet_of(source, WORKS), "2026-T1", "2026-T2")
    assert gone_by.wide == ""


def test_nobody_waits_where_fibre_is_there(source: Observatory) -> None:
    sheet = sheet_of(source, READY)
    assert wait(sheet, state(sheet), forecast("2028-T3", "2030-T2"), 90.0, TODAY) is None


def test_several_buildings_that_differ_are_counted(source: Observatory) -> None:
    ready, works = sheet_of(source, READY), sheet_of(source, WORKS)
    both = replace(works, buildings=[*works.buildings, *ready.buildings])
    told = state(both)
    assert plain(told.sentence).startswith("La fibre est là pour 1\u00a0immeuble sur 2 à cette adresse.")
    assert (told.ready, told.there, told.missing) == (False, True, False)


def test_the_picture_counts_what_the_ring_holds_and_says_it_to_who_does_not_see(source: Observatory) -> None:
    sheet = sheet_of(source, WORKS)
    drawn = around(source, sheet, state(sheet))
    assert drawn is not None
    counted = sum(entry.count for entry in drawn.legend)
    assert visible(drawn.title).endswith("à moins de 1,2 km")
    assert counted >= 1
    assert f'role="img" aria-label="{drawn.title}.' in drawn.svg
    assert 'class="bar"' in drawn.svg
    assert "n° 12 bis" in drawn.svg


def test_where_no_fibre_is_in_the_picture_it_says_how_far_and_which_way(source: Observatory, tmp_path: Path) -> None:
    spot = spot_at(source, 6.0188, 47.2412)
    sheet = address_sheet(source, spot)
    here = source.nearby.around.fibre(spot.longitude, spot.latitude)
    assert here is not None
    # Ready at 6.0241, 47.2378: 400 m to the east, 380 m to the south.
    assert round(here.distance, -1) == 550
    told = around(source, sheet, state(sheet))
    assert told is not None
    assert told.fibre == "" or "au sud-est" in told.fibre


def test_around_gives_each_building_of_the_rectangle_and_no_other(source: Observatory) -> None:
    dots = source.nearby.around.dots(6.0188, 47.2412, 100, 100)
    assert {dot.state for dot in dots} == {"cible", "signe"}
    assert source.nearby.around.dots(6.0188, 47.2412, 10, 100) == [
        dot for dot in dots if abs(dot.longitude - 6.0188) < 0.0001
    ]
    assert source.nearby.around.fibre(5.0, 47.0) is None


def test_hours_are_in_french_and_never_as_the_list_writes_them(site: Client) -> None:
    for address in PAGES:
        told = words(site.get(address))
        assert not re.search(r"\b(?:Mo|Tu|We|Th|Fr|Sa|Su)-(?:Mo|Tu|We|Th|Fr|Sa|Su)\b", told)
        assert not re.search(r"\d\d:\d\d", told)


def test_what_others_point_at_is_still_there(site: Client) -> None:
    body = site.get(f"/adresse/{WORKS}").content.decode()
    for anchor in ("fibre", "offres", "attente", "entreprise", "commune", "mobile", "aide", "demander"):
        assert body.count(f'id="{anchor}"') == 1, anchor


@pytest.fixture(scope="module")
def tab(browser: Browser, served: str) -> Iterator[Page]:
    with browser.new_context(base_url=served) as context:
        yield context.new_page()


@pytest.mark.browser
@pytest.mark.parametrize("address", PAGES)
def test_each_state_is_legible_by_day_and_night_and_at_320_pixels(tab: Page, address: str) -> None:
    tab.goto(address)
    tab.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    for scheme in ("light", "dark"):
        tab.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        for width in (1280, 320):
            tab.set_viewport_size({"width": width, "height": 900})
            assert faults(tab) == [], f"{scheme}, {width} px"
            assert tab.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, f"{width} px"


@pytest.mark.browser
def test_the_answer_the_doors_and_the_spot_are_on_the_first_screen(browser: Browser, served: str) -> None:
    for width, height in ((1280, 900), (390, 844)):
        with browser.new_context(base_url=served, viewport={"width": width, "height": height}) as context:
            page = context.new_page()
            page.goto(f"/adresse/{WORKS}")
            for part in (".answer", ".alarm", ".doors", ".address-around .picture-sheet"):
                box = page.locator(part).bounding_box()
                assert box, part
                assert box["y"] + box["height"] <= height, f"{part}, {width} px"


@pytest.mark.browser
def test_printed_nothing_stays_folded(tab: Page) -> None:
    tab.set_viewport_size({"width": 1280, "height": 900})
    tab.emulate_media(media="screen", color_scheme="light")
    tab.goto(f"/adresse/{READY}")
    table = tab.locator(".fold table").first
    assert table.bounding_box() is None or not table.is_visible()
    tab.emulate_media(media="print")
    box = table.bounding_box()
    assert box
    assert box["height"] > 20
