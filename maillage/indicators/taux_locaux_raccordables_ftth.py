"""Share of premises that can be connected to FttH. Asked by the SCORAN (§ 8): 100 % in 2025."""

from datetime import date

from maillage.kernel.indicator import Break, Good, Indicator, Target

INDICATOR = Indicator(
    name="taux_locaux_raccordables_ftth",
    title="Locaux raccordables à la fibre (FttH)",
    unit="%",
    factor=100,
    decimals=1,
    good=Good.UP,
    definition="Part des locaux (logements et locaux professionnels) pour lesquels la fibre optique est posée "
    "jusqu’au point de branchement : un abonnement peut y être souscrit dès qu’un opérateur y est présent.",
    meaning="des locaux peuvent être raccordés à la fibre",
    limits="Le nombre de locaux augmente avec les études des opérateurs : le taux peut baisser un temps. "
    "Raccordable ne veut pas dire raccordé.",
    numerator="Locaux raccordables",
    denominator="Locaux",
    asked_by=(
        "SCORAN 2019, § 8, enjeu n° 1 : la couverture FttH du territoire à 100 % à horizon 2025",
        "Circulaire CPER et SCORAN 2.0, 2013, § 1.II.A",
    ),
    theme="Réseaux fixes",
    headline="La fibre est en retard",
    weight=3,
    lacking="sans point de branchement à la fibre près de chez eux",
    target=Target(100, "en 2025", "SCORAN 2019", "§ 8", date(2025, 12, 31)),
    reads=("locaux_ftth",),
    sql="""
        SELECT commune, periode,
               CASE WHEN count(raccordables) = count(*) THEN sum(raccordables) END AS numerateur,
               CASE WHEN count(locaux) = count(*) THEN sum(locaux) END AS denominateur,
               list_concat(list(DISTINCT source), list(DISTINCT source_locaux)) AS sources
        FROM locaux_ftth
        GROUP BY commune, periode
    """,
    breaks=(
        Break(
            "2018-T2",
            "Jusqu’au 1er trimestre 2018, le taux rapporte les locaux raccordables aux logements et "
            "établissements ; ensuite, aux locaux recensés par l’Arcep.",
            "Logements et établissements",
        ),
    ),
)
