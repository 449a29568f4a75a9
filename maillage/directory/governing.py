"""Who lets whom in: administrators give and take back the roles of their organisation; those of a project team, all.

Every refusal is a sentence (UsageError); every change is kept with its author.
"""

from dataclasses import dataclass
from typing import Any

from allauth.mfa.models import Authenticator
from django.core import signing
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import CASCADE, ForeignObjectRel, Q
from django.utils import timezone

from maillage.directory import typed
from maillage.directory.models import LASTS, Invitation, Kind, Membership, Organisation, Role, User
from maillage.directory.people import called
from maillage.directory.rights import memberships
from maillage.kernel.errors import UsageError

_SALT = "maillage.invitation"


@dataclass(frozen=True, slots=True)
class Given:
    """A role, what it is limited to (nothing typed means everywhere), and what the person does there."""

    role: str
    strategy: str = ""
    territories: str = ""
    function: str = ""


def _ruling(person: Any) -> list[Membership]:
    """The roles by which somebody lets others in."""
    return [
        membership
        for membership in memberships(person)
        if membership.role == Role.ADMINISTRATEUR and not membership.territories
    ]


def everywhere(person: Any) -> bool:
    """Whether somebody administrates the whole site: all the strategies, from a project team."""
    return any(
        membership.organisation.kind == Kind.EQUIPE and not membership.strategy for membership in _ruling(person)
    )


def governs(person: Any, organisation: Organisation, strategy: str = "") -> bool:
    """Whether somebody may give a role in this organisation, for this strategy (all of them when empty)."""
    return any(
        membership.strategy in ("", strategy)
        and (membership.organisation == organisation or membership.organisation.kind == Kind.EQUIPE)
        for membership in _ruling(person)
    )


def organisations(person: Any) -> list[Organisation]:
    """The organisations where somebody may let others in."""
    ruling = _ruling(person)
    if any(membership.organisation.kind == Kind.EQUIPE for membership in ruling):
        return list(Organisation.objects.all())
    return list(dict.fromkeys(membership.organisation for membership in ruling))


def own_organisation(person: Any) -> Organisation | None:
    """The organisation by which somebody lets others in; None when there are several."""
    held = {membership.organisation for membership in _ruling(person)}
    return held.pop() if len(held) == 1 else None


@transaction.atomic
def save_organisation(organisation: Organisation, person: Any) -> None:
    """Write an organisation, known or new. Raises PermissionDenied, and ValidationError."""
    known = Organisation.objects.select_for_update().filter(pk=organisation.pk).first()
    if not everywhere(person) and (known is None or not governs(person, known)):
        raise PermissionDenied("Seuls les administrateurs de l’équipe projet ouvrent une organisation.")
    organisation._history_user = person  # type: ignore[attr-defined]
    organisation.full_clean()
    organisation.save()


def strategies(person: Any, organisation: Organisation) -> set[str] | None:
    """The strategies somebody may give roles for in an organisation; None for all, and for all at once."""
    own = [
        membership
        for membership in _ruling(person)
        if membership.organisation == organisation or membership.organisation.kind == Kind.EQUIPE
    ]
    return None if any(not membership.strategy for membership in own) else {membership.strategy for membership in own}


def roles_seen(person: Any) -> Q:
    """The roles somebody may read, as a condition on roles and on their history: those they give and, in their own
    organisation, those held for all strategies. Who rules for one strategy sees nothing of the others."""
    condition = Q(organisation__in=[])
    for membership in _ruling(person):
        mine = Q(organisation=membership.organisation)
        if not membership.strategy:
            condition |= Q(organisation__isnull=False) if membership.organisation.kind == Kind.EQUIPE else mine
            continue
        given = Q(strategy=membership.strategy)
        condition |= mine & Q(strategy="") | (given if membership.organisation.kind == Kind.EQUIPE else mine & given)
    return condition


def _check(by: Any, organisation: Organisation, given: Given) -> Given:
    if not governs(by, organisation, given.strategy):
        raise PermissionDenied("Vous ne donnez pas de rôle dans cette organisation, ou pas pour cette stratégie.")
    territories = typed.written(typed.refs(given.territories))
    return Given(Role(given.role).value, given.strategy, territories, called(given.function))


def invite(by: User, email: str, organisation: Organisation, given: Given, name: str = "") -> Invitation:
    """Prepare an invitation, or renew the one there was. Raises UsageError, PermissionDenied."""
    given = _check(by, organisation, given)
    address = email.strip().lower()
    try:
        validate_email(address)
    except ValidationError:
        raise UsageError(f"« {email[:60]} » n’est pas une adresse électronique.") from None
    if Membership.objects.filter(person__email=address, organisation=organisation, strategy=given.strategy).exists():
        raise UsageError(f"{address} a déjà un rôle ici : changez-le plutôt.")
    invitation, _ = Invitation.objects.update_or_create(
        email=address,
        organisation=organisation,
        strategy=given.strategy,
        defaults={
            "role": given.role,
            "territories": given.territories,
            "function": given.function,
            "name": called(name),
            "invited_by": by,
            "ends_at": timezone.now() + LASTS,
        },
    )
    return invitation


def token_of(invitation: Invitation) -> str:
    """What its link carries. Renewing an invitation, or calling it off, ends the links sent before."""
    return signing.dumps([invitation.pk, int(invitation.ends_at.timestamp())], salt=_SALT)


def invitation_of(token: str) -> Invitation | None:
    """Whose link it is, when it still works; alike None for all that does not."""
    try:
        pk, ends = signing.loads(token, salt=_SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    waiting = Invitation.objects.filter(pk=pk, ends_at__gt=timezone.now())
    invitation = waiting.select_related("organisation", "invited_by").first()
    if invitation is None or int(invitation.ends_at.timestamp()) != ends:
        return None
    # Who lost the right to invite since then lets nobody in any more.
    return invitation if governs(invitation.invited_by, invitation.organisation, invitation.strategy) else None


def known(invitation: Invitation) -> bool:
    """Whether the address of an invitation has an account already: its holder signs in to say yes."""
    return User.objects.filter(email=invitation.email).exists()


def accept(invitation: Invitation) -> User | None:
    """Gives the role, once, with an account when there is none; None when another was first."""
    with transaction.atomic():
        # Who deletes it takes it: two who open the link at once do not both enter.
        if not Invitation.objects.filter(pk=invitation.pk).delete()[0]:
            return None
        person = User.objects.filter(email=invitation.email).first() or User.objects.create_user(invitation.email)
        reopen(person)
        if invitation.name and not person.name:
            # What somebody calls themselves is never changed by who invites them elsewhere.
            person.name = invitation.name
            person.save(update_fields=["name"])
        held = Membership.objects.filter(
            person=person, organisation=invitation.organisation, strategy=invitation.strategy
        ).first()
        held = held or Membership(person=person, organisation=invitation.organisation, strategy=invitation.strategy)
        held.role, held.territories = invitation.role, invitation.territories
        held.function = invitation.function or held.function
        held._history_user = invitation.invited_by
        held.save()
    return person


def call_off(by: User, invitation: Invitation) -> None:
    """End an invitation that did not serve. Raises PermissionDenied."""
    if not governs(by, invitation.organisation, invitation.strategy):
        raise PermissionDenied("Cette invitation n’est pas de votre organisation.")
    invitation.delete()


def is_last(held: Membership) -> bool:
    """Whether nobody else who may sign in administrates the whole of this organisation."""
    if held.role != Role.ADMINISTRATEUR or held.limited:
        return False
    others = Membership.objects.filter(
        organisation=held.organisation, role=Role.ADMINISTRATEUR, strategy="", territories="", person__is_active=True
    )
    return not others.exclude(pk=held.pk).exists()


def _locked(by: User, pk: int) -> Membership:
    """A role about to change, while no other of its organisation does. Raises UsageError, PermissionDenied."""
    known = Membership.objects.filter(pk=pk).first()
    if known is None:
        raise UsageError("Ce rôle n’existe plus.")
    list(Organisation.objects.select_for_update().filter(pk=known.organisation_id))
    held = Membership.objects.filter(pk=pk).select_related("organisation", "person").first()
    if held is None:
        raise UsageError("Ce rôle n’existe plus.")
    if not governs(by, held.organisation, held.strategy):
        raise PermissionDenied("Ce rôle n’est pas de votre organisation.")
    return held


def change(by: User, pk: int, given: Given) -> Membership:
    """Change a role. Raises UsageError for the last administrator, PermissionDenied."""
    with transaction.atomic():
        held = _locked(by, pk)
        given = _check(by, held.organisation, given)
        if is_last(held) and (given.role != Role.ADMINISTRATEUR or given.strategy or given.territories):
            raise _only(held.organisation)
        others = Membership.objects.filter(person=held.person, organisation=held.organisation, strategy=given.strategy)
        if others.exclude(pk=held.pk).exists():
            raise UsageError("Cette personne a déjà un rôle ici pour cette stratégie.")
        held.role, held.strategy, held.territories = given.role, given.strategy, given.territories
        held.function = given.function
        held._history_user = by
        held.save()
    return held


def remove(by: User, pk: int) -> None:
    """Take a role back; the account closes with the last one, unless it serves elsewhere.

    Raises UsageError for the last administrator, PermissionDenied.
    """
    with transaction.atomic():
        held = _locked(by, pk)
        refuse_last(held)
        held._history_user = by
        close(held)


def close(held: Membership) -> None:
    """Delete a role, and the account that has no other reason to be.

    The account of who wrote something here is closed and not deleted: what they wrote keeps its author.
    """
    person = held.person
    held.delete()
    if not leaves(person):
        return
    if not _wrote(person):
        person.delete()
        return
    person.is_active = False
    person.save(update_fields=["is_active"])
    Authenticator.objects.filter(user=person).delete()


def leaves(person: User, without: Membership | None = None) -> bool:
    """Whether somebody has no reason to enter any more, once this role is taken back."""
    if person.is_superuser or person.groups.exists() or person.has_usable_password():
        return False
    left = Membership.objects.filter(person=person)
    return not (left.exclude(pk=without.pk) if without else left).exists()


def reopen(person: User) -> None:
    """Let somebody who is given a role again enter again."""
    if not person.is_active:
        person.is_active = True
        person.save(update_fields=["is_active"])


def _wrote(person: User) -> bool:
    """Whether something here has them for author, or answers to them: what the deletion of the account would erase."""
    given = (Membership.history.model, "person")
    for link in User._meta.get_fields(include_hidden=True):
        if not isinstance(link, ForeignObjectRel) or link.many_to_many:
            continue
        on_delete, model = getattr(link, "on_delete", None), link.related_model
        if on_delete is CASCADE or (model, link.field.name) == given:
            continue
        if model._base_manager.filter(**{link.field.name: person.pk}).exists():
            return True
    return False


def refuse_last(held: Membership) -> None:
    """Raises UsageError when this role is that of the last administrator, whoever takes it back."""
    if is_last(held):
        raise _only(held.organisation)


def _only(organisation: Organisation) -> UsageError:
    return UsageError(f"C’est le dernier administrateur de {organisation.name} : nommez-en un autre d’abord.")


def forget_past() -> int:
    """Delete the invitations that came to their end; how many there were."""
    return int(Invitation.objects.filter(ends_at__lt=timezone.now()).delete()[0])
