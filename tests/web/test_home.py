"""The first page answers, opens three doors with live pictures, and says what to remember of the release."""

import csv
import io
import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from maillage.kernel.territory import Level
from maillage.observatory.door import Observatory, current
from maillage.web.observe.home.answer import answer, last_of
from maillage.web.observe.home.doors import plate, spot, strips
from maillage.web.words.headlines import _squares, headlines
from tests.web.words import words

pytestmark = pytest.mark.django_db
FTTH = "taux_locaux_raccordables_ftth"


@pytest.fixture
def sample(release_home: Path) -> Observatory:
    return current(release_home)


@pytest.fixture
def region(reading: Any, demo_home: Path) -> tuple[Client, Observatory]:
    """A reader of the demonstration, and its release."""
    return reading(demo_home), current(demo_home)


def test_it_opens_with_how_much_fibre_and_who_waits(site: Client) -> None:
    # Samples, 2nd quarter of 2026: 13 900 premises of 14 930.
    text = words(site.get("/"))
    assert "La fibre dessert 93,1 % des locaux. 1 030 attendent encore." in text
    assert text.index("La fibre dessert") < text.index("Mon adresse") < text.index("Mon territoire")
    assert "Réseaux fixes, 2e trimestre 2026" in text


def test_a_share_counted_long_ago_is_said_of_its_date(sample: Observatory) -> None:
    last = last_of(sample)
    assert last
    said = answer(last, last.period.end + timedelta(days=549))
    assert said
    assert said.sentence.startswith("Fin juin 2026, la fibre desservait")
    assert said.waiting == "1\u202f030 attendaient encore."
    assert answer(None, date(2026, 11, 30)) is None


def test_each_commune_of_the_map_leads_to_its_portrait_and_the_classes_count_them_all(
    region: tuple[Client, Observatory],
) -> None:
    site, source = region
    body = site.get("/").content.decode()
    places = source.territories(Level.COMMUNE)
    assert all(f'href="/territoires/commune/{place.ref.code}"' in body for place in places)
    drawn = plate(source, [source.indicator(FTTH)])
    assert drawn
    assert sum(entry.count for entry in drawn.classes) == len(places)


def test_a_map_of_one_colour_gives_way_to_another_indicator(sample: Observatory) -> None:
    # 4G sites: unknown in none; open data: five communes of eight have nothing to measure, three answer.
    every = [sheet for sheet in sample.indicators() if sheet.loaded]
    shown = plate(sample, every)
    assert shown
    most = max(entry.count for entry in shown.classes)
    assert most <= 5 / 6 * sum(entry.count for entry in shown.classes)


def test_the_spot_shows_each_building_of_a_commune_and_counts_them(region: tuple[Client, Observatory]) -> None:
    _, source = region
    shown = spot(source)
    assert shown
    [place] = [each for each in source.territories(Level.COMMUNE) if shown.address.endswith(each.ref.code)]
    assert shown.ready + shown.waiting == sum(source.nearby.within.counts(place.ref).values())
    assert f"{shown.ready} immeubles avec la fibre" in re.sub(r"\s", " ", shown.svg)


def test_departements_are_shown_from_the_highest_with_as_many_quarters(region: tuple[Client, Observatory]) -> None:
    _, source = region
    shown = strips(source, source.indicator(FTTH))
    assert shown
    figures = [float(row.figure.split("\u202f")[0].replace(",", ".")) for row in shown.rows]
    assert figures == sorted(figures, reverse=True)
    assert len({len(row.cells) for row in shown.rows}) == 1


def test_headlines_count_what_the_files_say(region: tuple[Client, Observatory]) -> None:
    site, source = region
    periods = [period.code for period in source.indicator(FTTH).periods[-2:]]
    shares: dict[str, dict[str, float]] = {}
    for code in periods:
        body = site.get(f"/indicateurs/{FTTH}.csv?niveau=commune&periode={code}").getvalue().decode("utf-8-sig")
        rows = csv.DictReader(io.StringIO(body))
        shares[code] = {row["code"]: float(row["valeur"]) for row in rows if row["valeur"]}
    before, after = (shares[code] for code in periods)
    passed = sum(share >= 90 > before.get(place, 100) for place, share in after.items())
    said = [headline.title.replace("\u202f", " ").replace("\u00a0", " ") for headline in headlines(source)]
    expected = f"{passed} commune{'s' if passed > 1 else ''} {'ont' if passed > 1 else 'a'} passé 90 %"
    assert said[0] == (expected if passed else "Aucune commune n’a passé 90 %")
    text = words(site.get("/"))
    assert all(title in text for title in said)


def test_without_two_comparable_quarters_nothing_is_said_to_have_moved(site: Client, sample: Observatory) -> None:
    assert headlines(sample) == []
    assert "À retenir" not in words(site.get("/"))


@pytest.mark.parametrize(("kept", "judged", "shown", "each"), [(3, 305, 305, 1), (0, 5, 5, 1), (7, 1000, 250, 4)])
def test_promises_are_squares_or_one_for_several_said(kept: int, judged: int, shown: int, each: int) -> None:
    drawn = _squares(kept, judged, "titre")
    assert drawn.count("h-6.6z") == shown
    assert (f"Un carré pour {each} dates" in drawn) is (each > 1)
    assert ("tenue" in drawn) is bool(kept)
