"""Actions by workbook. A secretary comes with a spreadsheet; they leave knowing each cell that is wrong or, all being
right, with their actions written; or with a workbook that can be sent back.
"""

import base64
import binascii
from collections.abc import Iterator
from datetime import date, timedelta
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from django import forms
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from maillage.directory.jobs.registry import Arguments, Progress, work
from maillage.directory.models import User
from maillage.directory.uploads.door import WORKBOOK, admit
from maillage.directory.uploads.fields import UploadField
from maillage.kernel import french
from maillage.kernel.errors import DataError, UsageError
from maillage.observatory import door
from maillage.observatory.door import Observatory
from maillage.steering.actions.filters import Filters
from maillage.steering.actions.models import Action
from maillage.steering.exchange import applying, columns, powers, writing
from maillage.steering.rights import Act, doable
from maillage.web.exports.behind import made_behind
from maillage.web.exports.shelf import IN_MEMORY
from maillage.web.exports.workbook import XLSX
from maillage.web.forms import bind
from maillage.web.gate.access import member
from maillage.web.gate.observatory import notice
from maillage.web.steer.actions import sent
from maillage.web.steer.actions.asked import answering, may_exchange
from maillage.web.steer.actions.listing import asked_list, in_order

AT_ONCE, READ = 300, 100
"""Actions of a workbook made while one waits, a second; and read at a time."""


class Send(forms.Form):
    """The workbook."""

    fichier = UploadField(WORKBOOK, label="Le classeur", help_text="XLSX, 2 Mo au plus, avec les colonnes de l’export.")


def _content(request: HttpRequest, form: Send) -> bytes | None:
    """The workbook sent, or the one checked before; None when none came."""
    kept = request.POST.get("verifie", "")
    if kept and not request.FILES:
        try:
            return admit(base64.b64decode(kept, validate=True), "", WORKBOOK).content
        except (binascii.Error, ValueError):
            raise UsageError("Ce formulaire est abîmé : renvoyez le fichier.") from None
    if not form.is_valid():
        return None
    return bytes(form.cleaned_data["fichier"].content)


@member
@require_http_methods(["GET", "HEAD", "POST"])
def exchange(request: HttpRequest) -> HttpResponseBase:
    """The form, then what the workbook would do, then what it did."""
    person: Any = request.user
    if not may_exchange(person):
        raise PermissionDenied(sent.CLOSED)
    form = Send(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {"columns": columns.COLUMNS, "steps": columns.STEP_COLUMNS}
    today = timezone.localdate()
    if request.method == "POST":
        try:
            content = _content(request, form)
            if content is not None:
                if len(content) > sent.SMALL:
                    return HttpResponseRedirect(sent.send(person, content), status=303)
                context |= _read(request, content, today)
                form = Send()
        except UsageError as error:
            form = Send(None)
            context["refused"] = str(error)
    wrong = bool(form.errors or context.get("refused") or context.get("faults"))
    context |= bind.shown(form)
    return render(request, "steer/actions/exchange.html", context, status=422 if wrong else 200)


def _read(request: HttpRequest, content: bytes, today: date) -> dict[str, Any]:
    """What a workbook would do, or did when it was asked to and nothing in it is wrong."""
    person: Any = request.user
    checked = applying.check(content, powers.of(person), today)
    if request.POST.get("appliquer") and not checked.faults:
        return {"done": applying.apply(checked, person)}
    return {"checked": True, "kept": base64.b64encode(content).decode(), **sent.summary(checked)}


@member
@require_safe
def given(request: HttpRequest) -> HttpResponseBase:
    """The workbook of the actions asked for that one may update, made to be sent back; behind when they are many."""
    person: Any = request.user
    asked, matches = asked_list(request)
    mine = matches.filter(doable(person, Act.UPDATE))
    if mine.count() > AT_ONCE:
        filters = {each.name: asked.texts[each.name] for each in asked.listing.filters}
        return made_behind(
            request,
            actions_workbook,
            {"filters": filters, "order": asked.order},
            title="Classeur des actions à mettre à jour",
            asked=asked.query(),
            back=reverse("actions.workbook"),
            person=person,
        )
    # Closed by the answer, once it is sent.
    out = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115
    writing.write(columns.loaded(mine), out, notice(request))
    out.seek(0)
    return FileResponse(out, content_type=XLSX, as_attachment=True, filename=_name())


@work("actions.workbook", kept=timedelta(days=2), lasting=False)
def actions_workbook(progress: Progress, arguments: Arguments, out: IO[bytes]) -> str:
    """The workbook of the actions that who asks may update, as they are and as their rights are when it is made."""
    person = User.objects.get(pk=arguments["by"])
    matches = answering(person, Filters(**arguments["filters"]), _source)
    mine = in_order(matches, arguments["order"]).filter(doable(person, Act.UPDATE))
    writing.write(_read_slowly(mine, progress), out, _notice())
    return _name()


def _read_slowly(mine: QuerySet[Action], progress: Progress) -> Iterator[Action]:
    total = mine.count()
    for rank, action in enumerate(columns.loaded(mine).iterator(READ)):
        if rank % READ == 0:
            progress(rank / total, f"{french.number(rank)} actions lues sur {french.number(total)}")
        yield action
    progress(0.9, "Les actions sont lues, le classeur s’écrit.")


def _source() -> Observatory:
    return door.current(settings.MAILLAGE_HOME)


def _notice() -> str:
    try:
        return _source().release.notice
    except DataError:
        return ""


def _name() -> str:
    return f"actions-{timezone.localdate():%Y-%m-%d}.xlsx"
