"""Indicators on the agenda: three territories in words and the others counted, by the names that are published."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from maillage.steering.committees import agenda, indicators
from maillage.steering.committees.models import Meeting
from maillage.steering.strategies.models import Strategy
from maillage.steering.targets import entering
from maillage.steering.targets.entering import Given
from maillage.steering.targets.models import Sheet, Target
from tests.steering.targets.conftest import made

TODAY = date(2026, 11, 22)
PLACES = ("departement:21", "departement:25", "departement:39", "departement:58", "departement:70")


def missed(sheet: Sheet, territory: str, value: str = "40") -> None:
    """A target of 100 for the end of 2025, and this value at that date."""
    Target.objects.create(sheet=sheet, territory=territory, value=Decimal(100), on=date(2025, 12, 31))
    entering.enter(sheet, Given(territory, "2025", Decimal(value)), None)


@pytest.mark.parametrize(
    ("places", "last"),
    [(3, "departement:39"), (4, "Et 1\u00a0autre territoire."), (5, "Et 2\u00a0autres territoires.")],
)
def test_three_territories_are_told_and_the_others_are_counted(
    strategy: Strategy, settings: Any, tmp_path: Path, places: int, last: str
) -> None:
    settings.MAILLAGE_HOME = tmp_path
    sheet = made(strategy, "pass", frequency="annuelle")
    for territory in PLACES[:places]:
        missed(sheet, territory)
    [(_, weight, words)] = indicators.off_track(strategy, TODAY)
    assert weight == 25
    assert len(words) == min(places, 4)
    assert last in words[-1]


def test_a_territory_is_called_by_its_published_name_or_else_by_its_code(
    strategy: Strategy, settings: Any, tmp_path: Path, release_home: Path
) -> None:
    settings.MAILLAGE_HOME = tmp_path
    sheet = made(strategy, "pass", unit="pass", frequency="annuelle")
    for territory in ("departement:25", "departement:01"):
        missed(sheet, territory)
    settings.MAILLAGE_HOME = release_home
    [(_, _, words)] = indicators.off_track(strategy, TODAY)
    assert words == (
        "Cible manquée, departement:01 : 40\u00a0pass (2025), pour 100\u00a0pass en 2025.",
        "Cible manquée, Doubs : 40\u00a0pass (2025), pour 100\u00a0pass en 2025.",
    )


def test_an_indicator_without_target_or_that_reached_it_is_no_point(
    strategy: Strategy, settings: Any, tmp_path: Path
) -> None:
    settings.MAILLAGE_HOME = tmp_path
    assert indicators.off_track(strategy, TODAY) == []
    followed = made(strategy, "sans-cible", frequency="annuelle")
    entering.enter(followed, Given("region:27", "2025", Decimal(1)), None)
    missed(made(strategy, "atteinte", frequency="annuelle"), "region:27", "100")
    assert indicators.off_track(strategy, TODAY) == []


def test_an_indicator_off_track_is_a_point_that_its_title_names(
    meeting: Meeting, strategy: Strategy, settings: Any, tmp_path: Path
) -> None:
    settings.MAILLAGE_HOME = tmp_path
    sheet = made(strategy, "pass", title="Pass numériques", frequency="annuelle")
    missed(sheet, "region:27")
    [proposal] = agenda.proposed(meeting, TODAY)
    assert (proposal.key, proposal.title, proposal.score) == (f"i{sheet.pk}", "Indicateur : Pass numériques", 25)
    meeting.items.create(title=proposal.title)
    assert agenda.proposed(meeting, TODAY) == []


def test_the_title_of_a_point_is_cut_to_what_an_agenda_holds(
    meeting: Meeting, strategy: Strategy, settings: Any, tmp_path: Path
) -> None:
    settings.MAILLAGE_HOME = tmp_path
    missed(made(strategy, "pass", title="P" * 240, frequency="annuelle"), "region:27")
    [proposal] = agenda.proposed(meeting, TODAY)
    assert proposal.title == f"Indicateur : {'P' * 237}"
    meeting.items.create(title=proposal.title)
    assert agenda.proposed(meeting, TODAY) == []
