"""Every figure of a territory, every period, as a file; the series of one indicator there, with its curve."""

from collections.abc import Iterator
from itertools import groupby

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse

from maillage.kernel import french
from maillage.kernel.errors import UsageError
from maillage.kernel.territory import Level, Ref
from maillage.web.exports.answer import answer
from maillage.web.exports.rows import VALUE_COLUMNS, value_row
from maillage.web.exports.table import Cell, Column, Curve, Kind, Table, table
from maillage.web.gate.access import public
from maillage.web.gate.observatory import observatory
from maillage.web.words.reading import unit_words

SERIES_COLUMNS = (
    *VALUE_COLUMNS,
    Column("fin_periode", "Fin de la période", "Dernier jour de la période", Kind.DATE, 13),
)


@public
def file(request: HttpRequest, level: str, code: str, form: str) -> HttpResponseBase:
    """The figures of the territory's page."""
    source = observatory(request)
    territory = source.territory(Ref(Level(level), code.upper()))

    def rows(draft: Table) -> Iterator[tuple[Cell, ...]]:
        for line in source.profile(territory.ref):
            for value in line.values:
                yield value_row(territory, line.sheet.indicator, draft.drawn(value), source.release)

    export = table(
        f"maillage-{level}-{territory.ref.code}",
        f"Les chiffres de {french.typographic(territory.name)}",
        reverse("territory", args=[level, territory.ref.code]),
        VALUE_COLUMNS,
        rows,
        (("Territoire", f"{territory.name} ({territory.ref})"),),
    )
    return answer(request, export, form)


@public
def series(request: HttpRequest, name: str, level: str, code: str, form: str) -> HttpResponseBase:
    """The points of the curve of an indicator for a territory; in a workbook, the curve is drawn from them."""
    source = observatory(request)
    territory = source.territory(Ref(Level(level), code.upper()))
    indicator = source.indicator(name).indicator
    values = source.series(name, territory.ref)
    if not values:
        raise UsageError(f"Aucune mesure de « {indicator.title} » pour {territory.name}.")

    def rows(draft: Table) -> Iterator[tuple[Cell, ...]]:
        for value in values:
            row = value_row(territory, indicator, draft.drawn(value), source.release)
            yield (*row, value.period.end)

    segments = []
    for _, group in groupby(range(len(values)), key=lambda rank: values[rank].segment):
        ranks = list(group)
        segments.append((ranks[0], ranks[-1]))
    title = f"{french.typographic(indicator.title)}, {french.typographic(territory.name)}"
    export = table(
        f"maillage-{name}-{level}-{territory.ref.code}",
        title,
        f"{reverse('territory', args=[level, territory.ref.code])}#{name}",
        SERIES_COLUMNS,
        rows,
        (("Indicateur", indicator.title), ("Territoire", f"{territory.name} ({territory.ref})")),
        Curve(title, unit_words(indicator), "fin_periode", "valeur", tuple(segments)),
    )
    return answer(request, export, form)
