"""What stands near a point: buildings and how far fibre has come, what each can subscribe to, mobile sites.

Written beside the published values, cut into cells of 0.005 degree (about 400 m by 550) and sorted by them, so that a
page reads one small group of rows whatever the size of the region. Tables that were never loaded give empty files.
"""

from collections.abc import Callable
from pathlib import Path

import duckdb

from maillage.store.duck import quoted
from maillage.store.nearby import CELL_SQL, FILES

GROUP = 2048
"""Rows of a Parquet group: what a page reads at least."""
LAST = "periode = (SELECT max(periode) FROM {table})"

# The states of a building, quarter after quarter: only those that differ from the one before.
HISTORY = """
SELECT operateur, imb_id, list({{'periode': periode, 'etat': etat, 'completude_le': completude_le}} ORDER BY periode)
    AS histoire
FROM (
    SELECT operateur, imb_id, periode, etat, completude_le,
        lag((etat, completude_le)) OVER (PARTITION BY operateur, imb_id ORDER BY periode) AS avant
    FROM immeubles_ftth WHERE commune LIKE {departement}
) WHERE avant IS NULL OR avant IS DISTINCT FROM (etat, completude_le)
GROUP BY operateur, imb_id
"""
BUILDINGS = """
SELECT {cell} AS cellule, b.commune, b.operateur, b.imb_id, b.etat, b.categorie, b.type_immeuble, b.numero,
    b.repetition, b.voie, b.pm, b.pm_etat, b.pm_ouvert_le, b.completude_le, b.longitude, b.latitude, b.periode,
    b.source, h.histoire
FROM immeubles_ftth b JOIN ({history}) h USING (operateur, imb_id)
WHERE {last} AND b.commune LIKE {departement}
"""
PREMISES = """
SELECT {cell} AS cellule, i.imb_id, i.imb_code, i.commune, i.locaux, i.type_immeuble, i.adresse_cle, i.numero,
    i.repetition, i.voie, i.lieu_dit, i.longitude, i.latitude, i.periode, i.source, e.offres
FROM immeubles_fixe i LEFT JOIN (
    SELECT imb_id, list({{'operateur': operateur, 'techno': techno, 'descendant': debit_descendant,
        'montant': debit_montant, 'limitation': limitation_go, 'saturation': saturation}}
        ORDER BY techno, operateur) AS offres
    FROM eligibilite_fixe WHERE {last_offers}
        AND imb_id IN (SELECT imb_id FROM immeubles_fixe WHERE {last} AND commune LIKE {departement})
    GROUP BY imb_id
) e USING (imb_id)
WHERE {last} AND i.commune LIKE {departement}
"""
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


def write_nearby(
    con: duckdb.DuckDBPyConnection, folder: Path, progress: Callable[[str], None] = lambda step: None
) -> None:
    """Write FILES in `folder`, from the tables of `con` at their last period."""
    folder.mkdir(parents=True, exist_ok=True)
    progress("voisinage des adresses")
    _gather(con, folder, "buildings", "immeubles_ftth", _buildings)
    _gather(con, folder, "premises", "immeubles_fixe", _premises)
    cell = CELL_SQL.format(longitude="longitude", latitude="latitude")
    _write(con, folder, "sites", SITES.format(cell=cell, last=_last("sites_mobiles")) + " ORDER BY cellule")
    _write(con, folder, "communes", COMMUNES.format(last=_last("fermeture_cuivre")))
    _write(con, folder, "operators", OPERATORS)
    _write(con, folder, "alternatives", ALTERNATIVES.format(last=_last("alternatives")))


def _last(table: str) -> str:
    return LAST.format(table=table)


def _buildings(departement: str) -> str:
    cell = CELL_SQL.format(longitude="b.longitude", latitude="b.latitude")
    history = HISTORY.format(departement=departement)
    return BUILDINGS.format(cell=cell, history=history, last=_last("immeubles_ftth"), departement=departement)


def _premises(departement: str) -> str:
    cell = CELL_SQL.format(longitude="i.longitude", latitude="i.latitude")
    return PREMISES.format(
        cell=cell,
        last_offers=_last("eligibilite_fixe"),
        last=_last("immeubles_fixe"),
        departement=departement,
    )


def _gather(
    con: duckdb.DuckDBPyConnection, folder: Path, name: str, table: str, select: Callable[[str], str]
) -> None:
    """One département after the other: the lists of a whole region would not fit in memory at once."""
    found = con.execute(f"SELECT DISTINCT left(commune, 2) FROM {table} ORDER BY 1").fetchall()
    con.execute(f"CREATE OR REPLACE TEMP TABLE voisinage AS {select(quoted('rien%'))}")
    for (departement,) in found:
        con.execute(f"INSERT INTO voisinage {select(quoted(f'{departement}%'))}")
    _write(con, folder, name, "FROM voisinage ORDER BY cellule")
    con.execute("DROP TABLE voisinage")


def _write(con: duckdb.DuckDBPyConnection, folder: Path, name: str, select: str) -> None:
    con.execute(
        f"COPY ({select}) TO {quoted(folder / FILES[name])} "
        f"(FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {GROUP})"
    )
