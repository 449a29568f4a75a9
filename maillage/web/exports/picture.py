"""What a picture taken away carries in its own words: title, unit, source, dates, licence, address, notice."""

from collections.abc import Iterable, Sequence

from django.http import HttpRequest

from maillage.kernel import french
from maillage.kernel.indicator import Indicator
from maillage.kernel.territory import Territory
from maillage.kernel.value import Origin, Value
from maillage.observatory.door import Observatory
from maillage.web.drawing.charts import Words
from maillage.web.exports.about import about
from maillage.web.exports.table import Table
from maillage.web.words.figure_address import figure_address


def foot(request: HttpRequest, source: Observatory, origins: Iterable[Origin], view: str) -> tuple[str, ...]:
    """The lines under a picture: where its figures come from, under which terms, which release, at which address."""
    export = Table("", "", view, (), ())
    export.deliveries.update((origin.source, origin.period) for origin in origins)
    facts = about(request, export)
    sources: dict[str, str] = {}
    for sheet, delivery in facts.used(export):
        obtained = f", obtenu le {french.day(delivery.obtained_on)}" if delivery else ""
        sources.setdefault(sheet.name, f"{sheet.title}, {sheet.publisher}{obtained} ({sheet.licence})")
    word = french.plural(len(sources), "Source")
    lines = (
        f"{word}{french.THIN}: {f'{french.THIN}; '.join(map(french.typographic, sources.values()))}.",
        f"{facts.publication}.",
        facts.address,
        source.release.notice,
    )
    return tuple(line for line in lines if line)


def _breaks(indicator: Indicator, values: Sequence[Value]) -> tuple[str, ...]:
    """Why the curve is cut, when it is."""
    if values[0].segment == values[-1].segment:
        return ()
    return tuple(french.typographic(f"Rupture de série : {french.initial(cut.reason)}") for cut in indicator.breaks)


def chart_words(
    request: HttpRequest, source: Observatory, indicator: Indicator, territory: Territory, values: Sequence[Value]
) -> Words:
    """The words of the curve of an indicator for a territory."""
    view = figure_address(territory.ref, indicator)
    unit = f"En {indicator.sign}" if indicator.sign else french.typographic(french.capital(indicator.unit))
    span = f"{values[0].period.label} à {values[-1].period.label}"
    return Words(
        f"{french.typographic(indicator.title)}, {french.typographic(territory.name)}",
        f"{unit}, {span}",
        (
            *_breaks(indicator, values),
            *foot(request, source, (origin for value in values for origin in value.origins), view),
        ),
    )
