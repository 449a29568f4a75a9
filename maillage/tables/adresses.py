"""Numbered addresses: one position for each number of a street, or of a hamlet that is numbered like one."""

from maillage.kernel.table import Column, Kind, Table

TABLE = Table(
    name="adresses",
    title="Adresses numérotées",
    columns=(
        Column("commune", Kind.TEXT, "Code de la commune"),
        Column("periode", Kind.TEXT, "Période décrite"),
        Column("cle", Kind.TEXT, "Clé d’interopérabilité de l’adresse"),
        Column("voie_cle", Kind.TEXT, "La même sans le numéro : la voie"),
        Column("numero", Kind.INTEGER, "Numéro dans la voie"),
        Column("repetition", Kind.TEXT, "Complément du numéro (bis, ter, a)", required=False),
        Column("voie", Kind.TEXT, "Nom de la voie, ou du lieu-dit numéroté"),
        Column("lieu_dit", Kind.TEXT, "Nom du lieu-dit, en complément de la voie", required=False),
        Column("code_postal", Kind.TEXT, "Code postal", required=False),
        Column("ancienne_commune", Kind.TEXT, "Nom de la commune avant sa fusion", required=False),
        Column("certifiee", Kind.BOOLEAN, "Certifiée par la commune", required=False),
        Column("longitude", Kind.DECIMAL, "Longitude WGS84", "degrés"),
        Column("latitude", Kind.DECIMAL, "Latitude WGS84", "degrés"),
    ),
    key=("cle", "periode"),
)
