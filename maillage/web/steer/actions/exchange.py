"""Actions by workbook. A secretary comes with a spreadsheet; they leave knowing each cell that is wrong or, all being
right, with their actions written; or with a workbook that can be sent back.
"""

import base64
import binascii
from datetime import date
from tempfile import SpooledTemporaryFile
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from maillage.kernel.errors import UsageError
from maillage.steering.exchange import applying, columns, powers, reading, writing
from maillage.steering.exchange.checking import Checked
from maillage.steering.rights import Act, doable
from maillage.web.exports.shelf import IN_MEMORY, turn
from maillage.web.exports.workbook import XLSX
from maillage.web.forms import bind
from maillage.web.gate.access import member
from maillage.web.gate.observatory import notice
from maillage.web.steer.actions.asked import asked_list, may_exchange

SHOWN_FAULTS = 100
SHOWN_CELLS = 500
# Kept inside the page between the check and the writing; Django reads 2.5 MB of fields.
KEPT = 1_800_000


class Send(forms.Form):
    """The workbook."""

    fichier = forms.FileField(
        label="Le classeur",
        help_text="XLSX, 2 Mo au plus, avec les colonnes de l’export.",
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
        error_messages={"required": "Choisissez un fichier.", "empty": "Ce fichier est vide."},
    )


def _content(request: HttpRequest, form: Send) -> bytes | None:
    """The workbook sent, or the one checked before; None when none came."""
    kept = request.POST.get("verifie", "")
    if kept and not request.FILES:
        try:
            return base64.b64decode(kept, validate=True)
        except (binascii.Error, ValueError):
            raise UsageError("Ce formulaire est abîmé : renvoyez le fichier.") from None
    if not form.is_valid():
        return None
    sent = form.cleaned_data["fichier"]
    if sent.size > reading.HEAVIEST:
        raise UsageError("Ce fichier est trop lourd : 2 Mo au plus.")
    return bytes(sent.read())


@member
@require_http_methods(["GET", "HEAD", "POST"])
def exchange(request: HttpRequest) -> HttpResponse:
    """The form, then what the workbook would do, then what it did."""
    person: Any = request.user
    if not may_exchange(person):
        raise PermissionDenied("Votre rôle ne permet pas d’importer des actions.")
    form = Send(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {"columns": columns.COLUMNS, "steps": columns.STEP_COLUMNS}
    today = timezone.localdate()
    if request.method == "POST":
        try:
            content = _content(request, form)
            if content is not None:
                with turn():
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
        return {"done": applying.apply(checked, person, today)}
    return _checked(checked, content)


def _checked(checked: Checked, content: bytes) -> dict[str, Any]:
    return {
        "checked": True,
        "faults": checked.faults[:SHOWN_FAULTS],
        "more": max(0, len(checked.faults) - SHOWN_FAULTS),
        "changes": [
            (head, cells[:SHOWN_CELLS], max(0, len(cells) - SHOWN_CELLS))
            for head, cells in (("Ce qui s’efface", checked.erased), ("Ce qui s’écrit", checked.replaced))
            if cells
        ],
        "counts": (len(checked.created), len(checked.changed), checked.same),
        "ready": not checked.faults and bool(checked.created or checked.changed),
        "kept": base64.b64encode(content).decode() if len(content) <= KEPT else "",
    }


@member
@require_safe
def given(request: HttpRequest) -> HttpResponseBase:
    """The workbook of the actions asked for that one may update, made to be sent back."""
    mine = columns.loaded(asked_list(request)[1].filter(doable(request.user, Act.UPDATE)))
    # Closed by the answer, once it is sent.
    out = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115
    writing.write(mine, out, notice(request))
    out.seek(0)
    name = f"actions-{timezone.localdate():%Y-%m-%d}.xlsx"
    return FileResponse(out, content_type=XLSX, as_attachment=True, filename=name)
