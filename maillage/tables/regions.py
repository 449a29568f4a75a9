"""Régions."""

from maillage.kernel.table import Column, Kind, Table

TABLE = Table(
    name="regions",
    title="Régions",
    columns=(Column("code", Kind.TEXT, "Code de la région"), Column("nom", Kind.TEXT, "Nom")),
    key=("code",),
    whole_france=True,
)
