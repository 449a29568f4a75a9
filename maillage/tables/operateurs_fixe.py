"""The names behind the codes of operators of fixed networks. Names repeat, codes do not."""

from maillage.kernel.table import Column, Kind, Table

TABLE = Table(
    name="operateurs_fixe",
    title="Opérateurs de réseaux fixes",
    columns=(
        Column("periode", Kind.TEXT, "Trimestre de la liste"),
        Column("code", Kind.TEXT, "Code de l’opérateur à l’Arcep"),
        Column("code_interop", Kind.TEXT, "Code entre opérateurs (Interop’Fibre)", required=False),
        Column("nom", Kind.TEXT, "Nom"),
    ),
    key=("code", "periode"),
    whole_france=True,
)
