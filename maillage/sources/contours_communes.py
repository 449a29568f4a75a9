"""Outlines of communes, one GeoJSON file for each département.

Traps: the file may be of an older COG than ours (codes are carried later, former communes keep their
outline); simplified outlines may cross themselves, and are then made valid.
"""

from collections.abc import Iterator

import shapely
from shapely.geometry import shape

from maillage.kernel.licence import LICENCE_OUVERTE_2
from maillage.kernel.row import Refused, Row
from maillage.kernel.source import Bounds, Direct, Source
from maillage.sources.formats.geojson import GeoJson

SOURCE = Source(
    name="contours_communes",
    table="contours",
    title="Contours des communes",
    publisher="IGN (Admin Express), diffusé par l’API Découpage administratif",
    page="https://geo.api.gouv.fr/decoupage-administratif/communes",
    licence=LICENCE_OUVERTE_2,
    frequency="annuelle",
    format=GeoJson(),
    required=("code", "geometry"),
    ignored=("nom", "population", "departement", "region", "commune", "plm", "epci"),
    # One outline for each commune today; an older COG has a few more (1.01 in 2018).
    bounds=Bounds(per="commune", low=0.8, high=2.0),
    remote=Direct(
        "https://geo.api.gouv.fr/departements/{departement}/communes"
        "?fields=nom,code,population&format=geojson&geometry=contour"
    ),
    notes="Contours simplifiés : précis à quelques dizaines de mètres, ils ne font pas foi.",
)


def _areas(outline: shapely.Geometry) -> shapely.Geometry:
    """The polygons of an outline, valid; lines and points left by the repair are dropped."""
    if not outline.is_valid:
        outline = shapely.make_valid(outline)
    parts = [part for whole in shapely.get_parts(outline) for part in shapely.get_parts(whole)]
    polygons = [part for part in parts if part.geom_type == "Polygon" and not part.is_empty]
    return polygons[0] if len(polygons) == 1 else shapely.MultiPolygon(polygons)


def parse(row: Row) -> Iterator[dict[str, object]]:
    """One feature, one outline."""
    geometry = row.raw("geometry")
    if not isinstance(geometry, dict):
        raise Refused("geometry", "contour absent", geometry)
    try:
        outline = _areas(shape(geometry))
    except (shapely.errors.ShapelyError, ValueError, TypeError, KeyError, IndexError, AttributeError):
        raise Refused("geometry", "contour illisible", geometry.get("type")) from None
    if outline.is_empty:
        raise Refused("geometry", "contour sans surface", geometry.get("type"))
    yield {"commune": row.commune("code"), "contour": shapely.to_wkb(outline, output_dimension=2)}
