"""The forms that shape a strategy."""

import re
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from maillage.directory.models import Organisation
from maillage.kernel.french import counted
from maillage.steering.strategies.models import Edition, Level, Link, Node, Sense, Strategy
from maillage.steering.strategies.tree import many
from maillage.steering.validity import STATES
from maillage.web.forms.form import Day
from maillage.web.forms.pickers import strategies
from maillage.web.forms.pickers.directory import OrganisationField, organisations
from maillage.web.forms.pickers.territories import TerritoriesField

RESERVED = ("nouvelle", "liens")
YES_NO = [("oui", "Oui"), ("non", "Non")]
LEVELS_HELP = "Un niveau par ligne, du plus haut au plus bas, au singulier puis au pluriel : enjeu, enjeux"


def level_names(text: str) -> list[list[str]]:
    """The names of the levels, as kept. Raises ValidationError when there are none, or more than six."""
    levels = []
    for line in filter(None, (row.strip() for row in text.splitlines())):
        single, _, several = (part.strip() for part in line.partition(","))
        levels.append([single[:40], several[:40] or many(single[:40])])
    if not 1 <= len(levels) <= 6 or not all(single for single, _ in levels):
        raise ValidationError("Donnez de un à six niveaux, un par ligne.")
    return levels


class Described(forms.Form):
    """What a strategy is."""

    title = forms.CharField(label="Titre", max_length=250, help_text="Le titre officiel.")
    short = forms.CharField(label="Sigle", max_length=40, required=False)
    level = forms.ChoiceField(label="Niveau", choices=Level.choices)
    holder = forms.CharField(label="Portée par", max_length=250, required=False)
    territories = TerritoriesField(label="Territoires", required=False)
    summary = forms.CharField(label="En quelques mots", required=False, max_length=4000, widget=forms.Textarea)
    source = forms.CharField(
        label="Document d’origine", required=False, max_length=300, help_text="Titre, auteur et date."
    )
    framework = forms.ChoiceField(
        label="Document cadre",
        choices=YES_NO[::-1],
        help_text="Oui : d’autres s’y réfèrent, et ses actions ne sont pas suivies ici.",
    )
    shown = forms.ChoiceField(
        label="Publique",
        choices=YES_NO[::-1],
        help_text="Oui : tout le monde lit la stratégie, ses éditions adoptées et ses actions publiques.",
    )

    def __init__(self, choices: list[Organisation], free: bool, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["organisation"] = OrganisationField(
            lambda: organisations(choices),
            source=("choices", "porteurs"),
            label="Organisation",
            required=not free,
            help_text=f"Ses membres y ont les droits de leur rôle.{' Vide : aucune.' if free else ''}",
        )
        names = [*self.base_fields]
        self.order_fields([*names[: names.index("territories")], "organisation", *names[names.index("territories") :]])


class Sheet(Described):
    """The same once it lives: how long it is in force besides."""

    starts_on = forms.DateField(label="En vigueur depuis le", required=False, widget=Day())
    ends_on = forms.DateField(
        label="En vigueur jusqu’au",
        required=False,
        widget=Day(),
        help_text="Passé ce jour, rien n’en est plus demandé ni jugé ; ce qui est écrit reste.",
    )
    replaced_by = forms.CharField(
        label="Remplacée par", required=False, max_length=200, help_text="Ce qu’il y a aujourd’hui à sa place."
    )
    dates_from = forms.CharField(label="D’où viennent ces dates", required=False, max_length=300)
    dates_state = forms.ChoiceField(label="Ces dates sont", choices=STATES, required=False)

    def clean_ends_on(self) -> date | None:
        """Not before it starts."""
        start, end = self.cleaned_data.get("starts_on"), self.cleaned_data["ends_on"]
        if start and end and end < start:
            raise ValidationError("La fin vient après le début.")
        return end  # type: ignore[no-any-return]

    def clean(self) -> dict[str, Any]:
        """What was not sent of the dates stays as it was: it is never taken for checked."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not cleaned.get("dates_state"):
            cleaned.pop("dates_state", None)
        return cleaned


class New(Described):
    """A new strategy: its address, its first edition and the levels of its tree besides."""

    slug = forms.CharField(
        label="Nom court",
        max_length=40,
        help_text="Il sera dans l’adresse de la page : minuscules, chiffres et tirets.",
    )
    edition = forms.CharField(label="Première édition", max_length=60, help_text="Par exemple son année.")
    levels = forms.CharField(label="Niveaux de l’arbre", widget=forms.Textarea, help_text=LEVELS_HELP)

    def clean_slug(self) -> str:
        """Free, and fit for an address."""
        slug = str(self.cleaned_data["slug"])
        if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug):
            raise ValidationError("Minuscules sans accents, chiffres et tirets seulement.")
        if slug in RESERVED or Strategy.objects.filter(slug=slug).exists():
            raise ValidationError("Ce nom court est déjà pris.")
        return slug

    def clean_levels(self) -> list[list[str]]:
        """The names of the levels."""
        return level_names(str(self.cleaned_data["levels"]))


class Settings(forms.Form):
    """What an edition is, besides its tree."""

    name = forms.CharField(label="Nom de l’édition", max_length=60)
    adopted_on = forms.DateField(
        label="Adoptée le", required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    levels = forms.CharField(label="Niveaux de l’arbre", widget=forms.Textarea, help_text=LEVELS_HELP)
    note = forms.CharField(label="Note", required=False, max_length=4000, widget=forms.Textarea)

    def __init__(self, edition: Edition, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.edition = edition

    def clean_name(self) -> str:
        """Free in the strategy."""
        name = str(self.cleaned_data["name"])
        others = self.edition.strategy.editions.exclude(pk=self.edition.pk)
        if others.filter(name=name).exists():
            raise ValidationError("Une autre édition porte déjà ce nom.")
        return name

    def clean_levels(self) -> list[list[str]]:
        """The names of the levels, as many as the tree uses."""
        levels = level_names(str(self.cleaned_data["levels"]))
        deep = self.edition.nodes.order_by("-depth").values_list("depth", flat=True).first()
        if deep is not None and deep >= len(levels):
            raise ValidationError(f"L’arbre a déjà {counted(deep + 1, 'niveau', 'niveaux')} : gardez-les.")
        return levels


class Copy(forms.Form):
    """A new edition, from another."""

    former = forms.ChoiceField(label="Copier l’arbre de l’édition")
    name = forms.CharField(label="Nom de la nouvelle édition", max_length=60)

    def __init__(self, every: list[Edition], *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["former"].choices = [(str(edition.pk), edition.name) for edition in every]  # type: ignore[attr-defined]


class Force(forms.Form):
    """When an edition was adopted."""

    adopted_on = forms.DateField(label="Adoptée le", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))


class Element(forms.Form):
    """What is said of a node; `above` is not asked of a principle."""

    number = forms.CharField(label="Numéro", max_length=20, required=False)
    title = forms.CharField(label="Titre", max_length=400, widget=forms.Textarea)
    variant = forms.CharField(
        label="Autre formulation",
        max_length=400,
        required=False,
        help_text="Quand le document le dit ailleurs autrement.",
    )
    text = forms.CharField(label="Précisions", max_length=8000, required=False, widget=forms.Textarea)
    kind = forms.CharField(
        label="Nature",
        max_length=60,
        required=False,
        help_text="Quand ce n’est pas le nom de son niveau : secteur, thème d’atelier. Au singulier.",
    )
    above = forms.ChoiceField(label="Sous", required=False)
    marks = forms.MultipleChoiceField(
        label="Principes et thèmes qui le marquent", required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, above: list[Node] | None, marks: list[Node], *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.places = {str(node.pk): node for node in above or []}
        self.tags = {str(mark.pk): mark for mark in marks}
        self.fields["marks"].choices = [(key, str(mark)) for key, mark in self.tags.items()]  # type: ignore[attr-defined]
        if above is None:
            del self.fields["above"]
        else:
            self.fields["above"].choices = [  # type: ignore[attr-defined]
                ("", "Rien : en haut de l’arbre"),
                *((key, f"{'— ' * node.depth}{node}"[:120]) for key, node in self.places.items()),
            ]

    def clean_title(self) -> str:
        """On one line."""
        return " ".join(str(self.cleaned_data["title"]).split())


class Bond(forms.Form):
    """A link to declare: a whole strategy or one of its nodes, to another or one of its own."""

    sense = forms.ChoiceField(label="Lien", choices=Sense.choices)
    note = forms.CharField(label="Précision", max_length=400, required=False)
    field_order = ("source_node", "sense", "target", "note")

    def __init__(
        self, source: Strategy, own: list[Node], others: list[Strategy], theirs: list[Node], *args: Any, **named: Any
    ) -> None:
        super().__init__(*args, **named)
        self.source = source
        self.others = {f"{strategies.STRATEGY}{strategy.pk}": strategy for strategy in others}
        self.theirs = {f"{strategies.NODE}{node.pk}": node for node in theirs}
        among = Node.objects.filter(pk__in=[node.pk for node in own])
        self.fields["source_node"] = strategies.NodeField(
            among, source, label="De", required=False, help_text="Un de ses éléments. Vide : la stratégie entière."
        )
        self.fields["target"] = strategies.BondField(
            strategies.bonds(others, theirs), source, label="Avec", help_text="Une stratégie, ou un de ses éléments."
        )
        self.order_fields(self.field_order)

    def made(self) -> Link:
        """The link typed, not kept yet."""
        data = self.cleaned_data
        node = self.theirs.get(data["target"])
        return Link(
            source=self.source,
            source_node=data["source_node"],
            target=node.edition.strategy if node else self.others[data["target"]],
            target_node=node,
            sense=data["sense"],
            note=data["note"],
        )
