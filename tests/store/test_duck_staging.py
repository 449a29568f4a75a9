"""A delivery of any size waits on disk before it is written: memory does not grow with its rows."""

from pathlib import Path

from maillage.store.duck import spilling, staging
from maillage.store.home import Home

ROWS = 2_000_000
HELD = "SELECT coalesce(sum(memory_usage_bytes), 0) FROM duckdb_memory() WHERE tag = 'IN_MEMORY_TABLE'"


def test_rows_that_wait_are_in_a_file_and_hold_no_memory(tmp_path: Path) -> None:
    home = Home(tmp_path)
    with staging(home) as con:
        con.execute(f"CREATE TABLE staging AS SELECT range AS ligne, 'FO' AS techno FROM range({ROWS})")
        assert con.execute(HELD).fetchall() == [(0,)]
        # What another thread writes through its cursor lands in the same table.
        con.cursor().execute("INSERT INTO staging VALUES (-1, 'CU')")
        assert con.execute("SELECT count(*) FROM staging").fetchall() == [(ROWS + 1,)]
    assert not home.aside.exists()


def test_what_is_computed_stays_in_memory_and_leaves_nothing_behind(tmp_path: Path) -> None:
    home = Home(tmp_path)
    with spilling(home) as con:
        con.execute("CREATE TABLE t AS SELECT range FROM range(1000)")
        assert con.execute(HELD).fetchall()[0][0] > 0
    assert not home.aside.exists()


def test_rows_wait_on_disk_in_a_folder_of_any_name(tmp_path: Path) -> None:
    home = Home(tmp_path / "l'été #1 [25] 100% .wal? *")
    with staging(home) as con:
        con.execute(f"CREATE TABLE staging AS SELECT range AS ligne FROM range({ROWS})")
        assert con.execute(HELD).fetchall() == [(0,)]
    assert not home.aside.exists()
