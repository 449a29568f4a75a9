"""What is wrong in a file is told the worst first, and all of it in a file whoever loads can send back."""

import csv
from pathlib import Path

import pytest

from tests.cli.terminal import debits, debits_file, every_commune, own_copy, run, snapshot, succeed


@pytest.fixture
def home(release_home: Path, tmp_path: Path) -> Path:
    return own_copy(release_home, tmp_path)


def spoilt(folder: Path) -> Path:
    """Twelve rows that are flagged (more eligible than premises), then one that is lost."""
    flagged = [debits(code, premises=10, eligible=80) for code in ("25056", "90010")]
    lines = [*every_commune()[2:], *flagged, debits("25999"), debits("25388", premises="?")]
    return debits_file(folder, *lines)


def listed(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_rows_that_are_lost_are_told_first_and_everything_is_in_the_file(home: Path, tmp_path: Path) -> None:
    before, path = snapshot(home), tmp_path / "problemes.csv"
    told = succeed(
        home, "load", "arcep_mci_debits", spoilt(tmp_path), "--dry-run", "--accept-fewer", "--problems", path
    )
    assert snapshot(home) == before
    shown = [line.strip().split(" :")[0] for line in told.splitlines() if line.startswith("  ")]
    effects = [one for one in shown if one in ("refusée", "signalée")]
    assert set(effects) == {"refusée", "signalée"}
    assert effects == sorted(effects, key=lambda one: one != "refusée")
    rows = listed(path)
    assert list(rows[0]) == ["fichier", "ligne", "colonne", "effet", "raison"]
    assert {(row["ligne"], row["effet"]) for row in rows} >= {("10", "refusée"), ("11", "refusée")}
    assert [row["effet"] for row in rows][:2] == ["refusée", "refusée"]


def test_problems_beyond_the_tenth_are_counted_and_written(home: Path, tmp_path: Path) -> None:
    lines = [*every_commune(), *(debits(f"25{rank:03}") for rank in range(900, 915))]
    path = tmp_path / "problemes.csv"
    told = succeed(home, "load", "arcep_mci_debits", debits_file(tmp_path, *lines), "--dry-run", "--problems", path)
    assert f"… et 5 autres, dans {path}." in told
    assert len(listed(path)) == 15


def test_a_file_that_is_turned_away_still_gives_its_problems(home: Path, tmp_path: Path) -> None:
    path = tmp_path / "problemes.csv"
    lines = [debits("25999"), debits("25388", premises="?")]
    done = run(home, "load", "arcep_mci_debits", debits_file(tmp_path, *lines), "--dry-run", "--problems", path)
    assert done.code == 3
    assert sorted(row["ligne"] for row in listed(path)) == ["2", "3"]


def test_a_place_where_nothing_can_be_written_is_said_before_loading(home: Path, tmp_path: Path) -> None:
    nowhere = tmp_path / "absent" / "problemes.csv"
    done = run(home, "load", "arcep_mci_debits", debits_file(tmp_path, *every_commune()), "--problems", nowhere)
    assert done.code == 2
    assert "dans un dossier qui existe" in done.err
