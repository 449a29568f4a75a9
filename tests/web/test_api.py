"""The API: bounded, described, in French when it refuses, and never broken by what one sends."""

import json
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from django.test import Client
from hypothesis import given, settings

from maillage.web.api.site import api

NAME = "taux_locaux_raccordables_ftth"


@pytest.mark.more
def test_whatever_one_sends_the_answer_is_as_described(served: str) -> None:
    described = schemathesis.openapi.from_url(f"{served}/api/v1/openapi.json")
    operations = [found.ok() for found in described.get_all_operations()]
    assert len([each for each in operations if "/lists/" not in each.path]) == 13
    for operation in operations:

        @settings(max_examples=20, deadline=None, derandomize=True, database=None)
        @given(case=operation.as_strategy())
        def send(case: Any) -> None:
            case.call_and_validate()

        send()


def test_the_description_lists_every_operation(site: Client) -> None:
    told = site.get("/api/v1/openapi.json").json()
    routes = {route for _, router in api._routers for route in router.path_operations}
    assert {path.removeprefix("/api/v1") for path in told["paths"]} == routes
    page = site.get("/api/v1/").content.decode()
    assert all(path in page for path in told["paths"])
    assert "http://" not in page.replace("http://localhost", "")


@pytest.mark.parametrize(
    ("address", "status", "says"),
    [
        (f"/indicators/{NAME}/values?limit=1001", 422, "« limit » : au plus 1000"),
        (f"/indicators/{NAME}/values?limit=0", 422, "« limit » : au moins 1"),
        (f"/indicators/{NAME}/values?offset=-1", 422, "« offset » : au moins 0"),
        (f"/indicators/{NAME}/values?level=canton", 422, "« level » : attendu"),
        (f"/indicators/{NAME}/values?limit=dix", 422, "« limit » : valeur illisible"),
        (f"/indicators/{NAME}/layer?period=1999", 404, "Aucune donnée pour la période « 1999 »"),
        ("/search?q=" + "a" * 101, 422, "« q » : au plus 100 caractères"),
        ("/indicators/bonheur", 404, "Indicateur « bonheur » inconnu"),
        ("/territories/commune/99999", 404, "inconnu"),
        ("/nowhere", 404, "La liste des adresses est à /api/v1/"),
    ],
)
def test_a_wrong_request_is_refused_in_words(site: Client, address: str, status: int, says: str) -> None:
    answer = site.get(f"/api/v1{address}")
    assert answer.status_code == status
    assert says in answer.json()["message"]


def test_suggestions_bring_territories_and_indicators_with_their_pages(site: Client) -> None:
    told = site.get("/api/v1/search?q=besan").json()
    assert told["territories"][0]["page"].startswith("/territoires/")
    assert {one["territory"] for one in told["territories"]} == {"commune:25056", "epci:242500361"}
    about = site.get("/api/v1/search?q=fibre").json()["indicators"]
    assert about[0]["page"] == f"/indicateurs/{NAME}"


def test_answers_are_kept_until_the_next_release(site: Client) -> None:
    first = site.get("/api/v1/sources")
    assert first["ETag"].startswith('W/"1-')
    assert site.get("/api/v1/sources", headers={"if-none-match": first["ETag"]}).status_code == 304


def test_a_ranking_is_read_page_by_page(site: Client) -> None:
    asked = f"/api/v1/indicators/{NAME}/values?level=commune&period=2018-T1"
    whole = site.get(asked).json()
    second = site.get(f"{asked}&limit=2&offset=2").json()
    assert second["total"] == whole["total"] == 7
    assert second["values"] == whole["values"][2:4]


def test_nothing_can_be_written(site: Client) -> None:
    for method in (site.post, site.put, site.delete):
        assert method("/api/v1/sources").status_code == 405


def test_a_source_tells_its_deliveries(site: Client) -> None:
    told = site.get("/api/v1/sources/arcep_ftth_2018").json()
    (delivery,) = told["deliveries"]
    assert (delivery["period"], delivery["obtained_on"]) == ("2018-T1", "2018-06-05")
    assert len(delivery["checksums"][0]) == 64
    assert json.dumps(told).find(str(Path.home())) == -1


def test_operations_keep_the_names_that_programs_call_them_by(site: Client) -> None:
    paths = site.get("/api/v1/openapi.json").json()["paths"]
    names = {operation["operationId"] for methods in paths.values() for operation in methods.values()}
    assert {name for name in names if not name.startswith("list_")} == {
        f"maillage_web_api_operations_{name}"
        for name in (
            "address", "indicator", "indicators", "layer", "point", "problems", "search", "series", "source",
            "sources", "territory", "territory_indicators", "values",
        )
    }  # fmt: skip
