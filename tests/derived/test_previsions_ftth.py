"""A commune is told when its fibre would be complete, within an interval that keeps its word, or why nobody knows."""

import numpy as np
import pytest

from maillage.derived.forecasting.analogues import Known, fellows
from maillage.derived.forecasting.history import History, later
from maillage.derived.forecasting.levels import Arrival, arrival_levels, interval
from maillage.derived.forecasting.replay import replayed
from scripts.forecast_coverage import COMPLETION, HORIZONS, RollOut, computed, held

FIRST, QUARTERS = "2022-T1", 16
PREMISES = 1_000


def told(commune, shares, first=FIRST, premises=PREMISES, **more):
    """The rows of a commune whose shares are these, quarter after quarter, in percent."""
    counts = premises if isinstance(premises, list) else [premises] * len(shares)
    return [
        {
            "commune": commune,
            "periode": later(first, rank),
            "raccordables": round(share * count / 100),
            "locaux": count,
            "zone": "zipu",
            "source": "arcep_cartefibre_communes",
            "fichier": "essai.csv",
            "ligne": rank,
            **more,
        }
        for rank, (share, count) in enumerate(zip(shares, counts, strict=True))
    ]


def steady(start):
    """Ten points a quarter from one quarter on, up to 96 %."""
    return [min(96, max(0, 10 * (quarter - start))) for quarter in range(QUARTERS)]


def region(*others):
    """Sixty communes that all went at the same pace, one after the other, and others."""
    rows = [row for rank in range(60) for row in told(f"10{rank:03}", steady(rank % 12 - 6))]
    return rows + [row for one in others for row in one]


def forecast(*others):
    """What is forecast of each commune, by code."""
    rows, _ = computed(region(*others))
    return {row["commune"]: row for row in rows}


def test_a_commune_that_goes_as_all_the_others_did_is_forecast_exactly():
    one = forecast(told("25001", steady(10)))["25001"]  # 50 % in the last quarter, the 4th of 2025
    assert (one["etat"], one["periode"], one["part"]) == ("prevue", "2025-T4", 50)
    assert [one[f"part_{ahead}_mediane"] for ahead in (1, 2, 4, 8)] == pytest.approx([60, 70, 90, 96], abs=0.2)
    assert (one["premier"], one["median"], one["dernier"]) == ("2027-T1", "2027-T1", "2027-T1")


def test_the_interval_of_a_share_always_holds_its_middle():
    rows, _ = computed(RollOut(1, 12, communes=150).rows())
    found = [row for row in rows if row["etat"] == "prevue"]
    assert found
    for row in found:
        for ahead in HORIZONS:
            low, middle, high = (row[f"part_{ahead}_{bound}"] for bound in ("bas", "mediane", "haut"))
            assert 0 <= low <= middle <= high <= 100


@pytest.mark.parametrize(("seed", "known"), [(1, 12), (2, 20)])
def test_a_share_reaches_the_threshold_from_the_very_quarter_that_is_told(seed, known):
    rows, trials = computed(RollOut(seed, known, communes=150).rows())
    threshold, pairs = (100 * trials[0]["seuil"], (("bas", "dernier"), ("mediane", "median"), ("haut", "premier")))
    found = 0
    for row in rows:
        if row["etat"] != "prevue":
            continue
        for ahead in HORIZONS:
            for bound, when in pairs:
                there = row[when] is not None and row[when] <= later(row["periode"], ahead)
                assert (row[f"part_{ahead}_{bound}"] >= threshold) == there, (row, ahead, bound)
                found += there
    assert found > 20


@pytest.mark.parametrize(
    ("state", "rows"),
    [
        ("achevee", told("25001", [100] * QUARTERS)),
        ("pas_commencee", told("25001", [0] * QUARTERS)),
        ("arretee", told("25001", [40] * QUARTERS)),
        ("historique_court", told("25001", [20, 30, 40, 50], first="2025-T1")),
        ("locaux_changes", told("25001", steady(10), premises=[700] * (QUARTERS - 1) + [1_000])),
        ("sans_semblable", told("25001", [1] * (QUARTERS - 1) + [70])),
    ],
)
def test_where_the_history_gives_nothing_a_word_says_why_and_no_number_is_given(state, rows):
    one = forecast(rows)["25001"]
    assert one["etat"] == state
    assert not [name for name in one if name.startswith("part_") or name in ("premier", "median", "dernier")]


def test_a_region_with_a_single_quarter_is_told_that_its_history_is_too_short():
    rows, trials = computed(told("25001", [50]))
    assert [row["etat"] for row in rows] == ["historique_court"]
    assert {row["essais"] for row in trials} == {0}


def test_a_region_too_small_to_test_a_forecast_is_given_none():
    rows, _ = computed(told("25001", steady(10)))
    assert [row["etat"] for row in rows] == ["pas_eprouvee"]


def test_the_sheets_of_2018_which_count_other_premises_are_left_out():
    sheets = [{**row, "locaux": None, "source": "arcep_ftth_2018"} for row in told("25001", [50, 50], "2017-T3")]
    assert computed(sheets) == ([], [])


def test_a_quarter_that_was_never_loaded_starts_the_history_again_after_it():
    rows = [row for row in region() if row["periode"] != "2025-T1"]
    assert {row["etat"] for row in computed(rows)[0]} <= {"achevee", "historique_court"}


def test_a_commune_one_part_of_which_has_no_known_premises_is_not_counted_on_the_other():
    rows = told("25001", steady(10)) + told("25001", steady(10)[-1:], later(FIRST, QUARTERS - 1), locaux=None)
    assert forecast(rows)["25001"]["etat"] == "inconnue"


def history(rows):
    communes = sorted({row["commune"] for row in rows})
    share = np.array(
        [[row["raccordables"] / row["locaux"] for row in rows if row["commune"] == one] for one in communes]
    )
    quarters = [later(FIRST, rank) for rank in range(share.shape[1])]
    zone = np.zeros(len(communes), dtype=np.int64)
    return History(communes, quarters, share, np.full(share.shape, 1_000.0), zone, "essai")


def test_a_forecast_made_again_in_the_past_knows_nothing_of_what_came_after():
    usual, other = history(region()), history(region())
    other.share[:, 12:] = other.share[:, 12:] / 2
    before, after = replayed(usual, 0.95).arrivals, replayed(other, 0.95).arrivals
    pairs = [(a, b) for a, b in zip(before, after, strict=False) if a.origin == b.origin < 12]
    assert pairs
    for a, b in pairs:
        assert (a.reached == b.reached).all()
        assert (a.last == b.last).all()


def test_the_same_history_gives_the_same_forecast():
    assert computed(region()) == computed(region())


def test_completion_that_the_paths_never_reach_has_no_last_quarter():
    arrived = np.zeros((1, 41))
    arrived[0, 3:] = 0.5
    [first], [middle], [last] = interval(arrived, arrival_levels([], 0))
    assert (first, middle, last) == (3, 3, 41)


def levels_after(*came):
    """The levels set by 200 communes that the paths bring to completion within 8 quarters, and that came then."""
    arrived = np.tile(np.minimum(np.arange(41) / 8, 1), (200, 1))
    trial = Arrival(0, arrived, np.repeat(came, 200 // len(came)), *interval(arrived, arrival_levels([], 0)))
    return arrival_levels([trial], 8)


def test_completions_that_came_later_than_told_push_the_last_quarter_further():
    assert levels_after(5, 5, 5, 5).high == pytest.approx(0.75)
    assert levels_after(5, 5, 5, 7).high == pytest.approx(0.76)
    assert levels_after(5, 5, 7, 8).high == pytest.approx(0.88)


def test_a_commune_that_is_still_not_complete_counts_as_later_than_told():
    assert levels_after(5, 5, 5, 41).high == pytest.approx(0.9)  # nothing told was late enough: the usual level


@pytest.mark.more
def test_the_truth_lies_in_the_intervals_about_eight_times_in_ten():
    every = [held(RollOut(seed, 12)) for seed in (211, 212)]
    for name in (*map(str, HORIZONS), COMPLETION):
        found = [inside for one in every for inside in one[name]]
        assert len(found) > 150
        assert 0.7 <= np.mean(found) <= 0.9, name


@pytest.mark.parametrize("known", [12, 20])
def test_the_levels_of_an_interval_are_ranks_among_the_paths_the_low_one_first(known):
    _, trials = computed(RollOut(3, known, communes=150).rows())
    for row in trials:
        assert 0 <= row["niveau_bas"] < 0.5 < row["niveau_haut"] <= 1
        assert 0 <= row["dans_intervalle"] <= row["essais"]


def test_fellows_are_the_nearest_places_and_another_zone_is_further_never_nearer():
    before = np.array([[0.5, 0.1, 0.1]] * 30 + [[0.5, 0.1, 0.1]] * 30)
    zone = np.array([0] * 30 + [1] * 30)
    among = Known(before, zone, np.ones((60, 4)), before)
    found, away = fellows(before[:1], np.array([0]), among)
    assert set(zone[found[0]].tolist()) == {0}
    assert away.tolist() == [0]
    _, apart = fellows(before[:1], np.array([2]), among)
    assert apart[0] > 0
