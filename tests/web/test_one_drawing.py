"""A curve is one drawing: the page, the file, the frame of others and the documents show the same points, in the same
letters and colours, under the same title."""

import base64
import csv
import html
import io
import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pytest
from django.test import Client
from numpy.typing import NDArray
from PIL import Image
from playwright.sync_api import Browser

from maillage.kernel.territory import Ref
from maillage.kernel.visibility import Visibility
from maillage.observatory.door import current
from maillage.web.drawing import curve_sheet, drawer
from maillage.web.drawing.curve import draw
from maillage.web.drawing.paper import raster
from maillage.web.ui import sheet
from maillage.web.ui.look import Look
from maillage.web.words.series_curve import SeriesCurve, series_curve

WEB = Path(sheet.__file__).parents[1]
CURVES = [
    ("taux_locaux_raccordables_ftth", "departement:25", "reseaux-fixes"),
    ("sites_4g_par_operateur", "region:27", "reseaux-mobiles"),
    ("taux_locaux_raccordables_ftth", "commune:25056", "reseaux-fixes"),
]
SVG = "{http://www.w3.org/2000/svg}"


def curve_of(home: Path, name: str, place: str) -> SeriesCurve:
    source, ref = current(home), Ref.parse(place)
    drawn = series_curve(source, source.indicator(name).indicator, source.territory(ref), source.series(name, ref))
    assert drawn is not None
    return drawn


def points(svg: str) -> list[tuple[str, float, float]]:
    """What is said of each point of a drawing, and where it stands between the first and the last, the lowest and the
    highest: from 0 to 1, whatever the size."""
    found = re.findall(r'<circle class="point" cx="([\d.]+)" cy="([\d.]+)"[^>]*><title>([^<]*)</title>', svg)
    across, up = [float(x) for x, _, _ in found], [float(y) for _, y, _ in found]
    wide, high = max(across) - min(across), max(up) - min(up) or 1
    return [
        (html.unescape(said), (x - min(across)) / wide, (y - min(up)) / high)
        for x, y, (_, _, said) in zip(across, up, found, strict=True)
    ]


def drawing_of_page(body: str, name: str) -> str:
    """The curve of an indicator in its page."""
    found = re.search(r'<svg class="curve-drawing.*?</svg>', body[body.index(f'id="{name}"') :], re.DOTALL)
    assert found
    return found[0]


@pytest.mark.parametrize(("name", "place", "theme"), CURVES)
def test_page_file_and_document_show_the_same_points(
    site: Client, release_home: Path, name: str, place: str, theme: str
) -> None:
    curve, where = curve_of(release_home, name, place), place.replace(":", "/")
    page = drawing_of_page(site.get(f"/territoires/{where}/{theme}").content.decode(), name)
    file = site.get(f"/graphiques/{name}/{where}.svg?export=1").content.decode()
    document = curve_sheet.bare(curve.drawn, curve.drawn.narrow, curve.alternative)
    said = [words for words, _, _ in points(page)]
    assert len(said) > 1
    for other in (file, document):
        ElementTree.fromstring(other)
        assert [words for words, _, _ in points(other)] == said
        for (_, x, y), (_, across, up) in zip(points(page), points(other), strict=True):
            assert (across, up) == (pytest.approx(x, abs=0.01), pytest.approx(y, abs=0.02))


@pytest.mark.parametrize(("name", "place", "theme"), CURVES)
def test_the_title_is_what_is_found_and_the_same_everywhere(
    site: Client, release_home: Path, name: str, place: str, theme: str
) -> None:
    title, where = curve_of(release_home, name, place).title, place.replace(":", "/")
    body = html.unescape(site.get(f"/territoires/{where}/{theme}").content.decode())
    frame = html.unescape(site.get(f"/integrer/graphique/{name}/{where}").content.decode())
    file = ElementTree.fromstring(site.get(f"/graphiques/{name}/{where}.svg?export=1").content)
    written = [text.text or "" for text in file.iter(f"{SVG}text")]
    assert f"<figcaption>{title}</figcaption>" in body
    assert f"<figcaption>{title}</figcaption>" in frame
    assert " ".join(written).startswith(title)
    assert re.search(r"\b(passe de|reste à|revient à|est de)\b", title)


# Closing a file sent to a test closes idle connections of the database, if an earlier test opened one.
@pytest.mark.django_db
@pytest.mark.parametrize(("name", "place", "theme"), CURVES)
def test_a_journalist_takes_the_chart_as_a_picture_its_data_its_frame_and_its_citation(
    site: Client, name: str, place: str, theme: str
) -> None:
    where = place.replace(":", "/")
    for page in (f"/territoires/{where}/{theme}", f"/indicateurs/{name}"):
        body = site.get(page).content.decode()
        here = where if "territoires" in page else "region/27"
        for address in (
            f"/graphiques/{name}/{here}.png",
            f"/graphiques/{name}/{here}.svg?export=1",
            f"/graphiques/{name}/{here}.xlsx",
            f"/territoires/{here}/{name}#citer",
        ):
            assert f'href="{address}"' in body, (page, address)
            taken: Any = site.get(address.partition("#")[0])
            taken.close()
            assert taken.status_code == 200
        assert f"forme=graphique&amp;indicateur={name}&amp;territoire={here.replace('/', ':')}" in body


def pixels(picture: bytes, size: tuple[int, int]) -> NDArray[np.int16]:
    """A picture on white, a quarter as wide and as high, so that the edges of letters are smoothed alike."""
    flat = Image.open(io.BytesIO(picture)).convert("RGBA")
    white = Image.alpha_composite(Image.new("RGBA", flat.size, "white"), flat).convert("RGB")
    return np.asarray(white.resize(size, Image.Resampling.BOX), dtype=np.int16)


def in_browser(browser: Browser, svg: str, width: int) -> bytes:
    """The drawing of a page by day, on white, so many pixels wide, in the letters that files are drawn in."""
    faces = "".join(
        f"@font-face{{font-family:Letters;font-weight:{weight};"
        f"src:url(data:font/ttf;base64,{base64.b64encode(path.read_bytes()).decode()})}}"
        for path, weight in ((next(drawer.LETTERS.glob(f"*_{weight}*.ttf")), weight) for weight in (400, 600))
    )
    style = sheet.text(Look()) + (WEB / "drawing/curve.css").read_text("utf-8")
    own = f"svg{{width:{width}px!important}}"
    own += ":root{--ground:#ffffff!important;--text:Letters!important}body{margin:0;background:#fff}"
    with browser.new_context(device_scale_factor=2, color_scheme="light") as context:
        page = context.new_page()
        page.set_content(f'<!doctype html><html lang="fr"><style>{style}{faces}{own}</style>{svg}')
        page.evaluate("document.fonts.ready")
        return page.locator("svg").screenshot()


@pytest.mark.browser
@pytest.mark.parametrize(("name", "place", "theme"), CURVES)
def test_the_page_and_the_picture_of_a_document_are_alike_to_the_pixel(
    browser: Browser, release_home: Path, name: str, place: str, theme: str
) -> None:
    curve = curve_of(release_home, name, place)
    size = curve.drawn.narrow
    small = (size.width // 2, size.height // 2)
    page = pixels(in_browser(browser, draw(curve.drawn, size, curve.alternative, ""), size.width), small)
    document = curve_sheet.bare(curve.drawn, size, curve.alternative)
    paper = pixels(raster(document, 2 * size.width), small)
    assert page.min() < 120, "something is drawn"
    apart = np.abs(page - paper).max(axis=2)
    assert (apart > 60).mean() < 0.01
    assert apart.mean() < 3


FIBRE = (
    ("/deploiement", "immeubles-par-etat"),
    ("/engagements", "dates-jugees"),
    ("/engagements", "dates-repoussees"),
    ("/previsions", "fin-du-cuivre"),
    ("/zones-blanches", "communes-sous-debit"),
    ("/cout", "cout-par-groupe"),
)


@pytest.fixture
def fibre(reading: Any, demo_home: Path, settings: Any) -> Client:
    """A reader of the demonstration, which shows the cost to everybody."""
    settings.MAILLAGE_COST_VISIBILITY = Visibility.PUBLIC
    client: Client = reading(demo_home)
    return client


@pytest.mark.parametrize(("page", "what"), FIBRE)
def test_the_drawings_of_the_fibre_are_taken_with_their_title_source_and_address(
    fibre: Client, page: str, what: str
) -> None:
    site, files = fibre, "/cout/estimation" if page == "/cout" else page
    body = html.unescape(site.get(page).content.decode())
    link = re.search(rf'href="({files}/{what}\.svg\?[^"]*)"', body)
    if link is None:
        # Nothing to draw here: nothing to take.
        assert site.get(f"{files}/{what}.svg").status_code == 404
        return
    answer = site.get(link[1])
    written = [text.text or "" for text in ElementTree.fromstring(answer.content).iter(f"{SVG}text")]
    titles = re.findall(r"<h[123][^>]*>([^<]*)</h[123]>", body)
    assert any(" ".join(written).startswith(title) for title in titles if title)
    assert any(words.startswith("Source") for words in written)
    assert any(words.startswith("http://localhost/") for words in written)
    assert b"var(--" not in answer.content
    assert b":is(" not in answer.content
    assert "-donnees-simulees.svg" in answer["Content-Disposition"]
    picture = np.asarray(Image.open(io.BytesIO(site.get(link[1].replace(".svg", ".png")).content)).convert("RGB"))
    assert len(np.unique(picture.reshape(-1, 3), axis=0)) > 20, "more than letters on white"


@pytest.mark.parametrize(("page", "what"), FIBRE)
def test_a_journalist_takes_a_drawing_of_the_fibre_with_its_data_its_frame_and_its_citation(
    fibre: Client, page: str, what: str
) -> None:
    body = html.unescape(fibre.get(page).content.decode())
    link = re.search(rf'href="([^"]*/{what}\.csv)\?[^"]*"', body)
    if link is None:
        assert fibre.get(f"/integrer{page}/{what}").status_code == 404
        return
    rows = b"".join(fibre.get(link[1]).streaming_content).decode().splitlines()
    assert len(rows) > 1
    assert rows[0].endswith(",mention")
    frame = html.unescape(fibre.get(f"/integrer{page}/{what}").content.decode())
    title = re.search(r"<h1[^>]*>([^<]*)</h1>", frame)
    cited = re.search(rf'<textarea id="citer-{what}"[^>]*>([^<]*)</textarea>', body)
    assert title
    assert cited
    assert title[1] in body, "the title of the frame is that of the page"
    assert cited[1].startswith(title[1])
    assert re.search(rf"publication n°\W\d+ du .* http://localhost{page}", cited[1])
    assert f'href="/integrer?forme={what}' in body


def test_the_data_of_a_drawing_are_what_it_draws(fibre: Client) -> None:
    rows = list(csv.DictReader(io.StringIO(read(fibre, "/deploiement/immeubles-par-etat.csv"))))
    svg = fibre.get("/integrer/deploiement/immeubles-par-etat").content.decode()
    said = [html.unescape(words) for words in re.findall("<title>([^<]*la fibre est là[^<]*)</title>", svg)]
    assert len(rows) == len(said) / 2, "once wide, once narrow"
    for row, words in zip(rows, said, strict=False):
        assert re.sub(r"\D", "", words.partition("la fibre est là")[2].partition(",")[0]) == row["raccordables"]
    curve = list(csv.DictReader(io.StringIO(read(fibre, "/territoires/region/99/courbe.csv"))))
    assert {row["nature"] for row in curve} <= {"mesure", "prévision"}
    assert all(0 <= float(row["part"]) <= 100 for row in curve)
    assert fibre.get("/integrer/fibre/region/99").status_code == 200


def read(site: Client, address: str) -> str:
    answer: Any = site.get(address)
    return b"".join(answer.streaming_content).decode()
