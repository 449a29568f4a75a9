"""What each place that must not be left behind can have: the best class, without satellite, of its building.

A place of help in several categories is told once; one that moves about is left out, and so are doctors, who are
persons. Its building is the nearest of « Ma connexion internet » within 50 m. Further, or when nobody knows where the
place is, the class is unknown: an empty cell, never « no offer ».
"""

from collections.abc import Iterator, Mapping

from maillage.kernel.derived import Derived, Query, Report, Tally
from maillage.kernel.period import Period
from maillage.kernel.table import Column, Kind

REACH = 50
"""Metres within which the nearest building is taken for that of the place."""
DERIVED = Derived(
    name="prioritaires_fixe",
    title="Écoles, services publics, santé et entreprises, et le débit de leur immeuble",
    reads=("equipements", "lieux_uniques", "immeubles_fixe", "eligibilite_fixe", "immeubles_ftth"),
    columns=(
        Column("periode", Kind.TEXT, "Trimestre des offres"),
        Column("categorie", Kind.TEXT, "ecole, service_public, sante ou entreprise"),
        Column("nature", Kind.TEXT, "Ce que c’est, en clair"),
        Column("nom", Kind.TEXT, "Nom, quand il peut être publié", required=False),
        Column("commune", Kind.TEXT, "Code de la commune"),
        Column("longitude", Kind.DECIMAL, "Longitude WGS84", "degrés", required=False),
        Column("latitude", Kind.DECIMAL, "Latitude WGS84", "degrés", required=False),
        Column("distance", Kind.INTEGER, "Jusqu’à son immeuble", "m", required=False),
        Column("classe", Kind.TEXT, "Meilleure classe sans satellite, de INEL à THD1G", required=False),
        Column("satellite", Kind.BOOLEAN, "Un satellite est proposé à l’immeuble", required=False),
        Column("etat", Kind.TEXT, "État de la fibre de l’immeuble", required=False),
        Column("sources", Kind.TEXT, "Listes où le lieu figure, séparées par une espace"),
        Column("periode_liste", Kind.TEXT, "Ce que décrit la liste du lieu"),
    ),
    tallies=(
        Tally(
            "lieux",
            "SELECT sources, count(*) FROM prioritaires_fixe "
            "WHERE sources IN (SELECT source FROM equipements) GROUP BY 1",
            "SELECT source, count(*) FROM equipements WHERE categorie <> 'medecin' "
            "AND (source, periode) IN (SELECT DISTINCT sources, periode_liste FROM prioritaires_fixe) GROUP BY 1",
        ),
    ),
)
PLACES = """
SELECT row_number() OVER (ORDER BY commune, categorie, nature, nom, longitude, latitude, sources) AS rang, *
FROM (
    SELECT categorie, nature, nom, commune, longitude, latitude, source AS sources, periode AS periode_liste
    FROM equipements WHERE categorie <> 'medecin'
    QUALIFY periode = max_by(periode, {rank}) OVER (PARTITION BY source)
    UNION ALL
    SELECT 'service_public', CASE categorie WHEN 'france_services' THEN 'France Services'
        WHEN 'mediation' THEN 'Lieu de médiation numérique' WHEN 'tiers_lieu' THEN 'Tiers-lieu' END,
        nom, commune, longitude, latitude, sources, periode
    FROM (FROM lieux_uniques QUALIFY periode = max_by(periode, {rank}) OVER (PARTITION BY categorie))
    WHERE itinerant IS NOT TRUE
    QUALIFY 1 = row_number() OVER (PARTITION BY commune, nom
        ORDER BY list_position(['france_services', 'mediation', 'tiers_lieu'], categorie))
)
"""
# Cells of 0.001 degree are 111 m tall and over 70 m wide up to 51° N: those around a point hold all within 50 m.
SQL = """
WITH rangs AS (
    SELECT unnest(['INEL', 'HD05', 'HD3', 'BHD8', 'THD30', 'THD100', 'THD1G']) AS classe, unnest(range(7)) AS rang
),
lieux AS MATERIALIZED ({places}),
cases AS MATERIALIZED (
    SELECT rang, longitude, latitude, floor(longitude * 1000)::INTEGER + i AS cx,
        floor(latitude * 1000)::INTEGER + j AS cy
    FROM lieux, range(-1, 2) a (i), range(-1, 2) b (j) WHERE longitude IS NOT NULL AND latitude IS NOT NULL
),
pres AS (
    SELECT c.rang, h.imb_id, h.imb_code, h.commune, 111320 * sqrt(
        pow((h.longitude - c.longitude) * cos(radians(c.latitude)), 2) + pow(h.latitude - c.latitude, 2)) AS metres
    FROM cases c JOIN immeubles_fixe h
        ON floor(h.longitude * 1000)::INTEGER = c.cx AND floor(h.latitude * 1000)::INTEGER = c.cy
    WHERE h.periode = '{period}'
),
immeubles AS MATERIALIZED (
    SELECT rang, arg_min((imb_id, imb_code, commune), (metres, imb_id)) AS immeuble, min(metres) AS metres
    FROM pres WHERE metres <= {reach} GROUP BY rang
),
offres AS (
    SELECT imb_id, max(r.rang) FILTER (e.techno <> 'SAT') AS rang, bool_or(e.techno = 'SAT') AS satellite
    FROM eligibilite_fixe e JOIN rangs r ON r.classe = e.debit_descendant
    WHERE e.periode = '{period}' AND imb_id IN (SELECT immeuble[1] FROM immeubles) GROUP BY imb_id
),
-- The reference of a building is its operator's, who is not told: two operators may use the same one. Those of another
-- commune are others; where two of the same commune do not say the same, nobody knows which it is.
fibre AS (
    SELECT imb_code, commune, CASE WHEN min(etat) = max(etat) THEN min(etat) END AS etat
    FROM (
        SELECT imb_id AS imb_code, commune, max_by(etat, periode) AS etat FROM immeubles_ftth
        WHERE (imb_id, commune) IN (SELECT (immeuble[2], immeuble[3]) FROM immeubles)
        GROUP BY operateur, imb_id, commune
    ) GROUP BY imb_code, commune
)
SELECT '{period}', l.categorie, l.nature, l.nom, l.commune, l.longitude, l.latitude, round(b.metres)::BIGINT,
    CASE WHEN b.rang IS NOT NULL THEN r.classe END, CASE WHEN b.rang IS NOT NULL THEN coalesce(o.satellite, false) END,
    f.etat, l.sources, l.periode_liste
FROM lieux l
LEFT JOIN immeubles b USING (rang)
LEFT JOIN offres o ON o.imb_id = b.immeuble[1]
LEFT JOIN rangs r ON r.rang = coalesce(o.rang, 0)
LEFT JOIN fibre f ON f.imb_code = b.immeuble[2] AND f.commune = b.immeuble[3]
ORDER BY l.commune, l.categorie, l.nature, l.nom, l.rang
"""


def compute(query: Query, report: Report) -> Iterator[Mapping[str, object]]:
    """One row per place, at the last quarter that has both buildings and offers; nothing when none has."""
    # Asked one after the other: to join the two tables by their quarters would hold every building in memory.
    sold, built = (query(f"SELECT DISTINCT periode FROM {table}") for table in ("eligibilite_fixe", "immeubles_fixe"))
    periods = [Period.parse(str(code)) for (code,) in {*sold} & {*built}]
    if not periods:
        return
    last = max(periods, key=lambda period: period.end)
    names = [column.name for column in DERIVED.columns]
    for row in query(SQL.format(places=PLACES.format(rank=_rank(query)), period=last.code, reach=REACH)):
        yield dict(zip(names, row, strict=True))


def _rank(query: Query) -> str:
    """A SQL expression that orders the dates of lists, whatever the way each is written."""
    dates = query("SELECT periode FROM equipements UNION SELECT periode FROM lieux_uniques")
    order = sorted((Period.parse(str(code)) for (code,) in dates), key=lambda period: period.end)
    codes = ", ".join(f"'{period.code}'" for period in order)
    return f"list_position([{codes}], periode)" if order else "0"
