"""How many times the same sender may write in a while.

Counted in the database, by all the processes of the server together. What is counted (an IP address, an e-mail
address) is never kept: its digest under the key of the site, mixed with the window it is counted in, is.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from maillage.directory.models import Attempt


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `times` in each window of `during`, for each sender."""

    name: str
    times: int
    during: timedelta


def allowed(limit: Limit, sender: str) -> bool:
    """Count one more, and say whether it is within the limit."""
    now = timezone.now()
    length = limit.during.total_seconds()
    window = int(now.timestamp() // length)
    key = salted_hmac("maillage.limits", f"{limit.name}|{window}|{sender}", algorithm="sha256").hexdigest()
    ends = datetime.fromtimestamp((window + 1) * length, UTC)
    with transaction.atomic():
        # Held until it is counted: of several who send at once, each reads its own rank.
        counts = Attempt.objects.select_for_update()
        attempt = counts.filter(key=key).first()
        if attempt is None:
            try:
                with transaction.atomic():
                    attempt = Attempt.objects.create(key=key, ends_at=ends)
            except IntegrityError:
                # Another process was first: the row is there now.
                pass
            attempt = counts.get(key=key)
        attempt.count += 1
        attempt.save(update_fields=["count"])
    return attempt.count <= limit.times


def forget_past() -> int:
    """Delete the counts of windows that ended; how many there were."""
    return Attempt.objects.filter(ends_at__lt=timezone.now()).delete()[0]
