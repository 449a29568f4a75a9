"""What holds for any number, any CSV and any bytes, tried on thousands of examples."""

import csv
import gzip
import io
import tempfile
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.kernel.errors import DataError
from maillage.kernel.row import number
from maillage.sources.formats.csv import Csv
from maillage.sources.formats.dbf import ZippedDbf
from maillage.sources.formats.geojson import GeoJson
from maillage.sources.formats.json_records import JsonRecords
from tests.sources.reading import drawn, written

SPACES = st.sampled_from([" ", "\u00a0", "\u202f", "\u2009"])


@given(st.integers(-(10**12), 10**12), st.integers(0, 99), SPACES, st.booleans())
def test_a_number_written_the_french_way_is_read_back(whole: int, cents: int, space: str, euro: bool) -> None:
    grouped = f"{whole:,}".replace(",", space)
    assert number(f"{space}{grouped}{space * 4}") == whole
    written_out = f"{grouped},{cents:02d}" + (f"{space}€" if euro else "")
    sign = -1 if grouped.startswith("-") else 1
    assert number(written_out) == pytest.approx(whole + sign * cents / 100)


@given(st.text())
def test_a_text_is_a_number_a_blank_or_refused(text: str) -> None:
    try:
        value = number(text)
    except ValueError:
        return
    assert value is None or isinstance(value, float)


CELL = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)


@given(
    st.lists(st.lists(CELL, min_size=3, max_size=3), max_size=20),
    st.sampled_from(";,\t|"),
    st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
)
def test_whatever_a_csv_writer_writes_is_read_back_at_its_line(
    cells: list[list[str]], separator: str, quoting: int
) -> None:
    lines, text = [], io.StringIO(newline="")
    writer = csv.writer(text, delimiter=separator, quoting=quoting, lineterminator="\r\n")
    writer.writerow("abc")
    for row in cells:
        lines.append(text.getvalue().count("\n") + 1)
        writer.writerow(row)
    with tempfile.TemporaryDirectory() as folder:
        _, rows = drawn(Csv(separator), written(Path(folder), text.getvalue()))
    assert [row.fault for row in rows] == [""] * len(cells)
    assert [list(row.cells.values()) for row in rows] == cells
    assert [row.line for row in rows] == lines


def _packed(content: bytes) -> list[bytes]:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("a.csv", content)
        archive.writestr("a.dbf", content)
        archive.writestr("a.json", content)
    return [content, gzip.compress(content), buffer.getvalue()]


NOISE = st.one_of(
    st.binary(max_size=300),
    st.lists(st.sampled_from([b'"', b"\n", b";", b"\r", b"a", b"\xe9", b"\0", b"{", b"[", b"]"])).map(b"".join),
)


@given(NOISE, st.integers(0, 2), st.integers(0, 400), st.integers(0, 255))
def test_random_bytes_are_rows_faults_or_a_sentence_never_a_crash(
    noise: bytes, packing: int, at: int, flip: int
) -> None:
    content = bytearray(_packed(noise)[packing])
    if content:
        content[at % len(content)] ^= flip
    with tempfile.TemporaryDirectory() as folder:
        path = written(Path(folder), bytes(content), "bruit")
        for form in (Csv(), Csv(",", header=3), JsonRecords(), GeoJson(), ZippedDbf()):
            try:
                drawn(form, path)
            except DataError:
                continue
