"""Places that must not be left without a good connection: schools, public services, care, firms that employ people.

Beside them, general practitioners, who are persons: counted by commune, without name nor place, and never told as a
place that must be connected.
"""

from maillage.kernel.table import Column, Kind, Table

TABLE = Table(
    name="equipements",
    title="Écoles, services publics, établissements de santé, entreprises, médecins généralistes",
    columns=(
        Column("periode", Kind.TEXT, "Date ou année décrite"),
        Column("commune", Kind.TEXT, "Code de la commune"),
        Column(
            "identifiant",
            Kind.TEXT,
            "SIRET, ou ce qui distingue la ligne publiée : la BPE n’a pas d’identifiant qui dure",
        ),
        Column("categorie", Kind.TEXT, "ecole, service_public, sante, entreprise, ou medecin, qui n’est pas un lieu"),
        Column("nature", Kind.TEXT, "Ce que c’est, en clair"),
        Column(
            "nom",
            Kind.TEXT,
            "Nom, vide quand il n’est pas publié, que la diffusion en est partielle ou que c’est une personne",
            required=False,
        ),
        Column(
            "longitude",
            Kind.DECIMAL,
            "Longitude WGS84, vide quand elle est tirée au sort ou que c’est une personne",
            "degrés",
            required=False,
        ),
        Column("latitude", Kind.DECIMAL, "Latitude WGS84, vide de même", "degrés", required=False),
    ),
    key=("identifiant", "periode"),
    lasting=False,
)
