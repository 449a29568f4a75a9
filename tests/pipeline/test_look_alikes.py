"""A file that only looks like the one asked for is refused, and the sentence says what it is."""

import zipfile
from pathlib import Path

import pytest

from tests.cli.terminal import debits_file, every_commune, own_copy, plain, run, succeed, turned_away

PLANNED = (
    '"code_op";"nom_op";"num_site";"id_station_anfr";"x";"y";"latitude";"longitude";"insee_dep";"nom_com";"insee_com";'
    '"site_2g";"site_3g";"site_4g";"site_5g";"mes_4g_trim";"site_zb";"site_dcc";"annee_donnee";"trimestre_donnee"\n'
    '"20801";"Orange";"900_001";"0900000001";"991000";"6731000";"47.6379";"6.8628";"90";"Belfort";"90010";'
    "False;True;True;NULL;NULL;False;False;NULL;NULL\n"
)
TARGETED = (
    "num_arrete;date_publication_arrete;numero_site;nom_site_operateurs;nom_site_arrete;x_lambert_93;y_lambert_93;20801;"
    "20810;op_leader;sites_demandes;sites_mes\n2018-1;2018-07-08;1;X1;NA;991000;6731000;1;0;20801;1;1\n"
)

WORDS = ("NULL", "NA", "nan")


@pytest.fixture
def home(release_home: Path, tmp_path: Path) -> Path:
    return own_copy(release_home, tmp_path)


@pytest.mark.parametrize("name", ["sites_a_venir.csv", "sites.csv"])
def test_planned_sites_are_not_taken_for_sites_in_service(home: Path, tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text(PLANNED, "utf-8")
    told = turned_away(home, "load", "arcep_sites_mobiles", tmp_path / name, "--period", "2026-T3", "--dry-run")
    assert "ce fichier semble être la liste des sites prévus (« sites à venir »), qui ne sont pas en service" in told


@pytest.mark.parametrize("name", ["commune_debit_filaire.csv", "Commune_Debit_Terrestre (1).csv"])
def test_speeds_of_some_networks_are_not_taken_for_those_of_all(home: Path, tmp_path: Path, name: str) -> None:
    path = debits_file(tmp_path, *every_commune(), name=name)
    assert "ce fichier semble être celui des réseaux" in turned_away(home, "load", "arcep_mci_debits", path)


def test_a_file_that_its_zip_hides_is_known_by_its_own_name(home: Path, tmp_path: Path) -> None:
    path = debits_file(tmp_path, *every_commune(), name="commune_debit_filaire.csv")
    with zipfile.ZipFile(tmp_path / "debits.zip", "w") as archive:
        archive.write(path, path.name)
    assert "réseaux filaires seuls" in turned_away(home, "load", "arcep_mci_debits", tmp_path / "debits.zip")


def test_a_name_that_does_not_tell_is_said_before_anything_is_written(home: Path, tmp_path: Path) -> None:
    path = debits_file(tmp_path, *every_commune(), name="mes-debits.csv")
    told = succeed(home, "load", "arcep_mci_debits", path, "--dry-run")
    assert "mes-debits.csv : ce nom ne dit pas de quel fichier il s’agit" in told
    usual = debits_file(tmp_path, *every_commune(), name="commune_debit (2).csv")
    assert "ce nom ne dit pas" not in succeed(home, "load", "arcep_mci_debits", usual, "--dry-run")


def test_sites_of_targeted_coverage_are_not_taken_for_fixed_4g(home: Path, tmp_path: Path) -> None:
    (tmp_path / "sites.csv").write_text(TARGETED, "utf-8")
    told = turned_away(home, "load", "arcep_4g_fixe", tmp_path / "sites.csv", "--period", "2026-T3")
    assert "dispositif de couverture ciblée (il a la colonne « op_leader »)" in told


def test_null_na_and_nan_are_nothing_in_any_source(home: Path, tmp_path: Path) -> None:
    path = tmp_path / "2026_T3_sites_Metropole.csv"
    path.write_text(
        "code_op;num_site;latitude;longitude;insee_com;site_2g;site_3g;site_4g;site_5g;id_site_partage\n"
        + "".join(f"20801;S{i};47.2378;6.0241;25056;1;1;1;{word};{word}\n" for i, word in enumerate(WORDS * 6))
        + "20801;S99;NULL;nan;NA;1;1;1;1;X\n",
        "utf-8",
    )
    done = run(home, "load", "arcep_sites_mobiles", path, "--period", "2026-T3", "--accept-fewer", "--dry-run")
    assert "oui ou non" not in done.out
    assert plain(done.out).startswith("arcep_sites_mobiles 2026-T3 : 18 lignes gardées sur 19 lues"), done.err
