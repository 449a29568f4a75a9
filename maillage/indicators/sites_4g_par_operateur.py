"""4G sites by operator. Asked by the SCORAN (§ 8) with the mobile coverage of 2026."""

from maillage.kernel.indicator import Good, Indicator, Used

INDICATOR = Indicator(
    name="sites_4g_par_operateur",
    title="Sites 4G par opérateur",
    unit="sites",
    factor=None,
    decimals=0,
    good=Good.UP,
    definition="Nombre de sites mobiles qui émettent en 4G. Un même support partagé par deux opérateurs compte deux "
    "fois, une par opérateur.",
    meaning="sites 4G, tous opérateurs réunis",
    limits="Un site n’est pas une couverture : sa portée dépend du relief et des fréquences. En 2018, la commune est "
    "trouvée par les coordonnées, faute de code dans le fichier.",
    numerator="Sites 4G",
    denominator="",
    asked_by=(
        "SCORAN 2019, § 8, enjeu n° 1 : la couverture mobile du territoire à 100 % à horizon 2026",
        "SCORAN 2019, § 6, orientation 2",
    ),
    theme="Réseaux mobiles",
    weight=3,
    reads=("sites_mobiles", "communes"),
    used=(Used("sites_mobiles", "g4"),),
    modality="Opérateur",
    sql="""
        WITH operateurs AS (SELECT DISTINCT periode, operateur FROM sites_mobiles),
        comptes AS (
            SELECT commune, periode, operateur, count(*) FILTER (g4) AS sites FROM sites_mobiles GROUP BY ALL
        )
        SELECT c.code AS commune, o.periode, o.operateur AS modalite,
               coalesce(n.sites, 0) AS numerateur, NULL AS denominateur,
               (SELECT list(DISTINCT source) FROM sites_mobiles s WHERE s.periode = o.periode) AS sources
        FROM communes c CROSS JOIN operateurs o
        LEFT JOIN comptes n ON n.commune = c.code AND n.periode = o.periode AND n.operateur = o.operateur
        WHERE c.type = 'commune-actuelle'
    """,
)
