"""FttH premises with the denominator that was published for them.

Until 2018-T1 the sheet of deployments has no denominator: Arcep measured it against the dwellings and
business premises of its sheet of communes, the same for the three quarters. Later files carry their own.
"""

from collections.abc import Iterator, Mapping

from maillage.kernel.derived import Derived, Query, Report, Tally
from maillage.kernel.problem import Effect, Problem
from maillage.kernel.table import Column, Kind

DERIVED = Derived(
    name="locaux_ftth",
    title="Locaux raccordables et locaux de référence, par commune publiée et trimestre",
    reads=("deploiement_ftth", "logements_etablissements"),
    columns=(
        Column("commune", Kind.TEXT, "Code de la commune actuelle"),
        Column("commune_publiee", Kind.TEXT, "Code de la commune tel que publié"),
        Column("periode", Kind.TEXT, "Trimestre décrit"),
        Column(
            "raccordables",
            Kind.INTEGER,
            "Locaux raccordables, vide quand la feuille oublie la commune",
            "locaux",
            required=False,
        ),
        Column("locaux", Kind.INTEGER, "Locaux de référence", "locaux", required=False),
        Column("source", Kind.TEXT, "Source des locaux raccordables"),
        Column("source_locaux", Kind.TEXT, "Source des locaux de référence", required=False),
    ),
    needs=(("deploiement_ftth",),),
    tallies=(
        Tally(
            "locaux raccordables",
            "SELECT periode, sum(raccordables) FROM locaux_ftth GROUP BY periode",
            "SELECT periode, sum(raccordables) FROM deploiement_ftth GROUP BY periode",
        ),
    ),
)

SQL = """
WITH reference AS (
    SELECT commune, commune_publiee, logements + etablissements AS locaux, source FROM logements_etablissements
    QUALIFY row_number() OVER (PARTITION BY commune_publiee ORDER BY periode DESC) = 1
),
-- A commune of the sheet of premises that the sheet of deployments forgets: unknown, not zero.
oubliees AS (
    SELECT r.commune, r.commune_publiee, q.periode, q.source
    FROM reference r CROSS JOIN (SELECT DISTINCT periode, source FROM deploiement_ftth WHERE locaux IS NULL) q
    ANTI JOIN deploiement_ftth d ON d.commune_publiee = r.commune_publiee AND d.periode = q.periode
)
SELECT d.commune, d.commune_publiee, d.periode, d.raccordables, coalesce(d.locaux, r.locaux) AS locaux,
       d.source, CASE WHEN d.locaux IS NULL THEN r.source ELSE d.source END AS source_locaux,
       d.locaux IS NULL AS ailleurs, d.fichier, d.ligne
FROM (FROM deploiement_ftth UNION ALL BY NAME FROM oubliees) d
LEFT JOIN reference r USING (commune_publiee)
ORDER BY d.periode, d.commune, d.commune_publiee
"""


def compute(query: Query, report: Report) -> Iterator[Mapping[str, object]]:
    """One row per published commune and quarter; says which lines have more connectable premises than premises."""
    names = [column.name for column in DERIVED.columns]
    for *cells, elsewhere, file, line in query(SQL):
        row = dict(zip(names, cells, strict=True))
        served, premises = row["raccordables"], row["locaux"]
        if elsewhere and isinstance(served, int) and isinstance(premises, int) and served > premises:
            reason = (
                f"{row['periode']} : {served} locaux raccordables pour {premises} logements et établissements, "
                "valeur gardée telle quelle"
            )
            problem = Problem(
                str(file), int(str(line)), str(row["periode"]), str(served), reason, Effect.FLAGGED, str(row["commune"])
            )
            report(str(row["source"]), problem)
        yield row
