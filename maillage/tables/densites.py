"""The class of each commune in INSEE's density grid."""

from maillage.kernel.table import Column, Kind, Table

TABLE = Table(
    name="densites",
    title="Classe de densité des communes",
    columns=(
        Column("periode", Kind.TEXT, "Jour ou année que décrit la liste"),
        Column("commune", Kind.TEXT, "Code de la commune"),
        Column("classe", Kind.TEXT, "Classe de la grille de densité, en toutes lettres"),
    ),
    key=("commune_publiee", "periode"),
)
