"""How the command line speaks: French numbers and dates, plain tables, JSON, CSV, and steps while work goes on."""

import csv
import sys
import time
from collections.abc import Sequence
from typing import NoReturn

from tqdm import tqdm

from maillage.pipeline.build import Watch

NARROW = "\u202f"


def french(number: float | None, decimals: int = 0) -> str:
    """`1234.5` → « 1 234,5 », with narrow no-break spaces; a dash for nothing."""
    if number is None:
        return "—"
    return f"{number:,.{decimals}f}".replace(",", NARROW).replace(".", ",")


def counted(number: int, words: str) -> str:
    """`1, "ligne gardée"` → « 1 ligne gardée », `2` → « 2 lignes gardées »."""
    agreed = words if abs(number) < 2 else " ".join(f"{word}s" for word in words.split())
    return f"{french(number)} {agreed}"


def table(headers: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Columns aligned under their heads."""
    cells = [[str(cell) for cell in row] for row in rows]
    widths = [max(len(row[i]) for row in [list(headers), *cells]) for i in range(len(headers))]
    for row in [list(headers), ["─" * width for width in widths], *cells]:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


def comma_separated(headers: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """The same as CSV on standard output."""
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(headers)
    writer.writerows(["" if cell is None else cell for cell in row] for row in rows)


class Steps:
    """Says each step on standard error; on a terminal, the current one is a bar that moves.

    `spent` is the seconds of each stage: what comes before the colon of a step, « chargement : … ».
    """

    def __init__(self) -> None:
        self.bar: tqdm[NoReturn] | None = None
        self.spent: dict[str, float] = {}
        self._stage, self._begun = "", time.monotonic()

    def step(self, label: str) -> None:
        """A step starts."""
        self.close()
        self._stage = label.partition(" : ")[0]
        print(f"· {label}", file=sys.stderr, flush=True)

    def rows(self, label: str, done: int) -> None:
        """`done` rows were read in all."""
        self._advance(done, None, " lignes")

    def bytes(self, label: str, done: int, total: int | None) -> None:
        """`done` bytes were received, of `total` when known."""
        self._advance(done, total, "o")

    def _advance(self, done: int, total: int | None, unit: str) -> None:
        if not sys.stderr.isatty():
            return
        if self.bar is None:
            self.bar = tqdm(total=total, unit=unit, unit_scale=True, leave=False, file=sys.stderr)
        self.bar.update(done - self.bar.n)

    def close(self) -> None:
        """The step is over."""
        if self.bar is not None:
            self.bar.close()
            self.bar = None
        now = time.monotonic()
        if self._stage:
            self.spent[self._stage] = self.spent.get(self._stage, 0) + now - self._begun
        self._stage, self._begun = "", now

    def told(self) -> str:
        """« simulation 12,3 s, chargement 30,1 s ; 42,4 s en tout »."""
        parts = ", ".join(f"{stage} {french(seconds, 1)} s" for stage, seconds in self.spent.items())
        return f"{parts} ; {french(sum(self.spent.values()), 1)} s en tout"

    def watch(self) -> Watch:
        """These steps, as the pipeline calls them."""
        return Watch(self.step, self.rows, self.bytes)
