"""Fixed white zones. Somebody who must list them (State, département, syndicat) comes with a threshold; they leave with
the communes where premises are below it without satellite, how many, and the file.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from maillage.kernel import french
from maillage.kernel.errors import UsageError
from maillage.kernel.period import Period
from maillage.kernel.territory import Level, Ref, Territory
from maillage.observatory.door import Observatory
from maillage.observatory.rollout import CLASSES, FLOORS
from maillage.web import asked
from maillage.web.access import public
from maillage.web.exports.answer import answer
from maillage.web.exports.table import Cell, Column, Kind, Measure, Table, table
from maillage.web.observe import observatory

SOURCES = ("arcep_mci_immeubles", "arcep_mci_eligibilite")
USUAL = 8.0
THRESHOLDS = (0.5, 3.0, 8.0, 30.0, 100.0)
LINES = 100


@dataclass(frozen=True, slots=True)
class Line:
    """A commune: premises below the threshold, of all its premises; how many of them a satellite serves."""

    commune: Territory
    below: int
    total: int
    satellite: int

    @property
    def share(self) -> float:
        """From 0 to 1."""
        return self.below / self.total if self.total else 0.0


def threshold(request: HttpRequest) -> float:
    """The speed asked by `seuil`. Raises UsageError when it is not one of the classes'."""
    text = request.GET.get("seuil", "").replace(",", ".") or str(USUAL)
    found = next((one for one in THRESHOLDS if text in (str(one), french.short(one), f"{one:g}")), None)
    if found is None:
        known = ", ".join(french.short(one) for one in THRESHOLDS)
        raise UsageError(f"Seuil « {text[:20]} » inconnu. Les données permettent : {known} Mbit/s.")
    return found


def lines(
    source: Observatory, communes: Sequence[Territory], least: float
) -> tuple[Period | None, list[Line]]:
    """The communes that have premises below a speed, the most first; the quarter is None when nothing is loaded."""
    below = [code for code in CLASSES if FLOORS[code] < least]
    period, found = source.rollout.speeds({one.ref.code for one in communes})
    told = []
    for one in communes:
        speeds = found.get(one.ref.code, {})
        counts = [speeds.get(code, (0, 0)) for code in below]
        line = Line(
            one, sum(n for n, _ in counts), sum(n for n, _ in speeds.values()), sum(s for _, s in counts)
        )
        if line.below:
            told.append(line)
    return period, sorted(told, key=lambda line: (-line.below, line.commune.ref.code))


def _communes(source: Observatory, within: Ref) -> list[Territory]:
    if within.level is Level.COMMUNE:
        return [source.territory(within)]
    return source.territories(Level.COMMUNE, within)


@public
def page(request: HttpRequest) -> HttpResponse:
    """The communes of a part of the region that have premises below the threshold."""
    source = observatory(request)
    within = asked.within(request) or source.release.region
    place, least = source.territory(within), threshold(request)
    period, found = lines(source, _communes(source, within), least)
    listed = asked.page(request, LINES)
    context = {
        "place": place,
        "region": source.release.region_name,
        "departements": source.territories(Level.DEPARTEMENT),
        "epcis": source.territories(Level.EPCI),
        "thresholds": [(f"{one:g}", french.short(one)) for one in THRESHOLDS],
        "least": f"{least:g}",
        "least_words": french.short(least),
        "period": period,
        "lines": found[listed.offset : listed.offset + LINES],
        "listed": asked.Page(listed.number, LINES, len(found)),
        "below": sum(line.below for line in found),
        "satellite": sum(line.satellite for line in found),
        "count": len(found),
        "query": request.GET.urlencode(),
        "sheets": [source.source(name) for name in SOURCES],
    }
    return render(request, "white/white.html", context)


COLUMNS = (
    Column("commune", "Code", "Code de la commune"),
    Column("nom", "Commune", "Nom de la commune", width=32),
    Column(
        "locaux_sous_seuil", "Locaux sous le seuil", "Sans offre à ce débit, satellite exclu", Kind.NUMBER
    ),
    Column("locaux", "Locaux", "Locaux de la commune (Ma connexion internet)", Kind.NUMBER),
    Column("part", "Part (%)", "Part des locaux sous le seuil", Kind.NUMBER),
    Column("dont_satellite", "Dont satellite", "Où un satellite est proposé", Kind.NUMBER),
)


@public
def file(request: HttpRequest, form: str) -> HttpResponseBase:
    """The same as CSV or XLSX."""
    source = observatory(request)
    within, least = asked.within(request) or source.release.region, threshold(request)
    period, found = lines(source, _communes(source, within), least)
    if period is None:
        raise UsageError("Données non chargées : les offres par immeuble (Ma connexion internet).")

    def draw(made: Table) -> Iterable[Sequence[Cell]]:
        made.deliveries.update((name, period.code) for name in SOURCES)
        for line in found:
            ref = line.commune.ref
            share = Measure(100 * line.share, "%", 1)
            yield [ref.code, line.commune.name, line.below, line.total, share, line.satellite]

    filters = (("Territoire", source.territory(within).name), ("Seuil", f"{french.short(least)} Mbit/s"))
    view = f"/zones-blanches?{request.GET.urlencode()}"
    return answer(
        request, table("zones_blanches", "Zones blanches fixes", view, COLUMNS, draw, filters), form
    )
