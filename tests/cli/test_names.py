"""Names that nobody knows, and commands that come too early: exit code 2 or 3, and the way out."""

from pathlib import Path

import pytest

from maillage import indicators, sources
from maillage.kernel.territory import Ref
from tests.cli.terminal import FTTH, SAMPLES, run, snapshot

LOAD = ("load", "odf_observatoire", SAMPLES / "odf_observatoire.csv")


def refused(home: Path, *arguments: object, code: int = 2) -> str:
    """A command refused without a byte written; what it says."""
    before = snapshot(home)
    done = run(home, *arguments)
    assert (done.code, done.out) == (code, "")
    assert snapshot(home) == before
    _, announced, told = done.err.partition("maillage : ")
    assert announced
    return told


def test_an_unknown_indicator_is_told_with_all_those_there_are(release_home: Path) -> None:
    told = refused(release_home, "show", "taux_ftth", "region:27")
    assert told.startswith("Indicateur « taux_ftth » inconnu. Choisissez parmi : ")
    assert all(name in told for name in indicators.catalogue())


@pytest.mark.parametrize("territory", ["commune:99999", "epci:1", "departement:75", "region:11"])
def test_an_unknown_territory_is_told_with_how_to_find_one(release_home: Path, territory: str) -> None:
    told = refused(release_home, "show", FTTH, territory)
    ref = Ref.parse(territory)
    assert told.startswith(f"Territoire « {ref.level.label} {ref.code} » inconnu en Bourgogne-Franche-Comté.")
    assert "Cherchez-le par son nom ou son code postal." in told


@pytest.mark.parametrize("territory", ["25056", "ville:25056", "commune:", "commune:25 056", "", ":", "commune:2'"])
def test_an_ill_written_territory_is_told_with_examples(release_home: Path, territory: str) -> None:
    told = refused(release_home, "show", FTTH, territory)
    assert told.startswith(f"Territoire « {territory} » illisible.")
    assert "commune:25056, epci:200065647, groupement:SCOT01, departement:25 ou region:27" in told


def test_a_period_nobody_has_figures_for_is_told_with_those_there_are(release_home: Path) -> None:
    told = refused(release_home, "show", FTTH, "region:27", "--period", "2030")
    assert told.startswith("Période « 2030 » inconnue pour « Locaux raccordables à la fibre (FttH) ».")
    assert told.endswith("Périodes : 2017-T3, 2017-T4, 2018-T1, 2026-T2.\n")


@pytest.mark.parametrize("period", ["hier", "2018-T5", "2018-Q1", "18", "2025-02-30", "2025-13-01", "T1 2018"])
def test_an_ill_written_period_is_told_with_how_to_write_one(release_home: Path, period: str) -> None:
    for arguments in (("show", FTTH, "region:27"), LOAD):
        told = refused(release_home, *arguments, "--period", period)
        assert told.startswith(f"Période « {period} »")
        assert "2018-T1" in told or "n’existe pas" in told


def test_an_unknown_source_is_told_with_all_those_there_are(release_home: Path, tmp_path: Path) -> None:
    for arguments in (("load", "arcep", "x.csv"), ("up", "--from", SAMPLES, "--without", "arcep", "--no-serve")):
        told = refused(release_home, *arguments)
        assert told.startswith("Source « arcep » inconnue. Sources connues : ")
        assert all(name in told for name in sources.catalogue())


@pytest.mark.parametrize("day", ["hier", "2026-13-01", "01/02/2026", "2026-02-30"])
def test_a_day_of_obtention_that_does_not_exist_is_refused(release_home: Path, day: str) -> None:
    told = refused(release_home, *LOAD, "--period", "2022-04-25", "--obtained-on", day)
    assert told == f"--obtained-on « {day} » : écrivez AAAA-MM-JJ.\n"


def test_a_file_that_does_not_say_its_period_needs_one(release_home: Path) -> None:
    told = refused(release_home, *LOAD)
    assert told.startswith("« Observatoire open data des territoires » ne dit pas la période décrite :")
    assert "indiquez-la avec --period (ex. 2018-T1, 2025-03-31)" in told


def test_a_source_without_a_stable_address_says_where_to_get_its_file(release_home: Path) -> None:
    told = refused(release_home, "load", "odf_observatoire")
    assert "n’a pas d’adresse stable : téléchargez le fichier depuis https://github.com/multi-coop/" in told
    assert "maillage load odf_observatoire <fichier>" in told


@pytest.mark.parametrize(
    "arguments", [("sources",), ("indicators",), ("show", FTTH, "region:27"), ("serve",)], ids=lambda one: one[0]
)
def test_before_any_publication_a_reader_is_told_how_to_make_one(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    told = refused(tmp_path, *arguments, code=3)
    assert told == f"Aucune publication dans {tmp_path}. Lancez « maillage up » pour en construire une.\n"


def test_before_any_load_nothing_is_computed_nor_published(tmp_path: Path) -> None:
    told = refused(tmp_path, "compute", code=3)
    assert "Aucune commune chargée : chargez d’abord le code officiel géographique (cog_communes)." in told
    assert refused(tmp_path, "publish", code=3) == "Rien n’est calculé. Lancez d’abord « maillage compute ».\n"


def test_a_home_that_is_a_file_is_told_so(tmp_path: Path) -> None:
    home = tmp_path / "fichier"
    home.write_text("x")
    for arguments in (("publish",), ("compute",), LOAD):
        done = run(home, *arguments)
        assert done.code == 3
        assert f"Impossible d’écrire dans {home}" in done.err
    assert run(home, "sources").code == 3
