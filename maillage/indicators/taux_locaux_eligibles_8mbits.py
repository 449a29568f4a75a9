"""Share of premises eligible to 8 Mbit/s or more, all fixed technologies, satellite included.

The target of the SCORAN (§ 8) is followed without satellite: `taux_locaux_terrestre_8mbits`."""

from maillage.kernel.fixed import COPPER_BREAKS
from maillage.kernel.indicator import Good, Indicator

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
        "SCORAN 2019, § 6, orientation 1 : les technologies alternatives dans les zones de moins de 8 Mbit/s",
        "Circulaire CPER et SCORAN 2.0, 2013, § 1.II.A : les zones qui n’ont pas un haut débit de qualité",
    ),
    theme="Réseaux fixes",
    headline="Des débits trop faibles, même par satellite",
    lacking="sans 8 Mbit/s",
    reads=("debits_communes",),
    sql="""
        SELECT commune, periode, sum(eligibles_8) AS numerateur, sum(locaux) AS denominateur,
               list(DISTINCT source) AS sources
        FROM debits_communes
        GROUP BY commune, periode
    """,
    breaks=COPPER_BREAKS,
)
