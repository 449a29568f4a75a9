"""The lists somebody keeps under a name, for themselves."""

from maillage.directory.models import User
from maillage.steering.actions.models import SavedView


def keep(person: User, name: str, query: str) -> None:
    """Keep a list under a name; the one that had it is forgotten."""
    SavedView.objects.update_or_create(person=person, name=name, defaults={"query": query})


def forget(person: User, name: str) -> None:
    """Forget the list of this name."""
    SavedView.objects.filter(person=person, name=name).delete()
