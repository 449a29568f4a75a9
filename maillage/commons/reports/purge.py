"""Forgetting who told, and what nobody looked at."""

from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from maillage.commons.reports.models import Photo, Report

# The address is for the answer: it goes some weeks after it, or after a year without one.
EMAIL_DAYS_AFTER_END, EMAIL_DAYS = 30, 365
# A text and a picture that were not found fit to be shown go too.
UNSHOWN_DAYS = 365


def forget() -> int:
    """Erase the addresses that served, the texts and the pictures never shown; how many of all."""
    now, today = timezone.now(), timezone.localdate()
    served = Q(ended_on__lt=today - timedelta(days=EMAIL_DAYS_AFTER_END))
    late = Q(told_at__lt=now - timedelta(days=EMAIL_DAYS))
    unshown = Report.objects.filter(text_shown=False, told_at__lt=now - timedelta(days=UNSHOWN_DAYS))
    addresses = Report.objects.filter(served | late).exclude(email="").update(email="")
    pictures = Photo.objects.filter(report__in=unshown).delete()[0]
    texts = unshown.exclude(text="", place="").update(text="", place="")
    return addresses + pictures + texts
