"""A list described once: what one asks of it is the same on its page, in its files and in the API."""

import csv
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.test import Client
from playwright.sync_api import Browser, Page

from maillage.web.gate.access import Access, declared, walk
from maillage.web.lists.behind import LISTING
from maillage.web.lists.filters import Field
from maillage.web.lists.reading import COLUMN, PAGE, SORT
from maillage.web.urls import urlpatterns
from tests.web.filling import playing
from tests.web.words import words

SLIPS = "/engagements"
EVERY = [listing for _, view in walk(urlpatterns) if (listing := getattr(view, LISTING, None))]


@pytest.fixture
def demo(reading: Any, demo_home: Path) -> Client:
    client: Client = reading(demo_home)
    return client


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return b"".join(answer.streaming_content).decode()


def rows(client: Client, address: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text(client, address))))


def test_the_files_of_a_list_say_the_same_in_csv_in_xlsx_in_json_and_by_the_api(demo: Client) -> None:
    address = f"{SLIPS}.%s?par=commune&tri=-dates"
    flat, structured = rows(demo, address % "csv"), json.loads(text(demo, address % "json"))
    book = openpyxl.load_workbook(io.BytesIO(b"".join(demo.get(address % "xlsx").streaming_content)))
    sheet = list(book.worksheets[0].iter_rows(min_row=2, values_only=True))
    by_api = demo.get("/api/v1/lists/engagements?par=commune&tri=-dates&limit=1000").json()
    names = [column["name"] for column in structured["columns"]]
    assert [*flat[0]] == [*names, "mention"]
    assert by_api["total"] == len(flat) == len(sheet) == len(structured["rows"]) > 10
    assert by_api["rows"] == structured["rows"]
    for line, cells, record in zip(flat, sheet, structured["rows"], strict=True):
        assert [line[name] for name in names] == ["" if record[name] is None else str(record[name]) for name in names]
        assert list(cells[: len(names)]) == [record[name] for name in names]
    dated = [record["dates"] for record in structured["rows"]]
    assert dated == sorted(dated, reverse=True)
    assert structured["simulated"]
    assert structured["notice"] == flat[0]["mention"] != ""
    assert {source["source"] for source in structured["sources"]} == {"arcep_cartefibre_immeubles"}


def test_the_csv_for_excel_is_what_the_french_excel_opens(demo: Client) -> None:
    answer = demo.get(f"{SLIPS}.csv?pour=excel")
    body = b"".join(answer.streaming_content)
    assert body.startswith(b"\xef\xbb\xbf")
    assert "-excel-donnees-simulees.csv" in answer["Content-Disposition"]
    head, *lines = csv.reader(io.StringIO(body.decode("utf-8-sig")), delimiter=";")
    plain = list(csv.reader(io.StringIO(text(demo, f"{SLIPS}.csv"))))
    assert head == plain[0]
    mean = head.index("glissement_moyen")
    assert [line[mean] for line in lines] == [line[mean].replace(".", ",") for line in plain[1:]]
    assert demo.get(f"{SLIPS}.csv?pour=lotus").status_code == 404


def test_the_columns_chosen_are_those_of_the_page_and_of_the_files(demo: Client) -> None:
    asked = "colonne=groupe&colonne=dates&colonne=kept"
    page = demo.get(f"{SLIPS}?{asked}").content.decode()
    assert page.count('role="columnheader"') == 3
    assert list(rows(demo, f"{SLIPS}.csv?{asked}")[0]) == ["groupe", "dates", "mention"]
    assert f"{SLIPS}.xlsx?colonne=groupe&amp;colonne=dates" in page
    assert [*demo.get(f"/api/v1/lists/engagements?{asked}&limit=1").json()["rows"][0]] == ["groupe", "dates"]
    # A column of the page only, alone, leaves the file whole.
    assert "immeubles" in rows(demo, f"{SLIPS}.csv?colonne=kept")[0]


def test_the_order_asked_is_that_of_the_page_and_can_be_turned(demo: Client) -> None:
    up = [line["groupe"] for line in rows(demo, f"{SLIPS}.csv?par=commune&tri=groupe")]
    down = [line["groupe"] for line in rows(demo, f"{SLIPS}.csv?par=commune&tri=-groupe")]
    assert up == down[::-1] != []
    page = demo.get(f"{SLIPS}?par=commune&tri=groupe").content.decode()
    assert page.index(f">{up[0]}<") < page.index(f">{up[1]}<")
    assert 'aria-sort="ascending"' in page
    assert "tri=-groupe" in page


def test_the_page_of_indicators_gathers_them_by_theme_and_files_keep_their_order(demo: Client) -> None:
    lines = rows(demo, "/indicateurs.csv")
    page = demo.get("/indicateurs").content.decode()
    shown = re.findall(r'rowheader"><a href="/indicateurs/(\w+)"', page)
    names = [line["indicateur"] for line in lines]
    assert set(shown) == set(names)
    assert shown != names
    assert page.count('class="list-group"') == len({line["theme"] for line in lines})


@pytest.mark.parametrize("asked", ["tri=prix", "colonne=prix", "par=prix", "periode=1999-T1", "dans=commune:99999"])
def test_what_a_list_does_not_have_is_refused_in_words_by_every_door(demo: Client, asked: str) -> None:
    for address in (SLIPS, f"{SLIPS}.csv", f"{SLIPS}.xlsx", f"{SLIPS}.json", "/api/v1/lists/engagements"):
        answer = demo.get(f"{address}?{asked}")
        assert answer.status_code == 404
    assert asked.partition("=")[2].partition(":")[2] in words(demo.get(f"{SLIPS}?{asked}"))


def test_names_and_parameters_of_every_list_are_plain_and_known_once() -> None:
    assert len(EVERY) == len({listing.name for listing in EVERY}) == len({listing.address for listing in EVERY})
    for listing in EVERY:
        asked = [each.name for each in listing.filters]
        assert len(asked) == len({*asked, SORT, COLUMN, PAGE}) - 3, listing.name
        assert all(each.options or each.parse or each.field is not Field.CHOICE for each in listing.filters), (
            listing.name
        )
        if isinstance(listing.columns, tuple):
            names = [column.name for column in listing.columns]
            assert len(names) == len(set(names)), listing.name
            assert any(column.first for column in listing.columns), listing.name


def test_lists_that_everybody_may_read_are_in_the_description_of_the_api(demo: Client) -> None:
    paths = demo.get("/api/v1/openapi.json").json()["paths"]
    described = {path.removeprefix("/api/v1/lists/") for path in paths if path.startswith("/api/v1/lists/")}
    every = [(view, getattr(view, LISTING)) for _, view in walk(urlpatterns) if hasattr(view, LISTING)]
    public = [listing for view, listing in every if listing.guard or declared(view) is Access.PUBLIC]
    assert len(described) == len([listing for listing in public if listing.api]) > 0
    (operation,) = paths["/api/v1/lists/engagements"].values()
    assert {"limit", "offset", "tri", "colonne", "dans", "operateur", "par", "periode"} == {
        parameter["name"] for parameter in operation["parameters"]
    }


@pytest.fixture(scope="module")
def page(browser: Browser, tried_out: str) -> Iterator[Page]:
    with playing(browser, tried_out, "secretaire") as page:
        yield page


@pytest.mark.browser
def test_a_member_narrows_orders_and_chooses_columns_without_javascript(page: Page) -> None:
    page.goto("/piloter/decisions")
    every = page.locator("tbody tr").count()
    page.select_option("#f-etat", "toutes")
    page.select_option("#f-tri", "echeance")
    page.click("text=Colonnes")
    page.check("input[name=colonne][value=texte]")
    page.click("text=Montrer")
    assert page.locator("tbody tr").count() > every
    assert page.locator("th[aria-sort=ascending]").inner_text().strip() == "À faire avant le"
    assert page.locator("thead").get_by_text("Ce qui est décidé").is_visible()
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    first = page.locator("tbody tr").first
    assert first.evaluate("row => getComputedStyle(row).display") == "flex"
    page.set_viewport_size({"width": 1280, "height": 900})
