"""A territory's portrait. An elected member or an agent comes with a name; they leave knowing where it stands.

Each figure says its unit, its date, its source, what is missing from it, and how it compares.
"""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from maillage.kernel.territory import Level, Ref, Territory
from maillage.observatory.door import Observatory
from maillage.observatory.sheets import inhabitants
from maillage.web.drawing.constellation import WIDTH, Frame, dot, dots, frame
from maillage.web.gate.access import public
from maillage.web.gate.observatory import observatory, release_key
from maillage.web.observe.territory.compared import FACTORS, WAYS, compared
from maillage.web.observe.territory.reach import reach
from maillage.web.words import forecast
from maillage.web.words.portrait import portrait


@dataclass(frozen=True, slots=True)
class Locator:
    """Where the territory sits on the sheet of the region: its communes as a path, a commune as a cross."""

    ground: str
    width: int
    height: int
    path: str
    cross: tuple[int, int] | None
    dot: int


def _locator(source: Observatory, territory: Territory, sheet: Frame | None) -> Locator | None:
    if sheet is None or territory.bbox is None:
        return None
    ground = reverse("pictures.ground", args=[release_key(source)])
    cross, path = None, ""
    if territory.ref.level is Level.COMMUNE:
        cross = sheet.centre(territory)
    elif territory.ref.level is not Level.REGION:
        path = dots(sheet, source.territories(Level.COMMUNE, territory.ref))
    wide = dot(sheet, source.territory(source.release.region).communes) + 3
    return Locator(ground, WIDTH, sheet.height, path, cross, wide)


@public
def page(request: HttpRequest, level: str, code: str) -> HttpResponse:
    """The portrait of a commune, an EPCI, a département, the region or a grouping of communes."""
    source = observatory(request)
    profile = portrait(source, Ref(Level(level), code.upper()))
    region = source.territory(source.release.region)
    beside = compared(source, profile.territory.ref, request)
    context = {
        "portrait": profile,
        "compared": beside,
        "standings": beside.standings if beside else {},
        "ways": WAYS,
        "factors": FACTORS,
        "groupings": [source.territory(ref) for ref in profile.territory.groupings],
        "territory": profile.territory,
        "people": inhabitants(profile.territory, source.release, full=True),
        "is_commune": profile.territory.ref.level is Level.COMMUNE,
        "reach": reach(source, profile.territory.ref),
        "forecast": forecast.forecast_words(source, profile.territory.ref),
        "forecast_of": forecast.INDICATOR,
        "locator": _locator(source, profile.territory, frame(region)),
    }
    return render(request, "observe/territory/territory.html", context)
