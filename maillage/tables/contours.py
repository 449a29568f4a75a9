"""Outlines of communes, in WGS84 degrees, as published (former communes keep their own outline)."""

from maillage.kernel.table import Column, Kind, Table

TABLE = Table(
    name="contours",
    title="Contours des communes",
    columns=(
        Column("commune", Kind.TEXT, "Code de la commune"),
        Column("contour", Kind.GEOMETRY, "Polygone ou multipolygone, WKB, longitude et latitude WGS84"),
    ),
    key=("commune_publiee",),
)
