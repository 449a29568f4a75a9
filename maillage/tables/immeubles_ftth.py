"""Buildings and how far fibre (FttH) has come to each, by infrastructure operator and quarter."""

from maillage.kernel.table import Column, Kind, Rule, Table

TABLE = Table(
    name="immeubles_ftth",
    title="Immeubles et état de leur raccordement à la fibre (FttH)",
    columns=(
        Column("commune", Kind.TEXT, "Code de la commune"),
        Column("periode", Kind.TEXT, "Trimestre décrit"),
        Column("operateur", Kind.TEXT, "Code de l’opérateur d’infrastructure"),
        Column("imb_id", Kind.TEXT, "Identifiant de l’immeuble chez cet opérateur"),
        Column("etat", Kind.TEXT, "cible, signe, en cours de deploiement, raccordable demande, deploye ou abandonne"),
        Column("categorie", Kind.TEXT, "Nombre de locaux, par classe", required=False),
        Column("type_immeuble", Kind.TEXT, "PA maison, IM immeuble", required=False),
        Column("numero", Kind.INTEGER, "Numéro dans la voie, vide quand il est fictif", required=False),
        Column("repetition", Kind.TEXT, "Complément du numéro (B, T)", required=False),
        Column("voie", Kind.TEXT, "Type et nom de la voie, en capitales", required=False),
        Column("pm", Kind.TEXT, "Référence du point de mutualisation", required=False),
        Column("pm_etat", Kind.TEXT, "État du point de mutualisation", required=False),
        Column("pm_ouvert_le", Kind.TEXT, "Jour de sa mise à disposition", required=False),
        Column("completude_le", Kind.TEXT, "Fin du délai de complétude", required=False),
        Column("longitude", Kind.DECIMAL, "Longitude WGS84", "degrés"),
        Column("latitude", Kind.DECIMAL, "Latitude WGS84", "degrés"),
    ),
    key=("operateur", "imb_id", "periode"),
    rules=(
        Rule(
            "etat <> 'deploye' OR pm_etat = 'deploye'",
            "pm_etat",
            "immeuble déployé sans point de mutualisation déployé : ligne gardée telle quelle",
            refuses=False,
        ),
    ),
)
