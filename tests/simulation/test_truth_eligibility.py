"""What the platform keeps and publishes of fixed offers is, building by building, what the fictional world holds."""

import csv
from pathlib import Path

import duckdb
import pytest

from maillage.kernel.territory import Level
from maillage.observatory.door import close, current
from maillage.simulation.formats import catalogue
from maillage.simulation.offers import CODES
from maillage.simulation.truth_eligibility import write_truth
from maillage.simulation.world.model import World
from tests.conftest import maillage

pytestmark = pytest.mark.more

NAMES = (
    "arcep_4g_fixe",
    "arcep_mci_eligibilite",
    "arcep_mci_immeubles",
    "arcep_operateurs_fixe",
    "cog_communes",
    "cog_departements",
    "cog_epci",
    "cog_regions",
    "cohesion_numerique",
    "contours_communes",
    "cuivre_communes",
)
WHITE = "taux_locaux_terrestre_8mbits"
RANKS = f"(SELECT unnest({list(CODES)}) AS debit_descendant, unnest(range({len(CODES)})) AS rang)"
Rows = list[dict[str, str]]


@pytest.fixture(scope="module")
def world() -> World:
    """A region with towns that have cable, an EPCI with a radio network, and merged communes."""
    return World(60, 11, 6)


@pytest.fixture(scope="module")
def truth(world: World, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("truth")
    write_truth(world, folder)
    return folder


@pytest.fixture(scope="module")
def home(world: World, tmp_path_factory: pytest.TempPathFactory):
    folder, place = tmp_path_factory.mktemp("files"), tmp_path_factory.mktemp("home")
    written = [one for name in NAMES for one in catalogue()[name].write(world, folder)]
    with (folder / "manifest.csv").open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(("source", "period", "path", "date_obtained"))
        writer.writerows((one.source, one.period, one.path.name, one.obtained_on) for one in written)
    done = maillage(place, "up", "--from", str(folder), "--no-serve")
    assert done.returncode == 0, done.stderr
    assert "refusée" not in done.stderr, done.stderr
    assert "signalée" not in done.stderr, done.stderr
    yield place
    close()


def table(truth: Path, name: str) -> Rows:
    with (truth / name).open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def kept(home: Path, name: str) -> str:
    """The rows of a table of the lake, as SQL."""
    return f"read_parquet('{home}/lake/{name}/*/*/????????????.parquet', hive_partitioning = false)"


def buildings(truth: Path) -> str:
    return f"read_csv('{truth}/eligibilite_immeubles_2026-T2.csv.gz', all_varchar = true)"


def asked(sql: str) -> list[tuple]:
    return duckdb.sql(sql).fetchall()


def test_each_building_is_kept_with_its_premises_best_class_and_technologies(home, truth):
    read = f"""
        WITH offres AS (
            SELECT imb_id, max(rang) AS best, max(rang) FILTER (techno <> 'SAT') AS ground,
                list(DISTINCT techno) FILTER (rang > 0) AS technologies
            FROM {kept(home, "eligibilite_fixe")} JOIN {RANKS} USING (debit_descendant) GROUP BY imb_id
        )
        SELECT imb_id, commune_publiee, locaux::VARCHAR AS locaux, {list(CODES)}[coalesce(best, 0) + 1] AS meilleure,
            {list(CODES)}[coalesce(ground, 0) + 1] AS hors_satellite, list_sort(coalesce(technologies, [])) AS services
        FROM {kept(home, "immeubles_fixe")} LEFT JOIN offres USING (imb_id)
    """
    told = (
        "SELECT imb_id, commune_publiee, locaux, meilleure, meilleure_hors_satellite, "
        "CASE WHEN technologies IS NULL THEN [] ELSE list_sort(string_split(technologies, '+')) END "
        f"FROM {buildings(truth)}"
    )
    [(count, several)] = asked(f"SELECT count(*), count(DISTINCT technologies) FROM {buildings(truth)}")
    assert count > 30_000
    assert several > 20
    for one, other in ((read, told), (told, read)):
        assert asked(f"({one}) EXCEPT ALL ({other})") == []


def test_premises_by_technology_add_up_to_the_truth(home, truth):
    found = asked(
        f"""SELECT commune, techno, sum(locaux)::BIGINT FROM (
            SELECT DISTINCT imb_id, techno FROM {kept(home, "eligibilite_fixe")} WHERE debit_descendant <> 'INEL'
        ) JOIN {kept(home, "immeubles_fixe")} USING (imb_id) GROUP BY ALL"""
    )
    rows = table(truth, "eligibilite.csv")
    assert {(commune, techno): premises for commune, techno, premises in found} == {
        (row["commune"], row["technologie"]): int(row["locaux"]) for row in rows if row["locaux"] != "0"
    }
    served = {row["technologie"] for row in rows if row["locaux"] != "0"}
    assert served == {"FO", "COAX", "CU", "4GF", "THDR", "HDR", "SAT"}


def test_the_inventory_of_white_zones_published_is_the_truth(home, truth):
    published = {
        one.territory.code: (one.denominator - one.numerator, one.denominator)
        for one in current(home).values(WHITE, Level.COMMUNE)
    }
    rows = table(truth, "zones_blanches.csv")
    assert published == {row["commune"]: (int(row["locaux_sous_8"]), int(row["locaux"])) for row in rows}
    assert sum(int(row["locaux_sous_8"]) for row in rows) > 500
    for row in rows:
        assert int(row["immeubles_sous_8"]) <= int(row["locaux_sous_8"]) <= int(row["locaux"])


def test_truth_by_class_is_the_sum_of_its_buildings(world, truth):
    reached = ", ".join(
        f"coalesce(sum(locaux::INTEGER) FILTER (rang >= {rank}), 0)::BIGINT" for rank in range(1, len(CODES))
    )
    every = {
        (commune, networks): tuple(counts)
        for networks, column in (("tous", "meilleure"), ("hors_satellite", "meilleure_hors_satellite"))
        for commune, *counts in asked(
            f"SELECT commune_publiee, sum(locaux::INTEGER)::BIGINT, {reached} FROM {buildings(truth)} "
            f"JOIN {RANKS} ON debit_descendant = {column} GROUP BY commune_publiee"
        )
    }
    classes = ("hd05", "hd3", "bhd8", "thd30", "thd100", "thd1g")
    rows = table(truth, "eligibilite_debits.csv")
    assert every == {
        (row["commune"], row["reseaux"]): (int(row["locaux"]), *(int(row[name]) for name in classes)) for row in rows
    }
    assert {row["commune"] for row in rows} == {world.cog.codes[rank] for rank in set(world.cog.current.tolist())}


def test_the_calendar_of_copper_kept_is_the_truth(home, truth):
    found = asked(f"SELECT commune, statut, fermeture_technique_le FROM {kept(home, 'fermeture_cuivre')}")
    assert {(commune, state, day or "") for commune, state, day in found} == {
        (row["commune"], row["statut"], row["fermeture_technique_le"]) for row in table(truth, "cuivre.csv")
    }


def test_sites_of_4g_fixe_are_found_in_a_commune_and_alternatives_in_every_departement(world, home):
    places = asked(f"SELECT commune IS NOT NULL FROM {kept(home, 'sites_4g_fixe')}")
    assert len(places) == world.communes // 12
    assert all(there for (there,) in places)
    departements = asked(f"SELECT DISTINCT departement FROM {kept(home, 'alternatives')}")
    assert {code for (code,) in departements} == set(world.cog.departements)


def test_every_operator_that_sells_has_a_name(home):
    codes = f"SELECT DISTINCT operateur FROM {kept(home, 'eligibilite_fixe')}"
    assert asked(f"{codes} EXCEPT SELECT code FROM {kept(home, 'operateurs_fixe')}") == []


def test_the_territory_written_by_the_command_holds_this_truth(tmp_path: Path):
    arguments = ("--communes", "20", "--seed", "3", "--quarters", "1")
    done = maillage(tmp_path, "simulate", str(tmp_path / "region"), *arguments)
    assert done.returncode == 0, done.stderr
    told = {path.name for path in (tmp_path / "region" / "truth").iterdir()}
    assert told >= {
        "cuivre.csv",
        "eligibilite.csv",
        "eligibilite_debits.csv",
        "eligibilite_immeubles_2026-T2.csv.gz",
        "zones_blanches.csv",
    }
