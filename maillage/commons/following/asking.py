"""Asking to follow a place, saying yes by the link of a mail, and ending it. No account, no password."""

from django.core import signing
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from maillage.commons.following.facts import as_told, facts
from maillage.commons.following.models import Follower, Subscription
from maillage.commons.places import Place
from maillage.directory.mail import absolute, letter, send_now
from maillage.kernel.errors import UsageError
from maillage.observatory.door import Observatory

# What links are signed for: those that were sent must go on opening.
CONFIRM, STOP, KEEP = "suivre.confirmer", "suivre.arreter", "suivre.prolonger"
ROUTES = {CONFIRM: "follow.confirm", STOP: "follow.stop", KEEP: "follow.keep"}
CONFIRM_WITHIN_DAYS = 3
# Below what a mail says by itself; anybody may follow a few places, nobody a list of them.
MOST_PLACES = 30


def check_email(text: str) -> str:
    """The address as it is kept. Raises UsageError when it is not one."""
    kept = text.strip().lower()
    try:
        validate_email(kept)
    except ValidationError:
        raise UsageError("Cette adresse électronique n’est pas complète, par exemple nom@exemple.fr.") from None
    return kept


def link(action: str, key: int) -> str:
    """The path that does `action` to a subscription (CONFIRM, KEEP) or to all of a follower's (STOP)."""
    return reverse(ROUTES[action], args=[signing.dumps(key, salt=action)])


def ask(place: Place, email: str) -> None:
    """Note that somebody asks to follow a place, and write to them for a yes.

    Answers the same for an address already there: who follows what is told to nobody.
    """
    address = check_email(email)
    with transaction.atomic():
        follower, _ = Follower.objects.get_or_create(email=address)
        if Subscription.objects.filter(follower=follower).count() >= MOST_PLACES:
            raise UsageError(f"On peut suivre {MOST_PLACES} lieux au plus avec la même adresse.")
        asked, made = Subscription.objects.get_or_create(
            follower=follower, commune=place.commune.code, address=place.key, defaults={"asked_at": timezone.now()}
        )
        if not made and asked.confirmed_at is None:
            asked.asked_at = timezone.now()
            asked.save(update_fields=["asked_at"])
    words = {"place": place, "link": absolute(link(CONFIRM, asked.pk)), "days": CONFIRM_WITHIN_DAYS}
    send_now(letter("share/follow/mail_confirm", address, f"confirmez le suivi de {place.name}", words))


def _read(action: str, token: str, days: int | None = None) -> int:
    try:
        return int(signing.loads(token, salt=action, max_age=days and days * 86_400))
    except signing.SignatureExpired:
        raise UsageError(
            f"Ce lien a plus de {days} jours. Demandez à nouveau à suivre ce lieu : un autre lien vous sera envoyé."
        ) from None
    except (signing.BadSignature, ValueError, TypeError):
        raise UsageError(
            "Ce lien n’est pas complet. Copiez-le en entier depuis le message que vous avez reçu."
        ) from None


def asked(action: str, token: str) -> Subscription:
    """The subscription of a link that confirms or keeps. Raises UsageError when the link is worth nothing."""
    days = CONFIRM_WITHIN_DAYS if action == CONFIRM else None
    subscription = Subscription.objects.filter(pk=_read(action, token, days)).first()
    if subscription is None:
        raise UsageError("Ce suivi n’existe plus. Vous pouvez en demander un autre sur la page du lieu.")
    return subscription


def follower_of(token: str) -> Follower | None:
    """Whose mails a link ends; None when they ended already. Raises UsageError when the link is worth nothing."""
    return Follower.objects.filter(pk=_read(STOP, token)).first()


def confirm(subscription: Subscription, source: Observatory, place: Place) -> None:
    """The yes, or the yes again: what is known today is what later mails are compared with."""
    if subscription.confirmed_at is None:
        subscription.told = as_told(facts(source, place))
    subscription.confirmed_at, subscription.asked_again_at = timezone.now(), None
    subscription.save(update_fields=["told", "confirmed_at", "asked_again_at"])


def stop(follower: Follower, subscription: int | None = None) -> None:
    """End one subscription, or all of them; the address goes with the last one."""
    with transaction.atomic():
        if subscription is not None:
            Subscription.objects.filter(follower=follower, pk=subscription).delete()
        if subscription is None or not Subscription.objects.filter(follower=follower).exists():
            follower.delete()
