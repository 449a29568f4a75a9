"""Each source gives, from its sample, the rows and the refusals checked by hand in `<source>.expected.json`."""

import json
import runpy
import zipfile
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from maillage import tables
from maillage.kernel.period import Period
from maillage.kernel.table import Kind
from maillage.sources import catalogue
from tests.sources.reading import SAMPLES, manifest, read, readable

SOURCES = sorted(catalogue())
PYTHON_TYPES: dict[Kind, type | tuple[type, ...]] = {
    Kind.TEXT: str,
    Kind.INTEGER: int,
    Kind.DECIMAL: float,
    Kind.BOOLEAN: bool,
    Kind.GEOMETRY: bytes,
}


@pytest.mark.parametrize("name", SOURCES)
def test_a_sample_gives_the_rows_and_refusals_checked_by_hand(name: str) -> None:
    expected: dict[str, Any] = json.loads((SAMPLES / f"{name}.expected.json").read_text(encoding="utf-8"))
    found = read(name, manifest()[name])
    assert [readable(row) for row in found.rows] == expected["rows"]
    assert [list(refusal) for refusal in found.refused] == expected["refused"]
    assert found.notes == expected["notes"]
    assert [list(doubt) for doubt in found.doubts] == expected.get("doubts", [])


@pytest.mark.parametrize("name", SOURCES)
def test_a_sample_has_every_column_declared_and_no_other(name: str) -> None:
    found = read(name, manifest()[name])
    assert found.missing == []
    assert found.unknown == []


@pytest.mark.parametrize("name", SOURCES)
def test_rows_fit_the_table_they_feed(name: str) -> None:
    table = tables.catalogue()[catalogue()[name].SOURCE.table]
    columns = {column.name: column for column in table.columns}
    for row in read(name, manifest()[name]).rows:
        assert set(row) <= set(columns), "a row has only columns of its table"
        for column in columns.values():
            value = row.get(column.name)
            if column.required and column.name != "periode":
                assert value is not None, column.name
            assert value is None or type(value) is PYTHON_TYPES[column.kind], column.name
        if row.get("periode"):
            Period.parse(str(row["periode"]))
        if row.get("mis_a_jour"):
            date.fromisoformat(str(row["mis_a_jour"]))


@pytest.mark.parametrize("name", [n for n in SOURCES if catalogue()[n].SOURCE.table == "lieux"])
def test_no_e_mail_address_nor_telephone_leaves_the_file(name: str) -> None:
    for value in _texts(read(name, manifest()[name]).rows):
        assert not any(trace in value for trace in ("@", "03 00 00 00", "+33"))


def _texts(rows: list[dict[str, object]]) -> Iterator[str]:
    return (value for row in rows for value in row.values() if isinstance(value, str))


def test_the_zipped_sample_is_the_one_its_script_writes() -> None:
    script = runpy.run_path(str(SAMPLES / "build.py"))
    with zipfile.ZipFile(SAMPLES / "arcep_cartefibre_communes.zip") as archive:
        assert archive.read("2026T2_commune.dbf") == script["table"]()


def test_every_line_of_the_manifest_is_a_file_and_every_sample_is_in_it() -> None:
    listed = {path for paths in manifest().values() for path in paths}
    beside = {"build.py", "manifest.csv", "README.md"}
    present = {
        path
        for path in SAMPLES.iterdir()
        if path.is_file() and path.name not in beside and not path.name.endswith(".expected.json")
    }
    assert listed == present
