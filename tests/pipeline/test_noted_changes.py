"""What a release brings against the one being read: deliveries, and indicators with the communes they move for."""

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from maillage.pipeline.changes import FIRST, note_changes
from maillage.store.duck import connect, write_parquet
from maillage.store.home import Home
from maillage.store.receipt import Receipt
from tests.pipeline.receipts import receipt

Noted = Callable[..., dict[str, Any]]
SAME = (("x", "commune", "A", 1, 5.0),)


@pytest.fixture
def noted(tmp_path: Path) -> Iterator[Noted]:
    """What is noted in the next release, against one that held these receipts and values (None: no release)."""
    home, place = Home(tmp_path), tmp_path / "build"
    place.mkdir()
    with closing(connect()) as con:

        def noting(
            had: Sequence[Receipt] | None,
            receipts: Sequence[Receipt] = (),
            old: Sequence[tuple[object, ...]] = SAME,
            new: Sequence[tuple[object, ...]] = SAME,
            region: str = "27",
        ) -> dict[str, Any]:
            if had is not None:
                home.current.mkdir(parents=True)
                facts = {"region": region, "deliveries": [delivery(earlier) for earlier in had]}
                (home.current / "catalogue.json").write_text(json.dumps(facts), "utf-8")
                sign = {"number": 7, "published_at": "2026-11-01"}
                (home.current / "release.json").write_text(json.dumps(sign), "utf-8")
                write_values(home.current / "values.parquet", old)
            write_values(place / "values.parquet", new)
            note_changes(con, home, place, "27", receipts)
            return dict(json.loads((place / "changes.json").read_text("utf-8")))

        def write_values(path: Path, rows: Sequence[tuple[object, ...]]) -> None:
            listed = ", ".join(str(row).replace("None", "NULL") for row in rows)
            names = "indicateur, niveau, code, rang_periode, valeur"
            select = f"SELECT *, 'p' || rang_periode AS periode FROM (VALUES {listed}) t({names})"
            write_parquet(con, select, path)

        yield noting


def delivery(earlier: Receipt) -> dict[str, Any]:
    files = [{"sha256": file.sha256} for file in earlier.files]
    return {"source": earlier.source, "period": earlier.period, "files": files}


def test_the_first_release_has_nothing_before_it(noted: Noted) -> None:
    assert noted(None, [receipt()]) == FIRST


def test_a_release_of_another_region_is_not_compared(noted: Noted) -> None:
    assert noted([], [receipt()], region="44") == FIRST


def test_a_new_delivery_and_one_that_replaces_another_are_told_and_the_same_one_is_not(noted: Noted) -> None:
    same, before = receipt(period="2026-T1"), receipt(period="2026-T2", sha256="old")
    now = [same, receipt(period="2026-T2", sha256="new"), receipt("mednum_bfc", "2026-T2")]
    changes = noted([same, before], now)
    assert changes["before"] == {"number": 7, "published_at": "2026-11-01"}
    assert changes["deliveries"] == [
        {"source": "arcep_mci_debits", "period": "2026-T2", "replaces": True},
        {"source": "mednum_bfc", "period": "2026-T2", "replaces": False},
    ]
    assert changes["indicators"] == []


def test_an_indicator_tells_for_how_many_communes_its_last_figure_moved_the_most_moved_first(noted: Noted) -> None:
    old = [("x", "commune", "A", 1, 5.0), ("x", "commune", "A", 0, 1.0), ("y", "commune", "B", 0, 2.0)]
    old += [("z", "commune", code, 0, 2.0) for code in "ABC"] + [("x", "region", "27", 0, 2.0)]
    new = [("x", "commune", "A", 1, 5.0), ("x", "commune", "A", 0, 9.0), ("y", "commune", "B", 1, 3.0)]
    new += [("z", "commune", "A", 0, 2.0), ("z", "commune", "D", 0, 2.0), ("x", "region", "27", 0, 3.0)]
    # z: B and C are gone, D came. Earlier figures of x, and the region, are not counted.
    assert noted([], [], old, new)["indicators"] == [{"name": "z", "communes": 3}, {"name": "y", "communes": 1}]
