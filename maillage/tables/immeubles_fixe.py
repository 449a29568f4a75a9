"""Buildings with premises, as the map of the fixed network knows them: where each is, and its address if known."""

from maillage.kernel.table import Column, Kind, Table

TABLE = Table(
    name="immeubles_fixe",
    title="Immeubles et maisons du réseau fixe (Ma connexion internet)",
    columns=(
        Column("commune", Kind.TEXT, "Code de la commune"),
        Column("periode", Kind.TEXT, "Trimestre décrit"),
        Column("imb_id", Kind.TEXT, "Identifiant de l’immeuble, valable pour ce seul trimestre"),
        Column("imb_code", Kind.TEXT, "Référence de l’immeuble chez qui l’a décrit", required=False),
        Column("locaux", Kind.INTEGER, "Logements et locaux professionnels", "locaux"),
        Column("type_immeuble", Kind.TEXT, "PA maison, IM immeuble", required=False),
        Column(
            "origine",
            Kind.TEXT,
            "fo fichiers des opérateurs de fibre, fpb fichiers fonciers, fpban fichiers fonciers et adresses",
            required=False,
        ),
        Column(
            "adresse_cle",
            Kind.TEXT,
            "Clé de l’adresse dans la Base adresse nationale, quand elle en vient",
            required=False,
        ),
        Column("numero", Kind.INTEGER, "Numéro dans la voie, vide quand il est fictif", required=False),
        Column("repetition", Kind.TEXT, "Complément du numéro (bis, ter)", required=False),
        Column("voie", Kind.TEXT, "Nom de la voie, tel que publié", required=False),
        Column("lieu_dit", Kind.TEXT, "Nom du lieu-dit", required=False),
        Column("longitude", Kind.DECIMAL, "Longitude WGS84", "degrés"),
        Column("latitude", Kind.DECIMAL, "Latitude WGS84", "degrés"),
    ),
    key=("imb_id", "periode"),
    lasting=False,
)
