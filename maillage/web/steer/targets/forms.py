"""The forms of an indicator: its sheet, its targets in rows."""

from collections.abc import Callable, Iterable
from typing import Any, ClassVar

from django import forms
from django.forms.models import BaseInlineFormSet, inlineformset_factory

from maillage.steering.rights import acquainted
from maillage.steering.strategies.models import Node, Strategy
from maillage.steering.targets import numbers, plausible
from maillage.steering.targets.models import Sheet, Target
from maillage.steering.targets.models.sheet import OUT_OF_RANGE
from maillage.steering.validity import FIELDS as IN_FORCE
from maillage.web.forms.form import Day, Number
from maillage.web.forms.pickers.catalogue import Entry
from maillage.web.forms.pickers.directory import OrganisationField, PersonField
from maillage.web.forms.pickers.fields import Pick
from maillage.web.forms.pickers.strategies import IndicatorField, NodesField, indicator_catalogue
from maillage.web.forms.pickers.territories import HELP_MANY, TerritoriesField, TerritoryField
from maillage.web.steer.picked import nodes_of

BLANK = 3
RESERVED = ("nouveau",)
SHEET = (
    "code",
    "number",
    "title",
    "objective",
    "definition",
    "unit",
    "decimals",
    "low",
    "high",
    "good",
    "indicator",
    "source",
    "method",
    "frequency",
    "territories",
    "owner",
    "person",
    "rollup",
    "rollup_level",
    "weight",
    "attainable",
    "realistic",
    *IN_FORCE,
)


class SheetForm(forms.ModelForm):  # type: ignore[type-arg]
    """The sheet, and the strategies of it that somebody shapes."""

    low = Number(label="Valeur plausible, au moins", max_length=30, required=False)
    high = Number(label="Valeur plausible, au plus", max_length=30, required=False, help_text=OUT_OF_RANGE)

    class Meta:
        model = Sheet
        fields = (*SHEET, "nodes", "strategies")
        widgets: ClassVar = {"starts_on": Day(), "ends_on": Day()}

    def __init__(
        self, *args: Any, among: list[Strategy], reader: Any, computed: Callable[[], Iterable[Entry]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        self._pick(reader, computed)
        fields["dates_state"].required = False
        if self.instance.pk:
            del fields["code"]
        fields["weight"].queryset = Sheet.objects.exclude(pk=self.instance.pk)
        fields["weight"].empty_label = "Rien"
        fields["strategies"].queryset = Strategy.objects.filter(pk__in=[strategy.pk for strategy in among])
        fields["strategies"].required = True
        self.among = among
        self._measured()

    def _pick(self, reader: Any, computed: Callable[[], Iterable[Entry]]) -> None:
        """What is picked by its name."""
        people = acquainted(reader, self.instance.person_id)
        picked: dict[str, Pick] = {
            "indicator": IndicatorField(
                lambda: indicator_catalogue(computed()),
                "observatoire",
                label="Indicateur de l’observatoire",
                help_text="S’il est calculé par l’observatoire, sa valeur ne se saisit jamais. Vide : elle se saisit.",
            ),
            "territories": TerritoriesField(
                label="Territoires suivis", help_text=f"Là où une valeur est attendue. {HELP_MANY}"
            ),
            "owner": OrganisationField(label="Organisation responsable", help_text="Vide : personne encore."),
            "person": PersonField(people, label="Personne qui donne la valeur", help_text="Vide : personne encore."),
        }
        for name, field in picked.items():
            field.required = False
            self.fields[name] = field

    def _measured(self) -> None:
        """The elements it measures, of the strategy that it is of already and that somebody shapes."""
        own = self.instance.strategies.all() if self.instance.pk else ()
        self.strategy = next((strategy for strategy in self.among if strategy in own), None)
        if self.strategy is None:
            del self.fields["nodes"]
            return
        mine = self.instance.nodes.filter(edition__strategy=self.strategy)
        self.initial["nodes"] = list(mine)
        help_text = "Les orientations et les pistes dont la page montre cet indicateur. Une par ligne."
        among = nodes_of(self.strategy)
        self.fields["nodes"] = NodesField(among, self.strategy, label="Ce qu’il mesure", help_text=help_text)
        self.fields["nodes"].required = False

    def clean_nodes(self) -> list[Node]:
        """Those picked, and those of other strategies, which stay."""
        return [*self.cleaned_data["nodes"], *self.instance.nodes.exclude(edition__strategy=self.strategy)]

    def clean_code(self) -> str:
        """A short name that is no address already."""
        code = str(self.cleaned_data["code"])
        if code in RESERVED:
            raise forms.ValidationError("Ce nom court est pris par une page : choisissez-en un autre.")
        return code

    def clean_strategies(self) -> list[Strategy]:
        """Those ticked, and those that this reader does not shape, which stay."""
        chosen = list(self.cleaned_data["strategies"])
        if self.instance.pk:
            chosen += self.instance.strategies.exclude(pk__in=[strategy.pk for strategy in self.among])
        return chosen

    def ticks(self) -> list[tuple[str, str, bool]]:
        """The strategies as boxes: key, words, whether ticked."""
        held = {str(getattr(value, "pk", value)) for value in (self["strategies"].value() or [])}
        return [(str(strategy.pk), str(strategy), str(strategy.pk) in held) for strategy in self.among]


class TargetForm(forms.ModelForm):  # type: ignore[type-arg]
    """A target."""

    value = Number(label="Cible", max_length=30)
    initial = Number(label="Valeur initiale", max_length=30, required=False)  # type: ignore[assignment]

    class Meta:
        model = Target
        fields = ("territory", "on", "value", "initial", "initial_on", "note", "state")
        widgets: ClassVar = {"on": Day(), "initial_on": Day()}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # The doubtful values, as typed, and whether they were said to be right.
        self.doubtful: list[tuple[str, bool]] = []
        self.fields["territory"] = TerritoryField(label="Territoire")
        if not self.instance.pk:
            del self.fields["state"]

    def clean(self) -> dict[str, Any]:
        """A value just typed that is probably mistyped is asked about, until it is said to be right."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        posted: Any = self.data
        for name in ("value", "initial"):
            value = cleaned.get(name)
            question = plausible.doubt(cleaned["sheet"], value) if value is not None else ""
            if not question or name not in self.changed_data:
                continue
            typed = numbers.typed(value)
            sure = typed in posted.getlist(self.add_prefix("sure"))
            self.doubtful.append((typed, sure))
            if not sure:
                self.add_error(name, question)
        return cleaned


TargetRows: type[BaseInlineFormSet] = inlineformset_factory(  # type: ignore[type-arg]
    Sheet, Target, form=TargetForm, extra=BLANK, max_num=200, validate_max=True
)
