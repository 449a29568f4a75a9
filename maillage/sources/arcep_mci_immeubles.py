"""Buildings of « Ma connexion internet » (`base_imb`), one gzipped file a département each quarter, read in SQL.

Traps: positions are in web Mercator metres (EPSG:3857); `addr_code` is a key of the Base adresse nationale only where
`addr_source` is `ban`; a house number 0 or from 5000 on is no number, and `imb_num` may be a parcel of the land
register; `imb_id` is given anew each quarter, so it follows nothing in time.
"""

from maillage.kernel.licence import LICENCE_OUVERTE_2
from maillage.kernel.source import Bounds, Listing, Source, labels
from maillage.kernel.table import Rule
from maillage.sources.formats.csv import Csv
from maillage.sources.formats.rules import FRANCE, commune_code, present

LABELS = (
    labels("addr_source", {"ban": "clé de la Base adresse nationale"}, known="fo|cada"),
    labels("imb_source", {}, known="fo|fpb|fpban"),
)
SOURCE = Source(
    name="arcep_mci_immeubles",
    table="immeubles_fixe",
    title="Ma connexion internet : immeubles et maisons",
    publisher="Arcep",
    page="https://www.data.gouv.fr/datasets/ma-connexion-internet",
    licence=LICENCE_OUVERTE_2,
    frequency="trimestrielle",
    format=Csv(separator=";"),
    required=("imb_id", "imb_x", "imb_y", "imb_code_insee", "imb_nbr_logloc", "addr_code", "addr_source"),
    optional=("imb_code", "imb_source", "imb_type", "addr_numero", "addr_rep", "addr_nom_voie", "addr_nom_ld"),
    ignored=("imb_num", "addr_code_insee", "addr_nom_commune", "addr_id_fantoir"),
    # About 800 a commune in the country; a commune of Lozère has 390.
    bounds=Bounds(per="commune", low=1.0, high=30_000.0),
    remote=Listing(
        url="https://data.arcep.fr/fixe/maconnexioninternet/base_imb/",
        pattern=r"(\d{4})_T([1-4])/(?:index\.html)?",
        period=r"\1-T\2",
        file="departement/base_imb_{departement}.csv.gz",
    ),
    notes="Une ligne par immeuble ou maison. L’identifiant d’immeuble est redonné chaque trimestre : il ne sert qu’à "
    "rejoindre les offres du même trimestre. L’adresse n’est celle de la Base adresse nationale que pour une partie "
    "des lignes ; ailleurs, la position fait foi. Le nombre de locaux n’est pas celui de « Ma carte fibre ».",
    labels=LABELS,
)

LONGITUDE = "nombre(imb_x) / 20037508.342789244 * 180"
LATITUDE = "degrees(2 * atan(exp(nombre(imb_y) / 20037508.342789244 * pi())) - pi() / 2)"

CHECKS = (
    present("imb_id"),
    commune_code("imb_code_insee"),
    present("imb_x"),
    present("imb_y"),
    Rule("nombre(imb_x) IS NOT NULL", "imb_x", "nombre illisible"),
    Rule("nombre(imb_y) IS NOT NULL", "imb_y", "nombre illisible"),
    Rule(
        FRANCE.format(x=f"({LONGITUDE})", y=f"({LATITUDE})"), "imb_x", "coordonnées hors de France (mètres, EPSG:3857)"
    ),
    Rule("texte(imb_nbr_logloc) IS NOT NULL", "imb_nbr_logloc", "nombre absent : inconnu n’est pas zéro"),
    Rule(
        "coalesce(regexp_full_match(trim(imb_nbr_logloc), '[0-9]{1,6}'), false)",
        "imb_nbr_logloc",
        "nombre entier attendu",
    ),
    Rule("imb_type IS NULL OR upper(trim(imb_type)) IN ('PA', 'IM')", "imb_type", "type d’immeuble inconnu"),
    Rule("addr_numero IS NULL OR nombre(addr_numero) IS NOT NULL", "addr_numero", "nombre illisible"),
)

SELECT = f"""
SELECT ligne,
    code_commune(imb_code_insee) AS commune,
    texte(imb_id) AS imb_id,
    texte(imb_code) AS imb_code,
    imb_nbr_logloc::BIGINT AS locaux,
    upper(texte(imb_type)) AS type_immeuble,
    lower(texte(imb_source)) AS origine,
    CASE WHEN lower(trim(addr_source)) = 'ban' THEN texte(addr_code) END AS adresse_cle,
    CASE WHEN nombre(addr_numero) BETWEEN 1 AND 4999 THEN nombre(addr_numero)::BIGINT END AS numero,
    texte(addr_rep) AS repetition,
    texte(addr_nom_voie) AS voie,
    texte(addr_nom_ld) AS lieu_dit,
    round({LONGITUDE}, 6) AS longitude,
    round({LATITUDE}, 6) AS latitude
FROM brut
"""
