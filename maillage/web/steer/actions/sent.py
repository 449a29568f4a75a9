"""A large workbook of actions, read and written by the worker. A secretary sends it, and may leave; they come back to
what it would do, say « Tout écrire », and may leave again.
"""

import json
from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256
from typing import IO, Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from maillage.directory.jobs import asking, files, running
from maillage.directory.jobs.models import UNDER_WAY, Job, State
from maillage.directory.jobs.registry import Arguments, Progress, Work, work
from maillage.directory.models import User
from maillage.kernel import french
from maillage.kernel.errors import DataError, UsageError
from maillage.steering.exchange import applying, powers
from maillage.steering.exchange.checking import Checked
from maillage.web.gate.access import member
from maillage.web.steer.actions.asked import may_exchange

SMALL = 60_000
"""Bytes of a workbook read and written while one waits: about two hundred actions, a second."""
KEPT = timedelta(days=2)
SHOWN_FAULTS, SHOWN_CELLS = 100, 500
EVERY = 2
"""Seconds between two looks at work under way, for who runs no script."""
CLOSED = "Votre rôle ne permet pas d’importer des actions."
GONE = "Ce classeur n’est plus gardé : deux jours après l’envoi, il est oublié. Envoyez-le de nouveau."


def summary(checked: Checked) -> dict[str, Any]:
    """What a workbook would do, as its page reads it: what JSON holds."""
    faults = [
        {
            "cell": fault.cell,
            "sheet": fault.sheet,
            "written": fault.written,
            "reason": fault.reason,
            "advice": fault.advice,
        }
        for fault in checked.faults[:SHOWN_FAULTS]
    ]
    cells = (("Ce qui s’efface", checked.erased), ("Ce qui s’écrit", checked.replaced))
    return {
        "faults": faults,
        "more": max(0, len(checked.faults) - SHOWN_FAULTS),
        "changes": [
            {
                "head": head,
                "more": max(0, len(changes) - SHOWN_CELLS),
                "cells": [
                    {
                        "code": draft.action.code,
                        "title": draft.action.title,
                        "new": draft.new,
                        "cell": change.cell,
                        "what": change.what,
                        "before": change.before,
                        "after": change.after,
                    }
                    for draft, change in changes[:SHOWN_CELLS]
                ],
            }
            for head, changes in cells
            if changes
        ],
        "counts": [len(checked.created), len(checked.changed), checked.same],
        "ready": not checked.faults and bool(checked.created or checked.changed),
    }


def send(person: User, content: bytes) -> str:
    """Have a workbook read behind; the address of its page. Raises BusyError, UsageError."""
    digest = sha256(content).hexdigest()[:22]
    page = reverse("actions.sent", args=[digest])
    title = "Vérification d’un classeur d’actions"
    asking.start(reading, {}, title=title, asked=digest, back=page, person=person, sent=content)
    return page


@work("actions.workbook_read", kept=KEPT, lasting=False, leads_back=True)
def reading(progress: Progress, arguments: Arguments, out: IO[bytes]) -> str:
    """Check a workbook that was sent, and keep what was found for its page."""
    checked, _ = _checked(progress, arguments, 1.0)
    out.write(json.dumps(summary(checked), ensure_ascii=False).encode())
    return "verification.json"


@work("actions.workbook_written", kept=KEPT, lasting=False, leads_back=True)
def written(progress: Progress, arguments: Arguments, out: IO[bytes]) -> str:
    """Check it again, and write it, all or nothing."""

    # Checked before: who writes elsewhere waits as little as can be.
    checked, person = _checked(progress, arguments, 0.5)
    heard = _heard(progress, "écrites", 0.5, 1.0)
    done = running.once(arguments, lambda: list(applying.apply(checked, person, heard)))
    out.write(json.dumps({"done": done}).encode())
    return "ecriture.json"


def _checked(progress: Progress, arguments: Arguments, until: float) -> tuple[Checked, User]:
    person = User.objects.filter(pk=arguments["by"], is_active=True).first()
    if person is None or not may_exchange(person):
        raise DataError(CLOSED)
    content = files.sent(arguments)
    progress(0, "Le classeur s’ouvre")
    heard = _heard(progress, "vérifiées", 0, until)
    return applying.check(content, powers.of(person), timezone.localdate(), heard), person


def _heard(progress: Progress, word: str, begin: float, end: float) -> Callable[[int, int], None]:
    def heard(done: int, total: int) -> None:
        words = f"{french.number(done)} actions {word} sur {french.number(total)}"
        progress(begin + (end - begin) * done / max(total, 1), words)

    return heard


def _last(person: User, page: str, known: Work) -> Job | None:
    return Job.objects.filter(by=person, back=page, work=known.name).order_by("-asked_at", "-pk").first()


@member
@require_http_methods(["GET", "HEAD", "POST"])
def sent(request: HttpRequest, digest: str) -> HttpResponseBase:
    """A workbook that was sent: how far it is, what it would do, then what it did."""
    person: Any = request.user
    if not may_exchange(person):
        raise PermissionDenied(CLOSED)
    page = reverse("actions.sent", args=[digest])
    read, wrote = _last(person, page, reading), _last(person, page, written)
    if read is None:
        raise UsageError(GONE)
    job = wrote if wrote and wrote.asked_at > read.asked_at else read
    if request.method == "POST":
        if job is read and job.state == State.READY:
            _write(job, person, digest, page)
        return HttpResponseRedirect(page, status=303)
    asking.note_seen(job)
    context: dict[str, Any] = {"job": job, "under_way": job.state in UNDER_WAY, "every": EVERY}
    context["still"] = request.GET.get("actualiser") == "non"
    if job.state == State.READY:
        path = asking.file_of(job)
        if path is None:
            raise UsageError(GONE)
        context |= json.loads(path.read_bytes())
    elif job.state == State.ERASED:
        raise UsageError(GONE)
    return render(request, "steer/actions/sent.html", context)


def _write(read: Job, person: User, digest: str, page: str) -> None:
    """Have what was read written. Raises UsageError when there is nothing to write, or no longer."""
    path = asking.file_of(read)
    if path is None:
        raise UsageError(GONE)
    if not json.loads(path.read_bytes())["ready"]:
        raise UsageError("Ce classeur a des erreurs, ou ne change rien : rien n’est à écrire.")
    content = files.sent({"sent": str(read.sent)})
    title = "Écriture d’un classeur d’actions"
    asking.start(written, {}, title=title, asked=digest, back=page, person=person, sent=content)
