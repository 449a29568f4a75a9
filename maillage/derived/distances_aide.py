"""How far each home is from the nearest place that helps with digital life, added up by commune.

As the crow flies, on the legal plane of the region (`kernel/plane.py`), from each building to the nearest place of each
category, at their last periods: the day is that of the list of places, never that of the homes. Exact: homes are
gathered in squares, and a square keeps every place that can be the nearest to one of its points. From squares of 512 km
down to 500 m, each level only looks at what the one above kept.
"""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from maillage.kernel.derived import Derived, Query, Report
from maillage.kernel.period import Period
from maillage.kernel.plane import Plane, plane_of
from maillage.kernel.table import Column, Kind

CLASSES = (1, 2, 5, 10, 20)
"""Bounds of the classes of distance, km: a home at 5 km exactly is within 5 km. The last class is beyond them all."""
NAMES = ("jusqu_a_1_km", "de_1_a_2_km", "de_2_a_5_km", "de_5_a_10_km", "de_10_a_20_km", "plus_de_20_km")
DERIVED = Derived(
    name="distances_aide",
    title="Distances des locaux au lieu d’aide le plus proche, par commune et catégorie",
    reads=("immeubles_fixe", "adresses", "immeubles_ftth", "lieux_uniques"),
    columns=(
        Column("categorie", Kind.TEXT, "mediation, tiers_lieu ou france_services"),
        Column("periode", Kind.TEXT, "Date de la liste des lieux"),
        Column("commune", Kind.TEXT, "Code de la commune"),
        Column("poids", Kind.TEXT, "Ce qui est compté : locaux, à défaut adresses, à défaut immeubles"),
        Column("locaux", Kind.INTEGER, "Locaux mesurés (ou adresses, ou immeubles)", "locaux"),
        Column("distance_totale", Kind.INTEGER, "Distances de ces locaux, additionnées", "m"),
        *(
            Column(name, Kind.INTEGER, f"Locaux dont le lieu est à cette distance ({rank}e classe)", "locaux")
            for rank, name in enumerate(NAMES, 1)
        ),
        Column("sources", Kind.TEXT, "Sources des locaux et des lieux, séparées par une espace"),
    ),
    needs=(("immeubles_fixe", "adresses", "immeubles_ftth"), ("lieux_uniques",)),
)
HOMES = (("immeubles_fixe", "locaux", "locaux"), ("adresses", "1", "adresses"), ("immeubles_ftth", "1", "immeubles"))
"""Tables of homes, the best first: its name, what a row weighs, and what is then counted."""
SQUARE, STEP, LEVELS = 500.0, 4, 6
"""Side of the smallest squares (metres), how many of them make the side of one of the next level, how many levels."""


@dataclass(frozen=True, slots=True)
class Homes:
    """The homes that are measured: a SELECT of their commune, weight and point, and what is counted."""

    select: str
    counted: str
    period: Period
    sources: frozenset[str]


def _last(query: Query, select: str) -> Period | None:
    return max((Period.parse(str(code)) for (code,) in query(select)), default=None)


def _homes(query: Query) -> Homes | None:
    """The best table of homes that has a row."""
    for table, weight, counted in HOMES:
        period = _last(query, f"SELECT DISTINCT periode FROM {table}")
        if period is not None:
            rows = f"FROM {table} WHERE periode = '{period.code}'"
            sources = frozenset(str(source) for (source,) in query(f"SELECT DISTINCT source {rows}"))
            select = f"SELECT commune, {weight} AS poids, longitude, latitude {rows}"
            return Homes(select, counted, period, sources)
    return None


def nearest(homes: str, places: str, plane: Plane) -> str:
    """A SELECT of the homes (commune, poids) with the metres to the nearest place of each category.

    `homes` gives commune, poids, longitude and latitude; `places` gives categorie, longitude and latitude.
    """
    levels = [_level(rank) for rank in reversed(range(LEVELS))]
    return f"""
WITH habites AS NOT MATERIALIZED (
    SELECT *, floor(x / {SQUARE})::INTEGER AS i, floor(y / {SQUARE})::INTEGER AS j FROM ({plane.projected(homes)})
),
carres AS MATERIALIZED (SELECT DISTINCT i, j FROM habites),
candidats_{LEVELS} AS MATERIALIZED (
    SELECT categorie, list({{'x': x, 'y': y}}) AS lieux FROM ({plane.projected(places)}) GROUP BY categorie
),
{", ".join(levels)}
SELECT commune, poids, categorie,
    sqrt(list_min(list_transform(lieux, lambda p: (p.x - x) * (p.x - x) + (p.y - y) * (p.y - y)))) AS metres
FROM habites JOIN candidats_0 USING (i, j)
"""


def _level(rank: int) -> str:
    """The places that may be nearest to a point of each inhabited square of a level, among what the level above kept.

    Nothing in a square is further from its centre than half its diagonal: a place further from the centre than the
    nearest one by more than a diagonal is nearest to nobody there.
    """
    times = STEP**rank
    side = SQUARE * times
    squares = f"SELECT DISTINCT floor(i / {times})::INTEGER AS i, floor(j / {times})::INTEGER AS j FROM carres"
    parent = f"p.i = floor(c.i / {STEP})::INTEGER AND p.j = floor(c.j / {STEP})::INTEGER"
    above = "true" if rank == LEVELS - 1 else parent
    east, north = f"(p.x - (c.i + 0.5) * {side})", f"(p.y - (c.j + 0.5) * {side})"
    return f"""
candidats_{rank} AS MATERIALIZED (
    SELECT i, j, categorie, list_filter(lieux, lambda p, k: loin[k] <= seuil) AS lieux
    FROM (
        SELECT *, list_min(loin) + {side * math.sqrt(2) + 0.001} AS seuil
        FROM (
            SELECT c.i, c.j, categorie, lieux,
                list_transform(lieux, lambda p: sqrt({east} * {east} + {north} * {north})) AS loin
            FROM ({squares}) c JOIN candidats_{rank + 1} p ON {above}
        )
    )
)"""


def added(measured: str) -> str:
    """A SELECT of homes, metres and classes added up by category and commune, from what `nearest` gives.

    Millimetres are whole, so that their order never changes the sum.
    """
    bounds = (0, *(km * 1000 for km in CLASSES), math.inf)
    counts = ", ".join(
        f"coalesce(sum(poids) FILTER (mm > {low * 1000} AND mm <= {_millimetres(high)}), 0)::BIGINT"
        for low, high in zip((-1, *bounds[1:-1]), bounds[1:], strict=True)
    )
    return (
        f"SELECT categorie, commune, sum(poids)::BIGINT, round(sum(poids * mm) / 1000)::BIGINT, {counts} "
        f"FROM (SELECT *, round(metres * 1000)::BIGINT AS mm FROM ({measured})) "
        "WHERE poids > 0 GROUP BY categorie, commune ORDER BY categorie, commune"
    )


def _millimetres(metres: float) -> str:
    return "9e18::BIGINT" if metres == math.inf else str(int(metres * 1000))


def compute(query: Query, report: Report) -> Iterator[Mapping[str, object]]:
    """One row per category and commune that has a home; none while homes, or the places of a category, are unknown."""
    homes = _homes(query)
    if homes is None:
        return
    [(region,)] = query("SELECT region FROM region_servie")
    dated: dict[str, Period] = {}
    sources: dict[str, str] = {}
    for category in ("mediation", "tiers_lieu", "france_services"):
        listed = f"FROM lieux_uniques WHERE categorie = '{category}' AND longitude IS NOT NULL AND latitude IS NOT NULL"
        last = _last(query, f"SELECT DISTINCT periode {listed}")
        if last is not None:
            dated[category] = last
            names = query(f"SELECT DISTINCT unnest(string_split(sources, ' ')) {listed} AND periode = '{last.code}'")
            sources[category] = " ".join(sorted(homes.sources | {str(name) for (name,) in names}))
    if not dated:
        return
    kept = ", ".join(f"('{category}', '{last.code}')" for category, last in dated.items())
    places = (
        "SELECT DISTINCT categorie, longitude, latitude FROM lieux_uniques "
        f"WHERE (categorie, periode) IN ({kept}) AND longitude IS NOT NULL AND latitude IS NOT NULL"
    )
    for which, commune, total, metres, *counts in query(added(nearest(homes.select, places, plane_of(str(region))))):
        yield {
            "categorie": which,
            "periode": dated[str(which)].code,
            "commune": commune,
            "poids": homes.counted,
            "locaux": total,
            "distance_totale": metres,
            **dict(zip(NAMES, counts, strict=True)),
            "sources": sources[str(which)],
        }
