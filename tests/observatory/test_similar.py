"""Territories that resemble one, and where it stands among them: typed by hand, then on the samples."""

from dataclasses import replace
from math import nan
from statistics import median

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.kernel.errors import UsageError
from maillage.kernel.territory import Level, Ref, Territory
from maillage.observatory.door import current
from maillage.observatory.similar import MOST_CHOSEN, Criteria, Measured, chosen, resembling
from maillage.observatory.standings import LastValues, Standing

FTTH = "taux_locaux_raccordables_ftth"
OPEN_DATA = "taux_communes_3500_open_data"
MEDIATION = "lieux_mediation_pour_10000_habitants"
THIN, WIDE = "\u202f", "\xa0"


def place(code, population, area, rural, level=Level.COMMUNE):
    ref = Ref(level, code)
    return Territory(ref, code, "", population, (), 1, 1, (), area_km2=area, rural=rural)


# Population 1 000 on 10 km², rural: 100 inhabitants/km².
HERE = place("A", 1000, 10.0, 1.0)
OTHERS = [
    place("B", 500, 10.0, 1.0),  # half as many, half as dense: on the edge
    place("C", 2000, 10.0, 1.0),  # twice: on the edge
    place("D", 900, 9.0, 1.0),
    place("E", 1100, 11.0, 1.0),
    place("F", 1600, 16.0, 1.0),
    place("G", 499, 4.99, 1.0),  # too few
    place("H", 1000, 50.0, 1.0),  # too sparse
    place("I", 1000, 10.0, 0.0),  # not rural
    place("J", 1000, 10.0, None),  # unknown whether rural
    place("K", None, 10.0, 1.0),  # unknown population
    place("L", 1000, None, 1.0),  # unknown area
]


def codes(found):
    return [one.code for one in found.refs]


def test_those_that_resemble_have_half_to_twice_its_people_and_density_and_are_rural_like_it():
    found = resembling(HERE, Measured([HERE, *OTHERS]), Criteria())
    assert codes(found) == ["E", "D", "F", "B", "C"], "the nearest in population first, itself left out"
    assert found.words == (
        f"5{WIDE}communes de 500 à 2{THIN}000{WIDE}habitants, de 50 à 200{WIDE}habitants au km², rurales"
    )
    assert (found.remarks, found.widened) == ((), False)


def test_the_reader_does_without_density_or_without_rural():
    assert codes(resembling(HERE, Measured(OTHERS), Criteria(density=None))) == ["H", "L", "E", "D", "F", "B", "C"]
    assert codes(resembling(HERE, Measured(OTHERS), Criteria(rural=False))) == ["I", "J", "E", "D", "F", "B", "C"]
    wide = resembling(HERE, Measured(OTHERS), Criteria(population=3.0))
    assert "de 334 à 3" in wide.words
    assert "G" not in codes(resembling(HERE, Measured(OTHERS), Criteria()))


def test_criteria_are_widened_until_five_are_found_and_it_is_said():
    found = resembling(HERE, Measured(OTHERS[1:7]), Criteria())
    assert codes(found) == ["E", "D", "F", "C", "G"], "at 1.5 times the factors: from a third to three times"
    assert found.widened
    assert found.remarks == (f"Moins de 5{WIDE}communes répondaient aux critères demandés{THIN}: ils ont été élargis.",)
    assert found.words.startswith(f"5{WIDE}communes de 334 à 3{THIN}000{WIDE}habitants")


def test_where_there_are_fewer_than_five_all_are_taken():
    far = [place("Z", 500_000, 50.0, 0.0), place("Y", 20, 60.0, None)]
    found = resembling(HERE, Measured(far), Criteria())
    assert set(codes(found)) == {"Y", "Z"}
    assert found.words == f"2{WIDE}communes"
    assert found.widened
    alone = resembling(place("27", 1000, 10.0, 0.5, Level.REGION), Measured([]), Criteria())
    assert (alone.refs, alone.words) == ((), "Aucune autre région")


@pytest.mark.parametrize(
    "criteria", [{"population": -2.0}, {"population": 0.5}, {"population": nan}, {"density": -2.0}, {"density": 0.0}]
)
def test_a_factor_that_nothing_would_meet_is_refused_in_words(criteria):
    with pytest.raises(UsageError, match="au moins 1"):
        Criteria(**criteria)


def test_a_criterion_unknown_here_is_not_used_and_it_is_said():
    found = resembling(replace(HERE, rural=None, area_km2=None), Measured(OTHERS), Criteria())
    assert codes(found) == ["H", "I", "J", "L", "E", "D", "F", "B", "C"]
    assert found.remarks == (
        f"Densité inconnue ici{THIN}: ce critère n’est pas utilisé.",
        f"Caractère rural inconnu ici{THIN}: ce critère n’est pas utilisé.",
    )
    nobody = resembling(replace(HERE, population=None), Measured(OTHERS), Criteria())
    assert nobody.remarks[0] == f"Population inconnue ici{THIN}: ce critère n’est pas utilisé."


def test_above_the_commune_the_share_of_rural_communes_counts_by_thirds():
    here = place("1", 1000, 10.0, 0.5, Level.EPCI)
    others = [
        place(str(rank), 1000, 10.0, share, Level.EPCI)
        for rank, share in enumerate((0.34, 0.4, 0.6, 0.65, 0.66, 0.3, 0.7, 1.0), 2)
    ]
    found = resembling(here, Measured(others), Criteria())
    assert codes(found) == ["2", "3", "4", "5", "6"]
    assert found.words.endswith("d’un à deux tiers de communes rurales")
    assert resembling(replace(here, rural=1.0), Measured(others), Criteria(density=None)).widened


@pytest.fixture(scope="module")
def observatory(release_home):
    return current(release_home)


def commune(code):
    return Ref(Level.COMMUNE, code)


def test_the_reader_chooses_the_list(observatory):
    chosen = (commune("90010"), commune("25388"), commune("90010"), commune("25056"))
    found = observatory.similar(commune("25056"), Criteria(among=chosen))
    assert codes(found) == ["90010", "25388"]
    assert found.words == f"2{WIDE}communes choisies"


def test_the_reader_takes_the_members_of_the_level_above(observatory):
    found = observatory.similar(commune("90010"), Criteria(siblings=True))
    assert codes(found) == ["90068", "90097"]
    assert found.words == f"2{WIDE}autres communes (CA Grand Belfort)"
    alone = observatory.similar(Ref(Level.REGION, "27"), Criteria(siblings=True))
    assert (alone.refs, alone.words) == ((), "Aucune autre région")


@pytest.mark.parametrize(
    ("among", "message"),
    [
        ((Ref(Level.EPCI, "200069052"),), "ne se compare qu’à ceux de son niveau"),
        ((Ref(Level.COMMUNE, "99999"),), "Territoire « commune 99999 » inconnu"),
    ],
)
def test_a_list_of_another_level_or_unknown_is_refused_in_words(observatory, among, message):
    with pytest.raises(UsageError, match=message):
        observatory.similar(commune("25056"), Criteria(among=among))
    with pytest.raises(UsageError, match="Territoire « "):
        observatory.standings(commune("25056"), among)


def test_a_list_too_long_is_refused_in_words():
    many = [commune(f"{rank:05d}") for rank in range(MOST_CHOSEN + 2)]
    with pytest.raises(UsageError, match="n’en gardez pas plus de 100"):
        chosen(many[0], many)


def test_a_standing_gives_rank_and_median_at_the_last_period_known_by_hand(observatory):
    """Connectable out of premises, T2 2026: Sochaux 670/660, Les Auxons 880/900, Belfort 3 500/3 600, Besançon
    5 400/5 600, Montbéliard 2 600/2 700, Trévenans 250/280, Pont-de-Roide-Vermondans 600/820, Meroux-Moval 0/370."""
    refs = [one.ref for one in observatory.territories(Level.COMMUNE)]
    # Among the seven others, the one in the middle is Montbéliard for the four first, Besançon for the four last.
    for rank, code in enumerate("25547 25035 90010 25056 25388 90097 25463 90068".split(), 1):
        middle = pytest.approx(100 * 2600 / 2700 if rank <= 4 else 100 * 5400 / 5600)
        assert observatory.standings(commune(code), refs)[FTTH] == Standing(rank, 8, middle, 0)
    two = observatory.standings(commune("90068"), [commune("90097")])[FTTH]
    assert two == Standing(2, 2, pytest.approx(100 * 250 / 280), 0)
    assert observatory.standings(commune("90068"), [])[FTTH] == Standing(1, 1, None, 0)


def test_among_all_of_its_level_the_rank_is_the_one_published(observatory):
    """Besançon: 2 places of mediation for 9 200 inhabitants."""
    *_, mine = observatory.series(MEDIATION, commune("25056"))
    assert (mine.numerator, mine.denominator) == (2, 9200)
    everyone = observatory.standings(commune("25056"), [one.ref for one in observatory.territories(Level.COMMUNE)])
    assert everyone[MEDIATION].rank == mine.rank
    assert everyone[MEDIATION].count == mine.ranked


def test_an_indicator_that_does_not_concern_a_commune_neither_ranks_it_nor_calls_it_unknown(observatory):
    refs = [one.ref for one in observatory.territories(Level.COMMUNE)]
    found = observatory.standings(commune("25547"), refs)[OPEN_DATA]
    assert found == Standing(rank=None, count=3, median=100.0, unknown=0)
    assert observatory.standings(commune("25388"), refs)[OPEN_DATA].rank == 3


def test_a_commune_without_value_is_counted_unknown_and_not_ranked(observatory):
    speeds = "taux_locaux_eligibles_100mbits"
    known = observatory.layer(speeds, Level.COMMUNE, observatory.indicator(speeds).periods[-1])
    refs = [one.ref for one in observatory.territories(Level.COMMUNE)]
    [missing] = [one for one in refs if one.code not in known]
    found = observatory.standings(missing, refs)[speeds]
    assert (found.rank, found.count, found.unknown) == (None, 7, 1)


@given(st.lists(st.one_of(st.none(), st.integers(-3, 3)), min_size=1, max_size=30), st.booleans())
def test_ties_share_their_rank_and_the_unknown_is_never_ranked(values, up):
    refs = [commune(f"{rank:05d}") for rank in range(len(values))]
    matrix = np.array([[np.nan if value is None else float(value)] for value in values])
    last = LastValues(
        names=["one"],
        index={ref: rank for rank, ref in enumerate(refs)},
        values=matrix,
        concerned=np.ones(matrix.shape, dtype=bool),
        up=np.array([up]),
    )
    known = [value for value in values if value is not None]
    for place, (ref, value) in enumerate(zip(refs, values, strict=True)):
        found = last.standings(ref, refs)["one"]
        assert (found.count, found.unknown) == (len(known), len(values) - len(known))
        others = [one for rank, one in enumerate(values) if rank != place and one is not None]
        assert found.median == (pytest.approx(median(others)) if others else None)
        if value is None:
            assert found.rank is None
        else:
            better = [one for one in known if (one > value if up else one < value)]
            alike = len(known) > 1 and len(set(known)) == 1
            assert found.rank == (None if alike else 1 + len(better))
            assert found.tied == known.count(value)
