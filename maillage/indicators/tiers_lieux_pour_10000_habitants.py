"""Third places per 10,000 inhabitants. Asked by the SCORAN (§ 8)."""

from maillage.indicators import counted_by_commune
from maillage.kernel.indicator import Good, Indicator, Used

INDICATOR = Indicator(
    name="tiers_lieux_pour_10000_habitants",
    title="Tiers-lieux pour 10 000 habitants",
    unit="pour 10 000 habitants",
    factor=10_000,
    decimals=2,
    good=Good.UP,
    definition="Nombre de tiers-lieux pour 10 000 habitants : ceux des listes de médiation et les Fabriques "
    "de territoire. Un lieu présent plusieurs fois est compté une fois : même SIRET, même "
    "adresse, ou même nom dans la commune d’une liste à l’autre.",
    meaning="tiers-lieux pour 10 000 habitants",
    limits="Aucun recensement complet des tiers-lieux n’est ouvert : des lieux manquent.",
    numerator="Tiers-lieux",
    denominator="Population municipale",
    asked_by=("SCORAN 2019, § 8, enjeu n° 2 : le taux de tiers-lieux par habitant", "SCORAN 2019, § 6, orientation 4"),
    theme="Médiation et inclusion",
    headline="Peu de tiers-lieux",
    lacking="sans tiers-lieu dans leur commune",
    reads=("lieux_uniques", "communes"),
    used=(Used("lieux_uniques", "categorie = 'tiers_lieu'"), Used("lieux", "tiers_lieu")),
    cut_by_lists=True,
    sql=counted_by_commune("tiers_lieu"),
)
