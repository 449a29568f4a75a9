"""Who sells a wireless access that the State helps to pay, département by département."""

from maillage.kernel.table import Column, Kind, Table

TABLE = Table(
    name="alternatives",
    title="Opérateurs « Cohésion numérique » par département",
    columns=(
        Column("periode", Kind.TEXT, "Date de la liste"),
        Column("departement", Kind.TEXT, "Code du département"),
        Column("rang", Kind.INTEGER, "Rang dans la liste du département"),
        Column("operateur", Kind.TEXT, "Nom de l’opérateur"),
        Column("technologie", Kind.TEXT, "Technologies proposées, telles que publiées"),
        Column("site", Kind.TEXT, "Page de l’opérateur", required=False),
        Column(
            "aide_majoree",
            Kind.BOOLEAN,
            "L’aide peut dépasser 300 euros (jusqu’à 600, sous conditions)",
            required=False,
        ),
    ),
    key=("departement", "rang", "periode"),
    whole_france=True,
)
