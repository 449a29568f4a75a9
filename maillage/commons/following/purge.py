"""Forgetting: what was asked and never confirmed, and what nobody wants any more."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from maillage.commons.following.models import Follower, Subscription

UNCONFIRMED_DAYS = 7
KEPT_YEARS = 3
# Asked once whether they still want it; without an answer, for so long.
LAST_CALL_DAYS = 30


def forget() -> int:
    """Delete what nobody confirmed or renewed, then the addresses that follow nothing; how many of both."""
    now = timezone.now()
    unconfirmed = Subscription.objects.filter(
        confirmed_at__isnull=True, asked_at__lt=now - timedelta(days=UNCONFIRMED_DAYS)
    )
    unanswered = Subscription.objects.filter(asked_again_at__lt=now - timedelta(days=LAST_CALL_DAYS))
    with transaction.atomic():
        before = Subscription.objects.count() + Follower.objects.count()
        unconfirmed.delete()
        unanswered.delete()
        Follower.objects.filter(subscriptions__isnull=True).delete()
        return before - Subscription.objects.count() - Follower.objects.count()
