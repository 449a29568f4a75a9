"""Premises that can be connected to FttH, by commune and quarter."""

from maillage.kernel.table import Column, Kind, Rule, Table

TABLE = Table(
    name="deploiement_ftth",
    title="Déploiement de la fibre (FttH) par commune",
    columns=(
        Column("commune", Kind.TEXT, "Code de la commune"),
        Column("periode", Kind.TEXT, "Trimestre décrit"),
        Column("raccordables", Kind.INTEGER, "Locaux raccordables", "locaux"),
        Column("locaux", Kind.INTEGER, "Locaux de la commune, quand le fichier les donne", "locaux", required=False),
        Column("zone", Kind.TEXT, "ZTD, zipri ou zipu", required=False),
        Column("operateurs", Kind.TEXT, "Codes des opérateurs d’infrastructure, séparés par un tiret", required=False),
        Column("engagement_l33_13", Kind.TEXT, "Opérateur engagé au titre de l’article L. 33-13", required=False),
        Column("operateur_amel", Kind.TEXT, "Opérateur de la zone AMEL", required=False),
    ),
    key=("commune_publiee", "periode"),
    rules=(
        Rule("raccordables >= 0 AND (locaux IS NULL OR locaux >= 0)", "raccordables", "nombre de locaux négatif"),
        Rule(
            "locaux IS NULL OR raccordables <= locaux",
            "raccordables",
            "plus de locaux raccordables que de locaux : valeur gardée telle quelle",
            refuses=False,
        ),
    ),
)
