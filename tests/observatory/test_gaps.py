"""What a place should treat first: how far it is from its similar ones, over the real region and the demonstration."""

from collections import Counter
from pathlib import Path
from statistics import median

import numpy as np
import pytest

from maillage import indicators
from maillage.kernel.indicator import Good
from maillage.kernel.territory import Level, Ref
from maillage.kernel.themes import ENJEUX
from maillage.observatory.door import Observatory, current
from maillage.observatory.gaps import FIBRE, Behind, behind, lag

CATALOGUE = indicators.catalogue()
OPEN_DATA = CATALOGUE["taux_communes_3500_open_data"]
MEDIATION = CATALOGUE["lieux_mediation_pour_10000_habitants"]
DISTANCE = CATALOGUE["distance_moyenne_mediation"]


def at(name: str, value: float, *theirs: float) -> tuple[float, float] | None:
    """The median and the distance in spreads of a place among others."""
    found = lag(CATALOGUE[name], value, np.array(theirs), 3)
    return found and (found.median, round(found.spreads, 6))


def test_a_gap_is_counted_in_half_the_interquartile_range_of_the_others() -> None:
    # 20, 40, 60, 80, 100: quartiles 40 and 80, half of what is between 20 points; 25 is 35 points behind.
    assert at(FIBRE, 25, 20, 40, 60, 80, 100) == (60, 1.75)


def test_the_spread_of_a_share_is_never_under_five_points() -> None:
    assert at(FIBRE, 80, 90, 90, 90, 90) == (90, 2)


def test_the_spread_of_a_rate_is_never_under_a_twentieth_of_the_median() -> None:
    assert at(MEDIATION.name, 1, 2, 2, 2) == (2, 10)


def test_more_is_worse_for_a_distance() -> None:
    assert at(DISTANCE.name, 9, 1, 3, 5) == (3, 6)
    assert at(DISTANCE.name, 2, 1, 3, 5) is None


@pytest.mark.parametrize("value", [0.0, 10.0])
def test_being_level_with_the_median_is_not_being_behind_be_it_at_zero(value: float) -> None:
    assert at(FIBRE, value, value, value, value) is None


def test_what_is_unknown_a_count_and_too_few_others_are_not_judged() -> None:
    nan = float("nan")
    assert at(FIBRE, nan, 20, 40, 60) is None
    assert at(FIBRE, 10, 20, 40, nan) is None
    assert at("sites_4g_par_operateur", 0, 5, 5, 5) is None


def test_each_theme_weighs_what_was_decided() -> None:
    weights = {name: one.weight for name, one in CATALOGUE.items()}
    assert weights[FIBRE] == weights["sites_4g_par_operateur"] == 3
    helped = [weights[name] for name in CATALOGUE if "mediation" in name or "france_services" in name]
    assert set(helped) == {2}
    assert weights[OPEN_DATA.name] == weights["tiers_lieux_pour_10000_habitants"] == 1


def communes(home: Path) -> tuple[Observatory, dict[Ref, Behind]]:
    source = current(home)
    return source, {one.ref: behind(source, one.ref) for one in source.territories(Level.COMMUNE)}


def holds(source: Observatory, told: dict[Ref, Behind]) -> None:
    """What must hold wherever it is computed, told again from published layers and similar territories."""
    layers = {
        one.indicator.name: source.layer(one.indicator.name, Level.COMMUNE, one.periods[-1])
        for one in source.indicators()
        if one.loaded
    }
    fibre = layers[FIBRE]
    for rank, (ref, one) in enumerate(told.items()):
        assert one.fibre == fibre.get(ref.code)
        assert all(layers[gap.indicator.name][ref.code] == gap.value for gap in one.gaps)
        if rank % 90 == 0:
            theirs = [number for each in source.similar(ref).refs if (number := fibre.get(each.code)) is not None]
            assert one.fibre_median == pytest.approx(median(theirs))
        if one.fibre is None or one.fibre_median is None or one.fibre >= 50:
            continue
        if round(one.fibre, 1) < round(one.fibre_median, 1):
            assert one.gaps[0].indicator.name == FIBRE, ref
        assert all(gap.indicator.theme not in ENJEUX[2].themes for gap in one.gaps), ref


def test_no_theme_comes_first_in_most_communes_of_the_real_region_and_fibre_does_where_it_must(bfc_home: Path) -> None:
    source, told = communes(bfc_home)
    assert len(told) == 3685
    holds(source, told)
    first = Counter(one.gaps[0].indicator.theme for one in told.values() if one.gaps)
    assert max(first.values()) <= 0.6 * len(told)
    by_name = Counter(one.gaps[0].indicator.name for one in told.values() if one.gaps)
    assert by_name["france_services_pour_10000_habitants"] < 0.6 * sum(by_name.values())


def test_no_theme_comes_first_in_most_communes_of_the_demonstration(public_demo_home: Path) -> None:
    source, told = communes(public_demo_home)
    holds(source, told)
    first = Counter(one.gaps[0].indicator.theme for one in told.values() if one.gaps)
    assert len(first) > 2
    assert max(first.values()) <= 0.6 * len(told)


def test_a_gap_is_always_on_the_worse_side(demo_home: Path) -> None:
    source = current(demo_home)
    for one in source.territories(Level.EPCI):
        for gap in behind(source, one.ref).gaps:
            worse = gap.value < gap.median if gap.indicator.good is Good.UP else gap.value > gap.median
            assert worse
            assert gap.distance > 0 < gap.spreads
