"""Offers of « Ma connexion internet » by building, operator and technology (`eligibilite`): 440 million rows for the
country, one gzipped file a département each quarter, read in SQL.

Traps: a class of speed is a choice of model and no measure; satellite is eligible nearly everywhere; `imb_id` is given
anew each quarter and means nothing without the buildings of that very quarter; a monthly volume of 0 is unlimited and
an empty one is unknown; wired technologies say neither volume nor saturation.
"""

from maillage.kernel.fixed import TECHNOLOGIES
from maillage.kernel.licence import LICENCE_OUVERTE_2
from maillage.kernel.source import Bounds, Listing, Source, labels
from maillage.kernel.table import Rule
from maillage.sources.formats.csv import Csv
from maillage.sources.formats.rules import present

LABELS = (labels("code_techno", {code: TECHNOLOGIES[code] for code in ("FO", "CU", "4GF", "SAT")}),)
SOURCE = Source(
    name="arcep_mci_eligibilite",
    table="eligibilite_fixe",
    title="Ma connexion internet : offres par immeuble, opérateur et technologie",
    publisher="Arcep",
    page="https://www.data.gouv.fr/datasets/ma-connexion-internet",
    licence=LICENCE_OUVERTE_2,
    frequency="trimestrielle",
    format=Csv(separator=";"),
    required=(
        "imb_id",
        "code_operateur",
        "code_techno",
        "classe_debit_montant",
        "classe_debit_descendant",
        "limitation",
        "saturation",
    ),
    ignored=("addr_code", "imb_code"),
    # 4 400 a commune in Lozère, 1.5 million in Paris.
    bounds=Bounds(per="commune", low=1.0, high=300_000.0),
    remote=Listing(
        url="https://data.arcep.fr/fixe/maconnexioninternet/eligibilite/",
        pattern=r"(\d{4})_T([1-4])/(?:index\.html)?",
        period=r"\1-T\2",
        file="departement/actuel_{departement}.csv.gz",
    ),
    notes="Une ligne par immeuble, opérateur et technologie. Les classes de débit sont un choix de modélisation des "
    "opérateurs et de l’Arcep, non une mesure. Le satellite est proposé presque partout. L’identifiant d’immeuble est "
    "redonné chaque trimestre. Les lignes n’ont pas de commune : donnez les seuls fichiers des départements servis.",
    labels=LABELS,
)

CLASSES = "('INEL', 'HD05', 'HD3', 'BHD8', 'THD30', 'THD100', 'THD1G')"
UNKNOWN_CLASS = "classe de débit inconnue (INEL, HD05, HD3, BHD8, THD30, THD100 ou THD1G)"

CHECKS = (
    present("imb_id"),
    present("code_operateur"),
    Rule(
        "coalesce(upper(trim(code_techno)), '') IN ('FO', 'CU', 'COAX', '4GF', 'SAT', 'THDR', 'HDR')",
        "code_techno",
        "technologie inconnue (FO, CU, COAX, 4GF, SAT, THDR ou HDR)",
    ),
    Rule(f"coalesce(upper(trim(classe_debit_descendant)), '') IN {CLASSES}", "classe_debit_descendant", UNKNOWN_CLASS),
    Rule(f"coalesce(upper(trim(classe_debit_montant)), '') IN {CLASSES}", "classe_debit_montant", UNKNOWN_CLASS),
    Rule(
        "texte(limitation) IS NULL OR regexp_full_match(trim(limitation), '[0-9]{1,9}')",
        "limitation",
        "nombre entier attendu",
    ),
    Rule(
        "texte(saturation) IS NULL OR lower(trim(saturation)) IN ('t', 'f')", "saturation", "t (oui) ou f (non) attendu"
    ),
)

SELECT = """
SELECT ligne,
    texte(imb_id) AS imb_id,
    texte(code_operateur) AS operateur,
    upper(trim(code_techno)) AS techno,
    upper(trim(classe_debit_descendant)) AS debit_descendant,
    upper(trim(classe_debit_montant)) AS debit_montant,
    try_cast(limitation AS BIGINT) AS limitation_go,
    lower(texte(saturation)) = 't' AS saturation
FROM brut
"""
