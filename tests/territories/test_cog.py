"""Who belongs to what, and where a former code leads: on a little France, then on the COG shipped with the package."""

from contextlib import closing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage import tables
from maillage.kernel.errors import DataError, UsageError
from maillage.kernel.territory import Level, Ref
from maillage.kernel.words import plain_name
from maillage.pipeline.load import COG_TABLES, load
from maillage.pipeline.reference import shipped
from maillage.store.duck import connect
from maillage.store.home import Home
from maillage.store.lake import open_tables
from maillage.store.receipt import all_receipts
from maillage.territories.cog import load_cog
from maillage.territories.tiers import membership, territories
from tests.territories.by_hand import little_cog, little_france


@pytest.fixture(scope="module")
def cog():
    with closing(little_france()) as con:
        yield little_cog(con)


@pytest.fixture(scope="module")
def real_con(tmp_path_factory):
    home = Home(tmp_path_factory.mktemp("cog"))
    for one in shipped():
        load(home, one.source, one.files, one.period)
    with closing(connect()) as con:
        open_tables(con, home, [tables.catalogue()[name] for name in COG_TABLES], all_receipts(home))
        yield con


@pytest.fixture(scope="module")
def bfc(real_con):
    return load_cog(real_con, "27")


@pytest.mark.parametrize(
    ("code", "current"),
    [
        ("25001", "25001"),
        ("25012", "25002"),
        ("25013", "25002"),
        ("25021", "25003"),
        ("25022", "25001"),
        ("75112", "75056"),
        ("2A004", "2A004"),
    ],
    ids=["current", "former", "another former", "déléguée", "associée", "arrondissement of Paris", "Corsica"],
)
def test_a_code_leads_to_the_current_commune(cog, code, current):
    assert cog.carry(code) == (current, "")


def test_a_code_shared_by_two_communes_since_a_merger_was_undone_names_both(cog):
    code, reason = cog.carry("25030")
    assert code is None
    assert reason == "commune 25030 aujourd’hui partagée entre 25001, 25002 : rattachement impossible"


def test_a_code_that_never_was_is_told_so(cog):
    code, reason = cog.carry("25999")
    assert code is None
    assert "25999 inconnue" in reason


@pytest.mark.parametrize(
    ("code", "elsewhere"),
    [
        ("68999", True),
        ("2A999", True),
        ("97199", True),
        ("97299", False),
        ("25999", False),
        ("90999", False),
        ("99001", False),
    ],
)
def test_an_unknown_code_of_another_region_is_outside_not_a_fault(cog, code, elsewhere):
    assert cog.lies_elsewhere(code) is elsewhere


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("ST-BENOIT", "saint benoit"),
        ("Ste Marie", "sainte marie"),
        ("Besançon CEDEX 9", "besancon"),
        ("L’ÎLE NEUVE", "l ile neuve"),
        ("Cœurville", "coeurville"),
        ("CEDEX", ""),
    ],
)
def test_town_names_compare_whatever_the_accents_hyphens_saints_and_cedex(written, plain):
    assert plain_name(written) == plain


@pytest.mark.parametrize(
    ("postcode", "town", "codes"),
    [
        ("25000", "AUBONNE CEDEX", {"25001"}),
        ("25100", "St Benoit", {"25002"}),
        ("25300", "L’ILE-NEUVE", {"25003"}),
        ("90000", "Coeurville", {"90001"}),
        ("25300", "Aubonne", set()),
        ("68000", "Ailleurs", set()),
    ],
)
def test_an_address_finds_the_commune_of_the_region_that_has_both_postcode_and_name(cog, postcode, town, codes):
    assert cog.by_address(postcode, town) == codes


def test_a_commune_also_goes_by_the_beginning_of_its_name_and_by_those_of_its_parts(cog):
    assert cog.is_called("25003", "L'ile")
    assert cog.is_called("25003", "VIEUX BOURG")
    assert not cog.is_called("25003", "Bourg")
    assert not cog.is_called("25003", "L'il")


def test_a_commune_belongs_to_itself_its_epci_its_departement_and_its_region(cog):
    rows = membership(cog)
    assert [(level, code) for commune, level, code in rows if commune == "25002"] == [
        ("commune", "25002"),
        ("epci", "200000001"),
        ("departement", "25"),
        ("region", "27"),
    ]
    assert [level for commune, level, _ in rows if commune == "90002"] == ["commune", "departement", "region"]
    assert not [row for row in rows if row[0] == "68001"]


def test_an_epci_across_the_border_says_how_many_communes_are_counted_out_of_how_many(cog):
    found = {one.ref: one for one in territories(cog)}
    confins = found[Ref(Level.EPCI, "200000002")]
    assert (confins.communes, confins.communes_whole, confins.population) == (1, 2, 3500)
    assert confins.kind == "Communauté d’agglomération"
    plateau = found[Ref(Level.EPCI, "200000001")]
    assert (plateau.communes, plateau.communes_whole, plateau.population) == (3, 3, 11000)
    region = found[Ref(Level.REGION, "27")]
    assert (region.name, region.communes, region.population, region.parents) == (
        "Bourgogne-Franche-Comté",
        5,
        14500,
        (),
    )
    assert found[Ref(Level.COMMUNE, "25001")].parents == (
        Ref(Level.EPCI, "200000001"),
        Ref(Level.DEPARTEMENT, "25"),
        Ref(Level.REGION, "27"),
    )


def test_serving_a_region_that_is_not_there_lists_those_that_are():
    with closing(little_france()) as con:
        for region in ("99", None):
            with pytest.raises(UsageError, match=r"Régions du code officiel géographique chargé : 11, 27 Bourgogne"):
                load_cog(con, region)
        con.execute("DELETE FROM communes")
        with pytest.raises(DataError, match="Aucune commune chargée"):
            load_cog(con, "27")


def test_bourgogne_franche_comte_has_the_communes_epci_and_inhabitants_of_the_official_code(bfc):
    places = territories(bfc)
    count = {level: [one for one in places if one.ref.level is level] for level in Level}
    assert {level: len(found) for level, found in count.items()} == {
        Level.COMMUNE: 3685,
        Level.EPCI: 116,
        Level.GROUPEMENT: 0,
        Level.DEPARTEMENT: 8,
        Level.REGION: 1,
    }
    assert bfc.population() == count[Level.REGION][0].population == 2802670
    assert sum((one.population or 0) > 3500 for one in count[Level.COMMUNE]) == 107
    assert sorted(one.ref.code for one in count[Level.DEPARTEMENT]) == ["21", "25", "39", "58", "70", "71", "89", "90"]
    straddling = {(one.communes, one.communes_whole) for one in count[Level.EPCI] if one.communes < one.communes_whole}
    assert straddling == {(1, 23), (31, 32), (38, 39), (3, 63), (2, 44), (41, 44)}


def test_every_commune_of_bourgogne_franche_comte_has_an_epci_a_departement_and_a_name(bfc):
    for commune in bfc.served_communes():
        assert commune.code in bfc.epci_of
        assert commune.departement in bfc.departements
        assert commune.name
        assert commune.postcodes


@pytest.mark.parametrize(
    ("code", "current"),
    [
        ("25056", "25056"),
        ("25034", "25035"),
        ("25603", "25463"),
        ("90073", "90068"),
        ("75112", "75056"),
        ("69381", "69123"),
        ("13216", "13055"),
        ("2A004", "2A004"),
    ],
)
def test_real_former_codes_and_arrondissements_lead_to_todays_communes(bfc, code, current):
    assert bfc.carry(code) == (current, "")


def test_every_former_code_leads_to_a_current_commune_or_says_which_share_it(bfc):
    for code in bfc.former:
        current, reason = bfc.carry(code)
        assert (current in bfc.communes) or " aujourd’hui partagée entre " in reason


def test_every_commune_of_the_2018_files_of_the_region_is_found_today(bfc, shared_data):
    lines = (shared_data / "arcep-fixe/observatoire-2018T1/communes.csv").read_text("utf-8-sig").splitlines()[5:]
    rows = [line.split(",") for line in lines]
    codes = {row[0] for row in rows if row[2] == "27"}
    assert len(codes) == 3734
    carried = {bfc.carry(code)[0] for code in codes}
    assert carried == {commune.code for commune in bfc.served_communes()}


@given(st.text(max_size=30))
def test_a_plain_name_is_plain_once_and_for_all(text):
    assert plain_name(plain_name(text)) == plain_name(text)


def test_a_commune_is_found_by_the_name_of_one_that_is_part_of_it_today(cog):
    assert [(one.code, one.name, one.current) for one in cog.formerly_called("PETIT AUBONNE")] == [
        ("25022", "Petit-Aubonne", "25001")
    ]
    assert cog.by_address("25300", "vieux bourg") == {"25003"}
    assert cog.by_address("25000", "vieux bourg") == set()
    assert cog.formerly_called("Aubonne") == []


@pytest.mark.parametrize(
    ("postcode", "town", "current"),
    [
        ("25340", "CLERVAL", "25156"),
        ("25340", "Santoche", "25156"),
        ("25330", "Alaise", "25223"),
        ("58200", "COSNE SUR LOIRE", "58086"),
    ],
)
def test_a_real_town_written_by_its_former_name_is_todays_commune(bfc, postcode, town, current):
    assert bfc.by_address(postcode, town) == {current}


def test_every_commune_deleguee_or_associee_of_bourgogne_franche_comte_leads_to_todays(bfc):
    former = bfc.former_communes()
    parts = [one for one in former if one.kind != "commune-ancienne"]
    assert len(parts) == 198
    assert len(former) > 500
    assert all(bfc.served(one.current) for one in former)
    assert all(one in bfc.formerly_called(one.name) for one in former)
