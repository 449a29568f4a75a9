"""`maillage show`: the figures of the sample territory, worked out by hand from the files of `samples/`."""

import csv
import io
import re
from pathlib import Path

import pytest

from tests.cli.terminal import FTTH, SPEED, loaded, run, succeed

VALUE_KEYS = ["period", "value", "numerator", "denominator", "unit", "completeness", "flags", "source", "obtained_on"]
OLD, NEW = "arcep_ftth_2018, arcep_logements_2018", "arcep_cartefibre_communes"


def asked(home: Path, indicator: str, territory: str, *more: str) -> list[dict[str, object]]:
    found = run(home, "show", indicator, territory, "--format", "json", *more).json()
    assert list(found) == ["indicator", "territory", "values"]
    assert (found["indicator"], found["territory"]) == (indicator, territory)
    return list(found["values"])


def test_a_rate_is_given_unrounded_with_all_that_explains_it_oldest_first(release_home: Path) -> None:
    found = asked(release_home, FTTH, "departement:25")
    # Connectable in the Doubs, from arcep_ftth_2018.csv (a dash is zero), communes 25034, 25035, 25056, 25388,
    # 25463, 25547 and 25603:
    #   T3 2017     0 +   0 + 2000 + 1000 +  0 + 500 + 0 = 3500
    #   T4 2017     0 + 100 + 2500 + 1200 +  0 + 600 + 0 = 4400
    #   T1 2018   100 + 200 + 3000 + 1300 + 50 + 700 + 0 = 5350
    # Dwellings and premises: 300 + 600 + 5500 + 2600 + 700 + 650 + 100 = 10450. In 2026, from the zip:
    #   880 + 5400 + 2600 + 600 + 670 = 10150 out of 900 + 5600 + 2700 + 820 + 660 = 10680
    # Sochaux has 700 for 650 in T1 2018 and 670 for 660 in 2026.
    # Who goes without: inhabitants of each commune, in proportion of its premises that are not connectable.
    lacking = {
        "2017-T3": 1900 + 9200 * 3500 / 5500 + 4100 * 1600 / 2600 + 1300 + 1200 * 150 / 650,
        "2017-T4": 1900 * 800 / 900 + 9200 * 3000 / 5500 + 4100 * 1400 / 2600 + 1300 + 1200 * 50 / 650,
        "2018-T1": 1900 * 600 / 900 + 9200 * 2500 / 5500 + 4100 * 1300 / 2600 + 1300 * 750 / 800,
        "2026-T2": 1900 * 20 / 900 + 9200 * 200 / 5600 + 4100 * 100 / 2700 + 1300 * 220 / 820,
    }
    assert {value["period"]: value.pop("lacking") for value in found} == pytest.approx(lacking)
    ranks = [value.pop("rank_words") for value in found]
    # Beside the Territoire de Belfort: 1400, 1600, 2190 of 3860, then 3750 of 4250.
    assert ranks == [f"{rank} sur 2 départements" for rank in ("2e", "1er", "2e", "1er")]
    assert found == [
        {
            "period": period,
            "value": 100 * numerator / denominator,
            "numerator": numerator,
            "denominator": denominator,
            "unit": "%",
            "completeness": {"known": 5, "total": 5},
            "flags": flags,
            "source": source,
            "obtained_on": day,
        }
        for period, numerator, denominator, flags, source, day in (
            ("2017-T3", 3500, 10450, [], OLD, "2018-06-05"),
            ("2017-T4", 4400, 10450, [], OLD, "2018-06-05"),
            ("2018-T1", 5350, 10450, ["communes_signalees"], OLD, "2018-06-05"),
            ("2026-T2", 10150, 10680, ["communes_signalees", "rupture_serie"], NEW, "2026-09-10"),
        )
    ]
    assert all(list(value) == VALUE_KEYS for value in found)
    assert all(isinstance(value["numerator"], int) for value in found)


def test_a_commune_whose_denominator_is_unknown_is_left_out_and_told(release_home: Path) -> None:
    # Territoire de Belfort, T1 2018: Belfort 2100 of 3300 + 200, Meroux 0 of 250 + 10, Moval 90 of 100 + 0.
    # Trévenans has 30 connectable and no number of dwellings.
    (value,) = asked(release_home, FTTH, "departement:90", "--period", "2018-T1")
    assert (value["numerator"], value["denominator"]) == (2190, 3860)
    assert value["value"] == 100 * 2190 / 3860
    assert value["completeness"] == {"known": 2, "total": 3}
    assert value["flags"] == ["incomplet"]


def test_a_commune_that_absorbed_others_adds_them_up(release_home: Path) -> None:
    # Les Auxons in T1 2018: Auxon-Dessous 100 of 300, Auxon-Dessus 200 of 600.
    (value,) = asked(release_home, FTTH, "commune:25035", "--period", "2018-T1")
    assert (value["numerator"], value["denominator"]) == (300, 900)
    # Meroux-Moval: Meroux 0 of 260, Moval 90 of 100.
    (value,) = asked(release_home, FTTH, "commune:90068", "--period", "2018-T1")
    assert (value["numerator"], value["denominator"]) == (90, 360)


def test_a_numerator_above_its_denominator_is_shown_as_published(release_home: Path) -> None:
    (value,) = asked(release_home, FTTH, "commune:25547", "--period", "2018-T1")
    assert (value["numerator"], value["denominator"], value["flags"]) == (700, 650, ["numerateur_superieur"])
    assert value["value"] == 100 * 700 / 650


def test_an_epci_that_straddles_the_border_counts_its_part_of_the_region(release_home: Path) -> None:
    # Valdieu-Lutran (68192) is in the EPCI and in another region.
    (value,) = asked(release_home, FTTH, "epci:200069052", "--period", "2026-T2")
    assert (value["numerator"], value["denominator"]) == (3500 + 0 + 250, 3600 + 370 + 280)
    assert value["flags"] == ["rupture_serie", "partie_regionale"]
    assert value["completeness"] == {"known": 3, "total": 3}


def test_a_count_has_no_denominator_and_gives_its_parts(release_home: Path) -> None:
    # arcep_sites_2018.csv, 4G in the region: Orange lines 2, 3, 5 and 6; SFR 7, 9 and 10; Free 11 and 12;
    # Bouygues 15, and 16 which is 17 again; line 19 lies outside.
    first, last = asked(release_home, "sites_4g_par_operateur", "region:27")
    assert first == {
        "period": "2018-T1",
        "value": 11,
        "numerator": 11,
        "denominator": None,
        "unit": "sites",
        "completeness": {"known": 8, "total": 8},
        "flags": [],
        "source": "arcep_sites_2018",
        "obtained_on": "2018-03-20",
        "breakdown": {"Bouygues Telecom": 2, "Free Mobile": 2, "Orange": 4, "SFR": 3},
    }
    # arcep_sites_mobiles.csv: Orange 1 to 4, 14 and 16; SFR 5, 6, 7 and 15; Free 8, 9, 10 and 18; Bouygues 11, 12.
    assert last["breakdown"] == {"Bouygues Telecom": 2, "Free Mobile": 4, "Orange": 6, "SFR": 4}
    assert last["value"] == 16


@pytest.mark.parametrize(
    ("indicator", "territory", "period", "numerator", "denominator", "factor"),
    [
        # samples/README.md: 11 places of mediation and 4 tiers-lieux for 25 000 inhabitants, each counted once.
        ("lieux_mediation_pour_10000_habitants", "region:27", "2026-06-01", 11, 25_000, 10_000),
        ("tiers_lieux_pour_10000_habitants", "region:27", "2026-06-01", 4, 25_000, 10_000),
        # Les Auxons, Belfort and the bus of the list; of the national map, the bus of Belfort and Les Auxons.
        ("france_services_pour_10000_habitants", "region:27", "2026-06-01", 5, 25_000, 10_000),
        # Besançon 4, Les Auxons, Pont-de-Roide-Vermondans 1, Montbéliard 2, Belfort 3, some told by the same line.
        ("medecins_generalistes_pour_10000_habitants", "region:27", "2025", 11, 25_000, 10_000),
        ("medecins_generalistes_pour_10000_habitants", "departement:25", "2025", 8, 17_700, 10_000),
        # Besançon, Belfort and Montbéliard have more than 3 500 inhabitants; Montbéliard publishes nothing.
        ("taux_communes_3500_open_data", "region:27", "2022-04-25", 2, 3, 100),
        ("taux_communes_3500_open_data", "departement:90", "2022-04-25", 1, 1, 100),
        # Doubs: 870 + 5550 + 2680 + 780 + 660 of 890 + 5550 + 2690 + 810 + 655 (Sochaux above, line 7).
        (SPEED, "departement:25", "2026-T2", 10_540, 10_595, 100),
        # Belfort and Meroux-Moval; the date of Trévenans cannot be read.
        (SPEED, "departement:90", "2026-T2", 3580 + 300, 3590 + 365, 100),
    ],
)
def test_the_figures_of_the_sample_territory(
    release_home: Path, indicator: str, territory: str, period: str, numerator: int, denominator: int, factor: int
) -> None:
    (value,) = asked(release_home, indicator, territory, "--period", period)
    assert (value["numerator"], value["denominator"]) == (numerator, denominator)
    assert value["value"] == factor * numerator / denominator


def test_one_period_asked_for_is_the_only_one_given(release_home: Path) -> None:
    every = asked(release_home, FTTH, "departement:25")
    assert asked(release_home, FTTH, "departement:25", "--period", "2017-T4") == [every[1]]


def test_a_territory_that_an_indicator_does_not_concern_has_no_value(release_home: Path) -> None:
    assert asked(release_home, "taux_communes_3500_open_data", "commune:90097") == []
    told = succeed(release_home, "show", "taux_communes_3500_open_data", "commune:90097")
    assert told.endswith("Aucune valeur connue pour ce territoire.\n")


def test_csv_says_the_same_as_json(release_home: Path) -> None:
    for indicator, territory in ((FTTH, "epci:200069052"), ("sites_4g_par_operateur", "region:27")):
        told = succeed(release_home, "show", indicator, territory, "--format", "csv")
        lines = list(csv.DictReader(io.StringIO(told)))
        values = asked(release_home, indicator, territory)
        assert len(lines) == len(values) >= 2
        for line, value in zip(lines, values, strict=True):
            assert line == {
                "indicator": indicator,
                "territory": territory,
                "period": value["period"],
                "value": str(value["value"]),
                "numerator": str(value["numerator"]),
                "denominator": "" if value["denominator"] is None else str(value["denominator"]),
                "unit": value["unit"],
                "known": str(value["completeness"]["known"]),
                "total": str(value["completeness"]["total"]),
                "flags": " ".join(value["flags"]),
                "source": value["source"],
                "obtained_on": value["obtained_on"],
                "rank_words": value.get("rank_words", ""),
            }


def test_the_table_is_in_french_and_ends_with_its_caveats(release_home: Path) -> None:
    told = succeed(release_home, "show", FTTH, "departement:25")
    title, _, heads, rule, *lines = told.splitlines()
    assert title == "Locaux raccordables à la fibre (FttH) — Doubs (departement:25)"
    assert re.split("  +", heads)[:5] == ["période", "valeur", "numérateur", "dénominateur", "communes"]
    assert set(rule) == {"─", " "}
    assert re.split("  +", lines[2]) == [
        "1er trimestre 2018",
        "51,2 %",
        "5 350",
        "10 450",
        "5 sur 5",
        OLD,
        "2018-06-05",
        "2e sur 2 départements",
    ]
    assert "Rupture de série : non comparable aux périodes précédentes. (2e trimestre 2026)" in told
    counted = succeed(release_home, "show", "sites_4g_par_operateur", "region:27", "--format", "table")
    assert "1er trimestre 2018 : Bouygues Telecom 2, Free Mobile 2, Orange 4, SFR 3." in counted
    assert re.search(r"11 sites +11 +— ", counted)


def test_a_figure_is_shown_without_waiting_for_more_than_what_reads_it(release_home: Path) -> None:
    packages = {name.split(".")[0] for name in loaded(release_home, "show", FTTH, "departement:25")}
    assert packages == {"_duckdb", "duckdb", "maillage"}
