"""What reserved sources bring stays in a folder of its own, that its owner alone opens, and nowhere else."""

import os
import stat
from pathlib import Path

import pytest

from maillage import sources
from maillage.pipeline.reserved import WITHHELD, link, problem_columns, public_tables, write_reserved
from maillage.store.home import Home
from maillage.store.receipt import Receipt
from maillage.store.reserved import FOLDER, folder
from tests.pipeline.receipts import receipt

PLANNED = "immeubles_prevus"


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


@pytest.fixture
def place(tmp_path: Path) -> Path:
    release = tmp_path / "release"
    release.mkdir()
    return release


def loaded(home: Home, delivery: Receipt) -> Receipt:
    for name in (delivery.data, delivery.problems):
        (home.root / name).parent.mkdir(parents=True, exist_ok=True)
        (home.root / name).write_bytes(name.encode())
    return delivery


def test_no_public_table_is_one_that_a_reserved_source_feeds() -> None:
    names = {table.name for table in public_tables()}
    assert PLANNED in sources.reserved()
    assert "debits_communes" in names
    assert not names & set(sources.reserved())


def test_problems_are_told_whole_but_for_those_of_a_reserved_table() -> None:
    assert problem_columns(receipt()) == "*"
    assert problem_columns(receipt(table=PLANNED)) == WITHHELD


def test_a_release_without_reserved_rows_has_no_reserved_folder(home: Home, place: Path) -> None:
    write_reserved(home, place, [loaded(home, receipt())])
    assert list(place.iterdir()) == []


def test_reserved_files_alone_are_kept_where_their_owner_alone_enters(
    home: Home, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    level = sources.reserved()[PLANNED]
    monkeypatch.setattr(sources, "reserved", lambda: {"lignes_reservees": level})
    mine = loaded(home, receipt("secret", "2026", "lignes_reservees"))
    before = os.umask(0)
    try:
        write_reserved(home, place, [loaded(home, receipt()), mine])
    finally:
        os.umask(before)
    assert stat.S_IMODE((place / FOLDER).stat().st_mode) == 0o700
    kept = folder(place, "lignes_reservees", level) / "tables" / "source=secret" / "period=2026"
    files = sorted(path for path in place.rglob("*") if path.is_file())
    assert files == [kept / "d.parquet", kept / "d.problems.parquet"]
    assert files[0].read_bytes() == mine.data.encode()


def test_a_file_is_linked_in_folders_made_for_it_or_copied_where_the_disk_cannot(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.parquet"
    path.write_bytes(b"rows")
    link(path, tmp_path / "x" / "y" / "b.parquet")
    assert (tmp_path / "x" / "y" / "b.parquet").samefile(path)

    def refuse(*_: object) -> None:
        raise OSError

    monkeypatch.setattr(os, "link", refuse)
    link(path, tmp_path / "x" / "y" / "c.parquet")
    assert not (tmp_path / "x" / "y" / "c.parquet").samefile(path)
    assert (tmp_path / "x" / "y" / "c.parquet").read_bytes() == b"rows"
