"""Share of communes over 3,500 inhabitants that publish open data. Asked by the SCORAN (§ 8): 100 % of the
collectivités, at no date; the other collectivités are listed beside the figure."""

from maillage.kernel.indicator import Annex, Good, Indicator, Target

INDICATOR = Indicator(
    name="taux_communes_3500_open_data",
    title="Communes de plus de 3 500 habitants qui ouvrent des données",
    unit="%",
    factor=100,
    decimals=1,
    good=Good.UP,
    definition="Part des communes de plus de 3 500 habitants pour lesquelles l’observatoire de l’open data a trouvé au "
    "moins un jeu de données, sur leur plateforme ou sur data.gouv.fr, à la date du recensement.",
    meaning="des communes de plus de 3 500 habitants ont ouvert des données",
    limits="La SCORAN vise toutes les collectivités de plus de 3 500 habitants ; la part est celle des communes. "
    "Une commune absente de l’observatoire compte comme « rien trouvé à cette date ». La population est "
    "celle du code officiel géographique chargé. EPCI, départements et Région sont listés à part et non comptés. "
    "La loi du 7 octobre 2016 (article L. 312-1-1 du code des relations entre le public et l’administration) vise, dès "
    "50 agents en équivalent temps plein, les collectivités territoriales d’au moins 3 500 habitants et les autres "
    "administrations, EPCI compris : ce chiffre ne dit pas qui la respecte.",
    numerator="Communes avec au moins un jeu de données",
    denominator="Communes de plus de 3 500 habitants",
    asked_by=(
        "SCORAN 2019, § 8, enjeu n° 3 : 100 % des collectivités de plus de 3 500 habitants ayant ouvert une partie "
        "de leurs données",
        "SCORAN 2019, § 6, orientation 13",
    ),
    theme="Données ouvertes",
    headline="Des données à ouvrir",
    lacking="dont la commune n’a pas de données ouvertes connues",
    target=Target(100, "", "SCORAN 2019", "§ 8"),
    concerns="population > 3500",
    concerns_label="ce chiffre ne porte que sur les communes de plus de 3 500 habitants",
    reads=("organisations_open_data", "communes"),
    yes_no=True,
    sql="""
        WITH trouvees AS (
            SELECT siren, periode, max(coalesce(jeux_plateforme, 0) + coalesce(jeux_datagouv, 0)) AS jeux
            FROM organisations_open_data GROUP BY ALL
        )
        SELECT c.code AS commune, d.periode,
               CASE WHEN coalesce(t.jeux, 0) > 0 THEN 1 ELSE 0 END AS numerateur, 1 AS denominateur,
               (SELECT list(DISTINCT source) FROM organisations_open_data s WHERE s.periode = d.periode) AS sources
        FROM communes c
        CROSS JOIN (SELECT DISTINCT periode FROM organisations_open_data) d
        LEFT JOIN trouvees t ON t.siren = c.siren AND t.periode = d.periode
        WHERE c.type = 'commune-actuelle'
    """,
    annexes=(
        Annex(
            "Autres collectivités de la région, non comptées dans le taux",
            ("Nom", "Nature", "Département", "Jeux sur sa plateforme", "Jeux sur data.gouv.fr", "Date"),
            """
            SELECT nom, nature, departement, jeux_plateforme, jeux_datagouv, periode FROM organisations_open_data
            WHERE region = (SELECT region FROM region_servie) AND nature IN ('CC', 'CA', 'CU', 'MET', 'DEP', 'REG')
            ORDER BY periode DESC, nature, nom
            """,
        ),
    ),
)
