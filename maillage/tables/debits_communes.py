"""Premises eligible to fixed speeds of at least 8, 30, 100 Mbit/s and 1 Gbit/s, all technologies, by commune."""

from maillage.kernel.table import Column, Kind, Rule, Table

TABLE = Table(
    name="debits_communes",
    title="Locaux éligibles par classe de débit et par commune",
    columns=(
        Column("commune", Kind.TEXT, "Code de la commune"),
        Column("periode", Kind.TEXT, "Trimestre décrit"),
        Column("locaux", Kind.INTEGER, "Locaux de la commune", "locaux"),
        Column("eligibles_8", Kind.INTEGER, "Locaux éligibles à 8 Mbit/s ou plus", "locaux"),
        Column("eligibles_30", Kind.INTEGER, "Locaux éligibles à 30 Mbit/s ou plus", "locaux"),
        Column("eligibles_100", Kind.INTEGER, "Locaux éligibles à 100 Mbit/s ou plus", "locaux"),
        Column("eligibles_1000", Kind.INTEGER, "Locaux éligibles à 1 Gbit/s ou plus", "locaux"),
    ),
    key=("commune_publiee", "periode"),
    rules=(
        Rule(
            "eligibles_8 >= eligibles_30 AND eligibles_30 >= eligibles_100 AND eligibles_100 >= eligibles_1000",
            "elig_bhd8",
            "les classes de débit ne sont pas cumulatives",
        ),
        Rule(
            "eligibles_8 <= locaux",
            "elig_bhd8",
            "plus de locaux éligibles que de locaux : valeur gardée",
            refuses=False,
        ),
    ),
)
