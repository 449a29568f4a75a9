"""The parts of a sheet in rows: steps, risks, documents, expected effects. A pilot comes to fill them in as in a
spreadsheet: the rows there are, some blank ones, and one button.
"""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from maillage.kernel.errors import UsageError
from maillage.steering.actions import saving
from maillage.steering.actions.models import Action, Document, Effect, Risk, Step
from maillage.steering.rights import Act, levels
from maillage.web.forms.form import Day, Field, Number, plain_fields
from maillage.web.gate.access import member
from maillage.web.steer.action import judged
from maillage.web.steer.actions.editing import author, version

BLANK = 3
MOST = 200


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the sheet: its model, its words, its fields in order, and the part of the sheet it shows in."""

    model: Any
    title: str
    lead: str
    one: str
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
    found = part.model.objects.filter(action=action)
    return found.filter(visibility__in=seen) if "visibility" in part.fields else found


def _formset(part: Part, seen: list[str]) -> Any:
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
        formfield_callback=lambda field, **more: _field(field, seen, **more),
    )


def _field(field: Any, seen: list[str], **more: Any) -> Any:
    made = field.formfield(**more)
    if field.name == "visibility":
        made.choices = [choice for choice in made.choices if choice[0] in ("", *seen)]
        if made.initial not in seen:
            made.initial = seen[-1]
    return made


def _rows(formset: Any) -> list[dict[str, Any]]:
    """The rows: their fields, their hidden key, whether they exist already."""
    found = []
    for form in formset.forms:
        told = plain_fields(form)
        hidden: list[Field] = [told.pop(name) for name in ("id", "action") if name in told]
        delete = told.pop("DELETE", None)
        boxes = [
            {"field": told.pop(name), "ticked": bool(form[name].value())}
            for name in ("milestone", "closed")
            if name in told
        ]
        found.append(
            {
                "fields": list(told.values()),
                "boxes": boxes,
                "hidden": hidden,
                "delete": delete,
                "known": bool(form.instance.pk),
                "title": str(form.instance) if form.instance.pk else "",
                "general": " ".join(form.non_field_errors()),
            }
        )
    return found


@transaction.atomic
def _save(action: Action, formset: Any, person: Any, read: int) -> None:
    saving.touch(action, read)
    formset.save(commit=False)
    for one in formset.deleted_objects:
        one._history_user = person
        one.delete()
    for one in (*formset.new_objects, *(changed for changed, _ in formset.changed_objects)):
        one._history_user = person
        one.save()


@member
@require_http_methods(["GET", "HEAD", "POST"])
def parts(request: HttpRequest, code: str, part: str) -> HttpResponse:
    """One part of a sheet, all its rows at once."""
    if part not in PARTS:
        raise UsageError(f"Aucune partie « {part[:40]} » dans une fiche.")
    act = Act.UPDATE if part == "etapes" else Act.EDIT
    (action, acts), told = judged(request, code, act), PARTS[part]
    seen = levels(acts)
    make, among = _formset(told, seen), _among(told, action, seen)
    status, meanwhile = 200, ""
    if request.method == "POST":
        formset = make(request.POST, instance=action, queryset=among)
        status = 422
        if formset.is_valid():
            try:
                _save(action, formset, request.user, version(request))
            except saving.Stale:
                action, _ = judged(request, code, act)
                meanwhile, status = author(action), 409
            else:
                return HttpResponseRedirect(f"{action.page}#{part}")
    else:
        formset = make(instance=action, queryset=among)
    rows = _rows(formset)
    context = {
        "action": action,
        "part": told,
        "name": part,
        "rows": rows,
        "management": plain_fields(formset.management_form),
        "wrong": status == 422,
        "faults": [one for row in rows for one in row["fields"] if one.error],
        "general": " ".join(formset.non_form_errors()),
        "meanwhile": meanwhile,
        "now": list(_among(told, action, seen)) if meanwhile else [],
        "version": action.version,
    }
    return render(request, "steer/actions/parts.html", context, status=status)
