"""Share of homes within 20 km of a France Services. Asked by the SCORAN (§ 8)."""

from maillage.kernel.indicator import Good, Indicator, Used

INDICATOR = Indicator(
    name="part_logements_france_services_20km",
    title="Part des locaux à moins de 20 km d’un espace France Services",
    unit="%",
    factor=100,
    decimals=1,
    good=Good.UP,
    definition="Part des locaux dont l’espace France Services le plus proche, de leur commune ou d’une "
    "autre, est à 20 km ou moins. Chaque local compte pour un, logement ou non, là où ils sont "
    "connus ; sinon chaque adresse, sinon chaque immeuble.",
    meaning="des locaux sont à moins de 20 km d’un espace France Services",
    limits="Distance à vol d’oiseau : la route est plus longue. Les lieux situés hors de la région ne "
    "sont pas connus : près de sa limite, le plus proche est peut-être de l’autre côté. L’État a "
    "promis en 2019 un espace à moins de 30 minutes de chacun : 20 km en sont un repère, non la "
    "mesure. Un bus itinérant est à sa commune d’attache.",
    numerator="Locaux à 20 km ou moins",
    denominator="Locaux, à défaut adresses ou immeubles",
    asked_by=(
        "SCORAN 2019, § 8, enjeu n° 2 : la distance moyenne au lieu de médiation et la localisation des MSAP",
        "SCORAN 2019, § 6, orientation 4",
    ),
    theme="Médiation et inclusion",
    headline="France Services est loin",
    weight=2,
    lacking="à plus de 20 km d’un espace France Services",
    reads=("distances_aide",),
    used=(Used("distances_aide", "categorie = 'france_services'"),),
    sql="""
        SELECT commune, periode, jusqu_a_1_km + de_1_a_2_km + de_2_a_5_km + de_5_a_10_km + de_10_a_20_km AS numerateur,
               locaux AS denominateur, string_split(sources, ' ') AS sources
        FROM distances_aide WHERE categorie = 'france_services'
    """,
)
