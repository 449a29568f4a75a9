"""What is asked of an organisation, and of a role in it."""

from collections.abc import Mapping
from typing import Any

from django import forms

from maillage.directory import governing, typed
from maillage.directory.governing import Given
from maillage.directory.models import Kind, Membership, Organisation, Role, User
from maillage.directory.people import label
from maillage.kernel.errors import UsageError
from maillage.kernel.territory import Ref
from maillage.steering.strategies.models import Strategy


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
    territories = forms.CharField(
        label="Limité à ces territoires",
        required=False,
        max_length=500,
        validators=[typed.check_territories],
        help_text=f"Les actions de ces territoires seulement. {typed.TERRITORIES_HELP}",
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


class LeaveForm(forms.Form):
    """To whom goes what somebody answers for. Nothing is asked of who answers for nothing."""

    KEPT, NOBODY = "garder", "personne"

    to = forms.ChoiceField(label="À qui le remettre", error_messages={"required": "Choisissez à qui le remettre."})

    def __init__(self, *args: Any, people: Mapping[str, User], keeps: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = people
        kept = [(self.KEPT, "Elle le garde, par ses autres rôles")] if keeps else []
        nobody = (self.NOBODY, "Personne encore : ce sera dit sans responsable")
        names = [(key, label(person)) for key, person in people.items()]
        to: Any = self.fields["to"]
        to.choices = [("", "Choisissez"), *names, *kept, nobody]

    @property
    def gives(self) -> bool:
        """Whether what somebody answers for passes to another, or to nobody."""
        return bool(self.cleaned_data.get("to", self.KEPT) != self.KEPT)

    def to_whom(self) -> User | None:
        """The person chosen; None for nobody yet."""
        return self.people.get(self.cleaned_data["to"])


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
    organisation = forms.ChoiceField(label="Organisation")
    field_order = ("email", "name", "organisation", "function", "role", "strategy", "territories")

    def __init__(self, *args: Any, person: Any, **kwargs: Any) -> None:
        super().__init__(*args, person=person, organisation=None, **kwargs)
        self.among = {str(organisation.pk): organisation for organisation in governing.organisations(person)}
        field: Any = self.fields["organisation"]
        field.choices = [(pk, organisation.name) for pk, organisation in self.among.items()]

    def where(self) -> Organisation:
        """The organisation chosen."""
        return self.among[self.cleaned_data["organisation"]]


class OrganisationForm(forms.Form):
    """What is known of an organisation. Only those who administrate the whole site say more than how to write to it."""

    name = forms.CharField(label="Nom", max_length=150)
    kind = forms.ChoiceField(label="Nature", choices=Kind.choices)
    siren = forms.CharField(label="SIREN", max_length=11, required=False, help_text="Neuf chiffres.")
    territory = forms.CharField(
        label="Territoire",
        max_length=30,
        required=False,
        help_text="Où ses membres agissent, par exemple departement:25.",
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

    def clean_territory(self) -> str:
        """A territory of the region, or nothing."""
        text = str(self.cleaned_data["territory"]).strip()
        typed.check_territories(text)
        if len(typed.refs(text)) > 1:
            raise forms.ValidationError("Une organisation a un seul territoire.")
        return text

    def fill(self, organisation: Organisation) -> None:
        """Put what was typed in an organisation. Raises UsageError for what is no territory."""
        data = self.cleaned_data
        organisation.email = data["email"].strip().lower()
        if "name" not in data:
            return
        organisation.name, organisation.kind = data["name"].strip(), data["kind"]
        organisation.siren = data["siren"]
        try:
            ref = Ref.parse(data["territory"]) if data["territory"] else None
        except UsageError:
            ref = None
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
