"""What the operator lays under the map: an archive of his own or of another host, or nothing, as by default."""

import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from struct import pack_into
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page, Route, expect

from maillage.kernel.errors import UsageError
from maillage.store.tiles import _tippecanoe
from maillage.web.drawing import background
from tests import homes, serving
from tests.web.axe import faults, wait_for_map

MAP = "/carte?indicateur=taux_locaux_raccordables_ftth&niveau=commune"
ELSEWHERE = "https://fonds.exemple.fr/region.pmtiles"
CREDIT = '<a href="https://exemple.fr">Cartes</a> &amp; chemins, ODbL'


def drawn(place: Path) -> Path:
    """An archive of a road and a lake in the middle of the samples, as Protomaps calls them."""
    road = {"type": "LineString", "coordinates": [[5.5, 47.0], [7.2, 47.8]]}
    lake = {"type": "Polygon", "coordinates": [[[6.2, 47.2], [6.6, 47.2], [6.6, 47.5], [6.2, 47.2]]]}
    layers = []
    for name, shape, kind in (("roads", road, "highway"), ("water", lake, "lake")):
        file = place / f"{name}.json"
        file.write_text(json.dumps({"type": "Feature", "properties": {"kind": kind}, "geometry": shape}))
        layers.append(f"--named-layer={name}:{file}")
    archive = place / "fond.pmtiles"
    told = ("--quiet", "--force", "--maximum-zoom=9", f"--attribution={CREDIT}", f"--output={archive}")
    subprocess.run([_tippecanoe(), *told, *layers], check=True, capture_output=True)
    return archive


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return drawn(tmp_path_factory.mktemp("fond"))


def chosen(text: str, home: Path, credit: str = "") -> background.Background:
    return background.chosen({"MAILLAGE_BACKGROUND": text, "MAILLAGE_BACKGROUND_CREDIT": credit}, home)


def test_an_archive_of_the_home_says_who_made_it_unless_the_operator_does(archive: Path) -> None:
    under = chosen("fond.pmtiles", archive.parent)
    assert (under.file, under.problem, under.host) == (archive, "", "")
    assert under.attribution == "Cartes & chemins, ODbL"
    assert chosen(str(archive), Path("/nulle/part"), credit="© Nous").attribution == "© Nous"


def test_an_address_opens_its_host_and_no_other() -> None:
    under = chosen(f"{ELSEWHERE}?v=2", Path())
    assert (under.host, under.archive, under.file) == ("https://fonds.exemple.fr", f"{ELSEWHERE}?v=2", None)


@pytest.mark.parametrize(
    "text", ["osm", "https://exemple.fr/{z}/{x}/{y}.png", "ftp://a/b.pmtiles", "https://moi:code@exemple.fr/a.pmtiles"]
)
def test_what_is_no_archive_is_refused_in_words(text: str) -> None:
    with pytest.raises(UsageError, match=r"MAILLAGE_BACKGROUND vaut « .* »\. Écrivez le chemin ou l’adresse"):
        chosen(text, Path())


def spoilt(archive: Path, place: Path, how: str) -> Path:
    """The same archive in another state."""
    content = bytearray(archive.read_bytes())
    if how == "cut":
        content = content[:-200]
    elif how == "old":
        content[7] = 2
    elif how == "untyped":
        content[99] = 0
    elif how == "no archive":
        content = bytearray(b"<!doctype html>" * 20)
    elif how == "empty":
        content = bytearray()
    elif how == "unreadable words":
        start = int.from_bytes(content[24:32], "little")
        pack_into("4s", content, start, b"abcd")
    path = place / "fond.pmtiles"
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    ("how", "says"),
    [
        ("cut", "est coupé : il manque la fin du fichier"),
        ("old", "est une archive PMTiles de version 2, la version 3 est attendue"),
        ("untyped", "ne dit pas de quoi ses tuiles sont faites"),
        ("no archive", "n’est pas une archive PMTiles"),
        ("empty", "n’est pas une archive PMTiles"),
        ("unreadable words", "est abîmé"),
    ],
)
def test_a_spoilt_archive_is_said_and_not_laid(archive: Path, tmp_path: Path, how: str, says: str) -> None:
    under = chosen("fond.pmtiles", spoilt(archive, tmp_path, how).parent)
    assert under.problem.startswith("Fond de carte : le fichier fond.pmtiles ")
    assert says in under.problem
    assert (under.file, under.archive, under.tiles) == (None, "", "")


@pytest.mark.django_db
def test_health_says_why_a_missing_archive_is_not_laid_and_the_map_stands(
    site: Client, settings: Any, tmp_path: Path
) -> None:
    assert site.get("/sante").json()["fond_de_carte"] is None
    settings.MAILLAGE_BACKGROUND = chosen("fond.pmtiles", tmp_path)
    told = site.get("/sante")
    assert told.status_code == 200
    assert told.json()["fond_de_carte"] == (
        "Fond de carte : le fichier fond.pmtiles n’existe pas. Les cartes sont dessinées sans lui."
    )
    body = site.get(MAP).content.decode()
    assert 'data-background="" data-archive=""' in body
    assert "choropleth" in body


def test_an_archive_is_read_part_by_part_at_an_address_that_names_its_bytes(
    site: Client, settings: Any, archive: Path
) -> None:
    settings.MAILLAGE_BACKGROUND = under = chosen("fond.pmtiles", archive.parent)
    address = f"/tuiles/fond-{under.key}.pmtiles"
    assert f'data-archive="{address}"' in site.get(MAP).content.decode()
    part = site.get(address, headers={"range": "bytes=0-6"})
    assert (part.status_code, b"".join(part)) == (206, b"PMTiles")
    assert site.get("/tuiles/fond-0-0.pmtiles").status_code == 404


@pytest.fixture
def serving_with(tmp_path: Path, archive: Path) -> Iterator[Any]:
    """Starts the site of the samples with a background."""
    started = []

    def start(text: str) -> str:
        home, port = tmp_path / "home", serving.free_port()
        shutil.copytree(homes.samples(), home, symlinks=True)
        shutil.copy(archive, home / "fond.pmtiles")
        server = serving.start(home, port, f"import os; os.environ['MAILLAGE_BACKGROUND'] = {text!r}")
        started.append(server)
        serving.answers(f"http://localhost:{port}", server, home)
        return f"http://localhost:{port}"

    yield start
    for server in started:
        server.terminate()
        server.wait()


def under(page: Page, address: str) -> list[str]:
    """The layers of the style that are of the archive, once it is laid, and who made it."""
    page.goto(address)
    wait_for_map(page)
    expect(page.locator("[data-map]")).to_have_attribute("data-under", "laid", timeout=15_000)
    return page.locator(".map-credit").all_inner_texts()


@pytest.mark.browser
@pytest.mark.more
def test_a_map_is_drawn_over_the_archive_of_the_home_and_names_who_made_it(browser: Browser, serving_with: Any) -> None:
    with browser.new_context(base_url=serving_with("fond.pmtiles"), viewport={"width": 1280, "height": 900}) as context:
        page = context.new_page()
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        assert under(page, MAP) == ["Cartes & chemins, ODbL"]
        assert any("/tuiles/fond-" in one for one in asked)
        assert {one.split("/")[2] for one in asked if one.startswith("http")} == {context_host(page)}
        assert faults(page) == []


def context_host(page: Page) -> str:
    return page.url.split("/")[2]


@pytest.mark.browser
@pytest.mark.more
def test_an_archive_elsewhere_is_asked_of_its_host_alone_and_its_silence_is_said(
    browser: Browser, serving_with: Any, archive: Path
) -> None:
    content = archive.read_bytes()

    def answer(route: Route) -> None:
        first, last = map(int, route.request.headers["range"].removeprefix("bytes=").split("-"))
        headers = {
            "Access-Control-Allow-Origin": "*",
            "Access-Control-Allow-Headers": "range",
            "Access-Control-Expose-Headers": "ETag",
            "Content-Range": f"bytes {first}-{min(last, len(content) - 1)}/{len(content)}",
        }
        route.fulfill(status=206, headers=headers, body=content[first : last + 1])

    with browser.new_context(base_url=serving_with(ELSEWHERE)) as context:
        page = context.new_page()
        page.route(f"{ELSEWHERE}**", answer)
        assert under(page, MAP) == ["Cartes & chemins, ODbL"]
        page.unroute_all()
        page.route(f"{ELSEWHERE}**", lambda route: route.abort())
        page.goto(MAP)
        wait_for_map(page)
        expect(page.locator(".map-credit")).to_have_text("Le fond de carte ne répond pas.")
