"""A committee of the strategy « Essai » with three seats, a secretary, and a meeting to come."""

from datetime import UTC, datetime

import pytest

from maillage.directory.joining import join
from maillage.directory.models import Organisation, User
from maillage.steering.committees.models import Body, Meeting, Seat
from maillage.steering.strategies.models import Strategy
from tests.steering.actions.conftest import action, people, strategy

__all__ = ["action", "body", "meet", "meeting", "people", "secretary", "strategy"]


@pytest.fixture
def secretary(strategy: Strategy) -> User:
    """Who holds the committees of « Essai »."""
    return join("secretaire@exemple.fr", "Région Essai", "secretaire").person


@pytest.fixture
def body(strategy: Strategy, people: dict[str, User]) -> Body:
    """« Comité d’essai », each quarter: the region in the chair, the syndicat, and a name without address."""
    made = Body.objects.create(
        slug="copil", strategy=strategy, name="Comité d’essai", kind="pilotage", months=3, shown=True
    )
    region, syndicat = (Organisation.objects.get(name=name) for name in ("Région Essai", "Syndicat Essai"))
    Seat.objects.create(body=made, organisation=region, part="president", person=people["equipe"], rank=1)
    Seat.objects.create(body=made, organisation=syndicat, person=people["pilote"], rank=2)
    Seat.objects.create(body=made, name="Préfecture d’essai", part="invite", rank=3)
    return made


def meet(body: Body, month: int, day: int, year: int = 2026) -> Meeting:
    """A meeting of this body, from 9 h to 11 h in Paris, in winter."""
    start = datetime(year, month, day, 8, tzinfo=UTC)
    return Meeting.objects.create(body=body, starts_at=start, ends_at=start.replace(hour=10), place="Salle bleue")


@pytest.fixture
def meeting(body: Body) -> Meeting:
    """The 8th of December 2026, from 9 h to 11 h."""
    return meet(body, 12, 8)
