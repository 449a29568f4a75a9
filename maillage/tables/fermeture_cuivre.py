"""The calendar of the closure of the copper network: what is said of each commune, and the last day of its lines."""

from maillage.kernel.table import Column, Kind, Rule, Table

TABLE = Table(
    name="fermeture_cuivre",
    title="Fermeture du réseau cuivre par commune",
    columns=(
        Column("commune", Kind.TEXT, "Code de la commune"),
        Column("periode", Kind.TEXT, "Date du calendrier"),
        Column("statut", Kind.TEXT, "ferme, prevue ou pas_encore_prevue"),
        Column(
            "fermeture_technique_le", Kind.TEXT, "Jour de l’arrêt des lignes, au plus tard (AAAA-MM-JJ)", required=False
        ),
        Column("message", Kind.TEXT, "Phrase adressée aux habitants, telle que publiée", required=False),
    ),
    key=("commune_publiee", "periode"),
    rules=(
        Rule(
            "statut <> 'pas_encore_prevue' OR fermeture_technique_le IS NULL",
            "output_usager",
            "une date d’arrêt, et une phrase qui dit qu’il n’est pas encore prévu : ligne gardée telle quelle",
            refuses=False,
        ),
    ),
)
