"""How somebody wants to be told by mail: what they chose, and changing it."""

from maillage.directory.models import User
from maillage.directory.notices.models import MailChoice, Rhythm


def choice(person: User) -> MailChoice:
    """What somebody chose; what is usual when they chose nothing, not written yet."""
    return MailChoice.objects.filter(person=person).first() or MailChoice(person=person)


def choose(person: User, *, rhythm: str | None = None, reminders: bool | None = None) -> MailChoice:
    """Change what is given. Raises ValueError for what is no rhythm."""
    changed: dict[str, object] = {}
    if rhythm is not None:
        changed["rhythm"] = Rhythm(rhythm).value
    if reminders is not None:
        changed["reminders"] = reminders
    return MailChoice.objects.update_or_create(person=person, defaults=changed)[0]
