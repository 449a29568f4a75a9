"""The receipt of a delivery: what was kept of one source for one period. Writing it is what makes a load real."""

import json
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path

from maillage.kernel.period import Period
from maillage.store.home import Home, write_whole


@dataclass(frozen=True, slots=True)
class ArchivedFile:
    """A file as received: its name, where its bytes are kept under MAILLAGE_HOME, checksum, and its two dates.

    `published_on` is the publisher's date when it says one; `url` is empty for a file handed over.
    """

    name: str
    archive: str
    sha256: str
    size: int
    obtained_on: str
    published_on: str = ""
    url: str = ""
    resolved_url: str = ""
    etag: str = ""
    last_modified: str = ""


@dataclass(frozen=True, slots=True)
class Counts:
    """Rows read, kept in the table, refused, flagged (but kept), outside the region, ignored, corrected."""

    read: int = 0
    kept: int = 0
    refused: int = 0
    flagged: int = 0
    outside: int = 0
    ignored: int = 0
    corrected: int = 0


@dataclass(frozen=True, slots=True)
class Receipt:
    """A delivery. `data` and `problems` are paths of Parquet files under MAILLAGE_HOME; `corrections` is the SHA-256 of
    the file of corrections it was loaded with, empty when there was none."""

    source: str
    table: str
    period: str
    files: tuple[ArchivedFile, ...]
    counts: Counts
    data: str
    problems: str
    row_periods: tuple[str, ...] = field(default_factory=tuple)
    corrections: str = ""

    @property
    def obtained_on(self) -> date:
        """The last day one of its files was obtained."""
        return max(date.fromisoformat(file.obtained_on) for file in self.files)

    @property
    def published_on(self) -> date | None:
        """The last date its publisher gave, if any."""
        return max((date.fromisoformat(f.published_on) for f in self.files if f.published_on), default=None)


def from_json(text: str) -> Receipt:
    """Read a receipt back."""
    facts = json.loads(text)
    facts["files"] = tuple(ArchivedFile(**file) for file in facts["files"])
    facts["counts"] = Counts(**facts["counts"])
    facts["row_periods"] = tuple(facts["row_periods"])
    return Receipt(**facts)


def folder(home: Home, table: str, source: str, period: str) -> Path:
    """Where a delivery lives in the lake."""
    return home.lake / table / f"source={source}" / f"period={period}"


def save(home: Home, receipt: Receipt) -> None:
    """Make a delivery real, then drop what is left of those before it."""
    place = folder(home, receipt.table, receipt.source, receipt.period)
    text = json.dumps(asdict(receipt), ensure_ascii=False, indent=1)
    write_whole(place / "receipt.json", text.encode())
    wanted = {place / "receipt.json", home.root / receipt.data, home.root / receipt.problems}
    for path in place.iterdir():
        if path not in wanted:
            path.unlink()


def all_receipts(home: Home) -> list[Receipt]:
    """Every delivery of the lake, by table, source, then period."""
    receipts = [from_json(p.read_text("utf-8")) for p in home.lake.glob("*/source=*/period=*/receipt.json")]
    return sorted(receipts, key=lambda r: (r.table, r.source, Period.parse(r.period)))
