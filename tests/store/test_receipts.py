"""The receipt of a delivery, and how files appear in a home: whole or not at all."""

import json
from contextlib import ExitStack
from dataclasses import asdict
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.kernel.errors import DataError
from maillage.store.home import Home, fresh_folder, write_whole
from maillage.store.receipt import ArchivedFile, Counts, Receipt, all_receipts, folder, from_json, save

TEXT = st.text(st.characters(exclude_categories=("Cs",)))
DAYS = st.dates().map(date.isoformat)
FILES = st.builds(ArchivedFile, name=TEXT, archive=TEXT, sha256=TEXT, obtained_on=DAYS, published_on=st.just("") | DAYS)
RECEIPTS = st.builds(
    Receipt, files=st.lists(FILES, min_size=1, max_size=4).map(tuple), row_periods=st.lists(TEXT).map(tuple)
)


def receipt(source: str = "sites", period: str = "2018-T1", stem: str = "a", **facts: object) -> Receipt:
    place = f"lake/sites_mobiles/source={source}/period={period}"
    file = ArchivedFile("f.csv", "archive/f.csv", "0" * 64, 1, "2026-01-02")
    files = (f"{place}/{stem}.parquet", f"{place}/{stem}.problems.parquet")
    return Receipt(source, "sites_mobiles", period, (file,), Counts(kept=1), *files, **facts)  # type: ignore[arg-type]


def put(home: Home, one: Receipt) -> None:
    for name in (one.data, one.problems):
        (home.root / name).parent.mkdir(parents=True, exist_ok=True)
        (home.root / name).write_text(name)
    save(home, one)


@given(one=RECEIPTS)
def test_a_receipt_comes_back_as_it_was_written(one: Receipt) -> None:
    assert from_json(json.dumps(asdict(one), ensure_ascii=False)) == one
    assert one.obtained_on.isoformat() == max(file.obtained_on for file in one.files)
    published = [file.published_on for file in one.files if file.published_on]
    assert (one.published_on.isoformat() if one.published_on else None) == max(published, default=None)


def test_a_receipt_saved_is_found_again(tmp_path: Path) -> None:
    home, one = Home(tmp_path), receipt(row_periods=("2017-T4", "2018-T1"))
    put(home, one)
    assert all_receipts(home) == [one]


def test_receipts_are_given_by_source_then_oldest_first(tmp_path: Path) -> None:
    home = Home(tmp_path)
    for source, period in (("b", "2025"), ("a", "2025-T2"), ("a", "2024-S2"), ("a", "2025-03-31"), ("a", "2024")):
        put(home, receipt(source, period))
    found = [(one.source, one.period) for one in all_receipts(home)]
    assert found == [("a", "2024"), ("a", "2024-S2"), ("a", "2025-03-31"), ("a", "2025-T2"), ("b", "2025")]


def test_a_new_delivery_of_a_period_drops_the_files_of_the_one_before_and_no_other(tmp_path: Path) -> None:
    home, other = Home(tmp_path), receipt(period="2017-T4", stem="other")
    for one in (receipt(stem="old"), other, receipt(stem="new")):
        put(home, one)
    place = folder(home, "sites_mobiles", "sites", "2018-T1")
    assert {path.name for path in place.iterdir()} == {"receipt.json", "new.parquet", "new.problems.parquet"}
    assert (tmp_path / other.data).exists()


def test_what_a_killed_run_left_beside_is_no_receipt(tmp_path: Path) -> None:
    home, one = Home(tmp_path), receipt()
    put(home, one)
    place = folder(home, "sites_mobiles", "sites", "2018-T1")
    (place / ".receipt.json.new").write_text('{"source": "si')
    (place / "half.parquet").write_bytes(b"PAR1")
    assert all_receipts(home) == [one]
    put(home, one)
    assert len(list(place.iterdir())) == 3


def test_a_file_is_written_over_in_one_move(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "file.json"
    write_whole(path, b"first")
    with open(path, "rb") as reader:
        write_whole(path, b"second, and longer")
        # Whoever was reading goes on reading the one it opened.
        assert reader.read() == b"first"
    assert path.read_bytes() == b"second, and longer"
    assert [one.name for one in path.parent.iterdir()] == ["file.json"]


def test_a_fresh_folder_is_empty_whatever_was_there(tmp_path: Path) -> None:
    place = tmp_path / "build"
    (place / "deep").mkdir(parents=True)
    (place / "deep" / "file").write_text("x")
    assert list(fresh_folder(place).iterdir()) == []


def test_only_one_writes_at_a_time(tmp_path: Path) -> None:
    with (
        Home(tmp_path).writing(),
        pytest.raises(DataError, match="Une autre commande écrit déjà dans"),
        ExitStack() as s,
    ):
        s.enter_context(Home(tmp_path).writing())
    with Home(tmp_path).writing():
        pass


def test_a_disk_that_refuses_is_told_as_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(DataError) as caught, Home(tmp_path).writing():
        raise OSError(28, "No space left on device")
    assert "(No space left on device). Vérifiez l’espace disque et vos droits" in str(caught.value)


def test_a_reader_who_left_is_not_taken_for_a_disk_that_refuses(tmp_path: Path) -> None:
    with pytest.raises(BrokenPipeError), Home(tmp_path).writing():
        raise BrokenPipeError
