"""Who sits in a body: seats written together, all or none. One that held a meeting is not erased: it has left."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from maillage.directory.models import Organisation, User
from maillage.directory.people import Named
from maillage.steering import versions
from maillage.steering.committees.models import Body, Part, Seat


@dataclass(frozen=True, slots=True)
class Seated:
    """A seat as the secretary wants it: `who` is the name of an organisation known here, or any
    other; `email` the address or the name of a person; `row` names what is wrong in it."""

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
    here: dict[int | None, Seat] = {held_seat.pk: held_seat for held_seat in sitting(body)}
    for pk in set(here) - {wanted_seat.pk for wanted_seat in wanted}:
        _leave(here[pk], author)
    for rank, wanted_seat in enumerate(wanted, start=1):
        try:
            _write(body, here.get(wanted_seat.pk), wanted_seat, rank, author)
        except ValidationError as error:
            raise versions.beside(error, wanted_seat.row, usual="who") from None


def _leave(held_seat: Seat, author: User | None) -> None:
    if held_seat.attendances.exists():
        held_seat.left_on, held_seat._history_user = timezone.localdate(), author
        held_seat.save()
    else:
        versions.drop(held_seat, author)


def _write(body: Body, held: Seat | None, wanted_seat: Seated, rank: int, author: User | None) -> None:
    organisation = Organisation.objects.filter(name__iexact=wanted_seat.who.strip()).first()
    name = "" if organisation else wanted_seat.who.strip()
    known_seat = held or body.seats.filter(organisation=organisation, name=name).exclude(left_on=None).first()
    record = known_seat or Seat(body=body)
    before = (record.organisation, record.name, record.part, record.person, record.rank, record.left_on)
    if held is None or str(held) != wanted_seat.who.strip():
        record.organisation, record.name = organisation, name
    record.part, record.person, record.rank, record.left_on = (
        Part(wanted_seat.part).value,
        _person(wanted_seat),
        rank,
        None,
    )
    if record.pk and before == (
        record.organisation,
        record.name,
        record.part,
        record.person,
        record.rank,
        record.left_on,
    ):
        return
    versions.write(record, author)


def _person(wanted_seat: Seated) -> User | None:
    typed = wanted_seat.email.strip()
    if not typed:
        return None
    people = Named(User.objects.filter(is_active=True)).find(typed)
    if len(people) > 1:
        raise ValidationError({"email": f"Plusieurs personnes s’appellent « {typed} » : écrivez l’adresse."})
    if not people:
        words = "n’a pas de compte ici. Laissez vide, ou faites-la inviter par un administrateur."
        raise ValidationError({"email": f"« {typed} » {words}"})
    return people[0]
