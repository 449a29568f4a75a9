"""Outlines of today's communes, EPCI, groupements, départements and region, dissolved from published communes."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping

import shapely

from maillage.kernel.derived import Derived, Query, Report
from maillage.kernel.table import Column, Kind

DERIVED = Derived(
    name="contours_territoires",
    title="Contours des territoires actuels",
    reads=("contours", "communes", "epci", "groupements"),
    columns=(
        Column("niveau", Kind.TEXT, "commune, epci, groupement, departement ou region"),
        Column("code", Kind.TEXT, "Code du territoire"),
        Column("contour", Kind.GEOMETRY, "Polygone ou multipolygone, WKB, longitude et latitude WGS84"),
    ),
)

SQL = """
SELECT o.commune, e.code AS epci, c.departement, c.region, o.contour
FROM contours o
JOIN communes c ON c.code = o.commune AND c.type = 'commune-actuelle'
LEFT JOIN epci e ON e.membre = o.commune
ORDER BY o.commune
"""
GROUPED = "SELECT commune, code FROM appartenance WHERE niveau = 'groupement' ORDER BY ALL"


def compute(query: Query, report: Report) -> Iterator[Mapping[str, object]]:
    """One row per territory that has at least one outlined commune."""
    parts: dict[tuple[str, str], list[shapely.Geometry]] = defaultdict(list)
    above: dict[str, tuple[object, object, object]] = {}
    for commune, epci, departement, region, contour in query(SQL):
        parts["commune", str(commune)].append(shapely.from_wkb(contour))
        above[str(commune)] = (epci, departement, region)
    communes = {code: shapely.union_all(shapes) for (_, code), shapes in parts.items()}
    dissolve = _dissolving(list(communes.values()))
    for code, shape in communes.items():
        for level, parent in zip(("epci", "departement"), above[code], strict=False):
            if parent is not None:
                parts[level, str(parent)].append(shape)
    for commune, grouping in query(GROUPED):
        if commune in communes:
            parts["groupement", str(grouping)].append(communes[str(commune)])
    departements = {}
    for (level, code), shapes in parts.items():
        dissolved = communes[code] if level == "commune" else dissolve(shapes)
        if level == "departement":
            departements[code] = dissolved
        yield {"niveau": level, "code": code, "contour": shapely.to_wkb(dissolved)}
    region_of = {str(departement): str(region) for _, departement, region in above.values()}
    for region in sorted(set(region_of.values())):
        shapes = [shape for code, shape in departements.items() if region_of[code] == region]
        yield {"niveau": "region", "code": region, "contour": shapely.to_wkb(dissolve(shapes))}


def _dissolving(communes: list[shapely.Geometry]) -> Callable[[list[shapely.Geometry]], shapely.Geometry]:
    """How outlines are put together: where neighbours share the very points of their borders, as is published, those
    borders need only be left out, which takes a twentieth of the time."""
    union: Callable[[list[shapely.Geometry]], shapely.Geometry] = shapely.union_all
    if shapely.coverage_is_valid(communes):
        union = shapely.coverage_union_all
    return union
