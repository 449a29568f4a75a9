"""Who sits in a body: seats written together, all or none. One that held a meeting is not erased: it has left."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from maillage.directory.models import Organisation, User
from maillage.steering.committees.models import Body, Part, Seat


@dataclass(frozen=True, slots=True)
class Seated:
    """A seat as the secretary wants it: `who` is the name of an organisation known here, or any other."""

    who: str
    part: str
    email: str = ""
    pk: int | None = None


def version(body: Body) -> int:
    """The number of the last change of the seats of a body, 0 before the first."""
    history: Any = Seat.history
    return int(
        history.filter(body=body).values_list("history_id", flat=True).order_by("-history_id").first() or 0
    )


def sitting(body: Body) -> list[Seat]:
    """The seats held today, in their order."""
    return list(body.seats.filter(left_on=None).select_related("organisation", "person"))


@transaction.atomic
def seat(body: Body, wanted: Sequence[Seated], author: User | None) -> None:
    """Write the seats of a body: these, in this order; the others leave. Raises ValidationError by « pk-field »."""
    here = {one.pk: one for one in sitting(body)}
    for pk in set(here) - {one.pk for one in wanted}:
        _leave(here[pk], author)
    for rank, told in enumerate(wanted, start=1):
        _write(body, here.get(told.pk or 0), told, rank, author)


def _leave(one: Seat, author: User | None) -> None:
    one._history_user = author
    if one.attendances.exists():
        one.left_on = timezone.localdate()
        one.save()
    else:
        one.delete()


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
    one._history_user = author
    one.full_clean()
    one.save()


def _person(told: Seated) -> User | None:
    email = told.email.strip().lower()
    if not email:
        return None
    found = User.objects.filter(email=email, is_active=True).first()
    if found is None:
        raise ValidationError(
            f"« {email} » n’a pas de compte ici. Laissez vide, ou faites-la inviter par un administrateur."
        )
    return found
