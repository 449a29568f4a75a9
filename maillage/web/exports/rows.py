"""Comma-separated files: UTF-8 without mark, comma, decimal point, as RFC 4180 and the national schemas want.

A cell of text that a spreadsheet would run as a formula gets an apostrophe before it.
"""

import csv
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from django.http import StreamingHttpResponse

from maillage.kernel.indicator import Indicator
from maillage.kernel.territory import Territory
from maillage.kernel.value import Value
from maillage.observatory.sheets import ReleaseSheet
from maillage.observatory.wire import plain_number

Cell = str | float | int | date | None
FORMULAS = ("=", "+", "-", "@", "\t", "\r")
VALUE_HEAD = (
    "niveau",
    "code",
    "territoire",
    "indicateur",
    "periode",
    "valeur",
    "unite",
    "numerateur",
    "denominateur",
    "communes_connues",
    "communes_concernees",
    "ventilation",
    "signalements",
    "rang",
    "source",
    "obtenu_le",
    "publication",
)


class Echo:
    """A file that gives back what is written to it."""

    def write(self, text: str) -> str:
        """Called by the csv writer."""
        return text


def safe(cell: Cell) -> str | float | int | None:
    """A cell that no spreadsheet will run; numbers stay numbers."""
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, str) and cell.startswith(FORMULAS):
        return f"'{cell}"
    return cell


def _written(head: Sequence[str], rows: Iterable[Sequence[Cell]], notice: str) -> Iterator[str]:
    writer = csv.writer(Echo())
    yield writer.writerow([*head, "mention"])
    for row in rows:
        yield writer.writerow([*(safe(cell) for cell in row), notice])


def csv_file(
    name: str, head: Sequence[str], rows: Iterable[Sequence[Cell]], release: ReleaseSheet
) -> StreamingHttpResponse:
    """The file, sent as it is written. Its column `mention` and its name say when the data are simulated."""
    shown = f"{name}-donnees-simulees" if release.simulated else name
    return StreamingHttpResponse(
        _written(head, rows, release.notice),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{shown}.csv"'},
    )


def value_row(
    territory: Territory, indicator: Indicator, value: Value, release: ReleaseSheet
) -> tuple[Cell, ...]:
    """A value under VALUE_HEAD, unrounded."""
    parts = " | ".join(f"{part} : {plain_number(count)}" for part, count in value.breakdown.items())
    return (
        territory.ref.level.value,
        territory.ref.code,
        territory.name,
        indicator.name,
        value.period.code,
        plain_number(value.value) if indicator.is_count else value.value,
        indicator.unit,
        plain_number(value.numerator),
        plain_number(value.denominator),
        value.completeness.known,
        value.completeness.total,
        parts,
        " | ".join(value.flags),
        value.rank,
        value.source,
        value.obtained_on,
        release.number,
    )
