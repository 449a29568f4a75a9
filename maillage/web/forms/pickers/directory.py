"""People and organisations picked by their names; a person also by e-mail address, an organisation by SIREN."""

from collections.abc import Callable, Iterable, Sequence
from functools import cache, cached_property, partial
from typing import Any

from django.db.models import QuerySet, prefetch_related_objects

from maillage.directory.models import Organisation, User
from maillage.directory.ordering import alphabetic
from maillage.web.forms.pickers.catalogue import Catalogue, Choice, Entry
from maillage.web.forms.pickers.fields import Pick, PickMany

NO_PERSON = "Aucune personne que vous puissiez nommer ne s’appelle"
NO_ORGANISATION = "Aucune organisation ne s’appelle"
NO_ORGANISATION_OF_THEIRS = "Aucune organisation que vous puissiez choisir ici ne s’appelle"
PEOPLE, ORGANISATIONS = ("choices", "personnes"), ("choices", "organisations")
"""The pages that propose whom a member may name, and every organisation."""


def _where(person: User, gather: Callable[[], None]) -> str:
    gather()
    names = dict.fromkeys(held.organisation.name for held in person.memberships.all())
    return ", ".join([*([person.email] if str(person) != person.email else []), *names])


def people(among: QuerySet[User], *besides: Entry) -> Catalogue:
    """These people: « Claire Morel », or « Claire Morel (c.morel@exemple.fr) » when two are called so; `besides` are
    what may be answered instead, « Personne »."""
    rows = list(among)
    # Where they work is read when it is told, of all of them at once.
    gather = cache(partial(prefetch_related_objects, rows, "memberships__organisation"))
    entries = (
        Entry(str(row.pk), str(row), (row.email,), (row.email,), hint=partial(_where, row, gather)) for row in rows
    )
    return Catalogue((*entries, *besides), NO_PERSON)


def organisations(among: Iterable[Organisation] | None = None) -> Catalogue:
    """Every organisation, or only these."""
    rows = Organisation.objects.order_by(alphabetic("name")) if among is None else among
    return Catalogue(
        (
            Entry(str(row.pk), row.name, codes=(row.siren,) if row.siren else (), hint=partial(_kind, row))
            for row in rows
        ),
        NO_ORGANISATION if among is None else NO_ORGANISATION_OF_THEIRS,
    )


def _kind(row: Organisation) -> str:
    return str(row.get_kind_display())


def giving(among: Callable[[], QuerySet[Any]]) -> Callable[[str], Any]:
    """What a key stands for among some rows; nothing for none."""
    return lambda key: among().get(pk=key) if key else None


class Known:
    """The people and organisations that many rows of a form pick among, read once."""

    def __init__(self, among: QuerySet[User], where: QuerySet[Organisation] | None = None) -> None:
        self.among, self._where = among, where

    @cached_property
    def people(self) -> Catalogue:
        """These people."""
        return people(self.among)

    @cached_property
    def organisations(self) -> Catalogue:
        """Every organisation, or only these."""
        return organisations(self._where)


class PersonField(Pick):
    """One of these people: an account, or nothing. `among` is what is known when several fields pick in it."""

    def __init__(self, among: QuerySet[User] | Known, **named: Any) -> None:
        known = among if isinstance(among, Known) else Known(among)
        super().__init__(lambda: known.people, giving(known.among.all), **{"source": PEOPLE} | named)


class PersonOrAddress(Pick):
    """Somebody by name, or any e-mail address, which the service judges; what it gives is the address."""

    def __init__(self, known: Known, **named: Any) -> None:
        super().__init__(lambda: known.people, str, PEOPLE, **named)

    def _one_of(self, part: str, chosen: frozenset[str]) -> Choice | None:
        choice = super()._one_of(part, chosen)
        return Choice(part, part, part, "") if choice is None and "@" in part else choice

    def given(self, keys: Sequence[str]) -> str:
        """The address."""
        known = {key for key in keys if key in self.catalogue}
        emails = User.objects.filter(pk__in=known).values_list("email", flat=True)
        return str(emails[0]) if known else "".join(keys)


class OrganisationOrName(Pick):
    """An organisation by its name, or any other name; what it gives is the name."""

    def __init__(self, known: Known, **named: Any) -> None:
        super().__init__(lambda: known.organisations, str, ORGANISATIONS, most=200, **named)

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
    """An organisation, or nothing; `known` gives those that may be picked, when it is not every one."""

    def __init__(self, known: Callable[[], Catalogue] = organisations, **named: Any) -> None:
        super().__init__(known, giving(Organisation.objects.all), **{"source": ORGANISATIONS} | named)


class OrganisationsField(PickMany):
    """Several organisations."""

    def __init__(self, **named: Any) -> None:
        super().__init__(organisations, giving(Organisation.objects.all), **{"source": ORGANISATIONS} | named)
