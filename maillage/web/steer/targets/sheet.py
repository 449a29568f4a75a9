"""The sheet of an indicator. Somebody asks « que mesure-t-il, où en est-il, puis-je le croire ? »; they leave with its
five SMART checks, its targets, its values and where each comes from, and the actions that should move it.
"""

from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Max
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from maillage.directory import typed
from maillage.directory.mail import absolute, letter, send_now
from maillage.directory.ordering import alphabetic
from maillage.kernel import french
from maillage.kernel.errors import UsageError
from maillage.kernel.indicator import TargetState
from maillage.kernel.period import Period
from maillage.kernel.territory import Ref
from maillage.steering.actions.models import Effect
from maillage.steering.rights import Act, reached, readable
from maillage.steering.strategies import locking
from maillage.steering.strategies.models import Strategy
from maillage.steering.targets import asking, entering, permission, progress, smart
from maillage.steering.targets.models import Entry, Sheet, State, Target
from maillage.steering.targets.standing import standing
from maillage.steering.targets.values import Values
from maillage.web.forms.form import plain_fields
from maillage.web.gate.access import member
from maillage.web.steer.targets import curve
from maillage.web.steer.targets.asked import one_sheet, open_periods
from maillage.web.steer.targets.forms import SheetForm, TargetRows
from maillage.web.steer.targets.told import amount, aside, place, row, source_of, usual

SHOWN = 24


def told_change(change: locking.Change | None) -> str:
    """« equipe@exemple.fr, le 3 mars 2026 à 14 h 05 »."""
    if change is None:
        return ""
    when = timezone.localtime(change.at)
    return f"{change.author or 'Quelqu’un'}, le {french.day(when.date())} à {when:%H} h {when:%M}"


def _where(request: HttpRequest, sheet: Sheet) -> Ref | None:
    source, text = source_of(request), request.GET.get("territoire", "")
    if text:
        ref = Ref.parse(text)
        if source is not None:
            source.territory(ref)
        return ref
    mine = typed.refs(sheet.territories)
    return mine[0] if mine else usual(source, [sheet])


def _beside(sheet: Sheet, ref: Ref, source: Any) -> list[dict[str, Any]]:
    """The values of other sources, newest first."""
    found = Entry.objects.filter(sheet=sheet, territory=str(ref), state=State.ACCEPTED).exclude(source="")
    return [
        {
            "period": Period.parse(one.period).label,
            "value": amount(sheet, one.value),
            "source": one.source,
            "comment": one.comment,
        }
        for one in found.order_by("-ends_on", "source")[:SHOWN]
    ]


def _effects(person: Any, sheet: Sheet) -> list[Effect]:
    found = Effect.objects.filter(indicator=sheet.code).select_related("action")
    mine = found.model._meta.get_field("action").related_model.objects.filter(readable(person))  # type: ignore[attr-defined]
    return list(found.filter(action__in=mine.values("pk")).order_by("action__code"))


def _where_told(request: HttpRequest, sheet: Sheet) -> dict[str, Any]:
    """Where it stands in the territory asked, its values, its curve."""
    source, ref = source_of(request), _where(request, sheet)
    every = list(sheet.targets.all())
    if ref is None:
        return {"one": None, "values": [], "curve": None, "places": [], "targets": every, "started": False}
    values = Values(source, [sheet])
    values.load([ref])
    series = values.series(sheet, ref)
    mine = [one for one in every if one.territory == str(ref)]
    today, segment = timezone.localdate(), partial(values.segment, sheet)
    told = standing(sheet, ref, series, mine, today, segment=segment)
    refs = dict.fromkeys(
        [str(ref), *map(str, typed.refs(sheet.territories)), *(one.territory for one in every)]
    )
    notes = {one.pk: one for one in Entry.objects.filter(pk__in=[known.entry for known in series[-SHOWN:]])}
    return {
        "one": row(told, place(source, ref)),
        "initial": amount(sheet, told.initial) if told.initial is not None else "",
        "initial_on": french.day(told.initial_on),
        "values": [
            (known.period.label, amount(sheet, known.value), aside(sheet, known), notes.get(known.entry))
            for known in series[: -SHOWN - 1 : -1]
        ],
        "curve": curve.draw(told),
        "beside": _beside(sheet, ref, source),
        "places": [(each, place(source, each)) for each in refs],
        "chosen": str(ref),
        "targets": [(place(source, one.territory), amount(sheet, one.value), one) for one in every],
        "started": told.sure is not None,
        "closed": told.closed,
    }


@member
@require_safe
def one(request: HttpRequest, code: str) -> HttpResponse:
    """The sheet, for who may read it."""
    sheet = one_sheet(request, code)
    person: Any = request.user
    told = _where_told(request, sheet)
    source = source_of(request)
    proposals = [
        (each, place(source, each.territory), Period.parse(each.period).label, amount(sheet, each.value))
        for each in entering.proposals(sheet)
    ]
    period = progress.ended(sheet.frequency, timezone.localdate(), 1)[0]
    context = {
        "sheet": sheet,
        "smart": smart.smart(sheet, _dated(sheet), told["started"]),
        "rule": progress.RULE,
        "proposals": proposals,
        "effects": [(each, amount(sheet, each.amount)) for each in _effects(person, sheet)],
        "strategies": list(sheet.strategies.all()),
        "may_shape": permission.may(person, Act.SHAPE, sheet),
        "may_value": permission.may(person, Act.VALUE, sheet) and not sheet.computed,
        "period": period,
        "said": {"demande": "La question est partie.", "saisie": "Enregistré."}.get(
            request.GET.get("dit", ""), ""
        ),
    }
    return render(request, "steer/targets/sheet.html", context | told)


def _dated(sheet: Sheet) -> int:
    """How many targets have a date, and still hold."""
    return sheet.targets.filter(on__isnull=False, state=TargetState.SET).count()


def _shaped(person: Any) -> list[Strategy]:
    return list(
        Strategy.objects.filter(reached(person, Act.SHAPE))
        .distinct()
        .order_by("framework", alphabetic("title"))
    )


@member
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """The form of a new sheet."""
    return _edit(request, Sheet())


@member
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, code: str) -> HttpResponse:
    """The form of a sheet."""
    return _edit(request, one_sheet(request, code, Act.SHAPE))


@transaction.atomic
def _edit(request: HttpRequest, sheet: Sheet) -> HttpResponse:
    among = _shaped(request.user)
    if not among:
        raise PermissionDenied("Votre rôle ne permet pas de modifier les indicateurs d’une stratégie.")
    now, meanwhile, status = None, "", 200
    if request.method == "POST":
        if sheet.pk:
            now = Sheet.objects.select_for_update().get(pk=sheet.pk)
            meanwhile = told_change(locking.overtaken(now, request.POST.get("version", "")))
        form = SheetForm(request.POST, instance=sheet, among=among, reader=request.user)
        valid = form.is_valid()
        if valid and not meanwhile:
            form.instance._history_user = request.user
            form.save()
            return HttpResponseRedirect(sheet.page)
        status = 409 if meanwhile else 422
    else:
        form = SheetForm(instance=sheet, among=among, reader=request.user)
    shown = [one for one in plain_fields(form).values() if one.name != "strategies"]
    told = []
    if meanwhile and now is not None:
        told = [(one.label, str(getattr(now, one.name) or "")) for one in shown]
    context = {
        "sheet": sheet if sheet.pk else None,
        "title": now.title if now else sheet.title,
        "page": reverse("targets.edit", args=[sheet.code]) if sheet.pk else reverse("targets.new"),
        "fields": shown,
        "ticks": form.ticks(),
        "ticks_wrong": " ".join(map(str, form["strategies"].errors)),
        "wrong": bool(form.errors),
        "meanwhile": meanwhile,
        "now": told,
        "version": locking.version(now or sheet) if sheet.pk else 0,
    }
    return render(request, "steer/targets/edit.html", context, status=status)


def _targets_version(sheet: Sheet) -> str:
    told: Any = Target.history.model
    return str(told.objects.filter(sheet_id=sheet.pk).aggregate(last=Max("history_id"))["last"] or 0)


@member
@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def targets(request: HttpRequest, code: str) -> HttpResponse:
    """The targets of a sheet, all at once."""
    sheet = one_sheet(request, code, Act.SHAPE)
    Sheet.objects.select_for_update().get(pk=sheet.pk)
    rows: Any = TargetRows(request.POST if request.method == "POST" else None, instance=sheet)
    status, stale = 200, False
    if request.method == "POST":
        stale, status = request.POST.get("version", "") != _targets_version(sheet), 409
        if not stale and rows.is_valid():
            _save_targets(rows, request.user)
            return HttpResponseRedirect(f"{sheet.page}#cibles")
        status = 409 if stale else 422
    source = source_of(request)
    shown = [_target_row(form) for form in rows.forms]
    context = {
        "sheet": sheet,
        "rows": shown,
        "management": list(plain_fields(rows.management_form).values()),
        "faults": [each for one in shown for each in one["fields"] if each.error],
        "general": " ".join(map(str, rows.non_form_errors())) if status == 422 else "",
        "version": _targets_version(sheet),
        "stale": stale,
        "now": [(place(source, one.territory), amount(sheet, one.value), one) for one in sheet.targets.all()],
    }
    return render(request, "steer/targets/targets.html", context, status=status)


def _target_row(form: Any) -> dict[str, Any]:
    """A row of the form of targets: its fields, the hidden ones, the box that removes it."""
    told = list(plain_fields(form).values())
    hidden = ("id", "sheet")
    last = {one.name: one.name.rpartition("-")[2] for one in told}
    return {
        "fields": [one for one in told if last[one.name] not in (*hidden, "DELETE")],
        "hidden": [one for one in told if last[one.name] in hidden],
        "delete": f"{form.prefix}-DELETE",
        "known": bool(form.instance.pk),
        "general": " ".join(map(str, form.non_field_errors())),
        "sure": f"{form.prefix}-sure",
        "doubtful": form.doubtful,
    }


def _save_targets(rows: Any, person: Any) -> None:
    rows.save(commit=False)
    for one in rows.deleted_objects:
        one._history_user = person
        one.delete()
    for one in (*rows.new_objects, *(changed for changed, _ in rows.changed_objects)):
        one.territory = typed.written(typed.refs(one.territory))
        one._history_user = person
        one.save()


@member
@require_POST
def decide(request: HttpRequest, code: str, number: str) -> HttpResponse:
    """Accept a proposed value, or set it aside."""
    sheet = one_sheet(request, code, Act.SHAPE)
    entry = Entry.objects.filter(sheet=sheet, pk=int(number)).first()
    if entry is None or request.POST.get("avis") not in ("accepter", "ecarter"):
        raise UsageError("Cette proposition n’existe pas.")
    try:
        entering.decide(entry, request.POST["avis"] == "accepter", request.user)  # type: ignore[arg-type]
    except ValidationError as error:
        raise UsageError(" ".join(error.messages)) from None
    return HttpResponseRedirect(f"{sheet.page}?dit=saisie")


@member
@require_POST
def ask(request: HttpRequest, code: str) -> HttpResponse:
    """Ask the value of a period to the person who gives it, by a mail with its link."""
    sheet = one_sheet(request, code, Act.SHAPE)
    if sheet.validity.closed(timezone.localdate()):
        raise UsageError("Cette série est close : rien n’en est plus demandé.")
    if sheet.person is None:
        raise UsageError("Personne ne donne cette valeur : dites qui, dans la fiche.")
    among = {one.code: one for one in open_periods(sheet, timezone.localdate())}
    period, ref = among.get(request.POST.get("periode", "")), request.POST.get("territoire", "")
    if period is None or ref not in map(str, typed.refs(sheet.territories)):
        raise UsageError("Choisissez une période et un territoire suivis.")
    send(source_of(request), asking.ask(asking.Due(sheet, ref, period.code, sheet.person)))
    return HttpResponseRedirect(f"{sheet.page}?dit=demande")


def send(source: Any, asked: Any) -> None:
    """Send the mail of a question. Raises UsageError when it cannot leave."""
    words = {
        "sheet": asked.sheet,
        "place": place(source, asked.territory),
        "period": Period.parse(asked.period).label,
        "link": absolute(asking.link(asked)),
        "days": asking.DAYS,
    }
    subject = f"une valeur à donner, {french.initial(asked.sheet.title)[:80]}"
    send_now(letter("steer/targets/mail_ask", asked.person.email, subject, words))
