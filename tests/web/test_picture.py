"""The picture of a territory: what it says, what it draws, how light it is, by day and by night, large and small."""

import random
import re
import shutil
from contextlib import closing
from pathlib import Path
from typing import Any

import duckdb
import pytest
from django.template.loader import render_to_string
from playwright.sync_api import Browser

from maillage.kernel.territory import Level, Ref
from maillage.observatory.door import Observatory, current
from maillage.observatory.point.within import Dot
from maillage.web import drawing
from maillage.web.drawing.buildings import marks
from maillage.web.drawing.ground import HEIGHT, WIDTH, ground
from maillage.web.drawing.states import GROUP_OF, finding
from maillage.web.observe.territory import picture_commune, picture_members
from maillage.web.observe.territory.picture import picture
from maillage.web.observe.territory.picture_commune import PREFIX
from maillage.web.observe.territory.picture_parts import Picture
from maillage.web.ui import sheet
from maillage.web.ui.look import chosen
from tests.web.axe import faults

BESANCON = Ref(Level.COMMUNE, "25056")
DOUBS = Ref(Level.DEPARTEMENT, "25")
STYLES = (Path(drawing.__file__).with_name("ground.css"), Path(picture_commune.__file__).with_name("picture.css"))
LEAST_LETTERS = 14


@pytest.fixture
def observatory(site: Any, release_home: Path) -> Observatory:
    return current(release_home)


@pytest.fixture
def changed(site: Any, release_home: Path, tmp_path: Path) -> Path:
    """A copy of the release, to be changed by the test."""
    return Path(shutil.copytree((release_home / "releases" / "current").resolve(), tmp_path / "release"))


def _seen(source: Observatory, ref: Ref) -> Picture:
    shown = picture(source, ref)
    assert shown is not None
    return shown


def test_the_legend_counts_the_buildings_that_the_roll_out_counts(observatory: Observatory) -> None:
    last = observatory.rollout.periods()[-1]
    for commune in observatory.territories(Level.COMMUNE):
        counted = observatory.rollout.counted(lambda *_: "", {commune.ref.code}, last)[""].buildings
        expected: dict[str, int] = {}
        for state, count in counted.items():
            expected[GROUP_OF[state]] = expected.get(GROUP_OF[state], 0) + count
        assert {entry.kind: entry.count for entry in _seen(observatory, commune.ref).legend} == expected


def test_a_commune_says_where_fibre_is_in_its_title_and_to_who_does_not_see(observatory: Observatory) -> None:
    shown = _seen(observatory, BESANCON)
    assert shown.title == "La fibre est là pour 1\u00a0immeuble sur 4"
    assert shown.shown == "Chaque signe est un immeuble ou une maison. 2e\u00a0trimestre\u00a02026."
    told = "Raccordables\u202f: 1\u202f; travaux en cours\u202f: 1\u202f; prévus, rien de commencé\u202f: 2."
    assert shown.message == f"{shown.title}. {told}"
    assert f'role="img" aria-label="{shown.message}"' in shown.svg
    assert shown.origin is not None
    assert shown.origin.publisher == "Arcep"


@pytest.mark.parametrize(
    ("ready", "total", "said"),
    [
        (102, 568, "La fibre est là pour 102\u00a0immeubles sur 568"),
        (0, 568, "La fibre n’est là pour aucun des 568\u00a0immeubles"),
        (568, 568, "La fibre est là pour les 568\u00a0immeubles"),
        (560, 568, "La fibre manque à 8\u00a0immeubles sur 568"),
        (1, 1, "La fibre est là pour le seul immeuble connu"),
        (0, 1, "La fibre n’est pas là pour le seul immeuble connu"),
    ],
)
def test_the_title_of_a_commune_follows_its_buildings(ready: int, total: int, said: str) -> None:
    assert finding(ready, total) == said


@pytest.mark.parametrize(
    ("shares", "total", "said"),
    [
        ([0, 2, 15, *[90] * 17], 20, "3\u00a0communes sur 20 sont sous 20\u202f%"),
        ([19.9, 90], 3, "1\u00a0commune sur 3 est sous 20\u202f%, 1 est inconnue"),
        ([30, 45, 90], 3, "2\u00a0communes sur 3 sont sous 50\u202f%"),
        ([0, 0], 2, "La fibre n’est là dans aucune des 2 communes"),
        ([0], 5, "1\u00a0commune sur 5 est sous 20\u202f%, 4 sont inconnues"),
        ([0, 0], 5, "La fibre n’est là dans aucune des 2 communes connues"),
        ([1, 2], 2, "Les 2 communes sont sous 20\u202f%"),
        ([80, 99], 2, "Les 2 communes sont à 80\u202f% ou plus"),
        ([100, 100], 4, "2\u00a0communes sur 4 sont à 100\u202f%, 2 sont inconnues"),
        ([41.26], 1, "Sa seule commune est à 41,3\u202f%"),
    ],
)
def test_the_title_of_what_holds_communes_counts_the_lowest(shares: list[float], total: int, said: str) -> None:
    assert picture_members.finding({str(rank): share for rank, share in enumerate(shares)}, total) == said


def test_a_departement_ranks_its_communes_from_the_lowest_in_the_colours_of_the_map(observatory: Observatory) -> None:
    shown = _seen(observatory, DOUBS)
    assert [(member.name, member.figure) for member in shown.ranked][:2] == [
        ("Pont-de-Roide-Vermondans", "73,2\u202f%"),
        ("Montbéliard", "96,3\u202f%"),
    ]
    assert shown.title == "1\u00a0commune sur 5 est sous 80\u202f%"
    assert sum(entry.count for entry in shown.legend) == 5
    for member in shown.ranked:
        assert f'<a href="{member.address}"' in shown.svg
        assert f'class="{member.kind}"' in shown.svg
    assert "Pont-de-Roide-Vermondans" in re.findall(r"<text[^>]*>([^<]*)", shown.svg)


def test_with_many_communes_the_lowest_and_the_highest_are_ranked_and_the_others_counted(
    observatory: Observatory, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in (("ALL", 4), ("LOWEST", 2), ("HIGHEST", 1)):
        monkeypatch.setattr(picture_members, name, value)
    shown = _seen(observatory, observatory.release.region)
    assert [member.name for member in shown.ranked] == ["Meroux-Moval", "Pont-de-Roide-Vermondans"]
    assert [member.name for member in shown.highest] == ["Sochaux"]
    assert shown.left_out == 5
    assert "5\u00a0autres, puis les plus hautes" in _page(shown)


def test_a_region_of_too_many_communes_is_a_picture_of_its_own(
    observatory: Observatory, monkeypatch: pytest.MonkeyPatch, site: Any
) -> None:
    monkeypatch.setattr(picture_members, "MOST_SHAPES", 4)
    shown = _seen(observatory, observatory.release.region)
    assert (shown.svg, shown.height > 0) == ("", True)
    assert site.get(shown.image).status_code == 200
    assert f'alt="{shown.message}"' in _page(shown)


def test_two_thousand_buildings_are_drawn_in_few_bytes(observatory: Observatory) -> None:
    on = ground(observatory.outlines(Level.COMMUNE)[BESANCON.code])
    west, south, east, north = on.seen
    chance = random.Random(7)
    dots = [
        Dot(chance.uniform(west, east), chance.uniform(south, north), chance.choice(tuple(GROUP_OF)))
        for _ in range(2000)
    ]
    drawn = marks(on, dots, GROUP_OF, PREFIX)
    assert len(drawn.encode()) < 25_000
    steps = sum(len(re.findall(r"-?\d+", path)) // 2 for path in re.findall(r'<path d="(M[^"]+)" marker', drawn))
    assert 1900 < steps <= 2000


def test_each_building_bears_the_mark_of_its_state_where_it_stands(observatory: Observatory) -> None:
    on = ground(observatory.outlines(Level.COMMUNE)[BESANCON.code])
    middle = (on.west + WIDTH / 2 / on.wide, on.latitude)
    drawn = marks(on, [Dot(*middle, "signe"), Dot(*middle, "abandonne")], GROUP_OF, PREFIX)
    for kind in ("planned", "given-up"):
        assert f'<path d="M{WIDTH // 2} {HEIGHT // 2}h0" marker-start="url(#{PREFIX}{kind})"' in drawn
        assert f'id="{PREFIX}{kind}"' in drawn


def test_above_five_thousand_buildings_squares_are_coloured_by_their_share(changed: Path) -> None:
    with closing(duckdb.connect(str(changed / "nearby.duckdb"))) as con:
        con.execute(
            "INSERT INTO buildings SELECT b.* REPLACE ('X' || i AS imb_id, CASE WHEN i % 4 = 0 THEN 'cible' ELSE "
            "'deploye' END AS etat, longitude + (i % 20) * 0.0005 AS longitude) "
            f"FROM (FROM buildings WHERE commune = '{BESANCON.code}' LIMIT 1) b, range(6000) t(i)"
        )
    with closing(Observatory(changed)) as source:
        shown = _seen(source, BESANCON)
        cut = source.nearby.within.squares(BESANCON, 200, 47.2)
    assert shown.columns
    assert sum(entry.count for entry in shown.states) == 6004 == sum(square.buildings for square in cut)
    assert shown.title == "La fibre est là pour 4\u202f501\u00a0immeubles sur 6\u202f004"
    assert "par carré de 200\u00a0m" in shown.shown
    assert 'class="ramp-' in shown.svg
    assert "marker" not in shown.svg
    assert len(shown.svg.encode()) < 25_000
    page = _page(shown)
    assert "Carrés par classe" in page
    assert "4\u202f501" in page


def test_without_buildings_the_outline_stands_alone_and_says_what_is_missing(changed: Path) -> None:
    (changed / "nearby.duckdb").unlink()
    with closing(Observatory(changed)) as source:
        shown = _seen(source, BESANCON)
    assert shown.legend == ()
    assert shown.note == "L’état de la fibre n’est pas chargé immeuble par immeuble."
    assert 'class="rim"' in shown.svg
    assert "marker" not in shown.svg
    assert shown.note in _page(shown)


def test_without_outlines_there_is_no_picture(changed: Path) -> None:
    (changed / "outlines.parquet").unlink()
    with closing(Observatory(changed)) as source:
        assert picture(source, BESANCON) is None
        assert picture(source, DOUBS) is None


def _page(shown: Picture) -> str:
    """The picture alone in a page, with the style sheets it has there."""
    styles = "\n".join([sheet.text(chosen({})), *(style.read_text("utf-8") for style in STYLES)])
    body = render_to_string("observe/territory/picture.html", {"picture": shown})
    return (
        '<!doctype html><html lang="fr"><meta name="viewport" content="width=device-width">'
        f"<title>Image</title><style>{styles}</style><main class='wide'><h1>Lieu</h1>{body}</main>"
    )


SIZES = """() => [...document.querySelectorAll('.picture svg text')]
    .filter(text => text.getClientRects().length && text.textContent.trim())
    .map(text => parseFloat(getComputedStyle(text).fontSize) * text.getScreenCTM().a)"""


@pytest.mark.browser
@pytest.mark.parametrize("ref", [BESANCON, DOUBS], ids=str)
@pytest.mark.parametrize("width", [390, 700, 1280])
def test_its_letters_are_large_enough_and_nothing_sticks_out(
    browser: Browser, observatory: Observatory, ref: Ref, width: int
) -> None:
    with browser.new_context(viewport={"width": width, "height": 844}) as context:
        page = context.new_page()
        page.set_content(_page(_seen(observatory, ref)))
        letters = page.evaluate(SIZES)
        assert letters
        assert min(letters) >= LEAST_LETTERS
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert faults(page, whole=False) == []


@pytest.mark.browser
def test_by_night_it_has_other_colours_that_are_read_as_well(browser: Browser, observatory: Observatory) -> None:
    fills = []
    for scheme in ("light", "dark"):
        with browser.new_context(color_scheme=scheme, viewport={"width": 1280, "height": 900}) as context:  # type: ignore[arg-type]
            page = context.new_page()
            page.set_content(_page(_seen(observatory, BESANCON)))
            fills.append(page.evaluate("getComputedStyle(document.querySelector('.picture .here')).fill"))
            assert faults(page, colours=True) == []
    assert fills[0] != fills[1]
