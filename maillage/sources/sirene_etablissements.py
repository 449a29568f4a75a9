"""Establishments of the Sirene register with their positions (Géo-Sirene), one gzipped CSV by département, read in SQL.

Traps: most lines are closed or employ nobody; `statutDiffusionEtablissement` P asks that neither name nor place be
shown; `geo_type` says whether the point is a number in the street or only the middle of a street or of a commune.
"""

from maillage.kernel.licence import LICENCE_OUVERTE_2
from maillage.kernel.source import Bounds, Direct, Source, labels
from maillage.kernel.table import Rule
from maillage.sources.formats.csv import Csv
from maillage.sources.formats.rules import FRANCE, commune_code, present

SIZES = {
    "11": "10 à 19 salariés",
    "12": "20 à 49 salariés",
    "21": "50 à 99 salariés",
    "22": "100 à 199 salariés",
    "31": "200 à 249 salariés",
    "32": "250 à 499 salariés",
    "41": "500 à 999 salariés",
    "42": "1 000 à 1 999 salariés",
    "51": "2 000 à 4 999 salariés",
    "52": "5 000 à 9 999 salariés",
    "53": "10 000 salariés et plus",
}
"""The classes of size kept, as Sirene codes them."""

LABELS = (
    labels(
        "trancheEffectifsEtablissement",
        {code: SIZES[code] for code in ("11", "12", "21")},
        known=f"NN|00|01|02|03|{'|'.join(SIZES)}",
    ),
    labels("statutDiffusionEtablissement", {"O": "établissement diffusible"}, known="P|N", exact=True),
    labels(
        "geo_type",
        {"housenumber": "position au numéro de la rue"},
        known="interpolation|street|locality|municipality",
        exact=True,
    ),
)
SOURCE = Source(
    name="sirene_etablissements",
    table="equipements",
    title="Sirene géolocalisé : établissements de dix salariés et plus",
    publisher="Insee, positions d’Etalab",
    page="https://www.data.gouv.fr/datasets/base-sirene-des-etablissements-siret-geolocalisee-avec-la-base-dadresse-nationale-ban",
    licence=LICENCE_OUVERTE_2,
    frequency="mensuelle",
    format=Csv(separator=","),
    required=(
        "siret",
        "statutDiffusionEtablissement",
        "trancheEffectifsEtablissement",
        "codeCommuneEtablissement",
        "etatAdministratifEtablissement",
        "activitePrincipaleEtablissement",
        "longitude",
        "latitude",
        "geo_type",
        "enseigne1Etablissement",
        "denominationUsuelleEtablissement",
    ),
    ignored=(
        "siren",
        "nic",
        "date(Creation|DernierTraitement)Etablissement",
        "dateDebut",
        "anneeEffectifsEtablissement",
        "activitePrincipaleRegistreMetiersEtablissement",
        "activitePrincipaleNAF25Etablissement",
        "etablissementSiege",
        "nombrePeriodesEtablissement",
        "complementAdresse2?Etablissement",
        "(numero|type|libelle)Voie2?Etablissement",
        "indiceRepetition2?Etablissement",
        "(d|indiceRepetitionD)ernierNumeroVoieEtablissement",
        "codePostal2?Etablissement",
        "codeCommune2Etablissement",
        "libelleCommune2?(Etranger2?)?Etablissement",
        "distributionSpeciale2?Etablissement",
        "(code|libelle)Cedex2?Etablissement",
        "(code|libelle)PaysEtranger2?Etablissement",
        "identifiantAdresseEtablissement",
        "coordonneeLambert(Abscisse|Ordonnee)Etablissement",
        "enseigne[23]Etablissement",
        "nomenclatureActivitePrincipaleEtablissement",
        "caractereEmployeurEtablissement",
        "geo_(score|adresse|id|ligne|l4|l5)",
    ),
    # Some 400 000 in the country.
    bounds=Bounds(per="commune", low=0.1, high=100.0),
    remote=Direct("https://files.data.gouv.fr/geo-sirene/last/dep/geo_siret_{departement}.csv.gz"),
    notes="Sont repris les établissements ouverts d’au moins dix salariés (tranche 11 et plus), hors administration "
    "et enseignement, que d’autres listes disent mieux. Le nom est l’enseigne ou la dénomination usuelle, souvent "
    "absentes. Un établissement en diffusion partielle est compté sans nom ni place ; une position à la rue ou à la "
    "commune n’est pas reprise.",
    labels=LABELS,
)

_VALUES = ", ".join(f"('{code}', 'Entreprise, {words}')" for code, words in SIZES.items())
_HIDDEN = "trim(statutDiffusionEtablissement) <> 'O'"
_PLACED = f"(NOT {_HIDDEN} AND coalesce(trim(geo_type) IN ('housenumber', 'interpolation'), false))"

CHECKS = (
    present("siret"),
    present("statutDiffusionEtablissement"),
    Rule("regexp_full_match(trim(siret), '[0-9]{14}')", "siret", "un SIRET a 14 chiffres"),
    commune_code("codeCommuneEtablissement"),
    Rule(
        "trim(etatAdministratifEtablissement) IN ('A', 'F')",
        "etatAdministratifEtablissement",
        "ni A (ouvert), ni F (fermé)",
    ),
    Rule(
        "nombre(longitude) IS NULL OR nombre(latitude) IS NULL OR "
        + FRANCE.format(x="nombre(longitude)", y="nombre(latitude)"),
        "longitude",
        "coordonnées hors de France",
    ),
)

SELECT = f"""
SELECT ligne,
    code_commune(codeCommuneEtablissement) AS commune,
    CASE WHEN {_HIDDEN} THEN concat_ws('|', 'P', trim(codeCommuneEtablissement), ligne)
        ELSE trim(siret) END AS identifiant,
    'entreprise' AS categorie,
    t.nature,
    CASE WHEN NOT {_HIDDEN}
        THEN coalesce(texte(enseigne1Etablissement), texte(denominationUsuelleEtablissement)) END AS nom,
    CASE WHEN {_PLACED} AND nombre(latitude) IS NOT NULL THEN nombre(longitude) END AS longitude,
    CASE WHEN {_PLACED} AND nombre(longitude) IS NOT NULL THEN nombre(latitude) END AS latitude
FROM brut JOIN (VALUES {_VALUES}) t (code, nature) ON t.code = trim(trancheEffectifsEtablissement)
WHERE trim(etatAdministratifEtablissement) = 'A'
    AND coalesce(left(trim(activitePrincipaleEtablissement), 2) NOT IN ('84', '85'), true)
"""
