"""Mediation places per 10,000 inhabitants, France Services included. Asked by the SCORAN (§ 8)."""

from maillage.indicators import counted_by_commune
from maillage.kernel.indicator import Good, Indicator, Used

INDICATOR = Indicator(
    name="lieux_mediation_pour_10000_habitants",
    title="Lieux de médiation numérique pour 10 000 habitants",
    unit="pour 10 000 habitants",
    factor=10_000,
    decimals=2,
    good=Good.UP,
    definition="Nombre de lieux de médiation numérique ouverts au public, France Services compris, pour 10 000 "
    "habitants : lieux de médiation, et de médiation et de fabrication, de la liste régionale ; tous ceux de la "
    "cartographie nationale. Un lieu présent plusieurs fois est compté une fois : même SIRET, même adresse, même nom "
    "dans la commune d’une liste à l’autre, ou même espace France Services. Un tiers-lieu n’y est compté que s’il est "
    "aussi lieu de médiation ; tous le sont à part, dans « Tiers-lieux pour 10 000 habitants ».",
    meaning="lieux de médiation numérique pour 10 000 habitants",
    limits="Listes tenues à la main par leurs éditeurs : un lieu ouvert ou fermé peut y manquer. "
    "Les horaires et la capacité d’accueil ne sont pas comptés.",
    numerator="Lieux de médiation numérique",
    denominator="Population municipale",
    asked_by=(
        "SCORAN 2019, § 8, enjeu n° 2 : le taux de lieux de médiation numérique par habitant "
        "(France Services et tiers-lieux comptés aussi à part)",
        "SCORAN 2019, § 6, orientation 4",
    ),
    theme="Médiation et inclusion",
    headline="Peu de lieux d’aide au numérique",
    weight=2,
    lacking="sans lieu de médiation numérique dans leur commune",
    reads=("lieux_uniques", "communes"),
    used=(Used("lieux_uniques", "categorie = 'mediation'"), Used("lieux", "mediation")),
    cut_by_lists=True,
    sql=counted_by_commune("mediation"),
)
