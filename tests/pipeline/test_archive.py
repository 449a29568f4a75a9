"""The bytes of a file are kept once, as they came, under their checksum; a path that holds none is told."""

import hashlib
from datetime import date
from pathlib import Path

import pytest

from maillage.kernel.errors import DataError
from maillage.pipeline.archive import Incoming, checksum, describe, keep
from maillage.store.home import Home

BODY = b"code;nom\n25056;Besan\xc3\xa7on\n"
DIGEST = hashlib.sha256(BODY).hexdigest()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    place = tmp_path / "liste.csv"
    place.write_bytes(BODY)
    return place


def test_a_file_is_told_apart_by_its_sha_256(path: Path) -> None:
    assert checksum(path) == DIGEST


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("absent.csv", "introuvable. Vérifiez son emplacement."),
        ("", "n’est pas un fichier. Donnez un fichier, et non un dossier"),
        ("x" * 300, "et vos droits."),
    ],
    ids=["absent", "folder", "too long"],
)
def test_a_path_that_holds_no_file_is_told_with_what_to_do(tmp_path: Path, name: str, reason: str) -> None:
    with pytest.raises(DataError) as caught:
        checksum(tmp_path / name)
    assert str(caught.value).startswith(("Fichier ", str(tmp_path)))
    assert reason in str(caught.value)


def test_a_file_handed_over_without_a_date_is_obtained_today(path: Path) -> None:
    archived = describe("liste", Incoming(path))
    assert archived.obtained_on == date.today().isoformat()
    assert (archived.size, archived.sha256) == (len(BODY), DIGEST)
    assert archived.archive == f"archive/liste/{DIGEST[:16]}-liste.csv"


def test_the_day_a_file_was_obtained_stays_the_one_that_was_said(path: Path) -> None:
    assert describe("liste", Incoming(path, "2026-10-02", "2026-09-30")).obtained_on == "2026-10-02"
    assert describe("liste", Incoming(path, "2026-10-02", "2026-09-30")).published_on == "2026-09-30"


def test_bytes_are_kept_in_a_home_that_had_no_archive_then_left_as_they_are(path: Path, tmp_path: Path) -> None:
    home = Home(tmp_path / "new" / "home")
    archived = describe("liste", Incoming(path))
    keep(home, archived, path)
    kept = home.root / archived.archive
    assert kept.read_bytes() == BODY
    path.write_bytes(b"changed since")
    keep(home, archived, path)
    assert kept.read_bytes() == BODY
    assert [file.name for file in kept.parent.iterdir()] == [kept.name]


def test_two_files_of_one_source_are_kept_side_by_side(path: Path, tmp_path: Path) -> None:
    home, other = Home(tmp_path / "home"), tmp_path / "autre.csv"
    other.write_bytes(BODY + b"\n")
    for place in (path, other):
        keep(home, describe("liste", Incoming(place)), place)
    assert len(list((home.archive / "liste").iterdir())) == 2
