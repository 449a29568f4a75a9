"""Lists of places loaded by the command: what was wrong in them is told by line, and what was right is kept."""

from pathlib import Path

import pytest

from maillage.store.duck import connect
from tests.cli.terminal import own_copy, rows, succeed

NATIONAL = "id,pivot,nom,commune,code_postal,code_insee,adresse,latitude,longitude,typologie,date_maj"
LAST = "13001217900015,Un lieu,{},{},{},1 rue de Vesoul,{},{},TIERS_LIEUX,{}"


@pytest.fixture
def home(release_home: Path, tmp_path: Path) -> Path:
    return own_copy(release_home, tmp_path)


def loaded(home: Path, folder: Path, *lines: str) -> str:
    path = folder / "lieux.csv"
    path.write_text("\n".join((NATIONAL, *lines)) + "\n", "utf-8")
    return succeed(home, "load", "mediation_nationale", path, "--period", "2026-10-02", "--accept-fewer")


def test_each_line_is_kept_or_told_and_none_is_lost_as_elsewhere(home, tmp_path):
    told = loaded(
        home,
        tmp_path,
        "bon," + LAST.format("Besançon", "25000", "25056", 47.24, 6.02, "2026-10-01"),
        "futur," + LAST.format("Besançon", "25000", "25056", 47.24, 6.02, "2062-10-01"),
        "cp," + LAST.format("Besançon", "25000", "25000", 47.24, 6.02, "2026-10-01"),
        "axes," + LAST.format("Besançon", "25000", "25056", 6.02, 47.24, "2026-10-01"),
        "perdu," + LAST.format("Nulle-Part", "25999", "", 3.0, 50.0, "2026-10-01"),
        "ailleurs," + LAST.format("Ambérieu-en-Bugey", "1500", "", 45.96, 5.36, "2026-10-01"),
    )
    assert "4 lignes gardées sur 6 lues, 1 refusée, 3 signalées, 1 hors de la région" in told
    for said in (
        "ligne 3, colonne « mis_a_jour » : fiche mise à jour après la date de la liste",
        "ligne 4, colonne « commune » : commune 25000 inconnue",
        "ligne 5, colonne « longitude » : longitude et latitude inversées, remises en ordre",
        "refusée : lieux.csv, ligne 6, colonne « longitude » : le point n’est pas en France",
    ):
        assert said in told
    found = rows(home, "lieux", "mediation_nationale", "identifiant", "commune", "longitude", "siret")
    mine = {row[0]: row[1:] for row in found if row[0] in {"bon", "futur", "cp", "axes"}}
    assert mine == dict.fromkeys(("bon", "futur", "cp", "axes"), ("25056", 6.02, "13001217900015"))


def test_a_list_is_loaded_over_one_that_was_kept_before_its_table_had_a_column(home, tmp_path):
    line = "bon," + LAST.format("Besançon", "25000", "25056", 47.24, 6.02, "2026-10-01")
    loaded(home, tmp_path, line)
    kept = home / "lake" / "lieux" / "source=mediation_nationale" / "period=2026-10-02"
    [old] = kept.glob("*[0-9a-f].parquet")
    with connect() as con:
        con.execute(f"CREATE TABLE before AS SELECT * EXCLUDE (siret, label_services) FROM read_parquet('{old}')")
        con.execute(f"COPY before TO '{old}' (FORMAT parquet)")
    assert "1 inchangée" in loaded(home, tmp_path, line)
