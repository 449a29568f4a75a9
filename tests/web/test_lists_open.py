"""The lists that everybody may read, on the sample release: what a page shows of them, what one leaves with."""

import csv
import io

import pytest
from django.test import Client

from tests.web.words import words

FTTH = "taux_locaux_raccordables_ftth"
OPEN = (
    "territoires",
    "indicateurs",
    "sources",
    "offres",
    "conventions",
    "zones-blanches",
    "zones-blanches/lieux",
    "immeubles",
    "deploiement",
    f"indicateurs/{FTTH}",
    f"indicateurs/{FTTH}/classement",
    "territoires/commune/25056",
    f"territoires/region/27/{FTTH}/communes",
    f"graphiques/{FTTH}/region/27",
)


def rows(site: Client, address: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(b"".join(site.get(address)).decode())))


@pytest.mark.parametrize("address", OPEN)
def test_a_file_and_the_api_hold_the_same_rows(site: Client, address: str) -> None:
    filed, answer = rows(site, f"/{address}.csv"), site.get(f"/api/v1/lists/{address}?limit=500").json()
    assert answer["total"] == len(filed)
    named = next(iter(filed[0])) if filed else ""
    assert [str(row[named] if row[named] is not None else "") for row in answer["rows"]] == [
        row[named] for row in filed[:500]
    ]


def test_the_territories_are_listed_by_level_and_in_a_part_of_the_region(site: Client) -> None:
    assert "Départements" in words(site.get("/territoires"))
    kept = site.get("/territoires?niveau=commune&dans=departement:90").content.decode()
    assert "/territoires/commune/90010" in kept
    assert "/territoires/commune/25056" not in kept
    assert site.get("/territoires?niveau=canton").status_code == 404
    assert site.get("/territoires?dans=departement:75").status_code == 404


def test_two_lists_of_a_page_are_ordered_each_by_itself(site: Client) -> None:
    page = site.get("/zones-blanches?seuil=100&tri=nom").content.decode()
    assert "tri_lieux=nom_commune&amp;tri=nom" in page
    assert site.get("/zones-blanches?seuil=100&tri=-part&tri_lieux=nom_commune").status_code == 200
    assert site.get("/zones-blanches?tri_lieux=rien").status_code == 404


def test_places_below_the_threshold_come_first_on_the_page_and_files_keep_their_order(site: Client) -> None:
    filed = rows(site, "/zones-blanches/lieux.csv?seuil=100")
    below = [row["sous_seuil"] == "oui" for row in filed]
    assert True in below
    page = words(site.get("/zones-blanches?seuil=100")).partition("Lieu Commune")[2]
    names = [row["nom"] for row in filed if row["nom"] and row["nom"] in page]
    first = min(names, key=page.index)
    assert next(row["sous_seuil"] for row in filed if row["nom"] == first) == "oui"


def test_a_comparison_is_a_file_and_no_operation_of_the_api(site: Client) -> None:
    address = f"comparer.csv?t=commune:25056&i={FTTH}&tri=territoire"
    assert [row["territoire"] for row in rows(site, f"/{address}")] == ["Besançon"]
    assert site.get("/api/v1/lists/comparer").status_code == 404


@pytest.mark.parametrize("address", ["territoires/nulle/9", f"territoires/nulle/9/{FTTH}/communes", "indicateurs/rien"])
def test_the_api_refuses_in_words_what_does_not_exist(site: Client, address: str) -> None:
    answer = site.get(f"/api/v1/lists/{address}")
    assert answer.status_code == 404
    assert answer.json()["message"]
