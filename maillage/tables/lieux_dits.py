"""Lieux-dits: named places, hamlets or fields, with one position each."""

from maillage.kernel.table import Column, Kind, Table

TABLE = Table(
    name="lieux_dits",
    title="Lieux-dits",
    columns=(
        Column("commune", Kind.TEXT, "Code de la commune"),
        Column("periode", Kind.TEXT, "Période décrite"),
        Column("cle", Kind.TEXT, "Clé d’interopérabilité du lieu-dit"),
        Column("nom", Kind.TEXT, "Nom"),
        Column("code_postal", Kind.TEXT, "Code postal", required=False),
        Column("longitude", Kind.DECIMAL, "Longitude WGS84", "degrés"),
        Column("latitude", Kind.DECIMAL, "Latitude WGS84", "degrés"),
    ),
    key=("cle", "periode"),
)
