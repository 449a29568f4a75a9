"""The link of a mail that ends it in one click: signed, it works without signing in, and as long as the account.

Opening it changes nothing, as programs that check mails open them all; posting to it does (RFC 8058).
"""

from typing import NamedTuple

from django.core import signing
from django.urls import reverse

from maillage.directory.models import User
from maillage.directory.notices.occasions import Leaving, leavings
from maillage.kernel.errors import UsageError

_SALT = "avis.quitter"


class Left(NamedTuple):
    """Who leaves what: `key` says which, when there are several."""

    person: User
    what: Leaving
    key: str

    @property
    def gone(self) -> bool:
        """Whether it is left already."""
        return self.what.left(self.person, self.key)

    @property
    def words(self) -> str:
        """What it is."""
        return self.what.words(self.person, self.key)


def path(person: User, what: str, key: str = "") -> str:
    """The path by which somebody leaves this. Raises KeyError for what no app declares."""
    return reverse("notices.leave", args=[signing.dumps([person.pk, leavings()[what].name, key], salt=_SALT)])


def read(token: str) -> Left:
    """What a link leaves. Raises UsageError, alike for all that do not work."""
    spent = UsageError("Il n’est pas complet, ou le compte qui l’a reçu n’existe plus.")
    try:
        pk, what, key = signing.loads(token, salt=_SALT)
    except (signing.BadSignature, ValueError, TypeError):
        raise spent from None
    person = User.objects.filter(pk=pk).first()
    if person is None or what not in leavings():
        raise spent
    return Left(person, leavings()[what], key)


def leave(left: Left, gone: bool) -> None:
    """Leave it, or join it again."""
    left.what.leave(left.person, left.key, gone)
