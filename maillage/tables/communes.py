"""Communes of the current code officiel géographique, with the former codes that lead to them."""

from maillage.kernel.table import Column, Kind, Table

TABLE = Table(
    name="communes",
    title="Communes, communes déléguées, associées et anciennes, arrondissements municipaux",
    columns=(
        Column("code", Kind.TEXT, "Code INSEE, 5 caractères"),
        Column("nom", Kind.TEXT, "Nom"),
        Column(
            "type",
            Kind.TEXT,
            "commune-actuelle, commune-deleguee, commune-associee, commune-ancienne (disparue, ou renommée) ou "
            "arrondissement-municipal",
        ),
        Column("departement", Kind.TEXT, "Code du département"),
        Column("region", Kind.TEXT, "Code de la région (vide en collectivité d’outre-mer)", required=False),
        Column("population", Kind.INTEGER, "Population municipale", "habitants", required=False),
        Column("siren", Kind.TEXT, "SIREN de la commune", required=False),
        Column("codes_postaux", Kind.TEXT, "Codes postaux, séparés par une espace", required=False),
        Column("anciens_codes", Kind.TEXT, "Codes disparus, séparés par une espace", required=False),
        Column("rattachement", Kind.TEXT, "Commune actuelle dont dépend une déléguée ou une ancienne", required=False),
    ),
    key=("code", "type"),
    whole_france=True,
)
