"""A region built by `maillage up`, from its files to its release, as the benches of building measure it."""

import re
import shutil
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.process import Spent, maillage
from bench.table import Row, Sheet, figure, grid, medians
from maillage.store.home import Home
from maillage.store.receipt import all_receipts

PIPELINE = (
    "maillage/kernel",
    "maillage/tables",
    "maillage/sources",
    "maillage/derived",
    "maillage/indicators",
    "maillage/simulation",
    "maillage/store",
    "maillage/territories",
    "maillage/pipeline",
)
"""What `maillage up` goes through, whatever it builds."""
TOLD = re.compile(r"^Durées : (.*) ; .* s en tout\.$", re.MULTILINE)
STAGE = re.compile(r"(.+?) ([\d\u202f]+,\d) s(?:, |$)")


@dataclass(frozen=True)
class Built:
    """A build and its peer, and what the home then holds: rows by source and quarter, and MB of the release."""

    spent: Spent
    bare: Spent
    rows: Counter[tuple[str, str]]
    release: float

    def kept(self, source: str) -> int:
        """The rows kept of the largest quarter of a source."""
        return max((count for (name, _), count in self.rows.items() if name == source), default=0)


def stages(said: str) -> list[Row]:
    """The seconds of each stage, as `maillage up` tells them. Raises ValueError when it does not."""
    line = TOLD.search(said)
    if line is None:
        raise ValueError("`maillage up` no longer says « Durées : … ».")
    return [
        (stage, (float(seconds.replace("\u202f", "").replace(",", ".")),)) for stage, seconds in STAGE.findall(line[1])
    ]


def build(home: Path, arguments: Sequence[str], bare: Callable[[], Spent]) -> Built:
    """Build in a fresh home with `maillage up` and these arguments, then read its files barely."""
    shutil.rmtree(home, ignore_errors=True)
    spent = maillage(home, "up", *arguments, "--no-serve")
    rows = Counter[tuple[str, str]]()
    for receipt in all_receipts(Home(home)):
        rows[receipt.source, receipt.period] += receipt.counts.kept
    release = (home / "releases" / "current").resolve()
    size = sum(path.stat().st_size for path in release.rglob("*") if path.is_file()) / 1e6
    return Built(spent, bare(), rows, size)


def write(sheet: Sheet, runs: Sequence[Built], ours: str, peer: str) -> None:
    """Write the table of builds: what they took beside the bare read, then the seconds of each stage.

    `ours` and `peer` are the names of the two rows.
    """
    rows = medians([[(ours, run.spent[:3]), (peer, run.bare[:3])] for run in runs])
    least = rows[-1][1][0] or 1
    cells = [
        (label, figure(seconds, 1), figure(cpu, 1), figure(memory), figure((seconds or 0) / least, 1))
        for label, (seconds, cpu, memory) in rows
    ]
    spent = medians([stages(run.spent.said) for run in runs])
    first = runs[0]
    sheet.write(
        f"{first.kept('arcep_cartefibre_immeubles'):,} buildings in the largest quarter, "
        f"{first.kept('arcep_mci_eligibilite'):,} offers, {first.kept('ban_adresses'):,} addresses; the release weighs "
        f"{first.release:.0f} MB.",
        grid(("what", "wall, s", "processor, s", "peak memory, MB", "ratio to the bare read"), cells),
        "Stages, as `maillage up` tells them:",
        grid(("stage", "wall, s"), [(stage, figure(seconds, 1)) for stage, (seconds,) in spent]),
    )
