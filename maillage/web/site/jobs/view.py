"""Long work. Who asked for a large file comes to see how far it is; they may leave, come back, and leave with the file.

A job of the public is read by whoever holds its address; that of a member by this member alone.
"""

from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from maillage.directory.jobs import asking
from maillage.directory.jobs.models import UNDER_WAY, Job, State
from maillage.directory.jobs.registry import WORKS
from maillage.kernel import french
from maillage.kernel.errors import DataError, UsageError
from maillage.web.exports.behind import given
from maillage.web.forms.sender import FILES, refused
from maillage.web.gate.access import member, writing

LISTED = 50
# Seconds between two looks, for who runs no script: soon at first.
SOON, LATER, LONG = 2, 10, timedelta(minutes=1)
NOWHERE = "Aucun travail à cette adresse : il est oublié trente jours après sa fin, et seul qui l’a demandé le lit."


def _when(at: datetime | None) -> str:
    """« 30 juin 2026 à 14 h 05 »; empty when there is none."""
    if at is None:
        return ""
    local = timezone.localtime(at)
    return f"{french.day(local.date())} à {local.hour}{french.WIDE}h{french.WIDE}{local:%M}"


def _job(key: str, person: Any = None) -> Job:
    """The job of this key, of the public or of this member. Raises UsageError: that of another is not there."""
    job = Job.objects.filter(key=key, by=person).first()
    if job is None:
        raise UsageError(NOWHERE)
    return job


def _page(request: HttpRequest, job: Job) -> HttpResponse:
    known = WORKS.get(job.work)
    if known is not None and known.leads_back:
        return HttpResponseRedirect(job.back)
    if job.state == State.READY and asking.file_of(job) is None:
        asking.expire(job)
        job.refresh_from_db()
    if request.method == "GET":
        asking.note_seen(job)
    now = timezone.now()
    under_way = job.state in UNDER_WAY
    still = request.GET.get("actualiser") == "non"
    since = now - job.asked_at
    context = {
        "job": job,
        "under_way": under_way,
        "still": still,
        "every": SOON if since < LONG else LATER,
        "before": asking.before(job) if job.state == State.WAITING else 0,
        "stuck": job.state == State.WAITING and since > asking.STUCK,
        "asked": _when(job.asked_at),
        "kept": _when(job.kept_until),
        "file": reverse("jobs.mine_file" if job.by_id else "jobs.file", args=[job.key]),
        "again": reverse("jobs.mine_again" if job.by_id else "jobs.again", args=[job.key]),
    }
    return render(request, "site/jobs/job.html", context)


def _file(job: Job) -> HttpResponseBase:
    path = asking.file_of(job)
    if path is None:
        return HttpResponseRedirect(job.page)
    return given(job, path)


def _again(request: HttpRequest, job: Job) -> HttpResponseBase:
    wait = refused(request, FILES)
    if wait is not None:
        return wait
    try:
        return HttpResponseRedirect(asking.again(job).page)
    except DataError as error:
        raise UsageError(str(error)) from None


@writing
@require_safe
def public_job(request: HttpRequest, job: str) -> HttpResponse:
    """How far a job of the public is."""
    return _page(request, _job(job))


@writing
@require_safe
def public_file(request: HttpRequest, job: str) -> HttpResponseBase:
    """Its file."""
    return _file(_job(job))


@writing
@require_POST
def public_again(request: HttpRequest, job: str) -> HttpResponseBase:
    """The same, once more."""
    return _again(request, _job(job))


@member
@require_safe
def my_job(request: HttpRequest, job: str) -> HttpResponse:
    """How far a job of the member is."""
    return _page(request, _job(job, request.user))


@member
@require_safe
def my_file(request: HttpRequest, job: str) -> HttpResponseBase:
    """Its file."""
    return _file(_job(job, request.user))


@member
@require_POST
def my_again(request: HttpRequest, job: str) -> HttpResponseBase:
    """The same, once more."""
    return _again(request, _job(job, request.user))


@member
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """What the member asked for, the last first."""
    person: Any = request.user
    jobs = [
        {"job": job, "asked": _when(job.asked_at), "kept": _when(job.kept_until), "under_way": job.state in UNDER_WAY}
        for job in person.jobs.all()[:LISTED]
    ]
    return render(request, "site/jobs/jobs.html", {"jobs": jobs})
