"""Share of homes within 5 km of a mediation place. Asked by the SCORAN (§ 8)."""

from maillage.kernel.indicator import Good, Indicator, Used

INDICATOR = Indicator(
    name="part_logements_mediation_5km",
    title="Part des locaux à moins de 5 km d’un lieu de médiation numérique",
    unit="%",
    factor=100,
    decimals=1,
    good=Good.UP,
    definition="Part des locaux dont le lieu de médiation numérique le plus proche, de leur commune ou d’une "
    "autre, est à 5 km ou moins. Chaque local compte pour un, logement ou non, là où ils sont "
    "connus ; sinon chaque adresse, sinon chaque immeuble.",
    meaning="des locaux sont à moins de 5 km d’un lieu de médiation numérique",
    limits="Distance à vol d’oiseau : la route est plus longue. Les lieux situés hors de la région ne "
    "sont pas connus : près de sa limite, le plus proche est peut-être de l’autre côté. Un lieu "
    "peut être fermé, complet ou réservé à certains publics.",
    numerator="Locaux à 5 km ou moins",
    denominator="Locaux, à défaut adresses ou immeubles",
    asked_by=(
        "SCORAN 2019, § 8, enjeu n° 2 : la distance moyenne entre les lieux d’habitation et un lieu de médiation "
        "numérique",
        "SCORAN 2019, § 6, orientation 4",
    ),
    theme="Médiation et inclusion",
    headline="L’aide au numérique est loin",
    weight=2,
    lacking="à plus de 5 km d’un lieu de médiation numérique",
    reads=("distances_aide",),
    used=(Used("distances_aide", "categorie = 'mediation'"),),
    sql="""
        SELECT commune, periode, jusqu_a_1_km + de_1_a_2_km + de_2_a_5_km AS numerateur,
               locaux AS denominateur, string_split(sources, ' ') AS sources
        FROM distances_aide WHERE categorie = 'mediation'
    """,
)
