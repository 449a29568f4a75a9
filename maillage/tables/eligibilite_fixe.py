"""What each operator says it can sell at each building: technology and speed classes. One row for each of the three.

Rows have no commune: their building (`immeubles_fixe`, same `imb_id`, same quarter) says it.
"""

from maillage.kernel.table import Column, Kind, Table

TABLE = Table(
    name="eligibilite_fixe",
    title="Offres fixes possibles par immeuble, opérateur et technologie",
    columns=(
        Column("periode", Kind.TEXT, "Trimestre décrit"),
        Column("imb_id", Kind.TEXT, "Identifiant de l’immeuble, valable pour ce seul trimestre"),
        Column("operateur", Kind.TEXT, "Code de l’opérateur commercial"),
        Column("techno", Kind.TEXT, "FO, CU, COAX, 4GF, SAT, THDR ou HDR"),
        Column("debit_descendant", Kind.TEXT, "Classe de débit : INEL, HD05, HD3, BHD8, THD30, THD100 ou THD1G"),
        Column("debit_montant", Kind.TEXT, "Classe de débit, mêmes codes"),
        Column(
            "limitation_go",
            Kind.INTEGER,
            "Volume par mois, 0 quand il est illimité, vide quand il n’est pas dit",
            "Go",
            required=False,
        ),
        Column(
            "saturation",
            Kind.BOOLEAN,
            "Le réseau n’accepte plus de nouvel abonné, vide quand ce n’est pas dit",
            required=False,
        ),
    ),
    key=("imb_id", "operateur", "techno", "periode"),
    order=("imb_id", "techno", "operateur"),
    lasting=False,
)
