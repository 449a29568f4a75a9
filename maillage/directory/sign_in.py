"""Signing in by a link sent by e-mail: it works once, for a quarter of an hour, and no password is kept."""

from django.conf import settings
from django.utils import timezone
from sesame.utils import get_token, get_user

from maillage.directory.models import Invitation, User
from maillage.directory.rights import memberships

SCOPE = "contestations"


def minutes() -> int:
    """How long a link works."""
    return int(settings.SESAME_MAX_AGE) // 60


def token_for(email: str) -> str:
    """What a link carries for the member of an organisation, or who has an account and is invited in one; empty for
    anybody else."""
    address = email.strip().lower()
    person = User.objects.filter(email=address, is_active=True).first()
    if person is None:
        return ""
    invited = Invitation.objects.filter(email=address, ends_at__gt=timezone.now())
    return str(get_token(person, scope=SCOPE)) if memberships(person) or invited.exists() else ""


def person_of(token: str) -> User | None:
    """Whose link it is, when it still works. Signing in ends it: looking at it does not."""
    user = get_user(token, update_last_login=False, scope=SCOPE)
    return user if isinstance(user, User) else None
