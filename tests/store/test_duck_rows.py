"""Rows in and out of DuckDB and Parquet: every value comes back as it went in, the absent ones absent."""

from contextlib import closing
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.kernel.table import Column, Kind
from maillage.store import duck
from maillage.store.rows import BATCH, append

COLUMNS = (
    Column("nom", Kind.TEXT, "Nom"),
    Column("nombre", Kind.INTEGER, "Nombre"),
    Column("mesure", Kind.DECIMAL, "Mesure"),
    Column("oui", Kind.BOOLEAN, "Oui ou non"),
    Column("contour", Kind.GEOMETRY, "Contour"),
)
CELLS = {
    "nom": st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0")),
    "nombre": st.integers(-(2**63), 2**63 - 1),
    "mesure": st.floats(allow_nan=False),
    "oui": st.booleans(),
    "contour": st.binary(),
}
ROWS = st.lists(st.fixed_dictionaries({}, optional={name: st.none() | cell for name, cell in CELLS.items()}))


def read(con: duckdb.DuckDBPyConnection, table: str) -> list[tuple[Any, ...]]:
    return con.execute(f"SELECT * FROM {table}").fetchall()


def expected(rows: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    return [tuple(row.get(column.name) for column in COLUMNS) for row in rows]


@given(rows=ROWS)
def test_rows_come_back_as_they_went_in(rows: list[dict[str, Any]]) -> None:
    with closing(duck.connect()) as con:
        duck.create(con, "essai", COLUMNS)
        assert append(con, "essai", COLUMNS, rows) == len(rows)
        assert read(con, "essai") == expected(rows)


@pytest.mark.parametrize("absent", [column.name for column in COLUMNS])
def test_a_column_nobody_filled_is_absent_and_not_zero(absent: str) -> None:
    filled = {"nom": "", "nombre": 0, "mesure": 0.0, "oui": False, "contour": b""}
    rows = [{name: cell for name, cell in filled.items() if name != absent}] * 3
    with closing(duck.connect()) as con:
        duck.create(con, "essai", COLUMNS)
        append(con, "essai", COLUMNS, rows)
        assert read(con, "essai") == expected(rows)


def test_more_rows_than_a_batch_are_all_there_in_order() -> None:
    count = 2 * BATCH + 1
    columns = (Column("nombre", Kind.INTEGER, "Nombre"),)
    with closing(duck.connect()) as con:
        duck.create(con, "essai", columns)
        assert append(con, "essai", columns, ({"nombre": rank or None} for rank in range(count))) == count
        facts = con.execute("SELECT count(*), count(nombre), sum(nombre), max(nombre) FROM essai").fetchone()
    assert facts == (count, count - 1, count * (count - 1) // 2, count - 1)


def test_rows_come_back_from_parquet_whatever_the_name_of_the_folder(tmp_path: Path) -> None:
    rows = [
        {"nom": "L'Œuvre ; « 25 »", "nombre": 2**63 - 1},
        {"mesure": 0.1 + 0.2, "oui": False},
        {"contour": b"\0\xff"},
    ]
    path = tmp_path / "d'essai" / "période=2018-T1" / "x.parquet"
    with closing(duck.connect()) as con:
        duck.create(con, "essai", COLUMNS)
        append(con, "essai", COLUMNS, rows)
        duck.write_parquet(con, "FROM essai", path)
        duck.view_parquet(con, "lu", [path, path])
        assert read(con, "lu") == expected(rows) * 2
        # The folder says a period, the table has none: nothing is read from names of folders.
        assert [row[0] for row in con.execute("DESCRIBE lu").fetchall()] == [column.name for column in COLUMNS]


def test_a_table_takes_the_place_of_a_view_and_the_other_way_round(tmp_path: Path) -> None:
    with closing(duck.connect()) as con:
        for _ in range(2):
            duck.create(con, "essai", COLUMNS)
            append(con, "essai", COLUMNS, [{"nom": "a"}])
            duck.write_parquet(con, "FROM essai", tmp_path / "a.parquet")
            duck.view_parquet(con, "essai", [tmp_path / "a.parquet"])
            assert read(con, "essai")[0][0] == "a"


@given(text=st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0")))
def test_a_text_is_itself_once_quoted(text: str) -> None:
    with closing(duck.connect()) as con:
        assert con.execute(f"SELECT {duck.quoted(text)}").fetchone() == (text,)


def test_no_extension_is_fetched_from_the_network() -> None:
    with closing(duck.connect()) as con, pytest.raises(duckdb.Error):
        con.execute("SELECT * FROM read_parquet('https://exemple.invalid/x.parquet')")
