"""The link of a mail that updates an action without signing in: for thirty days, once, and silent when it is wrong."""

from datetime import timedelta

from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from maillage.directory.models import User
from maillage.kernel.errors import UsageError
from maillage.steering import versions
from maillage.steering.actions import updating
from maillage.steering.actions.models import Action
from maillage.steering.desk.models import Reply
from maillage.steering.rights import Act, allows_on

SALT = "repondre.action"
DAYS = 30


class Spent(UsageError):
    """The link is wrong, too old, already used, or its holder may no longer update the action: never said which."""

    def __init__(self) -> None:
        super().__init__(f"Il sert une seule fois, pendant {DAYS} jours.")


def link(person: User, action: Action) -> str:
    """The path of a new link."""
    made = Reply.objects.create(person=person, action=action, made_at=timezone.now())
    return reverse("actions.reply", args=[signing.dumps(made.pk, salt=SALT)])


def read(token: str) -> Reply:
    """The link, when it still works. It changes nothing: programs that check mails open them all. Raises Spent."""
    try:
        key = int(signing.loads(token, salt=SALT, max_age=DAYS * 86_400))
    except (signing.BadSignature, ValueError, TypeError):
        raise Spent from None
    replies = Reply.objects.select_related("person", "action__strategy__organisation", "action__lead")
    reply = replies.filter(pk=key, used_at=None).first()
    if reply is None or not allows_on(reply.person, Act.UPDATE, reply.action):
        raise Spent
    return reply


@transaction.atomic
def answer(reply: Reply, news: updating.News, seen: versions.Seen) -> None:
    """Update the action in the name of who received the link, which serves no more. Raises Spent, Stale,
    ValidationError: then the link still serves."""
    if not Reply.objects.filter(pk=reply.pk, used_at=None).update(used_at=timezone.now()):
        raise Spent
    updating.update(reply.action, news, reply.person, seen)


def forget() -> int:
    """Delete the links that can no longer serve; how many there were."""
    return Reply.objects.filter(made_at__lt=timezone.now() - timedelta(days=DAYS + 1)).delete()[0]
