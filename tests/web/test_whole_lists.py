"""Lists of fibre are whole: each commune once in every file, and once over the pages of a list that is cut."""

import csv
import io
import re
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.test import Client

from maillage.kernel.territory import Level, Ref
from maillage.kernel.visibility import Visibility
from maillage.observatory import door
from maillage.observatory.door import Observatory
from maillage.observatory.rollout import CLASSES, FLOORS
from tests.web.words import markup, words


@pytest.fixture
def demo(reading: Any, settings: Any, demo_home: Path) -> Client:
    settings.MAILLAGE_COST_VISIBILITY = Visibility.PUBLIC
    client: Client = reading(demo_home)
    return client


@pytest.fixture
def source(demo_home: Path) -> Observatory:
    return door.current(demo_home)


def column(site: Client, address: str, name: str) -> list[str]:
    """One column of a file, row after row."""
    answer = site.get(address, follow=True)
    assert answer.status_code == 200
    return [row[name] for row in csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig")))]


def listed(source: Observatory, within: Ref | None = None) -> list[str]:
    """The communes whose buildings are listed at the last quarter, with an operator or not, by code."""
    codes = {one.ref.code for one in source.territories(Level.COMMUNE, within)}
    period = source.rollout.periods()[-1]
    return sorted(source.rollout.counted(lambda commune, *_: commune, codes, period))


@pytest.mark.parametrize(("address", "name"), [("/previsions.csv", "commune"), ("/cout.csv?par=commune", "code")])
def test_a_file_by_commune_holds_each_commune_of_the_place_once(
    demo: Client, source: Observatory, address: str, name: str
) -> None:
    for within in (None, source.territories(Level.DEPARTEMENT)[0].ref, source.territories(Level.EPCI)[0].ref):
        asked = f"{address}{'&' if '?' in address else '?'}dans={within}" if within else address
        told = column(demo, asked, name)
        assert sorted(told) == sorted(one.ref.code for one in source.territories(Level.COMMUNE, within))


@pytest.mark.parametrize("speed", [8, 30, 100])
def test_the_file_of_white_zones_holds_each_commune_below_the_speed_and_says_how_many_it_leaves_out(
    demo: Client, source: Observatory, speed: int
) -> None:
    every = {one.ref.code for one in source.territories(Level.COMMUNE)}
    _, speeds = source.rollout.speeds(every)
    slow = [name for name in CLASSES if FLOORS[name] < speed]
    below = {code for code, found in speeds.items() if sum(found.get(name, (0, 0))[0] for name in slow)}
    assert sorted(column(demo, f"/zones-blanches.csv?seuil={speed}", "commune")) == sorted(below)
    book = openpyxl.load_workbook(io.BytesIO(b"".join(demo.get(f"/zones-blanches.xlsx?seuil={speed}"))))
    text = " ".join(str(cell.value) for sheet in book for line in sheet for cell in line if cell.value)
    assert f"{len(below)} sur {len(every)} : celles qui ont des locaux sous le seuil" in text


@pytest.mark.parametrize("address", ["/engagements.csv?par=commune", "/deploiement.csv?par=commune"])
def test_a_file_of_buildings_by_commune_holds_each_commune_that_has_a_building(
    demo: Client, source: Observatory, address: str
) -> None:
    codes = listed(source)
    names = sorted(source.territory(Ref(Level.COMMUNE, code)).name for code in codes)
    assert sorted(column(demo, address, "groupe")) == names


@pytest.mark.parametrize("address", ["/previsions?", "/cout?par=commune&"])
def test_the_pages_of_a_list_together_hold_each_commune_once_and_say_how_many_there_are(
    demo: Client, source: Observatory, address: str
) -> None:
    codes = sorted(one.ref.code for one in source.territories(Level.COMMUNE))
    found: list[str] = []
    for number in range(1, -(-len(codes) // 50) + 1):
        answer = demo.get(f"{address}page={number}")
        found += re.findall(r'<th scope="row"[^>]*>\s*<a href="/territoires/commune/([0-9AB]+)"', markup(answer))
    assert sorted(found) == codes
    assert re.search(rf"\b{len(codes)}\b", words(demo.get(f"{address}page=1")))


def test_the_page_of_announced_dates_lists_every_group_of_its_file(demo: Client) -> None:
    for group in ("operateur", "epci", "commune", "trimestre", "convention"):
        rows = len(column(demo, f"/engagements.csv?par={group}", "groupe"))
        page = demo.get(f"/engagements?par={group}").content.decode()
        assert page.count('<th scope="row"') == rows
