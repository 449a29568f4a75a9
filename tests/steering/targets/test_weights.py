"""A mean weighs each territory by another indicator, whose value may be older and is never newer; what is read of many
territories is the last value of each.
"""

from datetime import date
from decimal import Decimal
from pathlib import Path

from maillage.kernel.territory import Level, Ref
from maillage.observatory import door
from maillage.steering.strategies.models import Strategy
from maillage.steering.targets import entering
from maillage.steering.targets.entering import Given
from maillage.steering.targets.values import Values
from tests.steering.targets.conftest import made

REGION = Ref.parse("region:27")


def test_the_mean_of_a_region_weighs_its_departements_by_the_last_weight_known_then(
    strategy: Strategy, release_home: Path
) -> None:
    source = door.current(release_home)
    one, other, *_ = [str(place.ref) for place in source.territories(Level("departement"))]
    people = made(strategy, "habitants", frequency="annuelle")
    share = made(strategy, "part", rollup="moyenne", rollup_level="departement", weight=people, frequency="annuelle")
    for sheet, territory, period, value in (
        (people, one, "2023", "100"),
        (people, other, "2023", "300"),
        # Newer than the value it would weigh.
        (people, other, "2026", "900"),
        (share, one, "2025", "20"),
        (share, other, "2025", "40"),
    ):
        entering.enter(sheet, Given(territory, period, Decimal(value)), None)
    values = Values(source, [share])
    values.load([REGION])
    (told,) = values.series(share, REGION)
    assert told.value == 35
    assert not told.partial


def test_without_anything_published_no_series_has_a_break(strategy: Strategy) -> None:
    sheet = made(strategy, "pass")
    assert Values(None, [sheet]).segment(sheet, date(2026, 11, 22)) == 0


def test_an_indicator_that_the_observatory_does_not_know_has_no_break(strategy: Strategy, release_home: Path) -> None:
    sheet = made(strategy, "pass", indicator="inconnu")
    assert Values(door.current(release_home), [sheet]).segment(sheet, date(2026, 11, 22)) == 0


def test_where_many_territories_are_read_each_has_its_last_value_only(strategy: Strategy, release_home: Path) -> None:
    source = door.current(release_home)
    name = "taux_locaux_raccordables_ftth"
    computed = made(strategy, "ftth", indicator=name, frequency="trimestrielle")
    typed = made(strategy, "pass", frequency="annuelle")
    for period in ("2024", "2025"):
        entering.enter(typed, Given(str(REGION), period, Decimal(period)), None)
    refs = [REGION, Ref.parse("epci:200069052")]
    values = Values(source, [computed, typed])
    values.load(refs, last_only=True)
    for ref in refs:
        published = source.series(name, ref)
        assert len(published) > 1
        assert [known.period for known in values.series(computed, ref)] == [published[-1].period]
    assert [known.value for known in values.series(typed, REGION)] == [2025]
    every = Values(source, [computed, typed])
    every.load(refs)
    assert len(every.series(computed, REGION)) == len(source.series(name, REGION))
    assert [known.value for known in every.series(typed, REGION)] == [2024, 2025]


def test_an_indicator_that_is_not_published_any_more_has_no_value(strategy: Strategy, release_home: Path) -> None:
    sheet = made(strategy, "ftth", indicator="inconnu", frequency="trimestrielle")
    for last_only in (True, False):
        values = Values(door.current(release_home), [sheet])
        values.load([REGION], last_only)
        assert values.series(sheet, REGION) == []


def test_a_weight_older_than_all_that_is_shown_is_still_read(strategy: Strategy, release_home: Path) -> None:
    source = door.current(release_home)
    first, second, *_ = [str(place.ref) for place in source.territories(Level("departement"))]
    people = made(strategy, "habitants", frequency="annuelle")
    rule = {"rollup": "moyenne", "rollup_level": "departement", "frequency": "annuelle"}
    share = made(strategy, "part", weight=people, **rule)
    for territory, weight, value in ((first, "100", "20"), (second, "300", "40")):
        entering.enter(people, Given(territory, "2023", Decimal(weight)), None)
        entering.enter(share, Given(territory, "2025", Decimal(value)), None)
    values = Values(source, [share])
    values.load([REGION], last_only=True)
    assert [known.value for known in values.series(share, REGION)] == [35]
