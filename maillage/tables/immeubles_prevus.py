"""Buildings with the day their operator plans to cable them, delivery after delivery: reserved, never published."""

from maillage.kernel.table import Column, Kind, Table

TABLE = Table(
    name="immeubles_prevus",
    title="Immeubles et date de câblage prévue par l’opérateur",
    columns=(
        Column("commune", Kind.TEXT, "Code de la commune"),
        Column("periode", Kind.TEXT, "Jour de la livraison, celui du nom du fichier"),
        Column("operateur", Kind.TEXT, "Code de l’opérateur d’infrastructure, celui du nom du fichier"),
        Column("perimetre", Kind.TEXT, "Zone que le fichier décrit, celle de son nom"),
        Column("imb_id", Kind.TEXT, "Identifiant de l’immeuble chez cet opérateur"),
        Column("etat", Kind.TEXT, "cible, signe, en cours de deploiement, raccordable demande, deploye ou abandonne"),
        Column("locaux", Kind.INTEGER, "Logements et locaux de la ligne", required=False),
        Column(
            "cablage",
            Kind.TEXT,
            "Période du câblage (jour, trimestre ou année) : faite quand l’immeuble est déployé, sinon prévue",
            required=False,
        ),
        Column("pm", Kind.TEXT, "Référence du point de mutualisation", required=False),
        Column("pm_etat", Kind.TEXT, "État du point de mutualisation", required=False),
        Column("pm_mes_le", Kind.TEXT, "Jour de sa mise en service commerciale", required=False),
        Column("numero", Kind.INTEGER, "Numéro dans la voie", required=False),
        Column("repetition", Kind.TEXT, "Complément du numéro (B, T)", required=False),
        Column("voie", Kind.TEXT, "Type et nom de la voie", required=False),
        Column("longitude", Kind.DECIMAL, "Longitude WGS84", "degrés"),
        Column("latitude", Kind.DECIMAL, "Latitude WGS84", "degrés"),
    ),
    key=("operateur", "imb_id", "periode"),
)
