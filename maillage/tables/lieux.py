"""Places that help with digital life: mediation, tiers-lieux, France Services, as each list publishes them.

E-mail addresses and telephone numbers are left in the files: some are those of persons.
"""

from maillage.kernel.table import Column, Kind, Rule, Table

TABLE = Table(
    name="lieux",
    title="Lieux de médiation numérique, tiers-lieux et France Services",
    columns=(
        Column("identifiant", Kind.TEXT, "Identifiant dans la source"),
        Column("periode", Kind.TEXT, "Date de la liste"),
        Column("nom", Kind.TEXT, "Nom du lieu"),
        Column("adresse", Kind.TEXT, "Adresse", required=False),
        Column("code_postal", Kind.TEXT, "Code postal", required=False),
        Column("ville", Kind.TEXT, "Commune telle qu’écrite", required=False),
        Column("commune", Kind.TEXT, "Code de la commune, cherchée si absente", required=False),
        Column("longitude", Kind.DECIMAL, "Longitude WGS84", "degrés", required=False),
        Column("latitude", Kind.DECIMAL, "Latitude WGS84", "degrés", required=False),
        Column("mediation", Kind.BOOLEAN, "Lieu de médiation numérique ouvert au public"),
        Column("tiers_lieu", Kind.BOOLEAN, "Tiers-lieu"),
        Column("france_services", Kind.BOOLEAN, "Espace France Services"),
        Column("itinerant", Kind.BOOLEAN, "Lieu itinérant", required=False),
        Column("horaires", Kind.TEXT, "Horaires tels que publiés", required=False),
        Column("site_web", Kind.TEXT, "Site internet", required=False),
        Column("mis_a_jour", Kind.TEXT, "Dernière mise à jour de la fiche (AAAA-MM-JJ)", required=False),
        Column("siret", Kind.TEXT, "SIRET de l’établissement, 14 chiffres", required=False),
        Column(
            "label_services",
            Kind.BOOLEAN,
            "Dit MSAP ou France Services par une liste qui n’est pas l’officielle",
            required=False,
        ),
    ),
    key=("identifiant",),
    rules=(
        Rule(
            "mis_a_jour <= CASE WHEN length(periode) = 10 THEN periode ELSE left(periode, 4) || '-12-31' END",
            "mis_a_jour",
            "fiche mise à jour après la date de la liste : date à vérifier",
            refuses=False,
        ),
    ),
)
