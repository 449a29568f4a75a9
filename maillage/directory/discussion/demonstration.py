"""What members of the demonstration region say to each other about an action: fictional, marked so."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from maillage.directory import playground, things
from maillage.directory.discussion import talking
from maillage.directory.discussion.models import Message
from maillage.directory.models import User
from maillage.directory.notices import telling
from maillage.observatory.door import Observatory

AFTER = ("desk",)
PILOT = "yanis.perrot"
SAID = (
    # Who writes, days ago, what, and who is called.
    ("claire.delmas", 6, "Le comité demandera où en est le calendrier. Est-il tenu ?", "Yanis Perrot"),
    (PILOT, 5, "À un mois près : l’accord d’un partenaire manque encore. Je le relance cette semaine.", ""),
    ("claire.delmas", 2, "Merci. Le modèle de courrier : https://documents.brumes.example/accord", ""),
)


def enter(source: Observatory, today: date) -> int:
    """Enter them about an action that Yanis Perrot pilots, and say how many; none where people wrote before."""
    pilot = User.objects.filter(email=f"{PILOT}@{playground.DOMAIN}").first()
    kind = things.kinds().get("action")
    if Message.objects.exists() or pilot is None or kind is None:
        return 0
    piloted = [row.pk for row in kind.readable(pilot) if pilot in kind.concerned(row)]
    if not piloted:
        return 0
    with telling.without_mail():
        for account, days, text, called in SAID:
            author = User.objects.get(email=f"{account}@{playground.DOMAIN}")
            message = talking.post(author, (kind.name, str(min(piloted))), text, called)
            day = timezone.make_aware(datetime.combine(today - timedelta(days), time(10, 12)))
            Message.objects.filter(pk=message.pk).update(written_at=day, simulated=True)
    return len(SAID)
