"""Telling the member who asked that their job ended: one mail, with the address of its page, never the file.

Who looked at the page once it had ended was told by it. The public left no address, and is told nothing.
"""

import logging
from datetime import timedelta

from django.core.mail import get_connection
from django.db.models import F, Q
from django.utils import timezone

from maillage.directory.jobs.models import Job, State
from maillage.directory.jobs.registry import WORKS
from maillage.directory.mail import Outcome, absolute, deliver, letter

MEANWHILE = timedelta(seconds=20)
"""How long a page that is open is left to show by itself that it is over."""
TRIED_FOR = timedelta(days=1)

logger = logging.getLogger("maillage.jobs")


def due() -> int:
    """Tell what is to be told, each once; how many were. Raises OSError when no mail can leave: what remains is due."""
    now = timezone.now()
    ended = Job.objects.filter(state__in=(State.READY, State.FAILED), by__isnull=False, told_at=None)
    ended = ended.filter(ended_at__lt=now - MEANWHILE, ended_at__gt=now - TRIED_FOR)
    unseen = ended.filter(Q(seen_at=None) | Q(seen_at__lt=F("ended_at")))
    told = 0
    for job in unseen.select_related("by"):
        # Claimed before it leaves: rather a mail missing than the same one twice.
        if not Job.objects.filter(pk=job.pk, told_at=None).update(told_at=now):
            continue
        try:
            ready(job)
        except OSError:
            Job.objects.filter(pk=job.pk).update(told_at=None)
            raise
        told += 1
    return told


def ready(job: Job) -> None:
    """Tell who asked for this job that it ended, well or not. Raises OSError when nothing left.

    An address that the server of mails refuses is not written to again: the job is among those of its member.
    """
    assert job.by is not None
    known, well = WORKS.get(job.work), job.state == State.READY
    back = known is not None and known.leads_back
    words = {"job": job, "page": absolute(job.back if back else job.page), "well": well, "back": back}
    subject = "votre fichier est prêt" if well else "votre fichier n’a pas pu être préparé"
    if back:
        subject = "c’est fait" if well else "un travail n’a pas abouti"
    message = letter("site/jobs/mail_ended", job.by.email, subject, words)
    with get_connection() as connection:
        if deliver(message, connection) is Outcome.REFUSED:
            logger.warning("the mail of job %s was refused", job.key)
