"""What stands near a point: buildings and how far fibre has come, what each can subscribe to, mobile sites.

Written beside the published values, cut into cells of 0.005 degree (about 400 m by 550) and sorted by them, so that a
page reads a few blocks whatever the size of the region. What was never loaded gives empty tables.
"""

from collections.abc import Callable, Mapping
from itertools import pairwise
from pathlib import Path

import duckdb

from maillage.kernel.derived import Tally
from maillage.pipeline.checks import check_tallies
from maillage.store.duck import quoted
from maillage.store.nearby import CELL_SQL, NAME, attached

BUILDINGS = """
SELECT {cell} AS cellule, commune, operateur, imb_id, etat, categorie, type_immeuble, numero, repetition, voie, pm,
    pm_etat, pm_ouvert_le, completude_le, longitude, latitude, periode, source
FROM immeubles_ftth WHERE {last}
ORDER BY cellule
"""
# What a building became: the rows of a quarter that are not, key and state, those of the quarter before. Two quarters
# at a time, as the history of a region would not fit in memory.
PASSED = """
INSERT INTO passages
SELECT operateur, imb_id, periode, etat, completude_le, source FROM immeubles_ftth s
WHERE periode = {quarter} AND NOT EXISTS (
    FROM immeubles_ftth b WHERE b.periode = {before} AND b.operateur = s.operateur AND b.imb_id = s.imb_id
        AND b.etat IS NOT DISTINCT FROM s.etat AND b.completude_le IS NOT DISTINCT FROM s.completude_le
)
"""
# The states of the buildings of the last quarter, quarter after quarter: only those that differ from the one before,
# be there quarters without the building between the two.
STAGES = """
SELECT l.cellule, operateur, imb_id, s.periode, s.etat, s.completude_le, s.source
FROM (
    FROM passages QUALIFY (etat, completude_le) IS DISTINCT FROM
        lag((etat, completude_le)) OVER (PARTITION BY operateur, imb_id ORDER BY periode)
) s JOIN (SELECT cellule, operateur, imb_id FROM {nearby}.buildings) l USING (operateur, imb_id)
ORDER BY cellule
"""
# Where one quarter is loaded, each building is at its first stage: nothing more is written.
FIRST_STAGES = f"""
CREATE VIEW {NAME}.stages AS
SELECT cellule, operateur, imb_id, periode, etat, completude_le, source FROM {NAME}.buildings
"""
PREMISES = """
SELECT {cell} AS cellule, imb_id, imb_code, commune, locaux, type_immeuble, adresse_cle, numero, repetition, voie,
    lieu_dit, longitude, latitude, periode, source
FROM immeubles_fixe WHERE {last}
ORDER BY cellule
"""
# Millions of offers are sold on the same few terms: a building bears the ranks of its own.
TERMS = """
SELECT row_number() OVER (ORDER BY techno, operateur, debit_descendant, debit_montant, limitation_go, saturation)
    ::INTEGER AS rang, *
FROM (
    SELECT DISTINCT operateur, techno, debit_descendant, debit_montant, limitation_go, saturation
    FROM eligibilite_fixe WHERE {last}
)
"""
OFFERS = """
SELECT cellule, imb_id, termes, o.periode, o.source
FROM (
    SELECT imb_id, list(rang) AS termes, any_value(periode) AS periode, any_value(source) AS source
    FROM (FROM eligibilite_fixe WHERE {last} AND imb_id IN (
        SELECT imb_id FROM {premises} WHERE {cell} BETWEEN {first} AND {end})
    ) e JOIN {terms} t
        ON (t.operateur, t.techno, t.debit_descendant, t.debit_montant) =
            (e.operateur, e.techno, e.debit_descendant, e.debit_montant)
        AND t.limitation_go IS NOT DISTINCT FROM e.limitation_go AND t.saturation IS NOT DISTINCT FROM e.saturation
    GROUP BY imb_id
) o JOIN {premises} USING (imb_id)
ORDER BY cellule
"""
LOWEST, NOWHERE = -(1 << 60), 1 << 60
"""Under any cell, and over: what stands for that of a building without a position."""
PREMISES_AT_ONCE = 2_000_000
"""Whose lists of offers are made together: DuckDB holds these lists in memory until the last one is whole."""
SITES = """
SELECT {cell} AS cellule, operateur, numero, longitude, latitude, g4, g5, periode, source
FROM sites_mobiles WHERE {last}
"""
COMMUNES = """
SELECT c.code AS commune, d.zone, d.engagement_l33_13, d.operateur_amel, d.operateurs, d.periode, d.source,
    f.statut, f.fermeture_technique_le, f.message, f.periode AS cuivre_periode, f.source AS cuivre_source
FROM (SELECT DISTINCT commune AS code FROM appartenance) c
LEFT JOIN (
    SELECT commune, max_by(zone, periode) AS zone, max_by(engagement_l33_13, periode) AS engagement_l33_13,
        max_by(operateur_amel, periode) AS operateur_amel, max_by(operateurs, periode) AS operateurs,
        max(periode) AS periode, max_by(source, periode) AS source
    FROM deploiement_ftth WHERE zone IS NOT NULL GROUP BY commune
) d ON d.commune = c.code
LEFT JOIN (
    SELECT * FROM fermeture_cuivre WHERE {last}
    QUALIFY 1 = row_number() OVER (
        PARTITION BY commune ORDER BY commune_publiee = commune DESC, fermeture_technique_le)
) f
    ON f.commune = c.code
ORDER BY c.code
"""
OPERATORS = "SELECT code, max_by(trim(nom), periode) AS nom FROM operateurs_fixe GROUP BY code ORDER BY code"
ALTERNATIVES = """
SELECT departement, rang, operateur, technologie, site, aide_majoree, periode, source
FROM alternatives WHERE {last} ORDER BY departement, rang
"""
COUNTED = (("immeubles", "buildings", "immeubles_ftth"), ("immeubles du réseau fixe", "premises", "immeubles_fixe"))
"""What must be as many in the file as in the tables: in words, in the file, in the tables."""


def write_nearby(
    con: duckdb.DuckDBPyConnection, path: Path, progress: Callable[[str], None] = lambda step: None
) -> None:
    """Write the file of nearby.TABLES, from the tables of `con` at their last period."""
    progress("voisinage des adresses")
    with attached(con, path, writing=True):
        at = {
            table: _last(con, table)
            for table in ("immeubles_ftth", "sites_mobiles", "fermeture_cuivre", "alternatives")
        }
        at["immeubles_fixe"] = _last_with_offers(con)
        _write_all(con, at)
        tallies = [
            Tally(
                what,
                f"SELECT periode, count(*) FROM {NAME}.{written} GROUP BY periode",
                f"SELECT periode, count(*) FROM {loaded} WHERE {at[loaded]} GROUP BY periode",
            )
            for what, written, loaded in COUNTED
        ]
        check_tallies(lambda sql: con.execute(sql).fetchall(), "Voisinage des adresses", tallies)


def _write_all(con: duckdb.DuckDBPyConnection, at: Mapping[str, str]) -> None:
    """Write each table, `at` the period that is told of each one loaded."""
    cell = CELL_SQL.format(longitude="longitude", latitude="latitude")
    buildings, premises = at["immeubles_ftth"], at["immeubles_fixe"]
    _write(con, "buildings", BUILDINGS.format(cell=cell, last=buildings))
    _write_stages(con)
    _write(con, "premises", PREMISES.format(cell=cell, last=premises))
    _write(con, "terms", TERMS.format(last=premises))
    _write_offers(con, premises)
    _write(con, "sites", SITES.format(cell=cell, last=at["sites_mobiles"]) + " ORDER BY cellule")
    _write(con, "communes", COMMUNES.format(last=at["fermeture_cuivre"]))
    _write(con, "operators", OPERATORS)
    _write(con, "alternatives", ALTERNATIVES.format(last=at["alternatives"]))


def _write_stages(con: duckdb.DuckDBPyConnection) -> None:
    periods = "SELECT DISTINCT periode FROM immeubles_ftth ORDER BY periode"
    quarters = [code for (code,) in con.execute(periods).fetchall()]
    if len(quarters) == 1:
        con.execute(FIRST_STAGES)
        return
    con.execute(
        "CREATE OR REPLACE TEMP TABLE passages AS SELECT operateur, imb_id, periode, etat, completude_le, source "
        "FROM immeubles_ftth LIMIT 0"
    )
    for before, quarter in pairwise(["", *quarters]):
        con.execute(PASSED.format(before=quoted(before), quarter=quoted(quarter)))
    _write(con, "stages", STAGES.format(nearby=NAME))
    con.execute("DROP TABLE passages")


def _write_offers(con: duckdb.DuckDBPyConnection, last: str) -> None:
    """Write the offers of so many buildings at a time, from the first cells to the last, which sorts them all."""
    cell = f"coalesce(cellule, {NOWHERE})"
    named = {"last": last, "cell": cell, "terms": f"{NAME}.terms", "premises": f"{NAME}.premises"}
    _write(con, "offers", OFFERS.format(first=0, end=-1, **named))
    ends = con.execute(
        f"SELECT max(cell) FROM (SELECT {cell} AS cell, row_number() OVER (ORDER BY {cell}) AS rang "
        f"FROM {NAME}.premises) GROUP BY (rang - 1) // {PREMISES_AT_ONCE} ORDER BY 1"
    )
    cells = sorted({end for (end,) in ends.fetchall()})
    for before, end in pairwise([LOWEST, *cells]):
        con.execute(f"INSERT INTO {NAME}.offers {OFFERS.format(first=before + 1, end=end, **named)}")


def _last(con: duckdb.DuckDBPyConnection, table: str) -> str:
    """What stands after WHERE: the last period of a table. Said as a value, which DuckDB looks for in a file's foot."""
    return _at(con, f"SELECT max(periode) FROM {table}")


def _last_with_offers(con: duckdb.DuckDBPyConnection) -> str:
    """The same for buildings of the fixed network: an identifier means something in its quarter only, so those told are
    of the last one whose offers are known."""
    # Asked apart: as a part of the question, each of the offers would be held in memory.
    known = con.execute("SELECT DISTINCT periode FROM eligibilite_fixe").fetchall()
    listed = ", ".join(quoted(code) for (code,) in known) or "NULL"
    both = f"SELECT max(periode) FROM immeubles_fixe WHERE periode IN ({listed})"
    return _at(con, f"SELECT coalesce(({both}), (SELECT max(periode) FROM immeubles_fixe))")


def _at(con: duckdb.DuckDBPyConnection, select: str) -> str:
    (period,) = con.execute(select).fetchone() or (None,)
    return f"periode = {quoted(period)}" if period else "false"


def _write(con: duckdb.DuckDBPyConnection, name: str, select: str) -> None:
    con.execute(f"CREATE TABLE {NAME}.{name} AS {select}")
