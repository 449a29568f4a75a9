"""Premises that buildings hold at least, by hand from the classes of size real files have."""

from contextlib import closing

import pytest

from maillage.derived.avancement_immeubles import compute
from tests.territories.by_hand import fill, little_france

CLASSES = ("individuel", "entre 2 et 11", "entre 12 et 35", "entre 36 et 99", "100 et plus")


def counted(*classes: str | None) -> tuple[int, int, int]:
    """Buildings, premises at least and buildings of unknown size, of one building of each class."""
    place = {"commune": "25001", "operateur": "FRTE", "etat": "cible", "longitude": 6.0, "latitude": 47.0}
    with closing(little_france()) as con:
        told = enumerate(classes)
        fill(
            con,
            "immeubles_ftth",
            *({"imb_id": f"B{i}", "periode": "2026-T2", "categorie": one, **place} for i, one in told),
        )
        (row,) = compute(lambda sql: con.execute(sql).fetchall(), lambda *problem: None)
    return row["immeubles"], row["locaux_au_moins"], row["sans_taille"]


def test_a_building_holds_at_least_the_first_number_of_its_class() -> None:
    assert counted(*CLASSES) == (5, 1 + 2 + 12 + 36 + 100, 0)


@pytest.mark.parametrize(("name", "least"), [("entre 12 et 49", 12), ("entre 50 et 99", 50), ("200 et plus", 200)])
def test_a_class_with_other_bounds_is_read_as_it_is_written(name: str, least: int) -> None:
    assert counted(name) == (1, least, 0)


@pytest.mark.parametrize("name", ["moyen", "plus de 12", "entre douze et 35", None])
def test_a_class_that_cannot_be_read_is_never_one_home(name: str | None) -> None:
    assert counted("individuel", name) == (2, 1, 1)
