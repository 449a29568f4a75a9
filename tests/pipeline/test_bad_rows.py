"""Rows that cannot be kept, or only with a caveat: each is told with its file, line, column and reason."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.terminal import (
    DEBITS_HEADER,
    ROOT,
    SAMPLES,
    SPEED,
    debits,
    debits_file,
    every_commune,
    figure,
    own_copy,
    publish,
    rows,
    run,
    snapshot,
    succeed,
    turned_away,
)

MEGABYTE = 1024**2


@pytest.fixture
def home(release_home: Path, tmp_path: Path) -> Path:
    return own_copy(release_home, tmp_path)


def load(home: Path, path: Path) -> str:
    return succeed(home, "load", "arcep_mci_debits", path)


def kept(home: Path, *columns: str) -> list[tuple[object, ...]]:
    """What the lake holds of the third quarter of 2026."""
    found = rows(home, "debits_communes", "arcep_mci_debits", "periode", *columns)
    return [tuple(cells) for period, *cells in found if period == "2026-T3"]


def test_a_new_column_is_left_aside_and_told(home: Path, tmp_path: Path) -> None:
    path = tmp_path / "debits.csv"
    path.write_text("\n".join([f"{DEBITS_HEADER};elig_10g", *(f"{line};7" for line in every_commune())]), "utf-8")
    told = load(home, path)
    assert "8 lignes gardées sur 8 lues" in told
    assert (
        "signalée : debits.csv, colonne « elig_10g » : colonne inconnue, non lue : le format a peut-être changé" in told
    )
    assert kept(home, "locaux") == [(100,)] * 8


def test_of_two_rows_with_the_same_key_the_first_is_kept_and_its_line_given(home: Path, tmp_path: Path) -> None:
    path = debits_file(tmp_path, *every_commune(), debits("25056", premises=999), debits("25035", premises=999))
    told = load(home, path)
    assert "8 lignes gardées sur 10 lues, 2 refusées" in told
    key = "(même commune_publiee, periode) (lu : 25056 · 2026-T3)"
    assert f"refusée : commune_debit.csv, ligne 10, colonne « commune_publiee » : doublon de la ligne 3 {key}" in told
    assert "commune_debit.csv, ligne 11, colonne « commune_publiee » : doublon de la ligne 2 (même" in told
    assert kept(home, "locaux") == [(100,)] * 8


def test_a_key_that_two_files_share_says_in_which_file_the_first_is(home: Path, tmp_path: Path) -> None:
    first = debits_file(tmp_path, *every_commune(), name="a.csv")
    second = debits_file(tmp_path, debits("90097", premises=999), name="b.csv")
    told = succeed(home, "load", "arcep_mci_debits", first, second)
    assert "refusée : b.csv, ligne 2, colonne « commune_publiee » : doublon de la ligne 9 de a.csv" in told
    assert kept(home, "locaux") == [(100,)] * 8


def test_a_commune_nobody_knows_is_refused_and_named(home: Path, tmp_path: Path) -> None:
    told = load(home, debits_file(tmp_path, *every_commune(), debits("25999")))
    reason = "commune 25999 inconnue du code officiel géographique, même parmi les anciens codes (lu : 25999)"
    assert f"refusée : commune_debit.csv, ligne 10, colonne « commune » : {reason}" in told
    assert [code for (code,) in kept(home, "commune")] == sorted(code[:5] for code in every_commune())


def test_a_code_that_is_not_one_is_refused_with_an_example(home: Path, tmp_path: Path) -> None:
    told = load(home, debits_file(tmp_path, *every_commune(), debits("2505X")))
    reason = "ce n’est pas un code de commune (5 caractères, ex. 25056) (lu : 2505X)"
    assert f"ligne 10, colonne « code_insee » : {reason}" in told


def test_a_former_commune_counts_in_the_one_that_absorbed_it(home: Path, tmp_path: Path) -> None:
    lines = [debits("25034", premises=40), *every_commune()]
    assert "9 lignes gardées sur 9 lues" in load(home, debits_file(tmp_path, *lines))
    auxons = [(code, number) for current, code, number in kept(home, "commune", "commune_publiee", "locaux")]
    assert auxons[:2] == [("25034", 40), ("25035", 100)]


def test_figures_count_a_row_given_twice_once_a_former_commune_where_it_went_and_no_absent_number(
    home: Path, tmp_path: Path
) -> None:
    absent, former, twice = (debits("90097", eligible=""), debits("25034", premises=40), debits("25056", premises=999))
    load(home, debits_file(tmp_path, *every_commune()[:7], absent, former, twice))
    publish(home)
    # Doubs: 25035, 25056, 25388, 25463 and 25547, each 100 premises of which 80 eligible; Les Auxons has 40 more.
    assert figure(home, SPEED, "departement:25", "2026-T3")["denominator"] == 540
    assert figure(home, SPEED, "commune:25035", "2026-T3")["denominator"] == 140
    assert figure(home, SPEED, "departement:90", "2026-T3")["completeness"] == {"known": 2, "total": 3}
    show = ("show", SPEED, "commune:90097", "--period", "2026-T3", "--format", "json")
    assert run(home, *show).json()["values"] == []


def test_a_date_that_does_not_exist_is_refused(home: Path, tmp_path: Path) -> None:
    days = ["30/09/2026", "2026-09-31", "2026", "hier", "2026-9"]
    told = load(home, debits_file(tmp_path, *every_commune(), *(debits("25056", day=day) for day in days)))
    assert "8 lignes gardées sur 13 lues, 5 refusées" in told
    for line, day in enumerate(days, 10):
        assert f"refusée : commune_debit.csv, ligne {line}, colonne « date » : date illisible (lu : {day})" in told


def test_an_absent_number_is_refused_and_never_read_as_zero(home: Path, tmp_path: Path) -> None:
    told = load(home, debits_file(tmp_path, *every_commune()[:7], debits("90097", eligible="")))
    assert "ligne 9, colonne « elig_bhd8 » : nombre absent : inconnu n’est pas zéro" in told


def test_a_number_is_read_whatever_parts_its_thousands(home: Path, tmp_path: Path) -> None:
    written = ["12\u202f345", "12\u00a0345", "12 345", "12\u2009345", "12345.000000", " 12345 ", "+12345", "12345,0"]
    lines = [debits(line[:5], premises=number) for line, number in zip(every_commune(), written, strict=True)]
    assert "8 lignes gardées sur 8 lues\n" in load(home, debits_file(tmp_path, *lines))
    assert kept(home, "locaux") == [(12345,)] * 8


def test_what_is_not_a_number_of_premises_is_refused(home: Path, tmp_path: Path) -> None:
    written = ["-1", "1,5", "12.345,6", "1e400", "douze", "1_000", "0x10", "inf", "-"]
    told = load(home, debits_file(tmp_path, *every_commune(), *(debits("25056", number) for number in written)))
    assert "8 lignes gardées sur 17 lues, 9 refusées" in told
    for line, number in enumerate(written, 10):
        assert f"refusée : commune_debit.csv, ligne {line}, colonne « nbr » : nombre " in told
        assert f"(lu : {number})" in told
    assert kept(home, "locaux") == [(100,)] * 8


def open_data(folder: Path, *names: bytes) -> Path:
    """The open data list of the samples, the bodies of its line 3 and next under other names."""
    header, *lines = (SAMPLES / "odf_observatoire.csv").read_bytes().splitlines()
    for rank, name in enumerate(names, 1):
        cells = lines[rank].split(b";")
        cells[2] = name
        lines[rank] = b";".join(cells)
    path = folder / "observatoire.csv"
    path.write_bytes(b"\n".join((header, *lines)))
    return path


def test_lines_in_windows_1252_are_read_right_and_told(home: Path, tmp_path: Path) -> None:
    path = open_data(tmp_path, "Belfort – l’été".encode("cp1252"), "Évian-lès-Œufs".encode("cp1252"))
    told = succeed(home, "load", "odf_observatoire", path, "--period", "2022-04-25")
    assert "signalée : observatoire.csv : 2 lignes ne sont pas en UTF-8 : texte lu en Windows-1252" in told
    names = rows(home, "organisations_open_data", "odf_observatoire", "nom")
    assert names[:4] == [("Besançon",), ("Belfort – l’été",), ("Évian-lès-Œufs",), ("Département du Doubs",)]


def test_bytes_that_no_encoding_explains_cost_their_line_and_no_other(home: Path, tmp_path: Path) -> None:
    path = open_data(tmp_path, b"Belf\x81rt")
    told = succeed(home, "load", "odf_observatoire", path, "--period", "2022-05-30", "--accept-fewer")
    assert "refusée : observatoire.csv, ligne 3 : texte illisible : ni UTF-8, ni Windows-1252" in told
    assert "7 lignes gardées sur 10 lues" in told


def test_a_line_of_too_few_cells_costs_that_line_and_no_other(home: Path, tmp_path: Path) -> None:
    told = load(home, debits_file(tmp_path, *every_commune()[:7], "90097;Trévenans;90"))
    assert "refusée : commune_debit.csv, ligne 9 : 3 colonnes au lieu de 14" in told
    assert len(kept(home, "locaux")) == 7


def test_a_quote_left_open_costs_that_line_and_no_other(home: Path, tmp_path: Path) -> None:
    lines = every_commune()
    lines[2] = lines[2].replace(";Nom;", ';"Nom;')
    told = load(home, debits_file(tmp_path, *lines))
    assert "ligne 4 : guillemet ouvert et jamais refermé, ou mal placé" in told
    assert len(kept(home, "locaux")) == 7


def test_a_trial_tells_the_same_rows_and_changes_nothing(home: Path, tmp_path: Path) -> None:
    before = snapshot(home)
    told = succeed(
        home, "load", "arcep_mci_debits", debits_file(tmp_path, *every_commune(), debits("25999")), "--dry-run"
    )
    assert "ligne 10, colonne « commune » : commune 25999 inconnue" in told
    assert told.endswith("Essai : rien n’a été écrit.\n")
    assert snapshot(home) == before


def test_a_file_whose_every_row_is_refused_is_turned_away(home: Path, tmp_path: Path) -> None:
    lines = [line.replace("2026-09-30", "30/09/2026") for line in every_commune()]
    assert "0 lignes gardées" in turned_away(home, "load", "arcep_mci_debits", debits_file(tmp_path, *lines))


# A process begins with the memory of the one that forks it, and that counts in its peak: this one is small.
SMALL_PARENT = """
import os, subprocess, sys
process = subprocess.Popen(sys.argv[1:])
_, status, usage = os.wait4(process.pid, 0)
print(usage.ru_maxrss / 1024, file=sys.stderr)
sys.exit(os.waitstatus_to_exitcode(status))
"""


def peak(home: Path, path: Path) -> tuple[str, float]:
    """What a load in its own process says, and the most memory it held, in megabytes."""
    command = [sys.executable, "-m", "maillage.cli", "load", "arcep_mci_debits", str(path)]
    environment = {**os.environ, "MAILLAGE_HOME": str(home)}
    done = subprocess.run(
        [sys.executable, "-c", SMALL_PARENT, *command],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout, float(done.stderr.split()[-1])


@pytest.mark.more
def test_a_line_of_64_megabytes_is_refused_without_being_held_in_memory(home: Path, tmp_path: Path) -> None:
    plain = debits_file(tmp_path, *every_commune(), name="simple.csv")
    _, usual = peak(home, plain)
    long = tmp_path / "longue.csv"
    with open(long, "wb") as file:
        header, *lines = plain.read_bytes().splitlines(keepends=True)
        file.writelines([header, *lines[:4]])
        for _ in range(64):
            file.write(b"x" * MEGABYTE)
        file.writelines([b"\n", *lines[4:]])
    told, most = peak(home, long)
    assert "8 lignes gardées sur 9 lues, 1 refusée" in told
    assert "refusée : longue.csv, ligne 6 : ligne de plus de 1 Mo" in told.replace("\u202f", " ").replace("\u00a0", " ")
    assert most < 400
    # The line is 64 MB: 30 are room for noise, not for the line.
    assert most < usual + 30


@pytest.mark.parametrize(("length", "refused"), [(MEGABYTE - 200_000, False), (MEGABYTE + 1, True)])
def test_a_line_is_refused_beyond_one_megabyte(home: Path, tmp_path: Path, length: int, refused: bool) -> None:
    # Eight wide cells, as one cell has its own limit.
    padding = ";".join("x" * (length // 8) for _ in range(8))
    header = f"{DEBITS_HEADER};" + ";".join(f"elig_{rank}" for rank in range(8))
    path = tmp_path / "debits.csv"
    short = ";".join(["x"] * 8)
    lines = [f"{line};{padding if rank == 3 else short}" for rank, line in enumerate(every_commune())]
    path.write_text("\n".join((header, *lines)), "utf-8")
    assert ("ligne 5 : ligne de plus de 1 Mo" in load(home, path)) is refused
    assert len(kept(home, "locaux")) == 8 - refused
