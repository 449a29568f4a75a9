"""Buildings of the map « Ma carte fibre » of Arcep, each quarter: 25 million rows for the country, read in SQL.

Traps: states are written without accents, sometimes in capitals; a house number 0 or from 5000 on is no number; the
identifier of a building is unique within its operator only; the bounds of the classes of size have changed; real
numbers of premises are not published, so these rows never add up to the `Locaux` of communes. Longitudes and latitudes
are checked against the boxes of French territories (the western one leaves room for the fictional ones), not against
the outlines of communes.
"""

from maillage.kernel.fixed import CONNECTABLE, SIZE_CLASS, STATES
from maillage.kernel.licence import LICENCE_OUVERTE_1
from maillage.kernel.source import Bounds, Source, labels
from maillage.kernel.table import Rule
from maillage.sources.formats.csv import Csv
from maillage.sources.formats.rules import commune_code, in_france, present

LABELS = (
    labels("imb_etat", STATES),
    labels("catg_loc_imb", {}, known=SIZE_CLASS),
    labels("pm_etat", {CONNECTABLE: "point de mutualisation déployé"}, known="|".join(STATES)),
)
SOURCE = Source(
    name="arcep_cartefibre_immeubles",
    table="immeubles_ftth",
    title="Déploiement de la fibre par immeuble (Ma carte fibre)",
    publisher="Arcep",
    page="https://www.data.gouv.fr/datasets/le-marche-du-haut-et-tres-haut-debit-fixe-deploiements",
    licence=LICENCE_OUVERTE_1,
    frequency="trimestrielle",
    format=Csv(separator=","),
    required=("x", "y", "imb_id", "code_insee", "imb_etat", "code_l331"),
    optional=(
        "num_voie",
        "cp_no_voie",
        "type_voie",
        "nom_voie",
        "catg_loc_imb",
        "pm_ref",
        "pm_etat",
        "pm_date_mad",
        "type_imb",
        "date_completude",
    ),
    ignored=("batiment", "code_poste", "nom_com", "geom_mod", "date_completude_manquante"),
    # About 700 a commune in the country, 350 in Bourgogne-Franche-Comté, 15 000 in La Réunion.
    bounds=Bounds(per="commune", low=1.0, high=30_000.0),
    # No `remote`: 835 MB that no figure needs yet. It is handed over with `maillage load` or a manifest.
    notes="Une ligne par immeuble et par opérateur d’infrastructure. Le nombre réel de locaux n’est pas publié : "
    "ces lignes ne s’additionnent pas aux locaux des communes. Aucune date future n’y figure.",
    labels=LABELS,
)

CHECKS = (
    commune_code("code_insee"),
    present("imb_id"),
    present("code_l331"),
    Rule(
        "coalesce(lower(trim(imb_etat)), '') IN ('cible', 'signe', 'en cours de deploiement', 'raccordable demande', "
        "'deploye', 'abandonne')",
        "imb_etat",
        "état d’immeuble inconnu",
    ),
    *in_france("x", "y"),
    Rule("num_voie IS NULL OR nombre(num_voie) IS NOT NULL", "num_voie", "nombre illisible"),
    Rule("type_imb IS NULL OR upper(trim(type_imb)) IN ('PA', 'IM')", "type_imb", "type d’immeuble inconnu"),
    Rule("pm_date_mad IS NULL OR jour(pm_date_mad) IS NOT NULL", "pm_date_mad", "date illisible"),
    Rule("date_completude IS NULL OR jour(date_completude) IS NOT NULL", "date_completude", "date illisible"),
)

SELECT = """
SELECT ligne,
    code_commune(code_insee) AS commune,
    texte(code_l331) AS operateur,
    texte(imb_id) AS imb_id,
    lower(trim(imb_etat)) AS etat,
    lower(texte(catg_loc_imb)) AS categorie,
    upper(texte(type_imb)) AS type_immeuble,
    CASE WHEN nombre(num_voie) BETWEEN 1 AND 4999 THEN nombre(num_voie)::BIGINT END AS numero,
    texte(cp_no_voie) AS repetition,
    texte(concat_ws(' ', trim(type_voie), trim(nom_voie))) AS voie,
    texte(pm_ref) AS pm,
    lower(texte(pm_etat)) AS pm_etat,
    jour(pm_date_mad)::VARCHAR AS pm_ouvert_le,
    jour(date_completude)::VARCHAR AS completude_le,
    nombre(x) AS longitude,
    nombre(y) AS latitude
FROM brut
"""
