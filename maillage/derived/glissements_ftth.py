"""What became of the dates announced for buildings, delivery after delivery, by commune, operator and quarter.

The date is that by which the quarter of the town of a building must be complete (`completude_le`). It moved when a
delivery gives another one than the delivery before. The first one announced is the promise: it is judged at the end of
the quarter it falls in, at the earliest delivery that says what the building was then or later. Connected by then, the
promise is kept; not connected, it is late, whatever came after. Nobody can tell when the building is already connected
in a later delivery, none being known in between, nor of a date told once it was past: most of those that are loaded
so were kept before anybody looked, and counting only the others would make every operator late.
Months are days divided by 30.44, rounded, as everywhere on the site.
"""

from collections.abc import Iterator, Mapping

from maillage.kernel.derived import Derived, Query, Report, Tally
from maillage.kernel.table import Column, Kind


def _count(name: str, words: str, unit: str = "immeubles") -> Column:
    return Column(name, Kind.INTEGER, words, unit)


def _since(name: str, words: str, unit: str = "immeubles") -> Column:
    """A count against the delivery before: empty at the first one."""
    return Column(name, Kind.INTEGER, words, unit, required=False)


SINCE = ("suivis", "repousses", "avances", "mois", "nouveaux", "disparus")
DERIVED = Derived(
    name="glissements_ftth",
    title="Dates annoncées de la fibre : tenues, dépassées, déplacées, par commune, opérateur et trimestre",
    reads=("immeubles_ftth",),
    columns=(
        Column("commune", Kind.TEXT, "Code de la commune"),
        Column("periode", Kind.TEXT, "Trimestre décrit"),
        Column("operateur", Kind.TEXT, "Code de l’opérateur d’infrastructure"),
        _count("immeubles", "Immeubles de la livraison"),
        _count("dates", "Immeubles qui y ont une date"),
        _count("promis", "Immeubles dont une date y est annoncée, ou l’a été avant"),
        _count("mois_cumules", "Mois de la première date annoncée à celle-ci, additionnés", "mois"),
        _count("echus", "Dont la première date annoncée est passée"),
        _count("non_raccordables", "Dont pas raccordables ce trimestre, sans être abandonnés"),
        _count("tenus", "Dont raccordables à cette date"),
        _count("en_retard", "Dont pas raccordables à cette date"),
        _count("abandonnes", "Dont abandonnés depuis sans avoir été raccordables à cette date"),
        _count("indetermines", "Dont on ne sait pas s’ils l’étaient, ou annoncés une fois la date passée"),
        _since("suivis", "Immeubles qui avaient déjà une date à la livraison d’avant"),
        _since("repousses", "Dont la date est plus tardive"),
        _since("avances", "Dont la date est plus proche"),
        _since("mois", "Mois dont ces dates ont bougé, additionnés (négatif : plus tôt)", "mois"),
        _since("nouveaux", "Immeubles absents de la livraison d’avant"),
        _since("disparus", "Immeubles de la livraison d’avant absents de celle-ci"),
    ),
    tallies=(
        Tally(
            "immeubles",
            "SELECT periode, sum(immeubles) FROM glissements_ftth GROUP BY periode",
            "SELECT periode, count(*) FROM immeubles_ftth GROUP BY periode",
        ),
        Tally(
            "immeubles avec une date",
            "SELECT periode, sum(dates) FROM glissements_ftth GROUP BY periode",
            "SELECT periode, count(completude_le) FROM immeubles_ftth GROUP BY periode",
        ),
        Tally(
            "immeubles suivis d’une livraison à l’autre",
            "SELECT periode, sum(immeubles - nouveaux + disparus) FROM glissements_ftth GROUP BY periode "
            "HAVING count(nouveaux) > 0",
            "SELECT periode, avant FROM (SELECT periode, lag(count(*)) OVER (ORDER BY periode) AS avant "
            "FROM immeubles_ftth GROUP BY periode) WHERE avant IS NOT NULL",
        ),
    ),
)

MONTHS = "round(({after} - {before}) / 30.44)::BIGINT"
# Buildings are numbered once by their key, and quarters by their rank: joining text each time would take twice as long.
# A hash would not do as a number: two keys may share one, and two buildings would then be counted as four. Where one
# quarter is loaded, as at first, each row is a building: its place is its number.
NUMBERED = "row_number() OVER () AS id FROM immeubles_ftth JOIN trimestres USING (periode)"
NUMBERED_BY_KEY = "id FROM immeubles_ftth JOIN trimestres USING (periode) JOIN cles USING (operateur, imb_id)"
LINES = f"""
trimestres AS MATERIALIZED (
    SELECT periode, row_number() OVER (ORDER BY periode) AS rang FROM (SELECT DISTINCT periode FROM immeubles_ftth)
),
cles AS MATERIALIZED (
    SELECT operateur, imb_id, row_number() OVER () AS id
    FROM (SELECT DISTINCT operateur, imb_id FROM immeubles_ftth WHERE {{inside}})
),
b AS MATERIALIZED (
    SELECT rang, commune, operateur, etat = 'abandonne' AS abandonne,
        etat IN ('deploye', 'raccordable demande') AS raccordable, completude_le::DATE AS prevu, {{numbered}}
    WHERE {{inside}}
),
promesses AS (
    SELECT id, arg_min(prevu, rang) FILTER (prevu IS NOT NULL) AS promis,
        min(rang) FILTER (prevu IS NOT NULL) AS annonce, min(rang) FILTER (raccordable) AS raccorde
    FROM b GROUP BY id HAVING promis IS NOT NULL
),
-- The first quarter loaded that ends on the promised day or after, and the last one that begins before it.
jours AS MATERIALIZED (
    SELECT promis, (SELECT count(*) + 1 FROM trimestres WHERE periode < trimestre) AS echeance,
        (SELECT count(*) FROM trimestres WHERE periode <= trimestre) AS temps
    FROM (SELECT DISTINCT promis, year(promis) || '-T' || quarter(promis) AS trimestre FROM promesses)
),
echeances AS MATERIALIZED (SELECT * FROM promesses JOIN jours USING (promis)),
-- Connected after its day: was it seen before, not connected, on its day or after?
jalons AS (
    SELECT e.id, min(b.rang) AS juge FROM echeances e JOIN b ON b.id = e.id AND b.rang >= e.echeance
    WHERE e.raccorde > e.temps AND e.annonce <= e.temps GROUP BY e.id
),
verdicts AS MATERIALIZED (
    SELECT id, promis, annonce, greatest(annonce, echeance) AS depuis,
        CASE WHEN annonce > temps THEN 'indetermine' WHEN raccorde <= temps THEN 'tenu'
            WHEN raccorde = juge THEN 'indetermine' ELSE 'retard' END AS verdict
    FROM echeances LEFT JOIN jalons USING (id)
),
suite AS (
    SELECT coalesce(b.commune, a.commune) AS commune, coalesce(b.operateur, a.operateur) AS operateur, rang, id,
        b.abandonne, b.raccordable, b.prevu, b.prevu - a.prevu AS jours, b.id IS NOT NULL AS present,
        a.id IS NOT NULL AS deja
    FROM b FULL JOIN (
        SELECT * REPLACE (rang + 1 AS rang) FROM b WHERE rang < (SELECT max(rang) FROM trimestres)
    ) a USING (id, rang)
),
lignes AS (
    SELECT s.*, v.verdict, coalesce(present AND rang >= v.depuis, false) AS echu,
        coalesce(present AND rang >= v.annonce, false) AS promis,
        {MONTHS.format(before="v.promis", after="s.prevu")} AS cumul, round(jours / 30.44)::BIGINT AS mois
    FROM suite s LEFT JOIN verdicts v USING (id)
)
"""
"""What became of each building (`id`, numbered by `cles`) at each quarter (`rang`, numbered by `trimestres`), as the
parts of a WITH: of the communes that the condition `inside` keeps, numbered as `numbered` says."""
CONDITIONS = {
    "immeubles": "present",
    "dates": "prevu IS NOT NULL",
    "promis": "promis",
    "echus": "echu",
    "non_raccordables": "echu AND NOT raccordable AND NOT abandonne",
    "tenus": "echu AND verdict = 'tenu'",
    "en_retard": "echu AND verdict = 'retard' AND NOT abandonne",
    "abandonnes": "echu AND verdict = 'retard' AND abandonne",
    "indetermines": "echu AND verdict = 'indetermine'",
    "suivis": "jours IS NOT NULL",
    "repousses": "jours > 0",
    "avances": "jours < 0",
    "nouveaux": "present AND NOT deja",
    "disparus": "NOT present",
}
"""Which of these lines each count of buildings is made of."""
SQL = f"""
WITH {LINES},
comptes AS (
    SELECT commune, rang, operateur, coalesce(sum(cumul), 0)::BIGINT AS mois_cumules,
        coalesce(sum(mois), 0)::BIGINT AS mois,
        {", ".join(f"count(*) FILTER ({condition}) AS {name}" for name, condition in CONDITIONS.items())}
    FROM lignes GROUP BY commune, rang, operateur
)
SELECT commune, periode, operateur, immeubles, dates, promis, mois_cumules, echus, non_raccordables, tenus,
    en_retard, abandonnes, indetermines,
    {", ".join(f"CASE WHEN rang > 1 THEN {name} END" for name in SINCE)}
FROM comptes JOIN trimestres USING (rang) ORDER BY commune, periode, operateur
"""


def compute(query: Query, report: Report) -> Iterator[Mapping[str, object]]:
    """One row per commune, quarter and operator. One département after the other: their histories would not all fit
    in memory at once."""
    names = [column.name for column in DERIVED.columns]
    departements = query("SELECT DISTINCT left(commune, 2) FROM immeubles_ftth ORDER BY 1")
    ((quarters,),) = query("SELECT count(DISTINCT periode) FROM immeubles_ftth")
    numbered = NUMBERED if quarters == 1 else NUMBERED_BY_KEY
    for (departement,) in departements:
        inside = f"commune LIKE '{departement}%'"
        for row in query(SQL.format(inside=inside, numbered=numbered)):
            yield dict(zip(names, row, strict=True))
