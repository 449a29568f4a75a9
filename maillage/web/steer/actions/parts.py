"""The parts of a sheet in rows: steps, risks, documents, expected effects. A pilot comes to fill them in as in a
spreadsheet: the rows there are, some blank ones, and one button.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from maillage.kernel.errors import UsageError
from maillage.steering import parts as saving
from maillage.steering.actions.models import Action, Document, Effect, Risk, Step
from maillage.steering.rights import Act, levels
from maillage.web.forms import conflict
from maillage.web.forms.form import Day, Number
from maillage.web.forms.pickers.catalogue import Catalogue
from maillage.web.forms.pickers.strategies import IndicatorField, indicator_catalogue
from maillage.web.forms.pickers.territories import TerritoryField
from maillage.web.forms.rows import Listed
from maillage.web.gate.access import member
from maillage.web.steer import picked
from maillage.web.steer.action import judged

BLANK = 3
MOST = 200


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the sheet: its model, its words, its fields in order, and the part of the sheet it shows in."""

    model: Any
    title: str
    lead: str
    singular: str
    fields: tuple[str, ...]


PARTS = {
    "etapes": Part(
        Step,
        "Étapes",
        "Ce qui doit être fait, et quand. Le poids dit la part de chaque étape dans l’action.",
        "Étape",
        ("title", "starts_on", "due_on", "done_on", "weight", "milestone", "rank"),
    ),
    "risques": Part(
        Risk,
        "Risques",
        "Ce qui peut l’empêcher, et la parade.",
        "Risque",
        ("title", "likelihood", "gravity", "response", "closed"),
    ),
    "documents": Part(
        Document,
        "Documents",
        "Gardés ailleurs : leur titre, leur adresse, qui peut les ouvrir.",
        "Document",
        ("title", "address", "visibility"),
    ),
    "effets": Part(
        Effect,
        "Effets attendus",
        "Ce que l’action doit changer : de combien, où, quand.",
        "Effet",
        ("indicator", "territory", "amount", "by"),
    ),
}


class Address(forms.URLField):
    """A web address; https where nothing is said."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{**kwargs, "assume_scheme": "https"})


class Amount(Number):
    """A value as people type it; its model says how many digits it may have."""

    def __init__(self, max_digits: int, decimal_places: int, **kwargs: Any) -> None:
        super().__init__(**{"max_length": max_digits + decimal_places + 2, **kwargs})


KINDS: dict[str, type[forms.Field]] = {"address": Address, "amount": Amount}


def _among(part: Part, action: Action, seen: list[str]) -> Any:
    """The rows of a part that its reader may see: documents are not all for everybody."""
    rows = part.model.objects.filter(action=action)
    return rows.filter(visibility__in=seen) if "visibility" in part.fields else rows


def _formset(part: Part, seen: list[str], indicators: Callable[[], Catalogue]) -> Any:
    """The form of a part; nobody puts a document where they would not see it."""
    model = part.model
    days = [name for name in part.fields if name in ("starts_on", "due_on", "done_on", "by")]
    return forms.inlineformset_factory(
        Action,
        model,
        fields=part.fields,
        extra=BLANK,
        max_num=MOST,
        validate_max=True,
        widgets={name: Day() for name in days},
        field_classes={name: kind for name, kind in KINDS.items() if name in part.fields},
        formfield_callback=lambda field, **more: _field(field, seen, indicators, **more),
    )


def _field(field: Any, seen: list[str], indicators: Callable[[], Catalogue], **more: Any) -> Any:
    if field.name == "indicator":
        return IndicatorField(indicators, "indicateurs", label="Indicateur", help_text="Son titre.")
    if field.name == "territory":
        return TerritoryField(label="Territoire", required=False)
    made = field.formfield(**more)
    if field.name == "visibility":
        made.choices = [choice for choice in made.choices if choice[0] in ("", *seen)]
        if made.initial not in seen:
            made.initial = seen[-1]
    return made


@member
@require_http_methods(["GET", "HEAD", "POST"])
def parts(request: HttpRequest, code: str, part: str) -> HttpResponse:
    """One part of a sheet, all its rows at once."""
    if part not in PARTS:
        raise UsageError(f"Aucune partie « {part[:40]} » dans une fiche.")
    act = Act.UPDATE if part == "etapes" else Act.EDIT
    (action, acts), section = judged(request, code, act), PARTS[part]
    seen = levels(acts)
    make = _formset(section, seen, cache(lambda: indicator_catalogue(picked.indicators(request))))

    def fill(posted: QueryDict | None) -> Listed:
        fresh, _ = judged(request, code, act)
        return Listed(make(posted, instance=fresh, queryset=_among(section, fresh, seen)), "Ajouter")

    def write(rows: Listed, read: str) -> HttpResponse:
        kept, gone = rows.changes()
        saving.save(action, request.user, act, read, kept, gone)
        return HttpResponseRedirect(f"{action.page}#{part}")

    edited = conflict.edit(request, fill, write, lambda: (judged(request, code, act)[0],))
    if isinstance(edited, HttpResponse):
        return edited
    context = {**edited.context, "action": action, "part": section, "name": part}
    return render(request, "steer/actions/parts.html", context, status=edited.status)
