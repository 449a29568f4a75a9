"""What a delivery changes is counted by key: rows added, changed, gone, the same."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path

import duckdb
import pytest

from maillage.kernel.table import Column, Kind, Table
from maillage.pipeline.difference import Difference, compare
from maillage.store.duck import connect, create, write_parquet
from maillage.store.home import Home
from maillage.store.lake import stored_columns
from maillage.store.rows import append
from tests.pipeline.receipts import receipt

TABLE = Table(
    "debits_communes",
    "Débits",
    (
        Column("code", Kind.TEXT, "Code"),
        Column("periode", Kind.TEXT, "Période"),
        Column("locaux", Kind.INTEGER, "Locaux", required=False),
    ),
    key=("code", "periode"),
)
LIST = Table("liste", "Liste", (Column("code", Kind.TEXT, "Code"),), key=("code",))
Row = tuple[object, ...]
Compared = Callable[..., Difference]


@pytest.fixture
def difference(tmp_path: Path) -> Iterator[Compared]:
    """The difference between the rows of a delivery and those of a new one."""
    home = Home(tmp_path)
    with closing(connect()) as con:

        def compared(before: Sequence[Row], now: Sequence[Row], table: Table = TABLE, drop: str = "") -> Difference:
            names = [column.name for column in table.columns]
            had = receipt(table=table.name, row_periods=tuple({str(row[1]) for row in before if len(row) > 1}))
            fill(con, "earlier", table, names, before)
            left = f"* EXCLUDE ({drop})" if drop else "*"
            write_parquet(con, f"SELECT {left} FROM earlier", home.root / had.data)
            fill(con, "staging", table, names, now)
            return compare(con, home, table, had)

        yield compared


def fill(con: duckdb.DuckDBPyConnection, name: str, table: Table, names: Sequence[str], rows: Sequence[Row]) -> None:
    con.execute(f"DROP TABLE IF EXISTS {name}")
    create(con, name, stored_columns(table))
    listed = [
        dict(zip(names, row, strict=True)) | {"source": "s", "fichier": "f", "ligne": line}
        for line, row in enumerate(rows, 2)
    ]
    append(con, name, stored_columns(table), listed)


def test_rows_of_two_quarters_compare_by_their_key_without_the_quarter(difference: Compared) -> None:
    before = [("A", "2026-T1", 10), ("B", "2026-T1", 20), ("C", "2026-T1", 30)]
    now = [("A", "2026-T2", 10), ("B", "2026-T2", 21), ("D", "2026-T2", 5)]
    assert difference(before, now) == Difference("2026-T2", 1, 1, 1, 1, ("ajoutée : D", "modifiée : B", "retirée : C"))


def test_a_delivery_of_several_quarters_compares_quarter_by_quarter(difference: Compared) -> None:
    before = [("A", "2026-T1", 10), ("A", "2026-T2", 20)]
    now = [("A", "2026-T1", 10), ("A", "2026-T2", 21), ("A", "2026-T3", 30)]
    result = difference(before, now)
    assert (result.added, result.changed, result.removed, result.same) == (1, 1, 0, 1)
    assert result.examples == ("ajoutée : A · 2026-T3", "modifiée : A · 2026-T2")


def test_nothing_new_is_told_as_nothing_and_an_unknown_figure_is_the_same_twice(difference: Compared) -> None:
    rows = [("A", "2026-T1", None), ("B", "2026-T1", 2)]
    assert difference(rows, rows) == Difference("2026-T2", 0, 0, 0, 2, ())
    assert difference(rows, [("A", "2026-T1", 0), ("B", "2026-T1", 2)]).changed == 1


def test_all_gone_and_all_new_are_counted(difference: Compared) -> None:
    assert difference([("A", "2026-T1", 1)], [("B", "2026-T1", 1), ("C", "2026-T1", 1)]) == Difference(
        "2026-T2", 2, 0, 1, 0, ("ajoutée : B", "ajoutée : C", "retirée : A")
    )


def test_five_examples_are_shown_at_most(difference: Compared) -> None:
    result = difference([("A", "2026-T1", 1)], [(f"B{rank}", "2026-T1", 1) for rank in range(6)])
    assert (result.added, len(result.examples)) == (6, 5)


def test_a_column_that_the_table_had_not_yet_is_not_compared(difference: Compared) -> None:
    result = difference([("A", "2026-T1", None)], [("A", "2026-T1", 10)], drop="locaux")
    assert (result.changed, result.same) == (0, 1)


def test_a_list_that_holds_its_key_alone_tells_what_came_and_went(difference: Compared) -> None:
    assert difference([("A",), ("B",)], [("B",), ("C",)], LIST) == Difference(
        "2026-T2", 1, 0, 1, 1, ("ajoutée : C", "retirée : A")
    )
