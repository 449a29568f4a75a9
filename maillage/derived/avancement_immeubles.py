"""How many buildings are in each state of FttH, by commune, infrastructure operator and quarter.

Numbers of premises are not published by building: `locaux_au_moins` adds up the least each class of size holds (N of
« entre N et M »); a building whose class is absent or cannot be read adds nothing to it and is in `sans_taille`. A
building is late when the day its quarter of the town had to be complete is past, and it cannot be connected.
"""

from collections.abc import Iterator, Mapping

from maillage.kernel.derived import Derived, Query, Report, Tally
from maillage.kernel.fixed import least_premises_sql
from maillage.kernel.table import Column, Kind

DERIVED = Derived(
    name="avancement_immeubles",
    title="Immeubles par état de la fibre, par commune, opérateur et trimestre",
    reads=("immeubles_ftth", "deploiement_ftth"),
    columns=(
        Column("commune", Kind.TEXT, "Code de la commune"),
        Column("periode", Kind.TEXT, "Trimestre décrit"),
        Column("operateur", Kind.TEXT, "Code de l’opérateur d’infrastructure"),
        Column("zone", Kind.TEXT, "ZTD, zipri, zipu ou inconnue"),
        Column("etat", Kind.TEXT, "État de l’immeuble"),
        Column("immeubles", Kind.INTEGER, "Immeubles", "immeubles"),
        Column("locaux_au_moins", Kind.INTEGER, "Locaux, au moins", "locaux"),
        Column("en_retard", Kind.INTEGER, "Immeubles dont le délai de complétude est passé", "immeubles"),
        Column("sans_taille", Kind.INTEGER, "Immeubles dont la classe de taille est inconnue", "immeubles"),
    ),
    needs=(("immeubles_ftth",),),
    tallies=(
        Tally(
            "immeubles",
            "SELECT periode, sum(immeubles) FROM avancement_immeubles GROUP BY periode",
            "SELECT periode, count(*) FROM immeubles_ftth GROUP BY periode",
        ),
    ),
)

LATE = "{by} <= {end} AND etat NOT IN ('deploye', 'raccordable demande', 'abandonne')"
"""Whether a building is late, from its day and the last day of the quarter."""
SQL = f"""
WITH zones AS (
    SELECT commune, max_by(zone, periode) AS zone FROM deploiement_ftth WHERE zone IS NOT NULL GROUP BY commune
),
fins AS (
    SELECT DISTINCT periode,
        last_day(make_date(left(periode, 4)::INTEGER, 3 * right(periode, 1)::INTEGER, 1))::VARCHAR AS fin
    FROM immeubles_ftth
),
tailles AS (
    SELECT categorie, {least_premises_sql("categorie")} AS au_moins
    FROM (SELECT DISTINCT categorie FROM immeubles_ftth WHERE categorie IS NOT NULL)
)
SELECT b.commune, b.periode, b.operateur, coalesce(z.zone, 'inconnue') AS zone, b.etat, count(*),
    coalesce(sum(t.au_moins), 0)::BIGINT,
    count(*) FILTER ({LATE.format(by="b.completude_le", end="f.fin")}),
    count(*) FILTER (t.au_moins IS NULL)
FROM immeubles_ftth b
JOIN fins f USING (periode) LEFT JOIN zones z USING (commune) LEFT JOIN tailles t USING (categorie)
GROUP BY ALL ORDER BY ALL
"""


def compute(query: Query, report: Report) -> Iterator[Mapping[str, object]]:
    """One row per commune, quarter, operator and state."""
    names = [column.name for column in DERIVED.columns]
    for row in query(SQL):
        yield dict(zip(names, row, strict=True))
