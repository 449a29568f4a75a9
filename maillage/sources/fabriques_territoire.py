"""Fabriques de territoire, tiers-lieux helped by the State, as points.

Traps: several Fabriques of one commune share a point, their identifiers and names joined by `;`; the
point is that of the commune; the name may hold several lines (project, then who carries it).
"""

import html
from collections.abc import Iterator

from maillage.kernel.licence import LICENCE_OUVERTE_2
from maillage.kernel.row import Row
from maillage.kernel.source import Bounds, Source
from maillage.sources.formats.geojson import GeoJson

SOURCE = Source(
    name="fabriques_territoire",
    table="lieux",
    title="Fabriques de territoire",
    publisher="Agence nationale de la cohésion des territoires (ANCT)",
    page="https://github.com/anct-carto/superposeur-anct",
    licence=LICENCE_OUVERTE_2,
    frequency="irrégulière",
    format=GeoJson(),
    required=("id_territoire", "lib_territoire", "id_geo", "geometry"),
    optional=("lib_geo",),
    ignored=("liste_geo",),
    # 24 in BFC, 0.09 for 10 000 inhabitants.
    bounds=Bounds(per="10000 habitants", low=0.01, high=1.0),
    notes="Le point est celui de la commune, non du lieu. Les Fabriques d’une même commune, réunies en un "
    "point dans le fichier, sont comptées une par une.",
)


def _split(text: str, count: int) -> list[str]:
    """The names of `count` places; one `;` inside a single name does not cut it."""
    names = [part.strip() for part in text.split(";")] if count > 1 else [text]
    return names if len(names) == count else [text] * count


def parse(row: Row) -> Iterator[dict[str, object]]:
    """One point, one row for each Fabrique."""
    geometry = row.raw("geometry")
    point = geometry.get("coordinates") if isinstance(geometry, dict) else None
    if point is not None and (not isinstance(point, list) or len(point) < 2):
        row.doubt("geometry", "point illisible : cellule non reprise", point)
        point = None
    place = Row({"longitude": point[0], "latitude": point[1]}, row.line) if point else Row({}, row.line)
    codes = [code.strip() for code in row.required("id_territoire").split(";")]
    names = _split(html.unescape(row.required("lib_territoire")), len(codes))
    for code, name in zip(codes, names, strict=True):
        yield {
            "identifiant": code,
            "nom": name.splitlines()[0].strip(),
            "ville": row.text("lib_geo"),
            "commune": row.commune("id_geo"),
            "longitude": row.spare("geometry", lambda _: place.decimal("longitude")),
            "latitude": row.spare("geometry", lambda _: place.decimal("latitude")),
            "mediation": False,
            "tiers_lieu": True,
            "france_services": False,
        }
