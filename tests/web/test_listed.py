"""Every number of buildings opens those very buildings: page, file, API; a reserved row never leaves."""

import csv
import io
import re
from html import unescape
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import openpyxl
import pytest
from django.test import Client

from maillage.kernel.period import Period
from maillage.kernel.territory import Level
from maillage.kernel.visibility import Visibility
from maillage.observatory import door
from maillage.observatory.listed import COUNTED, Listed, Wanted
from maillage.web.fibre.counted import PHRASES
from tests.web.test_planned import SECRETS, signed_in
from tests.web.words import words

LINK = re.compile(r'<a href="(/immeubles\?[^"]+)">([\d\s\u202f\xa0]+)</a>')


def body(answer: Any) -> bytes:
    return b"".join(answer)


@pytest.fixture
def demo(reading: Any, demo_home: Path) -> Client:
    client: Client = reading(demo_home)
    return client


def rows(site: Client, address: str) -> list[dict[str, str]]:
    answer = site.get(address)
    assert answer.status_code == 200
    return list(csv.DictReader(io.StringIO(body(answer).decode("utf-8-sig"))))


def numbers(site: Client, address: str) -> list[tuple[str, int]]:
    """The numbers of a page that lead to buildings, and where."""
    found = LINK.findall(site.get(address).content.decode())
    return [(unescape(led), int(re.sub(r"\D", "", text))) for led, text in found]


@pytest.mark.parametrize(
    "address",
    [
        "/deploiement?par=epci&colonne=signe&colonne=abandonne&colonne=en_retard&colonne=cible&colonne=deploye",
        "/deploiement?par=operateur",
        "/deploiement?par=zone",
        "/deploiement?par=trimestre",
        "/engagements?par=operateur&colonne=tenus&colonne=en_retard&colonne=indetermines&colonne=repousses",
        "/engagements?par=epci&colonne=avances&colonne=judged&colonne=suivis&colonne=promis&colonne=non_raccordables",
        "/engagements?par=convention",
        "/engagements?par=trimestre&colonne=nouveaux&colonne=disparus&colonne=echus&colonne=dates",
    ],
)
def test_a_number_opens_as_many_buildings_as_it_says(demo: Client, demo_home: Path, address: str) -> None:
    place = door.current(demo_home).territories(Level.DEPARTEMENT)[0]
    for asked in (address, f"{address}&dans={place.ref}"):
        leading = numbers(demo, asked)
        assert leading or "convention" in asked
        for led, count in leading[:40]:
            answer = demo.get(led)
            title = re.search(r"<h1>\s*([^<]+?)\s*</h1>", answer.content.decode())
            assert title, led
            assert int(re.sub(r"\D", "", title[1].partition("immeuble")[0])) == count, led


def test_the_buildings_read_are_as_many_as_those_counted_whatever_is_counted(demo_home: Path) -> None:
    source = door.current(demo_home)
    every = frozenset(commune.ref.code for commune in source.territories(Level.COMMUNE))
    for period in (source.rollout.periods()[0], source.rollout.periods()[-1]):
        for what in COUNTED:
            wanted = Wanted(period, every, what)
            counts = source.listed.counts(wanted)
            read = source.listed.read(wanted, counts, 0, 10_000_000)
            assert len(read) == sum(counts.values()), (period.code, what)
            assert len({(each.operator, each.identifier) for each in read}) == len(read)


def test_pages_follow_each_other_without_a_gap_nor_a_building_twice(demo_home: Path) -> None:
    source = door.current(demo_home)
    every = frozenset(commune.ref.code for commune in source.territories(Level.COMMUNE))
    wanted = Wanted(source.rollout.periods()[-1], every, "cible")
    counts = source.listed.counts(wanted)
    total = sum(counts.values())
    whole = source.listed.read(wanted, counts, 0, total)
    parts = [each for at in range(0, total, 97) for each in source.listed.read(wanted, counts, at, 97)]
    assert parts == whole


def test_the_page_the_file_and_the_api_hold_the_same_buildings(demo: Client, demo_home: Path) -> None:
    place = door.current(demo_home).territories(Level.EPCI)[0]
    asked = f"dans={place.ref}&quoi=retard"
    page, filed = words(demo.get(f"/immeubles?{asked}")), rows(demo, f"/immeubles.csv?{asked}")
    answer = demo.get(f"/api/v1/lists/immeubles?{asked}&limit=1000").json()
    assert answer["total"] == len(filed) > 0
    assert [row["identifiant"] for row in answer["rows"]] == [row["identifiant"] for row in filed][:1000]
    assert all(row["identifiant"] in page for row in filed[:25])
    assert list(filed[0])[:9] == [
        "adresse", "identifiant", "commune", "code_commune", "operateur", "pm", "premiere_date", "derniere_date",
        "etat",
    ]  # fmt: skip
    assert all(row["derniere_date"] for row in filed)


def test_a_building_leads_to_its_address_and_the_list_to_the_map_of_what_it_counts(demo: Client) -> None:
    page = demo.get("/immeubles?quoi=cible").content.decode()
    led = re.search(r'rowheader"><a href="(/adresse\?[^"]+)"', page)
    assert led
    assert demo.get(unescape(led[1])).status_code == 200
    shown = re.search(r'href="(/carte/immeubles\?[^"]+)">\s*Sur la carte', page)
    assert shown
    drawn = demo.get(unescape(shown[1])).content.decode()
    assert 'data-states="cible"' in drawn
    assert demo.get("/carte/immeubles?etat=rien").status_code == 404


def test_what_is_late_is_drawn_where_it_is_and_each_year_of_it_opens_its_buildings(demo: Client) -> None:
    page = demo.get("/deploiement").content.decode()
    picture = re.search(r'<img src="(/immeubles/[^"]+)"', page)
    assert picture
    answer = demo.get(unescape(picture[1]))
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/svg+xml")
    assert "immutable" in answer["Cache-Control"]
    assert answer.content.count(b"<circle") > 1
    years = re.findall(r'class="fibre-count" href="([^"]*annee=[^"]*)">([^<]+)<', page)
    assert years
    for led, count in years:
        told = demo.get(f"/api/v1/lists/immeubles?{unescape(led).partition('?')[2]}&limit=1").json()
        assert told["total"] == int(re.sub(r"\D", "", count))
    assert demo.get("/immeubles/ailleurs/carte.svg").status_code == 404


def test_the_buildings_of_a_commune_are_drawn_one_by_one(demo: Client, demo_home: Path) -> None:
    source = door.current(demo_home)
    period = source.rollout.periods()[-1]
    every = frozenset(commune.ref.code for commune in source.territories(Level.COMMUNE))
    code, count = next(iter(source.listed.counts(Wanted(period, every, "retard")).items()))
    page = demo.get(f"/immeubles?dans=commune:{code}&quoi=retard").content.decode()
    picture = re.search(r'<img src="(/immeubles/[^"]+)"', page)
    assert picture
    assert demo.get(unescape(picture[1])).content.count(b"<circle") == count


def test_what_is_counted_is_always_said_in_words() -> None:
    assert set(PHRASES) == set(COUNTED)


@pytest.mark.parametrize(
    "asked", ["quoi=rien", "annee=hier", "zone=rien", "parmi=commune:99999", "convention=rien", "convention=99"]
)
def test_what_cannot_be_asked_of_buildings_is_refused_in_words(demo: Client, asked: str) -> None:
    assert demo.get(f"/immeubles?{asked}").status_code == 404
    assert demo.get(f"/immeubles.csv?{asked}").status_code == 404
    assert demo.get(f"/api/v1/lists/immeubles?{asked}").json()["message"]


def test_a_place_without_any_says_so(site: Client) -> None:
    told = words(site.get("/immeubles?dans=departement:90&quoi=abandonne"))
    assert "Aucun immeuble abandonné" in told
    assert rows(site, "/immeubles.csv?dans=departement:90&quoi=abandonne") == []


@pytest.mark.django_db
@pytest.mark.parametrize("level", list(Visibility))
def test_no_list_of_buildings_holds_a_reserved_row_for_anybody(site: Client, settings: Any, level: Visibility) -> None:
    settings.MAILLAGE_IPE_VISIBILITY = level
    every = len(rows(site, "/immeubles.csv"))
    for reader in (site, signed_in("collectivite", "departement:25"), signed_in("equipe", "region:27")):
        for what in ("", *COUNTED[1:]):
            for door_of in (f"/immeubles?quoi={what}", f"/immeubles.csv?quoi={what}", f"/immeubles.xlsx?quoi={what}"):
                held = body(reader.get(door_of))
                if ".xlsx" in door_of:
                    book = openpyxl.load_workbook(io.BytesIO(held))
                    held = "\n".join(str(c.value) for s in book for row in s.iter_rows() for c in row).encode()
                assert not [one for one in SECRETS if one in held.decode(errors="replace")], door_of
        assert len(rows(reader, "/immeubles.csv")) == every


def test_a_delivery_that_is_not_for_everybody_is_never_opened(demo_home: Path) -> None:
    source = door.current(demo_home)
    catalogue = source._catalogue
    opened: list[str] = []

    def counted(sql: str, parameters: Any = ()) -> list[tuple[Any, ...]]:
        opened.append(sql)
        return []

    held = {name: SimpleNamespace(reserved=True) for name in catalogue.sources}
    closed = Listed(source.folder, counted, catalogue.receipts, held)  # type: ignore[arg-type]
    wanted = Wanted(Period.parse("2026-T2"), frozenset(["00001"]))
    assert closed.counts(wanted) == {}
    assert closed.read(wanted, {}, 0, 50) == []
    assert closed.moved(wanted) == []
    assert opened == []
