"""Mean distance from homes to the nearest tiers-lieu. Asked by the SCORAN (§ 8)."""

from maillage.kernel.indicator import Good, Indicator, Used

INDICATOR = Indicator(
    name="distance_moyenne_tiers_lieu",
    title="Distance moyenne au tiers-lieu le plus proche",
    unit="km",
    factor=0.001,
    decimals=1,
    good=Good.DOWN,
    definition="Moyenne des distances entre chaque local et le tiers-lieu le plus proche, de sa commune ou "
    "d’une autre. Chaque local compte pour un, logement ou non, là où ils sont connus ; sinon "
    "chaque adresse, sinon chaque immeuble.",
    meaning="km en moyenne jusqu’au tiers-lieu le plus proche",
    limits="Distance à vol d’oiseau : la route est plus longue. Les lieux situés hors de la région ne "
    "sont pas connus : près de sa limite, le plus proche est peut-être de l’autre côté. Aucun "
    "recensement complet des tiers-lieux n’est ouvert, et une Fabrique de territoire qu’aucune "
    "autre liste ne nomme est placée au centre de sa commune.",
    numerator="Distances additionnées, en mètres",
    denominator="Locaux, à défaut adresses ou immeubles",
    asked_by=(
        "SCORAN 2019, § 8, enjeu n° 2 : la distance moyenne entre les lieux d’habitation et un tiers-lieu",
        "SCORAN 2019, § 6, orientation 4",
    ),
    theme="Médiation et inclusion",
    headline="Le tiers-lieu est loin",
    reads=("distances_aide",),
    used=(Used("distances_aide", "categorie = 'tiers_lieu'"),),
    sql="""
        SELECT commune, periode, distance_totale AS numerateur,
               locaux AS denominateur, string_split(sources, ' ') AS sources
        FROM distances_aide WHERE categorie = 'tiers_lieu'
    """,
)
