"""What is known at a point, on the samples: their buildings, offers and sites are typed in `samples/`."""

from contextlib import closing
from math import cos, hypot, radians
from pathlib import Path

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maillage.kernel.territory import Ref
from maillage.observatory.door import Observatory, current
from maillage.observatory.point.file import PointFile
from maillage.pipeline import nearby
from maillage.pipeline.nearby import write_nearby
from maillage.store.nearby import CELL_SQL, FILE, METRES, NAME, attached, away, in_reach
from tests.territories.by_hand import fill, filled

FAUBOURG = (6.8628, 47.6379)
GARE = (6.0215, 47.2466)


@pytest.fixture(scope="module")
def observatory(release_home: Path) -> Observatory:
    return current(release_home)


def test_the_building_at_a_point_says_its_state_its_operator_and_its_cabinet(observatory: Observatory) -> None:
    [one] = observatory.nearby.fixed.buildings(*FAUBOURG)
    assert (one.operator, one.identifier, one.state) == ("SFR0", "ADR90010A1", "deploye")
    assert (one.exchange_state, str(one.exchange_opened_on)) == ("deploye", "2016-06-30")
    assert one.distance == pytest.approx(0, abs=0.1)
    assert [(stage.period.code, stage.state) for stage in one.history] == [("2026-T2", "deploye")]


def test_a_building_further_than_50_metres_is_not_taken_for_that_of_the_point(observatory: Observatory) -> None:
    east = 55 / (METRES * cos(radians(FAUBOURG[1])))
    assert observatory.nearby.fixed.buildings(FAUBOURG[0] + east, FAUBOURG[1]) == []
    assert observatory.nearby.fixed.buildings(FAUBOURG[0] + 0.8 * east, FAUBOURG[1]) != []


def test_premises_that_bear_the_key_of_the_address_are_preferred_to_the_nearest(observatory: Observatory) -> None:
    # 12 and 12 bis rue de la Gare are 13 m apart.
    [nearest] = observatory.nearby.fixed.premises(*GARE)
    [keyed] = observatory.nearby.fixed.premises(*GARE, "25056_1001_00012_bis")
    assert (nearest.identifier, nearest.keyed, nearest.count) == ("30000001", False, 24)
    assert (keyed.identifier, keyed.keyed, keyed.count) == ("30000002", True, 6)


def test_offers_are_those_of_the_file(observatory: Observatory) -> None:
    [one] = observatory.nearby.fixed.premises(*GARE)
    told = {(offer.operator, offer.technology, offer.down, offer.up) for offer in one.offers}
    assert ("FRTE", "FO", "THD1G", "THD1G") in told
    assert ("NORN", "SAT", "THD100", "BHD8") in told


def test_the_nearest_site_of_each_operator_is_told_once(observatory: Observatory) -> None:
    found = observatory.nearby.mobile.sites(*FAUBOURG)
    assert sorted(one.operator for one in found) == ["Bouygues Telecom", "Free Mobile", "Orange", "SFR"]
    assert [one.distance for one in found] == sorted(one.distance for one in found)


def test_the_commune_says_its_zone_who_is_committed_and_when_copper_ends(observatory: Observatory) -> None:
    ground = observatory.nearby.ground.of(Ref.parse("commune:25056"))
    assert ground is not None
    assert (ground.zone, ground.committed, ground.copper) == ("zipri", "Orange", "prevue")
    assert str(ground.copper_ends_on) == "2028-01-31"


def test_a_point_out_of_the_region_is_in_no_commune(observatory: Observatory) -> None:
    assert observatory.commune_at(2.35, 48.85) is None
    assert observatory.commune_at(*FAUBOURG) == Ref.parse("commune:90010")


COORDINATES = st.tuples(st.floats(-0.02, 0.02), st.floats(-0.02, 0.02))


@settings(deadline=None)
@given(st.lists(COORDINATES, min_size=1, max_size=40), COORDINATES, st.floats(1, 2000), st.floats(-60, 60))
def test_no_row_within_reach_is_forgotten_nor_one_beyond_it_told(
    tmp_path_factory: pytest.TempPathFactory,
    points: list[tuple[float, float]],
    here: tuple[float, float],
    metres: float,
    latitude: float,
) -> None:
    path = tmp_path_factory.mktemp("points") / FILE
    cell = CELL_SQL.format(longitude="longitude", latitude="latitude")
    listed = ", ".join(f"({rank}, {x!r}::DOUBLE, {y + latitude!r}::DOUBLE)" for rank, (x, y) in enumerate(points))
    con = duckdb.connect()
    with attached(con, path, writing=True):
        con.execute(
            f"CREATE TABLE {NAME}.sites AS SELECT {cell} AS cellule, * "
            f"FROM (VALUES {listed}) t(rang, longitude, latitude) ORDER BY cellule"
        )
    with attached(con, path):
        told = con.execute(
            f"SELECT rang, longitude, latitude FROM {NAME}.sites WHERE {in_reach(here[0], here[1] + latitude, metres)}"
        ).fetchall()
    con.close()
    squeeze = cos(radians(here[1] + latitude))
    far = [hypot((x - here[0]) * METRES * squeeze, (y - here[1]) * METRES) for x, y in points]
    # A thousandth of a metre is the precision of the degrees written in the request.
    sure = {rank for rank, distance in enumerate(far) if distance < metres - 0.05}
    possible = {rank for rank, distance in enumerate(far) if distance < metres + 0.05}
    kept = {rank for rank, x, y in told if away(here[0], here[1] + latitude, x, y) <= metres}
    assert sure <= kept <= possible


def test_offers_are_those_of_the_very_quarter_of_the_premises_whatever_was_loaded_since(tmp_path: Path) -> None:
    # The identifier 1 is given anew each quarter: in T2 it is another house, whose offers are not loaded yet.
    def home(quarter: str, street: str) -> dict[str, object]:
        place = {"commune": "25001", "longitude": 6.05, "latitude": 47.05, "locaux": 1}
        return {"imb_id": "1", "periode": quarter, "voie": street, **place}

    # Two databases are written: no transaction takes both, and this one is written for good.
    with closing(filled.__wrapped__()) as con:
        con.execute("CREATE TABLE appartenance (commune VARCHAR, niveau VARCHAR, code VARCHAR)")
        fill(con, "immeubles_fixe", home("2026-T1", "RUE HAUTE"), home("2026-T2", "RUE BASSE"))
        offer = {"operateur": "FRTE", "techno": "FO", "debit_descendant": "THD1G", "debit_montant": "THD1G"}
        fill(con, "eligibilite_fixe", {"imb_id": "1", "periode": "2026-T1", **offer})
        write_nearby(con, tmp_path / FILE)
        with attached(con, tmp_path / FILE):
            [told] = con.execute(
                f"SELECT p.periode, p.voie, o.periode FROM {NAME}.premises p JOIN {NAME}.offers o USING (imb_id)"
            ).fetchall()
    assert told == ("2026-T1", "RUE HAUTE", "2026-T1")


@pytest.mark.parametrize("at_once", [1, 2, 2_000_000])
def test_each_building_has_its_offers_once_however_many_are_written_at_a_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    monkeypatch.setattr(nearby, "PREMISES_AT_ONCE", at_once)
    places: dict[str, tuple[float | None, float | None]] = {
        "north": (6.05, 47.35), "south": (6.05, 47.05), "beside": (6.05, 47.05), "nowhere": (None, None),
    }  # fmt: skip
    with closing(filled.__wrapped__()) as con:
        con.execute("CREATE TABLE appartenance (commune VARCHAR, niveau VARCHAR, code VARCHAR)")
        for name, (east, north) in places.items():
            fill(con, "immeubles_fixe", {"imb_id": name, "periode": "2026-T1", "longitude": east, "latitude": north})
            for techno in ("FO", "CU"):
                offer = {"operateur": "FRTE", "techno": techno, "debit_descendant": "THD1G", "debit_montant": "THD1G"}
                fill(con, "eligibilite_fixe", {"imb_id": name, "periode": "2026-T1", **offer})
        fill(con, "eligibilite_fixe", {"imb_id": "unknown", "periode": "2026-T1", **offer})
        write_nearby(con, tmp_path / FILE)
        with attached(con, tmp_path / FILE):
            written = con.execute(f"SELECT imb_id, len(termes), cellule FROM {NAME}.offers").fetchall()
    assert sorted(name for name, _, _ in written) == ["beside", "north", "nowhere", "south"]
    assert {count for _, count, _ in written} == {2}
    cells = [cell for _, _, cell in written if cell is not None]
    assert cells == sorted(cells)


def test_the_stages_of_a_building_are_told_once_each_though_it_left_the_list_for_a_quarter(tmp_path: Path) -> None:
    def seen(name: str, quarter: str, state: str, day: str | None = None) -> dict[str, object]:
        place = {"commune": "25001", "longitude": 6.05, "latitude": 47.05, "operateur": "FRTE"}
        return {"imb_id": name, "periode": quarter, "etat": state, "completude_le": day, **place}

    rows = (
        # Away in T2, and back as it was; then its date is told, then it is connected.
        *(seen("A", "2025-T1", "cible"), seen("A", "2025-T3", "cible"), seen("A", "2025-T4", "cible", "2026-03-31")),
        seen("A", "2026-T1", "deploye", "2026-03-31"),
        # New in T4, and never changed since.
        *(seen("B", "2025-T4", "signe"), seen("B", "2026-T1", "signe")),
        # Gone before the last quarter: nothing is told of it.
        *(seen("C", "2025-T1", "cible"), seen("C", "2025-T2", "signe")),
    )
    with closing(filled.__wrapped__()) as con:
        con.execute("CREATE TABLE appartenance (commune VARCHAR, niveau VARCHAR, code VARCHAR)")
        fill(con, "immeubles_ftth", *rows)
        write_nearby(con, tmp_path / FILE)
        with attached(con, tmp_path / FILE):
            stages = con.execute(f"SELECT imb_id, periode, etat FROM {NAME}.stages ORDER BY ALL").fetchall()
    assert stages == [
        ("A", "2025-T1", "cible"), ("A", "2025-T4", "cible"), ("A", "2026-T1", "deploye"), ("B", "2025-T4", "signe"),
    ]  # fmt: skip


def test_offers_of_a_release_made_before_they_were_kept_by_terms_are_not_told_as_none(tmp_path: Path) -> None:
    with closing(duckdb.connect()) as con:
        with attached(con, tmp_path / FILE, writing=True):
            con.execute(f"CREATE TABLE {NAME}.premises AS SELECT 1 AS cellule, '1' AS imb_id")
            con.execute(f"CREATE TABLE {NAME}.offers AS SELECT 1 AS cellule, '1' AS imb_id, 'FRTE' AS operateur")
        with attached(con, tmp_path / FILE):
            file = PointFile(True, lambda sql: con.execute(sql).fetchall(), {})
            assert file.loaded == {"premises"}
