"""Fixed white zones. Somebody who must list them (State, département, syndicat) comes with a threshold; they leave with
the communes where premises are below it without satellite, the schools, public services and firms there, and the files.
"""

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from maillage.kernel import french
from maillage.kernel.period import Period
from maillage.kernel.territory import Level
from maillage.web.drawing import choropleth
from maillage.web.exports.table import Kind, Measure
from maillage.web.fibre import bar
from maillage.web.fibre.where import IN
from maillage.web.fibre.white.inventory import SOURCES, SPEED, Line, Threshold, inventory, scale_of
from maillage.web.fibre.white.places import PLACES, priority
from maillage.web.gate.observatory import observatory, release_key
from maillage.web.lists.asked import Asked
from maillage.web.lists.described import Column, Listing, Shown
from maillage.web.lists.shown import beside
from maillage.web.words.held import finding

MISSING = "Il faut les immeubles et les offres de « Ma connexion internet »."


def counted(asked: Asked) -> tuple[Period | None, list[Line]]:
    """Every commune of the part asked, the most premises below first; no quarter when nothing is loaded."""
    if "inventory" not in asked.memory:
        source = observatory(asked.request)
        asked.memory["inventory"] = inventory(source, source.communes(asked["dans"].ref), asked["seuil"])
    found: tuple[Period | None, list[Line]] = asked.memory["inventory"]
    return found


def _rows(asked: Asked) -> list[Line]:
    period, every = counted(asked)
    if period:
        asked.deliveries.update((name, period.code) for name in SOURCES)
    return [line for line in every if line.below]


def _criteria(asked: Asked) -> tuple[tuple[str, str], ...]:
    _, every = counted(asked)
    listed, unknown = sum(bool(line.below) for line in every), sum(not line.total for line in every)
    return (
        ("Territoire", asked["dans"].name),
        ("Seuil", f"{asked['seuil'].words} Mbit/s"),
        ("Communes listées", f"{listed} sur {len(every)} : celles qui ont des locaux sous le seuil"),
        ("Communes inconnues", f"{unknown}, sans locaux connus : elles ne sont pas listées"),
    )


def _context(asked: Asked) -> dict[str, Any]:
    """What the page says of the whole part of the region, its map, its places."""
    source, place, least = observatory(asked.request), asked["dans"], asked["seuil"]
    period, every = counted(asked)
    if period is None:
        return {"bar": bar.shown(asked.request, "white")}
    sheet, places = choropleth.sheet(source, Level.COMMUNE, place.ref), beside(asked, PLACES)
    return {
        "bar": bar.shown(asked.request, "white"),
        "place": place,
        "headline": finding(_headline(every, least), f"Locaux sous {least.words}{french.WIDE}Mbit/s"),
        "threshold": least,
        "around": (french.short(least.low), french.short(least.high)),
        "period": period,
        "below": sum(line.below for line in every),
        "surely": sum(line.surely for line in every),
        "satellite": sum(line.satellite for line in every),
        "unknown": sum(not line.total for line in every),
        "image": f"{reverse('white.picture', args=[release_key(source)])}?{_query(asked)}",
        "outlines": sheet,
        "lines": every,
        "notice": source.release.notice,
        "scale": scale_of(every),
        "height": sheet.height if sheet else 0,
        "sheets": [source.source(name) for name in SOURCES],
        "priority": priority(places.asked),
        "places": places,
    }


def _query(asked: Asked) -> str:
    """What the map shows, as its address says it."""
    return urlencode({"dans": str(asked["dans"].ref), "seuil": f"{asked['seuil'].asked:g}"}, safe=":")


def _headline(every: list[Line], least: Threshold) -> str:
    """« 7 578 locaux sous 8 Mbit/s »; between two numbers where data cannot tell."""
    surely, below = (sum(getattr(line, name) for line in every) for name in ("surely", "below"))
    speed = f"sous {least.words}{french.WIDE}Mbit/s"
    if not any(line.total for line in every):
        return "Nous n’avons pas de mesure ici"
    if not below:
        return f"Aucun local connu {speed}"
    if surely != below:
        return f"De {french.number(surely)} à {french.counted(below, 'local', 'locaux')} {speed}"
    return f"{french.counted(below, 'local', 'locaux')} {speed}"


def _commune(line: Line) -> Shown:
    return Shown(line.commune.name, reverse("territory", args=[line.commune.ref.level, line.commune.ref.code]))


def _below(line: Line) -> str:
    least, most = french.number(line.surely), french.number(line.below)
    return most if line.known is not None else f"{least} à {most}"


WHITE = Listing(
    name="white",
    address="zones-blanches",
    title="Zones blanches fixes",
    what="commune",
    file="zones_blanches",
    template="fibre/white/white.html",
    context=_context,
    criteria=_criteria,
    empty=("Aucun local connu sous ce seuil ici", "Choisissez un débit plus élevé, ou une autre partie de la région."),
    missing=lambda asked: "" if counted(asked)[0] else MISSING,
    filters=(IN, SPEED),
    rows=_rows,
    size=100,
    columns=(
        Column("commune", "Code", "Code de la commune", cell="commune.ref.code", first=False),
        Column("nom", "Commune", "Nom de la commune", width=32, cell="commune.name", show=_commune),
        Column(
            "locaux_sous_seuil",
            "Locaux sous le seuil",
            "Sans offre à ce débit, satellite exclu ; vide quand il n’est connu qu’entre deux nombres",
            Kind.NUMBER,
            cell="known",
            show=_below,
            order=lambda line: line.below,
        ),
        Column(
            "au_moins",
            "Au moins",
            "Sous la borne de classe inférieure au seuil",
            Kind.NUMBER,
            14,
            "surely",
            first=False,
        ),
        Column(
            "au_plus", "Au plus", "Sous la borne de classe supérieure au seuil", Kind.NUMBER, cell="below", first=False
        ),
        Column(
            "locaux", "Locaux", "Locaux de la commune (Ma connexion internet)", Kind.NUMBER, cell="total", first=False
        ),
        Column(
            "part",
            "Part (%)",
            "Part des locaux sous le seuil, au plus",
            Kind.NUMBER,
            cell=lambda line: Measure(100 * line.share, "%", 1),
            head="De tous ses locaux",
        ),
        Column(
            "dont_satellite",
            "Dont satellite",
            "Où un satellite est proposé",
            Kind.NUMBER,
            cell="satellite",
            head="Dont satellite proposé",
        ),
    ),
)
