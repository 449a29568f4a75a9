"""Départements."""

from maillage.kernel.table import Column, Kind, Table

TABLE = Table(
    name="departements",
    title="Départements",
    columns=(
        Column("code", Kind.TEXT, "Code du département, 2 ou 3 caractères"),
        Column("nom", Kind.TEXT, "Nom"),
        Column("region", Kind.TEXT, "Code de la région", required=False),
    ),
    key=("code",),
    whole_france=True,
)
