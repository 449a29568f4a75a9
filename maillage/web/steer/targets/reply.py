"""Answering a question of a mail. Somebody who knows a figure opens the link, without account nor password; one button
or one number later it is given. Opening the link changes nothing.
"""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from maillage.kernel.errors import UsageError
from maillage.kernel.period import Period
from maillage.steering.targets import asking, entering, numbers
from maillage.steering.targets.entering import Given
from maillage.steering.targets.models import Ask, Entry, Kind, State
from maillage.web.forms import bind
from maillage.web.forms.form import Number
from maillage.web.forms.sender import LINK, refused
from maillage.web.gate.access import writing
from maillage.web.gate.observatory import problem_page
from maillage.web.steer.standings import amount, place, source_of

ADVICE = "Connectez-vous à « Piloter », ou demandez un autre lien à l’équipe de la stratégie."


class Answer(forms.Form):
    """The figure, and what goes with it."""

    value = Number(label="La valeur", max_length=30)
    kind = forms.ChoiceField(label="C’est", choices=Kind.choices, initial=Kind.RESULT)
    comment = forms.CharField(label="Commentaire", max_length=2000, required=False, widget=forms.Textarea)
    evidence = forms.URLField(
        label="Justificatif",
        max_length=500,
        required=False,
        assume_scheme="https",
        help_text="L’adresse d’un document ou d’une page.",
    )

    def clean_value(self) -> Decimal:
        """A figure."""
        value = self.cleaned_data["value"]
        if value is None:
            raise forms.ValidationError("Écrivez la valeur.")
        return Decimal(value)


def _there(asked: Ask) -> tuple[Entry | None, Entry | None]:
    """The value already there for this period, and the last one before it."""
    entries = Entry.objects.filter(sheet=asked.sheet, territory=asked.territory, source="", state=State.ACCEPTED)
    end = Period.parse(asked.period).end
    return entries.filter(period=asked.period).first(), entries.filter(ends_on__lt=end).order_by("-ends_on").first()


@writing
@require_http_methods(["GET", "HEAD", "POST"])
def value(request: HttpRequest, token: str) -> HttpResponse:
    """The small form of one value; its link works once."""
    if late := refused(request, LINK, token):
        return late
    try:
        asked = asking.read(token)
        return _answer(request, asked)
    except UsageError as error:
        return problem_page(request, 410, "Ce lien ne sert plus", str(error), ADVICE)


def _answer(request: HttpRequest, asked: Ask) -> HttpResponse:
    there, before = _there(asked)
    same = there or before
    form, doubtful = Answer(), ""
    if request.method == "POST":
        if request.POST.get("confirmer") and same is not None:
            confirmation = Given(asked.territory, asked.period, same.value, sure=True)
            return _done(request, asked, asking.answer(asked, confirmation))
        form = Answer(request.POST)
        if form.is_valid():
            value = form.cleaned_data["value"]
            sure = request.POST.get("sure", "") == numbers.typed(value)
            given = Given(asked.territory, asked.period, **form.cleaned_data, sure=sure)
            try:
                return _done(request, asked, asking.answer(asked, given))
            except entering.Doubtful as error:
                form.add_error("value", error)
                doubtful = numbers.typed(value)
            except ValidationError as error:
                form.add_error(None, error)
    context: dict[str, Any] = {
        **_words(request, asked),
        "there": there and amount(asked.sheet, there.value),
        "estimate": bool(there and there.kind == Kind.ESTIMATE),
        "before": before and amount(asked.sheet, before.value),
        "before_period": Period.parse(before.period).label if before else "",
        **bind.shown(form),
        "doubtful": doubtful,
    }
    return render(request, "steer/targets/reply.html", context, status=422 if form.errors else 200)


def _words(request: HttpRequest, asked: Ask) -> dict[str, Any]:
    return {
        "sheet": asked.sheet,
        "place": place(source_of(request), asked.territory),
        "period": Period.parse(asked.period).label,
    }


def _done(request: HttpRequest, asked: Ask, entry: Entry) -> HttpResponse:
    context = {**_words(request, asked), "value": amount(asked.sheet, entry.value)}
    return render(request, "steer/targets/thanks.html", context | {"proposed": entry.state == State.PROPOSED})
