"""Every figure of a territory, every period, as a file; the series of one indicator there, with its curve."""

from collections.abc import Sequence
from itertools import groupby

from maillage.kernel import french
from maillage.kernel.errors import UsageError
from maillage.kernel.territory import Ref, Territory
from maillage.kernel.value import Value
from maillage.web.addresses import NAME, TERRITORY
from maillage.web.exports.table import Curve, Kind
from maillage.web.gate.observatory import observatory
from maillage.web.lists.asked import Asked
from maillage.web.lists.described import Column, Listing
from maillage.web.observe.values import VALUES, Measured, cells
from maillage.web.words.figure_address import figure_address
from maillage.web.words.reading import unit_words


def _territory(asked: Asked) -> Territory:
    level, code = asked.place["level"], asked.place["code"]
    return observatory(asked.request).territory(Ref.parse(f"{level}:{code.upper()}"))


def _named(territory: Territory) -> tuple[str, str]:
    return "Territoire", f"{territory.name} ({territory.ref})"


def _figures(asked: Asked) -> list[Measured]:
    territory = _territory(asked)
    profile = observatory(asked.request).profile(territory.ref)
    return [(territory, line.sheet.indicator, value) for line in profile for value in line.values]


FIGURES = Listing(
    name="territory.file",
    address=rf"territoires/{TERRITORY}",
    title=lambda asked: f"Les chiffres de {french.typographic(_territory(asked).name)}",
    what="valeur",
    file=lambda asked: f"maillage-{asked.place['level']}-{_territory(asked).ref.code}",
    paged=False,
    view="territory",
    criteria=lambda asked: (_named(_territory(asked)),),
    rows=_figures,
    line=cells,
    columns=VALUES,
)


def _series(asked: Asked) -> Sequence[Value]:
    """The points of a curve. Raises UsageError when there is none."""
    if "series" not in asked.memory:
        source, territory = observatory(asked.request), _territory(asked)
        indicator = source.indicator(asked.place["name"]).indicator
        asked.memory["series"] = source.series(indicator.name, territory.ref)
        if not asked.memory["series"]:
            raise UsageError(f"Aucune mesure de « {indicator.title} » pour {territory.name}.")
    values: Sequence[Value] = asked.memory["series"]
    return values


def _points(asked: Asked) -> list[Measured]:
    territory, indicator = _territory(asked), observatory(asked.request).indicator(asked.place["name"]).indicator
    return [(territory, indicator, value) for value in _series(asked)]


def _title(asked: Asked) -> str:
    indicator = observatory(asked.request).indicator(asked.place["name"]).indicator
    return f"{french.typographic(indicator.title)}, {french.typographic(_territory(asked).name)}"


def _curve(asked: Asked) -> Curve:
    """The curve, cut where points do not compare."""
    values, segments = _series(asked), []
    for _, group in groupby(range(len(values)), key=lambda rank: values[rank].segment):
        ranks = list(group)
        segments.append((ranks[0], ranks[-1]))
    indicator = observatory(asked.request).indicator(asked.place["name"]).indicator
    return Curve(_title(asked), unit_words(indicator), "fin_periode", "valeur", tuple(segments))


def _dated(asked: Asked, points: Sequence[Measured]) -> list[tuple[object, ...]]:
    rows = zip(cells(asked, points), points, strict=True)
    return [(*row, value.period.end) for row, (_, _, value) in rows]


def _criteria(asked: Asked) -> tuple[tuple[str, str], ...]:
    indicator = observatory(asked.request).indicator(asked.place["name"]).indicator
    return ("Indicateur", indicator.title), _named(_territory(asked))


def _view(asked: Asked) -> str:
    indicator = observatory(asked.request).indicator(asked.place["name"]).indicator
    return figure_address(_territory(asked).ref, indicator)


SERIES = Listing(
    name="territory.series_file",
    address=rf"graphiques/{NAME}/{TERRITORY}",
    title=_title,
    what="valeur",
    file=lambda asked: f"maillage-{asked.place['name']}-{asked.place['level']}-{_territory(asked).ref.code}",
    paged=False,
    view=_view,
    sorts=False,
    criteria=_criteria,
    curve=_curve,
    rows=_points,
    line=_dated,
    columns=(
        *VALUES,
        Column(
            "fin_periode",
            "Fin de la période",
            "Dernier jour de la période",
            Kind.DATE,
            13,
            lambda row: row[len(VALUES)],
        ),
    ),
)
