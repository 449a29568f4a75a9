"""An address that names a commune of before leads to the same address of today's, through every door."""

from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from maillage.kernel.errors import UsageError
from maillage.kernel.territory import Level, Ref
from maillage.observatory.door import current
from maillage.store import search
from tests.web.words import words

# The search finds what people write, too.
pytestmark = pytest.mark.django_db

FTTH = "taux_locaux_raccordables_ftth"
DOORS = (
    ("/territoires/commune/25603", "/territoires/commune/25463"),
    ("/territoires/commune/25034", "/territoires/commune/25035"),
    ("/territoires/commune/90073.csv", "/territoires/commune/90068.csv"),
    ("/territoires/commune/90073.xlsx", "/territoires/commune/90068.xlsx"),
    ("/territoires/commune/90073.pdf", "/territoires/commune/90068.pdf"),
    (f"/territoires/commune/25603/{FTTH}", f"/territoires/commune/25463/{FTTH}"),
    (f"/territoires/commune/25603/{FTTH}/lignes.csv", f"/territoires/commune/25463/{FTTH}/lignes.csv"),
    (f"/integrer/graphique/{FTTH}/commune/25603", f"/integrer/graphique/{FTTH}/commune/25463"),
    ("/integrer/territoire/commune/25603", "/integrer/territoire/commune/25463"),
    (f"/graphiques/{FTTH}/commune/25603.svg", f"/graphiques/{FTTH}/commune/25463.svg"),
    ("/prevu/commune/25603", "/prevu/commune/25463"),
    ("/adresse/25603", "/adresse/25463"),
    ("/api/v1/territories/commune/25603", "/api/v1/territories/commune/25463"),
    ("/api/v1/territories/commune/25603/indicators", "/api/v1/territories/commune/25463/indicators"),
    (f"/api/v1/indicators/{FTTH}/commune/25603", f"/api/v1/indicators/{FTTH}/commune/25463"),
    ("/comparer?avec=commune:25603&avec=commune:25056", "/comparer?avec=commune:25463&avec=commune:25056"),
    ("/comparer?avec=commune%3A25603", "/comparer?avec=commune:25463"),
    (f"/indicateurs/{FTTH}?dans=commune:25603", f"/indicateurs/{FTTH}?dans=commune:25463"),
    ("/signaler?commune=25603", "/signaler?commune=25463"),
    ("/suivre?commune=25603", "/suivre?commune=25463"),
)


@pytest.mark.parametrize(("before", "today"), DOORS)
def test_the_address_of_a_former_commune_leads_for_good_to_today_s(site: Client, before: str, today: str) -> None:
    answer = site.get(before)
    assert (answer.status_code, answer["Location"]) == (301, today)
    if not today.endswith(".pdf"):
        followed = site.get(today)
        assert followed.status_code in (200, 302, 403, 404)
        # Read to its end, a file is closed by the client, which leaves the database alone; `close()` would not.
        b"".join(followed)


def test_what_is_no_former_commune_stays_where_it_is(site: Client) -> None:
    assert site.get("/territoires/commune/25463").status_code == 200
    assert site.get("/territoires/commune/99999").status_code == 404
    assert site.get("/recherche?q=commune:25056").status_code in (200, 302)
    assert site.post("/territoires/commune/25603").status_code in (404, 405)


@pytest.mark.parametrize(
    ("typed", "today", "was"),
    [
        ("vermondans", "25463", "anciennement Vermondans"),
        ("25603", "25463", "anciennement Vermondans"),
        ("25034", "25035", "ancien code 25034"),
    ],
)
def test_a_former_commune_is_found_by_its_name_and_its_code(site: Client, typed: str, today: str, was: str) -> None:
    found = site.get("/api/v1/search", {"q": typed}).json()["territories"]
    assert found[0]["territory"] == f"commune:{today}"
    assert was in found[0]["hint"]


def test_in_the_real_region_every_deleguee_or_associee_is_found(reading: Any, bfc_home: Any) -> None:
    region: Client = reading(bfc_home)
    for typed in ("Alaise", "25010", "25330 alaise", "commune d'Alaise"):
        found = region.get("/api/v1/search", {"q": typed}).json()["territories"]
        assert (found[0]["territory"], "anciennement Alaise" in found[0]["hint"]) == ("commune:25223", True), typed
    assert region.get("/territoires/commune/25010")["Location"] == "/territoires/commune/25223"
    assert "Éternoz" in words(region.get("/recherche?q=alaise", follow=True))


def test_in_the_real_region_every_former_commune_is_found_by_its_name_and_its_code(bfc_home: Path) -> None:
    source = current(bfc_home)
    today = {one.ref.code for one in source.territories(Level.COMMUNE)}
    with closing(search.open_index(source.folder / "search.sqlite")) as index:
        former = [search.Former(*row) for row in index.execute("SELECT code, name, current FROM former")]
    assert len({one.name for one in former}) > 198
    for one in former:
        found = {hit.territory.ref.code for hit in source.search(one.name or one.code, 40)}
        assert one.current in found, one
    shared = {one.code for one in former} - today
    lost = {code for code in shared if source.successor(Ref(Level.COMMUNE, code)) is None}
    assert lost == {"39414"}
    with pytest.raises(UsageError, match=r"partie de .* et .* : demandez commune:39190 ou"):
        source.territory(Ref(Level.COMMUNE, "39414"))


@pytest.mark.parametrize(
    "typed",
    [
        "CC du Val Marnaysien",
        "communauté de communes du Val Marnaysien",
        "Communauté de Communes Val Marnaysien",
        "communaute de communes marnaysien",
        "comcom du val marnaysien",
        "val marnaysien",
        # Another nature than its own.
        "communauté d'agglomération du Val Marnaysien",
    ],
)
def test_an_epci_is_found_by_its_nature_in_full(reading: Any, bfc_home: Any, typed: str) -> None:
    found = reading(bfc_home).get("/api/v1/search", {"q": typed}).json()["territories"]
    assert found
    assert found[0]["name"] == "CC du Val Marnaysien"


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("communauté urbaine Grand Besançon Métropole", "CU Grand Besançon Métropole"),
        ("communauté d'agglomération Le Grand Chalon", "CA Le Grand Chalon"),
        ("agglo du grand chalon", "CA Le Grand Chalon"),
        ("métropole de Dijon", "Dijon Métropole"),
        ("département de la Nièvre", "Nièvre"),
        ("région Bourgogne", "Bourgogne-Franche-Comté"),
        ("mairie de Dole", "Dole"),
    ],
)
def test_other_natures_are_said_in_full_too(reading: Any, bfc_home: Any, typed: str, name: str) -> None:
    found = reading(bfc_home).get("/api/v1/search", {"q": typed}).json()["territories"]
    assert found
    assert found[0]["name"] == name


def test_an_epci_misspelt_in_full_is_offered(reading: Any, bfc_home: Any) -> None:
    told = words(reading(bfc_home).get("/recherche?q=communauté de commune du val marnaisien"))
    assert "CC du Val Marnaysien" in told.split("Vouliez-vous dire")[1]
