"""An indicator as shapes: somebody opens a map program; they leave with the outlines of a level and their values.

What concerns the whole file (source, licence, notice, address) stands beside the features, as RFC 7946 allows.
"""

from typing import Any

import shapely
from django.http import HttpRequest, HttpResponse

from maillage.kernel.errors import UsageError
from maillage.kernel.indicator import Indicator
from maillage.kernel.period import Period
from maillage.kernel.territory import LEVELS, Level, Territory
from maillage.kernel.value import Value
from maillage.kernel.words import alphabetical
from maillage.observatory.wire import plain_number
from maillage.web.exports.about import about
from maillage.web.exports.geojson import attached, geometry
from maillage.web.exports.table import Table
from maillage.web.forms import asked
from maillage.web.gate.access import public
from maillage.web.gate.observatory import observatory
from maillage.web.observe.indicator.export import filters, view


def _feature(
    territory: Territory, shape: shapely.Geometry | None, indicator: Indicator, period: Period, value: Value | None
) -> dict[str, Any]:
    number = value.value if value else None
    return {
        "type": "Feature",
        "id": str(territory.ref),
        "geometry": geometry(shape),
        "properties": {
            "code": territory.ref.code,
            "nom": territory.name,
            "niveau": territory.ref.level.value,
            "periode": period.code,
            "valeur": plain_number(number) if indicator.is_count else number,
            "unite": indicator.unit,
            "numerateur": plain_number(value.numerator) if value else None,
            "denominateur": plain_number(value.denominator) if value else None,
            "completude": {"connues": value.completeness.known, "concernees": value.completeness.total}
            if value
            else None,
            "signalements": [flag.value for flag in value.flags] if value else [],
            "source": value.source if value else None,
            "obtenu_le": value.obtained_on.isoformat() if value and value.obtained_on else None,
            "partie": territory.part,
        },
    }


@public
def file(request: HttpRequest, name: str) -> HttpResponse:
    """The level `niveau` at the period `periode`, in `dans`; an unknown value is null, so is an unknown outline."""
    source = observatory(request)
    sheet = source.indicator(name)
    if not sheet.loaded:
        raise UsageError(f"Aucune donnée chargée pour « {sheet.indicator.title} ».")
    level = asked.level(request, LEVELS, Level.EPCI)
    period = asked.period(request.GET.get("periode", ""), sheet.periods)
    within = asked.within(request)
    territories = source.territories(level, within)
    shapes = source.outlines(level, within)
    if not shapes:
        raise UsageError(
            f"Aucun contour chargé pour ces {level.plural} : le GeoJSON ne peut pas être fait. "
            "Le CSV et le classeur donnent les mêmes valeurs sans les contours."
        )
    values = {value.territory: value for value in source.values(name, level, period)}
    export = Table(
        "", sheet.indicator.title, view(name, level, period, within), (), (),
        filters(source, level, period, within),
    )  # fmt: skip
    for value in values.values():
        export.drawn(value)
    facts = about(request, export)
    content = {
        "type": "FeatureCollection",
        "titre": sheet.indicator.title,
        "source": sorted(
            {f"{origin.title} ({origin.publisher})" for origin, _ in facts.used(export)}, key=alphabetical
        ),
        "licence": facts.licences(export),
        "mention": facts.notice,
        "adresse": facts.address,
        "publication": facts.publication,
        "features": [
            _feature(territory, shapes.get(territory.ref.code), sheet.indicator, period, values.get(territory.ref))
            for territory in territories
        ],
    }
    return attached(content, f"{name}-{level}-{period.code}", simulated=source.release.simulated)
