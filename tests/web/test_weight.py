"""A first visit from a white zone: what each page weighs, as a real browser receives it from the real server."""

from typing import Any

import pytest
from playwright.sync_api import Browser, Request

from tests.web.addresses import COMPARED, FTTH, MAP

pytestmark = [pytest.mark.browser, pytest.mark.more]

KILO = 1000
MOST_REQUESTS = 12
FONTS = 40 * KILO
# What each page may weigh, the map left out.
BUDGETS = {
    "/": 80 * KILO,
    "/territoires/commune/25056": 120 * KILO,
    "/territoires/epci/200069052": 120 * KILO,
    "/territoires/departement/25": 120 * KILO,
    "/territoires/region/27": 120 * KILO,
    "/recherche?q=mont": 80 * KILO,
    "/indicateurs": 80 * KILO,
    MAP: 120 * KILO,
    "/carte": 120 * KILO,
    COMPARED: 120 * KILO,
    f"/territoires/epci/200069052/{FTTH}": 120 * KILO,
    "/sources": 80 * KILO,
    "/sources/arcep_ftth_2018": 80 * KILO,
    "/a-propos": 80 * KILO,
    "/adresse/25056_1001_00012_bis": 80 * KILO,
    "/carte/immeubles": 120 * KILO,
}
WITH_A_MAP = {"/carte", "/carte/immeubles"}
OF_THE_MAP = (
    "/vendor/maplibre/",
    "/vendor/pmtiles/",
    "/tuiles/",
    "/layer",
    "/carte/valeurs",
    "/carte/calques",
    "/noms.json",
)
# The map of a region as a picture, where shapes are too many for the page.
PICTURE = "/carte.svg"


def received(browser: Browser, served: str, address: str) -> list[tuple[Request, int]]:
    """Every request of a first visit, with the bytes that came back for it, headers and all."""
    with browser.new_context(base_url=served, viewport={"width": 1280, "height": 900}) as context:
        page = context.new_page()
        requests: list[Any] = []
        page.on("requestfinished", lambda request: requests.append(request))
        page.goto(address, wait_until="networkidle")
        sizes = [request.sizes() for request in requests]
        weights = [size["responseBodySize"] + size["responseHeadersSize"] for size in sizes]
        return list(zip(requests, weights, strict=True))


def without_map(every: list[tuple[Request, int]]) -> list[tuple[Request, int]]:
    """What is asked whatever the reader does with the map."""
    return [(one, size) for one, size in every if not any(part in one.url for part in (*OF_THE_MAP, PICTURE))]


@pytest.mark.parametrize("address", BUDGETS)
def test_a_first_visit_keeps_to_its_budget(browser: Browser, served: str, address: str, record_property: Any) -> None:
    every = received(browser, served, address)
    asked = [request.url for request, _ in every]
    ours = without_map(every)
    weight = sum(size for _, size in ours)
    fonts = sum(size for one, size in ours if one.resource_type == "font")
    budget = BUDGETS[address]
    record_property("weight", (address, weight, budget, len(ours), fonts))
    assert all(url.startswith(served) for url in asked)
    assert 0 < weight <= budget
    assert 0 < fonts <= FONTS
    assert len(ours) <= MOST_REQUESTS, [one.url for one, _ in ours]
    if address not in WITH_A_MAP:
        assert not any(part in url for url in asked for part in OF_THE_MAP)


def test_a_second_visit_asks_for_the_page_alone(browser: Browser, served: str) -> None:
    with browser.new_context(base_url=served) as context:
        page = context.new_page()
        page.goto("/sources", wait_until="networkidle")
        page.goto("/indicateurs", wait_until="networkidle")
        again = "performance.getEntriesByType('resource').filter(one => one.transferSize).map(one => one.name)"
        assert page.evaluate(again) == []
