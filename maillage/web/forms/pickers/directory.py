"""People and organisations picked by their names; a person also by e-mail address, an organisation by SIREN."""

from collections.abc import Callable, Sequence
from functools import cached_property, partial
from typing import Any

from django.db.models import QuerySet

from maillage.directory.models import Organisation, User
from maillage.directory.ordering import alphabetic
from maillage.web.forms.pickers.catalogue import Catalogue, Choice, Entry
from maillage.web.forms.pickers.fields import Pick, PickMany

NO_PERSON = "Aucune personne que vous puissiez nommer ne s’appelle"
NO_ORGANISATION = "Aucune organisation ne s’appelle"


def _where(person: User) -> str:
    names = dict.fromkeys(held.organisation.name for held in person.memberships.all())
    return ", ".join([*([person.email] if str(person) != person.email else []), *names])


def people(among: QuerySet[User]) -> Catalogue:
    """These people: « Claire Morel », or « Claire Morel (c.morel@exemple.fr) » when two are called so."""
    rows = among.prefetch_related("memberships__organisation")
    return Catalogue(
        (Entry(str(row.pk), str(row), (row.email,), (row.email,), hint=partial(_where, row)) for row in rows), NO_PERSON
    )


def organisations(among: QuerySet[Organisation] | None = None) -> Catalogue:
    """Every organisation, or these."""
    rows = Organisation.objects.order_by(alphabetic("name")) if among is None else among
    return Catalogue(
        (
            Entry(str(row.pk), row.name, codes=(row.siren,) if row.siren else (), hint=partial(_kind, row))
            for row in rows
        ),
        NO_ORGANISATION,
    )


def _kind(row: Organisation) -> str:
    return str(row.get_kind_display())


def giving(among: Callable[[], QuerySet[Any]]) -> Callable[[str], Any]:
    """What a key stands for among some rows; nothing for none."""
    return lambda key: among().get(pk=key) if key else None


class PersonField(Pick):
    """One of these people: an account, or nothing."""

    def __init__(self, among: QuerySet[User], **named: Any) -> None:
        super().__init__(lambda: people(among), giving(among.all), **{"source": ("choices", "personnes")} | named)


class Known:
    """The people and organisations that many rows of a form pick among, read once."""

    def __init__(self, among: QuerySet[User]) -> None:
        self._among = among

    @cached_property
    def people(self) -> Catalogue:
        """These people."""
        return people(self._among)

    @cached_property
    def organisations(self) -> Catalogue:
        """Every organisation."""
        return organisations()


class PersonOrAddress(Pick):
    """Somebody by name, or any e-mail address, which the service judges; what it gives is the address."""

    def __init__(self, known: Known, **named: Any) -> None:
        super().__init__(lambda: known.people, str, ("choices", "personnes"), **named)

    def _one_of(self, part: str, chosen: frozenset[str]) -> Choice | None:
        choice = super()._one_of(part, chosen)
        return Choice(part, part, part, "") if choice is None and "@" in part else choice

    def given(self, keys: Sequence[str]) -> str:
        """The address."""
        known = {key for key in keys if self.catalogue.choice(key)}
        emails = User.objects.filter(pk__in=known).values_list("email", flat=True)
        return str(emails[0]) if known else "".join(keys)


class OrganisationOrName(Pick):
    """An organisation by its name, or any other name; what it gives is the name."""

    def __init__(self, known: Known, **named: Any) -> None:
        super().__init__(lambda: known.organisations, str, ("choices", "organisations"), most=200, **named)

    @staticmethod
    def keys(value: Any) -> list[str]:
        """Its name."""
        return [str(value)] if value else []

    def shown(self, value: Any) -> str:
        """Its name."""
        return str(value or "")

    def _one_of(self, part: str, chosen: frozenset[str]) -> Choice | None:
        choice = super()._one_of(part, chosen)
        name = choice.name if choice else part
        return Choice(name, name, name, "")


class OrganisationField(Pick):
    """An organisation, or nothing."""

    def __init__(self, **named: Any) -> None:
        super().__init__(
            organisations, giving(Organisation.objects.all), **{"source": ("choices", "organisations")} | named
        )


class OrganisationsField(PickMany):
    """Several organisations."""

    def __init__(self, **named: Any) -> None:
        super().__init__(
            organisations, giving(Organisation.objects.all), **{"source": ("choices", "organisations")} | named
        )
