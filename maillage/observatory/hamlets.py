"""The named places of a release, hamlets and fields: read by squares, as a whole region has too many for one answer."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from maillage.kernel.value import Origin
from maillage.observatory.sheets import SourceSheet
from maillage.store.duck import quoted
from maillage.store.receipt import Receipt

Rows = Callable[..., list[tuple[Any, ...]]]
TABLE = "lieux_dits"


class Hamlet(NamedTuple):
    """A named place: its name, where it is (WGS84 degrees)."""

    name: str
    longitude: float
    latitude: float


class Hamlets:
    """Those of the last delivery; none when none is loaded."""

    def __init__(
        self, folder: Path, rows: Rows, receipts: Sequence[Receipt], sources: Mapping[str, SourceSheet]
    ) -> None:
        mine = [receipt for receipt in receipts if receipt.table == TABLE]
        last = max((receipt.period for receipt in mine), default="")
        self._rows = rows
        self._receipts = [receipt for receipt in mine if receipt.period == last]
        self._sources = sources
        files = [folder / "tables" / Path(receipt.data).relative_to("lake") for receipt in self._receipts]
        self._files = f"read_parquet([{', '.join(quoted(file) for file in files)}])"

    @property
    def origins(self) -> list[Origin]:
        """The deliveries they come from."""
        sheets = [(self._sources[receipt.source], receipt) for receipt in self._receipts]
        return [
            Origin(sheet.name, sheet.title, sheet.publisher, receipt.period, receipt.obtained_on)
            for sheet, receipt in sheets
        ]

    def count(self) -> int:
        """How many have a position."""
        if not self._receipts:
            return 0
        return int(self._rows(f"SELECT count(longitude) FROM {self._files}")[0][0])

    def inside(self, west: float, south: float, east: float, north: float) -> list[Hamlet]:
        """Those of a square (WGS84 degrees), by name; its west and its south are in it."""
        if not self._receipts:
            return []
        rows = self._rows(
            f"SELECT nom, longitude, latitude FROM {self._files} WHERE longitude >= ? AND longitude < ? "
            "AND latitude >= ? AND latitude < ? ORDER BY nom, longitude, latitude",
            [west, east, south, north],
        )
        return [Hamlet(*row) for row in rows]
