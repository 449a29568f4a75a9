"""`maillage simulate` and `maillage up` alone: a fictional territory, offline, that says what it is."""

import csv
import json
from pathlib import Path

import pytest

from tests.conftest import maillage

NOTICE = "Territoire fictif, données simulées"


def test_up_alone_gives_the_demonstration_region_the_readme_promises(public_demo_home: Path) -> None:
    shown = json.loads((public_demo_home / "releases" / "current" / "catalogue.json").read_text("utf-8"))
    assert shown["region"] == "99"
    with open(public_demo_home / "simulation" / "manifest.csv", encoding="utf-8", newline="") as handle:
        quarters = {row["period"] for row in csv.DictReader(handle) if row["source"] == "arcep_cartefibre_communes"}
    assert len(quarters) == 12
    done = maillage(public_demo_home, "show", "lieux_mediation_pour_10000_habitants", "region:99", "--format", "json")
    assert json.loads(done.stdout)["values"][-1]["denominator"] == 600_000
    codes = json.loads((public_demo_home / "simulation" / "cog_communes.json").read_text("utf-8"))
    assert {one["departement"] for one in codes} == {"96", "00", "99", "20"}


def test_every_figure_of_a_fictional_territory_says_so(demo_home: Path) -> None:
    arguments = ("taux_locaux_raccordables_ftth", "region:99")
    values = json.loads(maillage(demo_home, "show", *arguments, "--format", "json").stdout)["values"]
    assert all("donnees_simulees" in value["flags"] for value in values)
    assert NOTICE in maillage(demo_home, "show", *arguments).stdout
    for catalogue in ("sources", "indicators"):
        assert NOTICE in maillage(demo_home, catalogue).stdout
        told = json.loads(maillage(demo_home, catalogue, "--format", "json").stdout)
        assert {one["notice"] for one in told} == {NOTICE}
        lines = maillage(demo_home, catalogue, "--format", "csv").stdout.splitlines()
        assert all(line.endswith(f'"{NOTICE}"') for line in lines[1:])


def test_a_real_home_is_never_given_the_demonstration(release_home: Path) -> None:
    done = maillage(release_home, "up", "--no-serve")
    assert done.returncode == 2
    assert "sert déjà la région 27" in done.stderr
    assert "MAILLAGE_HOME" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--communes", "3"), "--communes"),
        (("--communes", "60000"), "36 000"),
        (("--quarters", "0"), "--quarters"),
        (("--dirt", "0.9"), "--dirt"),
        (("--seed", "-1"), "--seed"),
        (("--only", "rien"), "Format « rien » inconnu"),
        (("--communes", "beaucoup"), "beaucoup"),
    ],
)
def test_an_impossible_territory_is_refused_in_french(tmp_path: Path, arguments: tuple[str, ...], said: str) -> None:
    done = maillage(tmp_path, "simulate", str(tmp_path / "out"), *arguments)
    assert done.returncode == 2
    assert said in done.stderr.replace("\u202f", " ")
    assert not (tmp_path / "out").exists()


def test_a_folder_that_holds_something_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("à garder")
    done = maillage(tmp_path, "simulate", str(tmp_path))
    assert done.returncode == 2
    assert "contient déjà autre chose" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


def test_only_the_formats_asked_for_are_written(tmp_path: Path) -> None:
    out = tmp_path / "out"
    done = maillage(tmp_path, "simulate", str(out), "--communes", "30", "--only", "cog_regions", "cog_epci")
    assert done.returncode == 0, done.stderr
    assert {path.name for path in out.glob("*.json")} == {"cog_regions.json", "cog_epci.json"}
    assert "30 communes" in done.stdout
