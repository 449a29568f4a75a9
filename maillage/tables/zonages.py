"""Communes of the State's programmes (Petites villes de demain, Action cœur de ville), one row per commune."""

from maillage.kernel.table import Column, Kind, Table

TABLE = Table(
    name="zonages",
    title="Communes des programmes de l’État",
    columns=(
        Column("periode", Kind.TEXT, "Jour ou année que décrit la liste"),
        Column("code", Kind.TEXT, "Code court du programme, ex. PVD"),
        Column("nom", Kind.TEXT, "Nom du programme"),
        Column("commune", Kind.TEXT, "Code de la commune"),
        Column("signe_le", Kind.TEXT, "Jour de la signature, AAAA-MM-JJ", required=False),
    ),
    key=("code", "commune_publiee", "periode"),
)
