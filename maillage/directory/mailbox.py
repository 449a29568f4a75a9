"""The mails of a demonstration: written to the standard output, as anywhere without server, and kept to be read."""

import mailbox
from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, datetime
from email import message_from_binary_file, policy
from email.message import EmailMessage as Parsed
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends import console
from django.utils import timezone

from maillage.directory import playground

KEPT = 100
"""The mails kept: the last ones."""


class Letter(NamedTuple):
    """A mail, as it is read: its key in the mailbox, who it was for, what it says."""

    key: str
    to: str
    subject: str
    sent_at: datetime
    words: str


class EmailBackend(console.EmailBackend):
    """Writes mails to the standard output, and in the mailbox of a demonstration. Named in the settings."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Called by Django with what is to be sent; how many were."""
        sent = super().send_messages(email_messages)
        if email_messages and playground.is_open():
            with closing(_box()) as box:
                for message in email_messages:
                    box.add(message.message().as_bytes())
                for key in sorted(box.keys(), key=_age)[:-KEPT]:
                    box.discard(key)
        return int(sent or 0)


def letters() -> list[Letter]:
    """What was sent, the last first."""
    with closing(_box()) as box:
        keys = sorted(box.keys(), key=_age, reverse=True)
        return [letter for letter in map(_read, keys) if letter is not None]


def letter(key: str) -> Letter | None:
    """One of them; None when there is none of this key."""
    with closing(_box()) as box:
        return _read(key) if key in box else None


def empty() -> None:
    """Forget them all."""
    with closing(_box()) as box:
        box.clear()


def _folder() -> Path:
    return Path(settings.MAILLAGE_HOME) / "mailbox"


def _box() -> mailbox.Maildir:
    return mailbox.Maildir(_folder())


def _age(key: str) -> tuple[int, str]:
    """Maildir begins its keys with the second of the arrival, then its microsecond."""
    return int(key.partition(".")[0]), key.partition("M")[2].partition("P")[0].zfill(6)


def _read(key: str) -> Letter | None:
    path = _folder() / "new" / key
    try:
        with path.open("rb") as file:
            parsed = message_from_binary_file(file, policy=policy.default)
    except FileNotFoundError:
        return None
    assert isinstance(parsed, Parsed)
    # Mails say their hour as -0000, in UTC: read as an hour of nowhere.
    sent_at = parsedate_to_datetime(str(parsed["Date"])).replace(tzinfo=UTC)
    body = parsed.get_body(("plain",))
    return Letter(
        key,
        str(parsed["To"] or ""),
        str(parsed["Subject"] or ""),
        timezone.localtime(sent_at),
        body.get_content() if body is not None else "",
    )
