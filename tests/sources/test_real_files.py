"""The official files themselves, where the folder `../shared/data` stands beside the project.

What is expected are the publisher's own counts and totals.
"""

import re
from collections import Counter
from functools import cache

import pytest
import shapely

from maillage.kernel.row import Row
from maillage.sources import catalogue
from maillage.sources.formats.csv import Csv
from tests.sources.reading import REPOSITORY, Reading, read

DATA = REPOSITORY.parent / "shared" / "data"
pytestmark = [
    pytest.mark.more,
    pytest.mark.skipif(
        not DATA.is_dir(), reason=f"fichiers officiels absents : {DATA.name} n’est pas à côté du projet"
    ),
]

FILES = {
    "cog_communes": "territoires/communes.json",
    "cog_epci": "territoires/epci.json",
    "cog_departements": "territoires/departements.json",
    "cog_regions": "territoires/regions.json",
    "contours_communes": "geo/communes-2018-bfc/*.geojson",
    "arcep_logements_2018": "arcep-fixe/observatoire-2018T1/communes.csv",
    "arcep_ftth_2018": "arcep-fixe/observatoire-2018T1/ftthCommunes.csv",
    "arcep_sites_2018": "arcep-mobile/2018_01_Sites_mobiles_2G_3G_4G_France_metropolitaine_L93.csv",
    "arcep_sites_mobiles": "arcep-mobile/samples/sites_metropole_2026T1_head.csv",
    "arcep_mci_immeubles": "arcep-fixe/samples/mci_base_imb_48_head.csv",
    "arcep_mci_eligibilite": "arcep-fixe/samples/mci_eligibilite_actuel_48_head.csv",
    "arcep_operateurs_fixe": "arcep-fixe/samples/mci_reference_operateur.csv",
    "arcep_4g_fixe": "arcep-mobile/samples/4gfixe_sites_2026T1_head.csv",
    "cohesion_numerique": "alternatives/cohesion-numerique_operateurs_par_departement_2024-03.csv",
    "mednum_bfc": "mediation/bfc-ternum-dataset_2023-03.csv",
    "mediation_nationale": "mediation/standard-mediation-num_v1.0.2_exemple-valide.csv",
    "france_services": "france-services/liste-fs-20240801.csv",
    "fabriques_territoire": "zonages/anct_fabt_2024-09.geojson",
    "insee_bpe": "fixed/bpe/BPE25_extrait.csv",
    "ban_adresses": "ban/rnb-fixture_ban_*.csv",
    "odf_observatoire": "opendata/ODF-Observatoire-apiviz_data-export_solidata-220425b-simplified.csv",
}
COUNTS = {
    "cog_communes": 37_590,
    "cog_epci": 34_871,
    "cog_departements": 109,
    "cog_regions": 26,
    "contours_communes": 3_734,
    "arcep_logements_2018": 35_361,
    "arcep_ftth_2018": 3 * 35_361,
    "arcep_sites_2018": 77_147,
    "arcep_sites_mobiles": 14,
    "arcep_mci_immeubles": 12,
    "arcep_mci_eligibilite": 20,
    "arcep_operateurs_fixe": 196,
    "arcep_4g_fixe": 8,
    # Two territories have a sentence in place of an operator.
    "cohesion_numerique": 586 - 2,
    "mednum_bfc": 697,
    "mediation_nationale": 1,
    "france_services": 2_845,
    "fabriques_territoire": 382,
    # Two doctors, two police stations, four post offices or counters, a school; shops and others are left out.
    "insee_bpe": 9,
    "ban_adresses": 54,
    "odf_observatoire": 891,
}
REFUSED = {"arcep_sites_2018": [(77_149, "x", "nombre illisible")]}
FTTH = {"2017-T3": {"21": 67_635, "25": 67_848}, "2018-T1": {"21": 81_879, "25": 87_163, "71": 32_768}}
PREMISES = {"21": 295_968, "25": 286_895}


@cache
def real(name: str) -> Reading:
    return read(name, sorted(DATA.glob(FILES[name])))


@pytest.mark.parametrize("name", FILES)
def test_a_real_file_is_read_whole_with_no_surprise(name: str) -> None:
    found = real(name)
    assert len(found.rows) == COUNTS[name]
    assert found.refused == REFUSED.get(name, [])
    assert (found.missing, found.unknown, found.notes) == ([], [], [])


@pytest.mark.parametrize("period", FTTH)
def test_premises_connectable_to_ftth_are_those_arcep_publishes(period: str) -> None:
    totals: Counter[str] = Counter()
    for row in real("arcep_ftth_2018").rows:
        if row["periode"] == period:
            totals[str(row["commune"])[:2]] += int(str(row["raccordables"]))
    assert {department: totals[department] for department in FTTH[period]} == FTTH[period]


def test_dwellings_and_business_premises_are_those_arcep_publishes() -> None:
    totals: Counter[str] = Counter()
    for row in real("arcep_logements_2018").rows:
        totals[str(row["commune"])[:2]] += int(str(row["logements"])) + int(str(row["etablissements"]))
    assert {department: totals[department] for department in PREMISES} == PREMISES


def test_places_of_bfc_have_the_types_of_the_list() -> None:
    places = real("mednum_bfc").rows
    assert sum(place["mediation"] is True for place in places) == 336
    assert sum(place["tiers_lieu"] is True for place in places) == 125
    assert sum(place["mis_a_jour"] is not None for place in places) == 136


def test_fabriques_that_share_a_point_are_counted_one_by_one() -> None:
    names = [row["nom"] for row in real("fabriques_territoire").rows if row["commune"] == "25056"]
    assert names == ["La Planoise Quartier d'excellence numérique", "L'ARETE"]


def test_doctors_of_the_real_base_are_counted_in_their_commune_and_named_nowhere() -> None:
    doctors = [row for row in real("insee_bpe").rows if row["categorie"] == "medecin"]
    assert [row["commune"] for row in doctors] == ["75101", "97101"]
    assert [row["identifiant"] for row in doctors] == ["medecin|75101|2", "medecin|97101|3"]
    assert {row[name] for row in doctors for name in ("nom", "longitude", "latitude")} == {None}


def test_organisations_of_bfc_are_found_by_region() -> None:
    natures = Counter(row["nature"] for row in real("odf_observatoire").rows if row["region"] == "27")
    assert sum(natures.values()) == 39
    assert (natures["COM"], natures["CA"], natures["DEP"], natures["REG"]) == (10, 10, 6, 1)


def test_sites_fall_where_lambert_93_says() -> None:
    first = real("arcep_sites_2018").rows[0]
    assert (first["longitude"], first["latitude"]) == pytest.approx((-5.088856, 48.456575), abs=1e-5)
    current = real("arcep_sites_mobiles").rows[6]
    assert (current["commune"], current["longitude"], current["latitude"]) == ("21231", 5.02973, 47.31945)


def test_buildings_stand_where_web_mercator_says() -> None:
    """Villages of Lozère: Antrenas beside Marvejols, Villefort in the Cévennes."""
    places = {row["commune"]: (row["longitude"], row["latitude"]) for row in real("arcep_mci_immeubles").rows}
    assert places["48005"] == pytest.approx((3.26, 44.59), abs=0.02)
    assert places["48198"] == pytest.approx((3.93, 44.44), abs=0.02)


def test_fictitious_numbers_and_internal_codes_are_not_taken_for_addresses() -> None:
    rows = real("arcep_mci_immeubles").rows
    assert {row["numero"] for row in rows} == {None}
    assert {row["adresse_cle"] for row in rows} == {None}
    assert {row["imb_code"] for row in rows} >= {"IMB/48127/X/00M2", "IMB/48005/X/000T"}


def test_a_volume_of_zero_is_unlimited_and_an_empty_one_unknown() -> None:
    volumes = {
        (row["operateur"], row["techno"]): row["limitation_go"]
        for row in real("arcep_mci_eligibilite").rows
        if row["imb_id"] == "25183350"
    }
    assert volumes["FRTE", "FO"] is None
    assert volumes["NORN", "SAT"] == 0
    assert volumes["FRTE", "4GF"] == 300


def test_operators_of_the_region_are_found_by_their_code() -> None:
    names = {row["code"]: row["nom"] for row in real("arcep_operateurs_fixe").rows}
    assert len(names) == 196
    assert names["NUAT"] == "Numerisat"
    assert names["SFR0"] == "SFR"
    assert all(name == str(name).strip() for name in names.values())


def test_wireless_operators_helped_by_the_state_are_listed_for_every_departement() -> None:
    rows = real("cohesion_numerique").rows
    assert len({row["departement"] for row in rows}) == 102
    doubs = [row for row in rows if row["departement"] == "25"]
    assert [row["rang"] for row in doubs] == list(range(1, len(doubs) + 1))
    assert ("Nordnet", "Satellite et 4G", True) in [
        (row["operateur"], row["technologie"], row["aide_majoree"]) for row in doubs
    ]
    assert sum(row["aide_majoree"] is True for row in rows) == 288


def test_sites_of_4g_fixe_are_those_of_the_first_decree() -> None:
    first = real("arcep_4g_fixe").rows[0]
    assert (first["arrete"], first["arrete_le"], first["operateurs"]) == ("4GF-1", "2019-12-28", "20801")
    # Lambert-93 849256, 6584013: in the Ain, north of Bourg-en-Bresse.
    assert (first["longitude"], first["latitude"]) == pytest.approx((4.94, 46.35), abs=0.1)


def test_outlines_are_valid_areas() -> None:
    outlines = shapely.from_wkb([row["contour"] for row in real("contours_communes").rows])
    assert all(shapely.is_valid(outlines))
    assert {outline.geom_type for outline in outlines} == {"Polygon", "MultiPolygon"}


def test_the_rows_of_the_current_fibre_map_are_understood() -> None:
    """Only a transcription of its table is at hand, as CSV; the zip itself is tested on the sample."""
    path = DATA / "arcep-fixe" / "samples" / "cartefibre_communes_2026T2_dbf-head.csv"
    parse = catalogue()["arcep_cartefibre_communes"].parse
    rows = [row for raw in Csv(",").read(path).rows for row in parse(Row(raw.cells, raw.line))]
    assert len(rows) == 6
    assert rows[-1] == {
        "commune": "48095",
        "raccordables": 9_435,
        "locaux": 9_691,
        "zone": "zipri",
        "operateurs": "FRTE",
        "engagement_l33_13": "Orange",
        "operateur_amel": None,
    }
    assert {row["engagement_l33_13"] for row in rows[:-1]} == {None}


@pytest.mark.parametrize("name", ["mednum_bfc", "france_services", "mediation_nationale"])
def test_no_e_mail_address_leaves_a_real_file(name: str) -> None:
    texts = [value for row in real(name).rows for value in row.values() if isinstance(value, str)]
    assert [text for text in texts if re.search(r"\S@\S+\.\w", text)] == []
