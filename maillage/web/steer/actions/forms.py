"""The forms of a sheet, made of its model, as our field parts show them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms

from maillage.directory.models import Organisation
from maillage.directory.ordering import alphabetic
from maillage.directory.people import label
from maillage.kernel.french import typographic
from maillage.steering.actions.models import Action
from maillage.steering.rights import KEPT_BY_TEAM, acquainted, visible
from maillage.steering.strategies.models import Edition, Node, State, Strategy
from maillage.web.forms.form import Day, Field, plain_fields

MANY = ("nodes", "partners", "shared_with")
SECTIONS = (
    ("L’action", ("code", "title", "description", "nodes")),
    ("Qui", ("lead", "pilot", "partners", "other_partners", "elected")),
    ("Où, pour qui", ("territories", "audience")),
    ("Quand", ("starts_on", "ends_on", "started_on", "ended_on")),
    ("Où elle en est", ("status", "status_reason", "priority")),
    ("Technique, métiers, formation", ("technical", "trades", "training")),
    ("Qui la voit", ("visibility", "shared_with")),
)


class Ticks(forms.CheckboxSelectMultiple):
    """Several choices, each a box to tick."""


@dataclass(frozen=True, slots=True)
class Tick:
    """One box: its value, words, whether it is ticked, how deep it is in its tree."""

    value: str
    words: str
    ticked: bool
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Shown:
    """A field; `ticks` for those of several choices."""

    field: Field
    ticks: tuple[Tick, ...] = ()


class Sheet(forms.ModelForm):  # type: ignore[type-arg]
    """The whole sheet. `shaping` says whether its reader, `person`, may decide who sees it."""

    class Meta:
        model = Action
        fields = tuple(name for _, names in SECTIONS for name in names)
        widgets = {name: Day() for name in ("starts_on", "ends_on", "started_on", "ended_on")} | {
            name: Ticks() for name in MANY
        }

    def __init__(self, *args: Any, shaping: bool, person: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        if self.instance.pk:
            del fields["code"]
        if not shaping:
            for name in KEPT_BY_TEAM:
                del fields[name]
        fields["nodes"].queryset = _nodes(self.instance)
        fields["lead"].empty_label = "Personne encore"
        fields["lead"].queryset = Organisation.objects.order_by(alphabetic("name"))
        fields["pilot"].empty_label = "Personne encore"
        fields["pilot"].queryset = acquainted(person, self.instance.pilot_id)
        fields["pilot"].label_from_instance = label
        fields["partners"].queryset = Organisation.objects.order_by(alphabetic("name"))
        if "shared_with" in fields:
            others = Strategy.objects.filter(visible(person), framework=False)
            if self.instance.pk:
                others |= Strategy.objects.filter(pk__in=self.instance.shared_with.values("pk"))
            fields["shared_with"].queryset = others.exclude(pk=self.instance.strategy.pk)
            fields["shared_with"].help_text = "L’action est suivie aussi dans ces stratégies."

    def clean(self) -> dict[str, Any]:
        """A stopped action says why."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("status") in ("suspendue", "abandonnee") and not data.get("status_reason", "").strip():
            self.add_error("status_reason", "Dites pourquoi elle est suspendue ou abandonnée.")
        return data

    @property
    def many(self) -> dict[str, list[Any]]:
        """What was ticked, once valid."""
        return {name: list(self.cleaned_data[name]) for name in MANY if name in self.fields}


def _nodes(action: Action) -> Any:
    """The nodes of the edition in force, the newest when there is none, and those an action already answers."""
    strategy: Strategy = action.strategy
    editions = Edition.objects.filter(strategy=strategy)
    edition = editions.filter(state=State.IN_FORCE).first() or editions.order_by("-pk").first()
    nodes = Node.objects.filter(edition=edition)
    if action.pk:
        nodes |= Node.objects.filter(pk__in=action.nodes.values("pk"))
    return nodes.order_by("edition", "tag", "rank", "pk")


def ticks(form: Sheet, name: str) -> tuple[Tick, ...]:
    """The boxes of a field of several choices."""
    bound = form[name]
    held = {str(getattr(value, "pk", value)) for value in (bound.value() or [])}
    choice: Any = form.fields[name]
    return tuple(
        Tick(str(option.pk), typographic(str(option)), str(option.pk) in held, getattr(option, "depth", 0))
        for option in choice.queryset
    )


def sections(form: Sheet) -> list[tuple[str, Sequence[Shown]]]:
    """The sheet by sections."""
    fields = plain_fields(form)
    groups: list[tuple[str, Sequence[Shown]]] = []
    for title, names in SECTIONS:
        mine = [
            Shown(fields[name], ticks(form, name) if name in MANY else ())
            for name in names
            if name in fields and not (name in MANY and not ticks(form, name))
        ]
        if mine:
            groups.append((title, mine))
    return groups
