"""Public bodies that publish open data, as found by an observatory at a date. A body that is absent: none found."""

from maillage.kernel.table import Column, Kind, Table

TABLE = Table(
    name="organisations_open_data",
    title="Collectivités et organismes qui publient des données ouvertes",
    columns=(
        Column("siren", Kind.TEXT, "SIREN, 9 chiffres"),
        Column("periode", Kind.TEXT, "Date du recensement"),
        Column("nom", Kind.TEXT, "Nom"),
        Column("nature", Kind.TEXT, "COM, CC, CA, CU, MET, DEP, REG ou autre"),
        Column("departement", Kind.TEXT, "Code du département", required=False),
        Column("region", Kind.TEXT, "Code de la région", required=False),
        Column("jeux_plateforme", Kind.INTEGER, "Jeux de données sur sa plateforme", "jeux", required=False),
        Column("jeux_datagouv", Kind.INTEGER, "Jeux de données sur data.gouv.fr", "jeux", required=False),
        Column("adresse_plateforme", Kind.TEXT, "Adresse de la plateforme", required=False),
    ),
    key=("siren", "periode"),
    rules=(),
    whole_france=True,
)
