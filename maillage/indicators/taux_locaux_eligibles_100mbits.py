"""Share of premises eligible to 100 Mbit/s or more, all fixed technologies.

Asked by the SCORAN (§ 8) as the level of service."""

from maillage.kernel.fixed import COPPER_BREAKS
from maillage.kernel.indicator import Good, Indicator

INDICATOR = Indicator(
    name="taux_locaux_eligibles_100mbits",
    title="Locaux éligibles à 100 Mbit/s ou plus",
    unit="%",
    factor=100,
    decimals=1,
    good=Good.UP,
    definition="Part des locaux où au moins une offre fixe, toutes technologies confondues (fibre, câble, cuivre, "
    "radio, 4G fixe, satellite), permet un débit descendant d’au moins 100 Mbit/s.",
    meaning="des locaux peuvent avoir au moins 100 Mbit/s",
    limits="Débits théoriques, déclarés par les opérateurs : ce n’est pas une mesure. Le satellite est compté.",
    numerator="Locaux éligibles à 100 Mbit/s ou plus",
    denominator="Locaux",
    asked_by=(
        "SCORAN 2019, § 8, enjeu n° 1 : le niveau de services sur le territoire",
        "SCORAN 2019, § 2.1 : société du gigabit",
    ),
    theme="Réseaux fixes",
    headline="Trop peu de locaux à 100 Mbit/s",
    lacking="sans 100 Mbit/s",
    reads=("debits_communes",),
    sql="""
        SELECT commune, periode, sum(eligibles_100) AS numerateur, sum(locaux) AS denominateur,
               list(DISTINCT source) AS sources
        FROM debits_communes
        GROUP BY commune, periode
    """,
    breaks=COPPER_BREAKS,
)
