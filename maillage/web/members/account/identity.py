"""What one is called here. A member comes to say their name and what they do; colleagues then read it instead of an
address.
"""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from maillage.directory.people import LONGEST, introduce
from maillage.directory.rights import memberships
from maillage.web.forms import conflict
from maillage.web.gate.access import member

_FUNCTION = "function-"


class Identity(forms.Form):
    """A name, then a function for each role."""

    name = forms.CharField(
        label="Prénom et nom",
        max_length=LONGEST,
        required=False,
        help_text="Vide : les autres membres lisent votre adresse électronique.",
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )

    def __init__(self, *args: Any, person: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("name", person.name)
        for held in memberships(person):
            where = (
                f"{held.organisation.name}, stratégie « {held.strategy} »" if held.strategy else held.organisation.name
            )
            self.fields[f"{_FUNCTION}{held.pk}"] = forms.CharField(
                label=f"Votre fonction : {where}",
                max_length=LONGEST,
                required=False,
                initial=held.function,
                help_text="Par exemple directrice du numérique.",
                widget=forms.TextInput(attrs={"autocomplete": "organization-title"}),
            )

    def functions(self) -> dict[int, str]:
        """What was typed for each role, by its key."""
        typed = self.cleaned_data.items()
        return {int(name.removeprefix(_FUNCTION)): text for name, text in typed if name.startswith(_FUNCTION)}


@member
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """The form."""
    person: Any = request.user

    def fill(posted: QueryDict | None) -> Identity:
        return Identity(posted, person=person)

    def write(form: Identity, _: str) -> HttpResponse:
        introduce(person, form.cleaned_data["name"], form.functions())
        return HttpResponseRedirect(f"{reverse('mfa_index')}?dit=oui")

    edited = conflict.edit(request, fill, write)
    if isinstance(edited, HttpResponse):
        return edited
    return render(request, "members/account/identity.html", edited.context, status=edited.status)
