"""Base adresse nationale (BAN): every numbered address, one gzipped file a département, read in SQL.

Traps: the number 99999 stands for a street without numbers; `id_fantoir` is empty for streets that have an identifier
of the base only, so that the street is read in `id`; a postcode may be empty; x and y are in the legal projection of
the place, lon and lat in degrees; `code_insee` is that of the commune of today.
"""

from maillage.kernel.licence import LICENCE_OUVERTE_2
from maillage.kernel.source import Bounds, Direct, Source
from maillage.kernel.table import Rule
from maillage.sources.formats.csv import Csv
from maillage.sources.formats.rules import commune_code, in_france, present

SOURCE = Source(
    name="ban_adresses",
    table="adresses",
    title="Base adresse nationale : adresses",
    publisher="Base adresse nationale (ANCT, DINUM, IGN et communes)",
    page="https://adresse.data.gouv.fr",
    licence=LICENCE_OUVERTE_2,
    frequency="quotidienne",
    format=Csv(separator=";"),
    required=("id", "numero", "rep", "nom_voie", "code_postal", "code_insee", "lon", "lat"),
    optional=("nom_ancienne_commune", "nom_ld", "certification_commune"),
    ignored=(
        "id_fantoir",
        "nom_commune",
        "code_insee_ancienne_commune",
        "x",
        "y",
        "type_position",
        "alias",
        "libelle_acheminement",
        "nom_afnor",
        "source_position",
        "source_nom_voie",
        "cad_parcelles",
        "id_ban_(adresse|toponyme|commune)",
    ),
    # About 740 a commune in the country, 350 in Bourgogne-Franche-Comté, 15 000 in La Réunion.
    bounds=Bounds(per="commune", low=1.0, high=30_000.0),
    remote=Direct("https://adresse.data.gouv.fr/data/ban/adresses/latest/csv/adresses-{departement}.csv.gz"),
    notes="Une position par adresse. Les voies sans numéro (numéro 99999) sont laissées de côté. La clé d’une adresse "
    "(clé d’interopérabilité) est gardée d’une livraison à l’autre ; elle change quand la commune fusionne.",
)

CHECKS = (
    commune_code("code_insee"),
    present("id"),
    Rule(
        "regexp_full_match(trim(id), '[0-9][0-9ABab][0-9]{3}_[0-9A-Za-z]{1,10}_[0-9]{5,6}(_[^/?# ]{1,20})?')",
        "id",
        "clé d’adresse mal formée (ex. 25056_1234_00012_bis)",
    ),
    present("nom_voie"),
    Rule("coalesce(regexp_full_match(trim(numero), '[0-9]{1,5}'), false)", "numero", "nombre entier attendu"),
    *in_france("lon", "lat"),
    Rule(
        "certification_commune IS NULL OR trim(certification_commune) IN ('', '0', '1')",
        "certification_commune",
        "0 ou 1 attendu",
    ),
)

SELECT = """
SELECT ligne,
    code_commune(code_insee) AS commune,
    trim(id) AS cle,
    regexp_extract(trim(id), '^[^_]+_[^_]+') AS voie_cle,
    numero::BIGINT AS numero,
    lower(texte(rep)) AS repetition,
    texte(nom_voie) AS voie,
    texte(nom_ld) AS lieu_dit,
    texte(code_postal) AS code_postal,
    texte(nom_ancienne_commune) AS ancienne_commune,
    CASE trim(certification_commune) WHEN '1' THEN true WHEN '0' THEN false END AS certifiee,
    nombre(lon) AS longitude,
    nombre(lat) AS latitude
FROM brut WHERE numero::BIGINT <> 99999
"""
