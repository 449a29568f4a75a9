"""Share of premises eligible to 8 Mbit/s or more, all fixed technologies.

Asked by the SCORAN (000 §8): all in 2020–2022."""

from maillage.kernel.fixed import COPPER_BREAKS
from maillage.kernel.indicator import Good, Indicator, Target

INDICATOR = Indicator(
    name="taux_locaux_eligibles_8mbits",
    title="Locaux éligibles à 8 Mbit/s ou plus",
    unit="%",
    factor=100,
    decimals=1,
    good=Good.UP,
    definition="Part des locaux où au moins une offre fixe, toutes technologies confondues (fibre, câble, cuivre, "
    "radio, 4G fixe, satellite), permet un débit descendant d’au moins 8 Mbit/s : le « bon haut débit ».",
    meaning="des locaux peuvent avoir au moins 8 Mbit/s",
    limits="Débits théoriques, déclarés par les opérateurs : ce n’est pas une mesure. Le satellite est compté.",
    numerator="Locaux éligibles à 8 Mbit/s ou plus",
    denominator="Locaux",
    asked_by=(
        "000 §8, enjeu n° 1 : la couverture totale en bon haut débit (8 Mbit/s) à horizon 2020/2022",
        "003 §3 : inventaire des zones blanches fixes",
    ),
    theme="Réseaux fixes",
    lacking="sans 8 Mbit/s",
    target=Target(100, "en 2020-2022", "SCORAN 2019"),
    reads=("debits_communes",),
    sql="""
        SELECT commune, periode, sum(eligibles_8) AS numerateur, sum(locaux) AS denominateur,
               list(DISTINCT source) AS sources
        FROM debits_communes
        GROUP BY commune, periode
    """,
    breaks=COPPER_BREAKS,
)
