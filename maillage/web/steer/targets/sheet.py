"""The sheet of an indicator. Somebody asks « que mesure-t-il, où en est-il, puis-je le croire ? »; they leave with its
five SMART checks, its targets, its values and where each comes from, and the actions that should move it.
"""

from functools import partial
from itertools import count
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
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
from maillage.steering.strategies.models import Strategy
from maillage.steering.targets import asking, entering, permission, progress, sheets, smart
from maillage.steering.targets.models import Entry, Sheet, State, Target
from maillage.steering.targets.standing import standing
from maillage.steering.targets.values import Values
from maillage.web.forms import conflict
from maillage.web.forms.pickers import territories
from maillage.web.forms.rows import Listed
from maillage.web.gate.access import member
from maillage.web.steer import curve
from maillage.web.steer.picked import computed
from maillage.web.steer.standings import amount, aside, place, row, source_of, usual
from maillage.web.steer.targets.asked import one_sheet, open_periods
from maillage.web.steer.targets.forms import SheetForm, TargetRows

SHOWN = 24


def _where(request: HttpRequest, sheet: Sheet) -> Ref | None:
    source, text = source_of(request), request.GET.get("territoire", "")
    if text:
        return territories.ref(source, text) if source is not None else Ref.parse(text)
    mine = typed.refs(sheet.territories)
    return mine[0] if mine else usual(source, [sheet])


def _beside(sheet: Sheet, ref: Ref, source: Any) -> list[dict[str, Any]]:
    """The values of other sources, newest first."""
    entries = Entry.objects.filter(sheet=sheet, territory=str(ref), state=State.ACCEPTED).exclude(source="")
    return [
        {
            "period": Period.parse(entry.period).label,
            "value": amount(sheet, entry.value),
            "source": entry.source,
            "comment": entry.comment,
        }
        for entry in entries.order_by("-ends_on", "source")[:SHOWN]
    ]


def _effects(person: Any, sheet: Sheet) -> list[Effect]:
    effects = Effect.objects.filter(indicator=sheet.code).select_related("action")
    mine = effects.model._meta.get_field("action").related_model.objects.filter(readable(person))  # type: ignore[attr-defined]
    return list(effects.filter(action__in=mine.values("pk")).order_by("action__code"))


def _where_told(request: HttpRequest, sheet: Sheet) -> dict[str, Any]:
    """Where it stands in the territory asked, its values, its curve."""
    source, ref = source_of(request), _where(request, sheet)
    every = list(sheet.targets.all())
    if ref is None:
        return {"row": None, "values": [], "curve": None, "places": [], "targets": every, "started": False}
    values = Values(source, [sheet])
    values.load([ref])
    series = values.series(sheet, ref)
    mine = [target for target in every if target.territory == str(ref)]
    today, segment = timezone.localdate(), partial(values.segment, sheet)
    situation = standing(sheet, ref, series, mine, today, segment=segment)
    refs = dict.fromkeys([str(ref), *map(str, typed.refs(sheet.territories)), *(target.territory for target in every)])
    notes = {entry.pk: entry for entry in Entry.objects.filter(pk__in=[known.entry for known in series[-SHOWN:]])}
    return {
        "row": row(situation, place(source, ref)),
        "initial": amount(sheet, situation.initial) if situation.initial is not None else "",
        "initial_on": french.day(situation.initial_on),
        "values": [
            (known.period.label, amount(sheet, known.value), aside(sheet, known), notes.get(known.entry))
            for known in series[: -SHOWN - 1 : -1]
        ],
        "curve": curve.draw(situation),
        "beside": _beside(sheet, ref, source),
        "places": [(each, place(source, each)) for each in refs],
        "chosen": str(ref),
        "targets": [(place(source, target.territory), amount(sheet, target.value), target) for target in every],
        "started": situation.sure is not None,
        "closed": situation.closed,
    }


@member
@require_safe
def sheet_page(request: HttpRequest, code: str) -> HttpResponse:
    """The sheet, for who may read it."""
    sheet = one_sheet(request, code)
    person: Any = request.user
    facts = _where_told(request, sheet)
    source = source_of(request)
    proposals = [
        (each, place(source, each.territory), Period.parse(each.period).label, amount(sheet, each.value))
        for each in entering.proposals(sheet)
    ]
    period = progress.ended(sheet.frequency, timezone.localdate(), 1)[0]
    context = {
        "sheet": sheet,
        "smart": smart.smart(sheet, _dated(sheet), facts["started"]),
        "rule": progress.RULE,
        "proposals": proposals,
        "effects": [(each, amount(sheet, each.amount)) for each in _effects(person, sheet)],
        "strategies": list(sheet.strategies.all()),
        "may_shape": permission.may(person, Act.SHAPE, sheet),
        "may_value": permission.may(person, Act.VALUE, sheet) and not sheet.computed,
        "period": period,
        "said": {"demande": "La question est partie.", "saisie": "Enregistré."}.get(request.GET.get("dit", ""), ""),
    }
    return render(request, "steer/targets/sheet.html", context | facts)


def _dated(sheet: Sheet) -> int:
    """How many targets have a date, and still hold."""
    return sheet.targets.filter(on__isnull=False, state=TargetState.SET).count()


def _shaped(person: Any) -> list[Strategy]:
    return list(
        Strategy.objects.filter(reached(person, Act.SHAPE)).distinct().order_by("framework", alphabetic("title"))
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


def _edit(request: HttpRequest, sheet: Sheet) -> HttpResponse:
    among = _shaped(request.user)
    if not among:
        raise PermissionDenied("Votre rôle ne permet pas de modifier les indicateurs d’une stratégie.")

    def now() -> Sheet:
        return one_sheet(request, sheet.code, Act.SHAPE) if sheet.pk else Sheet()

    def fill(posted: QueryDict | None) -> SheetForm:
        return SheetForm(posted, instance=now(), among=among, reader=request.user, computed=lambda: computed(request))

    def write(form: SheetForm, seen: str) -> HttpResponse:
        chosen = form.cleaned_data["strategies"]
        nodes = form.cleaned_data.get("nodes")
        return HttpResponseRedirect(sheets.save(form.instance, request.user, chosen, seen, nodes).page)

    edited = conflict.edit(request, fill, write, lambda: (now(),) if sheet.pk else ())
    if isinstance(edited, HttpResponse):
        return edited
    context = {
        **edited.context,
        "sheet": sheet if sheet.pk else None,
        "page": reverse("targets.edit", args=[sheet.code]) if sheet.pk else reverse("targets.new"),
        "ticks": edited.form.ticks(),
        "ticks_wrong": " ".join(map(str, edited.form["strategies"].errors)),
    }
    return render(request, "steer/targets/edit.html", context, status=edited.status)


@member
@require_http_methods(["GET", "HEAD", "POST"])
def targets(request: HttpRequest, code: str) -> HttpResponse:
    """The targets of a sheet, all at once."""
    sheet = one_sheet(request, code, Act.SHAPE)

    def fill(posted: QueryDict | None) -> Listed:
        ranks = count(1)
        return Listed(TargetRows(posted, instance=sheet), "Cible à ajouter", lambda _: f"Cible {next(ranks)}")

    def write(rows: Listed, seen: str) -> HttpResponse:
        kept, gone = rows.changes()
        sheets.save_targets(sheet, request.user, seen, kept, gone)
        return HttpResponseRedirect(f"{sheet.page}#cibles")

    edited = conflict.edit(request, fill, write, lambda: (sheet, Target))
    if isinstance(edited, HttpResponse):
        return edited
    context = {**edited.context, "sheet": sheet}
    return render(request, "steer/targets/targets.html", context, status=edited.status)


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
    among = {candidate.code: candidate for candidate in open_periods(sheet, timezone.localdate())}
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
