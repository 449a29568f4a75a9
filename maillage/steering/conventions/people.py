"""Who enters conventions."""

from django.contrib.auth.models import Group

from maillage.directory import keeping

GROUP = "Saisie des conventions"
RIGHTS = ("view_convention", "add_convention", "change_convention", "delete_convention")


def keepers() -> Group:
    """The group whose members enter conventions, and nothing else."""
    return keeping.keepers(GROUP, "conventions", RIGHTS)


def let_enter(email: str) -> None:
    """Let an account of the back office enter conventions. Raises UsageError when nobody has the address."""
    keeping.let_in(email, keepers())
