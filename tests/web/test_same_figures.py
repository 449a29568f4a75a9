"""The page, the API, the CSV and the command tell the same figure."""

import csv
import io
import json
import re
from pathlib import Path

import pytest
from django.test import Client

from maillage.kernel import french
from tests.conftest import maillage
from tests.web.words import entry

TERRITORIES = ("commune:25056", "epci:200069052", "departement:90", "region:27")
INDICATORS = ("taux_locaux_raccordables_ftth", "sites_4g_par_operateur", "lieux_mediation_pour_10000_habitants")


@pytest.mark.parametrize("indicator", INDICATORS)
@pytest.mark.parametrize("territory", TERRITORIES)
def test_the_same_figure_everywhere(site: Client, release_home: Path, indicator: str, territory: str) -> None:
    level, code = territory.split(":")
    told = site.get(f"/api/v1/indicators/{indicator}/{level}/{code}").json()
    shown = maillage(release_home, "show", indicator, territory, "--format", "json")
    assert told == json.loads(shown.stdout)

    file = b"".join(site.get(f"/territoires/{level}/{code}.csv")).decode()
    rows = [row for row in csv.DictReader(io.StringIO(file)) if row["indicateur"] == indicator]
    assert [row["periode"] for row in rows] == [value["period"] for value in told["values"]]
    assert [float(row["valeur"]) for row in rows] == [value["value"] for value in told["values"]]
    assert [row["source"] for row in rows] == [value["source"] for value in told["values"]]
    assert {row["obtenu_le"] for row in rows} == {value["obtained_on"] for value in told["values"]}
    assert {row["publication"] for row in rows} == {"1"}

    decimals = {"taux_locaux_raccordables_ftth": 1, "sites_4g_par_operateur": 0}.get(indicator, 2)
    figure = re.sub(r"\s+", " ", french.number(told["values"][-1]["value"], decimals))
    assert figure in entry(site, f"/territoires/{level}/{code}", indicator)


def test_the_map_the_ranking_and_the_export_hold_the_same_values(site: Client) -> None:
    name = "taux_locaux_raccordables_ftth"
    asked = f"/api/v1/indicators/{name}"
    layer = site.get(f"{asked}/layer?level=commune&period=2018-T1").json()["values"]
    ranking = site.get(f"{asked}/values?level=commune&period=2018-T1").json()
    file = b"".join(site.get(f"/indicateurs/{name}.csv?niveau=commune&periode=2018-T1")).decode()
    exported = {row["code"]: float(row["valeur"]) for row in csv.DictReader(io.StringIO(file))}
    assert layer == exported
    assert {one["territory"].split(":")[1]: one["value"] for one in ranking["values"]} == layer
    assert "90097" not in layer
    assert [one["rank"] for one in ranking["values"]] == sorted(one["rank"] for one in ranking["values"])
