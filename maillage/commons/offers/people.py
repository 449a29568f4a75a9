"""Who enters networks and their offers."""

from django.contrib.auth.models import Group

from maillage.directory import keeping

GROUP = "Saisie des offres"
RIGHTS = ("view_network", "add_network", "change_network", "delete_network")


def keepers() -> Group:
    """The group whose members enter networks and their offers, and nothing else."""
    return keeping.keepers(GROUP, "offers", RIGHTS)


def let_enter(email: str) -> None:
    """Let an account of the back office enter networks and offers. Raises UsageError when nobody has the address."""
    keeping.let_in(email, keepers())
