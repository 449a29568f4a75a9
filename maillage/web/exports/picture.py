"""What a picture taken away carries in its own words: title, unit, source, dates, licence, address, notice."""

from collections.abc import Iterable, Sequence

from django.http import HttpRequest

from maillage.kernel import french
from maillage.kernel.indicator import Indicator
from maillage.kernel.territory import Territory
from maillage.kernel.value import Value
from maillage.observatory.door import Observatory
from maillage.web.exports.about import About, about
from maillage.web.exports.table import Table
from maillage.web.words.figure_address import figure_address


def foot(
    request: HttpRequest, source: Observatory, deliveries: Iterable[tuple[str, str]], view: str
) -> tuple[str, ...]:
    """The lines under a picture: where its figures come from (sources and periods), under which terms, which release,
    at which address."""
    export = Table("", "", view, (), (), deliveries=set(deliveries))
    facts = about(request, export)
    sources = [f"{words} ({french.typographic(licence)})" for words, licence in _used(facts, export)]
    word = french.plural(len(sources), "Source")
    lines = (
        f"{word}{french.THIN}: {f'{french.THIN}; '.join(sources)}.",
        f"{facts.publication}.",
        facts.address,
        source.release.notice,
    )
    return tuple(line for line in lines if line)


def mentions(request: HttpRequest, deliveries: Iterable[tuple[str, str]]) -> list[str]:
    """« Déploiements, Arcep, obtenu le 22 novembre 2026 », each source once."""
    export = Table("", "", "/", (), (), deliveries=set(deliveries))
    return [words for words, _ in _used(about(request, export), export)]


def _used(facts: About, export: Table) -> list[tuple[str, str]]:
    """Each source that was used, in words, and its licence."""
    found: dict[str, tuple[str, str]] = {}
    for sheet, delivery in facts.used(export):
        obtained = f", obtenu le {french.day(delivery.obtained_on)}" if delivery else ""
        words = french.typographic(f"{sheet.title}, {sheet.publisher}{obtained}")
        found.setdefault(sheet.name, (words, sheet.licence))
    return list(found.values())


def _breaks(indicator: Indicator, values: Sequence[Value]) -> tuple[str, ...]:
    """Why the curve is cut, when it is."""
    if values[0].segment == values[-1].segment:
        return ()
    return tuple(french.typographic(f"Rupture de série : {french.initial(cut.reason)}") for cut in indicator.breaks)


def chart_words(
    request: HttpRequest, source: Observatory, indicator: Indicator, territory: Territory, values: Sequence[Value]
) -> tuple[str, tuple[str, ...]]:
    """What the curve of an indicator for a territory says under its title, and at its foot."""
    view = figure_address(territory.ref, indicator)
    unit = f"En {indicator.sign}" if indicator.sign else french.typographic(french.capital(indicator.unit))
    span = f"{values[0].period.label} à {values[-1].period.label}"
    named = f"{french.typographic(indicator.title)}, {french.typographic(territory.name)}"
    delivered = ((origin.source, origin.period) for value in values for origin in value.origins)
    return f"{named}. {unit}, {span}", (*_breaks(indicator, values), *foot(request, source, delivered, view))
