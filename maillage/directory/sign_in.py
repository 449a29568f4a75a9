"""Signing in by a link sent by e-mail: it works once, for a quarter of an hour, and no password is kept."""

from django.conf import settings
from sesame.utils import get_token, get_user

from maillage.directory.models import User
from maillage.directory.rights import memberships

SCOPE = "contestations"


def minutes() -> int:
    """How long a link works."""
    return int(settings.SESAME_MAX_AGE) // 60


def token_for(email: str) -> str:
    """What a link carries for the member of an organisation; empty for anybody else."""
    person = User.objects.filter(email=email.strip().lower(), is_active=True).first()
    return str(get_token(person, scope=SCOPE)) if person is not None and memberships(person) else ""


def person_of(token: str) -> User | None:
    """Whose link it is, when it still works. Signing in ends it: looking at it does not."""
    found = get_user(token, update_last_login=False, scope=SCOPE)
    return found if isinstance(found, User) else None
