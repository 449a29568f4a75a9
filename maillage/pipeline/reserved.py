"""What reserved sources bring to a release: files apart, by level, and nothing in those that everybody reads.

No public table, indicator, tile, index or list of problems is made from them: the connection that makes these does not
know their tables. Refused rows are told like any other, by file, line, column and reason, without what was read.
"""

import os
import shutil
from collections.abc import Sequence
from pathlib import Path

import duckdb

from maillage import sources, tables
from maillage.kernel.table import Table
from maillage.store.duck import quoted, scratch
from maillage.store.home import Home
from maillage.store.lake import open_tables
from maillage.store.nearby import CELL_SQL
from maillage.store.receipt import Receipt
from maillage.store.reserved import BUILDINGS, COMMUNES, FOLDER, folder

PLANNED = "immeubles_prevus"
GROUP = 8192
"""Rows of a Parquet group: what a page reads at least."""
# What a reserved problem says: nothing of the row, not even its commune, whoever wrote the reason.
WITHHELD = """
file, line, "column", '' AS value, CASE
    WHEN effect NOT IN ('refusée', 'signalée') THEN 'corrigée par l’opérateur de ce site (détail réservé)'
    WHEN "column" IN ('longitude', 'latitude') AND effect = 'signalée' AND line > 0
        THEN 'la position et le code ne désignent pas la même commune'
    WHEN "column" = 'commune' THEN 'commune inconnue du code officiel géographique, ou partagée depuis'
    ELSE reason END AS reason, effect, '' AS commune
"""
# A period ends in a month, counted from the year 0, so that two of them are whole months apart.
END = (
    "CASE WHEN length(cablage) = 4 THEN cablage::INTEGER * 12 + 12 "
    "WHEN substr(cablage, 6, 1) = 'T' THEN left(cablage, 4)::INTEGER * 12 + 3 * right(cablage, 1)::INTEGER "
    "ELSE left(cablage, 4)::INTEGER * 12 + substr(cablage, 6, 2)::INTEGER END"
)
QUARTER = (
    "CASE WHEN length(cablage) < 10 THEN cablage "
    "ELSE left(cablage, 4) || '-T' || (substr(cablage, 6, 2)::INTEGER + 2) // 3 END"
)
LAST = f"""
WITH followed AS (
    SELECT *, {END} AS mois, lag((etat, cablage)) OVER suite AS avant FROM {PLANNED}
    WINDOW suite AS (PARTITION BY operateur, imb_id ORDER BY periode)
), slipping AS (
    SELECT *, lag(mois IGNORE NULLS) OVER suite AS mois_avant, first_value(mois IGNORE NULLS) OVER suite AS premier
    FROM followed WINDOW suite AS (PARTITION BY operateur, imb_id ORDER BY periode)
), told AS (
    SELECT operateur, imb_id, list({{'periode': periode, 'etat': etat, 'cablage': cablage}} ORDER BY periode)
        FILTER (WHERE avant IS NULL OR avant IS DISTINCT FROM (etat, cablage)) AS histoire
    FROM followed GROUP BY ALL
), lasts AS (SELECT operateur, perimetre, max(periode) AS periode FROM {PLANNED} GROUP BY ALL)
SELECT {CELL_SQL.format(longitude="longitude", latitude="latitude")} AS cellule, commune, operateur, imb_id, etat,
    locaux, cablage, pm, pm_etat, pm_mes_le, numero, repetition, voie, longitude, latitude, periode, source,
    mois - premier AS glissement, mois - mois_avant AS glissement_avant, histoire
FROM slipping JOIN lasts USING (operateur, perimetre, periode) JOIN told USING (operateur, imb_id)
ORDER BY cellule, operateur, imb_id
"""
SUMMED = f"""
SELECT commune, operateur, etat, coalesce({QUARTER}, '') AS trimestre, count(*) AS immeubles,
    sum(locaux)::BIGINT AS locaux, count(*) FILTER (WHERE locaux IS NULL) AS sans_nombre,
    count(*) FILTER (WHERE glissement_avant > 0) AS repousses, count(*) FILTER (WHERE glissement_avant < 0) AS avances,
    count(glissement_avant) AS suivis,
    coalesce(sum(glissement) FILTER (WHERE glissement_avant IS NOT NULL), 0)::BIGINT AS mois, max(periode) AS livree_le
FROM dernier GROUP BY ALL ORDER BY commune, operateur, etat, trimestre
"""


def public_tables() -> list[Table]:
    """The tables that everybody may read, and that indicators and derived tables are made from."""
    return [table for name, table in tables.catalogue().items() if name not in sources.reserved()]


def problem_columns(receipt: Receipt) -> str:
    """What a release tells of the problems of a delivery, as SQL: all of them, less what they hold when reserved."""
    return WITHHELD if receipt.table in sources.reserved() else "*"


def link(path: Path, target: Path) -> None:
    """The same file under another name; a copy where the disk cannot do it."""
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(path, target)
    except OSError:
        shutil.copyfile(path, target)


def write_reserved(home: Home, place: Path, receipts: Sequence[Receipt]) -> None:
    """Write the reserved part of a release in `place`, readable by its owner only; nothing when none was loaded."""
    levels = sources.reserved()
    mine = [receipt for receipt in receipts if receipt.table in levels]
    if not mine:
        return
    (place / FOLDER).mkdir(mode=0o700)
    for receipt in mine:
        kept = folder(place, receipt.table, levels[receipt.table]) / "tables"
        for name in (receipt.data, receipt.problems):
            link(home.root / name, kept / Path(name).relative_to(Path("lake") / receipt.table))
    if any(receipt.table == PLANNED for receipt in mine):
        with scratch() as con:
            open_tables(con, home, [tables.catalogue()[PLANNED]], mine)
            _write_planned(con, folder(place, PLANNED, levels[PLANNED]))


def _write_planned(con: duckdb.DuckDBPyConnection, place: Path) -> None:
    """Each building as its last delivery tells it, with what was told before; then the same by commune and quarter."""
    con.execute(f"CREATE OR REPLACE TEMP TABLE dernier AS {LAST}")
    for name, select in ((BUILDINGS, "FROM dernier"), (COMMUNES, SUMMED)):
        con.execute(
            f"COPY ({select}) TO {quoted(place / name)} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {GROUP})"
        )
