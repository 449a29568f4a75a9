"""Lieux-dits of the Base adresse nationale: named places with one position, one gzipped file a département, in SQL.

Traps: a hamlet whose houses are numbered is also a street of the addresses; the file is still called « beta ».
"""

from maillage.kernel.licence import LICENCE_OUVERTE_2
from maillage.kernel.source import Bounds, Direct, Source
from maillage.kernel.table import Rule
from maillage.sources.formats.csv import Csv
from maillage.sources.formats.rules import commune_code, in_france, present

SOURCE = Source(
    name="ban_lieux_dits",
    table="lieux_dits",
    title="Base adresse nationale : lieux-dits",
    publisher="Base adresse nationale (ANCT, DINUM, IGN et communes)",
    page="https://adresse.data.gouv.fr",
    licence=LICENCE_OUVERTE_2,
    frequency="quotidienne",
    format=Csv(separator=";"),
    required=("id", "nom_lieu_dit", "code_postal", "code_insee", "lon", "lat"),
    ignored=(
        "nom_commune",
        "code_insee_ancienne_commune",
        "nom_ancienne_commune",
        "x",
        "y",
        "source_position",
        "source_nom_voie",
        "id_ban_(toponyme|commune)",
    ),
    # A few dozen in a commune; many communes of the country have given none.
    bounds=Bounds(per="commune", low=0.05, high=2_000.0),
    remote=Direct("https://adresse.data.gouv.fr/data/ban/adresses/latest/csv/lieux-dits-{departement}-beta.csv.gz"),
    notes="Une position par lieu-dit. Un hameau dont les maisons sont numérotées figure aussi parmi les adresses.",
)

CHECKS = (
    commune_code("code_insee"),
    present("id"),
    Rule(
        "regexp_full_match(trim(id), '[0-9][0-9ABab][0-9]{3}_[0-9A-Za-z]{1,10}')",
        "id",
        "clé de lieu-dit mal formée (ex. 25056_b012)",
    ),
    present("nom_lieu_dit"),
    *in_france("lon", "lat"),
)

SELECT = """
SELECT ligne,
    code_commune(code_insee) AS commune,
    trim(id) AS cle,
    texte(nom_lieu_dit) AS nom,
    texte(code_postal) AS code_postal,
    nombre(lon) AS longitude,
    nombre(lat) AS latitude
FROM brut
"""
