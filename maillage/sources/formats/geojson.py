"""A GeoJSON FeatureCollection. `line` is the rank of the feature, from 1."""

from dataclasses import dataclass
from pathlib import Path

from maillage.kernel.errors import DataError
from maillage.kernel.source import Content
from maillage.sources.formats.json_records import content, parsed


def _flat(feature: object) -> object:
    """The properties of a feature and its geometry, side by side."""
    if not isinstance(feature, dict) or not isinstance(feature.get("properties") or {}, dict):
        return None
    return {**(feature.get("properties") or {}), "geometry": feature.get("geometry")}


@dataclass(frozen=True, slots=True)
class GeoJson:
    """Features whose cells are their properties, and `geometry` as parsed."""

    def read(self, path: Path) -> Content:
        """Read the whole collection."""
        value = parsed(path, ".geojson")
        if not isinstance(value, dict) or not isinstance(value.get("features"), list):
            raise DataError(f"{path.name} : une FeatureCollection GeoJSON est attendue.")
        return content([_flat(feature) for feature in value["features"]], "objet")
