"""Envelopes. The team of a strategy comes asking « que reste-t-il du FEDER, du CPER ? »; they leave with what is
committed, asked and left of each, and may enter or correct one.
"""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from maillage.kernel.errors import UsageError
from maillage.steering.money import envelopes as saving
from maillage.steering.money import figures
from maillage.steering.money.models import Envelope, Funding
from maillage.steering.rights import Act, allows
from maillage.steering.strategies.models import Strategy
from maillage.web.forms import conflict
from maillage.web.forms.pickers.directory import OrganisationField
from maillage.web.gate.access import member
from maillage.web.steer.money.amount import Amount
from maillage.web.steer.money.reserved import counted_for, seen_by, shaped

NAMES = ("name", "programme", "strategy", "funder", "funder_name", "amount", "first_year", "last_year", "note")


class EnvelopeForm(forms.ModelForm):  # type: ignore[type-arg]
    """An envelope of one of the strategies that somebody shapes."""

    amount = Amount(label="Montant, en euros", max_length=40)

    class Meta:
        model = Envelope
        fields = NAMES

    def __init__(self, *args: Any, among: list[Strategy], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["strategy"].queryset = Strategy.objects.filter(pk__in=[strategy.pk for strategy in among])
        fields["strategy"].empty_label = None
        fields["funder"] = OrganisationField(label="Financeur", required=False, help_text="Vide : hors annuaire.")
        fields["programme"].choices = [choice for choice in fields["programme"].choices if choice[0]]


@member
@require_http_methods(["GET", "HEAD", "POST"])
def new_envelope(request: HttpRequest) -> HttpResponse:
    """The form of a new envelope."""
    return _edit(request, Envelope())


@member
@require_http_methods(["GET", "HEAD", "POST"])
def envelope(request: HttpRequest, number: str) -> HttpResponse:
    """An envelope: the actions it pays for; its form for who may change it."""
    envelope = (
        Envelope.objects.filter(seen_by(request.user), pk=int(number)).select_related("strategy", "funder").first()
    )
    if envelope is None:
        raise UsageError("Cette enveloppe n’existe pas, ou votre rôle ne permet pas de la lire.")
    return _edit(request, envelope)


def _edit(request: HttpRequest, envelope: Envelope) -> HttpResponse:
    person: Any = request.user
    among = shaped(person)
    may = bool(among) and (envelope.pk is None or allows(person, Act.SHAPE, envelope.strategy))
    if not may and (envelope.pk is None or request.method == "POST"):
        raise PermissionDenied("Votre rôle ne permet pas de modifier une enveloppe.")
    if request.POST.get("oter"):
        saving.remove(envelope, person)
        return HttpResponseRedirect(reverse("money.envelopes"))

    def now() -> Envelope:
        return Envelope.objects.select_related("strategy", "funder").get(pk=envelope.pk) if envelope.pk else Envelope()

    def fill(posted: QueryDict | None) -> EnvelopeForm:
        return EnvelopeForm(posted, instance=now(), among=among)

    def write(form: EnvelopeForm, seen: str) -> HttpResponse:
        saving.save(form.instance, person, seen)
        return HttpResponseRedirect(reverse("money.envelopes"))

    edited = conflict.edit(request, fill, write, lambda: (now(),) if envelope.pk else ())
    if isinstance(edited, HttpResponse):
        return edited
    context = {**edited.context, **_paid(person, envelope), "envelope": envelope, "may": may}
    return render(request, "steer/money/envelope.html", context, status=edited.status)


def _paid(person: Any, envelope: Envelope) -> dict[str, Any]:
    """What is left of an envelope, and what it pays for."""
    if not envelope.pk:
        return {"left": None, "given": []}
    mine = counted_for(person)
    given = Funding.objects.filter(envelope=envelope, action__in=mine.values("pk")).select_related("action")
    left = figures.envelopes(Q(pk=envelope.pk), mine)[0][1]
    return {"left": left, "given": list(given.order_by("action__code", "pk"))}
