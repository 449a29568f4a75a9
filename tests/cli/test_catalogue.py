"""`maillage sources` and `maillage indicators`: what is there, how old, how much of it, and under which licence."""

import csv
import io
import os
import re
import shutil
import subprocess
import sys
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest

from maillage import indicators, sources
from tests.cli.terminal import ROOT, SAMPLES, own_copy, publish, run, succeed

LAST_QUARTER_DAY = date(2026, 6, 30)


def listed(home: Path, command: str) -> dict[str, dict[str, str]]:
    """The CSV of a command, by its first column."""
    lines = list(csv.DictReader(io.StringIO(succeed(home, command, "--format", "csv"))))
    return {next(iter(line.values())): line for line in lines}


def test_every_source_is_listed_with_its_age_rows_and_licence(release_home: Path) -> None:
    lines = listed(release_home, "sources")
    assert set(lines) == set(sources.catalogue())
    # arcep_mci_debits.csv: 11 lines; one bad date and one unknown commune refused, Sochaux flagged, one line of
    # another segment and one of another region left aside.
    assert lines["arcep_mci_debits"] == {
        "source": "arcep_mci_debits",
        "table": "debits_communes",
        "période": "2026-T2",
        "âge (jours)": str((date.today() - LAST_QUARTER_DAY).days),
        "obtenue le": "2026-09-12",
        "lignes gardées": "7",
        "refusées": "2",
        "signalées": "1",
        "licence": "Licence Ouverte 2.0",
    }
    assert lines["mednum_bfc"]["licence"] == "Licence non précisée par l’éditeur"


def test_json_gives_every_delivery_of_a_source_with_its_checksum(release_home: Path) -> None:
    found = {one["source"]: one for one in run(release_home, "sources", "--format", "json").json()}
    assert set(found) == set(sources.catalogue())
    source = found["arcep_mci_debits"]
    assert source["publisher"] == "Arcep"
    assert source["deliveries"] == [
        {
            "period": "2026-T2",
            "age_days": (date.today() - LAST_QUARTER_DAY).days,
            "obtained_on": "2026-09-12",
            "published_on": None,
            "files": ["arcep_mci_debits.csv"],
            "sha256": [sha256((SAMPLES / "arcep_mci_debits.csv").read_bytes()).hexdigest()],
            "rows": {"read": 11, "kept": 7, "refused": 2, "flagged": 1, "outside": 1, "ignored": 1},
        }
    ]
    assert found["contours_communes"]["deliveries"][0]["files"] == [
        "contours_communes.geojson",
        "contours_communes.90.geojson",
    ]


def test_every_indicator_is_listed_with_its_last_period_and_its_sources(release_home: Path) -> None:
    lines = listed(release_home, "indicators")
    assert set(lines) == set(indicators.catalogue())
    line = lines["taux_locaux_raccordables_ftth"]
    assert line["période"] == "2026-T2"
    assert line["âge (jours)"] == str((date.today() - LAST_QUARTER_DAY).days)
    assert line["unité"] == "%"
    assert line["sources"] == "arcep_cartefibre_communes arcep_ftth_2018 arcep_logements_2018"
    found = {one["indicator"]: one for one in run(release_home, "indicators", "--format", "json").json()}
    assert set(found) == set(lines)
    assert found["taux_locaux_raccordables_ftth"]["periods"] == ["2017-T3", "2017-T4", "2018-T1", "2026-T2"]
    assert all(one["asked_by"] and one["definition"] for one in found.values())


@pytest.mark.parametrize("command", ["sources", "indicators"])
def test_the_table_has_the_same_lines_as_the_csv(release_home: Path, command: str) -> None:
    told = succeed(release_home, command)
    assert told == succeed(release_home, command, "--format", "table")
    heads, rule, *lines = told.splitlines()
    assert set(rule) == {"─", " "}
    listing = listed(release_home, command)
    assert [line.split()[0] for line in lines] == list(listing)
    assert re.split("  +", heads) == list(next(iter(listing.values())))


@pytest.fixture(scope="session")
def half_loaded(release_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home without the sources of fixed speeds, of the 2018 sheets and of mobile sites."""
    home = own_copy(release_home, tmp_path_factory.mktemp("half"))
    for name in ("arcep_mci_debits", "arcep_sites_2018", "arcep_sites_mobiles", "arcep_ftth_2018"):
        for folder in (home / "lake").glob(f"*/source={name}"):
            shutil.rmtree(folder)
    publish(home)
    return home


def test_a_source_left_out_is_listed_as_not_loaded(half_loaded: Path) -> None:
    lines = listed(half_loaded, "sources")
    assert set(lines) == set(sources.catalogue())
    assert lines["arcep_mci_debits"]["période"] == "non chargée"
    assert lines["arcep_mci_debits"]["lignes gardées"] == ""
    assert lines["arcep_cartefibre_communes"]["lignes gardées"] == "8"


def test_an_indicator_without_data_says_so_and_never_zero(half_loaded: Path) -> None:
    assert listed(half_loaded, "indicators")["sites_4g_par_operateur"]["période"] == "données non chargées"
    asked = ("show", "sites_4g_par_operateur", "region:27")
    told = succeed(half_loaded, *asked)
    assert told.endswith("Données non chargées. Chargez-les avec « maillage load arcep_sites_mobiles ».\n")
    assert run(half_loaded, *asked, "--format", "json").json()["values"] == []
    assert run(half_loaded, *asked, "--period", "2018-T1", "--format", "json").json()["values"] == []


def test_an_indicator_keeps_the_periods_whose_sources_are_there(half_loaded: Path) -> None:
    asked = ("show", "taux_locaux_raccordables_ftth", "departement:25", "--format", "json")
    assert [value["period"] for value in run(half_loaded, *asked).json()["values"]] == ["2026-T2"]


@pytest.mark.more
@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize("arguments", [("sources",), ("indicators", "--format", "json"), ("--help",)], ids=str)
def test_a_reader_that_leaves_early_is_no_error(
    release_home: Path, arguments: tuple[str, ...], unbuffered: str
) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "wb") as closed:
        done = subprocess.run(
            [sys.executable, "-m", "maillage.cli", *arguments],
            cwd=ROOT,
            env={**os.environ, "MAILLAGE_HOME": str(release_home), "PYTHONUNBUFFERED": unbuffered},
            stdout=closed,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert (done.returncode, done.stderr) == (0, "")
