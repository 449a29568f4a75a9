"""Every figure of a territory, every period, as a file."""

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponseBase

from maillage.kernel.territory import Level, Ref
from maillage.web.access import public
from maillage.web.exports.rows import VALUE_HEAD, Cell, csv_file, value_row
from maillage.web.observe import observatory


@public
def file(request: HttpRequest, level: str, code: str) -> HttpResponseBase:
    """The figures of the territory's page."""
    source = observatory(request)
    territory = source.territory(Ref(Level(level), code.upper()))

    def rows() -> Iterator[tuple[Cell, ...]]:
        for line in source.profile(territory.ref):
            for value in line.values:
                yield value_row(territory, line.sheet.indicator, value, source.release)

    return csv_file(f"maillage-{level}-{territory.ref.code}", VALUE_HEAD, rows(), source.release)
