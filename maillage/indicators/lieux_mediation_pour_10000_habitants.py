"""Mediation places per 10,000 inhabitants, France Services included. Asked by the SCORAN (000 §8)."""

from maillage.kernel.indicator import Good, Indicator, Used

INDICATOR = Indicator(
    name="lieux_mediation_pour_10000_habitants",
    title="Lieux de médiation numérique pour 10 000 habitants",
    unit="pour 10 000 habitants",
    factor=10_000,
    decimals=2,
    good=Good.UP,
    definition="Nombre de lieux de médiation numérique ouverts au public, France Services compris, "
    "pour 10 000 habitants. Un lieu présent dans plusieurs listes est compté une fois.",
    meaning="lieux de médiation numérique pour 10 000 habitants",
    limits="Listes tenues à la main par leurs éditeurs : un lieu ouvert ou fermé peut y manquer. "
    "Les horaires et la capacité d’accueil ne sont pas comptés.",
    numerator="Lieux de médiation numérique",
    denominator="Population municipale",
    asked_by=(
        "000 §8, enjeu n° 2 : le taux de lieux de médiation numérique par habitant "
        "(France Services et tiers-lieux comptés aussi à part)",
        "000 §6, orientation 4",
    ),
    theme="Médiation et inclusion",
    weight=2,
    lacking="sans lieu de médiation numérique dans leur commune",
    reads=("lieux_uniques", "communes"),
    used=(Used("lieux_uniques", "categorie = 'mediation'"), Used("lieux", "mediation")),
    sql="""
        WITH retenus AS (FROM lieux_uniques WHERE categorie = 'mediation'),
        dates AS (SELECT DISTINCT periode FROM retenus),
        comptes AS (SELECT commune, periode, count(*) AS lieux FROM retenus GROUP BY commune, periode),
        noms AS (SELECT unnest(string_split(sources, ' ')) AS nom FROM retenus),
        listes AS (SELECT list(DISTINCT nom) AS noms FROM noms)
        SELECT c.code AS commune, d.periode, coalesce(n.lieux, 0) AS numerateur, c.population AS denominateur,
               list_append((SELECT noms FROM listes), c.source) AS sources
        FROM communes c CROSS JOIN dates d
        LEFT JOIN comptes n ON n.commune = c.code AND n.periode = d.periode
        WHERE c.type = 'commune-actuelle'
    """,
)
