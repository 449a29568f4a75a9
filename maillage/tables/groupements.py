"""Own groupings of communes (SCoT, PETR, syndicat…), one row per commune and range of validity."""

from maillage.kernel.table import Column, Kind, Rule, Table

TABLE = Table(
    name="groupements",
    title="Groupements de communes propres au territoire",
    columns=(
        Column("code", Kind.TEXT, "Code court du groupement, ex. SCOT01"),
        Column("nom", Kind.TEXT, "Nom"),
        Column("nature", Kind.TEXT, "SCoT, PETR, syndicat, pôle métropolitain ou autre"),
        Column("commune", Kind.TEXT, "Code de la commune membre"),
        Column("valable_du", Kind.TEXT, "Premier jour de validité, AAAA-MM-JJ"),
        Column("valable_au", Kind.TEXT, "Dernier jour de validité, vide s’il n’est pas dit", required=False),
    ),
    key=("code", "commune_publiee", "valable_du"),
    rules=(Rule("valable_au >= valable_du", "valable_au", "la validité finit avant d’avoir commencé"),),
    # Members in other regions are kept: a groupement that straddles the border says how many it has in all.
    whole_france=True,
)
