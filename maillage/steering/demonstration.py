"""The second wing of the demonstration region: strategies, actions, money, targets, committees, all fictional.

Made once, in a home where nobody entered any strategy, and only for a territory of the simulation.
"""

from datetime import date

from django.db import transaction

from maillage.observatory.door import Observatory
from maillage.steering.actions import demonstration as actions
from maillage.steering.committees import demonstration as committees
from maillage.steering.desk import demonstration as people
from maillage.steering.money import demonstration as money
from maillage.steering.strategies import demonstration as strategies
from maillage.steering.strategies.models import Strategy
from maillage.steering.targets import demonstration as targets


@transaction.atomic
def seed(source: Observatory, today: date) -> int:
    """Enter it all, and say how many strategies; none where somebody entered one, or where nothing is simulated."""
    if not source.release.simulated or Strategy.objects.exists():
        return 0
    # Each builds on those before it.
    for part in (strategies, actions, money, targets, committees, people):
        part.write(today)
    return Strategy.objects.count()
