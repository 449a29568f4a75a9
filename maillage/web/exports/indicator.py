"""Every known value of an indicator as a file: all levels and periods, unless one of them is asked."""

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponseBase

from maillage.kernel.territory import LEVELS, Level
from maillage.web import asked
from maillage.web.access import public
from maillage.web.exports.rows import VALUE_HEAD, Cell, csv_file, value_row
from maillage.web.observe import observatory


@public
def file(request: HttpRequest, name: str) -> HttpResponseBase:
    """The values at the level `niveau` and the period `periode`, both optional."""
    source = observatory(request)
    sheet = source.indicator(name)
    text = request.GET.get("periode", "")
    period = asked.period(text, sheet.periods) if text and sheet.loaded else None
    level = None
    if request.GET.get("niveau"):
        level = asked.level(request, LEVELS, Level.COMMUNE)
    names = {one.ref: one for each in LEVELS for one in source.territories(each)}

    def rows() -> Iterator[tuple[Cell, ...]]:
        for value in source.values(name, level, period):
            yield value_row(names[value.territory], sheet.indicator, value, source.release)

    return csv_file(f"maillage-{name}", VALUE_HEAD, rows(), source.release)
