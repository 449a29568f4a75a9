"""Spoilt files: each bad line is refused or repaired and counted, and no good one is lost."""

import csv
from collections import defaultdict
from pathlib import Path

import duckdb
import pytest

from maillage.kernel.problem import Effect
from maillage.observatory.door import current
from maillage.simulation.dirt import KINDS, REFUSED, WHOLE_LINE
from maillage.store.home import Home
from maillage.store.receipt import all_receipts
from tests.conftest import maillage

pytestmark = pytest.mark.more

Lines = dict[str, dict[int, tuple[str, str]]]


@pytest.fixture(scope="module")
def spoilt(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Lines]:
    folder, home = tmp_path_factory.mktemp("dirt"), tmp_path_factory.mktemp("dirt_home")
    arguments = ("--communes", "60", "--seed", "5", "--quarters", "3", "--dirt", "0.08")
    assert maillage(home, "simulate", str(folder), *arguments).returncode == 0
    built = maillage(home, "up", "--from", str(folder), "--no-serve")
    assert built.returncode == 0, built.stderr
    told: Lines = defaultdict(dict)
    with open(folder / "truth" / "dirt.csv", encoding="utf-8", newline="") as handle:
        for row in csv.DictReader(handle):
            told[row["file"]][int(row["line"])] = (row["kind"], row["effect"])
    return home, told


def test_every_way_of_spoiling_a_row_is_tried(spoilt: tuple[Path, Lines]) -> None:
    kinds = {kind for lines in spoilt[1].values() for kind, _ in lines.values()}
    assert kinds == {name for name, *_ in KINDS} | set(WHOLE_LINE)


def test_the_lines_refused_are_those_that_were_spoilt_beyond_repair(spoilt: tuple[Path, Lines]) -> None:
    home, told = spoilt
    observatory = current(home)
    refused: dict[str, set[int]] = defaultdict(set)
    for source in observatory.sources():
        for line in observatory.problems(source.name, Effect.REFUSED, limit=100_000)[0]:
            refused[line.problem.file].add(line.problem.line)
    wanted = {file: {line for line, (_, effect) in lines.items() if effect == REFUSED} for file, lines in told.items()}
    assert dict(refused) == {file: lines for file, lines in wanted.items() if lines}


def test_each_line_read_is_kept_or_counted_as_refused_ignored_or_outside(spoilt: tuple[Path, Lines]) -> None:
    home, _ = spoilt
    for receipt in all_receipts(Home(home)):
        if receipt.source == "cog_epci":
            continue
        [(lines,)] = duckdb.sql(f"SELECT count(DISTINCT (fichier, ligne)) FROM '{home / receipt.data}'").fetchall()
        counts = receipt.counts
        assert counts.read == lines + counts.refused + counts.ignored + counts.outside, receipt.source


def test_a_repaired_line_counts_like_any_other(spoilt: tuple[Path, Lines]) -> None:
    home, told = spoilt
    kept: dict[str, set[int]] = defaultdict(set)
    for receipt in all_receipts(Home(home)):
        for file, line in duckdb.sql(f"SELECT fichier, ligne FROM '{home / receipt.data}'").fetchall():
            kept[file].add(line)
    repaired = [
        (file, line) for file, lines in told.items() for line, (_, effect) in lines.items() if effect != REFUSED
    ]
    assert repaired
    assert all(line in kept[file] for file, line in repaired)


def test_the_same_seed_spoils_the_same_lines(tmp_path: Path) -> None:
    written = []
    for name in ("a", "b"):
        arguments = ("--communes", "40", "--seed", "3", "--quarters", "1", "--dirt", "0.1")
        assert maillage(tmp_path, "simulate", str(tmp_path / name), *arguments).returncode == 0
        files = sorted(path for path in (tmp_path / name).rglob("*") if path.is_file())
        written.append({path.relative_to(tmp_path / name): path.read_bytes() for path in files})
    assert written[0] == written[1]
