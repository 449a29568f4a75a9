"""What people are called: by their name and function among members, by their address where nothing else is known.

`str(person)` is what they are called; columns of files, workbooks and mails that write to somebody take `person.email`.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Coalesce, Collate, NullIf

from maillage.directory.models import Membership, User
from maillage.directory.ordering import COLLATION
from maillage.directory.rights import memberships
from maillage.kernel.words import folded

LONGEST = 120


def by_name(path: str = "") -> Collate:
    """What a query of people is sorted by: their name, or their address, in French order. `path`: « person__ »."""
    return Collate(Coalesce(NullIf(F(f"{path}name"), Value("")), F(f"{path}email")), COLLATION)


def called(text: str) -> str:
    """A name or a function as it is kept: on one line, without blanks around it."""
    return " ".join(text.split())


def label(person: User) -> str:
    """Somebody among others in a list to choose from: « Claire Delmas (claire.delmas@exemple.fr) »."""
    return f"{person.name} ({person.email})" if person.name else person.email


def presented(person: User | None) -> str:
    """What somebody does, and where, as members are told it beside their name; empty when nothing is known.

    « directrice du numérique, Région des Brumes »
    """
    held = Membership.objects.filter(person=person).exclude(function="").select_related("organisation")
    first = held.order_by("pk").first() if person is not None else None
    return f"{first.function}, {first.organisation.name}" if first else ""


class Named:
    """People found by what is typed of them: an address, a name that one of them only has, or both as `label` says."""

    def __init__(self, people: Iterable[User]) -> None:
        self.by_text: dict[str, list[User]] = {}
        for person in people:
            for text in {person.email, folded(person.name), folded(label(person))} - {""}:
                self.by_text.setdefault(text, []).append(person)

    def find(self, text: str) -> list[User]:
        """Whom a text names: nobody, one person, or several of the same name."""
        return self.by_text.get(text.strip().lower(), self.by_text.get(folded(text), []))


@transaction.atomic
def introduce(person: User, name: str, functions: Mapping[int, str]) -> None:
    """Say what one is called, and what one does in each role, by its key.

    Raises ValidationError by field (« name », « function-12 »), PermissionDenied for the role of another.
    """
    held: dict[int, Any] = {membership.pk: membership for membership in memberships(person)}
    if set(functions) - set(held):
        raise PermissionDenied("Ce rôle n’est pas le vôtre.")
    for field, text in [("name", name), *((f"function-{pk}", text) for pk, text in functions.items())]:
        if len(called(text)) > LONGEST:
            raise ValidationError({field: f"{LONGEST} signes au plus."})
        if "@" in text:
            raise ValidationError({field: "Écrivez un nom, pas une adresse électronique."})
    person.name = called(name)
    person.save(update_fields=["name"])
    for pk, text in functions.items():
        if held[pk].function != called(text):
            held[pk].function, held[pk]._history_user = called(text), person
            held[pk].save(update_fields=["function"])
