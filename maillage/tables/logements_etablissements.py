"""Dwellings and business premises by commune: what the FttH rate was measured against in 2017 and 2018."""

from maillage.kernel.table import Column, Kind, Table

TABLE = Table(
    name="logements_etablissements",
    title="Logements et établissements par commune",
    columns=(
        Column("commune", Kind.TEXT, "Code de la commune"),
        Column("periode", Kind.TEXT, "Trimestre de publication"),
        Column("logements", Kind.INTEGER, "Logements", "logements"),
        Column("etablissements", Kind.INTEGER, "Établissements", "établissements"),
        Column("zone_tres_dense", Kind.BOOLEAN, "Commune en zone très dense", required=False),
        Column("engagement_l33_13", Kind.TEXT, "Opérateur engagé au titre de l’article L. 33-13", required=False),
        Column("intention_privee", Kind.BOOLEAN, "Intention privée hors engagement", required=False),
        Column("operateurs", Kind.TEXT, "Opérateurs d’infrastructure présents", required=False),
        Column("rurale", Kind.BOOLEAN, "Commune rurale au sens de l’Arcep", required=False),
    ),
    key=("commune_publiee", "periode"),
)
