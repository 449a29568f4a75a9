"""Groupements, corrections and manifests saved by a French spreadsheet are read like those typed in a text editor."""

from pathlib import Path

import pytest

from maillage.pipeline.manifest import read_manifest
from tests.cli.terminal import SAMPLES, own_copy, succeed

HEADS = "code;nom;nature;commune;valable_du;valable_au"
EXCEL = (
    f"{HEADS}\n"
    "SCOT01;SCoT du Pays d'exemple;SCoT;25388;01/02/2022;\n"
    "SCOT01;SCoT du Pays d'exemple;SCoT;25547;01/02/2022;\n"
)


@pytest.fixture
def home(release_home: Path, tmp_path: Path) -> Path:
    return own_copy(release_home, tmp_path)


def variants() -> dict[str, bytes]:
    sep = "sep=;\r\n" + EXCEL.replace("\n", "\r\n")
    return {
        "excel": EXCEL.encode(),
        "sep": sep.encode(),
        "capitals": EXCEL.replace(HEADS, HEADS.upper()).encode(),
        "tabs": EXCEL.replace(";", "\t").encode("utf-16"),
        "cp1252": EXCEL.replace("d'exemple", "d’été").encode("cp1252"),
        "bom": EXCEL.replace(";", ",").encode("utf-8-sig"),
    }


@pytest.mark.parametrize("name", sorted(variants()))
def test_groupements_saved_by_a_spreadsheet_are_kept_and_dated_day_first(home: Path, tmp_path: Path, name: str) -> None:
    path = tmp_path / "groupements.csv"
    path.write_bytes(variants()[name])
    told = succeed(home, "load", "groupements", path, "--period", "2026-11-01", "--accept-fewer", "--dry-run")
    assert "2 lignes gardées sur 2 lues" in told
    assert "ajoutée : SCOT01 · 25388 · 2022-02-01" in told


def test_only_a_year_of_two_figures_loses_the_line_and_the_form_expected_is_said(home: Path, tmp_path: Path) -> None:
    path = tmp_path / "groupements.csv"
    path.write_text(EXCEL + "SCOT01;SCoT du Pays d'exemple;SCoT;25056;01/02/22;\n", "utf-8")
    told = succeed(home, "load", "groupements", path, "--period", "2026-11-01", "--accept-fewer", "--dry-run")
    assert "2 lignes gardées sur 3 lues, 1 refusée" in told
    assert "ligne 4, colonne « valable_du » : année à deux chiffres : écrivez JJ/MM/AAAA (01/02/2022)" in told


def test_corrections_saved_by_a_spreadsheet_are_applied(home: Path) -> None:
    place = home / "corrections"
    place.mkdir(exist_ok=True)
    text = (
        "sep=;\r\nCommune_publiee;PERIODE;Colonne;action;ancienne;nouvelle;motif;par;le;statut\r\n"
        "25547;2018-T1;raccordables;corriger;700;650;Compté deux fois;SIG;25/11/2026;appliquée\r\n"
    )
    (place / "arcep_ftth_2018.csv").write_bytes(text.encode("cp1252"))
    told = succeed(home, "load", "arcep_ftth_2018", SAMPLES / "arcep_ftth_2018.csv", "--period", "2018-T1", "--dry-run")
    assert "« 700 » remplacé par « 650 » : Compté deux fois (SIG, 25 novembre 2026)" in told


def test_a_manifest_saved_by_a_spreadsheet_names_the_same_deliveries(tmp_path: Path) -> None:
    usual = read_manifest(SAMPLES / "manifest.csv", SAMPLES)
    text = (SAMPLES / "manifest.csv").read_text("utf-8")
    lines = [line.split(",") for line in text.splitlines()]
    for cells in lines[1:]:
        year, month, day = cells[3].split("-")
        cells[3] = f"{day}/{month}/{year}"
        if cells[1].count("-") == 2:
            cells[1] = "/".join(reversed(cells[1].split("-")))
    lines[0] = [cell.upper() for cell in lines[0]]
    saved = tmp_path / "manifest.csv"
    saved.write_bytes("\r\n".join(["sep=;", *(";".join(cells) for cells in lines), ""]).encode("cp1252"))
    assert read_manifest(saved, SAMPLES) == usual
