"""Mean distance from homes to the nearest France Services. Asked by the SCORAN (§ 8)."""

from maillage.kernel.indicator import Good, Indicator, Used

INDICATOR = Indicator(
    name="distance_moyenne_france_services",
    title="Distance moyenne à l’espace France Services le plus proche",
    unit="km",
    factor=0.001,
    decimals=1,
    good=Good.DOWN,
    definition="Moyenne des distances entre chaque local et l’espace France Services le plus proche, de sa "
    "commune ou d’une autre. Chaque local compte pour un, logement ou non, là où ils sont connus "
    "; sinon chaque adresse, sinon chaque immeuble.",
    meaning="km en moyenne jusqu’à l’espace France Services le plus proche",
    limits="Distance à vol d’oiseau : la route est plus longue. Les lieux situés hors de la région ne "
    "sont pas connus : près de sa limite, le plus proche est peut-être de l’autre côté. Un bus "
    "itinérant est à sa commune d’attache.",
    numerator="Distances additionnées, en mètres",
    denominator="Locaux, à défaut adresses ou immeubles",
    asked_by=(
        "SCORAN 2019, § 8, enjeu n° 2 : la distance moyenne au lieu de médiation et la localisation des MSAP",
        "SCORAN 2019, § 6, orientation 4",
    ),
    theme="Médiation et inclusion",
    headline="France Services est loin",
    weight=2,
    reads=("distances_aide",),
    used=(Used("distances_aide", "categorie = 'france_services'"),),
    sql="""
        SELECT commune, periode, distance_totale AS numerateur,
               locaux AS denominateur, string_split(sources, ' ') AS sources
        FROM distances_aide WHERE categorie = 'france_services'
    """,
)
