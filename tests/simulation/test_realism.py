"""The demonstration region looks like a real one: loose bounds around typed official aggregates.

`scripts/simulation_pictures.py` computes these aggregates from the official files; docs/simulation.md
comments the gaps.
"""

import numpy as np
import pytest
import shapely

from maillage.simulation.world.fibre import AMII, ZTD
from maillage.simulation.world.mobile import JANUARY_2018
from maillage.simulation.world.model import World

pytestmark = pytest.mark.more

SEEDS = (2026, 7, 31)
FIRST_QUARTER_2018 = 2

# INSEE legal populations, COG 2026 (npm @etalab/decoupage-administratif 6.0.0), mainland France, 34,746 communes.
MEDIAN_POPULATION, NINTH_DECILE_POPULATION = 456, 3_171
OVER_3500, IN_COMMUNES_OVER_10000 = 0.091, 0.500
# Arcep, observatoire HD-THD 2018-T1, sheets « communes » and « ftthCommunes », Bourgogne-Franche-Comté (3,734
# communes); premises over the inhabitants of the COG 2026.
PREMISES_BY_INHABITANT, FIRMS_BY_DWELLING = 0.576, 0.051
FTTH_RATE_BFC, FTTH_RATE_FRANCE = 0.152, 0.299
AT_ZERO_BFC, AT_ZERO_FRANCE = 0.960, 0.906
OVER_80_BFC, OVER_80_FRANCE = 0.023, 0.042
PRIVATE_ZONES_BFC, PRIVATE_ZONES_FRANCE = 0.410, 0.548
# Arcep, mobile sites of January 2018 (77,148 in mainland France, 5,028 in Bourgogne-Franche-Comté), COG 2026.
SITES_BY_10000_FRANCE, WITH_4G_BFC, WITHOUT_SITE_FRANCE = 11.6, 0.545, 0.568
# IGN outlines of 2018, Bourgogne-Franche-Comté (gregoiredavid/france-geojson).
MEAN_AREA, VERTICES_BY_KM = 12.8, 3.17


@pytest.fixture(scope="module", params=SEEDS)
def world(request) -> World:
    return World(400, request.param, 1)


def test_the_region_keeps_its_size(world):
    assert world.people.population.sum() == 600_000
    assert (len(world.cog.epci_codes), len(world.cog.departements)) == (20, 4)


def test_communes_have_a_long_tail_of_small_ones(world):
    people = world.people.population
    assert MEDIAN_POPULATION / 2 < np.median(people) < MEDIAN_POPULATION * 2
    assert NINTH_DECILE_POPULATION / 1.5 < np.percentile(people, 90) < NINTH_DECILE_POPULATION * 1.5
    assert abs((people > 3_500).mean() - OVER_3500) < 0.03
    assert abs(people[people > 10_000].sum() / people.sum() - IN_COMMUNES_OVER_10000) < 0.25
    assert np.median(people) < 0.55 * people.mean()


def test_a_country_has_the_communes_of_france():
    people = World(35_000, 1, 1).people.population
    assert MEDIAN_POPULATION / 1.2 < np.median(people) < MEDIAN_POPULATION * 1.2
    assert abs((people > 3_500).mean() - OVER_3500) < 0.02
    assert abs(people[people > 10_000].sum() / people.sum() - IN_COMMUNES_OVER_10000) < 0.05


def test_premises_and_firms_by_inhabitant(world):
    people = world.people
    ratio = people.premises.sum() / people.population.sum() / PREMISES_BY_INHABITANT
    assert 0.85 < ratio < 1.15
    assert 0.75 < people.firms.sum() / people.dwellings.sum() / FIRMS_BY_DWELLING < 1.25


def test_fibre_in_2018_is_all_or_nothing(world):
    connectable, census = world.premises[1][FIRST_QUARTER_2018], world.people.premises
    rates = connectable / census
    assert FTTH_RATE_BFC - 0.08 < connectable.sum() / census.sum() < FTTH_RATE_FRANCE + 0.05
    assert AT_ZERO_FRANCE - 0.03 < (connectable == 0).mean() < AT_ZERO_BFC + 0.02
    assert OVER_80_BFC / 2 < (rates > 0.8).mean() < OVER_80_FRANCE * 2
    private = np.isin(world.fibre.zone, (ZTD, AMII))
    share = census[private].sum() / census.sum()
    assert PRIVATE_ZONES_BFC - 0.12 < share < PRIVATE_ZONES_FRANCE + 0.05


def test_mobile_sites_in_2018(world):
    mobile = world.mobile
    there = mobile.open_at(JANUARY_2018)
    by_ten = len(there) / world.people.population.sum() * 10_000
    assert 0.7 < by_ten / SITES_BY_10000_FRANCE < 1.3
    assert abs((mobile.g4[there] <= JANUARY_2018).mean() - WITH_4G_BFC) < 0.03
    without = 1 - len(np.unique(mobile.commune[there])) / world.communes
    assert abs(without - WITHOUT_SITE_FRANCE) < 0.2


def test_outlines_wind_as_real_ones(world):
    outlines = world.ground.outlines(np.arange(world.communes))
    kilometres = shapely.length(outlines).sum() / 1_000
    assert 0.9 < shapely.area(outlines).mean() / 1e6 / MEAN_AREA < 1.1
    assert 0.85 < (shapely.get_num_coordinates(outlines).sum() - 400) / kilometres / VERTICES_BY_KM < 1.15
