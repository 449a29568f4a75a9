"""What somebody is told by mail of their account: a second factor that was taken away, whoever did it."""

from django.urls import reverse
from django.utils import timezone

from maillage.directory.mail import absolute, letter, send_now
from maillage.directory.models import User
from maillage.kernel.french import day


def tell_removal(person: User, by: User) -> None:
    """Say that the second factor of somebody was taken away, and by whom. Raises UsageError when nothing left."""
    now = timezone.localtime()
    words = {
        "by": "" if by == person else str(by),
        "when": f"{day(now.date())} à {now:%H} h {now:%M}",
        "page": absolute(reverse("mfa_index")),
    }
    send_now(letter("members/account/mail_factor_removed", person.email, "votre second facteur est retiré", words))
