"""Deliveries are loaded again from the archive when their corrections changed, and only then."""

import hashlib
from pathlib import Path
from typing import Any

import pytest

from maillage.kernel.errors import DataError
from maillage.pipeline import reload
from maillage.pipeline.archive import Incoming
from maillage.store.home import Home
from maillage.store.receipt import Receipt, save
from tests.pipeline.receipts import receipt

Loads = list[dict[str, Any]]


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


@pytest.fixture
def loads(monkeypatch: pytest.MonkeyPatch) -> Loads:
    """What is loaded again, in order: source, period, the names and bytes of the files."""
    done: Loads = []

    def load(home: Home, name: str, files: list[Incoming], period: str, region: str, **options: bool) -> None:
        content = {file.path.name: file.path.read_bytes() for file in files}
        done.append({"source": name, "period": period, "files": content, "region": region, **options})

    monkeypatch.setattr(reload, "load", load)
    return done


def delivered(home: Home, delivery: Receipt, body: bytes | None = b"x") -> None:
    save(home, delivery)
    for file in delivery.files:
        path = home.root / file.archive
        path.parent.mkdir(parents=True, exist_ok=True)
        if body is not None:
            path.write_bytes(body)


def correct(home: Home, source: str, text: str) -> str:
    home.corrections.mkdir(exist_ok=True)
    (home.corrections / f"{source}.csv").write_text(text)
    return hashlib.sha256(text.encode()).hexdigest()


def test_a_delivery_whose_corrections_changed_is_loaded_again_from_the_bytes_archived(home: Home, loads: Loads) -> None:
    delivered(home, receipt(period="2026-T1", corrections=correct(home, "arcep_mci_debits", "same")))
    delivered(home, receipt(period="2026-T2", corrections="another"), b"archived")
    delivered(home, receipt("france_services", "2026", "lieux"))
    steps: list[str] = []
    reload.reload_corrected(home, "27", steps.append)
    assert loads == [
        {
            "source": "arcep_mci_debits",
            "period": "2026-T2",
            "files": {"f.csv": b"archived"},
            "region": "27",
            "accept_fewer": True,
        }
    ]
    [step] = steps
    assert step.startswith("corrections : Ma connexion internet")
    assert step.endswith(", 2e trimestre 2026")
    assert not (home.root / "reload").exists()


def test_corrections_taken_away_load_again_too(home: Home, loads: Loads) -> None:
    delivered(home, receipt(corrections="gone"))
    reload.reload_corrected(home, "27", lambda step: None)
    assert [done["source"] for done in loads] == ["arcep_mci_debits"]


def test_what_others_are_attached_with_is_loaded_first(home: Home, loads: Loads) -> None:
    for source, table in (
        ("arcep_mci_debits", "a"),
        ("contours_communes", "contours"),
        ("cog_regions", "regions"),
        ("cog_communes", "communes"),
    ):
        delivered(home, receipt(source, "2026", table, corrections="old"))
    reload.reload_corrected(home, "27", lambda step: None)
    assert [done["source"] for done in loads] == [
        "cog_communes",
        "cog_regions",
        "contours_communes",
        "arcep_mci_debits",
    ]


def test_a_file_of_corrections_named_after_no_source_stops_before_anything_is_loaded(home: Home, loads: Loads) -> None:
    delivered(home, receipt(corrections="old"))
    correct(home, "arcep", "x")
    with pytest.raises(DataError, match=r"corrections/arcep\.csv : aucune source ne s’appelle « arcep »"):
        reload.reload_corrected(home, "27", lambda step: None)
    assert loads == []


def test_an_archive_that_is_gone_is_told_with_what_to_do(home: Home, loads: Loads) -> None:
    delivered(home, receipt(corrections="old"), None)
    with pytest.raises(DataError, match=r"archive/arcep_mci_debits/a1-f\.csv manque : .*« maillage load arcep_mci_"):
        reload.reload_corrected(home, "27", lambda step: None)
    assert loads == []
    assert not (home.root / "reload").exists()
