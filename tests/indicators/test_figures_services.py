"""Mediation and open data: each indicator on five rows, checked by hand at the four levels."""

import pytest

from maillage.indicators import catalogue
from maillage.kernel.period import Period
from maillage.pipeline.lists import dated
from tests.indicators.by_hand import bench

PLACES = "categorie periode commune nom sources"


@pytest.mark.parametrize(
    ("name", "category"),
    [
        ("lieux_mediation_pour_10000_habitants", "mediation"),
        ("tiers_lieux_pour_10000_habitants", "tiers_lieu"),
        ("france_services_pour_10000_habitants", "france_services"),
    ],
)
def test_places_are_counted_for_ten_thousand_inhabitants_in_their_own_category(name, category):
    other = "tiers_lieu" if category == "mediation" else "mediation"
    with bench() as one:
        one.fill(
            "lieux_uniques",
            PLACES,
            (category, "2024", "25001", "Mairie", "a b"),
            (category, "2024", "25001", "Fablab", "b"),
            (category, "2024", "90001", "Bus", "a"),
            (other, "2025", "25002", "Autre", "c"),
        )
        found = one.climb(name)
    assert found["commune:25001", "2024"].parts == (5, 2, 4000)
    assert found["commune:25002", "2024"].parts == (0, 0, 1000), "the lists were read: nobody there is zero"
    assert found["commune:90002", "2024"].parts == (None, 0, 0), "nobody lives there"
    assert found["epci:200000001", "2024"].parts == (pytest.approx(2 * 10_000 / 11_000), 2, 11_000)
    assert found["region:27", "2024"].parts == (pytest.approx(3 * 10_000 / 14_500), 3, 14_500)
    assert found["region:27", "2024"].completeness == (5, 5)
    assert {period for _, period in found} == {"2024"}
    assert one.sources == {"2024": ["a", "b", "essai"]}


def test_a_density_above_one_for_one_is_not_a_fault():
    with bench() as one:
        one.con.execute("UPDATE communes SET population = 1 WHERE code = '25002'")
        one.fill("lieux_uniques", PLACES, *(("mediation", "2024", "25002", nom, "a") for nom in ("Mairie", "Fablab")))
        found = one.climb("lieux_mediation_pour_10000_habitants")["commune:25002", "2024"]
    assert found.parts == (20_000, 2, 1)
    assert found.flags == ()


def test_a_commune_whose_inhabitants_are_unknown_is_unknown():
    with bench() as one:
        one.con.execute("UPDATE communes SET population = NULL WHERE code = '25003'")
        one.fill("lieux_uniques", PLACES, ("mediation", "2024", "25001", "Mairie", "a"))
        found = one.climb("lieux_mediation_pour_10000_habitants")
    assert ("commune:25003", "2024") not in found
    assert found["epci:200000001", "2024"].parts == (2, 1, 5000)
    assert found["epci:200000001", "2024"].completeness == (2, 3)


OPEN_DATA = "taux_communes_3500_open_data"
BODIES = "siren periode nom nature jeux_plateforme jeux_datagouv"


def test_only_communes_above_3500_inhabitants_are_counted_for_open_data():
    with bench() as one:
        one.fill(
            "organisations_open_data",
            BODIES,
            ("210025001", "2022", "Aubonne", "COM", 12, None),
            ("210025002", "2022", "Saint-Benoît", "COM", 5, None),
            ("210090001", "2022", "Cœurville", "COM", None, 3),
            ("210025003", "2022", "L'Île-Neuve", "COM", 0, None),
            source="odf",
        )
        found = one.climb(OPEN_DATA)
        concerned = one.con.execute("SELECT niveau || ':' || code, communes FROM concernes ORDER BY 1").fetchall()
    assert found["commune:25001", "2022"].parts == (100, 1, 1)
    assert found["commune:25003", "2022"].parts == (0, 0, 1), "listed with no dataset: none found"
    assert ("commune:25002", "2022") not in found, "1,000 inhabitants: not concerned"
    assert ("commune:90001", "2022") not in found, "3,500 inhabitants is not more than 3,500"
    assert ("departement:90", "2022") not in found
    assert found["region:27", "2022"].parts == (50, 1, 2)
    assert found["region:27", "2022"].completeness == (2, 2)
    assert concerned == [
        ("commune:25001", 1),
        ("commune:25003", 1),
        ("departement:25", 2),
        ("epci:200000001", 2),
        ("region:27", 2),
    ]


def test_a_commune_absent_from_the_census_counts_as_none_found_at_that_date():
    with bench() as one:
        one.fill("organisations_open_data", BODIES, ("210025001", "2022", "Aubonne", "COM", None, 1), source="odf")
        found = one.climb(OPEN_DATA)
    assert found["commune:25003", "2022"].parts == (0, 0, 1)
    assert one.sources == {"2022": ["odf"]}


def test_other_collectivities_are_listed_apart_and_never_counted():
    with bench() as one:
        one.con.execute("CREATE TABLE region_servie AS SELECT '27' AS region")
        same = {"periode": "2022", "source": "odf"}
        rows = (("200000001", "CC du Plateau", "CC", "27"), ("200099999", "CC d'Ailleurs", "CC", "44"))
        rows += (("210025001", "Aubonne", "COM", "27"), ("130005481", "Agence", "OACT", "27"))
        one.fill("organisations_open_data", "siren nom nature region", *rows, jeux_datagouv=4, **same)
        found = one.climb(OPEN_DATA)
        [annex] = catalogue()[OPEN_DATA].annexes
        listed = one.con.execute(annex.sql).fetchall()
    assert found["region:27", "2022"].parts == (50, 1, 2)
    assert [row[:2] for row in listed] == [("CC du Plateau", "CC")]
    assert len(annex.headers) == len(listed[0])


@pytest.mark.parametrize(
    ("name", "category"),
    [
        ("lieux_mediation_pour_10000_habitants", "mediation"),
        ("tiers_lieux_pour_10000_habitants", "tiers_lieu"),
        ("france_services_pour_10000_habitants", "france_services"),
    ],
)
def test_a_list_that_appears_or_goes_is_a_declared_break_of_the_figure_that_counts_it(name, category):
    with bench() as one:
        one.fill(
            "lieux_uniques",
            PLACES,
            (category, "2023", "25001", "Mairie", "mednum_bfc"),
            (category, "2024", "25001", "Mairie", "mednum_bfc"),
            (category, "2025", "25001", "Mairie", "mednum_bfc mediation_nationale"),
            (category, "2026", "25001", "Mairie", "mediation_nationale"),
        )
        indicator = dated(one.con)[name]
        found = one.climb(indicator)
    regional = "Lieux de médiation numérique de Bourgogne-Franche-Comté"
    national = "Cartographie nationale des lieux de médiation numérique (standard 1.0.2)"
    assert [(cut.since, cut.reason) for cut in indicator.breaks] == [
        ("2025", f"Les listes de lieux comptées changent : désormais avec « {national} »."),
        ("2026", f"Les listes de lieux comptées changent : désormais sans « {regional} »."),
    ]
    assert [indicator.segment(Period.parse(year)) for year in ("2023", "2024", "2025", "2026")] == [0, 0, 1, 2]
    assert {period for _, period in found} == {"2023", "2024", "2025", "2026"}


def test_general_practitioners_are_counted_for_ten_thousand_inhabitants_and_nothing_else_is():
    columns = "periode commune identifiant categorie nature"
    doctors = (("25001", 2), ("25001", 3), ("25001", 4), ("90001", 5))
    with bench() as one:
        one.fill(
            "equipements",
            columns,
            *(("2025", town, f"medecin|{town}|{line}", "medecin", "Médecin généraliste") for town, line in doctors),
            ("2025", "25002", "D113", "sante", "Maison de santé"),
            ("2024", "25001", "D113", "sante", "Maison de santé"),
            source="insee_bpe",
        )
        found = one.climb("medecins_generalistes_pour_10000_habitants")
    assert found["commune:25001", "2025"].parts == (7.5, 3, 4000)
    assert found["commune:25002", "2025"].parts == (0, 0, 1000), "the edition was read: nobody there is zero"
    assert found["commune:90002", "2025"].parts == (None, 0, 0), "nobody lives there"
    assert found["epci:200000001", "2025"].parts == (pytest.approx(3 * 10_000 / 11_000), 3, 11_000)
    assert found["region:27", "2025"].parts == (pytest.approx(4 * 10_000 / 14_500), 4, 14_500)
    assert {period for _, period in found} == {"2025"}, "an edition where no doctor was read says nothing"
    assert one.sources == {"2025": ["essai", "insee_bpe"]}, "firms of Sirene are in the same table"
