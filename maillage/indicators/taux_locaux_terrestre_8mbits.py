"""Share of premises that can have 8 Mbit/s without satellite: what is left is the inventory of fixed white zones.

Asked by the SCORAN (§ 8): all in 2020–2022; and by the State's circular (§ 1.II.A), which said 3–4 Mbit/s."""

from datetime import date

from maillage.kernel.indicator import Good, Indicator, Target

INDICATOR = Indicator(
    name="taux_locaux_terrestre_8mbits",
    title="Locaux éligibles à 8 Mbit/s sans satellite",
    unit="%",
    factor=100,
    decimals=1,
    good=Good.UP,
    definition="Part des locaux où au moins une offre fixe, satellite exclu, permet un débit descendant d’au moins "
    "8 Mbit/s. Les autres locaux sont en zone blanche fixe.",
    meaning="des locaux peuvent avoir 8 Mbit/s sans passer par le satellite",
    limits="Débits théoriques, déclarés par les opérateurs : ce n’est pas une mesure. Un local sans aucune offre "
    "déclarée est compté comme n’en ayant pas.",
    numerator="Locaux éligibles à 8 Mbit/s ou plus sans satellite",
    denominator="Locaux",
    asked_by=(
        "SCORAN 2019, § 8, enjeu n° 1 : la couverture totale en bon haut débit (8 Mbit/s) à horizon 2020/2022",
        "Circulaire CPER et SCORAN 2.0, 2013, § 1.II.A : les zones blanches du haut débit fixe, et celles sans haut "
        "débit de qualité (3-4 Mbit/s)",
    ),
    theme="Réseaux fixes",
    headline="Des débits trop faibles",
    lacking="sans 8 Mbit/s hors satellite",
    target=Target(100, "en 2020-2022", "SCORAN 2019", "§ 8", date(2022, 12, 31)),
    reads=("debits_terrestres",),
    sql="""
        SELECT commune, periode,
               coalesce(sum(locaux) FILTER (classe IN ('BHD8', 'THD30', 'THD100', 'THD1G')), 0) AS numerateur,
               sum(locaux) AS denominateur, ['arcep_mci_immeubles', 'arcep_mci_eligibilite'] AS sources
        FROM debits_terrestres
        GROUP BY commune, periode
    """,
)
