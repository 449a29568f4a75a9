"""Forms are sent a number of times: counted by all processes together, without keeping who sent them."""

from datetime import timedelta

import pytest
from django.utils import timezone

from maillage.directory.limits import Limit, allowed, forget_past
from maillage.directory.models import Attempt

THREE = Limit("essai", 3, timedelta(hours=1))


@pytest.mark.django_db
def test_the_fourth_time_is_one_too_many_and_each_sender_has_its_own_count() -> None:
    assert [allowed(THREE, "192.0.2.1") for _ in range(5)] == [True, True, True, False, False]
    assert allowed(THREE, "192.0.2.2")
    assert allowed(Limit("autre", 3, timedelta(hours=1)), "192.0.2.1")


@pytest.mark.django_db
def test_who_sent_is_not_kept_and_counts_end_with_their_window() -> None:
    allowed(THREE, "192.0.2.1")
    (kept,) = Attempt.objects.all()
    assert "192" not in kept.key
    assert len(kept.key) == 64
    assert timezone.now() < kept.ends_at <= timezone.now() + THREE.during
    assert forget_past() == 0
    Attempt.objects.update(ends_at=timezone.now() - timedelta(seconds=1))
    assert forget_past() == 1
