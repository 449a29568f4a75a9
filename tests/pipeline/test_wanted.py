"""What a reader is told to load: one source for each thing that is missing, never a list to choose from."""

import pytest

from maillage import indicators
from maillage.pipeline.wanted import to_load

BFC = {"contours", "deploiement_ftth", "logements_etablissements", "sites_mobiles", "lieux", "organisations_open_data"}


def wanted(name: str, loaded: set[str], *delivered: str) -> list[str]:
    return to_load(indicators.catalogue()[name], loaded, delivered)


@pytest.mark.parametrize("name", sorted(indicators.catalogue()))
def test_no_indicator_asks_for_more_than_is_missing(name: str) -> None:
    assert wanted(name, {"immeubles_fixe", "eligibilite_fixe", "debits_communes", *BFC}, "insee_bpe") == []
    assert len(wanted(name, set())) <= 2


def test_distances_ask_for_homes_only_when_places_are_there() -> None:
    assert wanted("distance_moyenne_mediation", BFC) == ["arcep_mci_immeubles"]
    assert wanted("distance_moyenne_mediation", {*BFC, "adresses"}) == []
    assert wanted("distance_moyenne_mediation", {"adresses"}) == ["france_services"]


def test_what_needs_two_files_names_both() -> None:
    assert wanted("taux_locaux_terrestre_8mbits", BFC) == ["arcep_mci_immeubles", "arcep_mci_eligibilite"]


def test_a_source_that_can_be_fetched_is_named_rather_than_an_old_one() -> None:
    assert wanted("taux_locaux_raccordables_ftth", set()) == ["arcep_cartefibre_communes"]
    assert wanted("sites_4g_par_operateur", set()) == ["arcep_sites_mobiles"]


def test_where_one_source_of_a_table_holds_what_is_counted_that_one_is_named() -> None:
    doctors = "medecins_generalistes_pour_10000_habitants"
    assert wanted(doctors, {"equipements"}, "sirene_etablissements") == ["insee_bpe"]
    assert wanted(doctors, {"equipements"}, "sirene_etablissements", "insee_bpe") == []
