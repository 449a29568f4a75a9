"""Organisations and their members, as the operator of the site opens and closes them."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from maillage.directory.governing import close, refuse_last, reopen
from maillage.directory.models import Kind, Membership, Organisation, Role, User
from maillage.kernel.errors import UsageError
from maillage.kernel.territory import Ref


@dataclass(frozen=True, slots=True)
class Described:
    """What is said of an organisation; None leaves what is already known."""

    kind: str | None = None
    territory: str | None = None
    email: str | None = None
    siren: str | None = None


def describe(name: str, described: Described) -> tuple[Organisation, bool]:
    """Open an organisation, or change what is known of it; whether it is new. Raises UsageError."""
    existing = Organisation.objects.filter(name=name).first()
    record = existing or Organisation(name=name, kind=Kind.COLLECTIVITE)
    if described.kind is not None:
        record.kind = described.kind
    if described.email is not None:
        record.email = described.email.strip().lower()
    if described.siren is not None:
        record.siren = described.siren.replace(" ", "")
    if described.territory is not None:
        ref = Ref.parse(described.territory)
        record.level, record.code = ref.level.value, ref.code
    try:
        record.full_clean()
    except ValidationError as error:
        raise UsageError(f"Organisation refusée. {' '.join(error.messages)}") from None
    record.save()
    return record, existing is None


def organisation(name: str) -> Organisation:
    """An organisation by name. Raises UsageError when there is none."""
    record = Organisation.objects.filter(name=name).first()
    if record is None:
        known = ", ".join(Organisation.objects.values_list("name", flat=True)) or "aucune"
        raise UsageError(f"Organisation « {name} » inconnue. Organisations : {known}.")
    return record


def join(email: str, name: str, role: str, strategy: str = "") -> Membership:
    """Give a person a role in an organisation, for a strategy or for all, with an account when there is none.

    Raises UsageError.
    """
    address = email.strip().lower()
    try:
        validate_email(address)
    except ValidationError:
        raise UsageError(f"« {email} » n’est pas une adresse électronique.") from None
    with transaction.atomic():
        person = User.objects.filter(email=address).first() or User.objects.create_user(address)
        known = Membership.objects.filter(person=person, organisation=organisation(name), strategy=strategy)
        reopen(person)
        held = known.first() or Membership(person=person, organisation=organisation(name), strategy=strategy)
        if held.pk and role != Role.ADMINISTRATEUR:
            refuse_last(held)
        held.role = Role(role).value
        held.save()
    return held


def leave(email: str, name: str, strategy: str | None = None) -> None:
    """Take back the roles of a person in an organisation, or the one for a strategy; the account closes with the last
    one, unless it serves elsewhere. Raises UsageError, for the last administrator too: then nothing is taken back."""
    with transaction.atomic():
        for held in roles(email, name, strategy):
            refuse_last(held)
            close(held)


def roles(email: str, name: str, strategy: str | None = None) -> list[Membership]:
    """The roles of a person in an organisation, or the one for a strategy. Raises UsageError when there is none."""
    address = email.strip().lower()
    known = Membership.objects.filter(person__email=address, organisation=organisation(name))
    held = list(known if strategy is None else known.filter(strategy=strategy))
    if not held:
        raise UsageError(f"{address} n’a pas de rôle dans {name}.")
    return held
