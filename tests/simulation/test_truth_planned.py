"""Planned dates and their slips are read as the operator of the fictional world announced them."""

import csv
from pathlib import Path

import duckdb
import pytest

from maillage.simulation.formats import catalogue
from maillage.simulation.planned import deliveries
from maillage.simulation.truth_planned import write_truth
from maillage.simulation.world.model import World
from tests.conftest import maillage

pytestmark = pytest.mark.more

NAMES = ("cog_communes", "cog_departements", "cog_epci", "cog_regions", "contours_communes", "ipe_immeubles")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A home and the truth of a region of 30 communes, four deliveries."""
    world, folder = World(30, 4, 6), tmp_path_factory.mktemp("planned")
    home = tmp_path_factory.mktemp("planned_home")
    found = [one for name in NAMES for one in catalogue()[name].write(world, folder)]
    with (folder / "manifest.csv").open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(("source", "period", "path", "date_obtained"))
        writer.writerows((one.source, one.period, one.path.name, one.obtained_on) for one in found)
    write_truth(world, folder)
    done = maillage(home, "up", "--from", str(folder), "--no-serve")
    assert done.returncode == 0, done.stderr
    assert len(deliveries(world)) == 4
    return home, folder


def test_each_delivery_is_read_as_it_was_announced(built: tuple[Path, Path]) -> None:
    home, truth = built
    data = [str(p) for p in (home / "lake" / "immeubles_prevus").rglob("*.parquet") if "problems" not in p.name]
    kept = f"SELECT periode, imb_id, etat, locaux, cablage FROM read_parquet({data}, hive_partitioning = false)"
    told = (
        "SELECT livree_le, imb_id, etat, locaux::BIGINT, nullif(cablage, '') "
        f"FROM read_csv('{truth}/dates_prevues.csv', all_varchar = true)"
    )
    [(lines,)] = duckdb.sql(f"SELECT count(*) FROM ({told})").fetchall()
    assert lines > 10_000
    for one, other in ((kept, told), (told, kept)):
        assert duckdb.sql(f"({one}) EXCEPT ALL ({other})").fetchall() == []


def test_each_building_slips_by_the_months_of_the_truth(built: tuple[Path, Path]) -> None:
    home, truth = built
    place = home / "releases" / "current" / "reserved" / "collectivites" / "immeubles_prevus"
    kept = f"SELECT imb_id, glissement FROM '{place}/immeubles.parquet' WHERE glissement_avant IS NOT NULL"
    told = (
        "SELECT s.imb_id, mois::INTEGER FROM "
        f"read_csv('{truth}/glissements_prevus.csv', types = {{'imb_id': 'VARCHAR'}}) s JOIN "
        f"(SELECT imb_id FROM '{place}/immeubles.parquet' WHERE cablage IS NOT NULL) USING (imb_id)"
    )
    for one, other in ((kept, told), (told, kept)):
        assert duckdb.sql(f"({one}) EXCEPT ALL ({other})").fetchall() == []
    [(late, most)] = duckdb.sql(
        f"SELECT count(*) FILTER (WHERE glissement > 0), max(glissement) FROM ({kept})"
    ).fetchall()
    assert late > 500
    assert 9 <= most <= 18
