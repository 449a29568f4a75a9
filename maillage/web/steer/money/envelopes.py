"""Envelopes. The team of a strategy comes asking « que reste-t-il du FEDER, du CPER ? »; they leave with what is
committed, asked and left of each, and may enter or correct one.
"""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import ProtectedError, Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from maillage.directory.models import Organisation
from maillage.directory.ordering import alphabetic
from maillage.kernel import french
from maillage.kernel.errors import UsageError
from maillage.steering.actions.models import Action
from maillage.steering.money import figures
from maillage.steering.money.amounts import parse, typed
from maillage.steering.money.models import Envelope, Funding
from maillage.steering.rights import Act, allows, doable, reached
from maillage.steering.strategies import locking
from maillage.steering.strategies.models import Strategy
from maillage.web.forms.form import plain_fields
from maillage.web.gate.access import member
from maillage.web.steer.money.asked import strategies

NAMES = (
    "name",
    "programme",
    "strategy",
    "funder",
    "funder_name",
    "amount",
    "first_year",
    "last_year",
    "note",
)


class Amount(forms.CharField):
    """An amount, as people type it."""

    def clean(self, value: Any) -> Any:
        """The amount, exact. Raises ValidationError."""
        text = super().clean(value)
        try:
            return parse(text)
        except UsageError as error:
            raise forms.ValidationError(str(error)) from None

    def prepare_value(self, value: Any) -> Any:
        """The amount as a field holds it."""
        return value if isinstance(value, str) else typed(value)


class EnvelopeForm(forms.ModelForm):  # type: ignore[type-arg]
    """An envelope of one of the strategies that somebody shapes."""

    amount = Amount(label="Montant, en euros", max_length=40)

    class Meta:
        model = Envelope
        fields = NAMES

    def __init__(self, *args: Any, among: list[Strategy], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        told: dict[str, Any] = self.fields
        told["strategy"].queryset = Strategy.objects.filter(pk__in=[one.pk for one in among])
        told["strategy"].empty_label = None
        told["funder"].queryset = Organisation.objects.order_by(alphabetic("name"))
        told["funder"].empty_label = "Hors annuaire"
        told["programme"].choices = [one for one in told["programme"].choices if one[0]]


def shaped(person: Any) -> list[Strategy]:
    """The strategies whose envelopes somebody may change."""
    found = Strategy.objects.filter(reached(person, Act.SHAPE), framework=False)
    return list(found.distinct().order_by(alphabetic("title")))


def seen_by(person: Any) -> Q:
    """The envelopes somebody may read."""
    return Q(strategy__in=[one.pk for one in strategies(person)])


def counted_for(person: Any) -> QuerySet[Action]:
    """The actions whose fundings somebody is told: those whose amounts they may read."""
    return Action.objects.filter(doable(person, Act.READ_PARTNERS))


@member
@require_safe
def envelopes(request: HttpRequest) -> HttpResponse:
    """Every envelope and what is left of it."""
    if not strategies(request.user):
        raise PermissionDenied("Votre rôle ne permet pas de lire les enveloppes.")
    found = figures.envelopes(seen_by(request.user), counted_for(request.user))
    context = {
        "partial": any(left.partial for _, left in found),
        "rows": found,
        "may_shape": bool(shaped(request.user)),
        "several": len({one.strategy_id for one, _ in found}) > 1,
    }
    return render(request, "steer/money/envelopes.html", context)


def _told(change: locking.Change) -> str:
    when = timezone.localtime(change.at)
    return f"{change.author or 'Quelqu’un'}, le {french.day(when.date())} à {when:%H} h {when:%M}"


def _page(request: HttpRequest, form: EnvelopeForm, envelope: Envelope, more: dict[str, Any]) -> HttpResponse:
    told = list(plain_fields(form).values())
    context = {
        "envelope": envelope,
        "fields": told,
        "wrong": bool(form.errors),
        "general": " ".join(map(str, form.non_field_errors())),
        "version": locking.version(envelope) if envelope.pk else 0,
        **more,
    }
    return render(request, "steer/money/envelope.html", context, status=more.get("status", 200))


@member
@require_http_methods(["GET", "HEAD", "POST"])
def new_envelope(request: HttpRequest) -> HttpResponse:
    """The form of a new envelope."""
    return _edit(request, Envelope())


@member
@require_http_methods(["GET", "HEAD", "POST"])
def envelope(request: HttpRequest, number: str) -> HttpResponse:
    """An envelope: the actions it pays for; its form for who may change it."""
    found = (
        Envelope.objects.filter(seen_by(request.user), pk=int(number))
        .select_related("strategy", "funder")
        .first()
    )
    if found is None:
        raise UsageError("Cette enveloppe n’existe pas, ou votre rôle ne permet pas de la lire.")
    return _edit(request, found)


def _edit(request: HttpRequest, found: Envelope) -> HttpResponse:
    person: Any = request.user
    among = shaped(person)
    may = bool(among) and (found.pk is None or allows(person, Act.SHAPE, found.strategy))
    if not may and (found.pk is None or request.method == "POST"):
        raise PermissionDenied("Votre rôle ne permet pas de modifier une enveloppe.")
    more: dict[str, Any] = {"may": may, "meanwhile": "", "left": None, "given": []}
    if found.pk:
        mine = counted_for(person)
        more["left"] = figures.envelopes(Q(pk=found.pk), mine)[0][1]
        given = Funding.objects.filter(envelope=found, action__in=mine.values("pk")).select_related("action")
        more["given"] = list(given.order_by("action__code", "pk"))
    if request.method != "POST":
        return _page(request, EnvelopeForm(instance=found, among=among), found, more)
    if request.POST.get("oter"):
        return _remove(found, person)
    return _post(request, found, among, more)


@transaction.atomic
def _post(request: HttpRequest, found: Envelope, among: list[Strategy], more: dict[str, Any]) -> HttpResponse:
    now = Envelope.objects.select_for_update().get(pk=found.pk) if found.pk else None
    change = locking.overtaken(now, request.POST.get("version", "")) if now else None
    form = EnvelopeForm(request.POST, instance=found, among=among)
    valid = form.is_valid()
    if change is not None and now is not None:
        told = [
            (field.label, str(getattr(now, name) or "")) for name in NAMES if (field := form.fields[name])
        ]
        return _page(request, form, now, {**more, "meanwhile": _told(change), "now": told, "status": 409})
    if not valid:
        return _page(request, form, found, {**more, "status": 422})
    form.instance._history_user = request.user
    form.save()
    return HttpResponseRedirect(reverse("money.envelopes"))


def _remove(found: Envelope, person: Any) -> HttpResponse:
    found._history_user = person
    try:
        found.delete()
    except ProtectedError:
        raise UsageError(
            "Cette enveloppe finance encore des actions : retirez d’abord leurs financements."
        ) from None
    return HttpResponseRedirect(reverse("money.envelopes"))
