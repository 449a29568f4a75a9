"""General practitioners per 10,000 inhabitants. Named by the SCORAN (§ 3) in its diagnosis, without a target."""

from maillage.kernel.indicator import Good, Indicator, Used

INDICATOR = Indicator(
    name="medecins_generalistes_pour_10000_habitants",
    title="Médecins généralistes pour 10 000 habitants",
    unit="pour 10 000 habitants",
    factor=10_000,
    decimals=1,
    good=Good.UP,
    definition="Nombre de médecins généralistes de la Base permanente des équipements pour 10 000 habitants, comptés "
    "dans la commune où ils exercent.",
    meaning="médecins généralistes pour 10 000 habitants",
    limits="Un médecin de la commune voisine peut être plus proche, et le temps que chacun donne n’est pas connu. "
    "L’Insee les range parmi les fonctions médicales à titre libéral : ce n’est pas le décompte de l’ARS que cite la "
    "SCORAN, et ses 9,6 et 10,5 sont un repère de 2019, non une cible.",
    numerator="Médecins généralistes",
    denominator="Population municipale",
    asked_by=(
        "SCORAN 2019, § 3, éléments de diagnostic territorial : 9,6 médecins généralistes pour 10 000 habitants en "
        "Bourgogne-Franche-Comté, 10,5 en France métropolitaine, selon l’ARS",
        "SCORAN 2019, § 6, orientation 7 : le déficit de l’offre médicale, la télémédecine",
    ),
    theme="Santé",
    headline="Peu de médecins généralistes",
    lacking="sans médecin généraliste dans leur commune",
    why="Une consultation à distance demande une bonne connexion.",
    reads=("equipements", "communes"),
    used=(Used("equipements", "categorie = 'medecin'"),),
    fed_by=("insee_bpe",),
    sql="""
        WITH retenus AS (FROM equipements WHERE categorie = 'medecin'),
        editions AS (SELECT periode, list(DISTINCT source) AS noms FROM retenus GROUP BY periode),
        comptes AS (SELECT commune, periode, count(*) AS medecins FROM retenus GROUP BY commune, periode)
        SELECT c.code AS commune, e.periode, coalesce(n.medecins, 0) AS numerateur, c.population AS denominateur,
               list_append(e.noms, c.source) AS sources
        FROM communes c CROSS JOIN editions e
        LEFT JOIN comptes n ON n.commune = c.code AND n.periode = e.periode
        WHERE c.type = 'commune-actuelle'
    """,
)
