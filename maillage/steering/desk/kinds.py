"""What may be left of the desk: the weekly reminder."""

from maillage.directory.models import User
from maillage.directory.notices import choosing
from maillage.directory.notices.occasions import Leaving

REMINDER = "rappel"


def _left(person: User, key: str) -> bool:
    return not choosing.choice(person).reminders


def _leave(person: User, key: str, gone: bool) -> None:
    choosing.choose(person, reminders=not gone)


LEAVINGS = (Leaving(REMINDER, lambda person, key: "le rappel de la semaine par courriel", _left, _leave),)
