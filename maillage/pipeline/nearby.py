"""What stands near a point: buildings and how far fibre has come, what each can subscribe to, mobile sites.

Written beside the published values, cut into cells of 0.005 degree (about 400 m by 550) and sorted by them, so that a
page reads a few blocks whatever the size of the region. What was never loaded gives empty tables.
"""

from collections.abc import Callable
from pathlib import Path

import duckdb

from maillage.kernel.derived import Tally
from maillage.pipeline.checks import check_tallies
from maillage.store.nearby import CELL_SQL, NAME, attached

LAST = "periode = (SELECT max(periode) FROM {table})"
# An identifier of premises means something in its quarter only: those told are of the last one whose offers are known.
WITH_OFFERS = (
    "periode = coalesce((SELECT max(periode) FROM immeubles_fixe SEMI JOIN eligibilite_fixe USING (periode)), "
    "(SELECT max(periode) FROM immeubles_fixe))"
)

BUILDINGS = """
SELECT {cell} AS cellule, commune, operateur, imb_id, etat, categorie, type_immeuble, numero, repetition, voie, pm,
    pm_etat, pm_ouvert_le, completude_le, longitude, latitude, periode, source
FROM immeubles_ftth WHERE {last}
ORDER BY cellule
"""
# The states of the buildings of the last quarter, quarter after quarter: only those that differ from the one before.
STAGES = """
SELECT l.cellule, operateur, imb_id, s.periode, s.etat, s.completude_le, s.source
FROM (
    SELECT operateur, imb_id, periode, etat, completude_le, source FROM immeubles_ftth
    QUALIFY (etat, completude_le) IS DISTINCT FROM
        lag((etat, completude_le)) OVER (PARTITION BY operateur, imb_id ORDER BY periode)
) s JOIN (SELECT {cell} AS cellule, operateur, imb_id FROM immeubles_ftth WHERE {last}) l USING (operateur, imb_id)
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
SELECT {cell} AS cellule, imb_id, termes, o.periode, o.source
FROM (
    SELECT imb_id, list(rang) AS termes, any_value(periode) AS periode, any_value(source) AS source
    FROM (FROM eligibilite_fixe WHERE {last}) e JOIN {terms} t
        ON (t.operateur, t.techno, t.debit_descendant, t.debit_montant) =
            (e.operateur, e.techno, e.debit_descendant, e.debit_montant)
        AND t.limitation_go IS NOT DISTINCT FROM e.limitation_go AND t.saturation IS NOT DISTINCT FROM e.saturation
    GROUP BY imb_id
) o JOIN (FROM immeubles_fixe WHERE {last}) USING (imb_id)
ORDER BY cellule
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
TALLIES = tuple(
    Tally(
        what,
        f"SELECT periode, count(*) FROM {NAME}.{written} GROUP BY periode",
        f"SELECT periode, count(*) FROM {loaded} GROUP BY periode",
    )
    for what, written, loaded in (
        ("immeubles", "buildings", f"immeubles_ftth WHERE {LAST.format(table='immeubles_ftth')}"),
        ("immeubles du réseau fixe", "premises", f"immeubles_fixe WHERE {WITH_OFFERS}"),
    )
)


def write_nearby(
    con: duckdb.DuckDBPyConnection, path: Path, progress: Callable[[str], None] = lambda step: None
) -> None:
    """Write the file of nearby.TABLES, from the tables of `con` at their last period."""
    progress("voisinage des adresses")
    with attached(con, path, writing=True):
        _write_all(con)
        check_tallies(lambda sql: con.execute(sql).fetchall(), "Voisinage des adresses", TALLIES)


def _write_all(con: duckdb.DuckDBPyConnection) -> None:
    cell = CELL_SQL.format(longitude="longitude", latitude="latitude")
    buildings, premises = _last("immeubles_ftth"), WITH_OFFERS
    _write(con, "buildings", BUILDINGS.format(cell=cell, last=buildings))
    (quarters,) = con.execute("SELECT count(DISTINCT periode) FROM immeubles_ftth").fetchone() or (0,)
    if quarters == 1:
        con.execute(FIRST_STAGES)
    else:
        _write(con, "stages", STAGES.format(cell=cell, last=buildings))
    _write(con, "premises", PREMISES.format(cell=cell, last=premises))
    _write(con, "terms", TERMS.format(last=premises))
    _write(con, "offers", OFFERS.format(cell=cell, last=premises, terms=f"{NAME}.terms"))
    _write(con, "sites", SITES.format(cell=cell, last=_last("sites_mobiles")) + " ORDER BY cellule")
    _write(con, "communes", COMMUNES.format(last=_last("fermeture_cuivre")))
    _write(con, "operators", OPERATORS)
    _write(con, "alternatives", ALTERNATIVES.format(last=_last("alternatives")))


def _last(table: str) -> str:
    return LAST.format(table=table)


def _write(con: duckdb.DuckDBPyConnection, name: str, select: str) -> None:
    con.execute(f"CREATE TABLE {NAME}.{name} AS {select}")
