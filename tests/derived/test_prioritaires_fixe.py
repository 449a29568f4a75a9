"""The state of fibre told for a school is that of its own building, and a doctor is not a place to connect."""

from contextlib import closing

import pytest

from maillage.derived.lieux_uniques import DERIVED as PLACES
from maillage.derived.prioritaires_fixe import compute
from maillage.store.duck import create
from tests.territories.by_hand import fill, little_france

QUARTER = "2025-T1"
POINT = {"longitude": 6.0, "latitude": 47.0}
REFERENCE = "003000AA004700101"


def fibre(operator, commune, state):
    """What an operator says of a building it calls by the same reference as others do."""
    return {"imb_id": REFERENCE, "operateur": operator, "commune": commune, "etat": state, "periode": QUARTER, **POINT}


def places(*buildings):
    """What is told of 25001, where there are a doctor and a school, whose building has this reference."""
    with closing(little_france()) as con:
        create(con, PLACES.name, PLACES.columns)
        here = {"commune": "25001", "periode": QUARTER, **POINT}
        fill(
            con,
            "equipements",
            {**here, "categorie": "ecole", "nature": "École", "identifiant": "1"},
            {**here, "categorie": "medecin", "nature": "Médecin généraliste", "identifiant": "medecin|25001|2"},
        )
        fill(con, "immeubles_fixe", {**here, "imb_id": "1", "imb_code": REFERENCE, "locaux": 1})
        fill(
            con,
            "eligibilite_fixe",
            {
                "imb_id": "1",
                "operateur": "FRTE",
                "techno": "FO",
                "debit_descendant": "THD1G",
                "debit_montant": "THD1G",
                "periode": QUARTER,
            },
        )
        fill(con, "immeubles_ftth", *buildings)
        return list(compute(lambda sql: con.execute(sql).fetchall(), lambda *problem: None))


def school(*buildings):
    """The state of fibre told for the school."""
    return places(*buildings)[0]["etat"]


@pytest.mark.parametrize("order", [1, -1])
def test_two_operators_that_use_one_reference_in_two_communes_are_two_buildings(order):
    found = [fibre("FRTE", "25001", "cible"), fibre("SFR0", "25002", "deploye")][::order]
    assert school(*found) == "cible"


def test_two_operators_that_disagree_on_one_reference_of_a_commune_leave_its_state_unknown():
    assert school(fibre("FRTE", "25001", "cible"), fibre("SFR0", "25001", "deploye")) is None
    assert school(fibre("FRTE", "25001", "deploye"), fibre("SFR0", "25001", "deploye")) == "deploye"


def test_a_reference_that_no_operator_of_the_commune_uses_has_no_state():
    assert school(fibre("SFR0", "25002", "deploye")) is None


def test_a_doctor_is_a_person_and_never_a_place_that_must_be_connected():
    assert [row["categorie"] for row in places()] == ["ecole"]
