"""Sheets of the Arcep observatory of 2018, exported as CSV: four title lines, then the header.

Quirks: a number is written between spaces, ` 12 218    `, its thousands cut by U+00A0, and zero is ` -    `.
"""

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path

TITLE = "Réseaux en fibre optique jusqu'à  l'abonné (FttH)"
PERIOD, OBTAINED_ON = "2018-T1", "2018-06-05"
QUARTERS = ((0, "T3 2017"), (1, "T4 2017"), (2, "T1 2018"))


def number(value: int) -> str:
    """12218 → ` 12 218    `, 0 → ` -    `."""
    return f" {value:,}    ".replace(",", "\u00a0") if value else " -    "


def write_sheet(path: Path, subtitle: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Write the title lines, the header and the rows."""
    with open(path, "w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        for title in (TITLE, subtitle, "", ""):
            writer.writerow([title] + [""] * (len(columns) - 1))
        writer.writerow(columns)
        writer.writerows(rows)
