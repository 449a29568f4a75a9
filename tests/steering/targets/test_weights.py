"""A mean of territories weighs each by another indicator, whose value may be older and is never newer."""

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
    share = made(
        strategy, "part", rollup="moyenne", rollup_level="departement", weight=people, frequency="annuelle"
    )
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


def test_an_indicator_that_the_observatory_does_not_know_has_no_break(
    strategy: Strategy, release_home: Path
) -> None:
    sheet = made(strategy, "pass", indicator="inconnu")
    assert Values(door.current(release_home), [sheet]).segment(sheet, date(2026, 11, 22)) == 0
