"""Mobile sites: one row per operator and site."""

from maillage.kernel.table import Column, Kind, Rule, Table

TABLE = Table(
    name="sites_mobiles",
    title="Sites mobiles par opérateur",
    columns=(
        Column("commune", Kind.TEXT, "Code de la commune, cherchée par les coordonnées si absente", required=False),
        Column("periode", Kind.TEXT, "Trimestre décrit"),
        Column("operateur", Kind.TEXT, "Orange, SFR, Bouygues Telecom ou Free Mobile"),
        Column("numero", Kind.TEXT, "Numéro du site chez l’opérateur", required=False),
        Column("site_partage", Kind.TEXT, "Identifiant du support partagé", required=False),
        Column("station_anfr", Kind.TEXT, "Numéro de station ANFR", required=False),
        Column("longitude", Kind.DECIMAL, "Longitude WGS84", "degrés"),
        Column("latitude", Kind.DECIMAL, "Latitude WGS84", "degrés"),
        Column("g2", Kind.BOOLEAN, "Le site émet en 2G"),
        Column("g3", Kind.BOOLEAN, "Le site émet en 3G"),
        Column("g4", Kind.BOOLEAN, "Le site émet en 4G"),
        Column("g5", Kind.BOOLEAN, "Le site émet en 5G", required=False),
        Column("zone_blanche", Kind.BOOLEAN, "Programme zones blanches centres-bourgs", required=False),
        Column("couverture_ciblee", Kind.BOOLEAN, "Dispositif de couverture ciblée (New Deal)", required=False),
    ),
    key=("operateur", "numero", "longitude", "latitude", "g2", "g3", "g4", "periode"),
    rules=(
        Rule("longitude BETWEEN -180 AND 180 AND latitude BETWEEN -90 AND 90", "latitude", "coordonnées impossibles"),
    ),
)
