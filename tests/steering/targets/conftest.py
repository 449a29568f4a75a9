"""A strategy and people, as the tests of actions make them; a sheet whose value is typed."""

from typing import Any

import pytest

from maillage.steering.strategies.models import Strategy
from maillage.steering.targets.models import Sheet
from tests.steering.actions.conftest import people, strategy  # noqa: F401


@pytest.fixture
def sheet(strategy: Strategy) -> Sheet:  # noqa: F811
    """« Pass numériques », typed twice a year, followed in the region of the samples."""
    return made(strategy, "pass-numeriques", title="Pass numériques", unit="pass", frequency="semestrielle")


def made(strategy: Strategy, code: str, **more: Any) -> Sheet:  # noqa: F811
    """A sheet of the strategy."""
    usual: dict[str, Any] = {"title": code, "territories": "region:27", "source": "Hub"}
    sheet = Sheet.objects.create(code=code, **usual | more)
    sheet.strategies.add(strategy)
    return sheet
