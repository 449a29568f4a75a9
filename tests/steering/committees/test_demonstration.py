"""The committees of the demonstration region: eight meetings over two years, decisions kept and not, entered once."""

from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from maillage.config import demonstration
from maillage.observatory import door
from maillage.steering.committees import agenda, following
from maillage.steering.committees.models import Body, Decision, Meeting

TODAY = timezone.localdate()


@pytest.mark.more
@pytest.mark.django_db
def test_the_demonstration_region_has_a_believable_life_of_committees(demo_home: Path, settings: Any) -> None:
    settings.MAILLAGE_HOME = demo_home
    entered = demonstration.enter(door.current(demo_home), TODAY)
    steering = {
        "strategies": 3,
        "actions": 60,
        "money": 360,
        "targets": 17,
        "committees": 10,
        "desk": 6,
        "discussion": 3,
        "explanations": 1,
    }
    # As many as the region has EPCI where a roll-out is under way: fewer where it is small.
    conventions = entered.pop("conventions")
    assert 1 <= conventions <= 3
    # The first two are followed by one action, the first by another too.
    assert entered.pop("links") == min(conventions, 2) + 1
    assert entered == {**steering, "offers": 2, "discussion": 3}
    held = Meeting.objects.filter(stage="close")
    assert (Body.objects.count(), held.count(), Meeting.objects.filter(stage="prevue").count()) == (3, 8, 2)
    days = [timezone.localtime(one.starts_at).date() for one in held]
    assert (max(days) - min(days)).days > 600
    verdicts = Counter(Decision.objects.values_list("verdict", flat=True))
    assert set(verdicts) == {"maintien", "diffusion", "abandon", "autre"}
    open_ones = Decision.objects.filter(following.OPEN)
    assert 0 < open_ones.filter(following.late(TODAY)).count() < open_ones.count() < Decision.objects.count()
    for one in Decision.objects.select_related("action", "item__meeting"):
        assert one.done_on is None or one.done_on <= TODAY
        assert one.due_on is None or one.due_on >= timezone.localtime(one.item.meeting.starts_at).date()
    # One stop is decided and not done yet: the page offers it.
    waiting = [one for one in Decision.objects.filter(verdict="abandon") if following.to_drop(one)]
    assert len(waiting) == 1
    coming = Meeting.objects.filter(stage="prevue").order_by("starts_at").first()
    assert coming is not None
    proposed = agenda.proposed(coming, TODAY)
    assert len(proposed) == 10
    assert proposed[0].follows is not None
    assert all(one.reasons for one in proposed)
    again = demonstration.enter(door.current(demo_home), date(2030, 1, 1))
    assert set(again.values()) == {0}
    assert Meeting.objects.count() == 10
