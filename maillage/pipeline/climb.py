"""From an indicator's SELECT at the commune to values at every level: add up, divide, flag, rank.

The only place where EPCI, groupements, départements and the region are computed: an indicator never knows them.
"""

import duckdb

from maillage.kernel.errors import DataError
from maillage.kernel.indicator import Good, Indicator
from maillage.kernel.period import Period
from maillage.kernel.table import Column, Kind
from maillage.kernel.value import Flag

VALUE_COLUMNS = (
    Column("indicateur", Kind.TEXT, "Nom de l’indicateur"),
    Column("niveau", Kind.TEXT, "Niveau du territoire"),
    Column("code", Kind.TEXT, "Code du territoire"),
    Column("periode", Kind.TEXT, "Période décrite"),
    Column("rang_periode", Kind.INTEGER, "Rang de la période, de la plus ancienne à la plus récente"),
    Column("valeur", Kind.DECIMAL, "Valeur dans l’unité de l’indicateur", required=False),
    Column("numerateur", Kind.DECIMAL, "Numérateur"),
    Column("denominateur", Kind.DECIMAL, "Dénominateur, vide pour un décompte", required=False),
    Column("connues", Kind.INTEGER, "Communes connues"),
    Column("total", Kind.INTEGER, "Communes concernées"),
    Column("signalements", Kind.TEXT, "Réserves, séparées par une espace"),
    Column("segment", Kind.INTEGER, "Segment de la série, entre deux ruptures"),
    Column("rang", Kind.INTEGER, "Rang parmi les territoires du même niveau", required=False),
    Column("classes", Kind.INTEGER, "Territoires classés", required=False),
    Column("detail", Kind.TEXT, "Décompte par modalité, JSON", required=False),
    Column("manquants", Kind.DECIMAL, "Habitants qui en sont privés, estimés", "habitants", required=False),
    Column("ex_aequo", Kind.INTEGER, "Territoires à ce rang, celui-ci compris", required=False),
)
CONCERNED_COLUMNS = (
    Column("indicateur", Kind.TEXT, "Nom de l’indicateur"),
    Column("niveau", Kind.TEXT, "Niveau du territoire"),
    Column("code", Kind.TEXT, "Code du territoire"),
    Column("communes", Kind.INTEGER, "Communes concernées, connues ou non"),
)
EXPECTED = {"commune", "periode", "numerateur", "denominateur"}
# Doubles added in another order give another last digit, threads take rows in any order, and equal values are tied:
# what is added up is exact, to the ninth decimal.
EXACT = "DECIMAL(38, 9)"
CLIMB = """
INSERT INTO valeurs
WITH totaux AS (
    SELECT niveau, code, communes AS total FROM concernes WHERE indicateur = '{name}'
),
parts AS (
    SELECT commune, periode, modalite, numerateur::DOUBLE::{exact} AS numerateur,
           denominateur::DOUBLE::{exact} AS denominateur
    FROM base
),
communes_connues AS (
    SELECT commune, periode, sum(numerateur) AS numerateur, max(denominateur) AS denominateur,
           coalesce({above_commune}, false) AS depasse
    FROM parts GROUP BY commune, periode
),
privees AS (
    SELECT k.*, ({lacking})::{exact} AS manquants
    FROM communes_connues k JOIN communes c ON c.code = k.commune AND c.type = 'commune-actuelle'
),
sommes AS (
    SELECT a.niveau, a.code, p.periode, sum(p.numerateur)::DOUBLE AS numerateur,
           sum(p.denominateur)::DOUBLE AS denominateur,
           count(*) AS connues, count(*) FILTER (p.depasse) AS depassements,
           CASE WHEN bool_and(p.manquants IS NOT NULL) THEN sum(p.manquants) END::DOUBLE AS manquants
    FROM privees p JOIN appartenance a USING (commune) GROUP BY ALL
),
details AS (
    SELECT niveau, code, periode, to_json(map_from_entries(list((modalite, n) ORDER BY modalite))) AS detail
    FROM (
        SELECT a.niveau, a.code, p.periode, p.modalite, sum(p.numerateur)::DOUBLE AS n
        FROM parts p JOIN appartenance a USING (commune) WHERE p.modalite IS NOT NULL GROUP BY ALL
    ) GROUP BY ALL
),
valeurs_nues AS (
    SELECT s.*, t.total, r.rang AS rang_periode, r.segment, r.rupture, {value} AS valeur, d.detail
    FROM sommes s JOIN totaux t USING (niveau, code) JOIN periodes r USING (periode)
    LEFT JOIN details d USING (niveau, code, periode)
)
SELECT '{name}', niveau, code, periode, rang_periode, valeur, numerateur, {denominator}, connues, total,
       concat_ws(' ', {flags}), segment,
       CASE WHEN classe
            THEN rank() OVER (PARTITION BY niveau, periode ORDER BY valeur {order} NULLS LAST) END,
       count(valeur) OVER (PARTITION BY niveau, periode), detail, manquants,
       CASE WHEN classe THEN count(*) OVER (PARTITION BY niveau, periode, valeur) END
FROM (
    -- Where several are all equal, nobody is before anybody.
    SELECT *, valeur IS NOT NULL AND (count(valeur) OVER tous = 1 OR min(valeur) OVER tous < max(valeur) OVER tous)
              AS classe
    FROM valeurs_nues WINDOW tous AS (PARTITION BY niveau, periode)
)
"""


def climb(con: duckdb.DuckDBPyConnection, indicator: Indicator) -> dict[Period, list[str]]:
    """Add an indicator to the tables `valeurs` and `concernes`; gives, for each period that has a value, the
    sources it comes from.

    Needs the tables `appartenance` (commune, niveau, code) and `a_cheval` (niveau, code). Raises DataError when
    the SELECT fails or does not give one row per commune and period.
    """
    columns = _base(con, indicator)
    _check_unique(con, indicator)
    _keep_known(con, indicator)
    periods = [Period.parse(code) for (code,) in con.execute("SELECT DISTINCT periode FROM base").fetchall()]
    con.execute(
        "CREATE OR REPLACE TEMP TABLE periodes (periode VARCHAR, rang INTEGER, segment INTEGER, rupture BOOLEAN)"
    )
    before = 0
    for rank, period in enumerate(sorted(periods)):
        segment = indicator.segment(period)
        con.execute(
            "INSERT INTO periodes VALUES (?, ?, ?, ?)", (period.code, rank, segment, rank > 0 and segment != before)
        )
        before = segment
    con.execute(_climb_sql(indicator))
    if "sources" not in columns:
        return {period: [] for period in periods}
    rows = con.execute(
        "SELECT periode, list(DISTINCT s) FROM (SELECT periode, unnest(sources) AS s FROM base) GROUP BY 1"
    ).fetchall()
    lists = {code: sorted(s for s in names if s) for code, names in rows}
    return {period: lists.get(period.code, []) for period in periods}


def _base(con: duckdb.DuckDBPyConnection, indicator: Indicator) -> set[str]:
    """The SELECT, for the communes it concerns, as the temporary table `base`."""
    try:
        con.execute(
            "CREATE OR REPLACE TEMP TABLE concernees AS SELECT code AS commune FROM communes "
            f"WHERE type = 'commune-actuelle' AND ({indicator.concerns}) "
            "AND code IN (SELECT commune FROM appartenance)"
        )
        con.execute(
            f"CREATE OR REPLACE TEMP TABLE base AS SELECT * FROM ({indicator.sql}) WHERE commune IN (FROM concernees)"
        )
    except duckdb.Error as error:
        raise DataError(f"Indicateur {indicator.name} : sa requête échoue ({str(error).splitlines()[0]}).") from None
    columns = {row[0] for row in con.execute("DESCRIBE base").fetchall()}
    if not columns >= EXPECTED:
        missing = ", ".join(sorted(EXPECTED - columns))
        raise DataError(f"Indicateur {indicator.name} : sa requête ne donne pas {missing}.")
    if "modalite" not in columns:
        con.execute("ALTER TABLE base ADD COLUMN modalite VARCHAR")
    return columns


def _check_unique(con: duckdb.DuckDBPyConnection, indicator: Indicator) -> None:
    twice = con.execute(
        "SELECT commune, periode FROM base GROUP BY commune, periode, modalite HAVING count(*) > 1 LIMIT 1"
    ).fetchone()
    if twice:
        raise DataError(
            f"Indicateur {indicator.name} : sa requête donne plusieurs lignes pour la commune {twice[0]} "
            f"et la période {twice[1]}. Il en faut une : ajoutez un GROUP BY."
        )


def _keep_known(con: duckdb.DuckDBPyConnection, indicator: Indicator) -> None:
    """Drop from `base` the communes that are unknown at a period: an unknown part makes the whole unknown, and
    DuckDB says that a division by zero is infinite."""
    parts = ("numerateur",) if indicator.is_count else ("numerateur", "denominateur")
    known = " AND ".join(f"coalesce(isfinite({part}::DOUBLE), false)" for part in parts)
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE base AS FROM base QUALIFY bool_and({known}) OVER (PARTITION BY commune, periode)"
    )
    con.execute(
        "INSERT INTO concernes SELECT ?, niveau, code, count(*) FROM appartenance "
        "WHERE commune IN (FROM concernees) GROUP BY niveau, code",
        [indicator.name],
    )


def _lacking(indicator: Indicator) -> str:
    """The inhabitants of a commune who go without, as an expression; an unknown population makes them unknown."""
    if not indicator.lacking or indicator.is_count:
        return "NULL::DOUBLE"
    if indicator.factor == 100:
        missing = "greatest(0, 1 - k.numerateur / k.denominateur)"
        return f"c.population * CASE WHEN k.denominateur > 0 THEN {missing} ELSE 0 END"
    return "CASE WHEN k.numerateur > 0 THEN 0 ELSE c.population END::DOUBLE"


def _climb_sql(indicator: Indicator) -> str:
    # Above its denominator means something only for a share: a density may well exceed 1.
    above = "numerateur > denominateur" if indicator.factor == 100 else "false"
    value = (
        "numerateur"
        if indicator.is_count
        else f"CASE WHEN denominateur > 0 THEN numerateur * {indicator.factor} / denominateur END"
    )
    flags = ", ".join(
        f"CASE WHEN {condition} THEN '{flag}' END"
        for condition, flag in (
            (above, Flag.NUMERATOR_ABOVE),
            ("niveau <> 'commune' AND depassements > 0", Flag.COMMUNES_FLAGGED),
            ("connues < total", Flag.INCOMPLETE),
            ("rupture", Flag.SERIES_BREAK),
            ("(niveau, code) IN (SELECT (niveau, code) FROM a_cheval)", Flag.REGIONAL_PART),
        )
    )
    return CLIMB.format(
        exact=EXACT,
        name=indicator.name,
        above_commune="sum(numerateur) > max(denominateur)" if indicator.factor == 100 else "false",
        value=value,
        denominator="NULL" if indicator.is_count else "denominateur",
        flags=flags,
        lacking=_lacking(indicator),
        order="DESC" if indicator.good is Good.UP else "ASC",
    )
