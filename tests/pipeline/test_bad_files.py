"""A file that cannot be trusted as a whole: what its reader is told, and that nothing at all has changed."""

import os
from pathlib import Path

import pytest

from maillage.store.home import Home
from maillage.store.receipt import all_receipts
from tests.cli.terminal import (
    DEBITS_HEADER,
    SAMPLES,
    debits,
    debits_file,
    every_commune,
    figure,
    own_copy,
    rows,
    run,
    snapshot,
    succeed,
    turned_away,
)
from tests.conftest import stranger

ZIP = (SAMPLES / "arcep_cartefibre_communes.zip").read_bytes()


@pytest.fixture(scope="module")
def home(release_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home for all: what is turned away changes nothing in it."""
    return own_copy(release_home, tmp_path_factory.mktemp("bad_files"))


@pytest.fixture
def own(release_home: Path, tmp_path: Path) -> Path:
    """A home for one test, that loads something in it."""
    return own_copy(release_home, tmp_path)


def given(folder: Path, name: str, content: bytes | str) -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


@pytest.mark.parametrize("kept", [20, len(ZIP) // 2, len(ZIP) - 30, len(ZIP) - 1])
def test_a_zip_cut_short_is_to_be_downloaded_again(home: Path, tmp_path: Path, kept: int) -> None:
    cut = given(tmp_path, "2026T2-Commune.zip", ZIP[:kept])
    told = turned_away(home, "load", "arcep_cartefibre_communes", cut, "--period", "2026-T2")
    assert "2026T2-Commune.zip : archive incomplète ou abîmée : téléchargez-la de nouveau." in told


def test_a_zip_with_a_damaged_byte_is_to_be_downloaded_again(home: Path, tmp_path: Path) -> None:
    damaged = bytearray(ZIP)
    damaged[len(ZIP) // 3] ^= 0xFF
    told = turned_away(
        home, "load", "arcep_cartefibre_communes", given(tmp_path, "carte.zip", bytes(damaged)), "--period", "2026"
    )
    assert "carte.zip : " in told
    assert "téléchargez-la de nouveau" in told


def test_another_separator_is_named_with_the_one_expected(home: Path, tmp_path: Path) -> None:
    path = given(tmp_path, "debits.csv", "\n".join((DEBITS_HEADER, *every_commune())).replace(";", ","))
    told = turned_away(home, "load", "arcep_mci_debits", path)
    assert told == "maillage : debits.csv : le fichier semble séparé par « , » et non « ; ».\n"


def test_all_the_columns_that_are_missing_are_named_together(home: Path, tmp_path: Path) -> None:
    text = "\n".join((DEBITS_HEADER, *every_commune()))
    text = text.replace(";nbr;", ";locaux;").replace(";date", ";jour").replace("code_insee", "insee")
    told = turned_away(home, "load", "arcep_mci_debits", given(tmp_path, "debits.csv", text))
    assert told.startswith("maillage : debits.csv : colonnes absentes « code_insee », « nbr », « date ».")
    assert "Colonnes lues : insee, nom_com," in told
    assert "Le format de « Ma connexion internet" in told
    assert told.endswith("rien n’a été chargé, les données d’avant restent.\n")


def test_one_missing_column_is_named_alone(home: Path, tmp_path: Path) -> None:
    text = "\n".join((DEBITS_HEADER.replace("type", "segment"), *every_commune()))
    told = turned_away(home, "load", "arcep_mci_debits", given(tmp_path, "debits.csv", text))
    assert "debits.csv : colonne absente « type »." in told


def half_of_the_open_data_list(folder: Path) -> Path:
    lines = (SAMPLES / "odf_observatoire.csv").read_text("utf-8").splitlines(keepends=True)
    return given(folder, "moitie.csv", "".join(lines[:5]))


def test_half_the_rows_gone_are_refused(home: Path, tmp_path: Path) -> None:
    half = half_of_the_open_data_list(tmp_path)
    told = turned_away(home, "load", "odf_observatoire", half, "--period", "2022-05-30")
    assert "4 lignes gardées, contre 8 dans la livraison 2022-04-25." in told
    assert "Plus d’un dixième a disparu : rien n’a été chargé" in told
    assert "relancez « maillage load » avec --accept-fewer" in told


def test_half_the_rows_gone_are_accepted_when_it_is_meant(own: Path, tmp_path: Path) -> None:
    half = half_of_the_open_data_list(tmp_path)
    told = succeed(own, "load", "odf_observatoire", half, "--period", "2022-04-25", "--accept-fewer")
    assert "0 ligne ajoutée, 0 modifiée, 4 retirées, 4 inchangées" in told
    assert len(rows(own, "organisations_open_data", "odf_observatoire", "nom")) == 4


def test_one_row_in_ten_may_go_and_not_two(own: Path, tmp_path: Path) -> None:
    header, *lines = (SAMPLES / "odf_observatoire.csv").read_text("utf-8").splitlines()
    twenty = [lines[1].replace("219000106", f"2190001{number}") for number in range(10, 30)]
    delivered = ("load", "odf_observatoire", "--period", "2022-06-01")
    succeed(own, *delivered, given(tmp_path, "vingt.csv", "\n".join((header, *twenty))))
    turned_away(own, *delivered, given(tmp_path, "dixsept.csv", "\n".join((header, *twenty[:17]))))
    succeed(own, *delivered, given(tmp_path, "dixhuit.csv", "\n".join((header, *twenty[:18]))))


def test_fewer_rows_than_a_region_can_have_are_refused_even_when_fewer_are_accepted(home: Path, tmp_path: Path) -> None:
    few = debits_file(tmp_path, *every_commune()[:6])
    told = turned_away(home, "load", "arcep_mci_debits", few, "--accept-fewer")
    assert (
        "6 lignes gardées pour Bourgogne-Franche-Comté, moins que le minimum plausible de 7 (0,8 par commune)" in told
    )


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "vide.csv : le fichier est vide."),
        (b"\xef\xbb\xbf", "vide.csv : "),
        (b"\n\n\n", "vide.csv : "),
        ((DEBITS_HEADER + "\n").encode(), "0 lignes gardées pour Bourgogne-Franche-Comté"),
    ],
)
def test_an_empty_file_is_said_to_be_empty(home: Path, tmp_path: Path, content: bytes, told: str) -> None:
    assert told in turned_away(home, "load", "arcep_mci_debits", given(tmp_path, "vide.csv", content))


def test_an_empty_list_of_places_is_said_to_hold_nothing(home: Path, tmp_path: Path) -> None:
    header = (SAMPLES / "odf_observatoire.csv").read_bytes().splitlines()[0]
    told = turned_away(home, "load", "odf_observatoire", given(tmp_path, "rien.csv", header), "--period", "2026")
    assert "aucune ligne gardée sur 0 lues" in told


@pytest.mark.parametrize(
    ("source", "name", "content", "told"),
    [
        ("arcep_mci_debits", "a.csv", "<!DOCTYPE html><html><body>503</body></html>", "c’est une page web"),
        ("arcep_mci_debits", "a.csv", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00", "a.csv : "),
        ("arcep_mci_debits", "a.csv", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n", "a.csv : "),
        ("arcep_mci_debits", "a.csv", "code_insee;nbr\n".encode("utf-16"), "Enregistrez-le en UTF-8"),
        ("arcep_mci_debits", "a.csv", b"\x1f\x8b\x08\x00 cut", "archive incomplète ou abîmée"),
        ("arcep_cartefibre_communes", "a.zip", "code;nom\n25056;Besançon\n", "archive incomplète ou abîmée"),
        ("arcep_cartefibre_communes", "a.zip", b"PK\x05\x06" + bytes(18), "un fichier .dbf attendu dans l’archive"),
        ("fabriques_territoire", "a.geojson", '{"type": "FeatureCollection",\n"features": [', "ligne 2, colonne"),
        ("fabriques_territoire", "a.geojson", "[]", "une FeatureCollection GeoJSON est attendue"),
        ("fabriques_territoire", "a.geojson", b"\xe9\xe9", "a.geojson : JSON illisible"),
    ],
)
def test_a_file_that_is_not_what_its_name_says_is_told_so(
    home: Path, tmp_path: Path, source: str, name: str, content: bytes | str, told: str
) -> None:
    assert told in turned_away(home, "load", source, given(tmp_path, name, content), "--period", "2026")


def test_a_path_that_leads_nowhere_is_told_so(home: Path, tmp_path: Path) -> None:
    told = turned_away(home, "load", "arcep_mci_debits", tmp_path / "nulle part" / "debits.csv")
    assert "nulle part/debits.csv introuvable. Vérifiez son emplacement." in told


def test_a_folder_given_for_a_file_is_told_so(home: Path, tmp_path: Path) -> None:
    assert f"{tmp_path} n’est pas un fichier." in turned_away(home, "load", "arcep_mci_debits", tmp_path)


def test_a_file_without_the_right_to_read_it_is_told_so(home: Path, tmp_path: Path) -> None:
    path = debits_file(tmp_path, *every_commune())
    path.chmod(0)
    if os.access(path, os.R_OK):
        pytest.skip("this user may read everything")
    told = turned_away(home, "load", "arcep_mci_debits", path)
    assert "Vérifiez son emplacement et vos droits." in told


def test_a_name_too_long_for_the_disk_is_told_so(home: Path, tmp_path: Path) -> None:
    told = turned_away(home, "load", "arcep_mci_debits", tmp_path / f"{'x' * 300}.csv")
    assert "Vérifiez son emplacement et vos droits." in told


def test_a_pipe_is_refused_at_once_instead_of_being_waited_for(home: Path, tmp_path: Path) -> None:
    pipe = tmp_path / "tube.csv"
    os.mkfifo(pipe)
    done = stranger(home, "load", "arcep_mci_debits", str(pipe))
    assert done.returncode == 3
    assert "tube.csv n’est pas un fichier" in done.stderr


def broken_folder(folder: Path) -> Path:
    """The samples, two of them out of order."""
    for path in SAMPLES.iterdir():
        if path.is_file():
            (folder / path.name).write_bytes(path.read_bytes())
    debits_file(folder, debits("25056"), name="arcep_mci_debits.csv")
    given(folder, "arcep_cartefibre_communes.zip", ZIP[:300])
    return folder


def test_a_build_tells_every_file_turned_away_and_the_release_served_stays(own: Path, tmp_path: Path) -> None:
    served, value = (snapshot(own / "releases"), figure(own, "sites_4g_par_operateur", "region:27", "2026-T1"))
    folder = tmp_path / "files"
    folder.mkdir()
    done = run(own, "up", "--from", broken_folder(folder), "--no-serve")
    assert done.code == 3
    told = done.err[done.err.index("maillage : ") :]
    assert told.startswith("maillage : Rien n’a été publié, la publication d’avant reste servie :\n")
    assert "arcep_cartefibre_communes.zip : archive incomplète" in told
    assert "1 lignes gardées pour Bourgogne-Franche-Comté" in told
    assert snapshot(own / "releases") == served
    assert figure(own, "sites_4g_par_operateur", "region:27", "2026-T1") == value
    assert not list(own.glob("build*"))


@pytest.mark.more
def test_after_a_build_that_failed_every_delivery_of_the_lake_is_whole(own: Path, tmp_path: Path) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    assert run(own, "up", "--from", broken_folder(folder), "--no-serve").code == 3
    named = {own / name for one in all_receipts(Home(own)) for name in (one.data, one.problems)}
    assert set((own / "lake").rglob("*.parquet")) == named
    assert succeed(own, "up", "--from", SAMPLES, "--no-serve").startswith("Publication n° 2 :")
