"""A figure is cited by an address that stays, and the corrections that follow are read, taken and followed."""

import csv
import io
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.test import Client
from playwright.sync_api import Browser

from maillage.observatory.door import current
from tests.cli.terminal import FTTH, own_copy, publish
from tests.web.words import words

FIGURE = f"/territoires/commune/25547/{FTTH}?periode=2018-T1"
ATOM = {"a": "http://www.w3.org/2005/Atom"}


@pytest.fixture(scope="module")
def home(release_home: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A home whose second release corrects what the first said, and the key of the first."""
    place = own_copy(release_home, tmp_path_factory.mktemp("citing"))
    first = current(place).release.key
    (place / "corrections").mkdir()
    (place / "corrections" / "arcep_ftth_2018.csv").write_text(
        "commune_publiee,periode,colonne,action,ancienne,nouvelle,motif,par,le,statut\n"
        "25547,2018-T1,raccordables,corriger,700,650,Compté deux fois,Le SIG,2026-11-25,appliquée\n",
        "utf-8",
    )
    publish(place)
    return place, first


@pytest.fixture
def corrected(reading: Callable[[Path], Client], home: tuple[Path, str]) -> Client:
    return reading(home[0])


def cited(key: str) -> str:
    return f"/publications/{key}/commune/25547/{FTTH}/2018-T1"


def test_the_page_of_a_figure_gives_its_sentence_and_the_address_that_stays(site: Client, release_home: Path) -> None:
    key = current(release_home).release.key
    body = site.get(FIGURE).content.decode()
    sentence = words(site.get(FIGURE))
    assert f'href="http://localhost{cited(key)}"' in body
    assert "Maillage, publication n° 1 du" in sentence
    assert f"d’après Arcep. http://localhost{cited(key)}" in sentence


def test_the_address_shows_the_figure_of_its_release_while_it_is_the_last(site: Client, release_home: Path) -> None:
    page = words(site.get(cited(current(release_home).release.key)))
    assert "107,7 % 1er trimestre 2018" in page
    assert "C’est la publication d’aujourd’hui" in page
    assert "Depuis, la publication" not in page


def test_once_corrected_it_still_shows_it_and_says_what_is_said_since(
    corrected: Client, home: tuple[Path, str]
) -> None:
    page = words(corrected.get(cited(home[1])))
    assert "107,7 % 1er trimestre 2018" in page
    assert "Depuis, la publication n° 2" in page
    assert "dit 100 %" in page
    assert "Compté deux fois (Le SIG, 25 novembre 2026)" in page
    assert f'href="{FIGURE}"' in corrected.get(cited(home[1])).content.decode()


def test_a_release_of_another_site_is_not_found(corrected: Client) -> None:
    answer = corrected.get(cited("7-20200101000000"))
    assert answer.status_code == 404
    assert "ne porte ce numéro" in words(answer)


def test_corrections_are_listed_with_what_was_and_what_is(corrected: Client, home: tuple[Path, str]) -> None:
    page = words(corrected.get("/corrections?territoire=Sochaux"))
    assert "1 correction" in page
    assert "107,7 %" in page
    assert "100 %" in page
    assert "depuis la publication n° 1" in page
    assert cited(home[1]) in corrected.get("/corrections").content.decode()
    lines = b"".join(corrected.get("/corrections.csv?territoire=commune:25547")).decode("utf-8-sig")  # type: ignore[arg-type]
    (row,) = csv.DictReader(io.StringIO(lines))
    assert (row["publication"], row["code"], row["periode"]) == ("2", "25547", "2018-T1")
    assert (float(row["avant"]), float(row["maintenant"])) == (pytest.approx(100 * 700 / 650), 100)
    assert corrected.get("/corrections?territoire=Nullepart").status_code == 404


def test_of_one_figure_the_largest_territory_comes_first(corrected: Client) -> None:
    lines = b"".join(corrected.get("/corrections.csv")).decode("utf-8-sig")  # type: ignore[arg-type]
    rows = [row for row in csv.DictReader(io.StringIO(lines)) if row["periode"] == "2018-T1"]
    levels = [row["niveau"] for row in rows if row["indicateur"] == rows[0]["indicateur"]]
    assert {"region", "departement", "epci", "commune"} <= set(levels)
    order = ["region", "departement", "groupement", "epci", "commune"]
    assert levels == sorted(levels, key=order.index)


def test_the_feed_tells_each_indicator_and_period_once_with_its_reason(corrected: Client) -> None:
    answer = corrected.get("/corrections.atom")
    feed = ElementTree.fromstring(answer.content)
    assert answer["Content-Type"].startswith("application/atom+xml")
    entries = feed.findall("a:entry", ATOM)
    titles = [entry.findtext("a:title", "", ATOM) for entry in entries]
    assert len({entry.findtext("a:id", "", ATOM) for entry in entries}) == len(entries) > 0
    (told,) = [entry for entry, title in zip(entries, titles, strict=True) if "fibre" in title.lower()]
    link = told.find("a:link", ATOM)
    assert link is not None
    assert "correction signée" in told.findtext("a:summary", "", ATOM)
    assert corrected.get(link.attrib["href"].removeprefix("http://localhost")).status_code == 200


def test_without_correction_the_list_says_so_and_the_feed_is_empty(site: Client) -> None:
    assert "Aucun chiffre publié n’a été corrigé" in words(site.get("/corrections"))
    assert not ElementTree.fromstring(site.get("/corrections.atom").content).findall("a:entry", ATOM)


@pytest.mark.browser
def test_the_sentence_is_copied_in_one_press(browser: Browser, served: str) -> None:
    with browser.new_context(permissions=["clipboard-read", "clipboard-write"]) as context:
        page = context.new_page()
        page.goto(f"{served}{FIGURE}#citer")
        page.get_by_role("button", name="Copier").press("Enter")
        page.get_by_role("status").filter(has_text="Copié").wait_for()
        assert "publication n° 1" in page.evaluate("navigator.clipboard.readText()").replace("\u00a0", " ")
