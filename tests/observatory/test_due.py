"""What was due between two deliveries, and what became of it."""

from pathlib import Path
from typing import Any

import duckdb
import pytest

from maillage.kernel.period import Period
from maillage.kernel.territory import Level
from maillage.observatory import door
from maillage.observatory.due import Between, Due, DueBuildings

FIRST, LAST = Period.parse("2026-T1"), Period.parse("2026-T2")
# Operator, building, state and date in March, then in June; None: not in the list.
BUILDINGS = (
    ("arrivé, en retard depuis longtemps", "cible", "2024-12-31", "deploye", "2024-12-31"),
    ("arrivé sur demande", "en cours de deploiement", "2026-05-01", "raccordable demande", "2026-05-01"),
    ("repoussé", "signe", "2026-06-30", "signe", "2026-12-31"),
    ("manqué, pas commencé", "cible", "2026-03-31", "cible", "2026-03-31"),
    ("manqué, en travaux", "cible", "2026-04-01", "en cours de deploiement", "2026-04-01"),
    ("manqué, date retirée", "cible", "2026-02-01", "cible", None),
    ("abandonné", "cible", "2026-01-01", "abandonne", "2026-01-01"),
    ("disparu", "cible", "2026-01-01", None, None),
    ("pas encore dû", "cible", "2026-07-01", "cible", "2026-07-01"),
    ("déjà là", "deploye", "2025-01-01", "deploye", "2025-01-01"),
    ("sans date", "cible", None, "cible", None),
    ("abandonné avant", "abandonne", "2025-01-01", "abandonne", "2025-01-01"),
    ("nouveau, déjà en retard", None, None, "cible", "2026-06-01"),
)


@pytest.fixture
def due(tmp_path: Path) -> DueBuildings:
    con = duckdb.connect()
    con.execute(
        "CREATE TABLE t (periode VARCHAR, commune VARCHAR, operateur VARCHAR, imb_id VARCHAR, pm VARCHAR, "
        "etat VARCHAR, completude_le VARCHAR)"
    )
    for name, before, day_before, now, day_now in BUILDINGS:
        for period, state, day in ((FIRST, before, day_before), (LAST, now, day_now)):
            if state:
                con.execute("INSERT INTO t VALUES (?, '01001', 'OPA', ?, 'PM1', ?, ?)", [period.code, name, state, day])
    # The same identifier at another operator, in another commune, is another building.
    con.execute("INSERT INTO t VALUES ('2026-T1', '01002', 'OPB', 'repoussé', 'PM2', 'cible', '2026-06-01')")
    con.execute("INSERT INTO t VALUES ('2026-T2', '01002', 'OPB', 'repoussé', 'PM2', 'cible', '2026-06-01')")
    file = tmp_path / "immeubles.parquet"
    con.execute(f"COPY t TO '{file}' (FORMAT parquet)")

    def rows(sql: str, parameters: Any = ()) -> list[tuple[Any, ...]]:
        return con.execute(sql, parameters).fetchall()

    return DueBuildings(rows, [file])


def asked(*communes: str, operator: str = "") -> Between:
    return Between(FIRST, LAST, frozenset(communes), operator)


def test_each_building_due_is_arrived_put_off_given_up_gone_or_missed(due: DueBuildings) -> None:
    counted = due.by_commune(asked("01001", "01002"))
    # By hand: eight due, five late in March already (the day of the end is late); three missed, two of them not begun,
    # two of them among those five.
    missed = {"missed": 3, "not_begun": 2, "again": 2}
    assert counted["01001"] == Due(due=8, late=5, arrived=2, put_off=1, given_up=1, gone=1, **missed)
    assert counted["01002"] == Due(due=1, late=0, missed=1, not_begun=1)


def test_only_the_operator_and_the_communes_asked_are_counted(due: DueBuildings) -> None:
    assert set(due.by_commune(asked("01001", "01002", operator="OPB"))) == {"01002"}
    assert set(due.by_commune(asked("01002"))) == {"01002"}
    assert due.by_commune(asked()) == {}


def test_a_sector_whose_date_changed_is_said_with_both_dates_and_who_waits(due: DueBuildings) -> None:
    (sector,) = due.moved(asked("01001", "01002"))
    assert (sector.commune, sector.exchange, str(sector.before), str(sector.now)) == (
        "01001",
        "PM1",
        "2026-06-30",
        "2026-12-31",
    )
    assert (sector.buildings, sector.waiting) == (1, 1)


def test_what_became_of_what_was_due_adds_up_on_the_demonstration(demo_home: Path) -> None:
    source = door.current(demo_home)
    every = frozenset(commune.ref.code for commune in source.territories(Level.COMMUNE))
    first, last = source.rollout.periods()[-2:]
    counted = source.due.by_commune(Between(first, last, every))
    assert counted
    for due in counted.values():
        assert due.due == due.arrived + due.put_off + due.given_up + due.gone + due.missed
        assert due.not_begun <= due.missed
        assert due.late <= due.due


def test_nothing_is_due_where_no_list_is_loaded() -> None:
    assert DueBuildings(lambda *_: [], []).by_commune(asked("01001")) == {}
    assert DueBuildings(lambda *_: [], []).moved(asked("01001")) == []
