"""Where a release keeps what not everybody may read: a folder apart, that only `observatory/reserved.py` opens."""

from pathlib import Path

from maillage.kernel.visibility import Visibility

FOLDER = "reserved"
BUILDINGS = "immeubles.parquet"
COMMUNES = "communes.parquet"


def folder(release: Path, table: str, level: Visibility) -> Path:
    """Where a release keeps what it holds of a reserved table: its files, and those made from them."""
    return release / FOLDER / level.value / table
