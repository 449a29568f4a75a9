"""Who sits in a body: seats written together, all or none. One that held a meeting is not erased: it has left."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from maillage.directory.models import Organisation, User
from maillage.steering import versions
from maillage.steering.committees.models import Body, Part, Seat


@dataclass(frozen=True, slots=True)
class Seated:
    """A seat as the secretary wants it: `who` is the name of an organisation known here, or any
    other; `row` names what is wrong in it."""

    who: str
    part: str
    email: str = ""
    pk: int | None = None
    row: str = ""


def sitting(body: Body) -> list[Seat]:
    """The seats held today, in their order."""
    return list(body.seats.filter(left_on=None).select_related("organisation", "person"))


@transaction.atomic
def seat(body: Body, wanted: Sequence[Seated], author: User | None, seen: versions.Seen = None) -> None:
    """Write the seats of a body: these, in this order; the others leave. Raises Stale, and ValidationError by
    « row-field »."""
    versions.hold(body, seen, Seat)
    here: dict[int | None, Seat] = {one.pk: one for one in sitting(body)}
    for pk in set(here) - {one.pk for one in wanted}:
        _leave(here[pk], author)
    for rank, told in enumerate(wanted, start=1):
        try:
            _write(body, here.get(told.pk), told, rank, author)
        except ValidationError as error:
            raise versions.beside(error, told.row, usual="who") from None


def _leave(one: Seat, author: User | None) -> None:
    if one.attendances.exists():
        one.left_on, one._history_user = timezone.localdate(), author
        one.save()
    else:
        versions.drop(one, author)


def _write(body: Body, held: Seat | None, told: Seated, rank: int, author: User | None) -> None:
    organisation = Organisation.objects.filter(name__iexact=told.who.strip()).first()
    name = "" if organisation else told.who.strip()
    found = held or body.seats.filter(organisation=organisation, name=name).exclude(left_on=None).first()
    one = found or Seat(body=body)
    before = (one.organisation, one.name, one.part, one.person, one.rank, one.left_on)
    if held is None or str(held) != told.who.strip():
        one.organisation, one.name = organisation, name
    one.part, one.person, one.rank, one.left_on = Part(told.part).value, _person(told), rank, None
    if one.pk and before == (one.organisation, one.name, one.part, one.person, one.rank, one.left_on):
        return
    versions.write(one, author)


def _person(told: Seated) -> User | None:
    email = told.email.strip().lower()
    if not email:
        return None
    found = User.objects.filter(email=email, is_active=True).first()
    if found is None:
        words = "n’a pas de compte ici. Laissez vide, ou faites-la inviter par un administrateur."
        raise ValidationError({"email": f"« {email} » {words}"})
    return found
