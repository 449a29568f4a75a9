"""A mail of the site: the same words as text and as a page, from two templates side by side."""

from collections.abc import Mapping
from enum import Enum
from smtplib import SMTPRecipientsRefused, SMTPResponseException, SMTPSenderRefused
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.template.loader import render_to_string

from maillage.kernel.errors import DataError, UsageError
from maillage.observatory import door

# The server of mails said no: nothing left.
REFUSALS = (SMTPResponseException, SMTPRecipientsRefused, SMTPSenderRefused)


class Outcome(Enum):
    """What became of a mail: gone, refused (to be tried again), or nobody knows (never tried again)."""

    GONE = "parti"
    REFUSED = "refusé"
    UNSURE = "parti ou non"


def absolute(path: str) -> str:
    """An address of this site, as somebody reads it in a mail."""
    return f"{settings.MAILLAGE_ADDRESS}{path}"


def letter(template: str, to: str, subject: str, words: Mapping[str, Any], stop: str = "") -> EmailMultiAlternatives:
    """The mail of `<template>.txt` and `<template>.html`; `stop` is the path where one click ends what sends it."""
    try:
        notice = door.current(settings.MAILLAGE_HOME).release.notice
    except DataError:
        notice = ""
    context = {
        **words,
        "operator": settings.MAILLAGE_OPERATOR,
        "contact": settings.MAILLAGE_CONTACT,
        "site": settings.MAILLAGE_ADDRESS,
        "notice": notice,
    }
    headers = {"Auto-Submitted": "auto-generated"}
    if stop:
        headers["List-Unsubscribe"] = f"<{absolute(stop)}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message = EmailMultiAlternatives(
        f"{settings.MAILLAGE_OPERATOR or 'Maillage'} : {subject}",
        render_to_string(f"{template}.txt", context),
        to=[to],
        headers=headers,
    )
    message.attach_alternative(render_to_string(f"{template}.html", context), "text/html")
    return message


def deliver(message: EmailMultiAlternatives, connection: BaseEmailBackend) -> Outcome:
    """Send among many, on an open connection.

    Raises OSError when the server went away and does not come back: nothing more should be tried.
    """
    message.connection = connection
    try:
        message.send()
    except REFUSALS:
        return Outcome.REFUSED
    except OSError:
        connection.close()
        connection.open()
        return Outcome.UNSURE
    return Outcome.GONE


def send_now(message: EmailMultiAlternatives) -> None:
    """Send while somebody waits. Raises UsageError when the address or the server of mails refuses."""
    try:
        message.send()
    except OSError:
        raise UsageError(
            "Le message n’a pas pu partir. Vérifiez l’adresse électronique, ou recommencez dans une heure."
        ) from None
