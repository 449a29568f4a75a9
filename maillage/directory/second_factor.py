"""The second factor: of whom it is asked, whether it was given, how many times one may try."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction

from maillage.directory import playground
from maillage.directory.limits import Limit, allowed
from maillage.directory.models import FactorRemoval, Membership, User
from maillage.directory.rights import memberships

TRIES = Limit("codes", 10, timedelta(minutes=15))
ONCE = Limit("code servi", 1, timedelta(minutes=10))


def asked(held: Iterable[Membership]) -> bool:
    """Whether one of these roles must give a second factor: never of the people that a demonstration lets one play."""
    return any(role.role in settings.MAILLAGE_SECOND_FACTOR and not playground.plays(role.person) for role in held)


def keeps_the_office(person: Any) -> bool:
    """Whether somebody may enter the back office."""
    return bool(person.is_active and person.has_perm("wagtailadmin.access_admin"))


def asked_of(person: Any) -> bool:
    """Whether somebody who is signed in must give a second factor: by a role, or because they may enter the back
    office, unless the site asks it of nobody."""
    if not (person.is_authenticated and settings.MAILLAGE_SECOND_FACTOR):
        return False
    return asked(memberships(person)) or keeps_the_office(person)


def given(request: Any) -> bool:
    """Whether it was given since this person signed in."""
    return any(record["method"] == "mfa" for record in get_authentication_records(request, request.user))


def has(person: User) -> bool:
    """Whether somebody enrolled an application that gives codes."""
    return bool(Authenticator.objects.filter(user=person, type=Authenticator.Type.TOTP).exists())


def may_try(person: User) -> None:
    """Count one more code. Raises ValidationError when there were too many."""
    if not allowed(TRIES, str(person.pk)):
        raise ValidationError("Trop d’essais. Recommencez dans un quart d’heure.")


def serves_once(person: User, code: str) -> None:
    """Raises ValidationError for a code that already served: each opens the door once, in all processes."""
    if not allowed(ONCE, f"{person.pk}|{code}"):
        raise ValidationError("Ce code a déjà servi. Attendez le suivant.")


@transaction.atomic
def forget(person: User, by: User) -> int:
    """Take the second factor of somebody who lost it away, with its spare codes; how many were kept. The journal says
    who did."""
    count = int(Authenticator.objects.filter(user=person).delete()[0])
    if count:
        note_removal(person, by)
    return count


def note_removal(person: User, by: User) -> None:
    """Keep in the journal that a second factor was taken away."""
    removal = FactorRemoval(person=person)
    removal._history_user = by
    removal.save()
