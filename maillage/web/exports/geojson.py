"""Shapes as RFC 7946 wants them: longitude and latitude WGS84, outer rings counterclockwise; and their file."""

import json
from typing import Any

import shapely
from django.http import HttpResponse

GRID = 1e-6  # ten centimetres
KIND = "application/geo+json"


def geometry(shape: shapely.Geometry | None) -> dict[str, Any] | None:
    """A shape in GeoJSON's words, None when we have no outline."""
    if shape is None:
        return None
    rounded = shapely.set_precision(shape, GRID)
    turned = shapely.orient_polygons(shape if rounded.is_empty else rounded, exterior_cw=False)
    outline: dict[str, Any] = json.loads(shapely.to_geojson(turned))
    return outline


def attached(content: dict[str, Any], name: str, *, simulated: bool) -> HttpResponse:
    """A collection as a file to keep, whose name says when its data are simulated."""
    shown = f"maillage-{name}{'-donnees-simulees' if simulated else ''}.geojson"
    return HttpResponse(
        json.dumps(content, ensure_ascii=False),
        content_type=KIND,
        headers={"Content-Disposition": f'attachment; filename="{shown}"'},
    )
