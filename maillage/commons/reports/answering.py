"""What leaves by mail about reports: to the commune what is hers to correct, to the reader the answer."""

from dataclasses import dataclass

from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

from maillage.commons.reports.models import ENDED, Report, State
from maillage.directory.mail import Outcome, absolute, deliver, letter


@dataclass(slots=True)
class Answered:
    """What a run did."""

    forwarded: int = 0
    answered: int = 0
    refused: int = 0
    unsure: int = 0


def send_due() -> Answered:
    """Send every mail due about reports; each leaves once."""
    done = Answered()
    with get_connection() as connection:
        for report in Report.objects.filter(forwarded_at=None, state=State.RECEIVED).exclude(routed_to=None):
            if report.routed_to and report.routed_to.email and _sent(report, "forwarded_at", connection, done):
                Report.objects.filter(pk=report.pk, state=State.RECEIVED).update(state=State.FORWARDED)
                done.forwarded += 1
        for report in Report.objects.filter(answer_sent_at=None, state__in=ENDED).exclude(email=""):
            if _sent(report, "answer_sent_at", connection, done):
                done.answered += 1
    return done


def _letter(report: Report, which: str) -> EmailMultiAlternatives:
    words = {"report": report, "page": absolute(report.page)}
    if which == "answer_sent_at":
        subject = f"réponse à votre signalement {report.number}"
        return letter("share/report/mail_answer", report.email, subject, words)
    to = report.routed_to.email if report.routed_to else ""
    message = letter("share/report/mail_commune", to, f"signalement {report.number}", words)
    if hasattr(report, "photo"):
        message.attach(f"{report.number}.jpg", bytes(report.photo.jpeg), "image/jpeg")
    return message


def _sent(report: Report, which: str, connection: BaseEmailBackend, done: Answered) -> bool:
    """Claim a mail, then send it; whether it left. One that was clearly refused is due again."""
    mine = Report.objects.filter(pk=report.pk)
    if not mine.filter(**{which: None}).update(**{which: timezone.now()}):
        return False
    outcome = deliver(_letter(report, which), connection)
    if outcome is Outcome.REFUSED:
        mine.update(**{which: None})
    done.refused += outcome is Outcome.REFUSED
    done.unsure += outcome is Outcome.UNSURE
    return outcome is Outcome.GONE
