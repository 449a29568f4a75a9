"""Bourgogne-Franche-Comté from its real files: pages stay quick and light at full size."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Browser

from tests.serving import answers, free_port, start
from tests.web.axe import faults, wait_for_map
from tests.web.test_weight import BUDGETS, received, without_map
from tests.web.words import words

pytestmark = [pytest.mark.browser, pytest.mark.more]


@pytest.fixture
def region(reading: Any, bfc_home: Path) -> Client:
    client: Client = reading(bfc_home)
    return client


@pytest.fixture(scope="module")
def address(bfc_home: Path) -> Iterator[str]:
    port = free_port()
    with start(bfc_home, port) as server:
        answers(f"http://localhost:{port}/", server, bfc_home)
        yield f"http://localhost:{port}"
        server.terminate()


@pytest.mark.parametrize("page", ["/", "/territoires/departement/21", "/territoires/region/27"])
def test_a_page_of_the_whole_region_keeps_to_its_budget(browser: Browser, address: str, page: str) -> None:
    weight = sum(size for _, size in without_map(received(browser, address, page)))
    assert 0 < weight <= BUDGETS.get(page, 120_000)


def test_the_map_of_every_commune_is_drawn(browser: Browser, address: str) -> None:
    with browser.new_context(base_url=address) as context:
        page = context.new_page()
        page.goto("/carte?indicateur=taux_locaux_raccordables_ftth&niveau=commune&periode=2018-T1")
        wait_for_map(page)
        assert int(page.get_attribute("[data-map]", "data-drawn") or 0) > 3000


def test_everyone_can_read_the_page_of_what_is_not_loaded(browser: Browser, address: str) -> None:
    with browser.new_context(base_url=address) as context:
        page = context.new_page()
        page.goto("/indicateurs/taux_locaux_eligibles_1gbits")
        assert faults(page) == []


def test_what_is_not_loaded_reads_so_and_never_zero(region: Client) -> None:
    text = words(region.get("/territoires/region/27/reseaux-fixes"))
    assert "Locaux éligibles à 1 Gbit/s ou plus Données non chargées" in text
    page = words(region.get("/indicateurs/taux_locaux_eligibles_1gbits"))
    assert "Ce n’est pas un zéro : nous ne savons pas." in page


def test_where_no_home_is_loaded_a_commune_says_its_places_of_help_and_the_nearest(region: Client) -> None:
    without = words(region.get("/territoires/commune/71020"))
    assert "0 lieu de médiation numérique" in without
    assert "Le plus proche du centre, à" in without
    assert "lieux de médiation numérique" in words(region.get("/territoires/commune/71543"))
