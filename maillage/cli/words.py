"""How the command line speaks: French numbers and dates, plain tables, CSV."""

import csv
import sys
from collections.abc import Sequence

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
