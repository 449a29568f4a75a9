"""EPCI à fiscalité propre, one row per member commune."""

from maillage.kernel.table import Column, Kind, Table

TABLE = Table(
    name="epci",
    title="EPCI à fiscalité propre et leurs communes membres",
    columns=(
        Column("code", Kind.TEXT, "SIREN de l’EPCI, 9 chiffres"),
        Column("nom", Kind.TEXT, "Nom"),
        Column("nature", Kind.TEXT, "CC, CA, CU ou METRO"),
        Column("membre", Kind.TEXT, "Code de la commune membre"),
    ),
    key=("membre",),
    whole_france=True,
)
