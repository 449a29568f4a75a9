"""France Services per 10,000 inhabitants. Asked by the SCORAN (§ 8), which knew them as MSAP."""

from maillage.indicators import counted_by_commune
from maillage.kernel.indicator import Good, Indicator, Used

INDICATOR = Indicator(
    name="france_services_pour_10000_habitants",
    title="Espaces France Services pour 10 000 habitants",
    unit="pour 10 000 habitants",
    factor=10_000,
    decimals=2,
    good=Good.UP,
    definition="Nombre d’espaces France Services labellisés, fixes ou itinérants, pour 10 000 habitants.",
    meaning="espaces France Services pour 10 000 habitants",
    limits="Un bus itinérant est compté dans sa commune d’attache.",
    numerator="Espaces France Services",
    denominator="Population municipale",
    asked_by=(
        "SCORAN 2019, § 8, enjeu n° 2 : les MSAP, aujourd’hui France Services, parmi les lieux de médiation",
        "SCORAN 2019, § 6, orientation 4",
    ),
    theme="Médiation et inclusion",
    headline="Peu d’espaces France Services",
    weight=2,
    lacking="sans espace France Services dans leur commune",
    reads=("lieux_uniques", "communes"),
    used=(Used("lieux_uniques", "categorie = 'france_services'"), Used("lieux", "france_services")),
    cut_by_lists=True,
    sql=counted_by_commune("france_services"),
)
