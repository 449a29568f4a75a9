"""Mobile sites that decrees ask of operators so that homes with slow lines get a 4G access at a fixed place."""

from maillage.kernel.table import Column, Kind, Rule, Table

TABLE = Table(
    name="sites_4g_fixe",
    title="Sites de 4G fixe du New Deal mobile",
    columns=(
        Column("commune", Kind.TEXT, "Code de la commune, cherchée par les coordonnées", required=False),
        Column("periode", Kind.TEXT, "Trimestre décrit"),
        Column("numero", Kind.TEXT, "Numéro du site dans l’arrêté"),
        Column("nom", Kind.TEXT, "Nom du site dans l’arrêté", required=False),
        Column("operateurs", Kind.TEXT, "Opérateurs désignés (MCC et MNC), séparés par une espace"),
        Column("demandes", Kind.INTEGER, "Sites demandés", "sites"),
        Column("mis_en_service", Kind.INTEGER, "Sites mis en service", "sites"),
        Column("longitude", Kind.DECIMAL, "Longitude WGS84", "degrés"),
        Column("latitude", Kind.DECIMAL, "Latitude WGS84", "degrés"),
        Column("arrete", Kind.TEXT, "Arrêté", required=False),
        Column("arrete_le", Kind.TEXT, "Jour de sa publication (AAAA-MM-JJ)", required=False),
    ),
    key=("arrete", "numero", "periode"),
    rules=(
        Rule(
            "mis_en_service <= demandes",
            "sites_mes",
            "plus de sites mis en service que de sites demandés : ligne gardée telle quelle",
            refuses=False,
        ),
    ),
)
