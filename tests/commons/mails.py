"""A server of mails that does what it is told: takes, refuses, or goes away before or after it took."""

from collections.abc import Iterable, Sequence
from smtplib import SMTPDataError, SMTPServerDisconnected
from typing import Any, ClassVar

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

TAKES, REFUSES, LOSES, DROPS = "takes", "refuses", "loses", "drops"
NAME = "tests.commons.mails.Server"


class Server(BaseEmailBackend):
    """`arrived` is what it delivered; `plan` what it does with the next mails, then it takes them."""

    arrived: ClassVar[list[EmailMessage]] = []
    plan: ClassVar[list[str]] = []

    @classmethod
    def starts(cls, plan: Iterable[str] = ()) -> None:
        cls.arrived.clear()
        cls.plan[:] = plan

    def send_messages(self, messages: Sequence[Any]) -> int:
        for message in messages:
            does = self.plan.pop(0) if self.plan else TAKES
            if does == REFUSES:
                raise SMTPDataError(451, b"later")
            if does == LOSES:
                raise SMTPServerDisconnected("gone before")
            message.message()
            self.arrived.append(message)
            if does == DROPS:
                raise SMTPServerDisconnected("gone after")
        return len(messages)
