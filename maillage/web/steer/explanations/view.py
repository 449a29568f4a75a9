"""Automatic headlines, explained. The team of a strategy asks « que dit-on de nous, et que veut-on en dire ? »; they
leave with a sentence beside the headline, signed. An administrator opens and closes the electoral period.
"""

from typing import Any, ClassVar
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from maillage.directory.governing import everywhere
from maillage.directory.rights import memberships
from maillage.kernel.errors import UsageError
from maillage.kernel.territory import Territory
from maillage.observatory.door import Observatory
from maillage.steering.explanations import published, signing
from maillage.steering.explanations.models import Explanation
from maillage.steering.explanations.published import Subject
from maillage.steering.rights import Act, reached
from maillage.steering.strategies.models import Strategy
from maillage.web.forms import conflict
from maillage.web.forms.pickers import territories
from maillage.web.gate.access import member
from maillage.web.gate.observatory import observatory
from maillage.web.steer.explanations.lines import lines, subject_of

DONE = {
    "signe": "C’est signé : les lecteurs le voient à côté du titre.",
    "retire": "C’est retiré : les lecteurs ne le voient plus.",
    "ouverte": "La période électorale est ouverte : ni titre automatique ni verdict.",
    "fermee": "La période électorale est fermée : les titres et les verdicts sont de retour.",
}


class Sentence(forms.ModelForm):  # type: ignore[type-arg]
    """A sentence and who signs it."""

    class Meta:
        model = Explanation
        fields: ClassVar = ["words", "name", "role", "strategy"]
        widgets: ClassVar = {"words": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, among: list[Strategy], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["strategy"]
        field.queryset = Strategy.objects.filter(pk__in=[strategy.pk for strategy in among])
        field.empty_label = None
        field.label = "Au nom de"


def _place(request: HttpRequest, source: Observatory) -> Territory:
    """The territory asked, by its name or its code; the region when none is."""
    text = request.GET.get("dans", "").strip()
    return source.territory(territories.ref(source, text) if text else source.release.region)


def _list(place: Territory, said: str) -> HttpResponseRedirect:
    query = urlencode({"dans": place.ref, "dit": said}, safe=":")
    return HttpResponseRedirect(f"{reverse('explanations')}?{query}")


@member
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """The headlines of a place, and the electoral period."""
    source, person = observatory(request), request.user
    place = _place(request, source)
    context = {
        "place": place,
        "lines": lines(source, place.ref),
        "may_sign": bool(signing.strategies(person, place)),
        "mine": set(Strategy.objects.filter(reached(person, Act.SHAPE)).values_list("pk", flat=True)),
        "may_turn": everywhere(person),
        "on": published.electoral(),
        "said": DONE.get(request.GET.get("dit", ""), ""),
    }
    return render(request, "steer/explanations/explanations.html", context)


@member
@require_http_methods(["GET", "HEAD", "POST"])
def sign(request: HttpRequest) -> HttpResponse:
    """A sentence beside a headline, to write or to change."""
    source, person = observatory(request), request.user
    place, about = _place(request, source), request.GET.get("sujet", "")[:80]
    among = signing.strategies(person, place)
    if not among:
        raise PermissionDenied(signing.REFUSED)
    subject = subject_of(source, place.ref, about)

    def now() -> Explanation:
        kept = Explanation.objects.filter(territory=subject.territory, about=about).select_related("strategy").first()
        return kept or _new(person, among[0])

    def fill(posted: QueryDict | None) -> Sentence:
        return Sentence(posted, instance=now(), among=among)

    def write(form: Sentence, seen: str) -> HttpResponse:
        signing.sign(form.instance, subject, place, person, seen)
        return _list(place, "signe")

    edited = conflict.edit(request, fill, write, lambda: (now(),) if now().pk else ())
    if isinstance(edited, HttpResponse):
        return edited
    context = {
        **edited.context,
        "place": place,
        "subject": subject,
        "here": f"{reverse('explanations.sign')}?{urlencode({'dans': place.ref, 'sujet': about}, safe=':')}",
        "before": _before(now(), subject),
    }
    return render(request, "steer/explanations/sign.html", context, status=edited.status)


def _new(person: Any, strategy: Strategy) -> Explanation:
    """A sentence to write, signed by who writes it unless they say otherwise."""
    role = next((held.function for held in memberships(person) if held.function), "")
    return Explanation(strategy=strategy, name=person.name, role=role)


def _before(kept: Explanation, subject: Subject) -> str:
    """The headline that a sentence was written for, when it is another one; empty otherwise."""
    if kept.pk is None:
        return ""
    then = Subject(kept.territory, kept.about, kept.period, kept.headline)
    return "" if then.same == subject.same else kept.headline


@member
@require_POST
def withdraw(request: HttpRequest, number: str) -> HttpResponse:
    """Take a sentence back."""
    source = observatory(request)
    mine = Strategy.objects.filter(reached(request.user, Act.SHAPE))
    kept = Explanation.objects.filter(pk=int(number), strategy__in=mine).first()
    if kept is None:
        raise UsageError("Cette explication n’existe pas, ou n’est pas celle de votre équipe.")
    signing.withdraw(kept, request.user)
    return _list(source.territory(territories.ref(source, kept.territory)), "retire")


@member
@require_POST
def turn(request: HttpRequest) -> HttpResponse:
    """Open or close the electoral period."""
    on = request.POST.get("periode") == "ouvrir"
    signing.turn(on, request.user)
    source = observatory(request)
    return _list(source.territory(source.release.region), "ouverte" if on else "fermee")
