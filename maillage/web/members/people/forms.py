"""What is asked of an organisation, and of a role in it."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from maillage.directory import governing
from maillage.directory.governing import Given
from maillage.directory.models import Kind, Membership, Organisation, Role, User
from maillage.kernel.territory import Ref
from maillage.steering.strategies.models import Strategy
from maillage.web.forms.pickers import directory
from maillage.web.forms.pickers.catalogue import Catalogue, Entry
from maillage.web.forms.pickers.fields import Pick
from maillage.web.forms.pickers.territories import HELP_MANY, TerritoriesField, TerritoryField


def strategy_choices(person: Any, organisation: Organisation | None) -> list[tuple[str, str]]:
    """The strategies somebody may give a role for; all at once when nothing limits them."""
    options = [
        (strategy.slug, strategy.short or strategy.title) for strategy in Strategy.objects.filter(framework=False)
    ]
    allowed = governing.strategies(person, organisation) if organisation else None
    if allowed is None:
        return [("", "Toutes"), *options]
    return [(slug, words) for slug, words in options if slug in allowed]


class RoleForm(forms.Form):
    """A role, what it is limited to, and what the person does in the organisation."""

    role = forms.ChoiceField(label="Rôle", choices=Role.choices, help_text="Ce que chacun permet est dit plus bas.")
    strategy = forms.ChoiceField(label="Pour la stratégie", required=False)
    territories = TerritoriesField(
        most=500,
        label="Limité à ces territoires",
        required=False,
        help_text=f"Les actions de ces territoires seulement. {HELP_MANY}",
    )

    function = forms.CharField(
        label="Fonction",
        required=False,
        max_length=120,
        help_text="Ce qu’elle fait dans l’organisation, par exemple directrice du numérique.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, person: Any, organisation: Organisation | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        strategy: Any = self.fields["strategy"]
        strategy.choices = strategy_choices(person, organisation)

    def given(self) -> Given:
        """What was asked."""
        data = self.cleaned_data
        return Given(data["role"], data["strategy"], data["territories"], data["function"])


KEPT, NOBODY = "garder", "personne"
"""What may be answered, besides a name, to whom something is handed over."""


def heirs(people: QuerySet[User], keeps: bool) -> Catalogue:
    """To whom goes what somebody answers for: these people, nobody yet, or themselves when another role `keeps` it."""
    besides = [Entry(NOBODY, "Personne encore", ("Personne",), hint=lambda: "Ce sera dit sans responsable")]
    if keeps:
        besides.append(Entry(KEPT, "Elle le garde", hint=lambda: "Par ses autres rôles"))
    return directory.people(people, *besides)


class LeaveForm(forms.Form):
    """To whom goes what somebody answers for. Nothing is asked of who answers for nothing."""

    def __init__(self, *args: Any, held: Membership, people: QuerySet[User], keeps: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = people
        words = "« Personne encore » ou « Elle le garde »" if keeps else "« Personne encore »"
        self.fields["to"] = Pick(
            lambda: heirs(people, keeps),
            source=("people.heirs", str(held.pk)),
            label="À qui le remettre",
            help_text=f"Un nom ou une adresse ; ou écrivez {words}.",
            error_messages={"required": f"Dites à qui le remettre, ou écrivez {words}."},
        )

    @property
    def gives(self) -> bool:
        """Whether what somebody answers for passes to another, or to nobody."""
        return bool(self.cleaned_data.get("to", KEPT) != KEPT)

    def to_whom(self) -> User | None:
        """The person chosen; None for nobody yet."""
        key = self.cleaned_data["to"]
        return None if key == NOBODY else self.people.get(pk=key)


class InviteForm(RoleForm):
    """Whom to invite, where."""

    email = forms.EmailField(
        label="Adresse électronique", max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "off"})
    )
    name = forms.CharField(
        label="Prénom et nom",
        required=False,
        max_length=120,
        help_text="Comme les autres membres l’appellent. La personne peut le corriger.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    field_order = ("email", "name", "organisation", "function", "role", "strategy", "territories")

    def __init__(self, *args: Any, person: Any, **kwargs: Any) -> None:
        super().__init__(*args, person=person, organisation=None, **kwargs)
        among = governing.organisations(person)
        known = directory.organisations(among)
        self.fields["organisation"] = directory.OrganisationField(
            lambda: known, source=("people.organisations",), label="Organisation"
        )
        self.order_fields(self.field_order)
        if str(self.initial.get("organisation")) not in known:
            self.initial["organisation"] = among[0] if len(among) == 1 else ""


class OrganisationForm(forms.Form):
    """What is known of an organisation. Only those who administrate the whole site say more than how to write to it."""

    name = forms.CharField(label="Nom", max_length=150)
    kind = forms.ChoiceField(label="Nature", choices=Kind.choices)
    siren = forms.CharField(label="SIREN", max_length=11, required=False, help_text="Neuf chiffres.")
    territory = TerritoryField(
        label="Territoire", required=False, help_text="Là où ses membres agissent : un nom de commune, d’EPCI…"
    )
    email = forms.EmailField(
        label="Adresse électronique du service",
        max_length=254,
        required=False,
        help_text="Où lui écrire.",
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, everything: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not everything:
            for name in ("name", "kind", "siren", "territory"):
                del self.fields[name]

    def clean_siren(self) -> str:
        """Nine digits without their spaces, or nothing."""
        text = "".join(str(self.cleaned_data["siren"]).split())
        kept: Any = Organisation._meta.get_field("siren")
        kept.run_validators(text)
        return text

    def fill(self, organisation: Organisation) -> None:
        """Put what was typed in an organisation."""
        data = self.cleaned_data
        organisation.email = data["email"].strip().lower()
        if "name" not in data:
            return
        organisation.name, organisation.kind = data["name"].strip(), data["kind"]
        organisation.siren = data["siren"]
        ref = Ref.parse(data["territory"]) if data["territory"] else None
        organisation.level, organisation.code = (ref.level.value, ref.code) if ref else ("", "")


def first_of(organisation: Organisation) -> dict[str, str]:
    """What the form of an organisation shows at first."""
    return {
        "name": organisation.name,
        "kind": organisation.kind,
        "siren": organisation.siren,
        "territory": str(organisation.territory or ""),
        "email": organisation.email,
    }


def first_role(held: Membership) -> dict[str, str]:
    """What the form of a role shows at first."""
    return {"role": held.role, "strategy": held.strategy, "territories": held.territories, "function": held.function}
